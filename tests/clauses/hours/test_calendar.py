"""Which months are expected of a lot, and which are still asked for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.dates import add_months, first_day
from clauses.hours.calendar import ASKED_AFTER_END, awaited, expected
from clauses.hours.compliance import Span

ON = date(2023, 6, 10)
DAYS = st.dates(date(2015, 1, 1), date(2030, 1, 1))


def months(*numbers: int) -> frozenset[date]:
    return frozenset(date(2023, number, 1) for number in numbers)


@pytest.mark.parametrize(
    ("span", "asked"),
    [
        (Span(date(2023, 2, 20), None), months(2, 3, 4, 5)),
        (Span(date(2023, 2, 20), date(2023, 3, 2)), months(2, 3)),
        (Span(date(2023, 2, 1), date(2023, 2, 28)), frozenset()),  # over in February: March, April, May have gone
        (Span(date(2023, 2, 1), None, date(2023, 4, 1)), frozenset()),  # closed
        (Span(None, None), frozenset()),  # nobody knows when it began
        (Span(date(2023, 6, 1), None), frozenset()),  # June is not over
    ],
)
def test_the_months_asked_for(span: Span, asked: frozenset[date]) -> None:
    assert awaited(span, ON, owes=True) == asked
    assert awaited(span, ON, owes=False) == frozenset()


@given(DAYS, st.none() | DAYS, DAYS)
def test_what_is_asked_for_was_expected_and_is_not_old(start: date, end: date | None, on: date) -> None:
    span = Span(start, end)
    asked, due = awaited(span, on, owes=True), expected(span, on, owes=True)
    assert asked <= due
    assert all(month < first_day(on) for month in asked)
    if end is None or add_months(first_day(end), ASKED_AFTER_END) >= first_day(on):
        assert asked == due
