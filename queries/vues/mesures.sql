-- The public view mesures, whole, as it is downloaded.
FROM mesures
