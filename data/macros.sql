-- The rules that read no table: numbers and days as they are written, delays.

-- A number as it is written in French.
CREATE MACRO nombre_ecrit(n) AS replace(printf('%.15g', n), '.', ',');

-- A schéma by its département and its years.
CREATE MACRO nom_schema(departement, debut, fin) AS departement || ' · ' || debut::VARCHAR || '-' || fin::VARCHAR;

-- The last day of the season of a day: winter ends on 20 March, spring on 20 June, summer on 22 September, autumn on
-- 21 December.
CREATE MACRO fin_de_saison(jour) AS
    CASE WHEN strftime(jour, '%m%d') <= '0320' THEN make_date(year(jour), 3, 20)
         WHEN strftime(jour, '%m%d') <= '0620' THEN make_date(year(jour), 6, 20)
         WHEN strftime(jour, '%m%d') <= '0922' THEN make_date(year(jour), 9, 22)
         WHEN strftime(jour, '%m%d') <= '1221' THEN make_date(year(jour), 12, 21)
         ELSE make_date(year(jour) + 1, 3, 20) END;

-- The last day of the period that a first day and its precision name; a bound of the schéma is no date of its own.
CREATE MACRO dernier_jour(debut, precision) AS
    CASE precision WHEN 'jour' THEN debut
                   WHEN 'mois' THEN last_day(debut)
                   WHEN 'trimestre' THEN last_day(debut + INTERVAL (2 - (month(debut) - 1) % 3) MONTH)
                   WHEN 'saison' THEN fin_de_saison(debut)
                   WHEN 'semestre' THEN last_day(debut + INTERVAL (5 - (month(debut) - 1) % 6) MONTH)
                   WHEN 'année' THEN make_date(year(debut), 12, 31) END;

-- Whether an indicator is the population itself, which Insee gives of every territory.
CREATE MACRO est_population(libelle, unite) AS coalesce(lower(trim(libelle)) = 'population' AND unite = 'habitants', false);

CREATE MACRO etat_calendaire(debut, fin, au) AS
    CASE WHEN debut IS NULL AND fin IS NULL THEN 'sans date'
         WHEN debut > au THEN 'à venir'
         WHEN fin < au THEN 'échue'
         ELSE 'en cours' END;

-- Whether nothing says that an action has begun.
CREATE MACRO pas_commencee(statut, debut_reel) AS
    debut_reel IS NULL AND coalesce(statut IN ('À venir', 'À discuter'), true);

-- Whether an action is over, as declared or by its end.
CREATE MACRO terminee(statut, fin_reelle) AS coalesce(statut = 'Réalisée', false) OR fin_reelle IS NOT NULL;

-- The delay engine. Dates and the date d’observation decide; of the declared status only « Abandonnée » and whether the
-- action is said to have begun count. Late from the day after the due day; nothing is said of an action not followed.
-- Real dates are facts: none comes after its campaign, so none after the date d’observation.
CREATE MACRO etat_echeance(suivie, statut, debut_attendu, echeance, debut_reel, fin_reelle, au) AS
    CASE WHEN NOT suivie THEN 'sans suivi'
         WHEN statut = 'Abandonnée' THEN 'abandonnée'
         WHEN fin_reelle IS NOT NULL THEN 'terminée'
         WHEN echeance < au THEN 'en retard'
         WHEN debut_attendu < au AND pas_commencee(statut, debut_reel) THEN 'démarrage en retard'
         WHEN date_diff('day', au, echeance) < 90 THEN 'échéance proche'
         WHEN debut_attendu >= au AND pas_commencee(statut, debut_reel) THEN 'à venir'
         WHEN echeance IS NULL AND debut_attendu IS NULL THEN 'non datée'
         ELSE 'à l’heure' END;

-- Whether nobody was asked since a day, the campaign having come before it was over.
CREATE MACRO non_redemande(jour, campagne) AS coalesce(jour >= campagne, false);

-- Whether an action is late only because nobody was asked since the campaign: what it did not do was due after it.
CREATE MACRO sauf_reponse(etat_echeance, debut_attendu, echeance, campagne) AS
    CASE etat_echeance WHEN 'en retard' THEN non_redemande(echeance, campagne)
                       WHEN 'démarrage en retard' THEN non_redemande(debut_attendu, campagne) ELSE false END;
