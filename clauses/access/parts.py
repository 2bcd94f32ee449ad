"""Which parts of somebody's file show: each resource of the matrix, and the fields that a grant keeps to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlmodel import Session, col

from clauses.access import conditions as on
from clauses.access.queries import narrowed
from clauses.accounts.matrix import Resource
from clauses.accounts.scope import Scope
from clauses.people.models import Person

PARTS: Final[Mapping[str, tuple[Resource, str]]] = {
    "contact": (Resource.CONTACT, ""),
    "address": (Resource.ADDRESS, ""),
    "commune": (Resource.ADDRESS, "commune"),
    "in_qpv": (Resource.ADDRESS, "in_qpv"),
    "criteria": (Resource.CRITERIA, ""),
    "eligible": (Resource.CRITERIA, "eligible"),
    "french_level": (Resource.CRITERIA, "french_level"),
    "health": (Resource.HEALTH, ""),
    "orientations": (Resource.ORIENTATION, ""),
    "exits": (Resource.EXIT, ""),
    "proofs": (Resource.PROOF, ""),
    "outcome": (Resource.EXIT, "outcome"),
}
"""Name of a part → the resource that it is, and the field of it (empty: the whole of it)."""


def parts_of(session: Session, scope: Scope, person_id: int) -> frozenset[str]:
    """The parts of one person's file that show. One query."""
    columns = [on.showing(scope, resource, field).label(name) for name, (resource, field) in PARTS.items()]
    found = session.execute(
        narrowed(scope, Person).where(col(Person.id) == person_id).with_only_columns(col(Person.id), *columns)
    ).one_or_none()
    return frozenset() if found is None else frozenset(name for name in PARTS if getattr(found, name))
