-- One row per choice of the map: a dispositif or a measure known for at least one EPCI or EPT of the schéma.
SELECT schema_id, cle, libelle, theme, count(*) AS territoires
FROM base.carte WHERE dessine
GROUP BY schema_id, cle, libelle, theme, groupe, ordre ORDER BY schema_id, groupe, ordre, libelle
