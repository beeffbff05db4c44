"""Matrices: pilotes by year, pilotes together, dispositifs by EPCI."""

import textwrap
from typing import Any

import pandas as pd

from dashboard.figures.bars import short
from dashboard.filters import Filters
from dashboard.theme import INK, Figure, axis, layout, plural

ROW, TALL_ROW = 30, 42
# Light enough for dark figures everywhere.
COLOURSCALE = [[0, "#F6F8FA"], [1, "#7FAEDB"]]
WORDS = {True: "✓ présent", False: "✗ absent", None: "? inconnu"}


def workload_by_year(frame: pd.DataFrame, filters: Filters) -> Figure | None:
    """Draw the active actions of each pilote and year, if some are dated.

    Columns: organisme, organisme_cle, annee, actions.
    """
    if not frame["actions"].any():
        return None
    table = frame.pivot_table(index="organisme", columns="annee", values="actions", sort=False)
    keys = frame.drop_duplicates("organisme")["organisme_cle"].tolist()
    links = [[filters.pilot_url(key)] * table.shape[1] for key in keys]
    return _numbers(table, links, "{row} en {column} : {actions}")


def together(frame: pd.DataFrame, filters: Filters) -> Figure:
    """Draw how many actions each pair pilots together; the diagonal counts those piloted alone.

    Columns: organisme, organisme_cle, avec, actions.
    """
    weight = frame.groupby("organisme")["actions"].sum().sort_values(ascending=False, kind="stable")
    order = list(weight.index)
    table = frame.pivot_table(index="organisme", columns="avec", values="actions", fill_value=0)
    table = table.reindex(index=order, columns=order, fill_value=0)
    keys = frame.drop_duplicates("organisme").set_index("organisme")["organisme_cle"]
    links = [[filters.pilot_url(keys[name])] * len(order) for name in order]
    return _numbers(table, links, "{row} avec {column} : {actions}")


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
                "textfont": {"size": 13},
                "zmin": 0,
                "zmax": 1,
                "showscale": False,
                "xgap": 2,
                "ygap": 2,
                "colorscale": [[0, "#F6F8FA"], [0.33, "#F6F8FA"], [0.34, "#F3C9B5"], [0.66, "#F3C9B5"],
                               [0.67, "#17406D"], [1, "#17406D"]],
                "customdata": [[filters.url(f"/territoires/{code}")] * len(columns) for code in rows["code"]],
                "hovertext": [[f"{nom}<br>{c} : {WORDS[v][2:]}" for c, v in zip(columns, line, strict=True)]
                              for nom, line in zip(rows["nom"], values, strict=True)],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        ],
        "layout": _matrix_layout([short(n, 40) for n in rows["nom"]], wide_columns=True),
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
    figure = _benchmarks(frame, "{repere}<br><i>{unite}</i>", "<br>")
    figure["layout"]["height"] = TALL_ROW * frame["repere"].nunique() + 60
    return figure


def benchmarks_image(frame: pd.DataFrame, filters: Filters) -> Figure:
    """Draw the shared indicators for a slide, each on one line."""
    return _benchmarks(frame, "{repere} ({unite})", ", ")


def _benchmarks(frame: pd.DataFrame, label: str, separator: str) -> Figure:
    rows, columns = list(dict.fromkeys(frame["repere"])), list(dict.fromkeys(frame["schema"]))
    known = frame.pivot(index="repere", columns="schema", values="connu").loc[rows, columns]
    texts = frame.pivot(index="repere", columns="schema", values="reponse").loc[rows, columns]
    units = frame.drop_duplicates("repere").set_index("repere")["unite"]
    return _cells(
        [[0.35 if k else 0 for k in line] for line in known.to_numpy()],
        [[text.replace(", ", separator) for text in line] for line in texts.to_numpy()],
        columns,
        [label.format(repere=r, unite=units[r]) for r in rows],
    )


def _headings(columns: list[str]) -> list[str]:
    width = max(14, 110 // max(len(columns), 1))
    return ["<br>".join(textwrap.wrap(c, width, max_lines=3, placeholder="…")) for c in columns]


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
                "textfont": {"size": 13, "color": INK},
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


def _numbers(table: pd.DataFrame, links: list[list[str | None]], hover: str) -> Figure:
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
                "textfont": {"size": 13, "color": INK},
                "zmin": 0,
                "colorscale": COLOURSCALE,
                "showscale": False,
                "xgap": 2,
                "ygap": 2,
                "customdata": links,
                "hovertext": [
                    [
                        hover.format(row=row, column=column, actions=plural(v, "action"))
                        for column, v in zip(columns, line, strict=True)
                    ]
                    for row, line in zip(table.index, values, strict=True)
                ],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        ],
        "layout": _matrix_layout([short(str(n), 44) for n in table.index], columns=[short(c, 32) for c in columns]),
    }


def _matrix_layout(rows: list[str], columns: list[str] | None = None, wide_columns: bool = False) -> Figure:
    tilted = bool(columns) and max(len(c) for c in columns or []) > 6
    horizontal: dict[str, Any] = {"side": "top", "showgrid": False, "ticks": ""}
    if columns:
        horizontal |= {
            "tickvals": list(range(len(columns))), "ticktext": columns, "tickangle": -40 if tilted else 0,
            "ticklabeloverflow": "allow", "range": [-0.5, len(columns) - 0.5],
        }  # fmt: skip
    if wide_columns:
        horizontal["tickangle"] = 0
    return layout(
        margin={"l": 8, "r": 130 if tilted else 16, "t": 8, "b": 8},
        height=ROW * len(rows) + (170 if tilted else 60),
        xaxis=axis(**horizontal),
        yaxis=axis(tickvals=list(range(len(rows))), ticktext=rows, range=[len(rows) - 0.5, -0.5], showgrid=False),
    )
