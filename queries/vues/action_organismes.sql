-- The public view action_organismes, whole, as it is downloaded.
FROM action_organismes
