-- The public view indicateurs, whole, as it is downloaded.
FROM indicateurs
