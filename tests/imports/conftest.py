"""Offices, with the reader in the same process: what guards it is shown elsewhere."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

import imports.run
from clauses.db import engine_for
from tests.imports.office import Office, unguarded


@pytest.fixture
def office(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Nothing recorded yet, on each engine in turn."""
    monkeypatch.setattr(imports.run, "read_sheets", unguarded)
    return Office(engine, tmp_path / "shelf", tmp_path / "desk")


@pytest.fixture
def small_office(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Nothing recorded yet, on SQLite: for what does not depend on the engine."""
    monkeypatch.setattr(imports.run, "read_sheets", unguarded)
    shutil.copy(sqlite_template, tmp_path / "clauses.db")
    engine = engine_for(f"sqlite:///{tmp_path / 'clauses.db'}")
    yield Office(engine, tmp_path / "shelf", tmp_path / "desk")
    engine.dispose()
