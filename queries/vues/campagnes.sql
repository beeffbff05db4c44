-- The public view campagnes, whole, as it is downloaded.
FROM campagnes
