-- The public view cibles, whole, as it is downloaded.
FROM cibles
