"""Lines that wait for somebody's name to be settled, given to the person that was meant; and taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, delete, func, insert, true
from sqlmodel import Session, col, select

from clauses.dates import last_day
from clauses.errors import Conflict
from clauses.hours.models import Contract, Declaration, Line, LockedMonth
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.models import Contractor
from clauses.people.rules import Name
from clauses.questions.absorbing import Step
from clauses.questions.rules import Claimed
from clauses.reference.rules import ContractKind, EmployerKind, Modality

_IN_PLAY = (DeclarationState.CURRENT, DeclarationState.PROPOSED)


@dataclass(frozen=True)
class Waiting:
    """A line to check, what its row said, and where it stands."""

    line: Line
    declaration: Declaration
    lot_id: int
    claim: Mapping[str, str]


def waiting(session: Session, claimed: Claimed, *, among: ColumnElement[bool] | None = None) -> list[Waiting]:
    """The lines to check that name somebody this way; ``among`` keeps, before any is read, those that a reader sees."""
    found = session.exec(
        select(Line, Declaration, Contractor)
        .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
        .join(Contractor, col(Contractor.id) == col(Declaration.contractor_id))
        .where(
            col(Line.state) == LineState.TO_CHECK,
            col(Line.contract_id).is_(None),
            col(Line.claim).is_not(None),
            col(Declaration.state).in_(_IN_PLAY),
            true() if among is None else among,
        )
        .order_by(col(Line.id))
        .execution_options(populate_existing=True)
    ).all()
    lines = (
        Waiting(line, declaration, contractor.lot_id, json.loads(line.claim or "{}"))
        for line, declaration, contractor in found
    )
    return [each for each in lines if _names(each, claimed)]


def _names(each: Waiting, claimed: Claimed) -> bool:
    said = each.claim
    if Name.of(said.get("last_name", ""), said.get("first_name", "")) != claimed.name:
        return False
    if claimed.birth_date is None:
        return "birth_date" not in said and each.declaration.employer_id == claimed.employer_id
    return said.get("birth_date") == claimed.birth_date.isoformat()


def link(session: Session, claimed: Claimed, person_id: int) -> list[Step]:
    """Gives the lines of a claim to a person, under the contract that each row told, else the only one it can be.

    Lines of locked months, and those whose contract is not known either, go on waiting.
    """
    steps: list[Step] = []
    locked = set(session.exec(select(col(LockedMonth.month)).where(col(LockedMonth.reopened_at).is_(None))).all())
    for each in waiting(session, claimed):
        if each.declaration.month in locked:
            continue
        contract, made = _contract(session, each, person_id)
        if contract is None:
            continue
        steps += made
        line = each.line
        steps.append(
            {"did": "linked", "line": line.id, "contract": contract, "claim": line.claim, "blocking": line.blocking}
        )
        line.contract_id, line.state, line.claim = contract, LineState.SUBMITTED, None
        line.blocking = line.blocking or _claimed_elsewhere(session, each, person_id)
        line.version += 1
        session.add(line)
        session.flush()
    return steps


def _contract(session: Session, each: Waiting, person_id: int) -> tuple[int | None, list[Step]]:
    said, employer = each.claim, each.declaration.employer_id
    if "contract_kind" not in said or "starts_on" not in said:
        return _only_open(session, each, person_id), []
    kind, starts = ContractKind(said["contract_kind"]), date.fromisoformat(said["starts_on"])
    same = select(Contract.id).where(
        col(Contract.person_id) == person_id,
        col(Contract.employer_id) == employer,
        col(Contract.kind) == kind,
        col(Contract.starts_on) == starts,
    )
    known = session.exec(same).one_or_none()
    if known is not None:
        return known, []
    values = {
        "person_id": person_id,
        "employer_id": employer,
        "employer_kind": EmployerKind(said["employer_kind"]) if "employer_kind" in said else None,
        "kind": kind,
        "starts_on": starts,
        "ends_on": date.fromisoformat(said["ends_on"]) if "ends_on" in said else None,
        "job": said.get("job"),
        "modality": Modality(said["modality"]) if "modality" in said else None,
    }
    made = int(session.execute(insert(Contract).values(values).returning(col(Contract.id))).scalar_one())
    return made, [{"did": "added", "table": "contract", "id": made}]


def _only_open(session: Session, each: Waiting, person_id: int) -> int | None:
    """The one contract of that employer on that lot that runs in the month and agrees with what the row told."""
    month, said = each.declaration.month, each.claim
    found = session.exec(
        select(Contract.id)
        .join(Line, col(Line.contract_id) == col(Contract.id))
        .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
        .join(Contractor, col(Contractor.id) == col(Declaration.contractor_id))
        .where(
            col(Contract.person_id) == person_id,
            col(Contract.employer_id) == each.declaration.employer_id,
            col(Contract.starts_on) <= last_day(month),
            (col(Contract.ends_on).is_(None)) | (col(Contract.ends_on) >= month),
            col(Contractor.lot_id) == each.lot_id,
            col(Declaration.state) == DeclarationState.CURRENT,
            *([col(Contract.kind) == ContractKind(said["contract_kind"])] if "contract_kind" in said else []),
            *([col(Contract.starts_on) == date.fromisoformat(said["starts_on"])] if "starts_on" in said else []),
        )
        .distinct()
    ).all()
    return found[0] if len(found) == 1 else None


def _claimed_elsewhere(session: Session, each: Waiting, person_id: int) -> bool:
    """Whether the same hours of that person in that month already stand on another lot or from another employer."""
    if each.line.hours == 0:
        return False
    others = session.exec(
        select(func.count())
        .select_from(Line)
        .join(Contract, col(Contract.id) == col(Line.contract_id))
        .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
        .where(
            col(Contract.person_id) == person_id,
            col(Declaration.month) == each.declaration.month,
            col(Declaration.state) == DeclarationState.CURRENT,
            col(Declaration.id) != each.declaration.id,
            col(Line.hours) == each.line.hours,
            col(Line.state).in_([LineState.SUBMITTED, LineState.VALIDATED]),
        )
    ).one()
    return others > 0


def unlink(session: Session, steps: Sequence[Step]) -> None:
    """Puts lines back to be checked, then removes contracts and people that were added and serve nothing else.

    Raises ``Conflict`` when a line has been decided since.
    """
    for step in _of(steps, "linked"):
        line = session.get(Line, step["line"], populate_existing=True)
        if line is None or line.state is LineState.SUPERSEDED:
            continue  # its declaration was replaced since: what replaced it was judged on its own
        if line.state is not LineState.SUBMITTED or line.contract_id != step["contract"]:
            raise Conflict(
                f"La ligne {line.id} est « {line.state.label} » depuis : la décision ne peut plus être annulée. "
                "Annulez d'abord ce qui a été décidé de cette ligne.",
                code="questions.changed_since",
            )
        line.contract_id, line.state, line.claim = None, LineState.TO_CHECK, step["claim"]
        line.blocking = step["blocking"]
        line.version += 1
        session.add(line)
    session.flush()
    for step in _of(steps, "added"):
        if step["table"] == "contract" and not _serves(session, step["id"]):
            session.execute(delete(Contract).where(col(Contract.id) == step["id"]))


def _of(steps: Sequence[Step], did: str) -> Iterator[Step]:
    return (step for step in reversed(steps) if step["did"] == did)


def _serves(session: Session, contract_id: int) -> bool:
    return session.exec(select(Line.id).where(col(Line.contract_id) == contract_id).limit(1)).first() is not None
