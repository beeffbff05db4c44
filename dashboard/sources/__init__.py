"""The source tables: their specification, their reading, their checks, the folder of a new schéma."""
