"""A decision on a correction taken back, by whoever took it, while nothing later stands on it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from clauses import audit
from clauses.audit import Journal
from clauses.db import one_at_a_time
from clauses.errors import Conflict, NotFound
from clauses.hours.actions import require_open
from clauses.hours.models import Contract, Declaration, Line
from clauses.hours.rules import DeclarationState, LineState
from clauses.hours.undoing import came_in_waiting

_ACCEPTED, _REFUSED, _UNDONE = "accept", "refuse", "undo"
_SUBJECT = "declaration"


@dataclass(frozen=True)
class Decided:
    """The decision in force on a correction. ``told`` is what the journal keeps of it."""

    accepted: bool
    by: str
    at: datetime
    told: dict[str, Any]


def decision_on(session: Session, declaration_id: int) -> Decided | None:
    """What was decided of a correction, and not taken back since; None while it waits."""
    acts = select(Journal).where(
        col(Journal.subject) == _SUBJECT,
        col(Journal.subject_id) == declaration_id,
        col(Journal.act).in_((_ACCEPTED, _REFUSED, _UNDONE)),
    )
    last = session.exec(acts.order_by(col(Journal.number).desc()).limit(1)).first()
    if last is None or last.act == _UNDONE:
        return None
    return Decided(last.act == _ACCEPTED, last.author, last.at, json.loads(last.details))


def undo_correction(session: Session, *, declaration_id: int, by: str) -> None:
    """Makes a decided correction wait again; of an accepted one, the version that it replaced is in force again.

    Lines go back to what they were: validated by whoever had validated them, refused, waiting. Ends of contracts too.

    Raises ``NotFound``; ``Conflict`` when it was not decided, was by somebody else, in a locked month, or when
    something later stands on it: another version, a line decided, an end of contract changed since.
    """
    one_at_a_time(session)
    version = session.exec(
        select(Declaration).where(col(Declaration.id) == declaration_id).execution_options(populate_existing=True)
    ).one_or_none()
    if version is None:
        raise NotFound("Cette correction n'existe pas.")
    decided = decision_on(session, declaration_id)
    if decided is None:
        raise Conflict(
            "Cette correction n'est pas décidée : il n'y a rien à annuler. Rechargez la page.", code="hours.not_decided"
        )
    if decided.by != by:
        raise Conflict(
            "Une décision est reprise par la personne qui l'a prise. Demandez-le-lui.", code="hours.not_your_decision"
        )
    require_open(session, version.month)
    _require_last(session, version, DeclarationState.CURRENT if decided.accepted else DeclarationState.REFUSED)
    if decided.accepted:
        _restore(session, version, decided.told)
    version.state = DeclarationState.PROPOSED
    audit.record(session, _UNDONE, by=by, subject=_SUBJECT, subject_id=declaration_id)
    session.flush()


def _require_last(session: Session, version: Declaration, state: DeclarationState) -> None:
    """Raises ``Conflict`` where a later version was sent, or a line of this one was decided."""
    later = select(col(Declaration.id)).where(
        col(Declaration.contractor_id) == version.contractor_id,
        col(Declaration.employer_id) == version.employer_id,
        col(Declaration.month) == version.month,
        col(Declaration.version) > version.version,
    )
    if version.state is not state or session.exec(later.limit(1)).first() is not None:
        raise Conflict("Ce mois a été envoyé de nouveau depuis : décidez du dernier envoi.", code="hours.later_version")
    decided = select(col(Line.id)).where(
        col(Line.declaration_id) == version.id, col(Line.state).in_((LineState.VALIDATED, LineState.REJECTED))
    )
    if session.exec(decided.limit(1)).first() is not None:
        raise Conflict(
            "Des heures de cette correction sont déjà validées ou refusées. Annulez d'abord ces décisions, "
            "dans « À valider ».",
            code="hours.lines_decided",
        )


def _restore(session: Session, version: Declaration, told: dict[str, Any]) -> None:
    """Puts the version that was replaced in force again, with its lines and the ends of its contracts."""
    _give_back_ends(session, version, told.get("contract_ends", {}), told.get("former_ends", {}))
    former = session.get_one(Declaration, int(told["replaces"]), populate_existing=True)
    version.state = DeclarationState.PROPOSED
    session.flush()  # one version in force at most, at every statement
    former.state = DeclarationState.CURRENT
    lines = session.exec(
        select(Line).where(col(Line.declaration_id) == former.id).execution_options(populate_existing=True)
    )
    for line in lines:
        line.state = _state_before(session, line, former)
        line.version += 1
    session.flush()


def _state_before(session: Session, line: Line, declaration: Declaration) -> LineState:
    """What a line was before it was set aside, from what it keeps of it."""
    if line.validated_by is not None:
        return LineState.VALIDATED
    if line.reason:
        return LineState.REJECTED
    waits = line.contract_id is None or came_in_waiting(session, line, declaration)
    return LineState.TO_CHECK if waits else LineState.SUBMITTED


def _give_back_ends(
    session: Session, version: Declaration, given: dict[str, str], former: dict[str, str | None]
) -> None:
    """Ends of contracts as they were; the lines of the correction keep again the ends that they gave."""
    for number, day in given.items():
        contract = session.get_one(Contract, int(number), populate_existing=True)
        if number not in former or contract.ends_on != date.fromisoformat(day):
            raise Conflict(
                "La fin d'un contrat a changé depuis cette décision : déposez plutôt le mois de nouveau.",
                code="hours.contract_changed",
            )
        before = former[number]
        contract.ends_on = None if before is None else date.fromisoformat(before)
        lines = select(Line).where(col(Line.declaration_id) == version.id, col(Line.contract_id) == contract.id)
        for line in session.exec(lines.execution_options(populate_existing=True)):
            line.claim = json.dumps({"ends_on": day})
