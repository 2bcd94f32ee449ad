"""What establishes that somebody is eligible, for programs: documents seen, the reasoned opinion that goes over them.

Nothing of it is rewritten: a new document is added beside the others, a slip is set aside and stays readable.
"""

from __future__ import annotations

from datetime import date, datetime

from litestar import Response
from litestar.params import FromPath, FromQuery, JSONBody
from sqlmodel import Session

from clauses import audit
from clauses.access.criteria import recordable, recorded, to_withdraw
from clauses.access.queries import REFUSED, found
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.db import reading, writing
from clauses.errors import Forbidden, Invalid
from clauses.people.actions import give_opinion, record_evidence, withdraw
from clauses.people.models import Evidence, Opinion, Person
from clauses.people.publics import PROTECTED, Criterion
from clauses.web.api_parts import AnyRequest, Given, LongText, Once, Shown, Text, acts, adds, shows, versioned
from clauses.web.api_writes import done_once
from clauses.web.rule import every, on
from clauses.web.visitors import asker, place_of

TAG = "Personnes"
_READS = on(Person, "number", Act.MODIFY, resource=Resource.CRITERIA)
"""Whoever keeps criteria up to date reads them whole; an employer, an operator and a prescriber do not."""


class EvidenceShown(Shown):
    """A document seen on a criterion; the latest day wins. ``protected``: it tells of health or of justice, and nothing
    shows but who checked it, and when."""

    id: int
    person_id: int
    protected: bool
    criterion: Criterion | None
    holds: bool | None
    document: str | None
    evidence_on: date
    until: date | None
    author: str
    at: datetime
    withdrawn_at: datetime | None


class EvidenceGiven(Given):
    """A document that somebody saw: what it is of, its date, whether it says that the criterion holds, until when."""

    criterion: Criterion
    document: Text
    evidence_on: date
    holds: bool = True
    until: date | None = None


class OpinionShown(Shown):
    """The reasoned opinion of a facilitateur; the last one goes over the criteria."""

    id: int
    person_id: int
    eligible: bool
    decided_on: date
    until: date | None
    reason: str
    author: str
    at: datetime
    withdrawn_at: datetime | None


class OpinionGiven(Given):
    """An opinion to give, and why: an opinion without a reason is worth nothing before a control."""

    eligible: bool
    decided_on: date
    reason: LongText
    until: date | None = None


def _evidence(row: Evidence) -> EvidenceShown:
    protected = row.criterion in PROTECTED
    hidden = {"criterion": None, "holds": None, "document": None} if protected else {}
    return EvidenceShown.model_validate(row.model_dump() | {"protected": protected} | hidden)


@shows("/api/people/{number:int}/criteria", _READS, TAG)
def list_criteria(
    request: AnyRequest, number: FromPath[int], protected: FromQuery[bool] = False
) -> list[EvidenceShown]:
    """Les documents vus sur les critères d'une personne. Ceux qui disent la santé ou la justice ne viennent que
    demandés (« protected »), sans leur contenu, et la lecture est journalisée."""
    scope = asker(request)
    if not protected:
        with reading(place_of(request).engine) as session:
            return [_evidence(row) for row in recorded(session, scope, Evidence, number)]
    with writing(place_of(request).engine) as session:
        found(session, scope, Person, number, resource=Resource.HEALTH)
        audit.record(session, "read_protected", by=scope.author, subject="person", subject_id=number)
        return [_evidence(row) for row in recorded(session, scope, Evidence, number, protected=True)]


@adds("/api/people/{number:int}/criteria", on(Person, "number", Act.CREATE, resource=Resource.CRITERIA), TAG)
def record_criterion(
    request: AnyRequest, number: FromPath[int], data: JSONBody[EvidenceGiven], once: Once = None
) -> Response[EvidenceShown]:
    """Enregistre ce qu'un document dit d'un critère, à côté de ceux d'avant."""

    def make(session: Session, scope: Scope) -> int:
        found(session, scope, Person, number, Act.CREATE, resource=Resource.CRITERIA)
        if data.criterion not in recordable(session, scope, number):
            raise Forbidden(REFUSED)
        _dated(data.evidence_on, data.until, scope.today, field="evidence_on")
        return record_evidence(session, person_id=number, by=scope.author, **data.model_dump())

    def show(session: Session, _scope: Scope, evidence_id: int) -> EvidenceShown:
        return _evidence(session.get_one(Evidence, evidence_id))

    return done_once(request, data, make, show)


def _dated(first: date, until: date | None, today: date, *, field: str) -> None:
    if first > today:
        raise Invalid("Cette date est à venir. Corrigez-la.", field=field)
    if until is not None and until < first:
        raise Invalid("La fin vient avant la date. Corrigez l'une des deux.", field="until")


@acts("/api/criteria/{number:int}/withdraw", every(Resource.CRITERIA, Act.MODIFY), TAG)
def withdraw_criterion(request: AnyRequest, number: FromPath[int]) -> Response[EvidenceShown]:
    """Retire ce qui a été enregistré par erreur d'un critère ; il reste lisible."""
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        row = to_withdraw(session, scope, Evidence, number)
        withdraw(session, row, by=scope.author)
        shown = _evidence(row)
    return versioned(shown)


@shows("/api/people/{number:int}/opinions", _READS, TAG)
def list_opinions(request: AnyRequest, number: FromPath[int]) -> list[OpinionShown]:
    """Les avis motivés sur l'éligibilité d'une personne, le dernier d'abord."""
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        return [OpinionShown.model_validate(row) for row in recorded(session, scope, Opinion, number)]


@adds(
    "/api/people/{number:int}/opinions",
    on(Person, "number", Act.DECIDE, resource=Resource.ELIGIBILITY, programs=False),
    TAG,
)
def add_opinion(
    request: AnyRequest, number: FromPath[int], data: JSONBody[OpinionGiven], once: Once = None
) -> Response[OpinionShown]:
    """Donne l'avis motivé du facilitateur, qui passe avant les critères."""

    def make(session: Session, scope: Scope) -> int:
        found(session, scope, Person, number, Act.DECIDE, resource=Resource.ELIGIBILITY)
        _dated(data.decided_on, data.until, scope.today, field="decided_on")
        return give_opinion(session, person_id=number, by=scope.author, **data.model_dump())

    def show(session: Session, _scope: Scope, opinion_id: int) -> OpinionShown:
        return OpinionShown.model_validate(session.get_one(Opinion, opinion_id))

    return done_once(request, data, make, show)


@acts("/api/opinions/{number:int}/withdraw", every(Resource.ELIGIBILITY, Act.DECIDE, programs=False), TAG)
def withdraw_opinion(request: AnyRequest, number: FromPath[int]) -> Response[OpinionShown]:
    """Retire un avis donné par erreur ; il reste lisible."""
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        row = to_withdraw(session, scope, Opinion, number)
        withdraw(session, row, by=scope.author)
        shown = OpinionShown.model_validate(row)
    return versioned(shown)


HANDLERS = [
    list_criteria, record_criterion, withdraw_criterion,
    list_opinions, add_opinion, withdraw_opinion,
]  # fmt: skip
