-- The public view decisions, whole, as it is downloaded.
FROM decisions
