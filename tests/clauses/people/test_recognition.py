"""People found again in what files write, and never two of them merged."""

from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.people.rules import Doubt, KnownPerson, Likeness, Name, Recognition, Register
from tests.clauses.people.pairs import (
    BORN,
    COMPOUND,
    ONE_PERSON,
    TWO_PEOPLE,
    TYPOS,
    WRITTEN_OTHERWISE,
    Pair,
)


def _name(text: str) -> Name:
    last, first = text.split("|")
    return Name.of(last, first)


def _register(*texts: str, born: date = BORN) -> Register:
    return Register(KnownPerson(number, _name(text), born) for number, text in enumerate(texts, start=1))


def _asked(register: Register, text: str, born: date = BORN) -> Recognition:
    return register.recognise(_name(text), born)


def _both_ways(pairs: Iterable[Pair]) -> list[tuple[Pair, Recognition]]:
    """Each pair with either one recorded and the other one asked for."""
    answers = []
    for pair in pairs:
        answers.append((pair, _asked(_register(pair.one, born=pair.born), pair.other, pair.other_born)))
        answers.append((pair, _asked(_register(pair.other, born=pair.other_born), pair.one, pair.born)))
    return answers


def _said(pairs: Iterable[Pair]) -> list[str]:
    return [f"{pair.why} : {pair.one} / {pair.other}" for pair in pairs]


# The labelled pairs


def test_there_are_enough_pairs_of_both_sorts() -> None:
    assert len(ONE_PERSON) >= 100
    assert len(TWO_PEOPLE) >= 75
    assert len(set(ONE_PERSON) | set(TWO_PEOPLE)) == len(ONE_PERSON) + len(TWO_PEOPLE)


def test_two_people_are_never_merged() -> None:
    merged = [pair for pair, answer in _both_ways(TWO_PEOPLE) if answer.person is not None]
    assert _said(merged) == []


def test_one_person_is_found_or_asked_about() -> None:
    answers = _both_ways(ONE_PERSON)
    missed = [pair for pair, answer in answers if answer.person != 1 and answer.candidates != (1,)]
    assert len(missed) <= 0.05 * len(answers), _said(missed)


@pytest.mark.parametrize("pairs", [WRITTEN_OTHERWISE, COMPOUND], ids=["written otherwise", "compound"])
def test_what_is_only_written_otherwise_is_found_without_asking(pairs: tuple[Pair, ...]) -> None:
    not_found = [pair for pair, answer in _both_ways(pairs) if answer.person != 1]
    assert len(not_found) <= 0.05 * 2 * len(pairs), _said(not_found)


def test_a_slip_of_one_letter_is_found_without_asking() -> None:
    found = [answer.person for _, answer in _both_ways(TYPOS)]
    assert found.count(1) >= 0.95 * len(found), _said(pair for pair, answer in _both_ways(TYPOS) if not answer.person)


def test_nobody_is_found_when_nobody_is_known() -> None:
    assert {answer.doubt for answer in (_asked(Register(()), pair.one) for pair in ONE_PERSON)} == {Doubt.UNKNOWN}


# How surely


@pytest.mark.parametrize(
    ("known", "written", "likeness"),
    [
        ("Martin|Jean", "MARTIN|Jean", Likeness.EXACT),
        ("de La Tour|Anne", "Delatour|Anne", Likeness.SPACING),
        ("Martin|Jean", "Jean|Martin", Likeness.SWAPPED),
        ("Martin|Marie", "Martin-Dupont|Marie", Likeness.COMPOUND),
        ("Bernard|Paul", "Benard|Paul", Likeness.TYPO),
    ],
)
def test_an_answer_says_how_the_name_was_found(known: str, written: str, likeness: Likeness) -> None:
    assert _asked(_register(known), written) == Recognition(1, likeness=likeness)


