-- The public view suivi_mesures, whole, as it is downloaded.
FROM suivi_mesures
