-- The one row of a territory: name, kind, population, its communes, and its share of each département.
WITH membre AS (
    SELECT c.departement_code, n.nom, n.population
    FROM base.commune c JOIN base.territoire n ON n.code = c.code AND n.type = 'commune'
    WHERE $territoire IN (c.epci_code, c.ept_code))
SELECT t.code, t.nom, t.type, t.forme, t.population, t.population_annee, d.nom AS departement, d.population AS population_departement,
       (SELECT count(*) FROM membre) AS communes,
       (SELECT list(nom ORDER BY population DESC, nom) FROM membre) AS noms_communes,
       (SELECT string_agg(p.nom || ' : ' || td.communes::VARCHAR, ', ' ORDER BY td.communes DESC)
        FROM base.territoire_departement td
        JOIN base.territoire p ON p.code = td.departement_code AND p.type = 'département'
        WHERE td.territoire_code = t.code) AS departements
FROM base.territoire t LEFT JOIN base.territoire d ON d.code = t.departement_code AND d.type = 'département'
WHERE t.code = $territoire AND t.type IN ('EPCI', 'EPT')
