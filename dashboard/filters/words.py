"""The words that filters take their values from, by their spelling in a URL."""

from dashboard.vocabulary import CONFIDENCES, STATUSES, slug

NO_PILOT = "sans"
NO_ANSWER = "sans réponse"
NATURES = {"a-poursuivre": "à poursuivre", "nouvelle": "nouvelle"}
STATES = {"a-venir": "à venir", "en-cours": "en cours", "echue": "échue", "sans-date": "sans date"}
ANSWERS = {slug(word): word for word in (*STATUSES, NO_ANSWER)}
CONFIDENCE = {slug(word): word for word in (*CONFIDENCES, NO_ANSWER)}
LATE_STATES = ("déjà en retard au suivi", "en retard, sauf réponse depuis", "démarrage déjà en retard au suivi",
               "démarrage en retard, sauf réponse depuis")  # fmt: skip
DUE_STATES = {
    slug(word): word
    for word in ("en retard", "démarrage en retard", *LATE_STATES, "échéance proche", "à l’heure", "à venir",
                 "terminée", "abandonnée", "non datée", "sans suivi")
}  # fmt: skip
POINTS = {
    slug(word): word for word in ("à décider", "changées", "avant le comité", "contradictoires", "réponses reportées")
}
COLOURS = {"echeance": "échéance"}
