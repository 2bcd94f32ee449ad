"""Dated values that everybody may read: rates, shares, ages of evidence; none is about anybody."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from clauses.people.queries import known_values
from clauses.reference.parameters import Dated


def values_in_force(session: Session, on: date) -> list[Dated]:
    """The values in force at a day, by family and name: the last one begun, a territory's own over a built-in one."""
    last: dict[tuple[str, str], Dated] = {}
    for one in known_values(session):
        key = (one.family.value, one.name)
        if one.since <= on and (key not in last or last[key].since <= one.since):
            last[key] = one
    return [last[key] for key in sorted(last)]
