"""Matrices: pilotes by year, pilotes together, dispositifs by EPCI."""

from typing import Any

import pandas as pd

from dashboard.figures.bars import short
from dashboard.filters import Filters
from dashboard.theme import INK, Figure, axis, layout, plural

ROW = 30
# Light enough for dark figures everywhere.
COLOURSCALE = [[0, "#F6F8FA"], [1, "#7FAEDB"]]
WORDS = {True: "✓ présent", False: "✗ absent", None: "? inconnu"}


def workload_by_year(frame: pd.DataFrame, filters: Filters) -> Figure:
    """Draw the active actions of each pilote and year. Columns: organisme, organisme_cle, annee, actions."""
    table = frame.pivot_table(index="organisme", columns="annee", values="actions", sort=False)
    keys = frame.drop_duplicates("organisme")["organisme_cle"].tolist()
    links = [[filters.url(pilote=key)] * table.shape[1] for key in keys]
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
    links = [[filters.url(pilote=keys[name])] * len(order) for name in order]
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
    known = frame.pivot_table(index="champ", columns="niveau_1", values="connues", sort=False)
    total = frame.pivot_table(index="champ", columns="niveau_1", values="total", sort=False)
    share = known / total
    return {
        "data": [
            {
                "type": "heatmap",
                "z": share.to_numpy().tolist(),
                "x": [short(str(c), 22) for c in known.columns],
                "y": list(range(len(known))),
                "text": [[f"{int(k)} sur {int(t)}" for k, t in zip(line, totals, strict=True)]
                         for line, totals in zip(known.to_numpy(), total.to_numpy(), strict=True)],
                "texttemplate": "%{text}",
                "textfont": {"size": 13, "color": INK},
                "zmin": 0,
                "zmax": 1,
                "showscale": False,
                "xgap": 2,
                "ygap": 2,
                "colorscale": COLOURSCALE,
                "hovertemplate": "%{text}<extra></extra>",
            }
        ],
        "layout": _matrix_layout([str(c) for c in known.index], wide_columns=True),
    }  # fmt: skip


def _numbers(table: pd.DataFrame, links: list[list[str]], hover: str) -> Figure:
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
