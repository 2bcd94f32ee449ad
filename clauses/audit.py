"""The journal: who did what, when, to what. Append-only by trigger, each row sealed by the hash of the one before.

``journal_head`` remembers how many rows there are and the last seal, so that a dropped tail shows as
well as a flipped bit.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Integer
from sqlmodel import Field, Session, SQLModel, col, select

NOTHING_BEFORE = "0" * 64
_BATCH = 5_000


class Journal(SQLModel, table=True):
    """One act: written by an action, never changed, never removed."""

    __table_args__ = (CheckConstraint("length(author) > 0", name="author_named"),)

    number: int = Field(primary_key=True, sa_type=BigInteger().with_variant(Integer(), "sqlite"))
    at: datetime
    author: str = Field(max_length=200)
    act: str = Field(max_length=80)
    subject: str = Field(max_length=80)
    subject_id: int | None = Field(default=None, sa_type=BigInteger)
    details: str = Field(default="{}")
    previous: str = Field(max_length=64)
    seal: str = Field(max_length=64, unique=True)


class JournalHead(SQLModel, table=True):
    """The single row that says where the journal stands."""

    __tablename__ = "journal_head"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: int = Field(default=1, primary_key=True)
    count: int = Field(default=0, sa_type=BigInteger)
    seal: str = Field(default=NOTHING_BEFORE, max_length=64)


def record(
    session: Session, act: str, *, by: str, subject: str, subject_id: int | None = None, **details: Any
) -> Journal:
    """Adds one act to the journal, in the caller's transaction.

    ``details`` are plain JSON values, without personal data.
    """
    head = session.exec(select(JournalHead).with_for_update()).one()
    entry = Journal(
        number=head.count + 1,
        at=datetime.now(UTC),
        author=by,
        act=act,
        subject=subject,
        subject_id=subject_id,
        details=json.dumps(details, ensure_ascii=False, sort_keys=True),
        previous=head.seal,
        seal="",
    )
    entry.seal = seal_of(entry)
    head.count, head.seal = entry.number, entry.seal
    session.add(entry)
    session.flush()
    return entry


def seal_of(entry: Journal) -> str:
    """The SHA-256 over every value of the row and the seal before it."""
    values: Mapping[str, Any] = {
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "author": entry.author,
        "act": entry.act,
        "subject": entry.subject,
        "subject_id": entry.subject_id,
        "details": entry.details,
        "previous": entry.previous,
    }
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def verify(session: Session) -> list[str]:
    """French sentences on what is wrong with the journal; none when it is whole."""
    faults: list[str] = []
    number, seal = 0, NOTHING_BEFORE
    rows = session.exec(select(Journal).order_by(col(Journal.number)).execution_options(yield_per=_BATCH))
    for entry in rows:
        number += 1
        if entry.number != number:
            faults.append(f"Journal : l'acte n° {number} manque (le suivant porte le n° {entry.number}).")
            number = entry.number
        if entry.previous != seal or entry.seal != seal_of(entry):
            faults.append(f"Journal : l'acte n° {entry.number} a été modifié ou déplacé.")
        seal = entry.seal
    head = session.exec(select(JournalHead)).one_or_none()
    if head is None:
        faults.append("Journal : son état a disparu.")
    elif (head.count, head.seal) != (number, seal):
        faults.append(f"Journal : {head.count} actes écrits, le dernier lu porte le n° {number} : la fin a été coupée.")
    return faults
