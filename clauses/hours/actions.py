"""Hours declared, validated, refused; corrections accepted; months locked and reopened.

Every verb is signed (``by``) and leaves its act in the journal, except inside an import, whose run is the act.
A decision waits for the import under way, and an import for the decisions: each would otherwise judge what the other is
changing. What the session knew before it waited is read again.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
from sqlalchemy import update
from sqlmodel import Session, SQLModel, col, select

from clauses import audit
from clauses.bulk import insert_frame, insert_rows, reserve_ids
from clauses.dates import first_day, french_month
from clauses.db import one_at_a_time
from clauses.errors import Conflict, NotFound
from clauses.hours.models import Contract, Declaration, Line, LockedMonth, Submission
from clauses.hours.rules import DeclarationState, LineState

_AT_ONCE = 5_000
_IN_AN_ACT = 1_000
"""So many contracts, at most, in one act of the journal."""

Rows = Sequence[Mapping[str, Any]] | pl.DataFrame
"""Rows that say the same columns: a few as mappings, many as a frame, where codes stand as their text."""


def add_contracts(session: Session, contracts: Rows) -> list[int]:
    """Adds contracts (columns of `Contract`); their ids, in the same order."""
    return _numbered(session, Contract, contracts)


def _numbered(session: Session, model: type[SQLModel], rows: Rows) -> list[int]:
    """Adds rows under numbers drawn before; the numbers, in the same order."""
    if not len(rows):
        return []
    numbers = reserve_ids(session, model, len(rows))
    if isinstance(rows, pl.DataFrame):
        insert_frame(session, model, rows.with_columns(pl.Series("id", numbers, dtype=pl.Int64)))
        return numbers
    names = list(rows[0])
    told = ((number, *(row[name] for name in names)) for number, row in zip(numbers, rows, strict=True))
    insert_rows(session, model, ["id", *names], told)
    return numbers


def prolong_contracts(session: Session, ends: Mapping[int, date]) -> None:
    """Moves the end of known contracts."""
    for contract_id, ends_on in ends.items():
        session.execute(update(Contract).where(col(Contract.id) == contract_id).values(ends_on=ends_on))


def move_ends(session: Session, ends: Sequence[tuple[int, date, date | None]], *, run_id: int, by: str) -> None:
    """Moves the end of contracts as a file says: (contract, its end, the one recorded). The journal keeps both."""
    prolong_contracts(session, {contract: ends_on for contract, ends_on, _ in ends})
    for chunk in (ends[start : start + _IN_AN_ACT] for start in range(0, len(ends), _IN_AN_ACT)):
        moved = {str(contract): ends_on.isoformat() for contract, ends_on, _ in chunk}
        former = {str(contract): before.isoformat() if before else None for contract, _, before in chunk}
        audit.record(
            session, "move_ends", by=by, subject="import_run", subject_id=run_id, contract_ends=moved,
            former_ends=former,
        )  # fmt: skip


def declare(session: Session, declarations: Rows) -> list[int]:
    """Adds versions of declarations (columns of `Declaration`); their ids, in the same order.

    All those that a run brings of one employer for one contractor come together: what they name is added before them.
    """
    if len(declarations):
        named = [column.name for column in Submission.__table__.columns]  # type: ignore[attr-defined]
        if isinstance(declarations, pl.DataFrame):
            insert_frame(session, Submission, declarations.select(named).unique(maintain_order=True))
        else:
            insert_rows(session, Submission, named, dict.fromkeys(tuple(map(row.get, named)) for row in declarations))
    return _numbered(session, Declaration, declarations)


LINE = (
    "declaration_id", "contract_id", "hours", "training", "sent", "state", "blocking", "version", "claim", "reason",
    "validated_by", "validated_at", "sheet", "row", "column",
)  # fmt: skip
"""The columns of a line as `add_lines` stores them."""

_USUAL = {"training": 0, "blocking": False, "version": 1, "column": ""}


def add_lines(session: Session, lines: Iterable[Mapping[str, Any]]) -> None:
    """Adds lines (columns of `Line`)."""
    insert_rows(session, Line, LINE, (tuple({**_USUAL, **line}.get(name) for name in LINE) for line in lines))


def add_line_frame(session: Session, lines: pl.DataFrame) -> None:
    """Adds lines in bulk, columns of `LINE`. Sorted by declaration, they are stored three times faster."""
    insert_frame(session, Line, lines)


def supersede(session: Session, declaration_ids: Sequence[int]) -> None:
    """Sets versions aside: they stay readable, none of their lines counts any more."""
    for chunk in _chunks(declaration_ids):
        session.execute(
            update(Declaration).where(col(Declaration.id).in_(chunk)).values(state=DeclarationState.SUPERSEDED)
        )
        session.execute(update(Line).where(col(Line.declaration_id).in_(chunk)).values(state=LineState.SUPERSEDED))


def validate_taken_over(session: Session, line_ids: Sequence[int], *, by: str) -> None:
    """Validates recorded lines during a takeover; blocking ones are left to be looked at."""
    for chunk in _chunks(line_ids):
        session.execute(
            update(Line)
            .where(col(Line.id).in_(chunk), col(Line.state) == LineState.SUBMITTED, col(Line.blocking).is_(False))
            .values(
                state=LineState.VALIDATED,
                validated_by=by,
                validated_at=datetime.now(UTC),
                version=col(Line.version) + 1,
            )
        )


def _chunks(numbers: Sequence[int]) -> Iterable[Sequence[int]]:
    return (numbers[start : start + _AT_ONCE] for start in range(0, len(numbers), _AT_ONCE))


def validate_line(session: Session, *, line_id: int, version: int, by: str, alone: bool = False) -> Line:
    """Makes a line count. ``version`` is the one that was looked at; one to check must say whose contract it is.

    ``alone``: who validates is the only facilitateur of a Pôle set so; of their own deposit, the act says it.

    Raises ``NotFound``; ``Conflict`` when the line changed since, is not waiting, or was sent by the same person.
    """
    line, declaration = waiting_line(session, line_id, version, LineState.SUBMITTED, LineState.TO_CHECK)
    if line.contract_id is None:
        raise Conflict(
            f"Cette ligne est « {line.state.label} » : on ne sait pas encore de qui elle est. "
            "Répondez d'abord à la question posée.",
            code="hours.not_waiting",
        )
    own = declaration.author == by
    if own and not alone:
        raise Conflict(
            "Une ligne est validée par une autre personne que celle qui l'a déposée. Demandez à un collègue.",
            code="hours.own_line",
        )
    line.state, line.validated_by, line.validated_at = LineState.VALIDATED, by, datetime.now(UTC)
    line.version += 1
    told = {"single_validator": True} if own else {}
    audit.record(session, "validate", by=by, subject="line", subject_id=line_id, version=line.version, **told)
    session.flush()
    return line


def reject_line(session: Session, *, line_id: int, version: int, reason: str, by: str) -> Line:
    """Refuses a line with its reason. Raises ``NotFound``, and ``Conflict`` when it changed or is not waiting."""
    if not reason.strip():
        raise Conflict("Dites pourquoi la ligne est refusée.", code="hours.reason_missing")
    line, _ = waiting_line(session, line_id, version, LineState.SUBMITTED, LineState.TO_CHECK)
    line.state, line.reason = LineState.REJECTED, reason.strip()
    line.version += 1
    audit.record(session, "reject", by=by, subject="line", subject_id=line_id, version=line.version)
    session.flush()
    return line


def waiting_line(session: Session, line_id: int, version: int, *states: LineState) -> tuple[Line, Declaration]:
    """A line about to be decided, and its declaration; raises what each verb says it raises."""
    one_at_a_time(session)
    found = session.exec(
        select(Line, Declaration)
        .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
        .where(col(Line.id) == line_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound("Cette ligne n'existe pas.")
    line, declaration = found
    if line.version != version:
        raise Conflict("Cette ligne a changé depuis que vous l'avez ouverte. Relisez-la.", code="hours.line_changed")
    if line.state not in states or declaration.state is not DeclarationState.CURRENT:
        raise Conflict(
            f"Cette ligne est « {line.state.label} » : elle n'attend pas de décision. Rechargez la liste.",
            code="hours.not_waiting",
        )
    require_open(session, declaration.month)
    return line, declaration


def accept_correction(session: Session, *, declaration_id: int, by: str, alone: bool = False) -> None:
    """Puts a proposed version in force in place of the validated one, with the ends of contracts that it gave.

    Raises ``NotFound`` and ``Conflict``.
    """
    proposed = _proposed(session, declaration_id)
    current = session.exec(
        select(Declaration)
        .where(
            col(Declaration.contractor_id) == proposed.contractor_id,
            col(Declaration.employer_id) == proposed.employer_id,
            col(Declaration.month) == proposed.month,
            col(Declaration.state) == DeclarationState.CURRENT,
        )
        .execution_options(populate_existing=True)
    ).one()
    own = proposed.author == by
    if own and not alone:
        raise Conflict(
            "Une correction est acceptée par une autre personne que son auteur. Demandez à un collègue.",
            code="hours.own_line",
        )
    supersede(session, [_id(current)])
    session.flush()
    proposed.state = DeclarationState.CURRENT
    ends = _ends_given(session, declaration_id)
    former = _ends_held(session, ends)
    prolong_contracts(session, ends)
    moved = {str(contract): day.isoformat() for contract, day in ends.items()}
    told = {"contract_ends": moved, "former_ends": former} if moved else {}
    audit.record(
        session, "accept", by=by, subject="declaration", subject_id=declaration_id, replaces=current.id,
        **told, **({"single_validator": True} if own else {}),
    )  # fmt: skip
    session.flush()


def _ends_given(session: Session, declaration_id: int) -> dict[int, date]:
    """The ends of contracts that the lines of a correction kept until it is accepted; they keep them no longer."""
    ends: dict[int, date] = {}
    claimed = select(Line).where(col(Line.contract_id).is_not(None), col(Line.claim).is_not(None))
    for line in session.exec(claimed.where(col(Line.declaration_id) == declaration_id)).all():
        said = json.loads(line.claim or "{}")
        if line.contract_id is not None and "ends_on" in said:
            ends[line.contract_id] = date.fromisoformat(said["ends_on"])
        line.claim = None
    return ends


def _ends_held(session: Session, contracts: Iterable[int]) -> dict[str, str | None]:
    """The ends of these contracts, as the journal keeps them: what an undoing puts back."""
    held = session.exec(select(Contract).where(col(Contract.id).in_(list(contracts))))
    return {str(row.id): row.ends_on.isoformat() if row.ends_on else None for row in held}


def refuse_correction(session: Session, *, declaration_id: int, by: str, reason: str | None = None) -> None:
    """Leaves the validated version in force; ``reason`` goes to the journal. Raises ``NotFound`` and ``Conflict``."""
    proposed = _proposed(session, declaration_id)
    proposed.state = DeclarationState.REFUSED
    why = {"reason": reason} if reason else {}
    audit.record(session, "refuse", by=by, subject="declaration", subject_id=declaration_id, **why)
    session.flush()


def _proposed(session: Session, declaration_id: int) -> Declaration:
    one_at_a_time(session)
    found = session.exec(
        select(Declaration).where(col(Declaration.id) == declaration_id).execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound("Cette correction n'existe pas.")
    if found.state is not DeclarationState.PROPOSED:
        raise Conflict(f"Cette correction est « {found.state.label} ». Rechargez la liste.", code="hours.not_waiting")
    require_open(session, found.month)
    return found


def lock_month(session: Session, *, month: date, by: str) -> None:
    """Closes a month to uploads and decisions. Raises ``Conflict`` when it is closed already."""
    one_at_a_time(session)
    month = first_day(month)
    if _lock_of(session, month) is not None:
        raise Conflict(
            f"{french_month(month).capitalize()} est déjà verrouillé. Rechargez la page.", code="hours.month_locked"
        )
    session.add(LockedMonth(month=month, locked_by=by, locked_at=datetime.now(UTC)))
    audit.record(session, "lock", by=by, subject="month", month=month.isoformat())
    session.flush()


def ask_reopening(session: Session, *, month: date, by: str) -> None:
    """The first of the two people that it takes. Raises ``Conflict`` when the month is open."""
    lock = _require_lock(session, month)
    lock.reopening_asked_by = by
    audit.record(session, "ask_reopening", by=by, subject="month", month=lock.month.isoformat())
    session.flush()


def reopen_month(session: Session, *, month: date, by: str) -> None:
    """The second one. Raises ``Conflict`` when nobody asked, or when the same person did."""
    lock = _require_lock(session, month)
    if lock.reopening_asked_by is None:
        raise Conflict(
            "Personne n'a demandé la réouverture de ce mois. Demandez-la d'abord.", code="hours.reopening_not_asked"
        )
    if lock.reopening_asked_by == by:
        raise Conflict(
            "Rouvrir un mois demande deux personnes. Faites-la accepter par un collègue.", code="hours.two_people"
        )
    lock.reopened_by, lock.reopened_at = by, datetime.now(UTC)
    audit.record(session, "reopen", by=by, subject="month", month=lock.month.isoformat())
    session.flush()


def require_open(session: Session, month: date) -> None:
    """Raises ``Conflict`` when it is closed."""
    if _lock_of(session, month) is not None:
        raise Conflict(
            f"{french_month(month).capitalize()} est verrouillé. Demandez d'abord sa réouverture.",
            code="hours.month_locked",
        )


def _lock_of(session: Session, month: date) -> LockedMonth | None:
    return session.exec(
        select(LockedMonth)
        .where(col(LockedMonth.month) == first_day(month), col(LockedMonth.reopened_at).is_(None))
        .execution_options(populate_existing=True)
    ).one_or_none()


def _require_lock(session: Session, month: date) -> LockedMonth:
    one_at_a_time(session)
    lock = _lock_of(session, month)
    if lock is None:
        raise Conflict(
            f"{french_month(month).capitalize()} n'est pas verrouillé. Rechargez la page.", code="hours.month_open"
        )
    return lock


def _id(declaration: Declaration) -> int:
    if declaration.id is None:
        raise ValueError("the declaration is not stored yet")
    return declaration.id
