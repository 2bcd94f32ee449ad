"""The index of titles on nomenclatures that are not the ROME: it assumes nothing of codes, of jobs or of French."""

import csv
import os
import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from bench.title_corpora import misspelt
from clauses.matching.titles import TitleIndex

ENGLISH = """
2512 Software developer | 2513 Web developer | 2521 Database administrator | 2511 Systems analyst | 7126 Plumber
7126 Pipe fitter | 7411 Electrician | 7112 Bricklayer | 7115 Carpenter | 7121 Roofer | 7131 House painter
8332 Heavy truck driver | 8331 Bus driver | 8344 Forklift operator | 8343 Crane operator | 9112 Office cleaner
9112 Hotel cleaner | 5151 Housekeeper | 9412 Kitchen helper | 5120 Cook | 5131 Waiter | 5131 Waitress
5132 Bartender | 5223 Retail sales assistant | 5230 Cashier | 5414 Security guard | 2221 Nurse | 2222 Midwife
2341 Primary school teacher | 2330 Secondary school teacher | 2142 Civil engineer | 2144 Mechanical engineer
2411 Accountant | 4311 Accounting clerk | 4226 Receptionist | 4120 Secretary | 9333 Warehouse labourer
9214 Garden labourer | 6113 Gardener | 5141 Hairdresser | 7212 Welder | 7213 Sheet metal worker
7231 Motor vehicle mechanic | 7511 Butcher | 7512 Baker | 7531 Tailor | 9611 Refuse collector
9613 Street sweeper | 1212 Human resources manager | 1221 Sales manager
""".replace("\n", " | ")  # fmt: skip
ASKED = {
    "plumbers": "7126", "sofware developper": "2512", "developer, software": "2512", "truck drivers": "8332",
    "cleaning lady": "9112", "brick layer": "7112", "forklift driver": "8344", "garbage collector": "9611",
    "painter (houses)": "7131", "school teachers, primary": "2341", "nursing": "2221", "accounting assistant": "4311",
    "sales assistant": "5223", "waiters": "5131", "electrican": "7411", "car mechanic": "7231",
    "mecanical engineer": "2144", "baking": "7512", "web development": "2513", "SECURITY GUARDS (m/f)": "5414",
    "kitchen assistant": "9412", "human ressources manager": "1212", "bartenders": "5132", "hotel cleaners": "9112",
}  # fmt: skip
ROWS = [entry.strip().split(" ", 1) for entry in ENGLISH.split("|") if entry.strip()]
CODES, TITLES = [code for code, _ in ROWS], [title for _, title in ROWS]


@pytest.mark.parametrize("groups", [CODES, None], ids=["by code", "titles alone"])
def test_english_titles_are_found_as_people_write_them(groups: Sequence[str] | None) -> None:
    index = TitleIndex(TITLES, groups)
    found = {query: [CODES[position] for position, _ in index.search(query, 3)] for query in ASKED}
    first = sum(found[query][:1] == [code] for query, code in ASKED.items())
    missed = {query: found[query] for query, code in ASKED.items() if code not in found[query]}
    assert missed == {}
    assert first / len(ASKED) >= 0.9, found


def labels(name: str) -> list[tuple[str, str]]:
    """The codes and labels of an official file."""
    folder = os.environ.get("CLAUSES_REFERENCE_DIR")
    if not folder:
        pytest.skip("CLAUSES_REFERENCE_DIR is not set: no official nomenclature to search in")
    with (Path(folder) / name).open(encoding="utf-8", newline="") as file:
        return [(row["code"], row["libelle"]) for row in csv.DictReader(file)]


@cache
def loaded(name: str, digits: int) -> tuple[TitleIndex, tuple[tuple[str, str], ...]]:
    """An index of a nomenclature whose codes are cut to their first digits: 0 for titles alone."""
    rows = tuple(dict.fromkeys(labels(name)))
    titles = [label for _, label in rows]
    return TitleIndex(titles, [code[:digits] for code, _ in rows] if digits else None), rows


OFFICIAL = [("naf/naf_rev2_socialgouv.csv", 2), ("naf/naf_rev2_socialgouv.csv", 0), ("cpv/cpv_2008_fr.csv", 0)]


@pytest.mark.parametrize(("name", "digits"), OFFICIAL)
def test_every_label_of_a_nomenclature_comes_first_when_it_is_asked(name: str, digits: int) -> None:
    index, rows = loaded(name, digits)
    asked = random.Random(3).sample(rows, 150)
    wrong = [
        (label, rows[position][1])
        for _, label in asked
        for position, score in index.search(label, 1)
        if rows[position][1].casefold() != label.casefold() or score != 1.0
    ]
    assert len(wrong) <= 3, wrong


@pytest.mark.parametrize(("name", "digits"), OFFICIAL[1:])
def test_a_label_with_one_wrong_letter_is_among_the_first_five(name: str, digits: int) -> None:
    index, rows = loaded(name, digits)
    draw = random.Random(5)
    asked = draw.sample(rows, 120)
    found = sum(
        label.casefold() in {rows[position][1].casefold() for position, _ in index.search(misspelt(label, draw), 5)}
        for _, label in asked
    )
    assert found / len(asked) >= 0.95
