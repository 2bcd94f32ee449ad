"""Months of one contract, distinct days of several, and the window they stand in."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.dates import distinct_days
from clauses.pathways.presence import (
    Presence,
    days_worded,
    lasts,
    months_worded,
    weekly_average,
    whole_months,
    window_opens_on,
)
from tests.clauses.pathways.exits import contract

days = st.dates(date(2000, 1, 1), date(2040, 12, 31))
WEEKS = Presence(months=None, days=182, within=9)
MONTHS = Presence(months=6, days=182, within=12)
MORE = Presence(months=6, days=182, within=12, strictly=True)
EXIT = date(2024, 6, 30)


@pytest.mark.parametrize(
    ("start", "end", "six", "more"),
    [
        (date(2023, 12, 1), date(2024, 5, 30), False, False),
        (date(2023, 12, 1), date(2024, 5, 31), True, False),
        (date(2023, 12, 1), date(2024, 6, 1), True, True),
        (date(2023, 8, 31), date(2024, 2, 27), False, False),
        (date(2023, 8, 31), date(2024, 2, 28), True, False),
        (date(2023, 8, 31), date(2024, 2, 29), True, True),
    ],
)
def test_six_months_end_on_the_eve_of_the_same_day(start: date, end: date, six: bool, more: bool) -> None:
    assert lasts(start, end, 6) is six
    assert lasts(start, end, 6, strictly=True) is more


@given(days, st.integers(0, 4000))
def test_whole_months_are_the_most_that_it_lasts(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    months = whole_months(start, end)
    assert months >= 0
    assert lasts(start, end, months)
    assert not lasts(start, end, months + 1)


@pytest.mark.parametrize(
    ("exited_on", "months", "opens_on"),
    [
        (date(2023, 10, 31), 12, date(2022, 11, 1)),
        (date(2024, 6, 30), 12, date(2023, 7, 1)),
        (date(2024, 2, 29), 12, date(2023, 3, 1)),
        (date(2024, 6, 30), 9, date(2023, 10, 1)),
        (date(2023, 11, 30), 9, date(2023, 3, 1)),
    ],
)
def test_a_window_of_months_ends_with_the_exit(exited_on: date, months: int, opens_on: date) -> None:
    assert window_opens_on(exited_on, months) == opens_on


def test_lengths_are_written_in_words() -> None:
    assert [days_worded(days) for days in (0, 1, 2)] == ["0 jour", "1 jour", "2 jours"]
    assert [months_worded(months) for months in (0, 1, 7)] == ["moins d'un mois", "1 mois", "7 mois"]


def test_what_stands_outside_the_window_is_cut_off() -> None:
    contracts = [
        contract("CDD", "2023-01-01", "2023-06-30"),
        contract("CDD", "2023-05-01", "2023-07-31"),
        contract("CDD", "2024-06-01"),
        contract("CDD", "2024-07-01"),
    ]
    assert MONTHS.spans(contracts, EXIT) == [(date(2023, 7, 1), date(2023, 7, 31)), (date(2024, 6, 1), EXIT)]


def test_the_end_of_a_long_contract_inside_the_window_may_last_six_months_or_not() -> None:
    assert MONTHS.reached([contract("CDD", "2022-01-01", "2023-12-31")], EXIT)
    assert not MONTHS.reached([contract("CDD", "2022-01-01", "2023-12-30")], EXIT)


def test_one_contract_is_measured_in_months_and_several_in_days() -> None:
    once = [contract("CDD", "2023-07-01", "2023-12-30")]
    twice = [contract("CDD", "2023-07-01", "2023-09-30"), contract("CDD", "2023-10-01", "2023-12-30")]
    assert (MONTHS.reached(once, EXIT), MONTHS.reached(twice, EXIT)) == (False, True)
    assert not MONTHS.reached([], EXIT)


def test_weeks_are_measured_in_days_for_one_contract_too() -> None:
    assert WEEKS.reached([contract("CDD", "2024-01-01")], EXIT)
    assert not WEEKS.reached([contract("CDD", "2024-01-02")], EXIT)
    assert not WEEKS.reached([], EXIT)


def test_more_than_six_months_is_a_day_more() -> None:
    halves = contract("CTTI", "2023-07-01", "2023-09-30"), contract("CTTI", "2024-01-01", "2024-03-30")
    longer = contract("CTTI", "2023-07-01", "2023-09-30"), contract("CTTI", "2024-01-01", "2024-03-31")
    assert (MORE.reached(halves, EXIT), MORE.reached(longer, EXIT)) == (False, True)
    assert (MONTHS.reached(halves, EXIT), MONTHS.reached(longer, EXIT)) == (True, True)


def test_the_average_weighs_each_contract_by_its_days_in_the_window() -> None:
    contracts = [
        contract("INTERIM", "2023-09-01", "2023-10-10", hours=4000),
        contract("INTERIM", "2024-01-01", "2024-01-30", hours=2000),
    ]
    assert weekly_average(contracts, WEEKS, EXIT) == Fraction(4000 * 10 + 2000 * 30, 40)


def test_two_half_times_at_once_are_a_full_time() -> None:
    contracts = [contract("INTERIM", "2024-01-01", hours=1750), contract("INTERIM", "2024-01-01", hours=1750)]
    assert weekly_average(contracts, WEEKS, EXIT) == 3500


def test_no_average_without_hours_nor_days() -> None:
    unknown = contract("INTERIM", "2024-01-01", hours=None)
    past = contract("INTERIM", "2020-01-01", "2020-12-31", hours=None)
    assert weekly_average([contract("INTERIM", "2024-01-01"), unknown], WEEKS, EXIT) is None
    assert weekly_average([], WEEKS, EXIT) is None
    assert weekly_average([past], WEEKS, EXIT) is None
    assert weekly_average([contract("INTERIM", "2024-01-01", hours=3000), past], WEEKS, EXIT) == 3000


@given(st.integers(0, 400), st.integers(1, 400), st.integers(0, 399), st.integers(0, 4000))
def test_a_contract_cut_in_two_covers_the_same_days_at_the_same_average(
    since: int, length: int, cut: int, hours: int
) -> None:
    start = EXIT - timedelta(days=since)
    end = start + timedelta(days=length)
    middle = start + timedelta(days=min(cut, length - 1))
    whole = [contract("INTERIM", str(start), str(end), hours=hours)]
    parts = [
        contract("INTERIM", str(start), str(middle), hours=hours),
        contract("INTERIM", str(middle + timedelta(days=1)), str(end), hours=hours),
    ]
    assert distinct_days(WEEKS.spans(parts, EXIT)) == distinct_days(WEEKS.spans(whole, EXIT))
    assert weekly_average(parts, WEEKS, EXIT) == weekly_average(whole, WEEKS, EXIT)
    assert WEEKS.reached(parts, EXIT) is WEEKS.reached(whole, EXIT)
