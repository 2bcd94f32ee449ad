"""What an import of hours would change, unit by unit: new, replaced and by how much, proposed as a correction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from imports.hours.known import Known
from imports.hours.plan import UNIT, HoursPlan
from imports.hours.units import Content, Decided


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
    names = _names(known)
    rows = {unit[0]: frame for unit, frame in _by_unit(plan.lines)}
    changes = [_change(what, rows[tuple(what.unit)], names) for what in plan.units if tuple(what.unit) in rows]
    return tuple(sorted(changes, key=lambda change: (change.month, change.market, change.lot, change.employer)))


def _by_unit(lines: pl.DataFrame) -> Iterator[tuple[tuple[tuple[object, ...]], pl.DataFrame]]:
    for key, frame in lines.group_by(UNIT, maintain_order=True):
        yield (tuple(key),), frame


def _change(what: Decided, rows: pl.DataFrame, names: dict[int, str]) -> UnitChange:
    first = rows.row(0, named=True)
    recorded = what.current.lines if what.current is not None else None
    return UnitChange(
        market=first["market_text"] or first["market"] or "",
        lot=str(first["lot"] or ""),
        employer=first["employer_name"] or first["employer_siret"] or first["contractor_name"] or "",
        month=what.unit.month,
        outcome=what.outcome.value,
        lines=rows.height,
        before=None if recorded is None else _total(recorded),
        after=int(rows["hours"].sum()),
        people=() if recorded is None else tuple(_people(recorded, rows, names)),
    )


def _total(lines: Counter[Content]) -> int:
    return sum(hours * times for (_, hours, _, _), times in lines.items())


def _people(recorded: Counter[Content], rows: pl.DataFrame, names: dict[int, str]) -> Iterator[PersonChange]:
    """Those whose hours differ, by contract; a row that waits for its person shows under the name it bears."""
    before: Counter[object] = Counter()
    for (contract, hours, _, claim), times in recorded.items():
        before[contract or claim] += hours * times
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
