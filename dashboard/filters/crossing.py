"""What a state becomes in another schéma: the page and the filters that mean something there, and what is lost."""

from typing import Any
from urllib.parse import quote

from dashboard.filters.state import LIST, Filters
from dashboard.filters.table import FILTERS
from dashboard.vocabulary import Scheme


def in_scheme(filters: Filters, scheme: Scheme) -> tuple[Filters, tuple[str, ...]]:
    """Return this page in another schéma, and in words the filters dropped because they mean nothing there."""
    lost = [f"{filters.scheme.level(node.rank).label} {node.code}" for node in filters.levels if node]
    kept: dict[str, Any] = {}
    for name, row in FILTERS.items():
        value, label = getattr(filters, name), row.label.format_map(filters.scheme.words)
        if not value or not label:
            continue
        if row.several:
            lost.append(label)
        elif _means(filters, name, scheme):
            kept[name] = value
        else:
            lost.append(f"{label} : {row.word(filters.scheme, value)}")
    kept["demande"] = tuple(key for key in filters.demande if kept.get(key))
    path = _path(filters, scheme)
    return Filters(scheme=scheme, today=filters.today, path=path, **kept), tuple(lost)


def _means(filters: Filters, name: str, scheme: Scheme) -> bool:
    row, value = FILTERS[name], getattr(filters, name)
    if row.known is None:
        return bool(scheme.start <= value <= scheme.last_day(filters.today))
    return row.offered(scheme) and value in row.values(scheme)


def _path(filters: Filters, scheme: Scheme) -> str:
    page = filters.path.strip("/").split("/")[0]
    if page == "fiches":
        first = scheme.fiches[:1]
        return f"/fiches/{quote(scheme.id)}/{quote(first[0].address, safe='')}" if first else LIST
    if page == "territoires":
        return "/territoires"
    if filters.on_pilot_page and filters.pilote not in scheme.organisations:
        return "/pilotes"
    return filters.path
