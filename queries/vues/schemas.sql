-- The public view schemas, whole, as it is downloaded.
FROM schemas
