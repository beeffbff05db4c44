-- One row per action of every schéma, with the period of its schéma; a schéma without action gives one empty row.
SELECT s.schema_id, nom_schema(s.departement, s.annee_debut, s.annee_fin) AS schema,
       make_date(s.annee_debut, 1, 1) AS premier_jour, make_date(s.annee_fin, 12, 31) AS dernier_jour,
       a.code, a.intitule, a.debut, a.debut_precision, a.fin, a.fin_precision, a.fiche_objet, a.fiche_adresse
FROM schemas s LEFT JOIN base.action_complete a USING (schema_id)
ORDER BY s.ordre, s.schema_id, a.debut NULLS LAST, a.fin NULLS LAST, a.ordre
