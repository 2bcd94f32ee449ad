"""Exits of people who worked clause hours: what was decided of them, and over what a rate is computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import polars as pl

from clauses.pathways.rules import KINDS, ExitReason, Protocol, RateBase
from clauses.reference.qpv import BUILT_IN, Quartiers
from clauses.reference.rules import ContractKind
from clauses.reports.bilan_lines import counted_states, in_perimeter, worked
from clauses.reports.bilan_qpv import counts, not_in_force
from clauses.reports.figures import Exits, Selection
from clauses.reports.frames import Frames

POSITIVE = [reason.value for reason in ExitReason if reason.positive_claim]


def exits_of_workers(frames: Frames, selection: Selection) -> pl.DataFrame:
    """The exits of the period whose person has a countable line before, each with ``on``: the first contract's start.

    Before: of a month up to that of the exit, in the period or not. An exit belongs to its own day.
    """
    period = selection.period
    exits = frames.exits.filter(pl.col("exited_on").is_between(period.starts_on, period.ends_on))
    lines = worked(frames.worked.filter(pl.col("state").is_in(counted_states(selection))))
    lines = in_perimeter(lines, frames.participations, selection.perimeter)
    before = exits.select("exit_id", "person_id", "exited_on").join(lines, on="person_id")
    firsts = (
        before.filter(pl.col("month") <= pl.col("exited_on"))
        .group_by("exit_id")
        .agg(pl.col("starts_on").min().alias("on"))
    )
    return exits.join(firsts, on="exit_id").sort("exit_id")


def figures(
    exits: pl.DataFrame,
    lived: pl.DataFrame,
    names: Mapping[str, str],
    quartiers: Quartiers = BUILT_IN,
    *,
    without_hours: int,
) -> Exits:
    """The figures of ``exits_of_workers``; ``lived`` tells where each ``exit_id`` lived at its first contract."""
    decided = exits.filter("decided")
    positive = decided.filter(pl.col("reason").is_in(POSITIVE))
    theirs = lived.join(decided, on="exit_id", how="semi")
    verdict = pl.col("verdict_positive")
    return Exits(
        total=decided.height,
        positive=positive.height,
        by_kind=_by_kind(positive),
        by_qpv=counts(theirs, names),
        positive_qpv=theirs.join(positive, on="exit_id", how="semi").drop_nulls("qpv_key").height,
        qpv_not_in_force=not_in_force(theirs, names, quartiers),
        undecided=exits.height - decided.height,
        excluded=_excluded(decided),
        unknown_kind=positive.filter(_employed() & pl.col("contract_kind").is_null()).height,
        verdict_differs=decided.filter(verdict != pl.col("reason").is_in(POSITIVE)).height,
        other_bases=tuple(_other_bases(decided)),
        without_hours=without_hours,
    )


def _employed() -> pl.Expr:
    return pl.col("reason") == ExitReason.EMPLOI.value


def _by_kind(positive: pl.DataFrame) -> dict[str, int]:
    """The contract someone leaves for, FORMATION or CREATION; a job of an unknown kind is « autre », printed."""
    kind = (
        pl.when(_employed())
        .then(pl.col("contract_kind").fill_null(ContractKind.AUTRE.value))
        .otherwise(pl.col("reason").str.to_uppercase())
    )
    found = Counter(positive.select(kind.alias("kind"))["kind"].to_list())
    return {kind: found[kind] for kind in sorted(found, key=lambda kind: (-found[kind], KINDS.index(kind)))}


def _excluded(decided: pl.DataFrame) -> dict[str, int]:
    """Exits whose motive their own protocol leaves out of the base, by motive, in the order of the motives."""
    found: Counter[str] = Counter()
    for reason, protocol in decided.select("reason", "protocol").iter_rows():
        if ExitReason(reason) in Protocol(protocol).rules.rate.excluded:
            found[reason] += 1
    return {reason.value: found[reason.value] for reason in ExitReason if found[reason.value]}


def _other_bases(decided: pl.DataFrame) -> list[str]:
    """The protocols met whose own rate is over people, not over exits."""
    met = sorted(set(decided["protocol"].to_list()))
    return [protocol for protocol in met if Protocol(protocol).rules.rate.base is not RateBase.EXITS]
