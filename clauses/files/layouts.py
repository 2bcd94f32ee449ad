"""What people said of the columns of a sender's files: remembered, applied again, forgotten; never written over."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from clauses import audit
from clauses.errors import Conflict, NotFound
from clauses.files.models import LayoutCorrection
from clauses.files.rules import FileKind


def in_force(session: Session, *, sender: str, kind: FileKind, shapes: Collection[str]) -> list[LayoutCorrection]:
    """The corrections that hold for files of a sender and of one of these shapes, the oldest first."""
    return list(
        session.exec(
            select(LayoutCorrection)
            .where(
                col(LayoutCorrection.sender) == sender,
                col(LayoutCorrection.kind) == kind,
                col(LayoutCorrection.shape).in_(shapes),
                col(LayoutCorrection.superseded_at).is_(None),
            )
            .order_by(col(LayoutCorrection.id))
        ).all()
    )


def remembered(session: Session) -> list[LayoutCorrection]:
    """Every correction in force, by sender."""
    held = select(LayoutCorrection).where(col(LayoutCorrection.superseded_at).is_(None))
    return list(session.exec(held.order_by(col(LayoutCorrection.sender), col(LayoutCorrection.id))).all())


def remember(
    session: Session,
    *,
    sender: str,
    kind: FileKind,
    shape: str,
    columns: Mapping[str, tuple[str, str | None]],
    by: str,
) -> None:
    """Keeps what columns hold (by header key: the header as sent, its field); what was said before is set aside."""
    now = datetime.now(UTC)
    before = {each.header_key: each for each in in_force(session, sender=sender, kind=kind, shapes=[shape])}
    for key, (header, field) in columns.items():
        known = before.get(key)
        if known is not None and known.field == field:
            continue
        if known is not None:
            known.superseded_by, known.superseded_at = by, now
            session.add(known)
            session.flush()
        session.add(
            LayoutCorrection(
                sender=sender, kind=kind, shape=shape, header=header, header_key=key, field=field, author=by, at=now
            )
        )
    session.flush()


def forget(session: Session, *, correction_id: int, by: str) -> LayoutCorrection:
    """A correction no longer applies; it stays readable. Raises ``NotFound``, ``Conflict`` when it was set aside."""
    found = session.get(LayoutCorrection, correction_id)
    if found is None:
        raise NotFound(f"La correction {correction_id} n'existe pas.")
    if found.superseded_at is not None:
        raise Conflict(
            f"La correction {correction_id} est déjà oubliée : elle ne sert plus. Relisez celles qui restent.",
            code="files.forgotten",
        )
    found.superseded_by, found.superseded_at = by, datetime.now(UTC)
    session.add(found)
    audit.record(session, "forget", by=by, subject="layout_correction", subject_id=correction_id)
    session.flush()
    return found
