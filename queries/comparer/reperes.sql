-- One row per shared indicator and schéma: the latest printed value, set so that it may be compared, or nothing.
WITH imprime AS (
    SELECT c.repere, c.schema_id, m.qualificatif, m.valeur, i.unite, m.annee, m.statut, m.phrase_lue, m.remarque
    FROM base.comparable c
    JOIN base.schema s ON s.schema_id = c.schema_id
    JOIN base.indicateur i ON i.schema_id = c.schema_id AND i.indicateur = c.indicateur
    JOIN base.mesure m ON m.schema_id = c.schema_id AND m.indicateur = c.indicateur
         AND m.territoire = s.departement_code
    QUALIFY row_number() OVER (PARTITION BY c.repere, c.schema_id ORDER BY m.annee DESC NULLS LAST, m.ordre) = 1),
dote AS (
    SELECT r.repere, t.schema_id, count(*) FILTER (c.present) AS presents, count(c.present) AS connus,
           count(*) AS territoires, max(c.annee) AS annee, max(c.phrase_lue) AS phrase_lue
    FROM base.repere r JOIN base.territoire_schema t ON r.mode = 'EPCI dotés'
    LEFT JOIN base.couverture c ON c.schema_id = t.schema_id AND c.territoire = t.code AND c.dispositif = r.dispositif
    GROUP BY r.repere, t.schema_id HAVING count(c.present) > 0)
SELECT r.repere, r.mode, r.unite, r.definition,
       nom_schema(s.departement, s.annee_debut, s.annee_fin) AS schema,
       CASE r.mode WHEN 'tel quel' THEN i.valeur
                   WHEN 'pour 1 000 habitants' THEN round(1000 * i.valeur / t.population, 2)
                   WHEN 'pour 100 000 habitants' THEN round(100000 * i.valeur / t.population, 1)
                   ELSE d.presents END AS valeur,
       CASE WHEN r.mode = 'EPCI dotés' THEN d.connus END AS connus,
       CASE WHEN r.mode = 'EPCI dotés' THEN d.territoires END AS territoires,
       i.qualificatif, i.valeur AS valeur_imprimee, i.unite AS unite_imprimee, coalesce(i.annee, d.annee) AS annee, i.statut,
       coalesce(i.phrase_lue, d.phrase_lue) AS source_phrase, i.remarque
FROM base.repere r CROSS JOIN schemas s
JOIN base.territoire t ON t.code = s.departement_code AND t.type = 'département'
LEFT JOIN imprime i ON i.repere = r.repere AND i.schema_id = s.schema_id
LEFT JOIN dote d ON d.repere = r.repere AND d.schema_id = s.schema_id
ORDER BY r.ordre, s.ordre, s.schema_id
