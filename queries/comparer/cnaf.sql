-- One row per year and département of a schéma, with France: the global coverage rate that the Cnaf publishes.
SELECT DISTINCT indicateur_id, libelle, unite, territoire_code, territoire, annee, valeur, 'publiée' AS statut,
       fichier AS source_fichier, NULL::DOUBLE AS cible, NULL::DATE AS echeance_cible,
       NULL::DOUBLE AS cible_intermediaire, NULL::DATE AS echeance_intermediaire
FROM base.cnaf_schema WHERE indicateur_id = 'cnaf-taux-global' AND type IN ('département', 'France')
ORDER BY territoire, annee
