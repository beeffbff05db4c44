-- One row per kind of thing embedded for the schéma, with its count.
SELECT objet, nombre FROM (
    SELECT 1 AS rang, n.pluriel AS objet, n.rang AS sous_rang,
           (SELECT count(*) FROM plan p WHERE p.schema_id = n.schema_id AND p.niveau = n.rang) AS nombre
    FROM base.niveau n WHERE n.schema_id = $schema
    UNION ALL SELECT 2, 'actions', 0, count(*) FROM actions WHERE schema_id = $schema
    UNION ALL SELECT 2, 'dont fiches laissées vierges', 1, count(*) FROM actions WHERE schema_id = $schema AND vierge
    UNION ALL SELECT 3, 'organisations pilotes ou partenaires', 0, count(DISTINCT organisme)
              FROM action_organismes WHERE schema_id = $schema
    UNION ALL SELECT 4, 'indicateurs d’évaluation', 0, count(*) FROM indicateurs
              WHERE schema_id = $schema AND nature = 'évaluation'
    UNION ALL SELECT 4, 'cibles suivies hors de l’évaluation', 1, count(*) FROM indicateurs
              WHERE schema_id = $schema AND nature = 'cible'
    UNION ALL SELECT 5, 'indicateurs de diagnostic', 0, count(*) FROM indicateurs
              WHERE schema_id = $schema AND nature = 'diagnostic'
    UNION ALL SELECT 6, 'mesures', 0, count(*) FROM mesures WHERE schema_id = $schema
    UNION ALL SELECT 7, 'faits par territoire', 0, count(*) FROM couvertures WHERE schema_id = $schema
    UNION ALL SELECT 8, 'échéances datées', 0, count(*) FROM echeances WHERE schema_id = $schema
    UNION ALL SELECT 9, 'cibles chiffrées', 0, count(*) FROM cibles WHERE schema_id = $schema
    UNION ALL SELECT 10, 'montants', 0, count(*) FROM moyens WHERE schema_id = $schema
    UNION ALL SELECT 11, 'états d’avancement imprimés', 0, count(*) FROM avancements WHERE schema_id = $schema
    UNION ALL SELECT 12, 'structures nommées', 0, count(*) FROM equipements WHERE schema_id = $schema
    UNION ALL SELECT 13, 'passages sur le schéma entier', 0, count(*) FROM textes WHERE schema_id = $schema
    UNION ALL SELECT 14, 'termes expliqués', 0, count(*) FROM glossaire WHERE schema_id = $schema
    UNION ALL SELECT 15, 'anomalies', 0, count(*) FROM anomalies WHERE schema_id = $schema)
WHERE nombre > 0 ORDER BY rang, sous_rang
