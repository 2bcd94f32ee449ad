"""Hours to ask for before the tender: the published examples, then the bounds."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.errors import Misused
from clauses.markets.calibration import Part, calibrate, trade_part


def test_a_million_at_half_labour_and_five_percent_is_833_hours() -> None:
    found = calibrate([Part(100_000_000, 5_000)], rate=500, cost_cents=3_000)
    assert (found.whole_hours, found.hours, found.work) == (833, 83_333, 1_666_667)


def test_a_million_and_a_half_at_seventy_and_ten_percent_is_3_500_hours() -> None:
    found = calibrate([Part(150_000_000, 7_000)], rate=1_000, cost_cents=3_000)
    assert (found.whole_hours, found.hours, found.work) == (3_500, 350_000, 3_500_000)


def test_trades_add_up_with_the_share_in_force() -> None:
    day = date(2024, 1, 1)
    parts = [trade_part("Peinture", 50_000_000, on=day), trade_part("maconnerie", 50_000_000, on=day)]
    assert [part.share for part in parts] == [7_000, 5_000]
    assert all(part.source for part in parts)
    assert calibrate(parts, rate=1_000, cost_cents=3_000).whole_hours == 2_000


def test_an_unknown_trade_or_one_before_its_first_share_is_refused_with_those_known() -> None:
    with pytest.raises(Misused, match="peinture"):
        trade_part("zinguerie", 1, on=date(2024, 1, 1))
    with pytest.raises(Misused, match="--share"):
        trade_part("peinture", 1, on=date(2020, 1, 1))


def test_hours_are_told_in_months_of_work_and_in_people() -> None:
    found = calibrate([Part(150_000_000, 7_000)], rate=1_000, cost_cents=3_000)
    assert found.person_months == 2_308  # 3 500 h ÷ 151,67 h
    assert [found.people(months) for months in (1, 12, 24)] == [24, 2, 1]


@pytest.mark.parametrize(
    ("parts", "rate", "cost", "words"),
    [
        ([Part(1, 5_000)], 500, 0, "coût horaire"),
        ([], 500, 3_000, "montant"),
        ([Part(-1, 5_000)], 500, 3_000, "montant"),
        ([Part(1, 10_001)], 500, 3_000, "pourcentages"),
        ([Part(1, 5_000)], 10_001, 3_000, "pourcentages"),
        ([Part(1, 5_000)], -1, 3_000, "pourcentages"),
    ],
)
def test_what_is_out_of_bounds_is_refused(parts: list[Part], rate: int, cost: int, words: str) -> None:
    with pytest.raises(Misused, match=words):
        calibrate(parts, rate=rate, cost_cents=cost)


@given(st.integers(0, 10**12), st.integers(0, 10_000), st.integers(0, 10_000), st.integers(1, 10**6))
def test_an_amount_cut_in_two_asks_for_the_same_hours(amount: int, share: int, rate: int, cost: int) -> None:
    whole = calibrate([Part(amount, share)], rate=rate, cost_cents=cost)
    cut = calibrate([Part(amount // 3, share), Part(amount - amount // 3, share)], rate=rate, cost_cents=cost)
    assert (whole.hours, whole.work) == (cut.hours, cut.work)
    assert whole.hours <= whole.work
