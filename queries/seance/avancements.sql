-- One row per état d’avancement that the document prints of a filtered action, up to the date, in its words.
SELECT a.code, a.intitule, v.date, v.texte, a.fiche_adresse, v.ordre
FROM actions_filtrees($filtres) a
JOIN base.avancement v ON v.schema_id = a.schema_id AND v.action = a.action_id
WHERE v.date <= $au::DATE ORDER BY a.ordre, v.date, v.ordre
