-- One row per indicator and territory that the follow-up measures or targets: how far the target is, and how fresh.
-- Attainment is 100·(current − initial)/(target − initial), bounded; the pace is that of the measures so far.
WITH point AS (
    SELECT indicateur, territoire, date, arg_max(valeur, campagne) AS valeur FROM base.suivi_mesure
    WHERE schema_id = $schema AND campagne <= $au::DATE AND date <= $au::DATE AND valeur IS NOT NULL GROUP BY ALL),
serie AS (
    SELECT indicateur, territoire, min(date) AS date_initiale, arg_min(valeur, date) AS initiale,
           max(date) AS date_actuelle, arg_max(valeur, date) AS actuelle, count(*) AS mesures
    FROM point GROUP BY ALL),
cible AS (
    SELECT indicateur, territoire, finale.cible AS cible, finale.echeance AS echeance_cible,
           intermediaire.cible AS cible_intermediaire, intermediaire.echeance AS echeance_intermediaire
    FROM cibles_du_suivi($schema, $au::DATE)),
calcul AS (
    SELECT coalesce(s.indicateur, c.indicateur) AS indicateur_id, coalesce(s.territoire, c.territoire) AS territoire_code,
           s.* EXCLUDE (indicateur, territoire), c.* EXCLUDE (indicateur, territoire),
           CASE WHEN s.mesures > 1 AND c.cible <> s.initiale
                THEN greatest(0, least(100, 100 * (s.actuelle - s.initiale) / (c.cible - s.initiale))) END AS atteinte,
           (s.actuelle - s.initiale) / nullif(date_diff('day', s.date_initiale, s.date_actuelle), 0) AS par_jour,
           CASE WHEN c.cible >= s.initiale THEN s.actuelle >= c.cible ELSE s.actuelle <= c.cible END AS deja,
           CASE WHEN coalesce(c.cible, c.cible_intermediaire) >= s.initiale THEN s.actuelle >= c.cible_intermediaire
                ELSE s.actuelle <= c.cible_intermediaire END AS en_chemin
    FROM serie s FULL JOIN cible c ON c.indicateur = s.indicateur AND c.territoire = s.territoire)
SELECT k.indicateur_id, i.libelle, i.unite, t.nom AS territoire, k.initiale, k.date_initiale, k.actuelle, k.date_actuelle,
       k.cible, k.echeance_cible, k.atteinte,
       CASE WHEN k.cible IS NULL THEN 'sans cible'
            WHEN k.actuelle IS NULL THEN 'non calculable : aucune mesure'
            WHEN k.deja THEN 'atteinte'
            WHEN k.mesures < 2 THEN 'non calculable : une seule mesure'
            WHEN coalesce((k.cible - k.actuelle) * k.par_jour, 0) <= 0 THEN 'non atteinte à ce rythme'
            ELSE 'atteinte vers le ' || strftime(k.date_actuelle
                 + CAST(least(ceil((k.cible - k.actuelle) / k.par_jour), 36500) AS INTEGER), '%d/%m/%Y') END AS rythme,
       k.cible_intermediaire, k.echeance_intermediaire,
       CASE WHEN k.actuelle IS NULL THEN 'aucune mesure'
            WHEN k.en_chemin THEN 'atteinte'
            WHEN k.date_actuelle > k.echeance_intermediaire THEN 'non atteinte'
            WHEN k.echeance_intermediaire < $au::DATE THEN 'aucune mesure depuis'
            ELSE 'pas encore atteinte' END AS etape,
       date_diff('month', k.date_actuelle, $au::DATE) AS mois
FROM calcul k JOIN indicateurs i ON i.schema_id = $schema AND i.indicateur_id = k.indicateur_id
LEFT JOIN territoires t ON t.code = k.territoire_code
ORDER BY i.ordre, t.type <> 'département', t.nom
