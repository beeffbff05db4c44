-- One row per action of the fiche and campaign up to the date: the dated history of what was answered.
SELECT s.campagne, s.action AS code, s.statut, s.taux, s.confiance, s.debut_reel, s.fin_prevue, s.fin_reelle, s.commentaire,
       s.prochaine_etape, s.decision_attendue
FROM base.suivi s JOIN base.action_complete a ON a.schema_id = s.schema_id AND a.code = s.action
WHERE s.schema_id = $schema AND a.fiche_objet = $objet AND s.campagne <= $au::DATE
ORDER BY s.campagne DESC, a.ordre
