"""Who each row of a file of people is about: two different people are never made one."""

from datetime import date
from typing import Any

import pytest

from clauses.files.rules import Severity
from clauses.reference.rules import Sex
from tests.imports.people.recorded import BORN, LEA, NOBODY, codes, decided, known_as, recorded, someone, world


def about(made: Any) -> list[int]:
    """The people of a plan, new ones negative, in the order of the file."""
    return list(made.people)


# --- by name and birth date -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "first"),
    [("ROUX", "lea"), ("Roux", "LÉA"), ("Léa", "Roux"), ("Roux-Martin", "Léa"), ("Roux épouse Martin", "Léa")],
)
def test_someone_is_found_again_through_case_accents_order_and_compound_names(last: str, first: str) -> None:
    made = decided(someone(last_name=last, first_name=first, rsa=True), known=world())
    assert (about(made), codes(made)) == ([LEA], [])


def test_the_name_recorded_stays_whatever_the_file_writes() -> None:
    made = decided(someone(last_name="ROUX MARTIN", rsa=True), known=world())
    assert (made.people[LEA].last_name, made.people[LEA].first_name) == ("Roux", "Léa")


def test_a_homonym_born_another_day_is_somebody_else_and_said() -> None:
    made = decided(someone(birth_date=date(1991, 5, 4)), known=world())
    assert (about(made), codes(made)) == ([-1], ["people.same_name"])
    assert made.issues[0].severity is Severity.WARNING


# --- one letter apart -------------------------------------------------------------------------------------------------


def test_one_wrong_letter_of_the_last_name_links_to_someone_recorded() -> None:
    known = known_as((1, None, "Dubois", "Karim", Sex.M))
    made = decided(someone(last_name="Duboix", first_name="Karim", sex="M", rsa=True), known=known)
    assert (about(made), codes(made)) == ([1], [])


@pytest.mark.parametrize("said", [{"sex": "F"}, {"first_name": "Karin"}], ids=["another sex", "the first name"])
def test_one_wrong_letter_does_not_link_when_it_may_be_somebody_else(said: dict[str, str]) -> None:
    known = known_as((1, None, "Dubois", "Karim", Sex.M))
    row = someone(last_name="Dubois" if "first_name" in said else "Duboix", first_name="Karim", sex="M")
    made = decided({**row, **said}, known=known)
    assert (about(made), codes(made)) == ([-1], ["people.maybe_same"])


def test_one_wrong_letter_in_one_file_is_two_people() -> None:
    made = decided(someone(last_name="Dubois"), someone(last_name="Duboix"))
    assert (about(made), codes(made)) == ([-1, -2], ["people.maybe_same"])
    assert "Elle est enregistrée à part" in made.issues[0].message


def test_someone_recorded_is_not_linked_to_a_row_whose_file_also_writes_the_exact_name() -> None:
    known = known_as((1, None, "Dubois", "Karim", Sex.M))
    exact = someone(last_name="Dubois", first_name="Karim", sex="M", rsa=True)
    near = someone(last_name="Duboix", first_name="Karim", sex="M")
    for file in ((exact, near), (near, exact)):
        made = decided(*file, known=known)
        assert (sorted(about(made)), codes(made)) == ([-1, 1], ["people.maybe_same"])


def test_twins_in_one_file_stay_two_people_and_are_found_again_each() -> None:
    lena, lina = someone(first_name="Lena"), someone(first_name="Lina")
    made = decided(lena, lina)
    assert about(made) == [-1, -2]
    known = known_as((1, None, "Roux", "Lena", Sex.F), (2, None, "Roux", "Lina", Sex.F))
    again = decided({**lena, "rsa": True}, {**lina, "rsa": True}, known=known)
    assert (about(again), codes(again)) == ([1, 2], [])


def test_a_compound_name_beside_the_simple_one_in_one_file_is_two_people() -> None:
    made = decided(someone(first_name="Marie"), someone(first_name="Marie-Claude"))
    assert about(made) == [-1, -2]


def test_between_two_people_one_letter_apart_nobody_is_chosen() -> None:
    known = known_as((1, None, "Dubois", "Karim", Sex.M), (2, None, "Dubots", "Karim", Sex.M))
    made = decided(someone(last_name="Dubous", first_name="Karim", sex="M"), known=known)
    assert (about(made), codes(made)) == ([-1], ["people.maybe_same"])


