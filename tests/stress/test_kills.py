"""An import killed at any moment is wholly there or not at all; sent again, it completes. On both engines."""

import random
import time
from collections.abc import Sequence

import pytest

from clauses.files.rules import FileKind
from tests.imports.office import Office
from tests.stress import crowd
from tests.stress.workers import Workers

STEPS = ("started", "lecture", "vérification", "écriture", "écriture")
"""The moments after which an import is killed; the one that writes, twice as often."""


def url_of(office: Office) -> str:
    return office.engine.url.render_as_string(hide_password=False)


def send(office: Office, version: int) -> None:
    assert office.send(FileKind.HOURS, *crowd.hours(version)).status == 0


def durations(office: Office, workers: Workers, version: int) -> dict[str, float]:
    """How long each step of an import takes, here and now."""
    path = office.write(*crowd.hours(version))
    job = workers.start(FileKind.HOURS, path, url=url_of(office), shelf=office.shelf)
    reached = {}
    for step in dict.fromkeys(STEPS):
        job.wait(step)
        reached[step] = time.monotonic()
    job.wait()
    assert job.end is not None
    assert job.end["end"] == "done", job.end
    ends = [*list(reached.values())[1:], time.monotonic()]
    return {step: end - start for (step, start), end in zip(reached.items(), ends, strict=True)}


def killed(
    office: Office, workers: Workers, version: int, *, step: str, delay: float, torn: bool = False
) -> tuple[list[str], bool]:
    """What is half stored once the import of that version is killed; whether it had said that it was done."""
    path = office.write(*crowd.hours(version))
    job = workers.start(FileKind.HOURS, path, url=url_of(office), shelf=office.shelf, torn=torn)
    job.wait(step)
    time.sleep(delay)
    job.kill()
    acknowledged = job.end is not None
    assert job.end is None or job.end["end"] == "done", job.end
    return crowd.torn(office, [version] if acknowledged else [version - 1, version]), acknowledged


def kill_many(office: Office, workers: Workers, kills: int, chance: random.Random) -> None:
    lasting = durations(office, workers, 1)
    for version in range(2, kills + 2):
        step = chance.choice(STEPS)
        delay = chance.uniform(0, lasting[step] * 1.2)
        found, _ = killed(office, workers, version, step=step, delay=delay)
        assert found == [], f"killed {delay:.3f} s after « {step} » (version {version})"
        send(office, version)
        assert crowd.torn(office, [version]) == []


def test_a_killed_import_leaves_nothing_half_stored_and_completes_when_sent_again(
    crowded: Office, workers: Workers
) -> None:
    kill_many(crowded, workers, 3, random.Random())


@pytest.mark.stress
def test_two_hundred_kills_leave_nothing_half_stored(crowded: Office, workers: Workers) -> None:
    kill_many(crowded, workers, 200, random.Random(20_230_101))


def test_an_import_killed_before_it_ever_wrote_leaves_nothing(crowded: Office, workers: Workers) -> None:
    found, acknowledged = killed(crowded, workers, 1, step="lecture", delay=0)
    assert (found, acknowledged, crowd.in_force(crowded)) == ([], False, [])


def test_without_its_one_transaction_an_import_killed_midway_is_seen_torn(crowded: Office, workers: Workers) -> None:
    """The harness itself: what it must report when there is something to report."""
    send(crowded, 1)
    found, acknowledged = killed(crowded, workers, 2, step="midway", delay=0, torn=True)
    assert not acknowledged
    assert any("lines in force" in said for said in found)
    assert any("declarations without a line" in said for said in found)


def faults_seen(office: Office, versions: Sequence[int]) -> int:
    return len(crowd.torn(office, versions))


def test_a_version_that_nobody_sent_is_seen(crowded: Office) -> None:
    assert faults_seen(crowded, [0]) == 0
    assert faults_seen(crowded, [1]) == 1
    send(crowded, 1)
    assert faults_seen(crowded, [1]) == 0
    assert faults_seen(crowded, [0, 2]) == 1
