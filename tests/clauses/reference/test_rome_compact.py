"""The built-in jobs, against the official ROME."""

import csv
import os
import re
from pathlib import Path

import pytest

from clauses.reference.rome_compact import titles


def official_labels() -> dict[str, str]:
    folder = os.environ.get("CLAUSES_REFERENCE_DIR")
    if not folder:
        pytest.skip("CLAUSES_REFERENCE_DIR is not set: no official ROME to compare with")
    path = Path(folder) / "rome" / "unix_referentiel_code_rome_v460_utf8.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code_rome"]: row["libelle_rome"] for row in csv.DictReader(file)}


def test_every_code_and_label_is_that_of_the_official_rome() -> None:
    official = official_labels()
    assert {title.code: title.label for title in titles()} == {
        title.code: official.get(title.code) for title in titles()
    }


def test_there_are_a_few_hundred_titles_of_codes_well_written() -> None:
    assert len(titles()) > 500
    assert len({title.code for title in titles()}) > 200
    assert all(re.fullmatch(r"[A-N][0-9]{4}", title.code) for title in titles())
    assert all(title.appellation.strip() == title.appellation != "" for title in titles())


def test_the_label_of_a_code_is_the_first_of_its_titles_and_none_comes_twice() -> None:
    assert len(set(titles())) == len(titles())
    first = {title.code: title for title in reversed(titles())}
    assert all(title.appellation == title.label for title in first.values())


def test_titles_begin_with_a_capital() -> None:
    assert all(title.appellation[0].isupper() for title in titles())
