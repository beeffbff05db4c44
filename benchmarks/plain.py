"""The actions of each engagement in plain Dash: a dropdown, a graph, a callback; what the application is compared with.

Usage: python benchmarks/plain.py <port>. It reads the built file and answers as Dash does by itself.
"""

import sys

import duckdb
import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html
from waitress import serve

from dashboard.settings import Settings

ROWS = """
SELECT niveau_2_code || ' · ' || niveau_2 AS engagement, count(*) AS actions FROM actions
WHERE schema_id = '63-2022' AND niveau_1_code = coalesce($volet, niveau_1_code) GROUP BY ALL ORDER BY min(ordre)
"""


def application() -> Dash:
    """Return the page."""
    connection = duckdb.connect(Settings.from_environment().database, read_only=True)
    app = Dash("plain", compress=True)
    choice = dcc.Dropdown(id="volet", options=list("1234"))
    app.layout = html.Div([dcc.Location(id="url", refresh=False), html.H1("Séance"), choice, dcc.Graph(id="graph")])

    @app.callback(Output("volet", "value"), Input("url", "search"))
    def follow(search: str | None) -> str | None:
        return search[-1] if search else None

    @app.callback(Output("graph", "figure"), Input("volet", "value"))
    def draw(volet: str | None) -> go.Figure:
        rows = connection.cursor().execute(ROWS, {"volet": volet}).df()
        return go.Figure(go.Bar(x=rows["actions"], y=rows["engagement"], orientation="h"))

    return app


if __name__ == "__main__":
    serve(application().server, host="127.0.0.1", port=int(sys.argv[1]))
