-- The one row that identifies the build: file format and fingerprint of the source tables.
SELECT format, version FROM meta
