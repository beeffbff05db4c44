-- The public view suivi_actions, whole, as it is downloaded.
FROM suivi_actions
