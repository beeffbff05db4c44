"""What a campaign changes against the one before it, in words."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from numbers import Real
from typing import Any

from dashboard.french import day
from dashboard.suivi.cells import french
from dashboard.suivi.model import Campaign, Change, Plan, Row
from dashboard.suivi.sheets import ACTIONS, MEASURES, PERCENT, SHEETS, Field, Sheet

ROW, ROW_ABSENT, ROW_PRESENT, NOTHING = "Ligne", "absente", "présente", "vide"


def changes(before: Campaign | None, after: Mapping[str, tuple[Row, ...]], plan: Plan) -> tuple[Change, ...]:
    """Return what rows would change against the last campaign, in words: row by row, field by field.

    A row that appears or goes is told first, as a change of the field « Ligne ». A sheet absent from `after` is not
    compared.
    """
    found: list[Change] = []
    for sheet in (sheet for sheet in SHEETS.values() if sheet.name in after):
        old = _by_identity(sheet, before.rows.get(sheet.name, ()) if before else ())
        new = _by_identity(sheet, after[sheet.name])
        for identity in dict.fromkeys([*new, *old]):
            found += _row_changes(sheet, identity, old.get(identity), new.get(identity), plan)
    return tuple(found)


def words(value: Any, field: Field) -> str:
    """Return a value of a row in words, « vide » for none."""
    if isinstance(value, (tuple, list, set, frozenset)):
        return " ; ".join(str(item) for item in value) or NOTHING
    if value is None or value == "" or value != value:
        return NOTHING
    if isinstance(value, date):
        return day(value)
    if isinstance(value, (Real, Decimal)):
        return french(float(value)) + (" %" if field.kind == PERCENT else "")
    return str(value)


def same(one: Any, other: Any) -> bool:
    """Tell whether two values, or two rows, say the same, however they are spaced."""
    return bool(_plain(one) == _plain(other))


def _plain(value: Any) -> Any:
    """Return what a value says: ends of line, kinds of space and compositions of letters aside."""
    if isinstance(value, dict):
        return {key: plain for key, item in value.items() if (plain := _plain(item)) is not None}
    if isinstance(value, str):
        return " ".join(unicodedata.normalize("NFC", value).split()) or None
    if isinstance(value, (tuple, list)):
        return tuple(value) or None
    return value


def _by_identity(sheet: Sheet, rows: Iterable[Row]) -> dict[tuple[str, ...], Row]:
    """Return the rows that can be named, by what names them."""
    found = {tuple(row.get(key) for key in sheet.identity): row for row in rows}
    return {tuple(map(str, identity)): row for identity, row in found.items() if all(identity)}


def _row_changes(
    sheet: Sheet, identity: tuple[str, ...], old: Row | None, new: Row | None, plan: Plan
) -> Iterator[Change]:
    code, label = " / ".join(identity), _label(sheet, identity, new or old or {}, plan)
    if old is None or new is None:
        came = (ROW_ABSENT, ROW_PRESENT) if old is None else (ROW_PRESENT, ROW_ABSENT)
        yield Change(sheet.name, code, label, ROW, *came)
    for field in sheet.fields:
        if field.locked or field.key in sheet.identity:
            continue
        was, now = words((old or {}).get(field.key), field), words((new or {}).get(field.key), field)
        if not same(was, now):
            yield Change(sheet.name, code, label, field.header, was, now)


def _label(sheet: Sheet, identity: tuple[str, ...], row: Row, plan: Plan) -> str:
    if sheet is ACTIONS:
        return plan.actions.get(identity[0], "")
    if sheet is MEASURES:
        names = plan.indicators.get(identity[0], identity[0]), plan.territories.get(identity[1], identity[1])
        return " – ".join(names)
    return str(row.get("decision") or "")
