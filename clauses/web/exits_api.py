"""Exits, for programs: facts recorded and judged by their protocol, then what somebody decides of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from litestar import Response
from litestar.params import FromPath, FromQuery, JSONBody
from pydantic import Field
from sqlmodel import Session

from clauses import audit
from clauses.access.lists import Wanted
from clauses.access.recorded import number_of
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.errors import Conflict, Invalid
from clauses.files.rules import FileKind
from clauses.pathways.actions import record_exits
from clauses.pathways.deciding import Decision, departs
from clauses.pathways.models import Exit
from clauses.pathways.protocols import ExitReason, Protocol
from clauses.pathways.recording import SaidExit, judged, unsayable
from clauses.people.models import Person
from clauses.privacy.mentions import names
from clauses.reference.rules import ContractKind, EmployerKind
from clauses.web.api_parts import (
    AnyRequest,
    Cursor,
    Given,
    IfMatch,
    Limit,
    Listing,
    LongText,
    Once,
    Shown,
    Sort,
    Text,
    acts,
    adds,
    changes,
    hundredths_of,
    one,
    page,
    shows,
)
from clauses.web.api_writes import change, create, decide, given, required
from clauses.web.rule import every, on
from clauses.web.typed_entries import SHEET, typed
from clauses.web.visitors import place_of, today
from clauses.words import tidy

TAG = "Sorties"
Hours = Annotated[str, Field(max_length=20, examples=["35.00"])]


class ExitShown(Shown):
    """Somebody leaving: what was decided, and what the protocol would have said. A prescripteur reads the outcome."""

    id: int
    person_id: int
    exited_on: date
    reason: ExitReason
    decided: bool
    decided_on: date | None = None
    contract_kind: ContractKind | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    employer: str | None = None
    protocol: Protocol | None = None
    verdict_positive: bool | None = None
    verdict_reason: str | None = None


class ExitFactsGiven(Given):
    """The facts of an exit, that its protocol judges."""

    contract_kind: ContractKind | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    weekly_hours: Hours | None = None
    part_time_agreed: bool = False
    aided: bool = False
    employer: Text | None = None
    employer_kind: EmployerKind | None = None
    job: Text | None = None
    certified_on: date | None = None
    registered_on: date | None = None
    evidence: LongText | None = None


class ExitGiven(ExitFactsGiven):
    """Somebody who leaves. ``protocol``: the one in force that day, without it."""

    exited_on: date
    reason: ExitReason
    protocol: Protocol | None = None


class ExitChange(ExitFactsGiven):
    """The facts that change, while nothing is decided; who, and when, stay."""

    reason: ExitReason | None = None


class ExitDecision(Given):
    """The motive that counts, and since when. ``why`` goes to the journal: it is asked where the decision departs from
    what the protocol says, or from an earlier one. It names nobody."""

    reason: ExitReason
    decided_on: date
    why: LongText | None = None


_OUTCOME = {"id", "person_id", "exited_on", "reason", "decided"}
_FACTS = ("exited_on", "reason", "decided_on", "protocol", *ExitFactsGiven.model_fields)


def _shown(_session: Session, scope: Scope, rows: Sequence[Exit]) -> list[ExitShown]:
    narrow = all(grant.fields for _, grant in scope.rights(Resource.EXIT, Act.READ))
    shown = [ExitShown.model_validate(row) for row in rows]
    return [ExitShown(**exit_.model_dump(include=_OUTCOME)) for exit_ in shown] if narrow else shown


@shows("/api/exits", every(Resource.EXIT), TAG)
def list_exits(
    request: AnyRequest,
    sort: Sort = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    person_id: FromQuery[int | None] = None,
    reason: FromQuery[ExitReason | None] = None,
    decided: FromQuery[bool | None] = None,
) -> Listing[ExitShown]:
    """Les sorties que l'on peut voir."""
    filters = {"person_id": person_id, "reason": reason, "decided": decided}
    return page(request, Exit, _shown, Wanted("", sort, cursor, limit, filters))


@shows("/api/exits/{number:int}", on(Exit, "number"), TAG)
def get_exit(request: AnyRequest, number: FromPath[int]) -> Response[ExitShown]:
    """Une sortie."""
    return one(request, Exit, number, _shown)


