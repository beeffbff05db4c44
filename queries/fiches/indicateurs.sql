-- One row per evaluation indicator of the fiche, with its latest measure when there is one.
SELECT i.indicateur_id, i.libelle, i.unite, m.valeur, m.annee
FROM indicateurs i LEFT JOIN mesures m USING (schema_id, indicateur_id)
WHERE i.schema_id = $schema AND i.noeud_id = $objet AND i.nature = 'évaluation'
ORDER BY i.ordre, m.annee
