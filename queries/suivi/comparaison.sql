-- One row per change of a filtered action from one campaign to another, by kind; none unless there are two.
-- An action has one change of status at most; the day of an answer that appears or goes is not told twice.
WITH confiance AS (
    SELECT unnest(['compromis', 'appui nécessaire', 'atteignable', 'objectif sécurisé']) AS mot,
           unnest([1, 2, 3, 4]) AS rang),
reponse AS (
    SELECT a.action_id, a.code, a.intitule, a.pilotes, a.fiche_adresse, a.ordre, $de::DATE AS de, $vers::DATE AS vers,
           p.statut AS statut_p, n.statut AS statut_n, p.taux AS taux_p, n.taux AS taux_n,
           p.confiance AS confiance_p, n.confiance AS confiance_n, p.debut_reel AS debut_p, n.debut_reel AS debut_n,
           p.fin_reelle AS fin_p, n.fin_reelle AS fin_n,
           coalesce(p.fin_prevue, a.echeance_schema) AS echeance_p,
           coalesce(n.fin_prevue, a.echeance_schema) AS echeance_n,
           (p.statut IS NULL) = (n.statut IS NULL) AS suit,
           pas_commencee(p.statut, p.debut_reel) AS a_commencer,
           terminee(p.statut, p.fin_reelle) AS finie_p,
           terminee(n.statut, n.fin_reelle) AS finie_n
    FROM actions_filtrees($filtres) a
    LEFT JOIN base.suivi p ON p.schema_id = a.schema_id AND p.action = a.action_id AND p.campagne = $de::DATE
    LEFT JOIN base.suivi n ON n.schema_id = a.schema_id AND n.action = a.action_id AND n.campagne = $vers::DATE
    WHERE $de IS NOT NULL AND $vers IS NOT NULL),
mouvement AS (
    SELECT *, CASE
        WHEN statut_p IS NULL AND statut_n IS NOT NULL THEN 'nouvelle réponse'
        WHEN statut_p IS NOT NULL AND statut_n IS NULL THEN 'réponse retirée'
        WHEN statut_n = 'Abandonnée' AND statut_p <> 'Abandonnée' THEN 'abandonnée'
        WHEN finie_n AND NOT finie_p THEN 'terminée'
        WHEN statut_p IN ('En pause', 'Bloquée', 'Abandonnée') AND statut_n = 'En cours'
             OR statut_p = 'Abandonnée' AND statut_n = 'À venir' THEN 'reprise'
        WHEN a_commencer AND (coalesce(statut_n = 'En cours' AND statut_p IS NOT NULL, false)
                              OR debut_n IS NOT NULL) THEN 'commencée'
        WHEN statut_p <> statut_n THEN 'statut' END AS genre
    FROM reponse),
compare AS (
    SELECT *, date_diff('day', echeance_p, echeance_n) AS ecart, cp.rang AS rang_p, cn.rang AS rang_n
    FROM mouvement
    LEFT JOIN confiance cp ON cp.mot = confiance_p LEFT JOIN confiance cn ON cn.mot = confiance_n),
