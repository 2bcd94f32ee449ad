"""Doors tried at once, by two workers: the database counts, and exactly ten tries are evaluated."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from clauses.accounts.keys import Tries
from clauses.accounts.rules import TRIES, TRIES_WINDOW
from clauses.accounts.tries import allowed, forgive
from clauses.db import engine_for, reading
from tests.clauses.web.browser import Browser, browsing, signed_up

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
THREADS = 10


def _counts(session: Session) -> dict[str, int]:
    return {one.door: one.count for one in session.exec(select(Tries)).all()}


def _worker(url: str) -> int:
    engine = engine_for(url)
    with ThreadPoolExecutor(THREADS) as pool:
        let_in = sum(pool.map(lambda _: allowed(engine, ["account", "address"], now=NOON), range(THREADS)))
    engine.dispose()
    return let_in


def test_of_twenty_tries_at_once_from_two_workers_ten_are_evaluated(database_url: str) -> None:
    with get_context("spawn").Pool(2) as pool:
        let_in = pool.map(_worker, [database_url] * 2)
    assert sum(let_in) == TRIES
    engine = engine_for(database_url)
    with reading(engine) as session:
        assert _counts(session) == {"account": 20, "address": 20}
    engine.dispose()


def test_through_the_sign_in_page_too(engine: Engine, database_url: str, tmp_path: Path) -> None:
    email = signed_up(engine)
    other = engine_for(database_url)
    start = Barrier(20)

    with browsing(engine, tmp_path) as first, browsing(other, tmp_path) as second, ThreadPoolExecutor(20) as pool:
        proofs = [(browser, browser.proof()) for browser in (first, second) for _ in range(10)]

        def sign_in(one: tuple[Browser, str]) -> int:
            start.wait()
            data = {"preuve": one[1], "email": email, "password": "faux"}
            return one[0].client.post("/connexion", data=data).status_code

        statuses = Counter(pool.map(sign_in, proofs))
    other.dispose()
    assert statuses == {401: 10, 429: 10}


def test_ten_tries_then_a_wait_of_five_minutes(engine: Engine) -> None:
    doors = ["account"]
    assert [allowed(engine, doors, now=NOON) for _ in range(TRIES + 1)] == [True] * TRIES + [False]
    assert not allowed(engine, doors, now=NOON + TRIES_WINDOW * 0.99)
    assert allowed(engine, doors, now=NOON + TRIES_WINDOW)


def test_one_door_closed_is_enough(engine: Engine) -> None:
    for number in range(TRIES):
        assert allowed(engine, ["address", f"account {number}"], now=NOON)
    assert not allowed(engine, ["address", "account"], now=NOON)
    assert allowed(engine, ["elsewhere", "account"], now=NOON)


def test_who_gets_in_is_given_the_try_back(engine: Engine) -> None:
    for _ in range(30):
        assert allowed(engine, ["account"], now=NOON)
        forgive(engine, ["account"])
    forgive(engine, ["account", "nobody"])
    with reading(engine) as session:
        assert _counts(session) == {"account": 0}


@pytest.mark.parametrize("doors", [["a", "a"], ["b", "a"]])
def test_a_door_named_twice_is_tried_once(engine: Engine, doors: list[str]) -> None:
    assert allowed(engine, doors, now=NOON)
    with reading(engine) as session:
        assert set(_counts(session).values()) == {1}
