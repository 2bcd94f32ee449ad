"""The official ROME, for tests that have it."""

import csv
import os
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from clauses.matching.jobs import JobIndex, build


def rome_folder() -> Path:
    """Where the official files are; the test is skipped when nobody says."""
    folder = os.environ.get("CLAUSES_REFERENCE_DIR")
    if not folder:
        pytest.skip("CLAUSES_REFERENCE_DIR is not set: no official ROME to search in")
    return Path(folder) / "rome"


@cache
def labels(folder: Path) -> dict[str, str]:
    """The label of each code."""
    return {row["code_rome"]: row["libelle_rome"] for row in _rows(folder, "referentiel_code_rome")}


@cache
def appellations(folder: Path) -> tuple[tuple[str, str, str], ...]:
    """Code, label, appellation."""
    named = labels(folder)
    return tuple(
        (row["code_rome"], named[row["code_rome"]], row["libelle_appellation_long"])
        for row in _rows(folder, "referentiel_appellation")
    )


@cache
def official_index(folder: Path) -> JobIndex:
    """The index of the official appellations, with the skills of each code."""
    said = {row["code_ogr"]: row["libelle_competence"] for row in _rows(folder, "referentiel_competence")}
    said |= {row["code_ogr_savoir"]: row["libelle_savoir"] for row in _rows(folder, "referentiel_savoir")}
    skills: dict[str, list[str]] = defaultdict(list)
    for row in _rows(folder, "coherence_item"):
        if row["code_ogr"] in said:
            skills[row["code_rome"]].append(said[row["code_ogr"]])
    return build(appellations(folder), skills)


def _rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    with (folder / f"unix_{name}_v460_utf8.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