@adds("/api/people/{number:int}/exits", on(Person, "number", Act.CREATE, resource=Resource.EXIT), TAG)
def create_exit(
    request: AnyRequest, number: FromPath[int], data: JSONBody[ExitGiven], once: Once = None
) -> Response[ExitShown]:
    """Enregistre la sortie d'une personne, à décider ; le protocole dit ce qu'il en dirait."""
    place = place_of(request)

    def write(session: Session, scope: Scope) -> int:
        if number_of(session, Exit, person_id=number, exited_on=data.exited_on) is not None:
            raise Conflict("Cette sortie est déjà enregistrée. Modifiez celle qui existe.", code="exit.exists")
        origin = _typed(typed(session, place, scope, kind=FileKind.EXITS, data=data))
        _write(session, number, data.model_dump(), origin)
        return number_of(session, Exit, person_id=number, exited_on=data.exited_on) or 0

    return create(request, data, Exit, _shown, write, subject="exit", where="/api/exits")


def _typed(run_id: int) -> dict[str, Any]:
    return {"run_id": run_id, "sheet": SHEET, "row": 1}


def _write(session: Session, person_id: int, said: Mapping[str, Any], origin: Mapping[str, Any]) -> None:
    """Writes what is said of an exit, judged; raises `Invalid` for what no file of exits could say either."""
    facts = dict(said)
    if isinstance(facts["weekly_hours"], str):
        facts["weekly_hours"] = hundredths_of(facts["weekly_hours"], field="weekly_hours")
    told = SaidExit(**facts)
    refused = unsayable(told.starts_on, told.ends_on)
    if refused is not None:
        words = refused.words[0].upper() + refused.words[1:]
        raise Invalid(words, field=refused.field, code=refused.code)
    record = judged(told, session.get_one(Person, person_id).birth_date, decision_told=True)
    record_exits(session, [{"person_id": person_id, "exited_on": told.exited_on, **vars(record), **origin}])


@changes("/api/exits/{number:int}", on(Exit, "number", Act.MODIFY), TAG)
def change_exit(
    request: AnyRequest, number: FromPath[int], data: JSONBody[ExitChange], version: IfMatch = None
) -> Response[ExitShown]:
    """Change les faits d'une sortie à décider ; le protocole les juge à nouveau."""
    place = place_of(request)

    def write(session: Session, scope: Scope, row: Exit) -> Sequence[str]:
        fields = given(data)
        required(fields, "reason")
        if row.decided:
            raise Conflict("Cette sortie est décidée : ses faits ne changent plus. Gardez-les.", code="exit.decided")
        origin = _typed(typed(session, place, scope, kind=FileKind.EXITS, data=data))
        _write(session, row.person_id, _said(row) | fields, origin)
        return list(fields)

    return change(request, Exit, number, _shown, write, subject="exit")


def _said(row: Exit) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _FACTS}


@acts("/api/exits/{number:int}/decision", on(Exit, "number", Act.DECIDE, programs=False), TAG)
def decide_exit(
    request: AnyRequest, number: FromPath[int], data: JSONBody[ExitDecision], version: IfMatch = None
) -> Response[ExitShown]:
    """Décide d'une sortie : le motif qui compte, quoi que dise le protocole."""

    def decision(session: Session, scope: Scope, row: Exit) -> None:
        if not row.exited_on <= data.decided_on <= today():
            raise Invalid(
                "Une décision vient après la sortie, et pas dans le futur. Corrigez sa date.", field="decided_on"
            )
        origin = {"run_id": row.run_id, "sheet": row.sheet, "row": row.row}
        before = Decision(row.reason, row.decided_on) if row.decided else None
        told = {"reason_text": row.reason_sent, "reason": data.reason, "decided_on": data.decided_on}
        _write(session, row.person_id, _said(row) | told, origin)
        session.refresh(row)
        details = _explained(session, row, data, before)
        audit.record(session, "decide", by=scope.author, subject="exit", subject_id=number, **details)

    return decide(request, Exit, number, _shown, decision, act=Act.DECIDE, read=True)


def _explained(session: Session, row: Exit, data: ExitDecision, before: Decision | None) -> dict[str, Any]:
    """What the journal keeps of a decision. Raises `Invalid` for one that departs without a word, or names somebody."""
    now, why = Decision(data.reason, data.decided_on), tidy(data.why or "")
    if departs(now, row.verdict_positive, before) and not why:
        words = "Cette décision s'écarte du protocole, ou de celle qui était enregistrée. Dites pourquoi."
        raise Invalid(words, field="why", code="exit.unexplained")
    if names(why, session.get_one(Person, row.person_id).model_dump()):
        words = "Le journal se garde toujours\u00a0: dites pourquoi sans nommer la personne."
        raise Invalid(words, field="why", code="exit.names_somebody")
    was = {} if before is None else {"before": before.as_kept()}
    return was | {"after": now.as_kept()} | ({"why": why} if why else {})


HANDLERS = [list_exits, get_exit, create_exit, change_exit, decide_exit]
