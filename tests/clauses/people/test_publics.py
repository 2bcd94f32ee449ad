"""What is true of someone at a date: a place among the publics at hiring, what held that day."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.people.rules import Public, in_force_at, public_at_hiring

HIRED = date(2023, 4, 3)
BEFORE, AFTER = date(2023, 4, 2), date(2023, 4, 4)


@pytest.mark.parametrize(
    ("validated", "plie", "public"),
    [
        ([], [], Public.UNKNOWN),
        ([BEFORE], [], Public.ELIGIBLE),
        ([HIRED], [], Public.ELIGIBLE),
        ([AFTER], [], Public.ORIENTED_LATER),
        ([AFTER, BEFORE], [], Public.ELIGIBLE),
        ([], [(BEFORE, None)], Public.ELIGIBLE),
        ([], [(HIRED, HIRED)], Public.ELIGIBLE),
        ([], [(date(2022, 1, 1), HIRED)], Public.ELIGIBLE),  # the day of leaving is still a day of participation
        ([], [(date(2022, 1, 1), BEFORE)], Public.ORIENTED_LATER),
        ([], [(AFTER, None)], Public.ORIENTED_LATER),
        ([AFTER], [(BEFORE, None)], Public.ELIGIBLE),
    ],
)
def test_someone_validated_or_in_the_plie_at_hiring_is_eligible(
    validated: list[date], plie: list[tuple[date, date | None]], public: Public
) -> None:
    assert public_at_hiring(validated_orientations=validated, participations=plie, hired_on=HIRED) is public


def test_what_holds_is_the_last_thing_known_by_that_day() -> None:
    lived = {date(2022, 1, 1): "Dijon", date(2023, 6, 1): "Chenôve", date(2024, 1, 1): "Quetigny"}
    assert in_force_at(lived, date(2022, 1, 1)) == "Dijon"
    assert in_force_at(lived, date(2023, 5, 31)) == "Dijon"
    assert in_force_at(lived, date(2023, 6, 1)) == "Chenôve"
    assert in_force_at(lived, date(2030, 1, 1)) == "Quetigny"


def test_before_anything_was_known_the_first_thing_known_holds() -> None:
    lived = {date(2023, 6, 1): "Chenôve", date(2022, 1, 1): "Dijon"}
    assert in_force_at(lived, date(1999, 1, 1)) == "Dijon"


def test_nothing_known_is_nothing() -> None:
    assert in_force_at({}, HIRED) is None


@given(st.dictionaries(st.dates(), st.integers(), min_size=1, max_size=10), st.dates())
@settings(max_examples=500, deadline=None)
def test_what_holds_agrees_with_reading_the_days_in_order(dated: dict[date, int], day: date) -> None:
    held = dated[min(dated)]
    for since in sorted(dated):
        if since <= day:
            held = dated[since]
    assert in_force_at(dated, day) == held
