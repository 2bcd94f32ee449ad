"""The shared sample year and exits, through the installed command, on both engines (CLAUSES_SAMPLES_DIR)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CLAUSES = Path(sys.executable).with_name("clauses")
ROOT = Path(__file__).parents[1]


@pytest.fixture
def samples() -> Path:
    folder = os.environ.get("CLAUSES_SAMPLES_DIR")
    if not folder:
        pytest.skip("CLAUSES_SAMPLES_DIR is not set: the shared samples are not at hand")
    return Path(folder)


def run(*command: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, timeout=900, check=False, cwd=ROOT
    )


def test_every_figure_of_the_sample_year_is_exact(samples: Path, database_url: str) -> None:
    """A year of markets, people, hours and exits imported by the command leads to figures computed apart from it.

    On SQLite each command is started as a user starts it; on PostgreSQL it is forked from one that is loaded.
    """
    starting = [] if database_url.startswith("sqlite") else ["-m", "tests.forked_commands"]
    checked = run(sys.executable, *starting, samples / "check_year.py", CLAUSES, samples / "year", database_url)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "0 faults" in checked.stdout


@pytest.mark.parametrize("protocol", ["dijon-2018", "dijon-2023", "dijon-2024", "rouen-2021"])
def test_the_command_judges_the_sample_exits_as_expected(samples: Path, protocol: str) -> None:
    expected = json.loads((samples / "exits-expected.json").read_text(encoding="utf-8"))[protocol]
    judged = run(CLAUSES, "exits", "judge", samples / "exits.json", "--protocol", protocol, "--json")
    assert judged.returncode == 0, judged.stderr
    verdicts = json.loads(judged.stdout)
    assert {verdict["id"]: verdict["positive"] for verdict in verdicts} == expected
    assert all(verdict["needs_decision"] is (verdict["positive"] is None) for verdict in verdicts)
    assert all(verdict["reason"] for verdict in verdicts)


def test_every_protocol_of_the_samples_is_run_here(samples: Path) -> None:
    expected = json.loads((samples / "exits-expected.json").read_text(encoding="utf-8"))
    assert sorted(expected) == ["dijon-2018", "dijon-2023", "dijon-2024", "rouen-2021"]
