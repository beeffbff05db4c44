-- One row per schéma, the home one first: its actions, its words for what carries a fiche and for its intercommunalités.
SELECT s.schema_id, s.departement_code, s.departement, s.titre, s.annee_debut, s.annee_fin, coalesce(s.limites, '') AS limites,
       coalesce(s.source, '') AS source,
       coalesce(n.libelle, 'Action') AS mot_fiche,
       (SELECT count(*) FROM actions a WHERE a.schema_id = s.schema_id) AS actions,
       EXISTS (FROM actions a WHERE a.schema_id = s.schema_id AND a.nature IS NOT NULL) AS dit_nature,
       EXISTS (FROM avancements v WHERE v.schema_id = s.schema_id) AS dit_avancement,
       coalesce((SELECT max(t.type) FROM base.territoire_schema t WHERE t.schema_id = s.schema_id), 'EPCI') AS mot_territoire
FROM schemas s LEFT JOIN base.niveau n ON n.schema_id = s.schema_id AND n.type = s.fiche
ORDER BY s.ordre, s.schema_id
