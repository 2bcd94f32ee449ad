"""Nomenclatures stored, read for a plan; and a plan of them, written in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Table, and_, func, select
from sqlmodel import Session, SQLModel

from clauses.reference.actions import record_edition, renew
from clauses.reference.queries import editions
from imports.nomenclatures.parts import Part
from imports.nomenclatures.plan import PartPlan, Stored
from imports.nomenclatures.reading import PartRead


def load(session: Session, reads: Iterable[PartRead]) -> list[Stored]:
    """What is stored of each part that a file holds."""
    known = editions(session)
    found = []
    for read in reads:
        edition = known.get(read.part.code)
        rows = session.execute(select(_table(read.part.table)).where(*_own(read.part))).mappings()
        found.append(
            Stored(
                {tuple(row[name] for name in read.part.key): dict(row) for row in rows},
                edition.version if edition else None,
                loaded=edition is not None,
            )
        )
    return found


def apply(session: Session, plans: Iterable[PartPlan], *, sha256: str, run_id: int) -> None:
    """Writes what changes, and the edition of each part that is new."""
    for made in plans:
        if not made.news:
            continue
        part = made.read.part
        renew(session, part.table, part.key, added=made.added, changed=made.changed, gone=made.gone)
        record_edition(
            session,
            part=part.code,
            version=made.read.version,
            sha256=sha256,
            rows=len(made.added) + len(made.changed) + made.unchanged,
            run_id=run_id,
        )


def _own(part: Part) -> list[ColumnElement[bool]]:
    """Which rows of a table that two parts share are those of this one."""
    columns = _table(part.table).columns
    own = [columns[name] == value for name, value in part.same.items()]
    if part.own_codes is not None:
        own.append(and_(*[func.length(columns[name]).between(*part.own_codes) for name in part.key]))
    return own


def _table(model: type[SQLModel]) -> Table:
    table: Table = model.__table__  # type: ignore[attr-defined]  # SQLModel's own
    return table
