"""What a cell says, read by the kind of its column: nothing is guessed, and what is refused says what is accepted."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from dashboard.french import MONTHS
from dashboard.suivi.cells import RawCell, exact, french, is_percent, shown
from dashboard.suivi.characters import LONGEST_SHOWN, alike, brief, clean, tidy
from dashboard.suivi.known import Known
from dashboard.suivi.model import Severity
from dashboard.suivi.sheets import CHOICE, CODE, CODES, DATE, MAX_TEXT, NUMBER, PERCENT, TEXT, Field

# Two figures may mean a year of this century up to here; beyond, nobody knows which century.
LAST_SHORT_YEAR = 50
LARGEST = 10**15  # beyond, a spreadsheet loses digits
A_DAY = "attendu : un jour, JJ/MM/AAAA"
A_NUMBER = "attendu : un nombre, sans unité, par exemple 1 234,5"
A_RATE = "attendu : un taux de 0 à 100"
# What a code names in the plan.
NAMES = {"action": "une action", "indicateur": "un indicateur", "territoire": "un territoire", "actions": "une action"}

NUMBER_FORM = re.compile(r"[+-]?(\d{1,3}( \d{3})+|\d+)([.,]\d+)?")
DAY_FORMS = (
    re.compile(r"(?P<day>\d{1,2})(?P<sign>[/.-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4}|\d{2})", re.ASCII),
    re.compile(r"(?P<year>\d{4})(?P<sign>[/-])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})([t ]00:00(:00)?)?", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})(er)? (?P<word>[a-z]{3,})\.? (?P<year>\d{4})", re.ASCII),
)


@dataclass(frozen=True)
class Reading:
    """What a cell says once read: its value, or why it is refused, at its import alone or always, or to be checked."""

    value: Any = None
    severity: Severity | None = None
    expected: str = ""
    nearest: tuple[str, ...] = ()
    at_import: bool = False


def _refuse(expected: str, nearest: Iterable[str] = ()) -> Reading:
    return Reading(None, "bloquant", expected, tuple(nearest))


def _read_text(cell: RawCell, field: Field, known: Known | None) -> Reading:
    text = shown(cell)
    if len(text) > MAX_TEXT:
        return _refuse(f"attendu : {french(MAX_TEXT)} caractères au plus, il y en a {len(text)}")
    if isinstance(cell.value, (date, time, timedelta)):
        return Reading(text, "à vérifier", "le tableur y voit une date ou une heure, lue telle qu’écrite ici")
    return Reading(text or None)


def _read_choice(cell: RawCell, field: Field, known: Known | None) -> Reading:
    typed = alike(shown(cell))
    accepted = {alike(choice): choice for choice in field.choices}
    if not isinstance(cell.value, str):
        return _refuse(f"accepté : {', '.join(field.choices)}")
    if typed in accepted:
        return Reading(accepted[typed])
    near = difflib.get_close_matches(typed[:LONGEST_SHOWN], list(accepted), n=1, cutoff=0.5)
    return _refuse(f"accepté : {', '.join(field.choices)}", (accepted[word] for word in near))


def _read_date(cell: RawCell, field: Field, known: Known | None) -> Reading:
    value = cell.value
    if isinstance(value, str):
        return _read_written_date(value)
    if isinstance(value, bool) or not isinstance(value, (int, float, date)):
        return _refuse(A_DAY)
    if isinstance(value, (int, float)):
        return _refuse(f"ce nombre n’est pas une date ; {A_DAY}")
    form = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", cell.number_format).lower()
    if form != "general" and not set("dj") & set(form):
        return _refuse(f"la cellule ne montre pas de jour ; {A_DAY}")
    found = value.date() if isinstance(value, datetime) else value
    if isinstance(value, datetime) and value.time() != time():
        return Reading(found, "à vérifier", "l’heure n’est pas gardée")
    return Reading(found)


def _read_written_date(text: str) -> Reading:
    """Read a date as people write it; a month alone is not a day, and nothing is guessed."""
    plain = " ".join(alike(word) for word in text.split())
    match = next((found for form in DAY_FORMS if (found := form.fullmatch(plain))), None)
    if not match:
        return _refuse(A_DAY)
    parts = match.groupdict()
    months = [n for n, name in enumerate(map(alike, MONTHS), start=1) if name.startswith(parts.get("word") or "-")]
    if parts.get("word") and len(months) != 1:
        return _refuse(f"mois inconnu ; {A_DAY}")
    year = int(parts["year"])
    if len(parts["year"]) == 2:
        if year > LAST_SHORT_YEAR:
            return _refuse(f"année à écrire sur quatre chiffres ; {A_DAY}")
        year += 2000
    try:
        return Reading(date(year, int(parts.get("month") or months[0]), int(parts["day"])))
    except ValueError:
        return _refuse(f"ce jour n’existe pas ; {A_DAY}")


def _written_number(text: str) -> Decimal | None:
    """Return a number as people write it in French, thousands apart or not; None for anything else."""
    plain = "".join(" " if c.isspace() else c for c in text).replace("−", "-").strip()
    if not (plain.isascii() and NUMBER_FORM.fullmatch(plain)):
        return None
    return Decimal(plain.replace(" ", "").replace(",", "."))


def _read_number(cell: RawCell, field: Field, known: Known | None) -> Reading:
    value = cell.value
    if isinstance(value, str):
        number = _written_number(value)
    elif isinstance(value, bool) or not isinstance(value, (int, float)):
        number = None
    elif is_percent(cell.number_format):
        return _refuse(f"pourcentage dans une colonne de nombres ; {A_NUMBER}")
    else:
        number = exact(value)
    if number is None or not -LARGEST <= number <= LARGEST:
        return _refuse(A_NUMBER)
    if isinstance(value, str) and re.fullmatch(r"[+-]?[1-9]\d{0,2}\.\d{3}", value.strip()):
        return Reading(float(number), "à vérifier", f"point lu comme une virgule : {french(float(number))}")
    return _kept(number)


def _kept(number: Decimal) -> Reading:
    """Return a number, told when it has more digits than are kept."""
    value = float(number)
    if exact(value) == number:
        return Reading(value)
    return Reading(value, "à vérifier", f"lu {french(value)} : quinze chiffres sont gardés")


def _read_percent(cell: RawCell, field: Field, known: Known | None) -> Reading:
    value = cell.value
    signed = isinstance(value, str) and value.rstrip().endswith("%")
    if isinstance(value, str):
        number = _written_number(value.rstrip().removesuffix("%"))
    elif isinstance(value, bool) or not isinstance(value, (int, float)):
        number = None
    else:
        signed = is_percent(cell.number_format)
        number = exact(value) * (100 if signed else 1)
    if number is None or not 0 <= number <= 100:
        return _refuse(A_RATE)
    if 0 < number <= 1 and not signed:
        rate = french(float(number))
        return Reading(float(number), "à vérifier", f"lu {rate} % et non {french(float(number * 100))} %")
    return _kept(number)


def _read_code(cell: RawCell, field: Field, known: Known | None) -> Reading:
    value, text = cell.value, _code_text(cell)
    what = f"attendu : le code d’{NAMES[field.key]} du schéma" if known else "attendu : un numéro"
    if isinstance(value, (bool, date, time, timedelta)):
        return _refuse(f"le tableur a changé ce code en {_nature(value)} ; {what}", _undated(value, known))
    if known is None:
        return _read_free_code(cell, text)
    if not isinstance(value, str):
        equal = known.equal(value)
        if len(equal) > 1:
            return _refuse(f"nombre qui peut être plusieurs codes : mettez la cellule au format Texte ; {what}", equal)
    code = known.find(text)
    if code is not None:
        return Reading(code)
    return _refuse(f"code inconnu ; {what}", known.nearest(text))


def _read_free_code(cell: RawCell, text: str) -> Reading:
    if len(text) > MAX_TEXT:
        return _refuse(f"attendu : {french(MAX_TEXT)} caractères au plus, il y en a {len(text)}")
    if isinstance(cell.value, float) and not cell.value.is_integer():
        return Reading(text, "à vérifier", f"nombre lu comme le numéro « {text} » : un zéro final serait perdu")
    return Reading(text or None)


def _read_codes(cell: RawCell, field: Field, known: Known | None) -> Reading:
    """Read several codes; a single number may be one code or two, cut by what the spreadsheet took for a comma."""
    if known is None:
        return _refuse("colonne sans codes connus")
    if not isinstance(cell.value, str):
        reading = _read_code(cell, field, known)
        parts = _code_text(cell).split(".")
        if reading.value and len(parts) > 1 and all(part in known.codes for part in parts):
            return _refuse("nombre qui peut être un code ou deux : mettez la cellule au format Texte", [reading.value])
        return reading if reading.severity else Reading((reading.value,))
    typed = [code for part in re.split("[;,]", cell.value) if (code := part.strip())]
    codes = [known.find(code) or code for code in typed]
    unknown = [code for code in dict.fromkeys(codes) if code not in known.codes]
    if unknown:
        listed = ", ".join(f"« {brief(code)} »" for code in unknown)
        near = dict.fromkeys(near for code in unknown for near in known.nearest(code))
        return _refuse(f"inconnu : {listed} ; attendu : des codes d’action séparés par des points-virgules", near)
    if len(set(codes)) < len(codes):
        return Reading(tuple(dict.fromkeys(codes)), "à vérifier", "code répété, gardé une fois")
    return Reading(tuple(codes))


def _code_text(cell: RawCell) -> str:
    """Return the text of a code as the cell shows it, with a decimal point."""
    value = cell.value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        places = re.fullmatch(r"0+\.(0+)", cell.number_format)
        text = french(value).replace(",", ".")
        if places and len(text.partition(".")[2]) <= len(places[1]):
            return f"{exact(value):.{len(places[1])}f}"
        return shown(cell).replace(",", ".") if re.fullmatch("0+", cell.number_format) else text
    return shown(cell)


def _nature(value: Any) -> str:
    return "valeur logique" if isinstance(value, bool) else "date ou en heure"


def _undated(value: Any, known: Known | None) -> Sequence[str]:
    """Return the codes that a spreadsheet may have taken for a date."""
    if known is None or not isinstance(value, date):
        return ()
    n, month, year = value.day, value.month, value.year % 100
    written = (f"{n}.{month}", f"{n}.{month:02}", f"{month}.{n}", f"{month}.{year}")
    return [code for code in dict.fromkeys(written) if code in known.codes]


def prepared(cell: RawCell, field: Field) -> RawCell:
    """Return a cell with its text as it is understood: nothing unseen in it, on one line unless it is free text."""
    if not isinstance(cell.value, str):
        return cell
    text = cell.value.replace("\n", ";") if field.kind == CODES else cell.value
    return replace(cell, value=clean(text) if field.kind == TEXT else tidy(text))


READERS: Mapping[str, Callable[[RawCell, Field, Known | None], Reading]] = {
    TEXT: _read_text,
    CHOICE: _read_choice,
    DATE: _read_date,
    NUMBER: _read_number,
    PERCENT: _read_percent,
    CODE: _read_code,
    CODES: _read_codes,
}
