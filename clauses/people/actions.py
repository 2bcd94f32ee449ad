"""People recorded, with where they lived, their time in the PLIE and their orientations.

These verbs write in the caller's transaction; an import's run, or the page's own act, is what the journal keeps.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import insert, update
from sqlmodel import Session, col

from clauses import audit
from clauses.db import upsert
from clauses.errors import Conflict, NotFound, Unusable
from clauses.people.models import Evidence, Opinion, Orientation, Participation, Person, Residence
from clauses.people.publics import Criterion
from clauses.people.rules import Name
from clauses.reference.rules import Decision


def add_people(session: Session, people: Sequence[Mapping[str, Any]]) -> list[int]:
    """Adds people (columns of `Person` but the keys, made here); their ids, in the same order."""
    if not people:
        return []
    statement = insert(Person).returning(col(Person.id), sort_by_parameter_order=True)
    rows = [{**person, **_keys(person)} for person in people]
    return [int(number) for number in session.execute(statement, rows).scalars()]


def _keys(person: Mapping[str, Any]) -> dict[str, str]:
    name = Name.of(person["last_name"], person["first_name"])
    return {"last_key": name.last or person["last_name"], "first_key": name.first or person["first_name"]}


def change_person(session: Session, person_id: int, **values: Any) -> None:
    """Writes what is said of someone recorded; the name and birth date are not changed by an import."""
    session.execute(update(Person).where(col(Person.id) == person_id).values(**values))


def record_residences(session: Session, residences: Sequence[Mapping[str, Any]]) -> None:
    """Adds where people lived since a day, or corrects what was said of that day."""
    upsert(session, Residence, residences, ("person_id", "since"))


def record_participations(session: Session, participations: Sequence[Mapping[str, Any]]) -> None:
    """Adds times in the PLIE by their start, or moves their end."""
    upsert(session, Participation, participations, ("person_id", "starts_on"))


def record_orientations(session: Session, orientations: Sequence[Mapping[str, Any]]) -> None:
    """Adds orientations by person, day and sector, or writes what was decided of them."""
    upsert(session, Orientation, orientations, ("person_id", "oriented_on", "sector"))


def decide_orientation(
    session: Session,
    row: Orientation,
    *,
    decision: Decision,
    decided_on: date,
    reason: str | None,
    today: date,
    by: str,
) -> None:
    """Writes what is decided of an orientation. Raises ``Unusable`` without the reason of a refusal
    (« orientation.reason »), and for a day before the orientation or to come (« orientation.decided_on »)."""
    if decision is Decision.NOT_INTEGRATED and not (reason or "").strip():
        raise Unusable("Dites pourquoi la personne n'est pas intégrée.", code="orientation.reason")
    if not row.oriented_on <= decided_on <= today:
        raise Unusable(
            "Une décision vient après l'orientation, et pas dans le futur. Corrigez sa date.",
            code="orientation.decided_on",
        )
    row.decision, row.decided_on, row.reason = decision, decided_on, reason
    session.add(row)
    session.flush()
    audit.record(session, "decide", by=by, subject="orientation", subject_id=row.id)


def record_evidence(
    session: Session,
    *,
    person_id: int,
    criterion: Criterion,
    document: str,
    evidence_on: date,
    holds: bool = True,
    until: date | None = None,
    by: str,
) -> int:
    """Keeps what a document says of a criterion, beside those before it; its id.

    Raises ``Conflict`` without a document. The journal keeps who and when, not the criterion: some of them are health
    or justice data.
    """
    if not document.strip():
        raise Conflict("Dites quel document établit ce critère.", code="eligibility.no_document")
    if until is not None and until < evidence_on:
        raise Conflict("Le document finit avant sa propre date. Corrigez l'une des deux.", code="eligibility.dates")
    row = Evidence(
        person_id=person_id,
        criterion=criterion,
        holds=holds,
        document=document.strip(),
        evidence_on=evidence_on,
        until=until,
        author=by,
        at=datetime.now(UTC),
    )
    return _kept(session, row, by=by)


def give_opinion(
    session: Session,
    *,
    person_id: int,
    eligible: bool,
    decided_on: date,
    reason: str,
    until: date | None = None,
    by: str,
) -> int:
    """Keeps the reasoned opinion of a facilitateur; its id. Raises ``Conflict`` without a reason."""
    if not reason.strip():
        raise Conflict(
            "Dites pourquoi : un avis sans raison ne vaut rien devant un contrôle.", code="eligibility.reason"
        )
    if until is not None and until < decided_on:
        raise Conflict("L'avis finit avant d'avoir été donné. Corrigez l'une des deux dates.", code="eligibility.dates")
    row = Opinion(
        person_id=person_id,
        eligible=eligible,
        decided_on=decided_on,
        until=until,
        reason=reason.strip(),
        author=by,
        at=datetime.now(UTC),
    )
    return _kept(session, row, by=by)


def withdraw(session: Session, row: Evidence | Opinion, *, by: str) -> None:
    """Sets aside what was recorded by mistake; it stays readable. Raises ``Conflict`` the second time."""
    session.refresh(row, with_for_update=True)
    if row.withdrawn_at is not None:
        raise Conflict("Cette pièce a déjà été retirée. Rechargez la page.", code="eligibility.withdrawn")
    row.withdrawn_by, row.withdrawn_at = by, datetime.now(UTC)
    audit.record(session, "withdraw", by=by, subject=type(row).__name__.lower(), subject_id=row.id)
    session.flush()


def _kept(session: Session, row: Evidence | Opinion, *, by: str) -> int:
    if session.get(Person, row.person_id) is None:
        raise NotFound("Cette personne n'existe pas.")
    session.add(row)
    session.flush()
    audit.record(session, "record", by=by, subject=type(row).__name__.lower(), subject_id=row.id)
    return int(row.id or 0)
