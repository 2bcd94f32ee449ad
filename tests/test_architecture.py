"""The direction of imports is kept, and each contract that keeps it has been seen red."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
LINT = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"]
CONTRACTS: list[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]

BREACHES = [
    ("house", "clauses/audit.py", "import imports.run"),
    ("house", "clauses/reports/frames.py", "from imports import containers"),
    ("rooms", "clauses/people/rules.py", "from clauses.hours import rules"),
    ("rooms", "clauses/markets/rules.py", "from clauses.people import rules"),
    ("rooms", "clauses/settings.py", "from clauses import db"),
    ("features", "clauses/hours/models.py", "from clauses.hours import actions"),
    ("features", "clauses/markets/rules.py", "from clauses.markets import models"),
    ("pure", "clauses/people/rules.py", "from sqlmodel import Session"),
    ("pure", "clauses/dates.py", "import time"),
    ("stages", "imports/layout.py", "from imports import rows"),
    ("stages", "imports/reading/guard.py", "from imports import values"),
    ("files", "imports/hours/plan.py", "from imports.hours import apply"),
    ("plans", "imports/people/plan.py", "from sqlmodel import Session"),
]


def lint(folder: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    """Checks the contracts of a copy of the project; the copy, not the installed packages, is what is read."""
    chosen = [part for contract in contracts for part in ("--contract", contract)]
    return subprocess.run([*LINT, *chosen], cwd=folder, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for package in ("clauses", "imports"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_contract_is_kept() -> None:
    checked = lint(ROOT)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert f"{len(CONTRACTS)} kept, 0 broken" in checked.stdout


def test_every_contract_has_been_seen_red() -> None:
    assert {contract for contract, _, _ in BREACHES} == {contract["id"] for contract in CONTRACTS}


@pytest.mark.parametrize(("contract", "module", "line"), BREACHES)
def test_a_contract_refuses_an_import_that_goes_up(copy: Path, contract: str, module: str, line: str) -> None:
    with (copy / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    checked = lint(copy, contract)
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert "0 kept, 1 broken" in checked.stdout
    assert module.removesuffix(".py").replace("/", ".") in checked.stdout


@pytest.mark.parametrize(
    ("contract", "module"),
    [("rooms", "clauses/services.py"), ("rooms", "clauses/planning/__init__.py"), ("stages", "imports/guessing.py")],
)
def test_a_module_that_nobody_placed_is_refused(copy: Path, contract: str, module: str) -> None:
    path = copy / module
    path.parent.mkdir(exist_ok=True)
    path.write_text('"""Nobody said where this stands."""\n', encoding="utf-8")
    checked = lint(copy, contract)
    assert checked.returncode == 1
    assert "not listed as layers" in checked.stdout


def test_the_two_orders_are_the_same_one() -> None:
    """`rooms` alone can be exhaustive, `house` alone knows `imports`: together they hold only while they agree."""
    layers = {contract["id"]: contract["layers"] for contract in CONTRACTS if contract["id"] in ("house", "rooms")}
    inside = [layer.replace("clauses.", "") for layer in layers["house"] if layer != "imports"]
    assert inside == layers["rooms"]
