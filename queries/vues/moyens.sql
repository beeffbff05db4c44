-- The public view moyens, whole, as it is downloaded.
FROM moyens
