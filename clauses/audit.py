"""The journal: who did what, when, to what. Append-only by trigger, each row sealed by the hash of the one before.

``journal_head`` remembers how many rows there are and the last seal, so that a dropped tail shows as
well as a flipped bit.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Integer, String, type_coerce
from sqlalchemy.exc import DBAPIError
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
    # Read again once the lock is held: the session may remember what the head was before it waited.
    locked = select(JournalHead).with_for_update().execution_options(populate_existing=True)
    head = session.exec(locked).one()
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


@dataclass(frozen=True)
class _Read:
    """What a row says, and the seal that it should bear; nothing but its number when it cannot be read."""

    number: int
    previous: str | None = None
    seal: str | None = None
    expected: str | None = None


def verify(session: Session) -> list[str]:
    """French sentences on what is wrong with the journal; none when it is whole.

    Whoever may drop the triggers, and rewrites the end of the journal *with* its head, is not seen from here: the
    copies kept elsewhere tell (`clauses backup`).
    """
    faults: list[str] = []
    number = 0
    seal: str | None = NOTHING_BEFORE
    for act in _acts(session):
        number += 1
        if act.number != number:
            faults.append(f"Journal : l'acte n° {number} manque (le suivant porte le n° {act.number}).")
            number, seal = act.number, None
        if act.expected is None:
            faults.append(f"Journal : l'acte n° {act.number} ne peut pas être lu : il a été abîmé.")
        elif act.seal != act.expected or seal not in (None, act.previous):
            faults.append(f"Journal : l'acte n° {act.number} a été modifié ou déplacé.")
        seal = act.seal
    return faults + _faults_of_head(session, number, seal)


def _acts(session: Session) -> Iterator[_Read]:
    """Every act by its number, a batch at a time."""
    following = select(Journal.number).order_by(col(Journal.number)).limit(_BATCH)
    numbers = session.exec(following).all()
    while numbers:
        yield from _read(session, numbers)
        numbers = session.exec(following.where(col(Journal.number) > numbers[-1])).all()


def _read(session: Session, numbers: Sequence[int]) -> Sequence[_Read]:
    """The acts of these consecutive numbers. SQLite keeps what no longer reads: halves single out such a row."""
    numbered = col(Journal.number)
    kept = type_coerce(col(Journal.at), String).label("as_kept")
    stated = select(Journal, kept).where(numbered.between(numbers[0], numbers[-1])).order_by(numbered)
    try:
        acts = session.exec(stated.execution_options(populate_existing=True)).all()
        return [_Read(act.number, act.previous, act.seal, seal_of(act) if _plain(act, at) else "") for act, at in acts]
    except _UNREADABLE as error:
        _raise_unless_damaged(error)
    if len(numbers) == 1:
        return [_Read(numbers[0])]
    half = len(numbers) // 2
    return [*_read(session, numbers[:half]), *_read(session, numbers[half:])]


def _plain(act: Journal, kept: object) -> bool:
    """Whether a date kept as text (SQLite) is as it was written: « 2023-04-03,12:00 » would read the same."""
    return not isinstance(kept, str) or kept == f"{act.at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"


def _faults_of_head(session: Session, number: int, seal: str | None) -> list[str]:
    """``number`` and ``seal`` are those of the last act; the seal is None where it could not be read."""
    try:
        head = session.exec(select(JournalHead).execution_options(populate_existing=True)).one_or_none()
    except _UNREADABLE as error:
        _raise_unless_damaged(error)
        return ["Journal : son état ne peut pas être lu : il a été abîmé."]
    if head is None:
        return ["Journal : son état a disparu."]
    if head.count != number or seal not in (None, head.seal):
        return [f"Journal : {head.count} actes écrits, le dernier lu porte le n° {number} : la fin a été coupée."]
    return []


_UNREADABLE = (ValueError, TypeError, DBAPIError)


def _raise_unless_damaged(error: Exception) -> None:
    """A database that went away says nothing of the journal; text that is no longer UTF-8 does."""
    if isinstance(error, DBAPIError) and "decode" not in str(error.orig):
        raise error
