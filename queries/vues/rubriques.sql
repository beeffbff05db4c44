-- The public view rubriques, whole, as it is downloaded.
FROM rubriques
