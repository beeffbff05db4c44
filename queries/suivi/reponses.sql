-- One row per pilote, then for no pilote: its filtered actions by answer in the last campaign at the date, and the
-- workbooks received in its name. An answer is new when it differs from the campaign before; it is the pilote's own when
-- a workbook made for it gives it. Worst first.
-- A filter by pilote shows that one alone: its actions piloted together would open others.
WITH filtree AS (
    SELECT *, statut IS NOT NULL AND NOT reportee AS nouvelle FROM actions_filtrees($filtres)),
recu AS (
    SELECT pilote, fichier, nouvelles FROM base.classeur
    WHERE schema_id = $schema AND campagne = derniere_campagne($schema, $au::DATE)),
total AS (
    SELECT count(*) AS actions, count(*) FILTER (nouvelle) AS toutes_nouvelles,
           count(*) FILTER (reportee) AS toutes_reportees, count(*) - count(statut) AS toutes_sans_reponse,
           min(depuis) FILTER (reportee) AS la_plus_ancienne, (SELECT count(*) FROM recu) AS classeurs_recus,
           (SELECT count(*) FROM recu WHERE pilote IS NULL) AS classeurs_sans_pilote
    FROM filtree),
reponse AS (
    SELECT coalesce(o.organisme, 'Sans pilote') AS organisme, coalesce(o.organisme_cle, 'sans') AS organisme_cle,
           a.statut, a.reportee, a.depuis, a.nouvelle,
           EXISTS (FROM recu r WHERE r.pilote = o.organisme AND list_contains(r.nouvelles, a.action_id)) AS de_lui
    FROM filtree a
    LEFT JOIN action_organismes o ON o.schema_id = a.schema_id AND o.action_id = a.action_id AND o.role = 'pilote'
    WHERE derniere_campagne($schema, $au::DATE) IS NOT NULL
      AND ($pilote IS NULL OR coalesce(o.organisme_cle, 'sans') = $pilote))
SELECT organisme, organisme_cle, count(*) AS pilotees,
       (SELECT count(*) FROM recu WHERE recu.pilote = organisme) AS classeurs,
       count(*) FILTER (nouvelle AND de_lui) AS nouvelles,
       count(*) FILTER (nouvelle AND NOT de_lui) AS par_un_autre,
       count(*) FILTER (reportee) AS reportees, min(depuis) FILTER (reportee) AS plus_ancienne,
       count(*) - count(statut) AS sans_reponse, derniere_campagne($schema, $au::DATE) AS campagne, total.*
FROM reponse, total
GROUP BY ALL ORDER BY (nouvelles + par_un_autre) / pilotees, sans_reponse / pilotees DESC, pilotees DESC, organisme
