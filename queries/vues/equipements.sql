-- The public view equipements, whole, as it is downloaded.
FROM equipements
