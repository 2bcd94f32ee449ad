"""The words of an advertisement that are not those of the job."""

import pytest

from clauses.matching.noise import job_words, places
from clauses.matching.stems import listed

KNOWN = {"macon", "recherche", "ingenieur", "mission", "charge", "temps"}


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("macon cdi urgent", "macon"),
        ("recherche macon", "macon"),
        ("offre emploi macon", "macon"),
        ("ingenieur recherche", "ingenieur recherche"),
        ("charge mission", "charge mission"),
        ("macon dijon", "macon"),
        ("macon interim", "macon"),
        ("macon temps plein", "macon"),
        ("macon temps", "macon temps"),
        ("macon semaine", "macon"),
        ("recherche", "recherche"),
        ("cdi", "cdi"),
        ("dijon", "dijon"),
        ("temps plein", "temps plein"),
    ],
)
def test_only_the_words_of_the_job_are_kept_if_there_are_any(said: str, kept: str) -> None:
    assert job_words(listed(said), KNOWN.__contains__) == listed(kept)


def test_a_town_that_the_nomenclature_names_is_a_word_like_another() -> None:
    assert job_words(["maitre", "dijon"], {"dijon"}.__contains__) == ["maitre", "dijon"]


def test_macon_is_a_trade_before_it_is_a_town() -> None:
    assert "macon" not in places()
    assert {"dijon", "chenove", "rouen", "beaune"} <= places()


def test_towns_of_the_official_file_are_no_words_of_a_job_unless_a_title_has_them() -> None:
    towns = frozenset({"bron", "orange"})
    assert job_words(["macon", "bron"], KNOWN.__contains__) == ["macon", "bron"]
    assert job_words(["macon", "bron"], KNOWN.__contains__, towns) == ["macon"]
    assert job_words(["macon", "orange"], {"macon", "orange"}.__contains__, towns) == ["macon", "orange"]
    assert job_words(["bron"], KNOWN.__contains__, towns) == ["bron"]
