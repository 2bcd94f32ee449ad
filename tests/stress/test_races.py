"""Files sent at the same moment from several processes: one after the other in the end, exactly. On both engines."""

import time
from pathlib import Path
from typing import Any

import pytest

from clauses.files.rules import FileKind
from tests.imports.office import FILES, Office
from tests.stress import crowd
from tests.stress.workers import Workers


def sent_together(
    office: Office, workers: Workers, kind: FileKind, paths: list[Path], *, torn: bool = False
) -> list[dict[str, Any]]:
    """What each import says, all of them started at one moment."""
    url = office.engine.url.render_as_string(hide_password=False)
    at = time.monotonic() + 0.15
    jobs = [
        workers.start(kind, path, url=url, shelf=office.shelf, by=f"Envoi {number}", at=at, torn=torn)
        for number, path in enumerate(paths)
    ]
    for job in jobs:
        job.wait()
    return [job.end or {} for job in jobs]


def same_file_together(office: Office, workers: Workers, processes: int) -> None:
    for kind, rows in FILES.items():
        path = office.write(*rows)
        ends = sent_together(office, workers, kind, [path] * processes)
        assert [end.get("status") for end in ends] == [0] * processes, ends
        created = sorted(end["changes"]["created"] for end in ends)
        unchanged = sorted(end["changes"]["unchanged"] for end in ends)
        assert created == [0] * (processes - 1) + [len(rows)], (kind, ends)
        assert unchanged == [0] + [len(rows)] * (processes - 1), (kind, ends)
    assert office.rows("SELECT count(*) FROM person") == [(2,)]
    assert office.rows("SELECT count(*) FROM market") == [(1,)]
    assert office.rows("SELECT hours FROM line ORDER BY row") == [(151_67,), (70_00,)]
    assert office.rows("SELECT count(*) FROM declaration") == [(1,)]
    assert office.rows('SELECT count(*) FROM "exit"') == [(1,)]
    assert office.rows("SELECT count(*) FROM import_run") == [(len(FILES) * processes,)]
    assert len(office.shelved()) == len(FILES)
    assert office.faults() == []


def other_files_together(office: Office, workers: Workers, rounds: int, processes: int) -> None:
    """Each process sends its own version of the same units: one of them is in force, whole, the others set aside."""
    for turn in range(rounds):
        versions = [1 + turn * processes + number for number in range(processes)]
        paths = [office.write(*crowd.hours(version)) for version in versions]
        ends = sent_together(office, workers, FileKind.HOURS, paths)
        assert [end.get("status") for end in ends] == [0] * processes, ends
        assert crowd.torn(office, versions) == []
    sent = rounds * processes * len(crowd.MONTHS)
    assert office.rows("SELECT count(*) FROM declaration") == [(sent,)]
    assert office.rows("SELECT count(*) FROM line") == [(rounds * processes * crowd.LINES,)]
    assert office.rows("SELECT count(*) FROM declaration WHERE state = 'superseded'") == [(sent - len(crowd.MONTHS),)]


def test_the_same_file_from_two_processes_at_once_is_stored_once(office: Office, workers: Workers) -> None:
    same_file_together(office, workers, 2)


def test_two_files_of_the_same_units_at_once_leave_one_of_them_whole(crowded: Office, workers: Workers) -> None:
    other_files_together(crowded, workers, 2, 2)


@pytest.mark.stress
@pytest.mark.parametrize("_round", range(100))
def test_the_same_file_from_eight_processes_at_once_is_stored_once(
    office: Office, workers: Workers, _round: int
) -> None:
    same_file_together(office, workers, 8)


@pytest.mark.stress
def test_a_hundred_rounds_of_eight_files_of_the_same_units(crowded: Office, workers: Workers) -> None:
    other_files_together(crowded, workers, 100, 8)


@pytest.mark.stress
def test_a_hundred_rounds_of_two_files_of_the_same_units(crowded: Office, workers: Workers) -> None:
    other_files_together(crowded, workers, 100, 2)
