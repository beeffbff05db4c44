-- One row per committee made of institutions that pilots or supports filtered actions: its members, as printed.
SELECT o.organisme AS comite, any_value(o.organisme_cle) AS organisme_cle,
       count(DISTINCT a.action_id) FILTER (o.role = 'pilote') AS pilote,
       count(DISTINCT a.action_id) FILTER (o.role = 'partenaire') AS partenaire,
       (SELECT string_agg(m.membre, ', ' ORDER BY m.membre) FROM base.comite m
        WHERE m.schema_id = $schema AND m.organisme = o.organisme) AS membres
FROM action_organismes o
JOIN actions_filtrees($filtres) a
     ON a.action_id = o.action_id
WHERE o.schema_id = $schema AND o.organisme IN (SELECT organisme FROM base.comite WHERE schema_id = $schema)
GROUP BY o.organisme ORDER BY o.organisme
