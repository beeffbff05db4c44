"""What a file of the Cnaf leaves to be told: lines dropped, things forgiven, values and cover."""

from collections.abc import Mapping

from dashboard.cnaf.headers import Header
from dashboard.cnaf.indicators import LEVELS, PARTS, PREFIX, RATE_MEANING, TOTAL
from dashboard.cnaf.lines import EMPTY, Key, Line, Tally
from dashboard.french import number, plural

_EXAMPLES = 5


def notes_of(header: Header, tally: Tally, lines: Mapping[Key, Line], territories: Mapping[str, str]) -> list[str]:
    """Return a sentence for each thing dropped, forgiven or worth knowing."""
    notes = []
    for reason, count in tally.dropped.items():
        examples = list(tally.examples.get(reason, {}))
        shown = ", ".join(examples[:_EXAMPLES]) + ("…" if len(examples) > _EXAMPLES else "")
        if reason == EMPTY:
            notes.append(f"{plural(count, 'valeur vide')} : aucune mesure, jamais zéro.")
        else:
            dropped = plural(count, "ligne écartée")
            notes.append(f"{dropped} : {reason}{f' ({shown})' if shown else ''}.")
    if tally.dates:
        notes.append(f"{plural(tally.dates, 'date lue comme une année', 'dates lues comme des années')}.")
    if tally.commas:
        notes.append(f"{plural(tally.commas, 'virgule décimale lue')} comme un point.")
    if tally.mended:
        pairs = [f"{printed} → {code}" for printed, code in sorted(tally.mended.items())]
        notes.append(f"{plural(len(pairs), 'code complété')} : {', '.join(pairs[:_EXAMPLES])}"
                     f"{'…' if len(pairs) > _EXAMPLES else ''}.")  # fmt: skip
    if tally.odd_regions:
        odd = ", ".join(sorted(region or "vide" for region in tally.odd_regions))
        notes.append(f"Codes de région incohérents ({odd}), ignorés : le département suffit.")
    if tally.nations:
        notes.append(f"Périmètre de la France selon la Cnaf : {', '.join(tally.nations)}.")
    notes += _told_values(header, lines)
    notes += _told_cover(header, lines, territories)
    return notes


def _told_values(header: Header, lines: Mapping[Key, Line]) -> list[str]:
    notes = []
    if header.dataset == "txcouv":
        above = [(value, code) for (code, _), line in lines.items() for value in line.values.values() if value > 100]
        if above:
            notes.append(
                f"{plural(len(above), 'taux dépasse', 'taux dépassent')} 100, jusqu’à {number(max(above)[0])} "
                f"({plural(len({code for _, code in above}), 'territoire')}) : gardés tels quels, ce sont des "
                f"{RATE_MEANING}."
            )
    column = {indicator: at for at, indicator in header.values.items()}
    parts = [column[PREFIX[header.dataset] + part] for part in PARTS]
    total = column[PREFIX[header.dataset] + TOTAL[header.dataset]]
    whole = [line.values for line in lines.values() if {total, *parts} <= line.values.keys()]
    gaps = [gap for v in whole if (gap := round(abs(v[total] - sum(v[part] for part in parts)), 2)) > 0.05]
    if gaps:
        word = "taux global" if header.dataset == "txcouv" else "nombre total"
        notes.append(
            f"{plural(len(gaps), 'ligne')} sur {number(len(whole))} dont la somme des modes s’écarte du {word} publié "
            f"(de {number(max(gaps))} au plus) : le {word} publié est gardé, jamais recalculé."
        )
    return notes


def _told_cover(header: Header, lines: Mapping[Key, Line], territories: Mapping[str, str]) -> list[str]:
    """Return what the file leaves out of our territories: the unknown is said."""
    notes = []
    if header.level == "com":
        notes.append("La Cnaf ne publie que les communes de plus de 10 000 habitants.")
    if header.level == "epci" and (parts := sum(kind == "EPT" for kind in territories.values())):
        notes.append(
            f"La Métropole du Grand Paris y est un seul EPCI : {plural(parts, 'EPT reste', 'EPT restent')} sans valeur."
        )
    if not lines:
        notes.append("Aucune ligne ne concerne nos territoires.")
    elif header.level in ("reg", "dep", "epci"):
        ours = sorted(code for code, kind in territories.items() if kind == LEVELS[header.level])
        told = {code for code, _ in lines}
        untold = [code for code in ours if code not in told]
        if untold:
            notes.append(
                f"{number(len(untold))} de nos {number(len(ours))} territoires de ce niveau sans ligne : "
                f"{', '.join(untold[:_EXAMPLES])}{'…' if len(untold) > _EXAMPLES else ''}."
            )
    return notes
