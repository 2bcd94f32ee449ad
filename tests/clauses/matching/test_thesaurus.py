"""Synonyms and abbreviations, and the two files that hold them."""

from importlib import resources

import pytest

from clauses.matching.text import content, forms
from clauses.matching.thesaurus import (
    LONGEST,
    Thesaurus,
    ours,
    parse,
    parse_abbreviations,
    parse_synonyms,
    phrase,
    roots_of,
)


def test_an_equality_goes_both_ways_and_an_arrow_one_way() -> None:
    found = parse_synonyms("ripeur = éboueur\nboueux > ripeur  # familier\n")
    assert found[roots_of(["ripeur"])] == (("eboueur",),)
    assert found[roots_of(["eboueur"])] == (("ripeur",),)
    assert found[roots_of(["boueux"])] == (("ripeur",),)
    assert len(found) == 3


def test_what_says_the_same_is_no_synonym_of_itself() -> None:
    assert parse_synonyms("soudeur = soudage") == {}


def test_synonyms_of_several_lines_add_up_once_each() -> None:
    found = parse_synonyms("a1 = b1\na1 = c1 = b1")
    assert found[("a1",)] == (("b1",), ("c1",))


def test_small_words_of_a_phrase_do_not_count() -> None:
    assert phrase("agent d'entretien des espaces verts") == ("agent", "entretien", "espaces", "verts")


def test_the_longest_phrase_is_the_one_found() -> None:
    thesaurus = Thesaurus({("agent",): (("employe",),), ("agent", "entretien"): (("nettoyeur",),)}, {})
    assert thesaurus.longest(["un", "agent", "entretien"], 3) == (2, (("nettoyeur",),))
    assert thesaurus.longest(["accueil", "agent"], 2) == (1, (("employe",),))
    assert thesaurus.longest(["agent", "entretien", "batiment"], 3) == (1, ())


def test_an_abbreviation_may_have_several_meanings() -> None:
    assert parse_abbreviations("élec > électricien = électricité") == {"elec": (("electricien",), ("electricite",))}


def test_phrases_are_remembered_as_written() -> None:
    found = parse("femme de ménage = agent d'entretien", "agt > agent")
    assert found.written[("agent", "entretien")] == "agent d'entretien"
    assert found.written[("agent",)] == "agent"


@pytest.mark.parametrize("name", ["thesaurus.txt", "abbreviations.txt"])
def test_every_line_of_our_files_links_phrases_that_can_be_found(name: str) -> None:
    text = resources.files("clauses.matching").joinpath(name).read_text(encoding="utf-8")
    for line in text.splitlines():
        said = line.partition("#")[0].strip()
        if not said:
            continue
        parts = [part for side in said.split(">") for part in side.split("=")]
        assert len(parts) >= 2, line
        for part in parts:
            assert len(forms(part)) == 1, line
            assert 1 <= len(content(forms(part)[0])) <= LONGEST + 4, line
        first = parts[0]
        assert len(content(forms(first)[0])) <= LONGEST, line


def test_no_abbreviation_is_given_twice() -> None:
    text = resources.files("clauses.matching").joinpath("abbreviations.txt").read_text(encoding="utf-8")
    shorts = [forms(line.partition(">")[0])[0] for line in text.splitlines() if ">" in line and line[0] != "#"]
    assert all(len(short) == 1 for short in shorts)
    repeated = {tuple(short) for short in shorts if shorts.count(short) > 1}
    assert repeated == set()


def test_ours_holds_hundreds_of_synonyms() -> None:
    assert len(ours().synonyms) > 1_000
    assert len(ours().abbreviations) > 150
    assert ("ripeur",) in ours().synonyms[roots_of(["eboueur"])]
