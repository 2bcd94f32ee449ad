"""Exchanges noted, their next action done, what was written by mistake withdrawn; each signed and journalised.

The journal tells that something was noted, never what: it keeps no personal data.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlmodel import Session

from clauses import audit
from clauses.errors import Conflict, Misused, NotFound
from clauses.markets.exchange_models import Counterpart, Exchange
from clauses.markets.exchanges import Named, Noted, contact_faults, faults


def note_exchange(session: Session, noted: Noted, *, contractor_id: int, today: date, by: str) -> Exchange:
    """Keeps an exchange with a contractor. Raises ``Misused`` for one that may not be kept (`exchanges.faults`)."""
    for words in faults(noted, today).values():
        raise Misused(words, code="exchange.faulty")
    made = Exchange(contractor_id=contractor_id, author=by, at=datetime.now(UTC), **vars(noted))
    session.add(made)
    session.flush()
    audit.record(
        session, "create", by=by, subject="exchange", subject_id=made.id, contractor=contractor_id,
        kind=noted.kind.value, next_on=noted.next_on.isoformat() if noted.next_on else None,
    )  # fmt: skip
    return made


def settle_next(session: Session, *, exchange_id: int, on: date, by: str) -> None:
    """Says that the next action was done. Raises ``NotFound``, and ``Conflict`` where there is none to do."""
    found = _exchange(session, exchange_id)
    if found.next_action is None or found.done_by is not None or found.withdrawn_by is not None:
        raise Conflict(
            "Cette action est déjà faite, ou n'est plus à faire. Rechargez la page.", code="exchange.not_waiting"
        )
    found.done_on, found.done_by = on, by
    session.add(found)
    audit.record(session, "done", by=by, subject="exchange", subject_id=exchange_id)
    session.flush()


def reopen_next(session: Session, *, exchange_id: int, by: str) -> None:
    """Puts an action back among those to do. Raises ``NotFound``, and ``Conflict`` where it was not done."""
    found = _exchange(session, exchange_id)
    if found.done_by is None:
        raise Conflict(
            "Cette action n'est pas faite : il n'y a rien à annuler. Rechargez la page.", code="exchange.not_done"
        )
    found.done_on, found.done_by = None, None
    session.add(found)
    audit.record(session, "undo", by=by, subject="exchange", subject_id=exchange_id)
    session.flush()


def withdraw_exchange(session: Session, *, exchange_id: int, by: str) -> None:
    """Takes an exchange off the log; it stays readable. Raises ``NotFound`` and ``Conflict``."""
    _withdraw(session, _exchange(session, exchange_id), by=by, subject="exchange")


def restore_exchange(session: Session, *, exchange_id: int, by: str) -> None:
    """Puts an exchange back on the log. Raises ``NotFound`` and ``Conflict``."""
    _restore(session, _exchange(session, exchange_id), by=by, subject="exchange")


def add_counterpart(session: Session, named: Named, *, contractor_id: int, by: str) -> Counterpart:
    """Keeps somebody of a company. Raises ``Misused`` for somebody who may not be kept (`contact_faults`)."""
    for words in contact_faults(named).values():
        raise Misused(words, code="counterpart.faulty")
    made = Counterpart(contractor_id=contractor_id, author=by, at=datetime.now(UTC), **vars(named))
    session.add(made)
    session.flush()
    audit.record(
        session, "create", by=by, subject="counterpart", subject_id=made.id, contractor=contractor_id,
        role=named.role.value,
    )  # fmt: skip
    return made


def withdraw_counterpart(session: Session, *, counterpart_id: int, by: str) -> None:
    """Says that somebody no longer answers there. Raises ``NotFound`` and ``Conflict``."""
    _withdraw(session, _counterpart(session, counterpart_id), by=by, subject="counterpart")


def restore_counterpart(session: Session, *, counterpart_id: int, by: str) -> None:
    """Says that they still do. Raises ``NotFound`` and ``Conflict``."""
    _restore(session, _counterpart(session, counterpart_id), by=by, subject="counterpart")


def _exchange(session: Session, number: int) -> Exchange:
    found = session.get(Exchange, number)
    if found is None:
        raise NotFound("Cet échange n'existe pas.")
    return found


def _counterpart(session: Session, number: int) -> Counterpart:
    found = session.get(Counterpart, number)
    if found is None:
        raise NotFound("Cet interlocuteur n'existe pas.")
    return found


def _withdraw(session: Session, row: Exchange | Counterpart, *, by: str, subject: str) -> None:
    if row.withdrawn_by is not None:
        raise Conflict("C'est déjà retiré. Rechargez la page.", code=f"{subject}.withdrawn")
    row.withdrawn_by, row.withdrawn_at = by, datetime.now(UTC)
    session.add(row)
    audit.record(session, "withdraw", by=by, subject=subject, subject_id=row.id)
    session.flush()


def _restore(session: Session, row: Exchange | Counterpart, *, by: str, subject: str) -> None:
    if row.withdrawn_by is None:
        raise Conflict(
            "Ce n'est pas retiré : il n'y a rien à annuler. Rechargez la page.", code=f"{subject}.not_withdrawn"
        )
    row.withdrawn_by, row.withdrawn_at = None, None
    session.add(row)
    audit.record(session, "undo", by=by, subject=subject, subject_id=row.id)
    session.flush()
