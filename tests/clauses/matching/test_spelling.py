"""Likenesses of words by their n-grams, against the same computed the long way."""

import math
from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from clauses.matching.spelling import Likenesses, Spellings, grams

WORDS = ["macon", "coffreur", "coffr", "peintr", "peintur", "plombier", "plombag"]
SPELLINGS = Spellings.of(WORDS, [3, 2, 1, 4, 1, 2, 1], 10)


def weighed(word: str) -> dict[str, float]:
    """Counts times rarity, rarity counted over titles, an unknown gram as rare as the rarest known."""
    spread = Counter[str]()
    for known, times in zip(WORDS, [3, 2, 1, 4, 1, 2, 1], strict=True):
        for gram in grams(known):
            spread[gram] += times
    rarity = {gram: math.log(11 / (1 + min(times, 10))) + 1 for gram, times in spread.items()}
    return {gram: times * rarity.get(gram, max(rarity.values())) for gram, times in grams(word).items()}


def product(one: str, other: str) -> float:
    left, right = weighed(one), weighed(other)
    return sum(left[gram] * right[gram] for gram in left.keys() & right.keys())


def test_grams_mark_the_start_and_the_end_of_a_word() -> None:
    assert grams("cap") == Counter([" c", "ca", "ap", "p ", " ca", "cap", "ap ", " cap", "cap "])


@given(st.text("acdefimnoprtu", min_size=1, max_size=12))
def test_products_are_those_of_the_vectors(word: str) -> None:
    found = Likenesses(SPELLINGS).products(word)
    for number, known in enumerate(WORDS):
        assert math.isclose(found[number], product(word, known), rel_tol=1e-4, abs_tol=1e-4)


@given(st.lists(st.sampled_from([*WORDS, "zzz", "maconn"]), min_size=1, max_size=4))
def test_the_length_of_a_sum_is_that_of_the_vector(words: list[str]) -> None:
    total = Counter[str]()
    for word in words:
        for gram, weight in weighed(word).items():
            total[gram] += weight  # type: ignore[assignment]  # a Counter of floats is still a sum by key
    expected = math.sqrt(sum(weight**2 for weight in total.values()))
    assert math.isclose(Likenesses(SPELLINGS).length(words), expected, rel_tol=1e-4)


def test_known_words_have_the_length_of_their_vector() -> None:
    for number, word in enumerate(WORDS):
        assert math.isclose(SPELLINGS.lengths[number], math.sqrt(product(word, word)), rel_tol=1e-4)


def test_without_a_word_nothing_is_alike() -> None:
    empty = Spellings.of([], [], 0)
    assert Likenesses(empty).products("macon").shape == (0,)
    assert Likenesses(empty).length(["macon"]) > 0


def test_a_word_of_other_letters_is_alike_to_none() -> None:
    assert np.all(Likenesses(SPELLINGS).products("zzzz") == 0)
