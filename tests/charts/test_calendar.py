"""The calendar as a value: each action at its dates, open where nothing tells them, cut and folded without a loss."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from dashboard.charts import calendar as cal
from dashboard.charts.calendar import ACTION, GROUP
from dashboard.charts.dates import has_date, held_end, held_start
from dashboard.charts.plan_calendar import dated_calendar, plan_calendar
from dashboard.pages import CARDS
from tests.charts.plans import DAY, action, dates, due, plan

AU = date(2024, 6, 1)


@pytest.fixture
def made(filters_of):
    """Return the rows of some actions of one objectif, and the calendar they make."""

    def make(*actions, au=AU, folded=False):
        filters = replace(filters_of("/calendrier", "?schema=70-2021"), au=au)
        if folded:
            filters = replace(filters, replie=(filters.scheme.key(filters.scheme.nodes[-1]),))
        return plan_calendar(plan(filters, *actions), filters)

    return make


@pytest.fixture
def rows(made):
    return lambda *actions: [row for row in made(*actions).rows if row.kind == ACTION]


def test_an_end_that_is_not_printed_is_open_to_the_bound_of_the_schema(rows):
    first, second = rows(dates(DAY("2022-01-01"), pd.NaT), dates(pd.NaT, DAY("2022-12-31")))
    assert (first.span.start, first.span.end) == (date(2022, 1, 1), date(2025, 12, 31))
    assert (second.span.start, second.span.end) == (date(2021, 1, 1), date(2022, 12, 31))
    assert (first.span.open_start, first.span.open_end) == (False, True)
    assert (second.span.open_start, second.span.open_end) == (True, False)


def test_real_dates_come_before_those_that_the_schema_foresaw(rows):
    foreseen = dates(DAY("2023-01-01"), DAY("2025-12-31"), "schéma")
    real = foreseen | {"debut_reel": DAY("2022-02-22"), "fin_reelle": DAY("2022-03-01")}
    first, second = rows(real, dates(pd.NaT, pd.NaT, debut_reel=DAY("2024-05-01")))
    assert (first.span.start, first.span.end) == (date(2022, 2, 22), date(2022, 3, 1))
    assert not first.span.open_start | first.span.open_end
    assert (second.span.start, second.span.open_start, second.span.open_end) == (date(2024, 5, 1), False, True)


def test_a_date_within_a_month_is_a_mark_and_a_longer_period_a_line(rows):
    year = (DAY("2021-01-01"), DAY("2025-12-31"))
    within = due(date(2021, 6, 1), date(2021, 6, 30), "mois")
    semester = due(date(2021, 7, 1), date(2021, 12, 31), "semestre")
    deadline = due(None, date(2025, 12, 31), "année")
    (row,) = rows(dates(*year, echeances=[within, semester, deadline]))
    assert [(mark.start, mark.end, mark.role) for mark in row.dues] == [
        (date(2021, 6, 1), date(2021, 6, 30), cal.DUE),
        (date(2021, 7, 1), date(2021, 12, 31), cal.DUE_PERIOD),
        (date(2025, 12, 31), date(2025, 12, 31), cal.DUE),
    ]
    assert row.dues[1].told == "2e semestre 2021 : Bilan"


def test_a_delay_begins_the_day_after_the_end_and_a_slipped_end_is_told(rows):
    late = dates(DAY("2022-01-01"), DAY("2023-12-31"), etat_echeance="en retard", jours_apres_echeance=31,
                 delai="déjà en retard au suivi", echeance=DAY("2024-05-01"),
                 echeance_precedente=DAY("2023-12-31"))  # fmt: skip
    late, kept = rows(late, dates(DAY("2022-01-01"), DAY("2023-12-31"), echeance=DAY("2024-05-01"),
                                  echeance_precedente=DAY("2024-05-01")))  # fmt: skip
    assert (late.delay.start, late.delay.end) == (date(2024, 5, 2), AU)
    assert late.delay.told == late.late == "en retard de 31 jours"
    assert late.slipped.start == date(2023, 12, 31)
    assert (kept.delay, kept.slipped, kept.late) == (None, None, "")


def test_what_leaves_the_days_drawn_is_known_with_its_dates(made):
    inside, out = dates(DAY("2021-01-01"), DAY("2025-12-31")), dates(DAY("2019-03-01"), DAY("2027-01-31"))
    chart = made(inside, out, inside | {"echeances": [due(None, date(2091, 6, 30), "mois")]})
    assert (chart.first, chart.last) == (date(2021, 1, 1), date(2025, 12, 31))
    beyond = [chart.beyond(row) for row in chart.rows if row.kind == ACTION]
    days = [([part.start for part in before], [part.end for part in after]) for before, after in beyond]
    assert days == [([], []), ([date(2019, 3, 1)], [date(2027, 1, 31)]), ([], [date(2091, 6, 30)])]
    assert made(inside, au=date(2026, 3, 31)).last == date(2026, 12, 31)


def test_the_undated_are_kept_apart_counted_and_never_given_a_period(made):
    chart = made(dates(DAY("2021-01-01"), DAY("2025-12-31")), dates(pd.NaT, pd.NaT), folded=True)
    apart = made(dates(pd.NaT, pd.NaT))
    assert [row.code for row in apart.undated] == ["0"]
    assert apart.dated().rows == ()
    (group,) = chart.rows
    assert group.held == "2 actions, dont 1 sans date"
    assert not group.span.open_start | group.span.open_end


def test_a_folded_group_spans_its_actions_and_says_what_it_holds(made):
    actions = (dates(DAY("2022-01-01"), DAY("2022-12-31")), dates(DAY("2021-06-01"), DAY("2024-03-31")))
    chart = made(*actions).folded()
    (group,) = chart.rows
    assert (group.kind, group.folded, group.count) == (GROUP, True, "2 actions")
    assert (group.drawn.start, group.drawn.end, group.drawn.role[0]) == (
        date(2021, 6, 1), date(2024, 3, 31), "ensemble",
    )  # fmt: skip


def test_a_fill_says_the_nature_or_the_delay_never_both(filters_of):
    natures = ("nouvelle", "à poursuivre", None)
    actions = [action(nature=nature, delai="à l’heure", debut=DAY("2022-01-01")) for nature in natures]
    filters = filters_of("/calendrier")
    node = next(n for n in filters.scheme.nodes if n.rank == 2 and filters.scheme.lineage(n)[0].code == "2")
    spans = [row.span for row in plan_calendar(plan(filters, *actions, node=node), filters).rows if row.kind == ACTION]
    assert [span.role for span in spans] == [("nouvelle", "2"), ("poursuivie", "2"), ("action", "2")]
    coloured = replace(filters, couleur="echeance")
    chart = plan_calendar(plan(filters, *actions, node=node), coloured)
    assert {row.span.role for row in chart.rows if row.kind == ACTION} == {("delai", "a-lheure")}


@pytest.mark.parametrize("search", ["", "?schema=70-2021", "?schema=87-2017", "?schema=93-2024", "?couleur=echeance"])
def test_each_action_of_the_file_stands_at_its_dates_and_every_role_is_in_the_key(db, filters_of, search):
    filters = filters_of("/calendrier", search)
    frame = CARDS["calendrier-gantt"].rows(db, filters)
    chart = plan_calendar(frame, filters)
    actions = [row for row in chart.rows if row.kind == ACTION]
    assert [row.code for row in actions] == frame["code"].tolist()
    assert [row.span is not None for row in actions] == has_date(frame).tolist()
    for row, of in zip(actions, frame.to_dict("records"), strict=True):
        for held, got in ((held_start(of), row.span and row.span.start), (held_end(of), row.span and row.span.end)):
            assert pd.isna(held) or got == held.date()
    for whole in (chart, chart.dated(), chart.folded()):
        roles = {role for row in whole.rows for role in row.roles()} | {cal.OBSERVED}
        assert {mark.role for mark in whole.key} == roles
        assert len({mark.words for mark in whole.key}) == len(whole.key)
    assert sum(len(group) for group in chart.groups()) == len(chart.rows)
    assert (dated_calendar(frame, filters) is None) == (search == "?schema=93-2024")