@pytest.mark.parametrize(
    ("known", "written", "born", "doubt"),
    [
        (["Martin|Jean"], "Durand|Sophie", BORN, Doubt.UNKNOWN),
        (["Martin|Jean"], "Martin|Jean", date(1991, 1, 1), Doubt.OTHER_BIRTH_DATE),
        (["Martin|Jean"], "Jean|Martin", date(1991, 1, 1), Doubt.OTHER_BIRTH_DATE),
        (["Martin|Léa"], "Martin|Léo", BORN, Doubt.NEAR),
        (["Martin|Marie-Claude", "Martin|Marie-Laure"], "Martin|Marie", BORN, Doubt.SEVERAL),
    ],
)
def test_a_doubt_says_why(known: list[str], written: str, born: date, doubt: Doubt) -> None:
    answer = _asked(_register(*known), written, born)
    everyone = tuple(range(1, len(known) + 1))
    assert answer == Recognition(None, doubt=doubt, candidates=() if doubt is Doubt.UNKNOWN else everyone)


@pytest.mark.parametrize(
    ("known", "written", "doubt"),
    [
        ("Bernard|Guillaume", "Benard|Guilaume", Doubt.NEAR),  # a slip in each name
        ("Martin-Dupont|Marie-Claude", "Martin|Marie", Doubt.NEAR),  # both shortened to one of their words
        ("Martin-Dupont|Alexandre", "Martin|Alex", Doubt.NEAR),
        ("Chérif|Omar", "Sharif|Omar", Doubt.NEAR),
        ("Bernard|Alexandre", "Benard|Alex", Doubt.UNKNOWN),  # too much at once: nobody would think of it
        ("Chérif|Souleymane", "Sharif|Suleiman", Doubt.UNKNOWN),
        ("Martin|Sophie", "Durand|Sophie", Doubt.UNKNOWN),
    ],
)
def test_a_question_is_asked_where_somebody_would_ask_it(known: str, written: str, doubt: Doubt) -> None:
    assert _asked(_register(known), written).doubt is doubt
    assert _asked(_register(written), known).doubt is doubt


# Several people in sight


def test_the_one_who_bears_the_exact_name_is_meant_whoever_else_is_near() -> None:
    twins = _register("Martin|Léa", "Martin|Léo")
    assert (_asked(twins, "MARTIN|Leo").person, _asked(twins, "MARTIN|Léa").person) == (2, 1)
    compound = _register("Martin-Dupont|Marie", "Martin|Marie", "Martin|Marine")
    assert _asked(compound, "Martin|Marie") == Recognition(2, likeness=Likeness.EXACT)


def test_exact_homonyms_born_the_same_day_are_a_question() -> None:
    answer = _asked(_register("Martin|Jean", "MARTIN|JEAN"), "Martin|Jean")
    assert answer == Recognition(None, doubt=Doubt.SEVERAL, candidates=(1, 2))


def test_someone_known_under_two_names_is_one_person() -> None:
    register = Register(
        [KnownPerson(7, _name("Martin|Marie"), BORN), KnownPerson(7, _name("Dupont|Marie"), BORN)],
    )
    assert _asked(register, "Martin-Dupont|Marie") == Recognition(7, likeness=Likeness.COMPOUND)
    assert _asked(register, "Martin|Marie", date(1970, 1, 1)).candidates == (7,)


def test_a_typo_links_only_when_one_candidate_stands() -> None:
    assert _asked(_register("Bernard|Paul", "Besnard|Paul"), "Benard|Paul").candidates == (1, 2)
    assert _asked(_register("Martin|Marie-Anne", "Martin|Maria"), "Martin|Marie").candidates == (1, 2)


def test_a_typo_links_only_when_nobody_bears_it_as_a_first_name() -> None:
    """« Djamla » may be a slip for « Djamila »; not where somebody else is called Djamla."""
    assert _asked(_register("Benali|Djamila"), "Benali|Djamla").person == 1
    assert _asked(_register("Benali|Djamila", "Petit|Djamla"), "Benali|Djamla").doubt is Doubt.NEAR


