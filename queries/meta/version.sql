-- The one row that identifies the build: file format, fingerprint of the source tables, whether it is a demonstration.
SELECT format, version, demonstration FROM meta
