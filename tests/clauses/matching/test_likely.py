"""What a word of a query may stand for."""

import pytest

from clauses.matching.corpus import build
from clauses.matching.likely import BEGINNING, Likely, Reader
from clauses.matching.spelling import Likenesses
from clauses.matching.tuning import Tuning

TITLES = ["Chauffeur livreur", "Coffreur", "Élagueur", "Plombier", "Peintre", "Bus"]
CORPUS = build(TITLES, ["A", "B", "C", "D", "E", "F"], {"A": ["gerbage"]}, Tuning())


def likely(word: str, tuning: Tuning | None = None) -> Likely:
    return Reader(CORPUS, Likenesses(CORPUS.spellings), tuning or Tuning()).likely(word)


def roots(found: Likely) -> dict[str, float]:
    names = {number: root for root, number in CORPUS.fields.root_numbers.items()}
    return {names[number]: surely for number, surely in found.roots.items()}


def test_a_known_word_stands_for_its_family_surely() -> None:
    found = likely("plomberie")
    assert roots(found)["plomb"] == 1.0


@pytest.mark.parametrize("written", ["cofreur", "coffreurr", "coffreyr", "cofferur"])
def test_a_slip_of_the_pen_is_corrected(written: str) -> None:
    found = likely(written)
    assert found.short == "coffreur"
    assert 0 < roots(found)["coffr"] < 1


@pytest.mark.parametrize(("heard", "word"), [("chofeur", "chauffeur"), ("plonbiere", "plombier")])
def test_a_word_written_by_ear_is_read_as_it_sounds(heard: str, word: str) -> None:
    assert likely(heard).short == word


def test_a_beginning_stands_for_the_words_it_begins() -> None:
    found = likely("elag")
    assert roots(found)["elag"] > 0
    assert roots(likely("plo")) == {"plomb": BEGINNING}


def test_a_short_word_is_not_taken_for_another() -> None:
    assert not likely("bac").roots


def test_a_word_of_the_skills_alone_is_known_like_another() -> None:
    found = likely("gerbage")
    assert found.roots


def test_a_word_like_nothing_known_is_foreign() -> None:
    found = likely("zzyzx")
    assert found.foreign
    assert not found.roots
    assert found.mass == CORPUS.fields.unknown


def test_without_correction_a_word_is_itself_or_nothing() -> None:
    strict = Tuning(misspelt=2)
    assert not likely("cofreur", strict).roots
    assert list(roots(likely("coffrage", strict))) == ["coffr"]


def test_without_a_title_no_word_is_met() -> None:
    empty = build([], None, None, Tuning())
    found = Reader(empty, Likenesses(empty.spellings), Tuning()).likely("macon")
    assert not found.roots
