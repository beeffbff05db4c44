-- The public view territoires, whole, as it is downloaded.
FROM territoires
