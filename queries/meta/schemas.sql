-- One row per schéma, the home one first.
SELECT schema_id, departement_code, departement, titre, annee_debut, annee_fin, niveaux FROM schemas ORDER BY ordre
