"""What a row refers to, told by name: a market by its reference, a file by its name and its sender."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Column, MetaData, select
from sqlmodel import Session

from clauses.accounts.rules import signer
from clauses.dates import french_day, french_moment, french_month
from clauses.foreign_keys import referred
from clauses.quantities import NO_BREAK_SPACE
from clauses.reference.rules import Labelled

_SAID: Final[dict[str, tuple[str, ...]]] = {
    "contractor": ("organisation_id", "lot_id"),
    "declaration": ("contractor_id", "month", "version", "run_id"),
    "import_run": ("file_name", "author", "at"),
    "lot": ("market_id", "number"),
    "market": ("reference",),
    "meeting": ("kind", "held_on", "place"),
    "membership": ("user_id",),
    "need": ("reference",),
    "operator_action": ("name",),
    "organisation": ("name",),
    "stored_file": ("sha256",),
    "territory": ("name",),
    "user_account": ("name",),
    "weights_version": ("name",),
}
"""The columns that name a row; those that refer to another row are told by its own name."""

_BEFORE: Final = {
    ("declaration", "version"): "version",
    ("declaration", "run_id"): "fichier",
    ("lot", "number"): "lot",
    ("import_run", "author"): "par",
    ("import_run", "at"): "le",
}


class Names:
    """Names of rows, each asked once."""

    def __init__(self, session: Session, metadata: MetaData) -> None:
        self._session, self._tables = session, metadata.tables
        self._known: dict[tuple[str, Any], str] = {}

    def of(self, table: str, key: Any) -> str:
        """The name of a row; its number where the table has no better one."""
        if (table, key) not in self._known:
            self._known[table, key] = self._asked(table, key)
        return self._known[table, key]

    def _asked(self, table: str, key: Any) -> str:
        columns = _SAID.get(table)
        if columns is None:
            return f"n°{NO_BREAK_SPACE}{key}"
        kept = self._tables[table]
        row = self._session.connection().execute(select(kept).where(kept.c.id == key)).mappings().one()
        parts = []
        for column in columns:
            if row[column] is None:
                continue
            target = refers_to(kept.c[column])
            said = self.of(target, row[column]) if target else text(column, row[column])
            before = _BEFORE.get((table, column))
            parts.append(f"{before} {said}" if before else said)
        return ", ".join(parts)


def refers_to(column: Column[Any]) -> str | None:
    """The table whose rows a column names by their number; a part of a longer key (a kind, a day) names none."""
    return next((target.table.name for target in referred(column) if target.primary_key), None)


def text(column: str, value: Any) -> str:
    """A value as French people read it."""
    if isinstance(value, Labelled):
        return value.label
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return french_moment(value)
    if isinstance(value, date):
        return french_month(value) if column == "month" else french_day(value)
    said = str(value)
    return signer(said) if column == "author" or column.endswith("_by") else said
