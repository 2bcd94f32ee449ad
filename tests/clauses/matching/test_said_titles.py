"""Titles as facilitators, companies and candidates write them find a code that a person of the trade accepts.

`said_titles.txt` was written by hand from the usage of the trades, before it was run, and never from evaluation titles.
"""

import random
from pathlib import Path

import pytest

from clauses.matching.jobs import JobIndex, built_in, search_jobs
from clauses.reference import rome_compact
from clauses.words import folded
from tests.clauses.matching.official import appellations, labels, official_index, rome_folder

Said = tuple[str, frozenset[str]]


def said_titles() -> list[Said]:
    lines = (Path(__file__).parent / "said_titles.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in lines if line.strip() and not line.startswith("#")]
    return [(title.strip(), frozenset(codes.split())) for title, codes in rows]


def found(index: JobIndex, said: list[Said], top: int) -> float:
    """The share of titles that have an accepted code among their ``top`` first."""
    hits = [any(hit.code in codes for hit in search_jobs(index, title, top)) for title, codes in said]
    return sum(hits) / len(hits)


def test_there_are_at_least_120_of_them_with_codes_that_exist() -> None:
    said = said_titles()
    assert len(said) >= 120
    assert len({title for title, _ in said}) == len(said)
    official = labels(rome_folder())
    assert {code for _, codes in said for code in codes} <= official.keys()


def test_in_the_official_rome_95_of_100_are_among_the_first_three() -> None:
    index = official_index(rome_folder())
    assert found(index, said_titles(), 3) >= 0.95
    assert found(index, said_titles(), 1) >= 0.90


def test_in_the_compact_table_too_when_it_has_their_codes() -> None:
    built = {title.code for title in rome_compact.titles()}
    said = [(title, codes) for title, codes in said_titles() if codes & built]
    assert len(said) >= 120
    assert found(built_in(), said, 3) >= 0.95


def test_without_synonyms_far_fewer_would_be_found() -> None:
    """The measure is able to fail."""
    said = [(title[::-1], codes) for title, codes in said_titles()]
    assert found(built_in(), said, 3) < 0.3


def test_an_official_appellation_finds_itself_first() -> None:
    folder = rome_folder()
    index = official_index(folder)
    drawn = random.Random(11).sample(appellations(folder), 500)
    first = [search_jobs(index, appellation, 1)[0] for _, _, appellation in drawn]
    same = [folded(hit.appellation) == folded(row[2]) for hit, row in zip(first, drawn, strict=True)]
    assert sum(same) / len(same) >= 0.98


@pytest.mark.parametrize("gender", [0, 1])
def test_so_does_either_of_its_genders(gender: int) -> None:
    folder = rome_folder()
    index = official_index(folder)
    single = [row for row in appellations(folder) if row[2].count(" / ") == 1 and len(row[2].split()) == 3]
    drawn = random.Random(12).sample(single, 200)
    first = [search_jobs(index, row[2].split(" / ")[gender], 1)[0] for row in drawn]
    assert sum(hit.score == 1.0 for hit in first) / len(first) >= 0.98
