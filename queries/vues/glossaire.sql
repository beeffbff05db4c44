-- The public view glossaire, whole, as it is downloaded.
FROM glossaire
