-- One row per EPCI and dispositif of the panier de services parentalité, if the schéma speaks of one at all.
SELECT t.code, t.nom, d.dispositif, c.present, c.annee, c.phrase_lue AS source_phrase, c.remarque
FROM base.territoire_schema t
CROSS JOIN (FROM base.dispositif WHERE panier OR cle = 'panier-parentalite') d
LEFT JOIN base.couverture c ON c.schema_id = t.schema_id AND c.territoire = t.code AND c.dispositif = d.dispositif
WHERE t.schema_id = $schema
QUALIFY count(c.present) OVER () > 0
ORDER BY strip_accents(t.nom), d.ordre
