"""The reader that waits for a file serves one, as any other, and never outlives its caller."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from imports.containers import read_sheets
from imports.reading import guard
from imports.reading.spare import Spare

SLEEPING = [sys.executable, "-c", "import sys; sys.stdin.read()"]


@pytest.fixture
def started() -> list[subprocess.Popen[bytes]]:
    return []


@pytest.fixture
def spare(started: list[subprocess.Popen[bytes]]) -> Iterator[Spare]:
    def start() -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen(SLEEPING, stdin=subprocess.PIPE, stdout=subprocess.PIPE))
        return started[-1]

    made = Spare(start)
    yield made
    made.dismiss()
    for child in started:
        with child:
            child.kill()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "heures.csv"
    path.write_text("Nom;Heures\nZoé;7\n", encoding="utf-8")
    return path


def test_a_child_is_started_for_each_file_expected_and_no_more(
    spare: Spare, started: list[subprocess.Popen[bytes]]
) -> None:
    assert spare.take() is None
    spare.expect(2)
    assert spare.take() is started[0]
    spare.refill()
    spare.refill()
    assert spare.take() is started[1]
    spare.refill()
    assert (spare.take(), len(started)) == (None, 2)


def test_a_server_always_expects_one_more(spare: Spare, started: list[subprocess.Popen[bytes]]) -> None:
    spare.expect(math.inf)
    for number in range(3):
        assert spare.take() is started[number]
        spare.refill()


def test_a_child_that_died_while_it_waited_is_not_given(spare: Spare, started: list[subprocess.Popen[bytes]]) -> None:
    spare.expect(math.inf)
    started[0].kill()
    started[0].wait()
    assert spare.take() is None
    spare.refill()
    assert spare.take() is started[1]


def test_a_process_that_was_forked_leaves_its_parent_the_child(spare: Spare, monkeypatch: pytest.MonkeyPatch) -> None:
    spare.expect(1)
    monkeypatch.setattr(os, "getpid", lambda: 1)
    assert spare.take() is None


def test_nothing_waits_where_no_process_is_to_be_had() -> None:
    def refused() -> subprocess.Popen[bytes]:
        raise BlockingIOError

    spare = Spare(refused)
    spare.expect(1)
    assert spare.take() is None


def test_who_expects_nobody_any_more_leaves_no_child(spare: Spare, started: list[subprocess.Popen[bytes]]) -> None:
    spare.expect(math.inf)
    spare.dismiss()
    assert started[0].returncode is not None
    spare.refill()
    assert len(started) == 1


def test_the_reader_that_waited_reads_as_any_other(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (usual,) = read_sheets(file)
    spare = Spare(guard._waiting)
    monkeypatch.setattr(guard, "_SPARE", spare)
    with guard.expecting(1):
        waiting = spare._child
        assert waiting is not None
        monkeypatch.setattr(guard, "_START", "raise SystemExit(3)")  # no other could answer
        (sheet,) = read_sheets(file)
    assert sheet.cells.equals(usual.cells)
    assert waiting.returncode == 0
    assert spare.take() is None


def test_a_reader_that_waits_ends_with_its_caller() -> None:
    waiting = guard._waiting()
    with waiting:
        assert waiting.poll() is None
    assert waiting.returncode != 0
