"""The filters as queries receive them."""

from datetime import date


def filtres(schema, au, comite=None, **chosen):
    """Return the value of `$filtres`; `chosen` gives the words of some filters."""
    au = date.fromisoformat(str(au))
    choices = [{"filtre": name, "valeur": value} for name, value in chosen.items()]
    return {"schema": schema, "au": au, "comite": comite or au, "choisis": choices}
