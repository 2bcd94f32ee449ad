"""Official nomenclatures written: rows added, changed and taken away, and the edition that did it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert
from sqlmodel import Session, SQLModel

from clauses.db import upsert
from clauses.reference.nomenclatures import ReferenceEdition
from clauses.reference.parts import ReferencePart


def renew(
    session: Session,
    table: type[SQLModel],
    key: tuple[str, ...],
    *,
    added: Sequence[dict[str, Any]],
    changed: Sequence[dict[str, Any]],
    gone: Sequence[tuple[Any, ...]],
) -> None:
    """Writes what a newer file changes of a table: ``changed`` are whole rows, ``gone`` are keys."""
    columns = table.__table__.columns  # type: ignore[attr-defined]  # SQLModel's own
    if gone:
        same = [columns[name] == bindparam(f"gone_{name}") for name in key]
        rows = [{f"gone_{name}": value for name, value in zip(key, values, strict=True)} for values in gone]
        session.connection().execute(delete(table.__table__).where(*same), rows)  # type: ignore[attr-defined]
    if added:
        session.connection().execute(insert(table.__table__), list(added))  # type: ignore[attr-defined]
    upsert(session, table, changed, key)


def record_edition(
    session: Session, *, part: ReferencePart, version: str | None, sha256: str, rows: int, run_id: int
) -> None:
    """Remembers which file a part now comes from; its run is what the journal keeps."""
    session.add(
        ReferenceEdition(
            part=part, version=version, sha256=sha256, rows=rows, loaded_at=datetime.now(UTC), run_id=run_id
        )
    )
    session.flush()