changement AS (
    SELECT *, unnest([
        {'famille': genre,
         'changement': CASE WHEN genre = 'statut' THEN 'statut : ' || statut_p || ' → ' || statut_n ELSE genre END,
         'avant': coalesce(statut_p, 'sans réponse'),
         'apres': concat_ws(', ', coalesce(statut_n, 'sans réponse'),
                            CASE WHEN genre = 'commencée' THEN 'le ' || strftime(debut_n, '%d/%m/%Y')
                                 WHEN genre = 'terminée' THEN 'le ' || strftime(fin_n, '%d/%m/%Y') END)},
        {'famille': CASE WHEN statut_p IS NOT NULL AND statut_n IS NULL THEN NULL
                         WHEN ecart > 0 THEN 'échéance glissée' WHEN ecart < 0 THEN 'échéance avancée'
                         WHEN suit AND echeance_p IS NULL AND echeance_n IS NOT NULL THEN 'échéance fixée'
                         WHEN suit AND echeance_p IS NOT NULL AND echeance_n IS NULL THEN 'échéance retirée' END,
         'changement': CASE WHEN ecart > 0 THEN 'échéance glissée' WHEN ecart < 0 THEN 'échéance avancée'
                            WHEN echeance_p IS NULL THEN 'échéance fixée' ELSE 'échéance retirée' END,
         'avant': coalesce(strftime(echeance_p, '%d/%m/%Y'), 'sans échéance'),
         'apres': coalesce(strftime(echeance_n, '%d/%m/%Y'), 'sans échéance')},
        {'famille': CASE WHEN NOT suit OR confiance_p IS NOT DISTINCT FROM confiance_n THEN NULL
                         WHEN rang_n > rang_p THEN 'confiance en hausse' WHEN rang_n < rang_p THEN 'confiance en baisse'
                         WHEN confiance_p IS NULL THEN 'confiance donnée' ELSE 'confiance retirée' END,
         'changement': CASE WHEN rang_n > rang_p THEN 'confiance en hausse' WHEN rang_n < rang_p THEN 'confiance en baisse'
                            WHEN confiance_p IS NULL THEN 'confiance donnée' ELSE 'confiance retirée' END,
         'avant': coalesce(confiance_p, 'sans réponse'), 'apres': coalesce(confiance_n, 'sans réponse')},
        {'famille': CASE WHEN suit AND taux_p IS DISTINCT FROM taux_n THEN 'taux' END,
         'changement': 'taux : ' || coalesce(nombre_ecrit(taux_p) || ' %', 'sans réponse')
                       || ' → ' || coalesce(nombre_ecrit(taux_n) || ' %', 'sans réponse'),
         'avant': coalesce(nombre_ecrit(taux_p) || ' %', 'sans réponse'),
         'apres': coalesce(nombre_ecrit(taux_n) || ' %', 'sans réponse')},
        {'famille': CASE WHEN suit AND debut_p IS DISTINCT FROM debut_n
                              AND (debut_p IS NOT NULL OR coalesce(genre NOT IN ('commencée', 'terminée'), true))
                         THEN 'début réel' END,
         'changement': 'début réel : ' || coalesce(strftime(debut_p, '%d/%m/%Y'), 'sans date') || ' → '
                       || coalesce(strftime(debut_n, '%d/%m/%Y'), 'sans date'),
         'avant': coalesce(strftime(debut_p, '%d/%m/%Y'), 'sans date'),
         'apres': coalesce(strftime(debut_n, '%d/%m/%Y'), 'sans date')},
        {'famille': CASE WHEN suit AND fin_p IS DISTINCT FROM fin_n
                              AND (fin_p IS NOT NULL OR coalesce(genre <> 'terminée', true)) THEN 'fin réelle' END,
         'changement': 'fin réelle : ' || coalesce(strftime(fin_p, '%d/%m/%Y'), 'sans date') || ' → '
                       || coalesce(strftime(fin_n, '%d/%m/%Y'), 'sans date'),
         'avant': coalesce(strftime(fin_p, '%d/%m/%Y'), 'sans date'),
         'apres': coalesce(strftime(fin_n, '%d/%m/%Y'), 'sans date')}], recursive := true)
    FROM compare)
SELECT de, vers, famille, changement, code, intitule, avant, apres,
       CASE WHEN famille IN ('échéance glissée', 'échéance avancée') THEN ecart END AS jours, pilotes, fiche_adresse
FROM changement WHERE famille IS NOT NULL
ORDER BY list_position(['terminée', 'commencée', 'reprise', 'échéance glissée', 'échéance avancée', 'échéance fixée',
                        'échéance retirée', 'confiance en baisse', 'confiance en hausse', 'confiance donnée',
                        'confiance retirée', 'abandonnée', 'statut', 'taux', 'nouvelle réponse', 'réponse retirée',
                        'début réel', 'fin réelle'], famille), ordre
