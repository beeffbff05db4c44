-- The public view textes, whole, as it is downloaded.
FROM textes
