"""What schémas and territories hold, side by side: shares of actions, shared indicators, dispositifs."""

from collections.abc import Iterable

import pandas as pd

from dashboard.charts.matrix import DEEP, PALE, Cell, Line, Matrix, crossed, greatest
from dashboard.charts.value import Mark, Role
from dashboard.filters import Filters
from dashboard.french import UNBREAKABLE, number

PRESENCE: dict[bool | None, tuple[Role, str]] = {
    True: (("fait-bon", "oui"), "✓ présent"),
    False: (("fait-bon", "non"), "✗ absent"),
    None: (("presence", "inconnu"), "? inconnu"),
}
PRINTED: dict[bool, tuple[Role, str]] = {
    True: (("imprime", "oui"), "renseigné au document"),
    False: (("imprime", "non"), "non renseigné au document"),
}


def completeness(frame: pd.DataFrame, filters: Filters) -> Matrix:
    """Give the share of actions whose field is known, by first level. Columns: niveau_1, champ, connues, total."""
    return shares(frame.rename(columns={"champ": "ligne", "niveau_1": "colonne", "connues": "actions"}), filters)


def shares(frame: pd.DataFrame, filters: Filters) -> Matrix:
    """Give counts of actions with their share of the column's total. Columns: ligne, colonne, actions, total."""
    counts = {(r["ligne"], r["colonne"]): (int(r["actions"]), int(r["total"])) for r in frame.to_dict("records")}
    rows, columns = list(dict.fromkeys(frame["ligne"])), list(dict.fromkeys(frame["colonne"]))

    def cell(row: str, column: str) -> Cell:
        known, total = counts.get((row, column), (0, 0))
        text = f"{number(known)} sur {number(total)}"
        # Of no action, no share is known.
        return Cell(known / total if total else None, text, f"{row}, {column} : {text}")

    cells = crossed(rows, columns, cell)
    top = greatest(cells)
    pale = Mark(PALE, f"0{UNBREAKABLE}% des actions du schéma")
    deep = Mark(DEEP, f"{number(round(100 * top))}{UNBREAKABLE}%, la plus forte part")
    return Matrix(tuple(map(Line, rows)), tuple(columns), cells, (pale, deep) if top else (pale,), top)


def benchmarks(frame: pd.DataFrame, filters: Filters) -> Matrix:
    """Give what each schéma prints of the shared indicators: known or not, never ranked.

    Columns: repere, unite, schema, valeur, reponse, connu.
    """
    told = {(r["repere"], r["schema"]): r for r in frame.to_dict("records")}
    firsts = frame.drop_duplicates("repere").to_dict("records")
    rows, columns = [r["repere"] for r in firsts], list(dict.fromkeys(frame["schema"]))

    def cell(row: str, column: str) -> Cell:
        own = told[row, column]
        text = own["reponse"].replace(", ", "\n")
        value = float(own["valeur"]) if own["connu"] else None
        return Cell(value, text, f"{row}, {column} : {own['reponse']}", role=PRINTED[bool(own["connu"])][0])

    cells = crossed(rows, columns, cell)
    lines = tuple(Line(r["repere"], r["unite"]) for r in firsts)
    return Matrix(lines, tuple(columns), cells, _named(cells, PRINTED.values()))


def presence(frame: pd.DataFrame, filters: Filters) -> Matrix:
    """Give what the schéma says of each dispositif in each EPCI. Columns: code, nom, dispositif, present."""
    known = {(r["code"], r["dispositif"]): r["present"] for r in frame.to_dict("records")}
    names = dict(zip(frame["code"], frame["nom"], strict=True))
    links = {code: filters.url(f"/territoires/{code}") for code in names}
    columns = list(dict.fromkeys(frame["dispositif"]))

    def cell(code: str, column: str) -> Cell:
        held = known[code, column]
        said = None if pd.isna(held) else bool(held)
        role, words = PRESENCE[said]
        told = f"{names[code]}\n{column} : {words[2:]}"
        return Cell(None if said is None else int(said), words, told, links[code], role)

    cells = crossed(list(names), columns, cell)
    said = [(role, f"{words} : le schéma n’en dit rien" if held is None else words)
            for held, (role, words) in PRESENCE.items()]  # fmt: skip
    return Matrix(tuple(map(Line, names.values())), tuple(columns), cells, _named(cells, said))


def _named(cells: Iterable[Iterable[Cell | None]], words: Iterable[tuple[Role, str]]) -> tuple[Mark, ...]:
    """Return the key of the roles that some cells have."""
    drawn = {cell.role for line in cells for cell in line if cell}
    return tuple(Mark(role, told) for role, told in words if role in drawn)
