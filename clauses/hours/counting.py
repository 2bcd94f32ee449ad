"""Which hours count for a market, and why the others do not: dated, sourced rules, applied by columns. Pure.

Where a market says nothing, everything counts that was worked between its notification and its end by someone who is
not known to be out of the eligible publics. How months and durations are read:

- a month counts for a market when it has a day in common with it: notified on 14 June, June counts;
- a rule applies to the months whose first day it covers, and so does a duration from hiring: 24 months from 15 March
  2021 count up to March 2023 included;
- someone is hired when the first of contracts that follow one another without a day between them starts, so that a
  contract renewed or split in two changes nothing; the duration of a kind of contract runs from the first of that kind,
  and a person's from the first contract, on that market;
- a cap of hours per person is filled in the order of the months; what is over it does not count.

Sources: the CCAP of 2021 (publics, four years for a CDI, hours at hiring); each market's own rules go over these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from clauses.people.eligibility import Verdict
from clauses.people.publics import Criterion
from clauses.reference.rules import ContractKind, Labelled

LINES = {
    "line_id": pl.Int64,
    "market_id": pl.Int64,
    "contractor_id": pl.Int64,
    "person_id": pl.Int64,
    "kind": pl.String,
    "starts_on": pl.Date,
    "ends_on": pl.Date,
    "month": pl.Date,
    "hours": pl.Int64,
    "training": pl.Int64,
}
"""What is counted: hundredths of an hour of a person, under a contract, in a month."""

PERIODS = {"contractor_id": pl.Int64, "notified_on": pl.Date, "until": pl.Date}
"""When the lot of each contractor runs: from the notification of its market to its end, or its closing."""

VERDICTS = {"market_id": pl.Int64, "person_id": pl.Int64, "hired_on": pl.Date, "verdict": pl.String}
UNCOUNTED = {"line_id": pl.Int64, "reason": pl.String, "hours": pl.Int64}


class Uncounted(Labelled):
    """Why an hour does not count for its market."""

    BEFORE_MARKET = "before_market", "avant la notification du marché"
    AFTER_MARKET = "after_market", "après la fin du marché"
    NOT_ELIGIBLE = "not_eligible", "personne non éligible à l'embauche"
    UNPROVEN = "unproven", "éligibilité à l'embauche non établie"
    ELIGIBILITY_ENDED = "eligibility_ended", "durée d'éligibilité dépassée"
    KIND_CAP = "kind_cap", "durée admise pour ce type de contrat dépassée"
    PERSON_MONTHS = "person_months", "durée admise par personne dépassée"
    PERSON_HOURS = "person_hours", "plafond d'heures par personne atteint"
    TRAINING = "training", "heures de formation"
    LENT = "lent", "heures prêtées à un autre marché"


@dataclass(frozen=True)
class Counting:
    """What counts for a market from a day on; None bounds nothing. ``person_hours`` is in hundredths of an hour."""

    number: int = 0
    in_force_on: date | None = None
    training_counts: bool = False
    proof_required: bool = False
    publics: frozenset[Criterion] | None = None
    eligibility_months: int | None = None
    person_months: int | None = None
    person_hours: int | None = None
    kind_months: Mapping[ContractKind, int] = field(default_factory=dict)
    source: str = "règle générale"


GENERAL = Counting()
"""Where a market says nothing."""


@dataclass(frozen=True)
class Count:
    """``lines`` with ``done`` and ``counted``; ``uncounted`` gives every other hour its reason (`UNCOUNTED`).

    ``done`` is what was worked, training included where the market counts it. For each line, counted and uncounted add
    up to its hours and training.
    """

    lines: pl.DataFrame
    uncounted: pl.DataFrame


def rule_on(rules: Sequence[Counting], on: date) -> Counting:
    """The rule in force at a day: the last day by then, then the last number; `GENERAL` without any."""
    known = [rule for rule in rules if rule.in_force_on is None or rule.in_force_on <= on]
    return max(known, key=lambda rule: (rule.in_force_on or date.min, rule.number), default=GENERAL)


def hired(lines: pl.DataFrame) -> pl.DataFrame:
    """`LINES` with ``hired_on``, ``kind_since`` and ``person_since``, each on its market."""
    person = ["market_id", "person_id"]
    contracts = (
        lines.select(*person, "starts_on", pl.col("ends_on").fill_null(date.max))
        .group_by(*person, "starts_on")
        .agg(pl.col("ends_on").max())
        .sort(*person, "starts_on")
    )
    before = pl.col("ends_on").cum_max().shift(1).over(person)
    follows = pl.col("starts_on").cast(pl.Int32) <= before.cast(pl.Int32) + 1
    spells = contracts.with_columns(
        pl.when(follows.fill_null(value=False)).then(None).otherwise(pl.col("starts_on")).alias("hired_on")
    ).with_columns(pl.col("hired_on").forward_fill().over(person))
    return lines.join(
        spells.select(*person, "starts_on", "hired_on"), on=[*person, "starts_on"], how="left"
    ).with_columns(
        pl.col("starts_on").min().over(*person, "kind").alias("kind_since"),
        pl.col("starts_on").min().over(person).alias("person_since"),
    )


def count(
    lines: pl.DataFrame,
    periods: pl.DataFrame,
    rules: Mapping[int, Sequence[Counting]],
    verdicts: pl.DataFrame,
) -> Count:
    """What counts of ``lines`` (`hired`), under the rules of each market id; a market without any has `GENERAL`.

    ``verdicts`` answers for the people who had to be asked about; someone it does not name is eligible.
    """
    ruled = _with_rules(lines, rules).join(periods, on="contractor_id", how="left")
    judged = ruled.join(verdicts, on=["market_id", "person_id", "hired_on"], how="left")
    done = pl.col("hours") + pl.when("training_counts").then(pl.col("training")).otherwise(0)
    known = judged.with_columns(done.alias("done"), _reason().alias("reason"))
    counted = known.with_columns(pl.when(pl.col("reason").is_null()).then(pl.col("done")).otherwise(0).alias("counted"))
    counted = _capped(counted)
    return Count(counted, _uncounted(counted))


def _with_rules(lines: pl.DataFrame, rules: Mapping[int, Sequence[Counting]]) -> pl.DataFrame:
    """Each line with the columns of the rule in force on the first day of its month."""
    versions = [(market, rule) for market, held in rules.items() for rule in sorted(held, key=lambda each: each.number)]
    rows = [_row(None, GENERAL, date.min), *(_row(market, rule, rule.in_force_on) for market, rule in versions)]
    frame = pl.DataFrame(rows, schema=_RULE, orient="row")
    dated = (
        lines.select("market_id", "month")
        .unique()
        .join(frame.filter(pl.col("market_id").is_not_null()), on="market_id", how="left")
        .filter(pl.col("since").is_null() | (pl.col("since") <= pl.col("month")))
        .sort("since", "number", nulls_last=False)
        .unique(subset=["market_id", "month"], keep="last", maintain_order=True)
    )
    general = frame.filter(pl.col("market_id").is_null()).drop("market_id", "since", "number")
    found = lines.select("market_id", "month").unique().join(dated, on=["market_id", "month"], how="left")
    ruled = found.with_columns(
        pl.when(pl.col("number").is_null())
        .then(pl.lit(general[name][0], dtype=_RULE[name]))
        .otherwise(pl.col(name))
        .alias(name)
        for name in general.columns
    )
    return lines.join(ruled.drop("since", "number"), on=["market_id", "month"], how="left")


_KINDS = tuple(kind.value for kind in ContractKind)
_RULE: dict[str, pl.DataType] = {
    "market_id": pl.Int64(),
    "number": pl.Int64(),
    "since": pl.Date(),
    "training_counts": pl.Boolean(),
    "proof_required": pl.Boolean(),
    "eligibility_months": pl.Int64(),
    "person_months": pl.Int64(),
    "person_hours": pl.Int64(),
    **{f"months_{kind}": pl.Int64() for kind in _KINDS},
}


def _row(market: int | None, rule: Counting, since: date | None) -> tuple[object, ...]:
    durations = {kind.value: months for kind, months in rule.kind_months.items()}
    bounds = (rule.eligibility_months, rule.person_months, rule.person_hours)
    months = (durations.get(kind) for kind in _KINDS)
    return (market, rule.number, since, rule.training_counts, rule.proof_required, *bounds, *months)


def _reason() -> pl.Expr:
    """The first reason why a whole line does not count; null where it does."""
    kind_months = pl.coalesce(pl.when(pl.col("kind") == kind).then(pl.col(f"months_{kind}")) for kind in _KINDS)
    verdict = pl.col("verdict")
    unproven = pl.col("proof_required") & (verdict == Verdict.TO_CHECK.value)
    reasons = (
        *outside(),
        (Uncounted.NOT_ELIGIBLE, verdict == Verdict.NOT_ELIGIBLE.value),
        (Uncounted.UNPROVEN, unproven),
        (Uncounted.ELIGIBILITY_ENDED, _over("hired_on", pl.col("eligibility_months"))),
        (Uncounted.KIND_CAP, _over("kind_since", kind_months)),
        (Uncounted.PERSON_MONTHS, _over("person_since", pl.col("person_months"))),
    )
    return pl.coalesce(pl.when(holds).then(pl.lit(reason.value)) for reason, holds in reasons)


def outside() -> tuple[tuple[Uncounted, pl.Expr], tuple[Uncounted, pl.Expr]]:
    """Why a month is not one of its market's: it ended before the notification, or starts after the end."""
    month = pl.col("month")
    return (
        (Uncounted.BEFORE_MARKET, month.dt.month_end() < pl.col("notified_on")),
        (Uncounted.AFTER_MARKET, month > pl.col("until")),
    )


