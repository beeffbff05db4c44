-- One row per EPCI and dispositif of the panier de services parentalité: present, absent, or nothing said.
SELECT t.code, t.nom, d.dispositif, c.present, c.annee, c.phrase AS source_phrase, c.remarque
FROM base.territoire_schema t
CROSS JOIN (FROM base.dispositif WHERE panier OR cle = 'panier-parentalite') d
LEFT JOIN base.couverture c ON c.schema_id = t.schema_id AND c.territoire = t.code AND c.dispositif = d.dispositif
WHERE t.schema_id = $schema
ORDER BY strip_accents(t.nom), d.ordre
