"""When somebody must no longer be named, and what their birth date becomes."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from clauses.dates import add_months
from clauses.privacy.due import FileTrace, Trace, blurred, free_on, may_be_destroyed

LAST = date(2020, 3, 31)
DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))


def test_two_years_after_the_last_day_and_five_after_the_fund_paid() -> None:
    assert free_on(Trace(1, LAST, fse=False)) == date(2022, 4, 1)
    assert free_on(Trace(1, None, fse=False), 2010) is None
    assert free_on(Trace(1, LAST, fse=True)) is None
    assert free_on(Trace(1, LAST, fse=True), 2019) == date(2025, 1, 1)
    assert free_on(Trace(1, LAST, fse=True), 2010) == date(2022, 4, 1)
    assert free_on(Trace(1, LAST, fse=False), 2019) == date(2022, 4, 1)


def test_a_birth_date_becomes_as_vague_as_ages_at_hiring_allow() -> None:
    assert blurred(date(1985, 6, 15), [date(2023, 7, 1)]) == date(1985, 1, 1)
    assert blurred(date(1985, 6, 15), [date(2023, 3, 10), date(2021, 2, 1)]) == date(1985, 3, 11)
    assert blurred(date(1985, 3, 1), [date(2023, 2, 28)]) == date(1985, 3, 1)
    assert blurred(date(1984, 3, 1), [date(2023, 2, 28)]) == date(1984, 2, 29)
    assert blurred(date(1985, 6, 15), []) == date(1985, 1, 1)


@given(st.dates(date(1940, 1, 1), date(2010, 12, 31)), st.lists(DAYS, max_size=4))
def test_no_age_at_hiring_changes(born: date, hired: list[date]) -> None:
    """As eligibility asks it: a number of years after birth, on or before the day of hiring."""
    vague = blurred(born, hired)
    assert (vague.year, vague <= born) == (born.year, True)
    for start in hired:
        years = start.year - born.year
        assert (add_months(born, 12 * years) <= start) == (add_months(vague, 12 * years) <= start)
    assert free_on(Trace(1, born, fse=False)) == add_months(born, 24) + timedelta(days=1)


def test_a_file_goes_with_the_last_whom_it_names_and_one_that_names_nobody_known_with_time() -> None:
    def may(on: date, **values: Any) -> bool:
        return may_be_destroyed(FileTrace(1, "a" * 64, "heures.xlsx", "Fichier déposé", LAST, **values), on)

    early, two, five = date(2020, 4, 1), date(2022, 4, 1), date(2025, 4, 1)
    assert may(early, gone=3)
    assert not may(five, gone=3, kept=1)
    assert not may(five, gone=3, waits=1)
    assert [may(day, gone=3, may_name_others=True) for day in (date(2022, 3, 31), two)] == [False, True]
    assert [may(day) for day in (early, date(2022, 3, 31), two)] == [False, False, True]
    assert [may(day, names_known=False) for day in (two, date(2025, 3, 31), five)] == [False, False, True]
