"""Which lines a bilan counts, and their hours: the definitions of an hour, a state, a perimeter, a breakdown."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from clauses.dates import Period
from clauses.hours.rules import LineState
from clauses.reference.rules import ContractKind, Nature
from clauses.reports.figures import Hours, Leftovers, Lines, Perimeter, Selection
from clauses.reports.frame_columns import NATURE
from clauses.reports.frames import Frames

PRINTED_NATURES = (Nature.BTP, Nature.MS, Nature.PI)
"""Rows of the bilan whatever their hours; another nature is a row when it has some."""

PRINTED_KINDS = (ContractKind.CDDI, ContractKind.CTTI, ContractKind.CDI, ContractKind.CPRO, ContractKind.CDD)
"""Likewise: the rows that Dijon published in 2023. « Autre » is printed when present, never dropped."""


def counted_states(selection: Selection) -> list[str]:
    """Only validated hours count, and submitted ones where they are asked for; never those to check."""
    if selection.include_submitted:
        return [LineState.VALIDATED.value, LineState.SUBMITTED.value]
    return [LineState.VALIDATED.value]


def counted(frames: Frames, selection: Selection) -> pl.DataFrame:
    """The hours and training that count: one row a contract and nature, with its person, kind and start.

    A line belongs to its month of work, and a month is in the period when its first day is.
    """
    lines = of_period(frames.lines, selection.period).filter(pl.col("state").is_in(counted_states(selection)))
    if selection.perimeter is not Perimeter.ALL:
        ever = frames.contracts.join(frames.participations, on="person_id", how="semi")
        people = ever.select("contract_id", "person_id")
        lines = in_perimeter(lines.join(people, on="contract_id"), frames.participations, selection.perimeter)
    # One nature at a time: a key of one column is twice as fast to add up as a key of two.
    sums = [
        _by_contract(lines.filter(pl.col("nature") == nature)).with_columns(
            pl.lit(nature, dtype=NATURE).alias("nature")
        )
        for nature in lines["nature"].unique()
    ]
    empty = lines.clear().select("contract_id", "hours", "training", "nature")
    return pl.concat([empty, *sums]).join(frames.contracts, on="contract_id")


def _by_contract(lines: pl.DataFrame) -> pl.DataFrame:
    """The hours and training of each contract."""
    added = [pl.col("hours"), pl.col("training")]
    if not lines["contract_id"].flags["SORTED_ASC"]:
        return lines.group_by("contract_id").agg(each.sum() for each in added)
    # Sorted by contract, as the copy of locked months is: what was added up to its last line, less what was before.
    last = pl.col("contract_id").ne_missing(pl.col("contract_id").shift(-1)) | (pl.int_range(pl.len()) == pl.len() - 1)
    reached = lines.select("contract_id", *(each.cum_sum() for each in added), last=last).filter("last")
    return reached.select("contract_id", *(each - each.shift(1, fill_value=0) for each in added))


def worked(lines: pl.DataFrame) -> pl.DataFrame:
    """Those with hours: an explicit zero says that nobody worked, and makes no employee."""
    return lines.filter(pl.col("hours") > 0)


def of_period(lines: pl.DataFrame, period: Period) -> pl.DataFrame:
    """The lines whose month's first day is in the period."""
    return lines.filter(pl.col("month").is_between(period.starts_on, period.ends_on))


def in_perimeter(lines: pl.DataFrame, participations: pl.DataFrame, perimeter: Perimeter) -> pl.DataFrame:
    """The lines of the perimeter, from frames with ``person_id`` and ``month``.

    ``plie``: entry on or before the last day of the month of work, and no exit before its first day. *Origine* says who
    oriented someone, and nothing else.
    """
    if perimeter is Perimeter.ALL:
        return lines
    spans = participations.rename({"starts_on": "entered_on", "ends_on": "left_on"})
    accompanied = (pl.col("entered_on") <= pl.col("month").dt.month_end()) & (
        pl.col("left_on").is_null() | (pl.col("left_on") >= pl.col("month"))
    )
    once = pl.col("person_id").is_unique()
    # Nearly everybody has been accompanied once: their lines are met once, without looking for their months first.
    met = lines.join(spans.filter(once), on="person_id").filter(accompanied).select(lines.columns)
    again = spans.filter(~once)
    if again.is_empty():
        return met
    several = lines.join(again, on="person_id", how="semi")
    months = several.select("person_id", "month").unique().join(again, on="person_id").filter(accompanied)
    return pl.concat([met, several.join(months, on=["person_id", "month"], how="semi")])


def hours_of(lines: pl.DataFrame) -> Hours:
    """The hours of counted lines: sums of lines rounded once on entry, so that breakdowns add up exactly."""
    return Hours(
        total=int(lines["hours"].sum()),
        by_nature=_rows(lines, "nature", Nature, PRINTED_NATURES),
        by_contract=_rows(lines, "kind", ContractKind, PRINTED_KINDS),
        training=int(lines["training"].sum()),
    )


def _rows(
    lines: pl.DataFrame, column: str, codes: Iterable[str], printed: Iterable[Nature | ContractKind]
) -> dict[str, int]:
    sums = dict(lines.group_by(column).agg(pl.col("hours").sum()).iter_rows())
    always = {str(row.value) for row in printed}
    ordered = [*(row.value for row in printed), *(row for row in map(str, codes) if row not in always)]
    return {row: int(sums.get(row, 0)) for row in ordered if row in always or sums.get(row, 0)}


def leftovers(frames: Frames, selection: Selection) -> Leftovers:
    """What does not count, or not yet, in the same period, markets and perimeter.

    A line to check whose person is not known may belong to any perimeter: it is said in each.
    """
    idle = of_period(frames.lines, selection.period).filter(pl.col("state") != LineState.VALIDATED.value)
    lines = idle.join(frames.contracts, on="contract_id", how="left")
    of_nobody = lines.filter(pl.col("person_id").is_null())
    of_people = in_perimeter(
        lines.filter(pl.col("person_id").is_not_null()), frames.participations, selection.perimeter
    )
    waiting = pl.concat([of_people, of_nobody])
    return Leftovers(
        submitted=_lines_in(waiting, LineState.SUBMITTED),
        to_check=_lines_in(waiting, LineState.TO_CHECK),
        contracts_without_hours=_contracts_without_hours(frames, selection),
        corrections=frames.corrections,
    )


def _lines_in(lines: pl.DataFrame, state: LineState) -> Lines:
    kept = lines.filter(pl.col("state") == state.value)
    return Lines(kept.height, int(kept["hours"].sum()))


def _contracts_without_hours(frames: Frames, selection: Selection) -> int:
    """Contracts that start in the period, or that a line of it names, for which no line claims an hour.

    A contract is tied to a market by its lines only: where markets are filtered, those with lines are looked at.
    """
    period = selection.period
    lines = of_period(frames.lines, period)
    claimed = pl.col("contract_id").is_in(
        lines.filter(pl.col("hours") > 0)["contract_id"].drop_nulls().unique().implode()
    )
    named = pl.col("contract_id").is_in(lines["contract_id"].drop_nulls().unique().implode())
    starting = pl.col("starts_on").is_between(period.starts_on, period.ends_on)
    idle = frames.contracts.filter(named if selection.filtered else named | starting, ~claimed)
    since = pl.max_horizontal(pl.col("starts_on"), pl.lit(period.starts_on))
    months = idle.with_columns(month=since.dt.month_start())
    return in_perimeter(months, frames.participations, selection.perimeter).height
