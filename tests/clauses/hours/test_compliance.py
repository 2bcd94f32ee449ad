"""Done, projected, status at a day: the definitions, then their edges."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.hours.compliance import Span, Status, months_left, over_since, projection, stands

SPAN = Span(date(2023, 1, 2), date(2024, 6, 30))


@pytest.mark.parametrize(
    ("on", "left"),
    [
        (date(2023, 6, 1), 12),  # June has started: July 2023 to June 2024 are left
        (date(2023, 6, 15), 12),
        (date(2023, 6, 30), 12),
        (date(2023, 5, 31), 13),
        (date(2024, 5, 31), 1),
        (date(2024, 6, 1), 0),
        (date(2024, 6, 30), 0),
        (date(2024, 7, 1), 0),
        (date(2022, 12, 31), 18),
    ],
)
def test_the_months_left_are_those_that_start_after_the_day(on: date, left: int) -> None:
    assert months_left(SPAN, on) == left


def test_a_month_started_at_the_end_is_a_month_left() -> None:
    assert months_left(Span(None, date(2025, 5, 28)), date(2024, 12, 31)) == 5


def test_without_an_end_the_months_left_are_not_known_but_once_closed() -> None:
    assert months_left(Span(), date(2024, 1, 1)) is None
    assert months_left(Span(closed_on=date(2024, 1, 1)), date(2024, 1, 1)) == 0


MONTHS = {date(2023, month, 1): hours for month, hours in ((1, 10_000), (2, 4_000), (4, 5_000), (6, 6_001))}


def test_the_projection_adds_the_mean_of_the_last_three_validated_months() -> None:
    assert projection(25_001, MONTHS, 12) == 25_001 + 60_004  # (40 + 50 + 60,01) h / 3 × 12
    assert projection(25_001, MONTHS, 1) == 25_001 + 5_000  # 5 000,33 hundredths, half up
    assert projection(25_001, MONTHS, 0) == 25_001


def test_fewer_validated_months_make_their_own_mean_and_none_adds_nothing() -> None:
    assert projection(4_000, {date(2023, 2, 1): 4_000}, 10) == 44_000
    assert projection(4_000, {date(2023, 2, 1): 4_000, date(2023, 3, 1): 0}, 10) == 24_000
    assert projection(0, {}, 10) == 0
    assert projection(4_000, MONTHS, None) is None


@pytest.mark.parametrize(
    ("due", "counted", "on", "span", "status"),
    [
        (0, 500, date(2023, 6, 30), SPAN, Status.NO_OBLIGATION),
        (0, 0, date(2024, 7, 1), SPAN, Status.NO_OBLIGATION),
        (500, 500, date(2023, 6, 30), SPAN, Status.DONE),
        (500, 501, date(2024, 7, 1), SPAN, Status.DONE),
        (500, 499, date(2024, 7, 1), SPAN, Status.MISSED),
        (500, 499, date(2024, 6, 30), SPAN, Status.LATE),  # the last day still runs
        (500, 499, date(2023, 6, 30), SPAN, Status.LATE),
        (500, 499, date(2023, 6, 30), Span(None, None), Status.ON_TRACK),
        (500, 499, date(2023, 6, 30), Span(None, None, date(2023, 6, 30)), Status.MISSED),
        (500, 499, date(2023, 6, 29), Span(None, None, date(2023, 6, 30)), Status.ON_TRACK),
    ],
)
def test_the_first_status_that_holds(due: int, counted: int, on: date, span: Span, status: Status) -> None:
    found = stands(due=due, counted=counted, validated={}, span=span, on=on)
    assert found.status is status
    assert found.missing == (max(0, due - counted) if status is Status.MISSED else 0)


def test_on_track_or_late_is_the_projection_against_what_is_due() -> None:
    pace = {date(2023, 6, 1): 1_000}
    on = date(2023, 6, 30)
    assert stands(due=13_000, counted=1_000, validated=pace, span=SPAN, on=on).status is Status.ON_TRACK
    late = stands(due=13_001, counted=1_000, validated=pace, span=SPAN, on=on)
    assert (late.status, late.projected, late.short) == (Status.LATE, 13_000, 1)


def test_each_standing_is_explained() -> None:
    said = {
        status: stands(due=due, counted=5, validated={}, span=span, on=on).sentence
        for status, due, span, on in (
            ("nothing", 0, SPAN, date(2023, 6, 30)),
            ("done", 5, SPAN, date(2023, 6, 30)),
            ("missed", 6, SPAN, date(2024, 7, 1)),
            ("open", 6, Span(), date(2023, 6, 30)),
            ("late", 6, SPAN, date(2023, 6, 30)),
            ("last", 6, SPAN, date(2024, 6, 30)),
        )
    }
    expected = {
        "nothing": "aucune heure due",
        "done": "obligation remplie",
        "missed": "le lot est terminé",
        "open": "rien ne peut être projeté",
        "late": "dans 12",
        "last": "ce mois-ci",
    }
    assert [name for name, words in expected.items() if words not in said[name]] == []


def test_when_a_lot_is_over_is_said_and_when_it_runs() -> None:
    assert over_since(SPAN) == "fin le 30/06/2024"
    assert over_since(Span()) == "sans date de fin"
    assert over_since(Span(closed_on=date(2024, 1, 1))) == "clos le 01/01/2024"
    assert [SPAN.running(day) for day in (date(2023, 1, 1), date(2023, 1, 2), date(2024, 6, 30), date(2024, 7, 1))] == [
        False,
        True,
        True,
        False,
    ]


@given(
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.dictionaries(
        st.dates(date(2022, 1, 1), date(2023, 6, 1)).map(lambda day: day.replace(day=1)), st.integers(0, 10**5)
    ),
    st.integers(-700, 700),
)
def test_a_standing_holds_together(due: int, counted: int, months: dict[date, int], after: int) -> None:
    on = date(2023, 6, 30) + timedelta(days=after)
    found = stands(due=due, counted=counted, validated=months, span=SPAN, on=on)
    assert found.projected is not None
    assert found.projected >= counted
    assert (found.missing > 0) is (found.status is Status.MISSED)
    assert (found.status is Status.LATE) <= bool(found.short)
