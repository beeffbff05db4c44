-- The public view echeances, whole, as it is downloaded.
FROM echeances
