"""Which fields of whom: the parts of what is known of people, each with its own row of the matrix."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlmodel import Session, col, select

from clauses.access import conditions as on
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.people.models import Person, Residence

PARTS: Final[Mapping[Resource, frozenset[str]]] = {
    Resource.CONTACT: frozenset({"jobs", "skills", "licences", "mobility_km", "available_on"}),
    Resource.ADDRESS: frozenset({"commune", "in_qpv", "address"}),
    Resource.CRITERIA: frozenset({"rsa", "unemployed_since", "education_level", "french_level", "work_permit_until"}),
}
"""The columns of each part. RQTH (`Resource.HEALTH`) is in none: it is read alone, and traced."""


def fields_shown(session: Session, scope: Scope, people: Sequence[int]) -> dict[int, frozenset[str]]:
    """The fields that ``scope`` may see of each of these people: one query a right, however many people."""
    seen: dict[int, set[str]] = defaultdict(set)
    for part, names in PARTS.items():
        for standing, grant in scope.rights(part, Act.READ):
            shown = names & grant.fields if grant.fields else names
            if not shown:
                continue
            reached = select(Person.id).where(col(Person.id).in_(people), on.person(standing, grant.reach, scope.today))
            for number in session.exec(reached).all():
                seen[number or 0] |= shown
    return {number: frozenset(seen[number]) for number in people}


@dataclass(frozen=True)
class Home:
    """Where somebody lives at a day. ``qpv`` is the quartier prioritaire, by its name where it has one."""

    since: date
    address: str | None
    postal_code: str | None
    commune: str | None
    qpv: str | None


def homes(session: Session, people: Sequence[int], day: date) -> dict[int, Home]:
    """The home of each of these people that day, the last one known before it: one query."""
    lived = (
        select(Residence)
        .where(col(Residence.person_id).in_(people), col(Residence.since) <= day)
        .order_by(col(Residence.person_id), col(Residence.since))
    )
    return {
        one.person_id: Home(one.since, one.address, one.postal_code, one.commune, one.qpv_name or one.qpv_key)
        for one in session.exec(lived).all()
    }
