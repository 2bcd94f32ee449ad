"""A session open for writing, on each engine in turn."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from clauses.db import writing


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """On the test's own database."""
    with writing(engine) as opened:
        yield opened
