"""An hour is an int of hundredths, rounded once on entry, half up; a figure is a sum of rounded lines."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clauses import quantities
from clauses.quantities import (
    exact,
    french,
    french_hours,
    french_share,
    grouped,
    half_up,
    hundredths,
    hundredths_of_minutes,
    percent,
)

NARROW = "\u202f"
NO_BREAK = "\u00a0"

amounts = st.integers(min_value=-(10**15), max_value=10**15)
"""Hundredths: up to ten thousand billion hours, either sign."""

typed = st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, allow_infinity=False, places=4)
"""Hours as someone types them, with more decimals than payroll keeps."""


@pytest.mark.parametrize(
    ("hours", "stored"),
    [
        ("0", 0),
        ("7", 700),
        ("7.67", 767),
        ("7.674", 767),
        ("7.675", 768),  # a float would be 7.67499… and lose the hundredth
        ("7.6749999", 767),
        ("2.675", 268),
        ("1.005", 101),
        ("0.005", 1),
        ("0.0049", 0),
        ("151.67", 15167),
        ("151.666666", 15167),
        ("-0.005", -1),
        ("-7.675", -768),
        ("42437.89", 4243789),
    ],
)
def test_hours_are_rounded_once_on_entry_half_up(hours: str, stored: int) -> None:
    assert hundredths(Decimal(hours)) == stored


def test_whole_hours_need_no_decimal() -> None:
    assert hundredths(35) == 3500


def test_a_long_tail_of_nines_is_never_rounded_twice() -> None:
    """Thirty digits do not fit in the default decimal context: rounding to 28 first would give 0.50 of a hundredth."""
    assert hundredths(Decimal("0.004" + "9" * 30)) == 0
    assert hundredths(Decimal("7.674" + "9" * 30)) == 767


def test_large_totals_are_exact() -> None:
    assert hundredths(Decimal("1234567890123456789012345678.905")) == 123456789012345678901234567891


@pytest.mark.parametrize("nonsense", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_not_a_number_of_hours_is_never_stored(nonsense: str) -> None:
    with pytest.raises((ValueError, OverflowError)):
        hundredths(Decimal(nonsense))


@given(typed)
@settings(max_examples=1500, deadline=None)
@example(Decimal("7.675"))
def test_rounding_agrees_with_the_decimal_module(hours: Decimal) -> None:
    assert hundredths(hours) == int((hours * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


@given(typed)
@settings(max_examples=1000, deadline=None)
def test_rounding_moves_by_half_a_hundredth_at_most(hours: Decimal) -> None:
    assert abs(Fraction(hundredths(hours), 100) - Fraction(hours)) <= Fraction(1, 200)


@given(typed)
@settings(max_examples=500, deadline=None)
def test_rounding_treats_both_signs_alike(hours: Decimal) -> None:
    assert hundredths(-hours) == -hundredths(hours)


@given(amounts)
@settings(max_examples=1500, deadline=None)
def test_exact_text_comes_back_as_the_same_amount(amount: int) -> None:
    text = exact(amount)
    assert hundredths(Decimal(text)) == amount
    assert len(text.split(".")[1]) == 2


@given(st.lists(typed, max_size=30))
@settings(max_examples=1000, deadline=None)
def test_a_total_is_the_sum_of_rounded_lines_and_its_printed_parts_add_up(lines: list[Decimal]) -> None:
    """Breakdowns print to the same total whatever way they are cut: nothing is rounded after entry."""
    stored = [hundredths(line) for line in lines]
    total = exact(sum(stored))
    for cut in range(len(stored) + 1):
        left, right = exact(sum(stored[:cut])), exact(sum(stored[cut:]))
        assert Decimal(left) + Decimal(right) == Decimal(total)


def test_a_rounded_sum_would_not_be_a_sum_of_rounded_lines() -> None:
    """Three lines of 7.675 h are paid 23.04 h: rounding the sum instead would lose a hundredth (23.03 h)."""
    lines = [Decimal("7.675")] * 3
    assert sum(hundredths(line) for line in lines) == 2304
    assert hundredths(sum(lines, Decimal())) == 2303


@pytest.mark.parametrize(
    ("amount", "text"),
    [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (100, "1.00"), (-12345, "-123.45"), (4243789, "42437.89")],
)
def test_exact_text_is_for_programs(amount: int, text: str) -> None:
    assert exact(amount) == text


@pytest.mark.parametrize(
    ("minutes", "stored"), [(0, 0), (60, 100), (460, 767), (450, 750), (1, 2), (9100, 15167), (-460, -767), (-3, -5)]
)
def test_minutes_become_hundredths_half_up(minutes: int, stored: int) -> None:
    assert hundredths_of_minutes(minutes) == stored


@given(st.integers(min_value=-(10**9), max_value=10**9))
@settings(max_examples=500, deadline=None)
def test_whole_hours_in_minutes_are_exact(hours: int) -> None:
    assert hundredths_of_minutes(60 * hours) == 100 * hours


@pytest.mark.parametrize(
    ("value", "nearest"),
    [
        (Fraction(1, 2), 1),
        (Fraction(-1, 2), -1),
        (Fraction(3, 2), 2),
        (Fraction(5, 2), 3),  # `round` would give 2: banker's rounding is not payroll's
        (Fraction(-5, 2), -3),
        (Fraction(49, 100), 0),
        (Fraction(0), 0),
        (Fraction(7), 7),
    ],
)
def test_a_half_goes_away_from_zero(value: Fraction, nearest: int) -> None:
    assert half_up(value) == nearest


@given(st.fractions(min_value=-(10**12), max_value=10**12))
@settings(max_examples=800, deadline=None)
def test_half_up_is_the_nearest_integer(value: Fraction) -> None:
    nearest = half_up(value)
    assert abs(nearest - value) <= Fraction(1, 2)
    assert half_up(-value) == -nearest


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "0,00"),
        (767, "7,67"),
        (-5, "-0,05"),
        (99999, "999,99"),
        (100000, f"1{NARROW}000,00"),
        (4243789, f"42{NARROW}437,89"),
        (-123456789, f"-1{NARROW}234{NARROW}567,89"),
    ],
)
def test_french_text_has_a_comma_and_narrow_no_break_spaces(amount: int, text: str) -> None:
    assert french(amount) == text


def test_hours_are_printed_with_their_unit_on_the_same_line() -> None:
    assert french_hours(4243789) == f"42{NARROW}437,89{NO_BREAK}h"


@given(amounts)
@settings(max_examples=500, deadline=None)
def test_french_text_says_the_same_as_exact_text(amount: int) -> None:
    assert french(amount).replace(NARROW, "").replace(",", ".") == exact(amount)
    assert all(len(group) == 3 for group in french(amount).split(",")[0].split(NARROW)[1:])


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (999, "999"), (1000, f"1{NARROW}000"), (-1000, f"-1{NARROW}000")]
)
def test_integers_are_grouped_by_three(number: int, text: str) -> None:
    assert grouped(number) == text


@pytest.mark.parametrize(
    ("numerator", "base", "share"),
    [
        (30, 80, "37.5"),
        (137, 338, "40.5"),  # 40.53…: the bilan of 2023 printed 40
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (1, 800, "0.1"),  # 0.125
        (1, 2000, "0.1"),  # 0.05, a half goes up
        (1, 2001, "0.0"),
        (0, 80, "0.0"),
        (80, 80, "100.0"),
        (-1, 2000, "-0.1"),
        (9, 0, None),
        (9, None, None),
    ],
)
def test_a_share_has_one_decimal_half_up_and_none_without_a_base(
    numerator: int, base: int | None, share: str | None
) -> None:
    assert percent(numerator, base) == share


@given(st.integers(min_value=0, max_value=10**6), st.integers(min_value=1, max_value=10**6))
@settings(max_examples=1000, deadline=None)
def test_a_share_is_the_nearest_tenth(numerator: int, base: int) -> None:
    share = percent(numerator, base)
    assert share is not None
    assert abs(Fraction(share) - Fraction(100 * numerator, base)) <= Fraction(1, 20)


def test_a_share_is_printed_with_its_numerator_and_its_base() -> None:
    assert french_share(30, 80) == f"30 sur 80 (37,5{NO_BREAK}%)"
    assert french_share(1234, 56789) == f"1{NARROW}234 sur 56{NARROW}789 (2,2{NO_BREAK}%)"


@pytest.mark.parametrize("base", [0, None])
def test_a_share_without_a_base_is_said_not_computable(base: int | None) -> None:
    assert french_share(9, base) == "9 (part non calculable)"


def test_the_separators_are_the_no_break_ones() -> None:
    assert (quantities.NARROW_SPACE, quantities.NO_BREAK_SPACE) == (NARROW, NO_BREAK)
