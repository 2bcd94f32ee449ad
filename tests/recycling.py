"""A PostgreSQL database made as new after a test, rather than made again: copying a template takes a second.

What a test wrote is deleted, what a database is born with is put back, sequences start again. A test that changed the
schema (a trigger disabled, a table dropped, another version) leaves a database that is not used again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
_SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
_SCHEMA = """
SELECT md5(string_agg(part, '|' ORDER BY part)) FROM (
    SELECT concat_ws(' ', relname, relkind, relnatts, relhasrules, relhastriggers) AS part
        FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', tgname, tgrelid::regclass, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT concat_ws(' ', conname, conrelid::regclass, pg_get_constraintdef(oid)) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', attrelid::regclass, attname, atttypid, attnotnull, attisdropped) FROM pg_attribute
        WHERE attnum > 0 AND attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
    UNION ALL SELECT concat_ws(' ', proname, md5(prosrc)) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'version' || version_num FROM alembic_version
    UNION ALL SELECT 'setting' || array_to_string(setconfig, ',') FROM pg_db_role_setting
        WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
) AS parts
"""
_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@dataclass(frozen=True)
class Newborn:
    """What a database holds the moment it is made."""

    schema: str
    tables: tuple[str, ...]
    rows: dict[str, list[str]]
    sequences: dict[str, int | None]


def newborn(url: str) -> Newborn:
    """Read from a template that nobody writes to."""
    with _connected(url) as connection:
        tables = tuple(connection.execute(text(_TABLES)).scalars())
        kept = [name for name in _filled(connection, tables) if name != "alembic_version"]
        return Newborn(
            schema=str(connection.execute(text(_SCHEMA)).scalar_one()),
            tables=tables,
            rows={
                name: [
                    json.dumps(row) for row in connection.execute(text(f'SELECT to_json(t) FROM "{name}" t')).scalars()
                ]
                for name in kept
            },
            sequences=dict(connection.execute(text(_SEQUENCES)).all()),
        )


def as_new(url: str, born: Newborn) -> bool:
    """Whether the database could be made as new; when not, it must be dropped."""
    with _connected(url) as connection:
        connection.execute(text(_OTHERS))
        if connection.execute(text(_SCHEMA)).scalar_one() != born.schema:
            return False
        connection.execute(text("SET session_replication_role = replica"))  # no trigger, no foreign key in the way
        for name in _filled(connection, born.tables):
            if name != "alembic_version":
                connection.execute(text(f'DELETE FROM "{name}"'))
        for name, rows in born.rows.items():
            for row in rows:
                put_back = f'INSERT INTO "{name}" SELECT * FROM json_populate_record(NULL::"{name}", :row)'
                connection.execute(text(put_back), {"row": row})
        for name, last in connection.execute(text(_SEQUENCES)).all():
            first = born.sequences[name]
            if last != first:
                connection.execute(
                    text("SELECT setval(CAST(:name AS regclass), :last, :used)"),
                    {"name": f'"{name}"', "last": first or 1, "used": first is not None},
                )
        connection.commit()
    return True


def _filled(connection: Connection, tables: tuple[str, ...]) -> list[str]:
    """The tables that hold at least one row, asked at once."""
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in tables)
    return list(connection.execute(text(asked)).scalars())


def _connected(url: str) -> Any:
    return create_engine(url, poolclass=NullPool).connect()
