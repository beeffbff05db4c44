-- The public view actions, whole, as it is downloaded.
FROM actions
