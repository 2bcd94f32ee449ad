"""A pytest plugin for `make mutate`: faults put in the rights one by one, and whether a test sees each.

Each mutant lives in a fork: the tests are collected once, then each child replaces one function's code, or one cell of
the matrix, and runs the tests that pass there, the quickest first, up to the first that fails. mutmut and cosmic-ray
start pytest again for each mutant and know neither the words of a cell nor those of a query.

``MUTANTS``: how many are drawn in each part (60); ``MUTANTS_SEED``: which ones (1).
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pickle
import random
import select
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

import coverage
import pytest

from clauses.accounts.matrix import MATRIX
from tests.mutants import CellMutant, CodeMutant, Mutant, of_matrix, of_source

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "clauses/access"
SKIPPED = ("postgresql",)
"""One engine is enough to see a right that is wrong."""
PATIENCE = 240
"""Seconds that a test may take, and that a mutant's may: a mutant that hangs is seen."""
SLOWER = 4
"""How many times longer than without it a mutant's tests may take, where that is more: a busy machine sees nothing."""
MOST_TESTS = 100
"""Tests tried on a mutant, the quickest first: those of a guard are not the quickest of all that pass there."""
WANTED = 0.90


@dataclass(frozen=True)
class Passage:
    """What a test did without any fault: how long, and the lines of the rights where it went."""

    passed: bool
    seconds: float
    lines: dict[str, frozenset[int]]


class Mutation:
    """The plugin: in the place of pytest's own loop."""

    def __init__(self) -> None:
        self.failed = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed |= report.failed

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = [item for item in session.items if not any(word in item.name for word in SKIPPED)]
        # What a session shares is made once, before the forks, by a test of `access`, whatever their order: one of the
        # pages may start the threads of Polars, that no fork has, and every mutant would wait for them.
        first, second = sorted((item for item in items if "sqlite" in item.name), key=lambda item: item.nodeid)[:2]
        self._run(session, [first], then=second)
        passages = {}
        for number, item in enumerate(items, 1):
            passages[item.nodeid] = self._passage(session, item)
            if number % 20 == 0:
                _say(f"{number} tests suivis sur {len(items)}.")
        broken = [name for name, passage in passages.items() if not passage.passed]
        _say(f"{len(items)} tests, dont {len(broken)} laissés de côté parce qu'ils échouent sans mutant.")
        for name in broken:
            _say(f"  laissé : {name}")
        survivors, tried = [], drawn(list(passages.values()))
        for number, mutant in enumerate(tried, 1):
            began = monotonic()
            chosen = _chosen(mutant, items, passages)
            lasted = sum(passages[item.nodeid].seconds for item in chosen)
            killed = self._killed(session, mutant, chosen, max(PATIENCE, SLOWER * lasted))
            word = "vu" if killed else "SURVIT"
            _say(f"{number}/{len(tried)} {word} {monotonic() - began:.0f} s : {mutant.name}")
            if not killed:
                survivors.append(mutant)
        self.failed = _concluded(tried, survivors)
        session.testsfailed = int(self.failed)
        return True

    def _run(self, session: pytest.Session, items: Sequence[pytest.Item], *, then: pytest.Item | None = None) -> bool:
        """Runs tests up to the first that fails; whether one did."""
        self.failed = False
        for at, item in enumerate(items):
            after = items[at + 1] if at + 1 < len(items) else then
            item.ihook.pytest_runtest_protocol(item=item, nextitem=after)
            if self.failed:
                return True
        return False

    def _passage(self, session: pytest.Session, item: pytest.Item) -> Passage:
        def work() -> Passage:
            tracer = coverage.Coverage(data_file=None, config_file=False, include=[f"{FOLDER}/*"])
            tracer.set_option("run:disable_warnings", ["no-data-collected"])  # a test that asks for no right
            tracer.start()
            began = monotonic()
            failed = self._run(session, [item])
            seconds = monotonic() - began
            tracer.stop()
            data = tracer.get_data()
            went = {_module(Path(name)): frozenset(data.lines(name) or ()) for name in data.measured_files()}
            return Passage(not failed, seconds, went)

        return self._apart(session, item, work) or Passage(False, 0, {})

    def _killed(self, session: pytest.Session, mutant: Mutant, items: Sequence[pytest.Item], patience: float) -> bool:
        if not items:
            return False

        def work() -> bool:
            put_in_place(mutant)
            return self._run(session, items)

        return self._apart(session, items[0], work, patience) is not False

    def _apart(
        self, session: pytest.Session, item: pytest.Item, work: Callable[[], Any], patience: float = PATIENCE
    ) -> Any:
        """What ``work`` gives in a child; None when it ends badly, or not in time."""
        reads, writes = os.pipe()
        child = os.fork()
        if child == 0:
            with contextlib.suppress(BaseException):  # told nothing, the parent knows that it ended badly
                silent = os.open(os.devnull, os.O_WRONLY)
                os.dup2(silent, 1)
                os.dup2(silent, 2)
                session._setupstate.teardown_exact(item)  # what the first test still holds, but what all share
                made = pickle.dumps(work())
                with os.fdopen(writes, "wb") as pipe:
                    pipe.write(made)
            os._exit(0)
        os.close(writes)
        told, until = b"", monotonic() + patience
        with os.fdopen(reads, "rb", buffering=0) as pipe:
            while select.select([pipe], [], [], max(0.0, until - monotonic()))[0]:
                block = pipe.read(1 << 16)
                if not block:
                    break
                told += block
            else:
                os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return pickle.loads(told) if told else None  # written by our own child