def _over(since: str, months: pl.Expr) -> pl.Expr:
    """Whether the first day of the month is ``months`` or more after a day; never where nothing is bounded.

    The first of a month is on or after 15 March 2023 when it is that of April: a started month is a whole one.
    """
    start, month = pl.col(since), pl.col("month")
    elapsed = (
        12 * (month.dt.year() - start.dt.year()) + month.dt.month().cast(pl.Int32) - start.dt.month().cast(pl.Int32)
    )
    return elapsed - (start.dt.day() > 1).cast(pl.Int32) >= months


def _capped(counted: pl.DataFrame) -> pl.DataFrame:
    """Hours of each person up to the cap of the market, month after month; the rest of a line is over it."""
    bounded = counted.filter(pl.col("person_hours").is_not_null() & (pl.col("counted") > 0))
    if bounded.is_empty():
        return counted.with_columns(pl.lit(0, dtype=pl.Int64).alias("over_cap"))
    used: dict[tuple[int, int], int] = {}
    over: list[tuple[int, int]] = []
    columns = ("market_id", "person_id", "line_id", "person_hours", "counted")
    for market, person, line, cap, hours in bounded.sort("month", "line_id").select(columns).iter_rows():
        left = max(0, cap - used.get((market, person), 0))
        used[market, person] = used.get((market, person), 0) + min(hours, left)
        over.append((line, max(0, hours - left)))
    beyond = pl.DataFrame(over, schema={"line_id": pl.Int64, "over_cap": pl.Int64}, orient="row")
    return counted.join(beyond, on="line_id", how="left").with_columns(
        pl.col("over_cap").fill_null(0), (pl.col("counted") - pl.col("over_cap").fill_null(0)).alias("counted")
    )


def _uncounted(counted: pl.DataFrame) -> pl.DataFrame:
    training = pl.when("training_counts").then(0).otherwise(pl.col("training"))
    parts = (
        counted.filter(pl.col("reason").is_not_null()).select("line_id", "reason", pl.col("done").alias("hours")),
        counted.select(
            "line_id", pl.lit(Uncounted.PERSON_HOURS.value).alias("reason"), pl.col("over_cap").alias("hours")
        ),
        counted.select("line_id", pl.lit(Uncounted.TRAINING.value).alias("reason"), training.alias("hours")),
    )
    together = pl.concat([part.cast(pl.Schema(UNCOUNTED)) for part in parts])
    return together.filter(pl.col("hours") > 0).sort("line_id", "reason")
