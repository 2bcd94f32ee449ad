"""A query as the search reads it."""

from clauses.matching.reading import ABBREVIATED, MOST_ALTERNATIVES, Unit, readings, units
from clauses.matching.thesaurus import parse
from clauses.matching.tuning import Tuning

THESAURUS = parse(
    "femme de ménage = agent d'entretien\nripeur = éboueur\nagent = employé",
    "agt > agent\nélec > électricien = électricité\nmnv > manœuvre\nrh > ressources humaines",
)
TUNING = Tuning(thesaurus=THESAURUS)


def read(query: str, *known: str) -> list[Unit]:
    return units(readings(query)[0], TUNING, known.__contains__)


def test_both_genders_are_one_reading() -> None:
    assert readings("Maçon / Maçonne") == [["macon"]]
    assert readings("de la") == [["de", "la"]]
    assert readings("") == []


def test_the_words_of_a_phrase_are_one_unit_with_its_synonyms() -> None:
    (unit,) = read("femme de ménage")
    assert unit == Unit(("femme", "menage"), ((("agent", "entretien"), TUNING.phrases),))


def test_what_a_job_is_about_goes_before_who_does_it() -> None:
    thesaurus = parse("conducteur de machine = opérateur\nmachine à coudre = confection", "")
    found = units(["conducteur", "machine", "coudre"], Tuning(thesaurus=thesaurus), lambda _: True)
    assert [unit.words for unit in found] == [("conducteur",), ("machine", "coudre")]


def test_a_word_weighs_its_synonyms_less_than_a_phrase() -> None:
    (unit,) = read("ripeur")
    assert unit.alternatives == ((("eboueur",), TUNING.synonyms),)


def test_an_abbreviation_that_no_title_uses_is_written_out() -> None:
    assert [unit.words for unit in read("agt entretien")] == [("agent", "entretien")]
    assert [unit.words for unit in read("rh")] == [("ressources",), ("humaines",)]


def test_its_other_meanings_are_kept_beside() -> None:
    (unit,) = read("élec")
    assert unit == Unit(("electricien",), ((("electricite",), ABBREVIATED),))


def test_an_abbreviation_that_titles_use_keeps_both() -> None:
    (unit,) = read("mnv", "mnv")
    assert unit == Unit(("mnv",), ((("manoeuvre",), ABBREVIATED),))


def test_without_synonyms_words_are_alone() -> None:
    found = units(["femme", "menage"], Tuning(thesaurus=THESAURUS, synonyms=0), lambda _: True)
    assert found == [Unit(("femme",)), Unit(("menage",))]


def test_a_word_has_a_bounded_number_of_alternatives() -> None:
    many = parse(" = ".join(f"mot{number}" for number in range(30)), "")
    (unit,) = units(["mot1"], Tuning(thesaurus=many), lambda _: False)
    assert len(unit.alternatives) == MOST_ALTERNATIVES
