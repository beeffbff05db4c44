"""Open data of the Cnaf (data.caf.fr): one file is a dataset at a level, in UTF-8 with semicolons."""
