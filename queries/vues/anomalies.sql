-- The public view anomalies, whole, as it is downloaded.
FROM anomalies
