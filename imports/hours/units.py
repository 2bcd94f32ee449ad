"""What becomes of each unit of declaration: lot × contractor × employer × month.

A file that holds a unit again replaces it whole, and only the units that it holds; the version before stays readable.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import polars as pl

from clauses.hours.rules import DeclarationState, LineState
from clauses.reference.rules import Labelled
from imports.hours.known import Known


class Outcome(Labelled):
    """What happens to a unit of the file."""

    CREATE = "create", "Nouvelle déclaration"
    REPLACE = "replace", "Remplace la version en vigueur"
    UNCHANGED = "unchanged", "Déjà enregistrée, identique"
    PROPOSE = "propose", "Correction à accepter : des lignes sont déjà validées"
    HELD = "held", "Non remplacée : à confirmer"
    LOCKED = "locked", "Mois verrouillé"


class Unit(NamedTuple):
    """Whose hours of which month; the lot is the contractor's. A negative employer is one to create."""

    contractor_id: int
    employer_id: int
    month: date


Content = tuple[int | None, int, int, str | None]
"""What makes two lines the same: contract, hours, training, claim; where they stood in a file does not matter."""


@dataclass(frozen=True)
class Version:
    """A recorded version of a unit: its declaration, its lines."""

    declaration_id: int
    number: int
    lines: Counter[Content] = field(default_factory=Counter)
    validated: bool = False


@dataclass(frozen=True)
class Decided:
    """What to do with one unit. ``dropped`` are the contracts of the current version that the file no longer names."""

    unit: Unit
    outcome: Outcome
    version: int
    current: Version | None = None
    proposed: Version | None = None
    dropped: tuple[int, ...] = ()


def decide(
    units: Mapping[Unit, Counter[Content]],
    fallen: Sequence[tuple[int | None, int | None, date | None]],
    to_check: frozenset[Unit],
    known: Known,
    *,
    confirmed: bool,
) -> dict[Unit, Decided]:
    """The outcome of every unit of the file.

    ``fallen`` are the places of the refused rows (None where the place could not be read): they spoil every unit that
    they may belong to. One without a contractor belongs to none for sure: it only spoils a unit that would lose
    somebody, who may be the person of that row. ``confirmed`` is ``--replace``.
    """
    current, proposed, latest = _recorded(known)
    decided = {}
    for unit, lines in units.items():
        now = current.get(unit)
        gone = _dropped(now, lines)
        near = [place for place in fallen if _may_belong(place, unit)]
        spoilt = unit in to_check or any(contractor is not None or gone for contractor, _, _ in near)
        outcome = _outcome(unit, lines, now, proposed.get(unit), known, spoilt=spoilt, confirmed=confirmed)
        dropped = gone if outcome in (Outcome.REPLACE, Outcome.PROPOSE) else ()
        decided[unit] = Decided(unit, outcome, latest.get(unit, 0) + 1, now, proposed.get(unit), dropped)
    return decided


def _outcome(
    unit: Unit,
    lines: Counter[Content],
    current: Version | None,
    proposed: Version | None,
    known: Known,
    *,
    spoilt: bool,
    confirmed: bool,
) -> Outcome:
    if current is not None and current.lines == lines:
        return Outcome.UNCHANGED
    if unit.month in known.locked_months:
        return Outcome.LOCKED
    if current is None:
        return Outcome.CREATE
    if current.validated:
        return Outcome.UNCHANGED if proposed is not None and proposed.lines == lines else Outcome.PROPOSE
    if spoilt and not confirmed:
        return Outcome.HELD
    return Outcome.REPLACE


def _may_belong(place: tuple[int | None, int | None, date | None], unit: Unit) -> bool:
    return all(mine is None or mine == theirs for mine, theirs in zip(place, unit, strict=True))


def _dropped(current: Version | None, lines: Counter[Content]) -> tuple[int, ...]:
    if current is None:
        return ()
    kept = {contract for contract, *_ in lines}
    return tuple(sorted({contract for contract, *_ in current.lines if contract is not None} - kept))


def _recorded(known: Known) -> tuple[dict[Unit, Version], dict[Unit, Version], dict[Unit, int]]:
    """The current version of each unit, the correction that waits, and the number of the last version."""
    lines: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for _line, declaration, *rest in known.lines.iter_rows():
        lines[declaration].append(tuple(rest))
    current: dict[Unit, Version] = {}
    proposed: dict[Unit, Version] = {}
    latest: dict[Unit, int] = {}
    for declaration, contractor, employer, month, number, state in known.declarations.iter_rows():
        unit = Unit(contractor, employer, month)
        latest[unit] = max(latest.get(unit, 0), number)
        if state not in (DeclarationState.CURRENT.value, DeclarationState.PROPOSED.value):
            continue
        own = lines[declaration]
        content = Counter((contract, hours, training, claim) for contract, hours, training, _s, _b, claim in own)
        validated = any(line_state == LineState.VALIDATED.value for _c, _h, _t, line_state, _b, _claim in own)
        version = Version(declaration, number, content, validated)
        (current if state == DeclarationState.CURRENT.value else proposed)[unit] = version
    return current, proposed, latest


def contents(frame: pl.DataFrame) -> dict[Unit, Counter[Content]]:
    """The lines of the file, by unit."""
    found: dict[Unit, Counter[Content]] = defaultdict(Counter)
    columns = ["contractor_id", "employer_id", "month", "contract_id", "hours", "training_hours", "claim"]
    for contractor, employer, month, contract, hours, training, claim in frame.select(columns).iter_rows():
        found[Unit(contractor, employer, month)][contract, hours, training or 0, claim] += 1
    return dict(found)
