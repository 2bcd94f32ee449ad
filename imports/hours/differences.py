"""What an import of hours would change, unit by unit: new, replaced and by how much, proposed as a correction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from imports.hours.known import Known
from imports.hours.plan import HoursPlan
from imports.hours.units import UNIT


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


_Line = tuple[int | None, int, str | None]
"""Of a line: its contract, its hours in hundredths, and what it says of somebody not recognised."""


def differences(plan: HoursPlan, known: Known) -> tuple[UnitChange, ...]:
    """The units that the plan writes, in the order of months, markets and lots."""
    names = _names(known)
    rows = dict(plan.lines.group_by(UNIT, maintain_order=True))
    before = known.lines.join(plan.units, left_on="declaration_id", right_on="current", how="semi")
    lines: dict[int | None, list[_Line]] = before.select("declaration_id", "contract_id", "hours", "claim").rows_by_key(
        "declaration_id"
    )
    changes = [
        _change(outcome, rows[tuple(unit)], None if current is None else lines.get(current, []), names)
        for *unit, outcome, current in plan.units.select(*UNIT, "outcome", "current").iter_rows()
        if tuple(unit) in rows
    ]
    return tuple(sorted(changes, key=lambda change: (change.month, change.market, change.lot, change.employer)))


def _change(outcome: str, rows: pl.DataFrame, recorded: list[_Line] | None, names: dict[int, str]) -> UnitChange:
    first = rows.row(0, named=True)
    return UnitChange(
        market=first["market_text"] or first["market"] or "",
        lot=str(first["lot"] or ""),
        employer=first["employer_name"] or first["employer_siret"] or first["contractor_name"] or "",
        month=first["month"],
        outcome=outcome,
        lines=rows.height,
        before=None if recorded is None else sum(hours for _, hours, _ in recorded),
        after=int(rows["hours"].sum()),
        people=() if recorded is None else tuple(_people(recorded, rows, names)),
    )


def _people(recorded: list[_Line], rows: pl.DataFrame, names: dict[int, str]) -> Iterator[PersonChange]:
    """Those whose hours differ, by contract; a row that waits for its person shows under the name it bears."""
    before: Counter[object] = Counter()
    for contract, hours, claim in recorded:
        before[contract or claim] += hours
    after: Counter[object] = Counter()
    written: dict[object, str] = {}
    for contract, claim, hours, last, first in rows.select(
        "contract_id", "claim", "hours", "last_name", "first_name"
    ).iter_rows():
        after[contract or claim] += hours
        written[contract or claim] = f"{first or ''} {last or ''}".strip()
    for who in {**before, **after}:
        old, new = before.get(who), after.get(who)
        if old != new:
            known_name = names.get(who, "") if isinstance(who, int) else ""
            yield PersonChange(written.get(who) or known_name or "personne à vérifier", old, new)


def _names(known: Known) -> dict[int, str]:
    named = known.contracts.join(known.people, on="person_id").select("contract_id", "first_key", "last_key")
    return {contract: f"{first.title()} {last.upper()}" for contract, first, last in named.iter_rows()}
