"""Creates or upgrades the database, and refuses to work on one of another version.

Every command asks the version: Alembic and the tables are imported only where they are needed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import OperationalError

from clauses.errors import Conflict, Unusable

if TYPE_CHECKING:
    from alembic.config import Config

_HERE = Path(__file__).parent


def configuration(connection: Connection) -> Config:
    """Alembic's configuration, without a file: the scripts are beside this module."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.attributes["connection"] = connection
    return config


def head() -> str:
    """The version that this program works with: migrations are numbered, « 0001_first_tables.py »."""
    return max(path.name.partition("_")[0] for path in (_HERE / "versions").glob("[0-9]*_*.py"))


def upgrade(engine: Engine) -> None:
    """Brings the database to `head`, in one transaction."""
    from alembic import command

    with engine.execution_options(writes=True).begin() as connection:
        command.upgrade(configuration(connection), "head")


def version(engine: Engine) -> str | None:
    """The version of the database; None when it is empty. Raises ``Unusable`` when nobody answers."""
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except OperationalError as error:
        advice = "La base de données ne répond pas. Vérifiez CLAUSES_DATABASE_URL."
        raise Unusable(advice, code="database.away") from error


def require_current(engine: Engine) -> None:
    """Raises ``Conflict``, with what to do, unless the database has this program's version."""
    found = version(engine)
    if found == head():
        return
    if found is None:
        raise Conflict("La base de données est vide. Lancez « clauses migrate ».", code="database.empty")
    raise Conflict(
        f"La base de données est à la version {found}, ce programme attend {head()}. "
        "Lancez « clauses migrate » (après une sauvegarde).",
        code="database.other_version",
    )


def differences(engine: Engine) -> list[object]:
    """What the tables of the code and those of the database do not share; none when migrations are complete."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from clauses import tables

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, tables.metadata))
