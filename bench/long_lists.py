"""A list over 200 000 people against the same over 20, on both engines: as many queries, and its 95th percentile.

The same facilitateur reads the first page, a page far down, a search and the pages of a program; each is asked for in
turn in one installation and in the other, so that a busy moment weighs on both. A list that sends another number of
queries over 200 000 rows than over 20 is no measure: it stops here.

``CLAUSES_BENCH_PEOPLE`` sets how many people there are (200 000 by default).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from litestar.testing import TestClient
from sqlalchemy import Engine, event, insert

from bench.databases import ENGINES, fresh
from bench.measures import Measure
from clauses.accounts.rules import FIRST_TERRITORY, ActorKind
from clauses.accounts.sessions import open_session
from clauses.accounts.users import create_user, grant
from clauses.db import writing
from clauses.people.models import Person
from clauses.settings import Settings
from clauses.web.app import application

MANY = int(os.environ.get("CLAUSES_BENCH_PEOPLE", "200000"))
FEW = 20
LIMIT = 10.0
RUNS, WARM = 20, 2
_BLOCK = 20_000
LISTS = {
    "première page": "/personnes",
    "page lointaine": "/personnes?page={far}",
    "recherche": "/personnes?q=nom+00001",
    "page d'un programme": "/api/people?limit=50",
    "recherche d'un programme": "/api/people?limit=50&q=nom+00001",
}


@dataclass(frozen=True)
class Reader:
    """A facilitateur in front of an installation; ``sent`` is how many statements it was asked so far."""

    client: TestClient[Any]
    far: int
    sent: list[int]

    def read(self, path: str) -> tuple[float, int]:
        """Seconds, and statements sent, for one page."""
        before, began = self.sent[0], perf_counter()
        answer = self.client.get(path.format(far=self.far), follow_redirects=False)
        seconds = perf_counter() - began
        if answer.status_code != 200:
            raise AssertionError(f"{path}: {answer.status_code}")
        return seconds, self.sent[0] - before


def measure() -> Iterator[Measure]:
    """Each list, over many people against few, on each engine."""
    for name in ENGINES:
        with ExitStack() as opened:
            few, many = (_opened(opened, name, people) for people in (FEW, MANY))
            for what, path in LISTS.items():
                ours, floor, queries = _times(few, many, path)
                size = f"{MANY:,}".replace(",", " ")
                work = f"{what}, {size} personnes contre {FEW}, {name}, {queries} requêtes (95e centile)"
                yield Measure("Longues listes", work, ours, floor, LIMIT)


def _opened(stack: ExitStack, name: str, people: int) -> Reader:
    engine = stack.enter_context(fresh(name))
    _fill(engine, people)
    home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    app = application(engine, Settings(home=home, _env_file=None))
    client = stack.enter_context(TestClient(app, base_url="http://127.0.0.1:8000"))
    client.cookies.set("session", _session(engine), domain="127.0.0.1", path="/")
    sent = [0]

    def count(*_statement: object) -> None:
        sent[0] += 1

    event.listen(engine, "before_cursor_execute", count)
    return Reader(client, max(1, people // 50), sent)


def _fill(engine: Engine, people: int) -> None:
    """So many people of the first territory, born and named apart."""
    for first in range(0, people, _BLOCK):
        rows = [_person(number) for number in range(first, min(first + _BLOCK, people))]
        with writing(engine) as session:
            session.execute(insert(Person), rows)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT", writes=True) as connection:
        connection.exec_driver_sql("ANALYZE")


def _person(number: int) -> dict[str, Any]:
    born = date(1960, 1, 1) + timedelta(days=number % 15_000)
    return {
        "identifier": f"P{number}", "last_name": f"Nom {number:06}", "last_key": f"nom {number:06}",
        "first_name": "Prénom", "first_key": "prenom", "birth_date": born,
    }  # fmt: skip


def _session(engine: Engine) -> str:
    moment = datetime.now(UTC)
    with writing(engine) as session:
        user = create_user(session, email="f@exemple.fr", name="Ana", now=moment, by="x")
        grant(
            session, user_id=user.id or 0, kind=ActorKind.F, territory_id=FIRST_TERRITORY, starts_on=date(2020, 1, 1),
            by="x", approved_by="y",
        )  # fmt: skip
        session.flush()
        return open_session(session, user, complete=True, now=moment)


def _times(few: Reader, many: Reader, path: str) -> tuple[float, float, int]:
    """The 95th percentiles over many and few people, and the queries that both send."""
    taken: dict[int, list[float]] = {0: [], 1: []}
    queries: dict[int, int] = {}
    for at in range(RUNS + WARM):
        for place, reader in enumerate((few, many)):
            seconds, sent = reader.read(path)
            if at >= WARM:
                taken[place].append(seconds)
                queries[place] = min(sent, queries.get(place, sent))  # now and then one writes that the session lives
    if queries[0] != queries[1]:
        raise AssertionError(f"{path}: {queries[0]} requêtes pour peu, {queries[1]} pour beaucoup")
    return _p95(taken[1]), _p95(taken[0]), queries[1]


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95) - 1]
