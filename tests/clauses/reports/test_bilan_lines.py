"""Which lines count, and how their hours are broken down."""

from datetime import date

import pytest

from clauses.dates import Period
from clauses.hours.rules import LineState
from clauses.reference.rules import ContractKind, Nature
from clauses.reports.figures import Lines, Perimeter
from tests.clauses.reports.territory import DECEMBER, JANUARY, JUNE, Territory

PLIE, ALL = Perimeter.PLIE, Perimeter.ALL


def test_an_empty_year_prints_its_rows_at_zero() -> None:
    hours = Territory().bilan().hours
    assert (hours.total, hours.training) == (0, 0)
    assert dict(hours.by_nature) == {"BTP": 0, "MS": 0, "PI": 0}
    assert list(hours.by_contract) == ["CDDI", "CTTI", "CDI", "CPRO", "CDD"]


def test_only_validated_lines_count() -> None:
    territory = Territory()
    for state, hours in ((LineState.VALIDATED, 1), (LineState.SUBMITTED, 20), (LineState.TO_CHECK, 300)):
        territory.worked(hours, state=state)
    assert territory.bilan().hours.total == 1


def test_submitted_lines_count_where_they_are_asked_for_and_those_to_check_never_do() -> None:
    territory = Territory()
    for state, hours in ((LineState.VALIDATED, 1), (LineState.SUBMITTED, 20), (LineState.TO_CHECK, 300)):
        territory.worked(hours, state=state)
    bilan = territory.bilan(include_submitted=True)
    assert (bilan.hours.total, bilan.employees.total) == (21, 2)


@pytest.mark.parametrize(
    ("month", "counts"),
    [(date(2022, 12, 1), False), (JANUARY, True), (DECEMBER, True), (date(2024, 1, 1), False)],
)
def test_a_month_is_in_the_period_when_its_first_day_is(month: date, counts: bool) -> None:
    territory = Territory()
    territory.worked(100, month=month)
    assert territory.bilan().hours.total == (100 if counts else 0)


def test_a_period_that_ends_on_the_first_of_a_month_holds_that_month() -> None:
    territory = Territory()
    territory.worked(100, month=JUNE)
    assert territory.bilan(period=Period(JUNE, JUNE)).hours.total == 100
    assert territory.bilan(period=Period(date(2023, 6, 2), date(2023, 6, 30))).hours.total == 0


def test_breakdowns_follow_the_nature_of_the_line_and_the_kind_of_the_contract() -> None:
    territory = Territory()
    person = territory.person()
    territory.line(territory.contract(person, ContractKind.CTTI), 1_00, nature=Nature.BTP)
    territory.line(territory.contract(person, ContractKind.CDI), 2_00, nature=Nature.MS)
    hours = territory.bilan().hours
    assert dict(hours.by_nature) == {"BTP": 1_00, "MS": 2_00, "PI": 0}
    assert dict(hours.by_contract) == {"CDDI": 0, "CTTI": 1_00, "CDI": 2_00, "CPRO": 0, "CDD": 0}


def test_another_nature_or_kind_is_a_row_when_it_has_hours_and_is_never_dropped() -> None:
    territory = Territory()
    territory.line(territory.contract(territory.person(), ContractKind.AUTRE), 5, nature=Nature.FOURNITURES)
    territory.line(territory.contract(territory.person(), ContractKind.CUI), 0)
    hours = territory.bilan().hours
    assert list(hours.by_nature.items())[-1] == ("FOURNITURES", 5)
    assert list(hours.by_contract.items())[-1] == ("AUTRE", 5)
    assert "CUI" not in hours.by_contract


def test_training_prints_apart() -> None:
    territory = Territory()
    territory.worked(10_00, training=3_50)
    hours = territory.bilan().hours
    assert (hours.total, hours.training) == (10_00, 3_50)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "counts"),
    [
        (date(2023, 6, 30), None, True),
        (date(2023, 7, 1), None, False),
        (date(2020, 1, 1), date(2023, 6, 1), True),
        (date(2020, 1, 1), date(2023, 5, 31), False),
        (date(2023, 6, 10), date(2023, 6, 12), True),
    ],
)
def test_the_plie_perimeter_is_a_participation_open_on_a_day_of_the_month(
    starts_on: date, ends_on: date | None, counts: bool
) -> None:
    territory = Territory()
    person = territory.worked(100, month=JUNE)
    territory.accompanied(person, starts_on, ends_on)
    assert territory.bilan(PLIE).hours.total == (100 if counts else 0)
    assert territory.bilan(ALL).hours.total == 100


