"""What a word says for a group of titles."""

from collections import Counter

import pytest

from clauses.matching.fields import SATURATION, Fields

TITLES = [Counter({"macon": 3, "ouvr": 1}), Counter({"peint": 2, "ouvr": 1}), Counter({"soud": 1})]
RELATED = [Counter({"brique": 2, "peint": 1}), Counter({"facad": 1}), Counter[str]()]


def shares(fields: Fields, root: str) -> dict[int, float]:
    groups, held = fields.of_root(fields.root_numbers[root])
    return dict(zip(groups.tolist(), held.tolist(), strict=True))


def test_a_root_is_held_by_the_groups_that_say_it() -> None:
    fields = Fields.of(TITLES, RELATED, 0.2)
    assert set(shares(fields, "ouvr")) == {0, 1}
    assert set(shares(fields, "soud")) == {2}
    assert set(shares(fields, "brique")) == {0}


def test_saying_a_word_again_adds_less_and_less() -> None:
    fields = Fields.of([Counter({"a": times, "b": 10 - times}) for times in (1, 2, 4)], [Counter[str]()] * 3, 0.2)
    once, twice, four = (shares(fields, "a")[group] for group in range(3))
    assert once < twice < four < 1
    assert four - twice < twice - once
    assert once == pytest.approx(1 / (1 + SATURATION))


def test_a_related_word_says_less_than_a_word_of_the_titles() -> None:
    fields = Fields.of(TITLES, RELATED, 0.2)
    assert shares(fields, "peint")[0] < shares(fields, "peint")[1]


def test_a_rare_word_tells_more() -> None:
    fields = Fields.of(TITLES, RELATED, 0.2)
    told = {root: float(fields.information[number]) for root, number in fields.root_numbers.items()}
    assert told["soud"] > told["ouvr"] > 0
    assert fields.unknown == max(told.values())


def test_without_weight_the_related_words_are_not_read() -> None:
    assert "brique" not in Fields.of(TITLES, RELATED, 0).root_numbers


def test_nothing_to_read_is_no_fault() -> None:
    assert Fields.of([], [], 0.2).unknown == 1.0
