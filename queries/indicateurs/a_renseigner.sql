-- One row per evaluation indicator of the filtered plan that nobody has measured yet.
SELECT c.niveau_1_code, c.niveau_1, c.niveau_2_code, c.niveau_3_code, coalesce(c.niveau_3, c.niveau_2, c.niveau_1) AS fiche,
       coalesce(c.niveau_3_code, c.niveau_2_code, c.niveau_1_code) AS code, i.indicateur_id, i.libelle, i.unite
FROM indicateurs i JOIN base.chemin c ON c.schema_id = i.schema_id AND c.noeud_id = i.noeud_id
WHERE i.schema_id = $schema AND i.nature = 'évaluation'
  AND NOT EXISTS (FROM mesures m WHERE m.schema_id = i.schema_id AND m.indicateur_id = i.indicateur_id)
  AND ($niveau_1 IS NULL OR c.niveau_1_code = $niveau_1)
  AND ($niveau_2 IS NULL OR c.niveau_2_code = $niveau_2)
  AND ($niveau_3 IS NULL OR c.niveau_3_code = $niveau_3)
ORDER BY i.ordre
