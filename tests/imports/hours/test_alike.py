"""Combinations of columns judged once: each row gets what was judged of its own, and keeps its place."""

from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from imports.hours.alike import Alike

NAMES = ["market", "lot", "month"]
ROWS = st.lists(
    st.tuples(st.sampled_from(["M1", "M2", None]), st.sampled_from([1, 2, None]), st.none(), st.integers(0, 9))
)
SCHEMA = {"market": pl.String, "lot": pl.Int64, "month": pl.Date, "hours": pl.Int64}


def frame_of(rows: list[tuple[object, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA, orient="row").with_row_index("row_id")


@given(ROWS)
def test_every_row_is_one_combination_told_in_the_order_of_the_file(rows: list[tuple[object, ...]]) -> None:
    frame = frame_of(rows)
    alike = Alike.of(frame, NAMES)
    assert alike.once[alike.at].select(NAMES).equals(frame.select(NAMES))
    assert alike.once["alike"].to_list() == list(range(alike.once.height))
    assert alike.once.select(NAMES).equals(frame.select(NAMES).unique(maintain_order=True))


@given(ROWS, st.sets(st.integers(0, 8)))
def test_what_is_judged_of_a_combination_is_said_of_each_of_its_rows(
    rows: list[tuple[object, ...]], kept: set[int]
) -> None:
    frame = frame_of(rows)
    alike = Alike.of(frame, NAMES)
    some = alike.once.filter(pl.col("alike").is_in(sorted(kept)))
    told_of_each = some.with_columns(judged=(pl.col("alike") * 10).cast(pl.Int64))
    judged = told_of_each.reverse().select("alike", pl.col("judged").alias("hours"))
    expected = frame.join(told_of_each, on=NAMES, nulls_equal=True, maintain_order="left")
    told = alike.rows(frame, judged)
    assert told.select("row_id", "hours").rows() == expected.select("row_id", "judged").rows()
    assert told.columns == frame.columns


def test_rows_told_apart_by_nothing_are_all_alike() -> None:
    alike = Alike.of(frame_of([(None, None, None, 1), (None, None, None, 2)]), NAMES)
    assert (alike.once.height, alike.at.to_list()) == (1, [0, 0])


EXTREME = st.sampled_from([None, -(2**63), -(2**62), -1, 0, 1, 7, 2**62, 2**63 - 1])
NEAR = st.sampled_from([None, -3, 0, 1, 2])
DAYS = st.sampled_from([None, date(1, 1, 1), date(2023, 1, 1), date(2023, 2, 1), date(9999, 12, 1)])


@given(st.lists(st.tuples(NEAR, NEAR, DAYS)) | st.lists(st.tuples(EXTREME, NEAR, DAYS)))
def test_numbers_and_days_are_told_apart_however_far_from_each_other_they_are(
    rows: list[tuple[int | None, int | None, date | None]],
) -> None:
    schema = {"contractor_id": pl.Int64, "employer_id": pl.Int64, "month": pl.Date}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    alike = Alike.of(frame, list(schema))
    assert alike.once.drop("alike").equals(frame.unique(maintain_order=True))
    assert alike.once[alike.at].drop("alike").equals(frame)
