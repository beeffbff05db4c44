-- The public view cnaf, whole, as it is downloaded.
FROM cnaf
