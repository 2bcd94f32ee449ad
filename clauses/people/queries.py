"""What eligibility is decided from: the facts of many people, in a number of queries that does not grow with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import CompoundSelect, select
from sqlmodel import Session, col

from clauses.people.eligibility import Override, PersonFacts, Proof
from clauses.people.models import Evidence, Opinion, Orientation, Participation, Person, Residence
from clauses.people.rules import Name
from clauses.reference.models import Parameter
from clauses.reference.parameters import BUILT_IN, Dated, Family
from clauses.reference.rules import Decision

_AT_ONCE = 5_000


def facts_of(session: Session, people: Iterable[int]) -> dict[int, PersonFacts]:
    """The facts of each of these people who is recorded. Six queries for every five thousand of them."""
    ids = sorted(set(people))
    found: dict[int, PersonFacts] = {}
    for start in range(0, len(ids), _AT_ONCE):
        found |= _facts(session, ids[start : start + _AT_ONCE])
    return found


def same_without_identifier(session: Session, who: Mapping[str, Any]) -> int | None:
    """The id of who is recorded under this very name and birth date, without an identifier; there is one at most."""
    name = Name.of(who["last_name"], who["first_name"])
    return session.execute(
        select(col(Person.id)).where(
            col(Person.identifier).is_(None),
            col(Person.last_key) == name.last,
            col(Person.first_key) == name.first,
            col(Person.birth_date) == who["birth_date"],
        )
    ).scalar()


def doubted_people() -> CompoundSelect[int]:
    """The ids of those of whom a document or an opinion in force says no, at least once: nobody else is refused."""
    documents = select(col(Evidence.person_id)).where(
        col(Evidence.holds).is_(False), col(Evidence.withdrawn_at).is_(None)
    )
    opinions = select(col(Opinion.person_id)).where(
        col(Opinion.eligible).is_(False), col(Opinion.withdrawn_at).is_(None)
    )
    return documents.union(opinions)


def known_values(session: Session) -> tuple[Dated, ...]:
    """The built-in dated values, then those that the territory sets over them."""
    own = session.scalars(select(Parameter).order_by(col(Parameter.id))).all()
    return (*BUILT_IN, *(Dated(row.family, row.name, row.since, row.value, row.source) for row in own))


def reference_rates(session: Session) -> list[str]:
    """The names of the rates that have a value, whatever its day: what a penalty may be a multiple of."""
    return sorted({one.name for one in known_values(session) if one.family is Family.REFERENCE_RATE})


def _facts(session: Session, ids: Sequence[int]) -> dict[int, PersonFacts]:
    validated = _by_person(
        session.execute(
            select(col(Orientation.person_id), col(Orientation.oriented_on)).where(
                col(Orientation.person_id).in_(ids), col(Orientation.decision) == Decision.VALIDATED
            )
        )
    )
    times = _by_person(
        session.execute(
            select(col(Participation.person_id), col(Participation.starts_on), col(Participation.ends_on)).where(
                col(Participation.person_id).in_(ids)
            )
        )
    )
    homes: dict[int, dict[date, bool]] = defaultdict(dict)
    for home in session.scalars(select(Residence).where(col(Residence.person_id).in_(ids))).all():
        homes[home.person_id][home.since] = home.qpv_key is not None
    proofs: dict[int, list[Proof]] = defaultdict(list)
    kept = select(Evidence).where(col(Evidence.person_id).in_(ids), col(Evidence.withdrawn_at).is_(None))
    for proof in session.scalars(kept.order_by(col(Evidence.id))).all():
        proofs[proof.person_id].append(
            Proof(proof.criterion, proof.holds, proof.document, proof.evidence_on, proof.until)
        )
    overrides: dict[int, list[Override]] = defaultdict(list)
    given = select(Opinion).where(col(Opinion.person_id).in_(ids), col(Opinion.withdrawn_at).is_(None))
    for opinion in session.scalars(given.order_by(col(Opinion.id))).all():
        overrides[opinion.person_id].append(
            Override(opinion.eligible, opinion.decided_on, opinion.reason, opinion.author, opinion.until)
        )
    people = session.execute(
        select(col(Person.id), col(Person.birth_date), col(Person.unemployed_since), col(Person.rsa), col(Person.rqth))
        .where(col(Person.id).in_(ids))
    )  # fmt: skip
    return {
        person: PersonFacts(
            birth_date=born,
            validated=tuple(day for (day,) in validated.get(person, ())),
            participations=tuple((start, end) for start, end in times.get(person, ())),
            unemployed_since=unemployed,
            rsa=rsa,
            rqth=rqth,
            in_qpv=homes.get(person, {}),
            proofs=tuple(proofs.get(person, ())),
            overrides=tuple(overrides.get(person, ())),
        )
        for person, born, unemployed, rsa, rqth in people
    }


def _by_person(rows: Iterable[Any]) -> Mapping[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for person, *rest in rows:
        found[person].append(tuple(rest))
    return found
