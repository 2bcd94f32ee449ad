"""Organisations found again by SIRET, else by whole name."""

import pytest

from imports.companies import Body, Companies

MASON, GARDENER, TWIN = Body(1, "Maçons du Sud", "1" * 14), Body(2, "Verts Horizons", None), Body(3, "Régie", "3" * 14)


def known(*more: Body) -> Companies:
    return Companies((MASON, GARDENER, TWIN, *more))


@pytest.mark.parametrize("name", ["Maçons du Sud", "MACONS  DU SUD", "maçons-du-sud"])
def test_a_company_is_found_by_its_whole_name_whatever_its_spelling(name: str) -> None:
    companies = known()
    assert (companies.find(name, None), companies.new) == (1, {})


def test_a_siret_goes_before_the_name() -> None:
    assert known().find("Verts Horizons", "1" * 14) == 1


def test_part_of_a_name_is_another_company() -> None:
    companies = known()
    assert companies.find("Maçons", None) == -1
    assert companies.new == {-1: Body(-1, "Maçons", None)}


def test_nothing_said_is_nobody() -> None:
    assert known().find(None, None) is None
    assert known().find("", "") is None


def test_a_company_without_a_name_bears_its_siret() -> None:
    companies = known()
    assert companies.find(None, "9" * 14) == -1
    assert companies.new[-1].name == "9" * 14
    assert companies.find("Autre nom", "9" * 14) == -1


def test_a_siret_completes_the_company_that_had_none() -> None:
    companies = known()
    assert companies.find("VERTS HORIZONS", "2" * 14) == 2
    assert (companies.completed, companies.find(None, "2" * 14)) == ({2: "2" * 14}, 2)


def test_a_siret_completes_a_company_added_by_this_file() -> None:
    companies = known()
    assert companies.find("Nouvelle", None) == companies.find("Nouvelle", "4" * 14) == -1
    assert (companies.new, companies.completed) == ({-1: Body(-1, "Nouvelle", "4" * 14)}, {})


def test_one_name_and_two_sirets_are_two_companies() -> None:
    companies = known()
    assert companies.find("Régie", "5" * 14) == -1
    assert companies.find("Régie", None) is None


def test_of_two_companies_of_one_name_the_one_without_siret_is_meant_by_the_name() -> None:
    assert known(Body(4, "Régie", None)).find("régie", None) == 4


def test_names_made_of_signs_are_not_all_one() -> None:
    companies = known()
    assert companies.find("***", None) == -1
    assert companies.find("---", None) == -2
    assert companies.find("***", None) == -1


def test_sirets_of_the_whole_file_are_learned_before_any_name() -> None:
    companies = known()
    companies.learn([("Régie du Lac", None), (None, "6" * 14), ("Régie du Lac", "6" * 14)])
    assert list(companies.new.values()) == [Body(-1, "Régie du Lac", "6" * 14)]
    assert companies.find("Régie du Lac", None) == companies.find(None, "6" * 14) == -1


def test_what_was_found_for_refused_rows_alone_is_left_aside() -> None:
    companies = known()
    for name, siret in (("Une", None), ("Autre", None), ("Verts Horizons", "2" * 14)):
        companies.find(name, siret)
    companies.only({-2})
    assert ([body.name for body in companies.new.values()], companies.completed) == (["Autre"], {})
