-- One row per decision at the date: what the last campaign that holds it says of it; open, in progress, then closed ones.
-- A decision linked to no action concerns the whole schéma: the filters on actions keep it.
WITH tenue AS (
    SELECT * FROM base.decision WHERE schema_id = $schema AND campagne <= $au::DATE),
-- A closed decision is known to be so from the first campaign after the last that says otherwise.
vie AS (
    SELECT numero, count(*) AS campagnes, min(campagne) AS premiere_campagne, max(campagne) AS campagne,
           max(campagne) FILTER (etat <> 'Close') AS derniere_ouverte
    FROM tenue GROUP BY numero),
registre AS (
    SELECT d.numero, d.decision, d.date, d.responsable, d.echeance, d.etat, d.actions, v.campagnes,
           v.campagnes - 1 AS retours, v.premiere_campagne, v.campagne,
           CASE WHEN d.etat = 'Close' THEN (
               SELECT min(t.campagne) FROM tenue t WHERE t.numero = d.numero
               AND (v.derniere_ouverte IS NULL OR t.campagne > v.derniere_ouverte)) END AS fermeture
    FROM tenue d JOIN vie v ON v.numero = d.numero AND v.campagne = d.campagne),
liee AS (
    SELECT r.numero, list(c.code ORDER BY c.ordre) AS codes, list(c.fiche_adresse ORDER BY c.ordre) AS adresses
    FROM (SELECT numero, unnest(actions) AS action FROM registre) r
    JOIN base.action_complete c ON c.schema_id = $schema AND c.action_id = r.action GROUP BY r.numero)
SELECT r.numero, r.decision, r.etat,
       CASE WHEN etat = 'Close' THEN 'close'
            WHEN echeance < $au::DATE THEN 'en retard'
            WHEN echeance IS NULL THEN 'sans échéance' ELSE 'à temps' END AS delai,
       CASE WHEN etat <> 'Close' AND echeance < $au::DATE THEN date_diff('day', echeance, $au::DATE) ELSE 0 END
           AS jours_retard,
       etat <> 'Close' AND coalesce(echeance < $au::DATE, false) AND non_redemande(echeance, r.campagne)
           AS sauf_reponse,
       r.date, r.responsable, r.echeance, coalesce(l.codes, []) AS actions, coalesce(l.adresses, []) AS adresses,
       CASE WHEN r.date IS NOT NULL THEN greatest(date_diff('day', r.date, coalesce(fermeture, $au::DATE)), 0) END
           AS jours_ouverte,
       date_diff('day', premiere_campagne, $au::DATE) AS jours_au_registre,
       r.campagnes, r.retours, r.premiere_campagne, r.campagne, r.fermeture,
       r.campagne < derniere_campagne($schema, $au::DATE) AS disparue
FROM registre r LEFT JOIN liee l ON l.numero = r.numero
WHERE len(coalesce(r.actions, [])) = 0
   OR EXISTS (FROM actions_filtrees($filtres) a
              WHERE list_contains(r.actions, a.action_id))
ORDER BY list_position(['Ouverte', 'En cours', 'Close'], r.etat), jours_retard DESC, r.echeance NULLS LAST,
         try_cast(r.numero AS DOUBLE) NULLS LAST, r.numero
