"""Employees: distinct people, where they lived, and what the published bilan of 2023 got wrong."""

from datetime import date

import pytest

from clauses.hours.rules import LineState
from clauses.reference.rules import Nature, Sex
from clauses.reports.figures import Perimeter, Share
from tests.clauses.reports.territory import JANUARY, JUNE, Territory

FONTAINE, MAIL = "QN02102M", "QN02101M"


def test_an_employee_is_a_distinct_person_with_hours() -> None:
    territory = Territory()
    person = territory.person(Sex.M)
    for month in (JANUARY, JUNE):
        territory.line(territory.contract(person, starts_on=month), 100, month)
    territory.worked()
    employees = territory.bilan().employees
    assert (employees.total, employees.women, employees.men, employees.unknown_sex) == (2, 1, 1, 0)


def test_an_explicit_zero_or_training_alone_makes_no_employee() -> None:
    territory = Territory()
    territory.worked(0)
    territory.worked(0, training=7_00)
    assert territory.bilan().employees.total == 0


def test_someone_whose_lines_wait_is_no_employee() -> None:
    territory = Territory()
    territory.worked(100, state=LineState.SUBMITTED)
    assert territory.bilan().employees.total == 0


def test_an_unknown_sex_is_said_not_guessed() -> None:
    territory = Territory()
    territory.line(territory.contract(territory.person(None)), 100)
    employees = territory.bilan().employees
    assert (employees.women, employees.men, employees.unknown_sex) == (0, 0, 1)


def test_a_person_in_two_natures_stands_in_both_rows_and_once_in_the_total() -> None:
    territory = Territory()
    both = territory.contract(territory.person())
    territory.line(both, 100, nature=Nature.BTP)
    territory.line(both, 100, nature=Nature.MS)
    territory.worked(nature=Nature.MS)
    employees = territory.bilan().employees
    assert dict(employees.by_nature) == {"BTP": 1, "MS": 2}
    assert (employees.total, employees.in_several_natures) == (2, 1)


def test_the_published_rows_are_always_there_and_the_others_when_someone_worked() -> None:
    territory = Territory()
    territory.worked(nature=Nature.PI)
    assert dict(territory.bilan().employees.by_nature) == {"BTP": 0, "MS": 0, "PI": 1}


def test_the_share_of_quartiers_is_over_the_employees() -> None:
    territory = Territory()
    for number in range(8):
        person = territory.person(qpv=FONTAINE if number < 3 else None)
        territory.line(territory.contract(person), 100)
    share = territory.bilan().employees.qpv
    assert (share, share.percent) == (Share(3, 8), "37.5")


def test_the_quartier_is_the_one_lived_in_at_the_start_of_the_first_counted_contract() -> None:
    territory = Territory()
    person = territory.person(qpv=MAIL, name="Le Mail")
    territory.lived(person, date(2023, 3, 1), FONTAINE, "Fontaine d'Ouche")
    for starts_on, month in ((date(2023, 5, 1), JUNE), (date(2023, 2, 1), JANUARY)):
        territory.line(territory.contract(person, starts_on=starts_on), 100, month)
    assert dict(territory.bilan().employees.by_qpv) == {"Le Mail": 1}


def test_a_contract_that_does_not_count_does_not_say_where_someone_lived() -> None:
    territory = Territory()
    person = territory.person(qpv=MAIL, name="Le Mail")
    territory.lived(person, date(2023, 3, 1), FONTAINE, "Fontaine d'Ouche")
    territory.line(territory.contract(person, starts_on=date(2023, 5, 1)), 100)
    territory.line(territory.contract(person, starts_on=date(2023, 1, 1)), 100, state=LineState.SUBMITTED)
    territory.line(territory.contract(person, starts_on=date(2023, 1, 2)), 0)
    assert dict(territory.bilan().employees.by_qpv) == {"Fontaine d'Ouche": 1}


def test_employees_without_a_residence_are_said() -> None:
    territory = Territory()
    territory.line(territory.contract(territory.person(home=False)), 100)
    employees = territory.bilan().employees
    assert (employees.without_residence, employees.qpv.numerator) == (1, 0)


def test_a_quartier_that_was_not_one_yet_is_counted_as_the_file_says_and_told() -> None:
    territory = Territory()
    territory.line(territory.contract(territory.person(qpv="QN02106N")), 100)
    employees = territory.bilan().employees
    assert dict(employees.by_qpv) == {"Quetigny Centre": 1}
    assert dict(employees.qpv_not_in_force) == {"Quetigny Centre": 1}


@pytest.mark.parametrize("perimeter", list(Perimeter))
def test_residences_of_people_outside_do_not_change_a_printed_name(perimeter: Perimeter) -> None:
    territory = Territory()
    inside = territory.person(qpv=FONTAINE, name="Fontaine d'Ouche")
    territory.accompanied(inside, date(2020, 1, 1))
    territory.line(territory.contract(inside), 100)
    for _ in range(3):
        territory.person(qpv=FONTAINE, name="FONTAINE D OUCHE")
    assert dict(territory.bilan(perimeter).employees.by_qpv) == {"Fontaine d'Ouche": 1}
