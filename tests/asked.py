"""What is asked of the file: the filters as queries receive them, and the public views that its SQL declares."""

import re
from datetime import date

from dashboard.settings import ROOT

VIEWS = tuple(
    re.findall(r"^CREATE VIEW (\w+)", (ROOT / "data" / "views.sql").read_text(encoding="utf-8"), re.MULTILINE)
)


def filtres(schema, au, comite=None, **chosen):
    """Return the value of `$filtres`; `chosen` gives the words of some filters."""
    au = date.fromisoformat(str(au))
    choices = [{"filtre": name, "valeur": value} for name, value in chosen.items()]
    return {"schema": schema, "au": au, "comite": comite or au, "choisis": choices}
