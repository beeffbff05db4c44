-- One row per schéma: its levels, how many actions and indicators it has, and what its document gives.
SELECT s.schema_id, nom_schema(s.departement, s.annee_debut, s.annee_fin) AS schema,
       (SELECT string_agg(x.nombre::VARCHAR || ' ' || CASE x.nombre WHEN 1 THEN lower(x.libelle) ELSE x.pluriel END, ' › '
                          ORDER BY x.rang)
        FROM (SELECT n.rang, n.libelle, n.pluriel, (SELECT count(*) FROM plan p
                     WHERE p.schema_id = n.schema_id AND p.niveau = n.rang) AS nombre
              FROM base.niveau n WHERE n.schema_id = s.schema_id) x) AS niveaux,
       a.actions, i.evaluation, round(i.evaluation / nullif(a.actions, 0), 1) AS par_action,
       (SELECT count(*) FROM mesures m WHERE m.schema_id = s.schema_id) AS mesures,
       (SELECT count(DISTINCT o.organisme) FROM action_organismes o
        WHERE o.schema_id = s.schema_id AND o.role = 'pilote') AS pilotes,
       s.limites
FROM schemas s,
LATERAL (SELECT count(*) AS actions FROM actions x WHERE x.schema_id = s.schema_id) a,
LATERAL (SELECT count(*) AS evaluation FROM indicateurs x
         WHERE x.schema_id = s.schema_id AND x.nature = 'évaluation') i
ORDER BY s.ordre, s.schema_id
