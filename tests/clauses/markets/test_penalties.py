"""What missing hours and missing proofs would cost: two lines of reasoning, each with its source."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.markets.penalties import Notice, Penalty, Tariff, simulate, tariff_on
from clauses.markets.rules import PenaltyKind
from clauses.reference.parameters import SMIC

DAY = date(2023, 6, 30)
CCAP = Tariff(1, cents_per_hour=20_000, cents_per_late_day=7_500, source="CCAP, art. 1.4")
MULTIPLE = Tariff(1, PenaltyKind.MULTIPLE, multiple=300, reference_rate=SMIC, source="CCAP, art. 9")


def said(penalty: Penalty) -> str:
    return " ".join(penalty.sentences).replace("\u00a0", " ").replace("\u202f", " ")


def test_a_missing_hour_costs_what_the_market_says() -> None:
    found = simulate(CCAP, 12_050, on=DAY)
    assert (found.missing, found.hours_cents, found.cents) == (12_050, 2_410_000, 2_410_000)
    assert said(found) == "120,50 h manquantes à 200,00 € l'heure, soit 24 100,00 € (CCAP, art. 1.4)."


def test_a_fraction_of_an_hour_is_rounded_once_half_up() -> None:
    assert simulate(Tariff(1, cents_per_hour=50), 1, on=DAY).hours_cents == 1
    assert simulate(Tariff(1, cents_per_hour=49), 1, on=DAY).hours_cents == 0


def test_a_multiple_is_of_the_rate_in_force_the_day_the_lot_was_over() -> None:
    found = simulate(MULTIPLE, 1_000, on=date(2024, 6, 30), rated_on=date(2023, 4, 30))
    assert found.hours_cents == 10 * 3 * 1127
    assert "3,00 fois 11,27 €" in said(found)
    assert simulate(MULTIPLE, 1_000, on=DAY).hours_cents == 10 * 3 * 1152


def test_an_unknown_rate_is_said_and_costs_nothing() -> None:
    found = simulate(MULTIPLE, 1_000, on=date(2019, 1, 1))
    assert found.hours_cents == 0
    assert "n'est pas connu au 01/01/2019" in said(found)


@pytest.mark.parametrize(
    ("served", "received", "on", "days"),
    [
        (date(2023, 6, 1), None, date(2023, 6, 30), 29),
        (date(2023, 6, 1), date(2023, 6, 11), date(2023, 6, 30), 10),
        (date(2023, 6, 1), date(2023, 6, 1), date(2023, 6, 30), 0),
        (date(2023, 6, 1), None, date(2023, 6, 1), 0),
        (date(2023, 6, 1), None, date(2023, 5, 1), 0),
        (date(2023, 6, 1), date(2023, 7, 31), date(2023, 6, 2), 1),
    ],
)
def test_late_proofs_cost_by_the_day_from_the_notice_to_their_coming(
    served: date, received: date | None, on: date, days: int
) -> None:
    found = simulate(CCAP, 0, on=on, notices=[Notice(served, received)])
    assert (found.late_days, found.proofs_cents, found.hours_cents) == (days, days * 7_500, 0)
    assert bool(found.sentences) is (days > 0)


def test_the_two_lines_stand_apart_and_the_cap_bounds_them_together_hours_first() -> None:
    capped = Tariff(1, cents_per_hour=20_000, cents_per_late_day=7_500, cap_cents=50_000)
    found = simulate(capped, 200, on=DAY, notices=[Notice(date(2023, 6, 25))])
    assert (found.hours_cents, found.proofs_cents) == (40_000, 10_000)
    assert len(found.sentences) == 3
    assert "Plafond des pénalités : 500,00 €" in said(found)
    assert simulate(capped, 400, on=DAY).hours_cents == 50_000


def test_what_a_market_does_not_price_is_said() -> None:
    found = simulate(None, 100, on=DAY, notices=[Notice(date(2023, 6, 29))])
    assert found.cents == 0
    assert "ne dit pas ce que coûte une heure manquante" in said(found)
    assert "retard de 1 jour après" in said(found)
    assert simulate(None, 0, on=DAY) == Penalty()
    assert simulate(CCAP, -5, on=DAY).missing == 0


def test_the_tariff_in_force_is_the_last_by_its_day_then_by_its_number() -> None:
    later = Tariff(2, cents_per_hour=1, in_force_on=date(2023, 7, 1))
    again = Tariff(3, cents_per_hour=2, in_force_on=date(2023, 7, 1))
    days = (DAY, date(2023, 7, 1))
    assert [tariff_on([again, later, CCAP], day) for day in days] == [CCAP, again]
    assert tariff_on([later], DAY) is None


@given(st.integers(0, 10**6), st.integers(0, 10**5), st.integers(0, 10**7))
def test_a_cap_is_never_passed_and_more_hours_never_cost_less(missing: int, rate: int, cap: int) -> None:
    tariff = Tariff(1, cents_per_hour=rate, cents_per_late_day=100, cap_cents=cap)
    found = simulate(tariff, missing, on=DAY, notices=[Notice(date(2023, 6, 1))])
    assert 0 <= found.cents <= cap
    assert simulate(tariff, missing + 1, on=DAY).hours_cents >= simulate(tariff, missing, on=DAY).hours_cents
