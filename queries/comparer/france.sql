-- One row per département: its outline and the last global coverage rate that the Cnaf publishes, if any was imported.
WITH dernier AS (
    SELECT territoire, max(annee) AS annee, arg_max(valeur, annee) AS valeur, arg_max(fichier, annee) AS fichier
    FROM base.cnaf JOIN base.territoire ON code = territoire AND type = 'département'
    WHERE indicateur = 'cnaf-taux-global' GROUP BY territoire)
SELECT t.code, t.nom, d.valeur, d.annee, d.fichier AS source_fichier, '%' AS unite, 'cnaf-taux-global' AS cle,
       NULL::BOOLEAN AS present, 'bon' AS sens, NULL AS mention, g.geometrie, g.lon, g.lat
FROM base.territoire t JOIN base.contour g ON g.code = t.code LEFT JOIN dernier d ON d.territoire = t.code
WHERE t.type = 'département' AND EXISTS (FROM dernier)
ORDER BY t.code
