"""The publics that a market names, in its own words."""

import pytest

from clauses.people.publics import Criterion, listed, named


@pytest.mark.parametrize(
    ("text", "criteria"),
    [
        ("DELD ; RSA ; QPV", {Criterion.DELD, Criterion.RSA, Criterion.QPV}),
        ("bénéficiaires du RSA, jeunes de moins de 26 ans", {Criterion.RSA, Criterion.JEUNE}),
        ("Travailleurs handicapés\nParticipants PLIE", {Criterion.RQTH, Criterion.PLIE}),
        ("ASS", {Criterion.ASS}),
    ],
)
def test_publics_are_read_in_words_and_in_acronyms(text: str, criteria: set[Criterion]) -> None:
    assert named(text) == frozenset(criteria)


def test_each_public_written_as_we_write_it_is_that_one_alone_and_among_others() -> None:
    for criterion in Criterion:
        for words in (criterion.value, criterion.label, criterion.label.upper(), f" {criterion.value.lower()} "):
            assert named(words) == frozenset({criterion}), words
            assert named(f"{words} ; DELD\nASS") == frozenset({criterion, Criterion.DELD, Criterion.ASS}), words
    assert named(" ; ".join(Criterion)) == named(" ; ".join(one.label for one in Criterion)) == frozenset(Criterion)
    assert named(listed(list(Criterion))) == frozenset(Criterion)


@pytest.mark.parametrize("text", [None, "", " ; ", "tous publics éloignés", "RSA ; assistance spéciale"])
def test_words_that_we_do_not_know_exclude_nobody(text: str | None) -> None:
    assert named(text) is None
