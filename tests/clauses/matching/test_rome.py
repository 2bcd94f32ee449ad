"""Near jobs."""

import csv
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.matching.rome import SCORES, Nearness, Rome, RomeTable, valid_code
from tests.clauses.matching.drawn import CODES, ROME

REFERENCE = os.environ.get("CLAUSES_REFERENCE_DIR")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("F1703", "F1703", Nearness.SAME),
        ("G1216", "G1230", Nearness.SAME_BEFORE),
        ("G1216", "G1201", Nearness.SAME_BEFORE),
        ("G1201", "G1230", Nearness.SAME_BEFORE),
        ("F1703", "F1701", Nearness.NEIGHBOUR),
        ("F1701", "F1703", Nearness.NEIGHBOUR),
        ("N1105", "F1704", Nearness.NEIGHBOUR),
        ("F1701", "F1704", Nearness.SAME_FAMILY),
        ("F1703", "F1302", Nearness.SAME_DOMAIN),
        ("F1703", "K2204", Nearness.FAR),
        ("", "K2204", Nearness.FAR),
    ],
)
def test_jobs_are_as_near_as_the_rome_says(one: str, other: str, expected: Nearness) -> None:
    assert ROME.nearness(one, other) is expected


def test_codes_alone_are_enough() -> None:
    assert Rome().nearness("F1703", "F1704") is Nearness.SAME_FAMILY
    assert Rome().label("F1703") == "F1703"
    assert ROME.label("F1703") == "Maçon / Maçonne (F1703)"


def test_nearer_jobs_are_worth_more() -> None:
    assert list(SCORES) == sorted(SCORES)
    assert len(SCORES) == len(Nearness)


@given(st.lists(st.sampled_from([*CODES, "G1201", "Z"]), unique=True), st.sampled_from([*CODES, "G1201", "X9999"]))
def test_a_table_says_what_pairs_say(codes: list[str], code: str) -> None:
    expected = [SCORES[ROME.nearness(code, other)] for other in codes]
    assert RomeTable(ROME, codes).scores(code).tolist() == expected


def test_a_job_is_found_in_a_naf_division_or_nobody_knows() -> None:
    assert ROME.is_found_in("F1703", "43") is True
    assert ROME.is_found_in("F1703", "81") is False
    assert ROME.is_found_in("A1203", "81") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [("F1703", "F1703"), (" f1703 ", "F1703"), ("Z1703", None), ("F170", None), ("F1703 Maçon", None), ("", None)],
)
def test_a_code_is_a_letter_and_four_digits(text: str, code: str | None) -> None:
    assert valid_code(text) == code


@pytest.mark.skipif(REFERENCE is None, reason="CLAUSES_REFERENCE_DIR n'est pas défini")
def test_the_official_neighbours_are_near() -> None:
    folder = Path(REFERENCE or "") / "rome"
    with (folder / "unix_rubrique_mobilite_v460_utf8.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["code_rome"], row["code_rome_cible"]) for row in csv.DictReader(file)]
    neighbours: dict[str, list[str]] = {}
    for one, other in rows:
        neighbours.setdefault(one, []).append(other)
    rome = Rome(neighbours=neighbours)
    codes = sorted(neighbours)
    table = RomeTable(rome, codes)
    for code in codes[::100]:
        assert table.scores(code).tolist() == [SCORES[rome.nearness(code, other)] for other in codes]
