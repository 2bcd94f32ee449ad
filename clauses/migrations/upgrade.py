"""Creates or upgrades the database, and refuses to work on one of another version."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from clauses import tables
from clauses.errors import Conflict, Unusable


def configuration(connection: Connection) -> Config:
    """Alembic's configuration, without a file: the scripts are beside this module."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config


def head() -> str:
    """The version that this program works with."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return str(ScriptDirectory.from_config(config).get_current_head())


def upgrade(engine: Engine) -> None:
    """Brings the database to `head`, in one transaction."""
    with engine.execution_options(writes=True).begin() as connection:
        command.upgrade(configuration(connection), "head")


def version(engine: Engine) -> str | None:
    """The version of the database; None when it is empty. Raises ``Unusable`` when nobody answers."""
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
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
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, tables.metadata))
