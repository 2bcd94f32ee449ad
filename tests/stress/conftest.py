"""Processes ready to import, once for all the tests of this folder."""

from collections.abc import Iterator

import pytest

from clauses.files.rules import FileKind
from tests.imports.conftest import office, small_office
from tests.imports.office import MARKET, Office
from tests.stress import crowd
from tests.stress.workers import Workers

__all__ = ["crowded", "office", "small_office", "workers"]


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    """A process that forks for each import."""
    with Workers() as ready:
        yield ready


@pytest.fixture
def crowded(office: Office) -> Office:
    """A market and forty people: their hours are to come."""
    assert office.send(FileKind.MARKETS, MARKET).status == 0
    assert office.send(FileKind.PEOPLE, *crowd.people()).changes.created == crowd.PEOPLE
    return office
