"""Databases that the tests of a whole module share, where making one for each would take longer than the tests."""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.pool import NullPool

from clauses.db import engine_for


@contextmanager
def database(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[Engine]:
    """An empty migrated database of that kind, gone afterwards."""
    if kind == "sqlite":
        path = folder / "clauses.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        engine = engine_for(f"sqlite:///{path}")
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF"))
        yield engine
        engine.dispose()
        return
    server = make_url(request.getfixturevalue("postgres_server")).set(drivername="postgresql+psycopg")
    administrator = create_engine(server, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    name = f"module_{uuid.uuid4().hex}"
    with administrator.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {request.getfixturevalue('postgres_template')}"))
    engine = engine_for(server.set(database=name).render_as_string(hide_password=False))
    yield engine
    engine.dispose()
    with administrator.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
