-- The public view avancements, whole, as it is downloaded.
FROM avancements
