"""Calendars read back: each bar at its days, of its length and its colour; on the page, on a slide, side by side."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from dashboard.charts.calendar import ACTION, DELAY, Calendar
from dashboard.charts.plan_calendar import plan_calendar
from dashboard.charts.schemes_calendar import schemes_calendar
from dashboard.charts.value import Mark
from dashboard.figures import divided, render
from dashboard.figures.medium import SCREEN, SLIDE
from dashboard.pages import CARDS
from dashboard.theme import look
from tests.charts.plans import DAY, dates, due, plan

AU = date(2024, 6, 1)


def bars(figure):
    """Each bar: the row it is on, its first and last day, its colour, where it leads."""
    found = []
    for trace in figure["data"]:
        if trace["type"] == "bar":
            colours = trace["marker"]["color"]
            for at, (y, base, x, link) in enumerate(
                zip(trace["y"], trace["base"], trace["x"], trace["customdata"], strict=True)
            ):
                start = date.fromisoformat(base)
                end = start + timedelta(milliseconds=x) - timedelta(days=1)
                found.append((y, start, end, colours if isinstance(colours, str) else colours[at], link))
    return found


def points(figure, symbol):
    return [
        (y, x) for trace in figure["data"] if trace["type"] == "scatter" and "marker" in trace
        and trace["marker"]["symbol"] == symbol for y, x in zip(trace["y"], trace["x"], strict=True)
    ]  # fmt: skip


@pytest.fixture
def made(filters_of):
    def make(*actions, au=AU):
        filters = replace(filters_of("/calendrier", "?schema=70-2021"), au=au)
        return plan_calendar(plan(filters, *actions), filters)

    return make


@pytest.mark.parametrize("medium", [SCREEN, SLIDE])
@pytest.mark.parametrize("search", ["?volet=1", "?schema=70-2021", "?couleur=echeance&volet=2", "?replie=1,2&volet=1"])
def test_each_bar_has_the_days_the_colour_and_the_link_of_its_row(demo, filters_of, search, medium):
    filters = replace(filters_of("/calendrier", search), au=date(2026, 1, 1))
    chart = plan_calendar(CARDS["calendrier-gantt"].rows(demo, filters), filters)
    drawn = bars(render(chart, medium))
    rows = [row for row in (chart.dated() if medium is SCREEN else chart.without_fiches()).rows if row.drawn]
    spans = [(r.drawn.start, r.drawn.end, look(r.drawn.role).colour, r.link) for r in rows]
    late = [(r.delay.start, r.delay.end, look(DELAY).colour, r.link) for r in rows if r.delay]
    assert [bar[1:] for bar in drawn] == spans + late
    places = [y for y, *_ in drawn[: len(spans)]]
    assert places == sorted(set(places))
    # Colours by role, as many as the roles that look otherwise.
    assert len({bar[3] for bar in drawn[: len(spans)]}) == len({look(r.drawn.role).colour for r in rows}) > 1


def test_open_ends_and_dates_stand_beside_their_bar(made):
    within, over = due(date(2021, 6, 1), date(2021, 6, 30), "mois"), due(date(2021, 7, 1), date(2022, 6, 30), "année")
    figure = render(made(dates(DAY("2022-01-01"), pd.NaT), dates(pd.NaT, pd.NaT, echeance=DAY("2023-01-01"),
                         echeance_precedente=DAY("2022-06-30"), echeances=[within, over])), SCREEN)  # fmt: skip
    (first, *_), (second, *_) = bars(figure)
    assert points(figure, "triangle-right") == [(first, "2026-01-15")]
    assert points(figure, "triangle-left") == [(second, "2020-12-18")]
    assert points(figure, "diamond") == [(second, "2021-06-15")]
    assert points(figure, "diamond-open") == [(second, "2022-06-30")]
    assert points(figure, "line-ns")[:2] == [(second, "2021-07-01"), (second, "2022-06-30")]


def test_periods_that_overlap_do_not_hide_each_other(made):
    both = [due(date(2021, 1, 1), date(2022, 12, 31), "année"), due(date(2022, 1, 1), date(2022, 12, 31), "année")]
    drawn = render(made(dates(DAY("2021-01-01"), DAY("2025-12-31"), echeances=both)), SCREEN)
    assert len({y for y, x in points(drawn, "line-ns") if x}) == 2


def test_the_axis_holds_the_years_and_the_observed_day_and_what_leaves_it_says_its_date(made):
    inside, out = dates(DAY("2021-01-01"), DAY("2025-12-31")), dates(DAY("2019-03-01"), DAY("2027-01-31"))
    layout = render(made(out, inside | {"echeances": [due(None, date(2091, 6, 30), "mois")]}), SCREEN)["layout"]
    assert layout["xaxis"]["range"] == ["2020-11-22", "2026-02-10"]
    assert layout["xaxis"]["tickvals"] == [f"{year}-01-01" for year in range(2021, 2027)]
    assert [shape["x0"] for shape in layout["shapes"] if shape["type"] == "line"] == ["2024-06-01"]
    said = {(round(note["y"], 1), note["xanchor"]): note["text"] for note in layout["annotations"]}
    assert said == {(1.5, "left"): "01/03/2019 ←", (1.5, "right"): "→ 31/01/2027", (2.5, "right"): "◆ → 30/06/2091"}


def test_a_slide_names_its_rows_and_says_which_have_no_date(made):
    chart = made(dates(DAY("2021-01-01"), DAY("2025-12-31")), dates(pd.NaT, pd.NaT))
    layout = render(chart, SLIDE)["layout"]
    group, first, second = layout["yaxis"]["ticktext"]
    assert group.startswith("<b>")
    assert (first, second) == ("0  Une action", "1  Une action")
    undated = [note["y"] for note in layout["annotations"] if note["text"] == "? sans date"]
    assert undated == layout["yaxis"]["tickvals"][2:]
    alone = render(made(dates(pd.NaT, pd.NaT)), SLIDE)["layout"]
    assert [note["y"] for note in alone["annotations"] if note["text"] == "? sans date"] == alone["yaxis"]["tickvals"][
        1:
    ]


@pytest.mark.parametrize("search", ["?volet=1", "", "?schema=70-2021", "?schema=87-2017", "?replie=3,4"])
def test_slides_hold_each_action_once_and_none_is_smaller_than_its_names(db, filters_of, search):
    filters = filters_of("/calendrier", search)
    chart = plan_calendar(CARDS["calendrier-gantt"].rows(db, filters), filters)
    slides = divided(chart)
    assert len(slides) <= 12
    held = [row for _, part in slides for row in part.rows]
    actions = [row.code for row in held if row.kind == ACTION]
    assert actions == [row.code for row in chart.rows if row.kind == ACTION] or not actions
    for _, part in slides:
        assert (part.first, part.last) == (chart.first, chart.last)
        labels = render(part, SLIDE)["layout"]["yaxis"]["ticktext"]
        assert sum(label.count("<br>") + 1 for label in labels) <= 22


def test_schemas_side_by_side_draw_each_dated_action_over_its_days(db, filters_of):
    filters = filters_of("/comparer")
    frame = CARDS["comparer-calendriers"].rows(db, filters)
    chart = schemes_calendar(frame, filters)
    dated = frame[frame["debut"].notna() | frame["fin"].notna()]
    drawn = bars(render(chart, SCREEN))
    starts, ends = dated["debut"].fillna(dated["premier_jour"]), dated["fin"].fillna(dated["dernier_jour"])
    assert [(start, end) for _, start, end, *_ in drawn] == list(zip(starts.dt.date, ends.dt.date, strict=True))
    assert all(end > start for _, start, end, *_ in drawn)
    assert len({y for y, *_ in drawn}) == len(drawn)
    assert {mark.role for mark in chart.key} == {role for row in chart.rows for role in row.roles()} | {("periode", "")}
    colours = {name: {bar[3][:7] for bar, own in zip(drawn, dated["schema"], strict=True) if own == name}
               for name in dated["schema"].unique()}  # fmt: skip
    assert all(len(own) == 1 for own in colours.values())
    assert len(set.union(*colours.values())) == len(colours) > 2


def test_the_axis_holds_the_actions_that_run_beyond_their_schema(filters_of):
    row = {"schema": "Allier", "premier_jour": DAY("2023-01-01"), "dernier_jour": DAY("2027-12-31"), "code": "a1",
           "intitule": "Ouvrir", "debut": DAY("2022-09-01"), "debut_precision": "mois", "fin": DAY("2029-06-30"),
           "fin_precision": "mois"}  # fmt: skip
    undated = row | {"code": "a2", "debut": pd.NaT, "fin": pd.NaT}
    for rows, years in (([row, undated], ["2022-01-01", "2030-01-01"]), ([undated], ["2023-01-01", "2028-01-01"])):
        chart = schemes_calendar(pd.DataFrame(rows), filters_of("/comparer"))
        assert render(chart, SCREEN)["layout"]["xaxis"]["range"] == years
    assert chart.rows[0].count == "1 action, 1 sans date"


def test_a_calendar_of_no_row_has_no_key_but_what_it_draws():
    whole = (Mark(DELAY, "retard"),)
    assert Calendar(AU, AU, None, (), whole).key == ()
