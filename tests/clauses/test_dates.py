"""Days, months and periods, without a clock: borders of months and years, days counted once."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.dates import (
    Period,
    add_months,
    comes_twice,
    distinct_days,
    first_day,
    french_day,
    french_moment,
    french_month,
    french_time,
    iso_month,
    last_day,
    local,
    months_between,
    of_month,
    overlap_days,
)

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31))
near = st.dates(min_value=date(2023, 1, 1), max_value=date(2024, 3, 31))
"""Close enough for spans to meet often."""

spans = st.tuples(near, st.integers(min_value=-3, max_value=120)).map(
    lambda span: (span[0], span[0] + timedelta(days=span[1]))
)
"""Some end before they start: they cover no day."""


moments = st.datetimes(datetime(1990, 1, 1), datetime(2060, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def _days_of(start: date, end: date) -> set[date]:
    return {start + timedelta(days=number) for number in range((end - start).days + 1)}


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2024, 2, 15), date(2024, 2, 1), date(2024, 2, 29)),
        (date(2023, 2, 28), date(2023, 2, 1), date(2023, 2, 28)),
        (date(1900, 2, 1), date(1900, 2, 1), date(1900, 2, 28)),  # not a leap year
        (date(2000, 2, 1), date(2000, 2, 1), date(2000, 2, 29)),
        (date(2023, 12, 31), date(2023, 12, 1), date(2023, 12, 31)),
    ],
)
def test_a_month_has_a_first_and_a_last_day(day: date, first: date, last: date) -> None:
    assert (first_day(day), last_day(day)) == (first, last)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2022, 8, 31), 6, date(2023, 2, 28)),
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2023, 12, 15), 1, date(2024, 1, 15)),
        (date(2023, 1, 31), -1, date(2022, 12, 31)),
        (date(2023, 3, 31), -1, date(2023, 2, 28)),
        (date(2023, 7, 14), 0, date(2023, 7, 14)),
    ],
)
def test_months_are_added_up_to_the_last_day_that_exists(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@given(days, st.integers(min_value=-600, max_value=600))
@settings(max_examples=1000, deadline=None)
def test_adding_months_lands_in_the_month_asked_and_only_ever_shortens_the_day(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == min(day.day, last_day(later).day)


@given(days, st.integers(min_value=0, max_value=240), st.integers(min_value=0, max_value=240))
@settings(max_examples=300, deadline=None)
def test_from_the_first_of_a_month_months_add_up(day: date, some: int, more: int) -> None:
    start = first_day(day)
    assert add_months(add_months(start, some), more) == add_months(start, some + more)


def test_months_between_two_days_are_both_months_included() -> None:
    found = list(months_between(date(2023, 11, 30), date(2024, 2, 1)))
    assert found == [date(2023, 11, 1), date(2023, 12, 1), date(2024, 1, 1), date(2024, 2, 1)]


def test_a_single_month_is_one_month() -> None:
    assert list(months_between(date(2023, 5, 31), date(2023, 5, 1))) == [date(2023, 5, 1)]


def test_no_month_stands_between_reversed_days() -> None:
    assert list(months_between(date(2023, 6, 1), date(2023, 5, 31))) == []


def test_the_last_month_of_all_is_a_month_too() -> None:
    assert list(months_between(date(9999, 11, 1), date.max)) == [date(9999, 11, 1), date(9999, 12, 1)]


@given(near, near)
@settings(max_examples=500, deadline=None)
def test_months_between_are_the_first_days_of_the_months_of_each_day(start: date, end: date) -> None:
    if end >= start:
        assert list(months_between(start, end)) == sorted({first_day(day) for day in _days_of(start, end)})


@pytest.mark.parametrize(
    ("start", "end", "common"),
    [
        (date(2023, 3, 1), date(2023, 3, 31), 31),
        (date(2023, 2, 20), date(2023, 3, 1), 1),  # its last day is the first of March
        (date(2023, 3, 31), date(2023, 12, 31), 1),
        (date(2023, 2, 1), date(2023, 2, 28), 0),
        (date(2023, 4, 1), None, 0),
        (date(2023, 3, 10), None, 22),  # an open contract runs to the end of the month
        (date(2020, 1, 1), None, 31),
        (date(2023, 3, 10), date(2023, 3, 9), 0),
    ],
)
def test_days_in_common_with_a_month_count_both_ends(start: date, end: date | None, common: int) -> None:
    assert overlap_days(start, end, date(2023, 3, 1), date(2023, 3, 31)) == common


@given(spans, spans)
@settings(max_examples=500, deadline=None)
def test_days_in_common_are_those_of_both_sets(one: tuple[date, date], other: tuple[date, date]) -> None:
    assert overlap_days(*one, *other) == len(_days_of(*one) & _days_of(*other))


def test_overlapping_missions_count_each_day_once() -> None:
    missions = [(date(2023, 1, 1), date(2023, 1, 31)), (date(2023, 1, 20), date(2023, 2, 9))]
    assert distinct_days(missions) == 40


def test_missions_that_touch_add_up() -> None:
    missions = [(date(2023, 2, 1), date(2023, 2, 28)), (date(2023, 1, 1), date(2023, 1, 31))]
    assert distinct_days(missions) == 59


def test_a_mission_inside_another_adds_nothing() -> None:
    missions = [(date(2023, 1, 1), date(2023, 3, 31)), (date(2023, 2, 1), date(2023, 2, 28))]
    assert distinct_days(missions) == 90


def test_no_mission_is_no_day() -> None:
    assert distinct_days([]) == 0


def test_an_end_that_never_comes_can_be_counted_too() -> None:
    assert distinct_days([(date(9999, 12, 30), date.max), (date(9999, 12, 31), date.max)]) == 2
    assert distinct_days([(date.min, date(1, 1, 2))]) == 2


@given(st.lists(spans, max_size=12))
@settings(max_examples=1000, deadline=None)
def test_distinct_days_agree_with_a_plain_set_of_days(missions: list[tuple[date, date]]) -> None:
    assert distinct_days(missions) == len(set().union(*(_days_of(*mission) for mission in missions)))


@given(
    st.permutations(
        [(date(2023, 1, 1), date(2023, 1, 9)), (date(2023, 1, 5), date(2023, 3, 1)), (date(2023, 2, 1),) * 2]
    )
)
@settings(max_examples=20, deadline=None)
def test_the_order_of_missions_changes_nothing(missions: list[tuple[date, date]]) -> None:
    assert distinct_days(missions) == 60


def test_a_period_holds_both_its_ends() -> None:
    period = Period(date(2023, 1, 1), date(2023, 12, 31))
    assert date(2023, 1, 1) in period
    assert date(2023, 12, 31) in period
    assert date(2022, 12, 31) not in period
    assert date(2024, 1, 1) not in period
    assert "2023-06-01" not in period


def test_a_period_may_be_one_day_and_never_ends_before_it_starts() -> None:
    assert date(2023, 1, 1) in Period(date(2023, 1, 1), date(2023, 1, 1))
    with pytest.raises(ValueError, match="on or after"):
        Period(date(2023, 1, 2), date(2023, 1, 1))


def test_days_and_months_are_written_in_french() -> None:
    assert french_day(date(2024, 3, 2)) == "02/03/2024"
    assert [french_month(date(2024, month, 5)) for month in (1, 2, 8, 12)] == [
        "janvier 2024",
        "février 2024",
        "août 2024",
        "décembre 2024",
    ]
    assert iso_month(date(2024, 3, 2)) == "2024-03"


def test_a_year_typed_short_is_still_written_with_four_digits() -> None:
    """« 12/03/0202 » in a file must be shown as it is, so that the person sees what is wrong."""
    assert french_day(date(202, 3, 12)) == "12/03/0202"
    assert iso_month(date(202, 3, 12)) == "0202-03"


@given(days)
@settings(max_examples=300, deadline=None)
def test_written_months_sort_as_the_months_do(day: date) -> None:
    assert iso_month(day) == day.isoformat()[:7]
    assert iso_month(add_months(first_day(day), 1)) > iso_month(day)


@pytest.mark.parametrize(
    ("utc", "read"),
    [
        ("2024-01-15 13:30", "15/01/2024 à 14 h 30"),
        ("2024-07-15 13:30", "15/07/2024 à 15 h 30"),
        ("2024-07-14 22:05", "15/07/2024 à 0 h 05"),  # already the next day
        ("2023-12-31 23:00", "01/01/2024 à 0 h 00"),
        ("2024-03-31 00:59", "31/03/2024 à 1 h 59"),
        ("2024-03-31 01:00", "31/03/2024 à 3 h 00"),  # two o'clock never comes
        ("2024-10-26 23:59", "27/10/2024 à 1 h 59"),
        ("2024-10-27 00:30", "27/10/2024 à 2 h 30 (heure d'été)"),
        ("2024-10-27 01:30", "27/10/2024 à 2 h 30 (heure d'hiver)"),
        ("2024-10-27 02:00", "27/10/2024 à 3 h 00"),
    ],
)
def test_a_moment_is_read_by_the_clocks_of_france_and_none_is_said_like_another(utc: str, read: str) -> None:
    stored = datetime.fromisoformat(f"{utc}Z")
    for moment in (stored, stored.replace(tzinfo=None), stored.astimezone(timezone(timedelta(hours=-9)))):
        assert french_moment(moment).replace("\u00a0", " ") == read


@given(moments)
def test_a_moment_is_the_same_one_by_other_clocks_and_its_day_goes_with_its_hour(moment: datetime) -> None:
    assert local(moment) == moment
    assert french_moment(moment) == f"{french_day(local(moment).date())} à {french_time(moment)}"
    hour = moment.replace(minute=0, second=0, microsecond=0)
    around = {french_moment(hour + timedelta(hours=step)) for step in range(-3, 4)}
    assert len(around) == 7
    assert comes_twice(moment) is ("heure d" in french_time(moment))


@pytest.mark.parametrize(
    ("month", "said"), [(3, "de mars 2023"), (4, "d'avril 2023"), (8, "d'août 2023"), (10, "d'octobre 2023")]
)
def test_a_month_is_said_with_the_elision_that_french_wants(month: int, said: str) -> None:
    assert of_month(date(2023, month, 1)) == said
