"""What is given up of a penalty never exceeds it, is never dated ahead, and leaves what remains beside it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.errors import Conflict
from clauses.markets.waivers import Waiver, check, remaining, said, waived

DAY, TODAY = date(2024, 3, 1), date(2024, 6, 1)
GIVEN = Waiver(DAY, 30_000)


@pytest.mark.parametrize(
    ("cents", "granted_on", "before", "code"),
    [
        (0, DAY, [], "waivers.nothing"),
        (-5, DAY, [], "waivers.nothing"),
        (1, TODAY + timedelta(days=1), [], "waivers.not_yet"),
        (1, DAY - timedelta(days=1), [GIVEN], "waivers.before_another"),
        (100_001, DAY, [], "waivers.too_much"),
        (70_001, DAY, [GIVEN], "waivers.too_much"),
    ],
)
def test_what_cannot_be_given_up_is_refused(cents: int, granted_on: date, before: list[Waiver], code: str) -> None:
    with pytest.raises(Conflict) as refused:
        check(cents, granted_on=granted_on, today=TODAY, simulated=100_000, before=before)
    assert refused.value.code == code


def test_the_whole_penalty_may_be_given_up_the_day_itself_in_two_times() -> None:
    check(100_000, granted_on=TODAY, today=TODAY, simulated=100_000, before=[])
    check(70_000, granted_on=DAY, today=TODAY, simulated=100_000, before=[GIVEN])


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(-10, 80_000)), max_size=6), st.integers(0, 200_000))
def test_what_was_accepted_never_exceeds_the_penalty(asked: list[tuple[int, int]], simulated: int) -> None:
    kept: list[Waiver] = []
    for days, cents in asked:
        day = DAY + timedelta(days=days)
        try:
            check(cents, granted_on=day, today=TODAY, simulated=simulated, before=kept)
        except Conflict:
            continue
        kept.append(Waiver(day, cents))
    assert waived(kept, TODAY) <= simulated
    assert remaining(simulated, waived(kept, TODAY)) == simulated - waived(kept, TODAY)
    assert waived(kept, DAY - timedelta(days=1)) == 0


def test_nothing_remains_below_zero_and_the_three_amounts_are_said_together() -> None:
    assert remaining(10, 30) == 0
    assert said(100_000, 30_000).replace("\u00a0", " ").replace("\u202f", " ") == (
        "Pénalité simulée : 1 000,00 € ; remise : 300,00 € ; reste : 700,00 €."
    )
