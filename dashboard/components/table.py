"""The table twin of a chart: French values, scoped headers, scrollable by keyboard."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from dash import html
from markupsafe import Markup

from dashboard.components.attributes import aria
from dashboard.components.markup import link
from dashboard.filters import Filters
from dashboard.french import day, number, typeset


@dataclass(frozen=True)
class Column:
    """A column of the twin: its heading (with the schéma's words, « {Niveau_1} »), and where a cell leads.

    `none` is what an empty cell means there.
    """

    label: str
    link: Callable[[Any, Filters], str | None] | None = None
    plain: bool = False
    none: str = "inconnu"


# What an empty cell means where the document could have said more, and where a campaign had no answer.
UNPRINTED = "non renseigné au schéma"
UNANSWERED = "sans réponse"
Columns = Mapping[str, Column | str]


def heading(column: Column | str, filters: Filters) -> str:
    """Return the words of a column's heading in this schéma."""
    return (column if isinstance(column, str) else column.label).format_map(filters.scheme.words)


def cell(value: Any, plain: bool = False, none: str = "inconnu") -> str:
    """Return a value as a reader of French expects it; a year is `plain`, without thousands."""
    if isinstance(value, (list, tuple)) or getattr(value, "ndim", None):
        return " ; ".join(cell(v) for v in value)
    if value is None or pd.isna(value):
        return none
    if value is True or value is False or type(value).__name__ == "bool_":
        return "oui" if value else "non"
    if isinstance(value, pd.Timestamp):
        return day(value.date())
    if isinstance(value, (int, float)) or hasattr(value, "dtype"):
        return str(int(value)) if plain else number(value)
    return str(value)


def table(frame: pd.DataFrame, columns: Columns, filters: Filters, caption: str) -> html.Div:
    """Build the table of a frame's named columns."""
    shown = {name: c if isinstance(c, Column) else Column(c) for name, c in columns.items()}
    rows = frame.to_dict("records")
    return html.Div(
        html.Table(
            [
                html.Caption(caption),
                html.Thead(html.Tr([html.Th(heading(c, filters), scope="col") for c in shown.values()])),
                html.Tbody(Markup("").join(_line(row, shown, filters) for row in rows)),
            ],
            className="table table-sm",
        ),
        className="table-defilante",
        tabIndex=0,
        role="region",
        **aria(label=f"Tableau : {caption}"),
    )


def _line(row: dict[Any, Any], columns: Mapping[str, Column], filters: Filters) -> Markup:
    # As HTML at once: a component for each cell costs more than the query.
    cells = (_content(row, name, column, filters) for name, column in columns.items())
    return Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(content) for content in cells))


def _content(row: dict[Any, Any], name: str, column: Column, filters: Filters) -> str:
    text = typeset(cell(row[name], column.plain, column.none))
    href = column.link(row, filters) if column.link else None
    return link(text, href) if href else text