def test_someone_added_later_is_found_too() -> None:
    register = Register(())
    register.add(KnownPerson(4, _name("Martin|Jean"), BORN))
    assert _asked(register, "Martin|Jean").person == 4


def test_those_who_bear_a_name_are_listed_in_either_order_whatever_their_birth_date() -> None:
    register = Register(
        [
            KnownPerson(1, _name("Martin|Jean"), BORN),
            KnownPerson(2, _name("Jean|Martin"), date(1970, 1, 1)),
            KnownPerson(3, _name("Martin|Jeanne"), BORN),
        ]
    )
    assert [person.id for person in register.named(_name("MARTIN|jean"))] == [1, 2]
    assert register.named(_name("Durand|Paul")) == ()


# By property

LETTERS = "abcdefghijklmnopqrstuvwxyz"
texts = st.text(alphabet=LETTERS + "éèç'- ", min_size=1, max_size=12).filter(lambda text: any(map(str.isalpha, text)))
names = st.builds(Name.of, texts, texts)


@given(st.lists(names, min_size=1, max_size=8), st.data())
@settings(max_examples=600, deadline=None)
def test_whoever_is_known_under_an_exact_name_is_the_only_one_ever_chosen(
    known: list[Name], data: st.DataObject
) -> None:
    register = Register(KnownPerson(number, name, BORN) for number, name in enumerate(known))
    asked = data.draw(st.sampled_from(known))
    answer = register.recognise(asked, BORN)
    bearers = [number for number, name in enumerate(known) if name == asked]
    if len(bearers) == 1:
        assert answer == Recognition(bearers[0], likeness=Likeness.EXACT)
    else:
        assert answer == Recognition(None, doubt=Doubt.SEVERAL, candidates=tuple(bearers))


@given(st.lists(names, max_size=8), names)
@settings(max_examples=600, deadline=None)
def test_nobody_born_another_day_is_ever_chosen(known: list[Name], asked: Name) -> None:
    register = Register(KnownPerson(number, name, date(1970, 1, 1)) for number, name in enumerate(known))
    assert register.recognise(asked, BORN).person is None


@given(st.lists(names, max_size=8), names)
@settings(max_examples=600, deadline=None)
def test_an_answer_is_a_person_or_a_doubt_and_never_both(known: list[Name], asked: Name) -> None:
    answer = Register(KnownPerson(number, name, BORN) for number, name in enumerate(known)).recognise(asked, BORN)
    assert (answer.person is None) == (answer.doubt is not None) == (answer.likeness is None)
    assert (answer.candidates == ()) == (answer.doubt in (None, Doubt.UNKNOWN))
    assert set(answer.candidates) <= set(range(len(known)))


@given(names, names)
@settings(max_examples=600, deadline=None)
def test_who_is_doubted_or_found_one_way_is_so_the_other_way(one: Name, other: Name) -> None:
    there = Register([KnownPerson(1, one, BORN)]).recognise(other, BORN)
    back = Register([KnownPerson(1, other, BORN)]).recognise(one, BORN)
    assert (there.doubt is Doubt.UNKNOWN) == (back.doubt is Doubt.UNKNOWN)


@given(st.sampled_from(["Martin", "Benali", "Ouedraogo"]), st.text(alphabet=LETTERS, min_size=3, max_size=9))
@settings(max_examples=600, deadline=None)
def test_the_end_of_a_first_name_is_never_guessed(last: str, first: str) -> None:
    """Karim and Karima, Julie and Julia, Noah and Noam: brother and sister differ by the last letter."""
    register = Register([KnownPerson(1, Name.of(last, first), BORN)])
    for other in (first + "a", first[:-1], first[:-1] + ("o" if first[-1] != "o" else "a")):
        assert register.recognise(Name.of(last, other), BORN).person is None
