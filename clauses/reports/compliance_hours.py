"""Lines → the hours of each contractor: done, counted, lent, waiting, by month, and why others do not count. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from clauses.hours.counting import PERIODS, VERDICTS, Uncounted, count, hired, outside
from clauses.hours.globalisation import moved
from clauses.hours.publics import MarketPublics
from clauses.hours.rules import LineState
from clauses.people.eligibility import eligible
from clauses.reports.compliance_facts import Facts
from clauses.reports.spans import span_of


@dataclass(frozen=True)
class Hours:
    """Hours credited to a contractor, in hundredths. ``months``: what counts of each month that has validated lines.

    ``worked`` is what its own declarations hold, before crediting; ``borrowed`` and ``lent`` are part of ``counted``.
    """

    done: int = 0
    counted: int = 0
    to_check: int = 0
    submitted: int = 0
    worked: int = 0
    borrowed: int = 0
    lent: int = 0
    months: Mapping[date, int] = field(default_factory=dict)
    uncounted: Mapping[str, int] = field(default_factory=dict)


@dataclass
class _Sum:
    done: int = 0
    counted: int = 0
    to_check: int = 0
    submitted: int = 0
    worked: int = 0
    borrowed: int = 0
    lent: int = 0
    months: dict[date, int] = field(default_factory=lambda: defaultdict(int))
    uncounted: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def closed(self) -> Hours:
        why = {reason: hours for reason, hours in sorted(self.uncounted.items()) if hours}
        sums = (self.done, self.counted, self.to_check, self.submitted, self.worked, self.borrowed, self.lent)
        return Hours(*sums, dict(self.months), why)


def hours_of(facts: Facts, on: date) -> dict[int, Hours]:
    """The hours of every contractor who has some, at a day."""
    sums: dict[int, _Sum] = defaultdict(_Sum)
    credited = {each.id: _root(facts, each.id) for each in facts.contractors.values()}
    _waiting(facts, sums, credited)
    worked, why = _validated(facts, on)
    for contractor, done in worked.group_by("contractor_id").agg(pl.col("done").sum()).iter_rows():
        sums[contractor].worked += done
    # One row a company, its months as lists: a row a month was half the time of an overview of twenty thousand lots.
    for number, done, hours, months, each_month in _by_company(worked, credited).iter_rows():
        to = sums[number]
        to.done, to.counted, to.months = done, hours, defaultdict(int, zip(months, each_month, strict=True))
    counted = _of_lenders(facts, worked)
    for contractor, reason, hours in why.select("contractor_id", "reason", "hours").iter_rows():
        sums[credited[contractor]].uncounted[reason] += hours
    for each in moved(facts.loans, counted, on):
        lender, month = sums[credited[each.loan.lender]], each.loan.month
        lender.counted -= each.hours
        lender.months[month] -= each.hours
        lender.lent += each.hours
        lender.uncounted[Uncounted.LENT.value] += each.hours
        if each.loan.borrower in credited:
            borrower = sums[credited[each.loan.borrower]]
            borrower.counted += each.hours
            borrower.months[month] += each.hours
            borrower.borrowed += each.hours
    return {number: found.closed() for number, found in sums.items()}


def _by_company(worked: pl.DataFrame, credited: Mapping[int, int]) -> pl.DataFrame:
    """Done and counted of each company credited, then its months and what counts of each."""
    elsewhere = [(number, to) for number, to in credited.items() if to != number]
    moved_to = pl.DataFrame(elsewhere, schema={"contractor_id": pl.Int64, "to": pl.Int64}, orient="row")
    placed = worked.join(moved_to, on="contractor_id", how="left").with_columns(
        pl.coalesce("to", "contractor_id").alias("to")
    )
    monthly = placed.group_by("to", "month").agg(pl.col("done").sum(), pl.col("counted").sum())
    return monthly.group_by("to").agg(
        pl.col("done").sum(), pl.col("counted").sum(), pl.col("month"), pl.col("counted").alias("each_month")
    )


def _of_lenders(facts: Facts, worked: pl.DataFrame) -> dict[tuple[int, date], int]:
    """What counts of each month of those who lend hours."""
    lenders = {loan.lender for loan in facts.loans}
    lent = worked.filter(pl.col("contractor_id").is_in(list(lenders))).select("contractor_id", "month", "counted")
    return {(contractor, month): hours for contractor, month, hours in lent.iter_rows()}


def _root(facts: Facts, contractor: int) -> int:
    """Whom hours credit, from subcontractor to subcontractor; a loop, which nobody should write, is left at its end."""
    seen = {contractor}
    while (above := facts.contractors[contractor].credits) not in seen and above in facts.contractors:
        seen.add(above)
        contractor = above
    return contractor


def _waiting(facts: Facts, sums: Mapping[int, _Sum], credited: Mapping[int, int]) -> None:
    """Lines that do not count yet: to check, and submitted."""
    waiting = facts.sums.filter(pl.col("state") != LineState.VALIDATED.value)
    found = waiting.group_by("contractor_id", "state").agg(pl.col("hours").sum())
    for contractor, state, hours in found.select("contractor_id", "state", "hours").iter_rows():
        to = sums[credited[contractor]]
        if state == LineState.TO_CHECK.value:
            to.to_check += hours
        else:
            to.submitted += hours


def _validated(facts: Facts, on: date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Done and counted by contractor and month, then the hours that do not count by contractor and reason.

    People are looked at only where a market has rules or somebody is doubted: elsewhere a sum by month is enough.
    """
    periods = _periods(facts, on)
    looked_at = facts.detail["contractor_id"].unique()
    validated = facts.sums.filter(pl.col("state") == LineState.VALIDATED.value)
    general = validated.filter(~pl.col("contractor_id").is_in(looked_at.implode()))
    sums = general.group_by("contractor_id", "month").agg(pl.col("hours").sum(), pl.col("training").sum())
    judged = sums.join(periods, on="contractor_id", how="left").with_columns(
        pl.coalesce(pl.when(holds).then(pl.lit(reason.value)) for reason, holds in outside()).alias("reason")
    )
    worked = judged.select(
        "contractor_id",
        "month",
        pl.col("hours").alias("done"),
        pl.when(pl.col("reason").is_null()).then(pl.col("hours")).otherwise(0).alias("counted"),
    )
    out = judged.filter(pl.col("reason").is_not_null()).select("contractor_id", "reason", "hours")
    training = judged.select(
        "contractor_id", pl.lit(Uncounted.TRAINING.value).alias("reason"), pl.col("training").alias("hours")
    )
    closely, reasons = _looked_at(facts, periods)
    by_reason = pl.concat([out, training, reasons]).group_by("contractor_id", "reason").agg(pl.col("hours").sum())
    by_month = (
        pl.concat([worked, closely])
        .group_by("contractor_id", "month")
        .agg(pl.col("done").sum(), pl.col("counted").sum())
    )
    return by_month, by_reason


