"""Totals against rows."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.totals import differences, sums_above


def column(*values: int | None) -> pl.Series:
    return pl.Series(values, dtype=pl.Int64)


def marks(*flags: int) -> pl.Series:
    return pl.Series([bool(flag) for flag in flags], dtype=pl.Boolean)


def test_a_total_of_all_rows_above_agrees() -> None:
    assert differences(column(10, 20, 30), marks(1, 1, 0), marks(0, 0, 1)) == []


def test_sub_totals_and_the_grand_total_agree() -> None:
    values = column(10, 20, 30, 5, 5, 35)
    assert differences(values, marks(1, 1, 0, 1, 0, 0), marks(0, 0, 1, 0, 1, 1)) == []


def test_a_total_that_no_run_of_rows_makes_differs_with_the_nearest_sum() -> None:
    assert differences(column(10, 20, 31), marks(1, 1, 0), marks(0, 0, 1)) == [(2, 30)]
    values = column(10, 20, 30, 5, 6, 36)
    assert differences(values, marks(1, 1, 0, 1, 0, 0), marks(0, 0, 1, 0, 1, 1)) == [(4, 5), (5, 35)]


def test_no_total_is_judged_over_a_cell_that_was_not_read() -> None:
    assert differences(column(10, None, 99), marks(1, 1, 0), marks(0, 0, 1)) == []


def test_a_total_without_a_number_is_not_judged() -> None:
    assert differences(column(10, 20, None), marks(1, 1, 0), marks(0, 0, 1)) == []


def test_a_row_without_a_name_is_a_total_only_when_it_adds_up() -> None:
    values = column(10, 20, 30, 7)
    assert sums_above(values, marks(1, 1, 0, 0), marks(0, 0, 1, 1)).to_list() == [False, False, True, False]
    assert sums_above(column(1, 2), marks(1, 1), marks(0, 0)).to_list() == [False, False]


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 20_000), min_size=1, max_size=5), min_size=1, max_size=5), st.integers(1, 500))
def test_true_totals_agree_and_a_false_one_is_found(groups: list[list[int]], shift: int) -> None:
    values, data, totals = [], [], []
    for group in groups:
        values += [*group, sum(group)]
        data += [*(1 for _ in group), 0]
        totals += [*(0 for _ in group), 1]
    everything = sum(sum(group) for group in groups)
    assert differences(column(*values, everything), marks(*data, 0), marks(*totals, 1)) == []
    wrong = differences(column(*values, everything + shift), marks(*data, 0), marks(*totals, 1))
    assert wrong == [(len(values), wrong[0][1])]
