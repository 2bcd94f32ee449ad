"""Two versions of a declaration, line by line, as data: what came, what went, what changed, field by field. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clauses.quantities import exact
from clauses.reference.rules import ContractKind


@dataclass(frozen=True)
class LineFacts:
    """A line as compared. ``who`` tells whose hours they are: a person's id, or the name that a row to check gave.

    ``hours`` and ``training`` are hundredths of an hour; ``sheet``, ``row`` and ``column`` are where the file said so,
    which changes nothing.
    """

    who: str
    name: str
    kind: ContractKind | None
    starts_on: date | None
    hours: int
    training: int = 0
    sheet: str = ""
    row: int = 0
    column: str = ""

    @property
    def contract(self) -> tuple[str, str, str]:
        """Under which contract: what two lines of the same hours have in common, whatever they say of them."""
        return self.who, self.kind or "", self.starts_on.isoformat() if self.starts_on else ""

    def as_json(self) -> dict[str, Any]:
        """For programs: hours as exact text."""
        return {
            "person": self.name,
            "contract_kind": self.kind.value if self.kind else None,
            "starts_on": self.starts_on.isoformat() if self.starts_on else None,
            "hours": exact(self.hours),
            "training": exact(self.training),
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
        }


COMPARED = ("kind", "starts_on", "hours", "training")


@dataclass(frozen=True)
class Changed:
    """The same person's line in the two versions; ``fields`` are the names of `COMPARED` that differ."""

    before: LineFacts
    after: LineFacts
    fields: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """For programs: each field that changed, before and after."""
        return {
            "before": self.before.as_json(),
            "after": self.after.as_json(),
            "fields": ["contract_kind" if name == "kind" else name for name in self.fields],
        }


@dataclass(frozen=True)
class Difference:
    """What one version says and the other does not; ``hours`` is what the total gains, in hundredths."""

    added: tuple[LineFacts, ...]
    removed: tuple[LineFacts, ...]
    changed: tuple[Changed, ...]
    unchanged: tuple[LineFacts, ...]

    @property
    def hours(self) -> int:
        """What the hours of work gain, or lose."""
        came = sum(line.hours for line in self.added) - sum(line.hours for line in self.removed)
        return came + sum(each.after.hours - each.before.hours for each in self.changed)

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "hours": exact(self.hours),
            "added": [line.as_json() for line in self.added],
            "removed": [line.as_json() for line in self.removed],
            "changed": [each.as_json() for each in self.changed],
            "unchanged": len(self.unchanged),
        }


def difference(before: Sequence[LineFacts], after: Sequence[LineFacts]) -> Difference:
    """Every line of both versions, once: the same first, then those of one contract, then of one person, in order."""
    left, right = list(before), list(after)
    unchanged = _paired(left, right, lambda line: (line.contract, line.hours, line.training))
    pairs = _paired(left, right, lambda line: line.contract) + _paired(left, right, lambda line: line.who)
    return Difference(
        added=tuple(right),
        removed=tuple(left),
        changed=tuple(Changed(one, other, _fields(one, other)) for one, other in pairs),
        unchanged=tuple(other for _, other in unchanged),
    )


def _paired(left: list[LineFacts], right: list[LineFacts], key: Any) -> list[tuple[LineFacts, LineFacts]]:
    """Takes from both lists the lines that share a key, one with one, in their order."""
    waiting: dict[Any, list[LineFacts]] = defaultdict(list)
    for line in left:
        waiting[key(line)].append(line)
    pairs, alone = [], []
    for line in right:
        if waiting[key(line)]:
            pairs.append((waiting[key(line)].pop(0), line))
        else:
            alone.append(line)
    right[:] = alone
    left[:] = [line for lines in waiting.values() for line in lines]
    return pairs


def _fields(one: LineFacts, other: LineFacts) -> tuple[str, ...]:
    return tuple(name for name in COMPARED if getattr(one, name) != getattr(other, name))
