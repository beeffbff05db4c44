-- One row per day that the campaign gives to a filtered action outside the years of the schéma, in the order of the plan.
WITH jours AS (
    SELECT *, unnest([{'quoi': 'Début réel', 'jour': debut_reel}, {'quoi': 'Fin prévue', 'jour': fin_prevue},
                      {'quoi': 'Fin réelle', 'jour': fin_reelle}], recursive := true)
    FROM actions_filtrees($filtres))
SELECT j.code, j.intitule, j.quoi, j.jour,
       CASE WHEN year(j.jour) < s.annee_debut THEN 'avant ' || s.annee_debut ELSE 'après ' || s.annee_fin END AS place,
       j.pilotes, j.campagne, j.fiche_adresse
FROM jours j JOIN base.schema s USING (schema_id)
WHERE year(j.jour) NOT BETWEEN s.annee_debut AND s.annee_fin ORDER BY j.ordre, j.jour
