"""Headers that are days: a calendar of a month, whose hours are in its total."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date

from clauses.dates import MONTHS, french_month
from clauses.words import tidy
from imports.titles import Disputed, Heading

_DAY = re.compile(
    r"^(?:[^\W\d]{3,8}\.? )?(?:(?P<y>20\d{2})-(?P<m>\d{2})-(?P<d>\d{2})(?: 00:00:00)?"
    r"|(?P<day>\d{1,2})[/.\-](?P<month>\d{1,2})[/.\-](?P<year>20\d{2}|\d{2}))$"
)

WHY = "un jour du mois, dont les heures se lisent au total"
"""Why such a column is not read."""


def calendar(headers: Iterable[str]) -> dict[str, date]:
    """The headers that are days, and the first day of their month: two days of one month at least, else it is a month.

    « 2024-01-01 » alone of its month is how a program shows « janv-24 ».
    """
    days = {header: found for header in headers if (found := _day(header))}
    of_month: dict[date, set[date]] = defaultdict(set)
    for found in days.values():
        of_month[found.replace(day=1)].add(found)
    return {header: first for header, found in days.items() if len(of_month[first := found.replace(day=1)]) > 1}


def of_calendar(headed: Heading, months: Collection[date]) -> Heading:
    """With the one month of the days in columns, where nothing says another; a title of none of them is disputed."""
    context, first = headed.context, min(months, default=None)
    if first is None or context.month in months:
        return headed
    number = context.month.month if context.month else context.month_number
    if number and not (context.month is None and number in {month.month for month in months}):
        named = french_month(context.month) if context.month else MONTHS[number - 1]
        apart = Disputed("month", f"le titre dit {named}", f"les jours en colonnes {french_month(first)}")
        without = replace(context, month=None, month_number=None)
        return replace(headed, context=without, disputed=(*headed.disputed, apart))
    return replace(headed, context=replace(context, month=first)) if len(set(months)) == 1 else headed


def _day(header: str) -> date | None:
    found = _DAY.match(tidy(header))
    if not found:
        return None
    year, month, day = (found[iso] or found[french] for iso, french in (("y", "year"), ("m", "month"), ("d", "day")))
    with suppress(ValueError):
        return date(2000 + int(year) % 100, int(month), int(day))
    return None
