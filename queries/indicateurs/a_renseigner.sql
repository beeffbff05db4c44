-- One row per indicator of the filtered plan, asked by an evaluation or drawn from a target, that nobody has measured yet.
SELECT i.niveau_1_code, i.niveau_1, coalesce(i.fiche, i.titre, 'Le schéma entier') AS fiche,
       coalesce(i.fiche_code, i.code, '') AS code, i.fiche_adresse, i.indicateur_id, i.libelle, i.unite,
       i.nature, i.cibles
FROM base.indicateur_complet i
WHERE i.schema_id = $schema AND i.nature <> 'diagnostic'
  AND NOT EXISTS (FROM mesures m WHERE m.schema_id = i.schema_id AND m.indicateur_id = i.indicateur_id)
  AND ($niveau_1 IS NULL OR i.niveau_1_code = $niveau_1)
  AND ($niveau_2 IS NULL OR i.niveau_2_code = $niveau_2)
  AND ($niveau_3 IS NULL OR i.niveau_3_code = $niveau_3)
ORDER BY i.ordre
