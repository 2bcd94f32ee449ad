"""What a copy says of itself, and what its return is checked against.

Counts by table, hours of each month, the last seal of the journal.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from clauses import tables
from clauses.audit import JournalHead
from clauses.errors import Unusable
from clauses.hours.models import Declaration, Line
from clauses.quantities import exact

FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """``rows`` by table, ``hours`` by month (exact text, every line of every version), the last act of the journal."""

    format: int
    engine: str
    version: str
    made_at: str
    rows: dict[str, int]
    hours: dict[str, str]
    journal: tuple[int, str]

    def same_content(self, other: Manifest) -> bool:
        """Whether both describe the same data, whenever they were made."""
        mine, theirs = asdict(self), asdict(other)
        return all(mine[name] == theirs[name] for name in ("engine", "version", "rows", "hours", "journal"))

    def text(self) -> str:
        """As written in the copy."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


def describe(connection: Connection, *, version: str, made_at: str) -> Manifest:
    """The manifest of a database, as this transaction sees it."""
    rows = {
        table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
        for table in tables.metadata.sorted_tables
    }
    months = connection.execute(
        select(col(Declaration.month), func.sum(col(Line.hours)))
        .join(Line, col(Line.declaration_id) == col(Declaration.id))
        .group_by(col(Declaration.month))
        .order_by(col(Declaration.month))
    )
    head = connection.execute(select(col(JournalHead.count), col(JournalHead.seal))).one()
    return Manifest(
        format=FORMAT,
        engine=connection.dialect.name,
        version=version,
        made_at=made_at,
        rows=rows,
        hours={f"{month:%Y-%m}": exact(int(hours)) for month, hours in months},
        journal=(head[0], head[1]),
    )


def parse(text: bytes) -> Manifest:
    """A manifest read back. Raises ``Unusable`` for anything else."""
    try:
        said: dict[str, Any] = dict(json.loads(text))
        count, seal = said.pop("journal")
        made = Manifest(**said, journal=(int(count), str(seal)))
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise Unusable(
            "Ce fichier n'est pas une sauvegarde de clauses. Choisissez-en une autre.", code="backup.not_one"
        ) from error
    if made.format != FORMAT:
        raise Unusable(
            "Cette sauvegarde vient d'un autre format de programme. Installez la version qui l'a faite.",
            code="backup.other_format",
        )
    return made
