-- One row: how many of the filtered actions there are, by nature, by calendar state, and without a date or a pilote.
SELECT count(*) AS actions,
       count(*) FILTER (nature = 'à poursuivre') AS a_poursuivre,
       count(*) FILTER (nature = 'nouvelle') AS nouvelles,
       count(*) FILTER (etat = 'à venir') AS a_venir,
       count(*) FILTER (etat = 'en cours') AS en_cours,
       count(*) FILTER (etat = 'échue') AS echues,
       count(*) FILTER (etat = 'sans date') AS sans_date,
       count(*) FILTER (etat <> 'sans date') AS datees,
       count(*) FILTER (len(pilote_cles) = 0) AS sans_pilote
FROM actions_filtrees($filtres)
