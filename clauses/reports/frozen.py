"""A bilan frozen in the journal: numbered by its act, sealed with it, compared later with what it would be now.

Only figures are kept, the JSON of the contract: no person is named. The journal cannot be rewritten, so neither can it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from clauses import audit
from clauses.audit import Journal
from clauses.reports.as_json import shape
from clauses.reports.figures import Bilan

ACT, SUBJECT = "freeze", "bilan"


@dataclass(frozen=True)
class Difference:
    """A figure that is no longer what was frozen; None where there was, or is, no such row."""

    name: str
    frozen: Any
    now: Any


def freeze(session: Session, bilan: Bilan, *, by: str) -> int:
    """Writes the figures in the journal; the number under which they are found again."""
    figures = shape(bilan)
    return audit.record(session, ACT, by=by, subject=SUBJECT, figures=figures, sha256=seal_of(figures)).number


def figures_of(act: Journal) -> dict[str, Any]:
    """The figures that an act froze."""
    found: dict[str, Any] = json.loads(act.details)["figures"]
    return found


def seal_of(figures: Mapping[str, Any]) -> str:
    """The SHA-256 of frozen figures, the same whatever the order of their rows."""
    return hashlib.sha256(json.dumps(figures, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def differences(frozen: Mapping[str, Any], now: Mapping[str, Any]) -> list[Difference]:
    """What changed since, figure by figure; the sentences of the checks are left out."""
    before, after = dict(_flat(frozen)), dict(_flat(now))
    names = [*before, *(name for name in after if name not in before)]
    return [
        Difference(name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)
    ]


def _flat(figures: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in figures.items():
        if name == "checks" and not above:
            continue
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value
