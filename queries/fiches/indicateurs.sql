-- One row per indicator of the fiche, asked by its evaluation or drawn from a target: its printed targets and its latest measure for the département.
SELECT i.indicateur_id, i.libelle, i.nature, i.theme, i.unite, i.cibles, m.qualificatif, m.valeur, m.annee
FROM base.indicateur_complet i
LEFT JOIN mesures m ON m.schema_id = i.schema_id AND m.indicateur_id = i.indicateur_id
     AND m.territoire_code = $departement
WHERE i.schema_id = $schema AND i.fiche_objet = $objet AND i.nature <> 'diagnostic'
QUALIFY row_number() OVER (PARTITION BY i.indicateur_id ORDER BY m.annee DESC NULLS LAST) = 1
ORDER BY i.ordre
