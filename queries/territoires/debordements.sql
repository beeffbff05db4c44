-- One row per EPCI that lies in this département and another: its communes here and elsewhere, and whether it is drawn.
SELECT t.code, t.nom, d.communes, sum(x.communes) AS communes_total, p.nom AS siege,
       t.departement_code = $departement AS dessine,
       string_agg(y.nom || ' : ' || x.communes::VARCHAR, ', ' ORDER BY x.communes DESC) AS repartition
FROM base.territoire_departement d
JOIN base.territoire t ON t.code = d.territoire_code AND t.type = 'EPCI'
JOIN base.territoire p ON p.code = t.departement_code AND p.type = 'département'
JOIN base.territoire_departement x ON x.territoire_code = t.code
JOIN base.territoire y ON y.code = x.departement_code AND y.type = 'département'
WHERE d.departement_code = $departement AND d.part < 1
GROUP BY t.code, t.nom, d.communes, p.nom, t.departement_code
ORDER BY strip_accents(t.nom)
