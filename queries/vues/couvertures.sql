-- The public view couvertures, whole, as it is downloaded.
FROM couvertures