def drawn(passages: Sequence[Passage]) -> list[Mutant]:
    """As many mutants of the matrix as of the conditions where a test passes, the same for the same seed."""
    chance = random.Random(int(os.environ.get("MUTANTS_SEED", "1")))  # a sample, not a secret
    wanted = int(os.environ.get("MUTANTS", "60"))
    cells: list[Mutant] = list(of_matrix())
    codes: list[Mutant] = []
    for path in sorted(FOLDER.rglob("*.py")):
        every = list(of_source(_module(path), path.read_text(encoding="utf-8")))
        went = frozenset(line for passage in passages for line in passage.lines.get(_module(path), ()))
        reached = [one for one in every if not went.isdisjoint(range(one.first, one.last + 1))]
        codes += reached
        _say(f"{_module(path)} : {len(reached)} fautes possibles là où passent ces tests, sur {len(every)}.")
    return [one for part in (cells, codes) for one in chance.sample(part, min(wanted, len(part)))]


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def put_in_place(mutant: Mutant) -> None:
    """Makes the fault, in this process."""
    if isinstance(mutant, CellMutant):
        row: Any = MATRIX[mutant.resource]
        row[mutant.kind] = mutant.grants
        return
    found: Any = importlib.import_module(mutant.module)
    for name in mutant.function.split("."):
        found = found.__dict__[name] if isinstance(found, type) else getattr(found, name)
    found = getattr(found, "fget", None) or getattr(found, "func", None) or getattr(found, "__func__", None) or found
    while hasattr(found, "__wrapped__"):
        found = found.__wrapped__
    found.__code__ = mutant.code


def _chosen(mutant: Mutant, items: Sequence[pytest.Item], passages: dict[str, Passage]) -> list[pytest.Item]:
    """The tests that pass where the fault is, the quickest first; of the matrix, those that read it."""

    def passes(item: pytest.Item) -> bool:
        passage = passages[item.nodeid]
        if isinstance(mutant, CodeMutant):
            lines = passage.lines.get(mutant.module, frozenset())
            return passage.passed and not lines.isdisjoint(range(mutant.first, mutant.last + 1))
        return passage.passed and ("test_matrix" in item.nodeid or "test_queries" in item.nodeid)

    return sorted(filter(passes, items), key=lambda item: passages[item.nodeid].seconds)[:MOST_TESTS]


def _concluded(tried: Sequence[Mutant], survivors: Sequence[Mutant]) -> bool:
    """Says how many were seen; whether it is too few."""
    low = False
    for said, part in (("matrice", CellMutant), ("clauses/access", CodeMutant)):
        whole = [one for one in tried if isinstance(one, part)]
        left = [one for one in survivors if isinstance(one, part)]
        if whole:
            seen = (len(whole) - len(left)) / len(whole)
            _say(f"{said} : {len(whole) - len(left)} vus sur {len(whole)}, soit {seen:.1%}.")
            low |= seen < WANTED
    for one in survivors:
        _say(f"  survivant : {one.name}")
    return low


def _say(text: str) -> None:
    sys.__stdout__ and print(text, file=sys.__stdout__, flush=True)


def pytest_configure(config: pytest.Config) -> None:
    """Takes the place of pytest's loop."""
    config.pluginmanager.register(Mutation(), "mutation")
