"""Matrices: pilotes by year, pilotes together, dispositifs by EPCI."""

import textwrap
from typing import Any

import numpy as np
import pandas as pd

from dashboard.figures.key import Mark
from dashboard.figures.old_bars import LETTERS
from dashboard.filters import Filters
from dashboard.french import alone, number, plural
from dashboard.theme import FACTS, INK, Figure, axis, layout

ROW, TALL_ROW = 34, 48
# Light enough for dark figures everywhere.
PALE, DEEP = "#F6F8FA", "#7FAEDB"
COLOURSCALE = [[0, PALE], [1, DEEP]]
KNOWN = 0.35  # of the scale: the colour of a benchmark that a document prints
WORDS = {True: "✓ présent", False: "✗ absent", None: "? inconnu"}
PRESENT, ABSENT = FACTS["bon", True][2], FACTS["bon", False][2]
CELL = 21  # letters on a line of a cell
LABEL = 40  # letters on a line of a row's name


def workload_by_year(frame: pd.DataFrame, filters: Filters) -> Figure | None:
    """Draw the active actions of each pilote and year, if some are dated.

    Columns: organisme, organisme_cle, annee, actions.
    """
    if not frame["actions"].any():
        return None
    table = frame.pivot_table(index="organisme", columns="annee", values="actions", sort=False)
    keys = frame.drop_duplicates("organisme")["organisme_cle"].tolist()
    links = [[filters.pilot_url(key)] * table.shape[1] for key in keys]
    hovers = [[f"{row} en {column}" for column in table.columns] for row in table.index]
    return _numbers(table, links, hovers)


def together(frame: pd.DataFrame, filters: Filters) -> Figure:
    """Draw how many actions each pair pilots together, each pair once; the diagonal counts those piloted alone.

    Columns: organisme, organisme_cle, genre, avec, actions.
    """
    weight = frame.groupby("organisme")["actions"].sum().sort_values(ascending=False, kind="stable")
    order = list(weight.index)
    table = frame.pivot_table(index="organisme", columns="avec", values="actions", fill_value=0)
    table = table.reindex(index=order, columns=order, fill_value=0)
    lower = table.where(np.tri(len(order), dtype=bool), 0)
    pilots = frame.drop_duplicates("organisme").set_index("organisme")
    links = [[filters.pilot_url(pilots["organisme_cle"][name])] * len(order) for name in order]
    pairs = [[f"{row} et {column}" if row != column else f"{row} {alone(pilots['genre'][row])}" for column in order]
             for row in order]  # fmt: skip
    figure = _numbers(lower, links, pairs)
    # The columns are the rows, by their number: no name is turned nor cut.
    rows = [f"{name} · {rank}" for rank, name in enumerate(order, start=1)]
    figure["layout"] = _matrix_layout(rows, [str(rank) for rank in range(1, len(order) + 1)])
    return figure