def _looked_at(facts: Facts, periods: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The same, of the markets whose lines are counted person by person."""
    lines = hired(facts.detail)
    found = count(lines, periods, facts.rules, _verdicts(facts, lines))
    worked = found.lines.select("contractor_id", "month", "done", "counted")
    contractors = found.lines.select("line_id", "contractor_id")
    return worked, found.uncounted.join(contractors, on="line_id").select("contractor_id", "reason", "hours")


def _verdicts(facts: Facts, lines: pl.DataFrame) -> pl.DataFrame:
    """The answer, at hiring, for the people who must be asked about, under the rule of the market that day."""
    pairs = lines.filter(pl.col("person_id").is_in(list(facts.people))).select("market_id", "person_id", "hired_on")
    rows = []
    for market, person, hired_on in pairs.unique().iter_rows():
        written = facts.markets[market].publics
        publics = MarketPublics(facts.rules.get(market, ()), facts.befores.get(market, ()), written)
        answer = eligible(facts.people[person], publics.on(hired_on), hired_on, values=facts.values)
        rows.append((market, person, hired_on, answer.verdict.value))
    return pl.DataFrame(rows, schema=VERDICTS, orient="row")


def _periods(facts: Facts, on: date) -> pl.DataFrame:
    """When each contractor's lot runs, as counting reads it."""
    rows = []
    for each in facts.contractors.values():
        span = span_of(facts, facts.lots[each.lot_id], on)
        ends = [day for day in (span.ends_on, span.closed_on) if day is not None]
        rows.append((each.id, span.starts_on, min(ends, default=None)))
    return pl.DataFrame(rows, schema=PERIODS, orient="row")
