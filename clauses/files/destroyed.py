"""Files destroyed at the end of their retention: the journal says which and when, their row and their SHA-256 remain.

Source: règlement (UE) 2016/679, art. 5(1)(e): what names people is kept no longer than needed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from sqlmodel import Session, col, select

from clauses import audit
from clauses.audit import Journal
from clauses.dates import french_day, local_day
from clauses.db import one_at_a_time
from clauses.errors import NotFound
from clauses.files.actions import shelf_place
from clauses.files.models import StoredFile

SUBJECT: Final = "stored_file"
_ACT: Final = "destroy_file"
GONE: Final = "file.destroyed"
_AT_ONCE = 500


def tell_destroyed(session: Session, file_id: int, sha256: str, *, by: str) -> None:
    """Writes in the journal that a file is destroyed; whoever calls takes it off the shelf once committed."""
    audit.record(session, _ACT, by=by, subject=SUBJECT, subject_id=file_id, sha256=sha256)


def take_off_shelf(session: Session, shelf: Path, files: Collection[str]) -> None:
    """Removes destroyed files (by SHA-256) from the shelf, once their destruction is committed.

    In turn with deposits: the same bytes deposited again since stay, and those that a deposit waiting for its turn has
    just put there (`clauses check` tells of a file that stays and should not).
    """
    one_at_a_time(session)
    rows = session.exec(select(StoredFile.id, StoredFile.sha256).where(col(StoredFile.sha256).in_(sorted(files)))).all()
    hashes = {number or 0: sha256 for number, sha256 in rows}
    for number, at in destroyed(session, list(hashes)).items():
        place = shelf_place(shelf, hashes[number])
        if place.exists() and datetime.fromtimestamp(place.stat().st_mtime, UTC) <= at:
            place.unlink()


def destroyed(session: Session, only: Collection[int] | None = None) -> dict[int, datetime]:
    """When each file was destroyed, by its id; the same bytes deposited again since are kept again, and not here."""
    acts = select(Journal.subject_id, Journal.at).where(col(Journal.act) == _ACT, col(Journal.subject) == SUBJECT)
    if only is not None:
        acts = acts.where(col(Journal.subject_id).in_(sorted(only)))
    last = {number: at for number, at in session.exec(acts.order_by(col(Journal.number))).all() if number is not None}
    found: dict[int, datetime] = {}
    numbers = sorted(last)
    for start in range(0, len(numbers), _AT_ONCE):
        kept = select(StoredFile.id, StoredFile.stored_at).where(
            col(StoredFile.id).in_(numbers[start : start + _AT_ONCE])
        )
        found |= {number or 0: last[number or 0] for number, at in session.exec(kept).all() if at <= last[number or 0]}
    return found


def destroyed_by_sha256(session: Session, shelf: Path, hashes: Sequence[str]) -> dict[str, date]:
    """The day each of these files was destroyed, for those that were. Only what the shelf lacks is asked for."""
    missing = [sha256 for sha256 in set(hashes) if not shelf_place(shelf, sha256).is_file()]
    if not missing:
        return {}
    rows = session.exec(select(StoredFile.id, StoredFile.sha256).where(col(StoredFile.sha256).in_(missing))).all()
    days = destroyed(session, [number or 0 for number, _ in rows])
    return {sha256: local_day(days[number or 0]) for number, sha256 in rows if (number or 0) in days}


def require_not_destroyed(session: Session, shelf: Path, sha256: str) -> None:
    """Raises ``NotFound`` (`GONE`) that says when the file was destroyed; silent for any other file, there or not."""
    day = destroyed_by_sha256(session, shelf, [sha256]).get(sha256)
    if day is not None:
        raise NotFound(gone_words(day), code=GONE)


def gone_words(day: date) -> str:
    """What is said in the place of a file."""
    return (
        f"Ce fichier a été détruit le {french_day(day)}, à la fin de sa durée de conservation. "
        "Son empreinte, son reçu et les chiffres qu'il a apportés restent."
    )
