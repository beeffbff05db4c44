-- The public view plan, whole, as it is downloaded.
FROM plan
