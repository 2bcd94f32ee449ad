"""What an import of hours would change, unit by unit: new, replaced and by how much, proposed as a correction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl
from polars.dataframe.group_by import GroupBy

from imports.hours.known import Known
from imports.hours.plan import HoursPlan


@dataclass(frozen=True)
class PersonChange:
    """Somebody whose hours of a unit change; hundredths of an hour, None where there are none."""

    name: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class UnitChange:
    """One unit that would be written. ``before`` and ``after`` are hundredths of an hour; ``before`` None: none yet."""

    market: str
    lot: str
    employer: str
    month: date
    outcome: str
    lines: int
    before: int | None
    after: int
    people: tuple[PersonChange, ...] = ()


def differences(plan: HoursPlan, known: Known) -> tuple[UnitChange, ...]:
    """The units that the plan writes, in the order of months, markets and lots."""
    rows = plan.lines.join(plan.units.select("unit", "current"), on="unit", maintain_order="left")
    told = rows.group_by("unit", maintain_order=True).agg(
        _first("market_text", "market"),
        _first("lot"),
        _first("employer_name", "employer_siret", "contractor_name"),
        pl.col("month", "outcome").first(),
        pl.len(),
        pl.col("hours").sum(),
        pl.col("current").first(),
    )
    recorded = known.lines.join(
        plan.units.select("unit", "current"), left_on="declaration_id", right_on="current", maintain_order="left"
    )
    before = dict(recorded.group_by("unit").agg(pl.col("hours").sum()).iter_rows())
    people = _people(recorded, rows.filter(pl.col("current").is_not_null()), known)
    changes = (
        UnitChange(
            market, lot, employer, month, outcome, lines,
            before=None if current is None else before.get(unit, 0), after=after, people=tuple(people.get(unit, ())),
        )
        for unit, market, lot, employer, month, outcome, lines, after, current in told.iter_rows()
    )  # fmt: skip
    return tuple(sorted(changes, key=lambda change: (change.month, change.market, change.lot, change.employer)))


def _first(*names: str) -> pl.Expr:
    """What the first row of a unit says in the first of these columns that says anything."""
    said = (pl.when(pl.col(name).cast(pl.String) != "").then(pl.col(name).cast(pl.String)) for name in names)
    return pl.coalesce(*said, pl.lit("")).first().alias(names[0])


def _people(recorded: pl.DataFrame, rows: pl.DataFrame, known: Known) -> dict[int, list[PersonChange]]:
    """Those whose hours of a unit differ; who waits for their person bears the name of their row."""
    before = _of_each(recorded).agg(pl.col("hours").sum().alias("before"))
    written = pl.concat_str("first_name", "last_name", separator=" ", ignore_nulls=True).str.strip_chars()
    after = _of_each(rows).agg(pl.col("hours").sum().alias("after"), written.last().alias("written"))
    who = ["unit", "contract_id", "claim"]
    both = before.join(after, on=who, how="full", coalesce=True, nulls_equal=True, maintain_order="left_right")
    differ = both.filter(pl.col("before").ne_missing(pl.col("after")))
    names = _names(known, differ["contract_id"])
    found: dict[int, list[PersonChange]] = {}
    for unit, contract, name, old, new in differ.select(
        "unit", "contract_id", "written", "before", "after"
    ).iter_rows():
        said = name or names.get(contract) or "personne à vérifier"
        found.setdefault(unit, []).append(PersonChange(said, old, new))
    return found


def _of_each(lines: pl.DataFrame) -> GroupBy:
    """Lines by whose they are: a contract, else what is claimed of somebody not recognised."""
    claimed = pl.when(pl.col("contract_id").is_null()).then(pl.col("claim")).alias("claim")
    return lines.with_columns(claimed).group_by("unit", "contract_id", "claim", maintain_order=True)


def _names(known: Known, contracts: pl.Series) -> dict[int, str]:
    those = known.contracts.filter(pl.col("contract_id").is_in(contracts.drop_nulls().implode()))
    named = those.join(known.people, on="person_id").select("contract_id", "first_key", "last_key")
    return {contract: f"{first.title()} {last.upper()}" for contract, first, last in named.iter_rows()}