def test_two_participations_in_one_month_do_not_count_an_hour_twice() -> None:
    territory = Territory()
    person = territory.worked(100, month=JUNE)
    territory.accompanied(person, date(2023, 1, 1), date(2023, 6, 5))
    territory.accompanied(person, date(2023, 6, 20))
    assert territory.bilan(PLIE).hours.total == 100


def test_a_line_outside_the_perimeter_leaves_the_others_of_the_person_in() -> None:
    territory = Territory()
    person = territory.person()
    contract = territory.contract(person)
    territory.line(contract, 1, JANUARY)
    territory.line(contract, 20, JUNE)
    territory.accompanied(person, date(2023, 6, 1))
    assert territory.bilan(PLIE).hours.total == 20


# What stands beside the figures


def test_lines_that_wait_are_counted_with_their_hours() -> None:
    territory = Territory()
    territory.worked(7_50, state=LineState.SUBMITTED)
    territory.worked(1_25, state=LineState.TO_CHECK)
    territory.line(None, 2_00, state=LineState.TO_CHECK)
    territory.worked(99, month=date(2022, 1, 1), state=LineState.SUBMITTED)
    left = territory.bilan().leftovers
    assert (left.submitted, left.to_check) == (Lines(1, 7_50), Lines(2, 3_25))


def test_lines_that_wait_are_those_of_the_perimeter_and_those_of_nobody_known() -> None:
    territory = Territory()
    territory.worked(1_00, state=LineState.TO_CHECK)
    inside = territory.worked(2_00, state=LineState.TO_CHECK)
    territory.accompanied(inside, date(2020, 1, 1))
    territory.line(None, 4_00, state=LineState.TO_CHECK)
    assert territory.bilan(PLIE).leftovers.to_check == Lines(2, 6_00)


def test_a_contract_without_hours_is_told_and_makes_no_employee() -> None:
    territory = Territory()
    territory.contract(territory.person(), starts_on=date(2023, 5, 2))
    bilan = territory.bilan()
    assert (bilan.leftovers.contracts_without_hours, bilan.employees.total) == (1, 0)


def test_a_contract_of_explicit_zeros_is_one_without_hours() -> None:
    territory = Territory()
    territory.line(territory.contract(territory.person(), starts_on=date(2022, 1, 1)), 0)
    bilan = territory.bilan()
    assert (bilan.leftovers.contracts_without_hours, bilan.employees.total) == (1, 0)


@pytest.mark.parametrize("state", [LineState.VALIDATED, LineState.SUBMITTED, LineState.TO_CHECK])
def test_a_contract_with_hours_claimed_is_not_without_hours(state: LineState) -> None:
    territory = Territory()
    territory.worked(1, state=state)
    assert territory.bilan().leftovers.contracts_without_hours == 0


def test_a_contract_of_another_year_that_no_line_names_is_not_told() -> None:
    territory = Territory()
    territory.contract(territory.person(), starts_on=date(2019, 5, 2))
    territory.contract(territory.person(), starts_on=date(2024, 1, 1))
    assert territory.bilan().leftovers.contracts_without_hours == 0


def test_contracts_without_hours_are_those_of_the_perimeter() -> None:
    territory = Territory()
    inside, gone, before = territory.person(), territory.person(), territory.person()
    for person in (inside, gone, before):
        territory.contract(person, starts_on=date(2023, 5, 2))
    territory.accompanied(inside, date(2023, 5, 31))
    territory.accompanied(gone, date(2022, 5, 31), date(2023, 5, 5))
    territory.accompanied(before, date(2023, 6, 1))
    assert territory.bilan(PLIE).leftovers.contracts_without_hours == 2


def test_an_older_contract_without_hours_is_looked_at_from_the_start_of_the_period() -> None:
    territory = Territory()
    inside, before = territory.person(), territory.person()
    for person in (inside, before):
        territory.line(territory.contract(person, starts_on=date(2022, 5, 2)), 0)
    territory.accompanied(inside, date(2022, 1, 1), date(2023, 1, 1))
    territory.accompanied(before, date(2022, 1, 1), date(2022, 12, 31))
    assert territory.bilan(PLIE).leftovers.contracts_without_hours == 1


def test_among_some_markets_only_contracts_that_a_line_names_are_told() -> None:
    territory = Territory()
    territory.contract(territory.person(), starts_on=date(2023, 5, 2))
    territory.line(territory.contract(territory.person()), 0)
    assert territory.bilan(nature=Nature.BTP).leftovers.contracts_without_hours == 1


def test_corrections_proposed_are_told() -> None:
    assert Territory(corrections=3).bilan().leftovers.corrections == 3