def presence(frame: pd.DataFrame, filters: Filters) -> Figure:
    """Draw what the schéma says of each dispositif in each EPCI. Columns: code, nom, dispositif, present."""
    rows = frame.drop_duplicates("code")
    columns = list(dict.fromkeys(frame["dispositif"]))
    known = {
        (code, dispositif): None if pd.isna(present) else bool(present)
        for code, dispositif, present in zip(frame["code"], frame["dispositif"], frame["present"], strict=True)
    }
    values = [[known[code, c] for c in columns] for code in rows["code"]]
    level = {True: 1.0, False: 0.5, None: 0.0}
    return {
        "data": [
            {
                "type": "heatmap",
                "z": [[level[v] for v in line] for line in values],
                "x": columns,
                "y": list(range(len(rows))),
                "text": [[WORDS[v] for v in line] for line in values],
                "texttemplate": "%{text}",
                "textfont": {"size": LETTERS},
                "zmin": 0,
                "zmax": 1,
                "showscale": False,
                "xgap": 2,
                "ygap": 2,
                "colorscale": [[0, PALE], [0.33, PALE], [0.34, ABSENT], [0.66, ABSENT], [0.67, PRESENT], [1, PRESENT]],
                "customdata": [[filters.url(f"/territoires/{code}")] * len(columns) for code in rows["code"]],
                "hovertext": [[f"{nom}<br>{c} : {WORDS[v][2:]}" for c, v in zip(columns, line, strict=True)]
                              for nom, line in zip(rows["nom"], values, strict=True)],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        ],
        "layout": _matrix_layout(rows["nom"].tolist(), wide_columns=True),
    }  # fmt: skip


def completeness(frame: pd.DataFrame, filters: Filters) -> Figure:
    """Draw the share of actions whose field is known, by first level. Columns: niveau_1, champ, connues, total."""
    return shares(frame.rename(columns={"champ": "ligne", "niveau_1": "colonne", "connues": "actions"}), filters)


def shares(frame: pd.DataFrame, filters: Filters) -> Figure:
    """Draw counts of actions with their share of the column's total. Columns: ligne, colonne, actions, total."""
    known = frame.pivot_table(index="ligne", columns="colonne", values="actions", sort=False)
    total = frame.pivot_table(index="ligne", columns="colonne", values="total", sort=False)
    pairs = [list(zip(k, t, strict=True)) for k, t in zip(known.to_numpy(), total.to_numpy(), strict=True)]
    texts = [[f"{int(k)} sur {int(t)}" for k, t in line] for line in pairs]
    values = [[k / t if t else 0 for k, t in line] for line in pairs]
    top = max((v for line in values for v in line), default=0) or 1
    return _cells(values, texts, [str(c) for c in known.columns], [str(n) for n in known.index], top)


def benchmarks(frame: pd.DataFrame, filters: Filters) -> Figure:
    """Draw what each schéma prints of the shared indicators: known or not, never ranked.

    Columns: repere, unite, schema, reponse, connu.
    """
    rows, columns = list(dict.fromkeys(frame["repere"])), list(dict.fromkeys(frame["schema"]))
    known = frame.pivot(index="repere", columns="schema", values="connu").loc[rows, columns]
    texts = frame.pivot(index="repere", columns="schema", values="reponse").loc[rows, columns]
    figure = _cells(
        [[KNOWN if k else 0 for k in line] for line in known.to_numpy()],
        [[_cell(text) for text in line] for line in texts.to_numpy()],
        columns,
        benchmark_labels(frame.drop_duplicates("repere")),
    )
    figure["layout"]["height"] = TALL_ROW * len(rows) + 60
    return figure


def _cell(text: str) -> str:
    return "<br>".join(line for part in text.split(", ") for line in textwrap.wrap(part, CELL))


def benchmark_labels(rows: pd.DataFrame) -> list[str]:
    """Return the names of some shared indicators, with their units."""
    return [f"{name}<br><i>{unit}</i>" for name, unit in zip(rows["repere"], rows["unite"], strict=True)]


def _headings(columns: list[str]) -> list[str]:
    width = max(14, 84 // max(len(columns), 1))
    return ["<br>".join(textwrap.wrap(c, width, break_long_words=False)) for c in columns]


def _cells(
    values: list[list[float]], texts: list[list[str]], columns: list[str], rows: list[str], top: float = 1
) -> Figure:
    return {
        "data": [
            {
                "type": "heatmap",
                "z": values,
                "x": _headings(columns),
                "y": list(range(len(rows))),
                "text": texts,
                "texttemplate": "%{text}",
                "textfont": {"size": LETTERS, "color": INK},
                "zmin": 0,
                "zmax": top,
                "showscale": False,
                "xgap": 2,
                "ygap": 2,
                "colorscale": COLOURSCALE,
                "hovertemplate": "%{text}<extra></extra>",
            }
        ],
        "layout": _matrix_layout(rows, wide_columns=True),
    }


def _numbers(table: pd.DataFrame, links: list[list[str | None]], hovers: list[list[str]]) -> Figure:
    values = [[int(v) for v in line] for line in table.to_numpy()]
    columns = [str(c) for c in table.columns]
    return {
        "data": [
            {
                "type": "heatmap",
                "z": values,
                "x": list(range(len(columns))),
                "y": list(range(len(values))),
                "text": [[str(v) if v else "" for v in line] for line in values],
                "texttemplate": "%{text}",
                "textfont": {"size": LETTERS, "color": INK},
                "zmin": 0,
                "colorscale": COLOURSCALE,
                "showscale": False,
                "xgap": 2,
                "ygap": 2,
                "customdata": [
                    [link if n else None for link, n in zip(*pair, strict=True)]
                    for pair in zip(links, values, strict=True)
                ],
                "hovertext": [
                    [f"{words} : {plural(n, 'action')}" for words, n in zip(*pair, strict=True)]
                    for pair in zip(hovers, values, strict=True)
                ],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        ],
        "layout": _matrix_layout([str(n) for n in table.index], columns),
    }


def _matrix_layout(rows: list[str], columns: list[str] | None = None, wide_columns: bool = False) -> Figure:
    names = ["<br>".join(textwrap.wrap(row, LABEL)) if "<br>" not in row else row for row in rows]
    horizontal: dict[str, Any] = {"side": "top", "showgrid": False, "ticks": "", "tickangle": 0}
    if columns and not wide_columns:
        horizontal |= {
            "tickvals": list(range(len(columns))), "ticktext": columns, "range": [-0.5, len(columns) - 0.5],
        }  # fmt: skip
    return layout(
        height=max(ROW, 24 * max(name.count("<br>") + 1 for name in names)) * len(rows) + 60,
        xaxis=axis(**horizontal),
        yaxis=axis(tickvals=list(range(len(rows))), ticktext=names, range=[len(rows) - 0.5, -0.5], showgrid=False),
    )


def presence_key(frame: pd.DataFrame, filters: Filters) -> list[Mark]:
    """Return the key of what the schéma says of a dispositif."""
    held = frame["present"]
    marks = {True: PRESENT, False: ABSENT}
    known = [Mark(WORDS[value], colour) for value, colour in marks.items() if (held == value).any()]
    return [*known, *([Mark(f"{WORDS[None]} : le schéma n’en dit rien", PALE)] if held.isna().any() else [])]


def counts_key(frame: pd.DataFrame, filters: Filters) -> list[Mark]:
    """Return the key of a matrix of counts: its palest and its deepest colour."""
    return [Mark("aucune action", PALE), Mark(f"{plural(int(frame['actions'].max()), 'action')}, le maximum", DEEP)]


def shares_key(frame: pd.DataFrame, filters: Filters) -> list[Mark]:
    """Return the key of a matrix of shares: its palest and its deepest colour."""
    part = frame["connues" if "connues" in frame else "actions"] / frame["total"].where(frame["total"] > 0)
    top = f"{number(round(100 * float(part.max())))}\u00a0%" if part.notna().any() else "100\u00a0%"
    return [Mark("0\u00a0% des actions du schéma", PALE), Mark(f"{top}, la plus forte part", DEEP)]


def benchmarks_key(frame: pd.DataFrame, filters: Filters) -> list[Mark]:
    """Return the key of the shared indicators."""
    marks = {True: Mark("renseigné au document", _shade(KNOWN)), False: Mark("non renseigné au document", PALE)}
    return [mark for value, mark in marks.items() if (frame["connu"] == value).any()]


def _shade(part: float) -> str:
    pale, deep = ([int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in (PALE, DEEP))
    return "#" + "".join(f"{round(p + part * (d - p)):02X}" for p, d in zip(pale, deep, strict=True))
