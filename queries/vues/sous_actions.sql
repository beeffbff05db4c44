-- The public view sous_actions, whole, as it is downloaded.
FROM sous_actions
