"""Hours due at a day: formulas, versions, invoices."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.markets.obligations import Formula, Invoiced, Version, due, in_force, invoiced_by
from clauses.markets.rules import Effect

SLOPE = Formula.per_euro(200_000, 270_000_000)
"""1 h per 2 000 € above 2 700 000 € (CCAP of 2021)."""


@pytest.mark.parametrize(
    ("invoiced", "hours"),
    [
        (0, 0),
        (270_000_000, 0),
        (270_000_001, 0),
        (270_001_000, 1),  # 10 € above: half a hundredth, half up
        (270_200_000, 100),
        (430_000_000, 80_000),
    ],
)
def test_a_slope_counts_only_above_its_threshold(invoiced: int, hours: int) -> None:
    assert SLOPE.hours(invoiced) == hours


def test_a_fixed_volume_does_not_depend_on_invoices() -> None:
    assert {Formula.fixed(83_300).hours(cents) for cents in (0, 10**12)} == {83_300}


AVENANT = Version(2, Formula.fixed(120_000), in_force_on=date(2023, 9, 1), source="avenant n° 1")
FIRST = Version(1, Formula.fixed(100_000), source="CCAP")


def test_the_version_in_force_that_day_is_the_one_judged() -> None:
    days = (date(2023, 1, 1), date(2023, 8, 31), date(2023, 9, 1), date(2030, 1, 1))
    assert [due([FIRST, AVENANT], [], day).hours for day in days] == [100_000, 100_000, 120_000, 120_000]


def test_a_tranche_adds_and_a_reduction_removes() -> None:
    tranche = Version(2, Formula.fixed(30_000), Effect.ADDS, date(2023, 6, 1), "tranche 2")
    reduction = Version(3, Formula.fixed(10_000), Effect.REMOVES, date(2023, 9, 1), "réduction convenue")
    versions = [reduction, tranche, FIRST]
    found = [due(versions, [], day).hours for day in (date(2023, 5, 31), date(2023, 6, 1), date(2023, 9, 1))]
    assert found == [100_000, 130_000, 120_000]
    said = due(versions, [], date(2023, 9, 1)).sentence
    assert [part for part in ("1\u202f200,00", "plus ", "moins ", "tranche 2") if part not in said] == []


def test_a_reduction_never_makes_hours_due_negative() -> None:
    removed = Version(2, Formula.fixed(150_000), Effect.REMOVES)
    assert due([FIRST, removed], [], date(2023, 1, 1)).hours == 0


def test_an_addition_without_a_first_version_stands_alone() -> None:
    assert due([Version(1, Formula.fixed(5_000), Effect.ADDS)], [], date(2023, 1, 1)).hours == 5_000


def test_nothing_in_force_is_said() -> None:
    found = due([AVENANT], [], date(2023, 8, 31))
    assert (found.hours, found.versions) == (0, ())
    assert "aucune obligation en vigueur" in found.sentence


def test_invoices_count_from_their_day_on_and_a_credit_note_takes_back() -> None:
    invoices = [Invoiced(date(2023, 3, 31), 300_000_000), Invoiced(date(2023, 4, 30), -20_000_000)]
    assert [invoiced_by(invoices, date(2023, month, 30)) for month in (1, 4)] == [0, 280_000_000]
    found = due([Version(1, SLOPE)], invoices, date(2023, 3, 31))
    assert found.hours == 15_000
    assert "3\u202f000\u202f000,00\u00a0€ facturés" in found.sentence
    assert "au-delà de 2\u202f700\u202f000,00\u00a0€" in found.sentence


def test_a_slope_without_threshold_does_not_speak_of_one() -> None:
    assert "au-delà" not in Formula.per_euro(200_000).said()


DAYS = st.dates(date(2022, 1, 1), date(2025, 12, 31))
FORMULAS = st.one_of(
    st.integers(0, 10**6).map(Formula.fixed),
    st.tuples(st.integers(1, 10**6), st.integers(0, 10**8)).map(lambda pair: Formula.per_euro(*pair)),
)
VERSIONS = st.lists(
    st.builds(Version, st.integers(1, 9), FORMULAS, st.sampled_from(Effect), st.none() | DAYS), max_size=5
)
INVOICES = st.lists(st.builds(Invoiced, DAYS, st.integers(-(10**6), 10**8)), max_size=5)


LATER = st.tuples(FORMULAS, st.sampled_from(Effect), st.integers(1, 900))


@given(VERSIONS, INVOICES, DAYS, LATER)
def test_a_later_version_never_changes_the_past(
    versions: list[Version], invoices: list[Invoiced], on: date, said: tuple[Formula, Effect, int]
) -> None:
    formula, effect, after = said
    later = Version(10, formula, effect, on + timedelta(days=after))
    assert due([*versions, later], invoices, on) == due(versions, invoices, on)


@given(VERSIONS, INVOICES, DAYS)
def test_hours_due_do_not_depend_on_the_order_of_what_is_recorded(
    versions: list[Version], invoices: list[Invoiced], on: date
) -> None:
    numbered = [Version(place, each.formula, each.effect, each.in_force_on) for place, each in enumerate(versions, 1)]
    assert due(numbered[::-1], invoices[::-1], on) == due(numbered, invoices, on)
    assert due(numbered, invoices, on).hours >= 0


@given(VERSIONS, DAYS)
def test_what_sets_puts_aside_all_before_it(versions: list[Version], on: date) -> None:
    held = in_force(versions, on)
    assert all(version.effect is not Effect.SETS for version in held[1:])
    assert all(version.in_force_on is None or version.in_force_on <= on for version in held)