# --- identifiers ------------------------------------------------------------------------------------------------------


def test_an_identifier_tells_homonyms_born_the_same_day_apart() -> None:
    made = decided(someone(identifier="P1"), someone(identifier="P2"))
    assert about(made) == [-1, -2]
    assert [facts.identifier for facts in made.people.values()] == ["P1", "P2"]
    assert codes(made) == ["people.maybe_same"]


def test_homonyms_born_the_same_day_are_refused_without_their_identifier() -> None:
    known = known_as((1, "P1", "Roux", "Léa", Sex.F), (2, "P2", "Roux", "Léa", Sex.F))
    made = decided(someone(), known=known)
    assert (codes(made), made.accepted) == (["people.several"], set())
    assert about(decided(someone(identifier="P2", rsa=True), known=known)) == [2]


def test_a_number_given_to_somebody_of_the_file_is_not_given_over_to_another() -> None:
    first = decided(someone(), someone(identifier="P1"))
    known = recorded(first, NOBODY)
    made = decided(someone(identifier="P1"), someone(identifier="P2"), known=known)
    assert (about(made), [facts.identifier for facts in made.people.values()]) == ([-1], ["P2"])
    both = decided(someone(identifier="P1"), someone(identifier="P2"), known=world())
    assert [facts.identifier for facts in both.people.values()] == ["P1", "P2"]


@pytest.mark.parametrize("bare", [0, 1, 2])
def test_a_row_without_number_among_two_numbers_of_its_name_is_refused_wherever_it_stands(bare: int) -> None:
    rows = [someone(identifier="P1", rsa=True), someone(identifier="P2", rsa=True)]
    rows.insert(bare, someone(rsa=False))
    made = decided(*rows)
    assert "people.several" in codes(made)
    assert len(made.accepted) == 2
    assert [(facts.identifier, facts.rsa) for facts in made.people.values()] == [("P1", True), ("P2", True)]


def test_another_name_and_another_sex_under_a_number_are_somebody_else() -> None:
    two = (someone(identifier="P1"), someone(identifier="P1", last_name="Dubois", first_name="Léo", sex="M"))
    made = decided(*two, known=world())
    assert (codes(made), [facts.sex for facts in made.people.values()]) == (["people.identifier_conflict"], [Sex.F])


def test_someone_known_without_identifier_gets_the_one_of_the_file() -> None:
    made = decided(someone(identifier="P1"), someone(identifier="P1", last_name="Roux", rsa=True), known=world())
    assert (about(made), made.people[LEA].identifier, made.people[LEA].rsa) == ([LEA], "P1", True)


def test_a_row_without_identifier_is_the_person_recorded_with_one() -> None:
    known = known_as((1, "P1", "Roux", "Léa", Sex.F))
    made = decided(someone(rsa=True), known=known)
    assert (about(made), made.people[1].identifier) == ([1], "P1")


def test_another_name_under_a_known_identifier_is_said_and_the_name_kept() -> None:
    known = known_as((1, "P1", "Roux", "Léa", Sex.F))
    made = decided(someone(identifier="P1", last_name="Garnier", rsa=True), known=known)
    assert (codes(made), made.people[1].last_name) == (["people.name_kept"], "Roux")


def test_another_birth_date_under_a_known_identifier_is_said_and_the_date_kept() -> None:
    known = known_as((1, "P1", "Roux", "Léa", Sex.F))
    made = decided(someone(identifier="P1", birth_date=date(1991, 5, 4), rsa=True), known=known)
    assert (codes(made), made.people[1].birth_date) == (["people.birth_date_kept"], BORN)
    assert "04/05/1990, qui est gardée" in made.issues[0].message


def test_an_identifier_of_somebody_else_altogether_is_refused() -> None:
    known = known_as((1, "P1", "Roux", "Léa", Sex.F))
    made = decided(someone(identifier="P1", last_name="Garnier", birth_date=date(1970, 1, 1)), known=known)
    assert (codes(made), made.accepted, made.people) == (["people.identifier_conflict"], set(), {})
    assert made.issues[0].value == "P1"


def test_names_swapped_under_a_known_identifier_are_the_same() -> None:
    known = known_as((1, "P1", "Roux", "Léa", Sex.F))
    assert codes(decided(someone(identifier="P1", last_name="Léa", first_name="Roux"), known=known)) == []
