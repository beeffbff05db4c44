"""What the dates of actions draw: a period with its open ends, échéances, a delay, an end that slipped."""

from collections.abc import Iterable
from datetime import timedelta

import pandas as pd

from dashboard.charts import calendar as cal
from dashboard.charts import dates
from dashboard.charts.calendar import Moment, Span
from dashboard.charts.dates import Action, is_dated
from dashboard.charts.value import Role
from dashboard.filters import Filters
from dashboard.french import day

MARK_DAYS = 31  # an échéance within one month is a mark; over a longer period, a line as long as the period


def span(several: Iterable[Action], role: Role, filters: Filters) -> Span | None:
    """Return the period of the dated ones of some actions, to that of the schéma where one is without an end."""
    actions = [action for action in several if is_dated(action)]
    if not actions:
        return None
    starts, ends = (
        [day.date() for day in map(held, actions) if pd.notna(day)] for held in (dates.held_start, dates.held_end)
    )
    start = min(starts) if len(starts) == len(actions) else filters.scheme.start
    end = max(ends) if len(ends) == len(actions) else filters.scheme.end
    return Span(
        min(start, end),  # an end held for good may come before a start taken from the schéma
        end,
        role,
        open_start=any(map(dates.open_start, actions)),
        open_end=any(map(dates.open_end, actions)),
    )


def moment(due: Action) -> Moment:
    """Return an échéance: a mark where it holds within a month, else as long as its period."""
    start, end = due["debut"] or due["fin"], due["fin"] or due["debut"]
    within = (end - start).days < MARK_DAYS
    return Moment(start, end, cal.DUE if within else cal.DUE_PERIOD, dates.due_words(due))


def delay(span: Span, told: str, filters: Filters) -> Moment | None:
    """Return the delay, from the day after the expected end to the observed day, if that end is past."""
    if span.end >= filters.date:
        return None
    return Moment(span.end + timedelta(days=1), filters.date, cal.DELAY, told)


def slipped(action: Action) -> Moment | None:
    """Return where the end stood at the campaign before, if it stands elsewhere now."""
    before = action["echeance_precedente"]
    if pd.isna(before) or before == action["echeance"]:
        return None
    return Moment(before.date(), before.date(), cal.SLIPPED, f"échéance à la campagne précédente : {day(before)}")
