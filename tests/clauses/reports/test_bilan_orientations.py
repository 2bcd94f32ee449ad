"""Orientations: one person once, the origin of the first one, every sector, the last decision of each."""

from datetime import date

import pytest

from clauses.people.rules import Sector
from clauses.reference.rules import Decision, Origin
from clauses.reports.figures import Perimeter, Share
from tests.clauses.reports.territory import Territory

BTP, MS, PI = Sector.BTP, Sector.MS, Sector.PI
YES, NO = Decision.VALIDATED, Decision.NOT_INTEGRATED
MARCH, APRIL, MAY = date(2023, 3, 1), date(2023, 4, 1), date(2023, 5, 1)


def test_nobody_oriented_prints_its_rows_at_zero() -> None:
    found = Territory().bilan().orientations
    assert found.total == 0
    assert dict(found.by_sector) == {"BTP": 0, "MS": 0, "PI": 0}
    assert list(found.by_origin) == ["PLIE", "AUTRES"]
    assert found.by_origin["PLIE"].total == 0
    assert dict(found.by_prescriber) == {}


def test_one_person_counts_once_in_the_total_and_in_each_sector() -> None:
    territory = Territory()
    person = territory.person()
    territory.oriented(person, MARCH, BTP)
    territory.oriented(person, APRIL, MS)
    territory.oriented(territory.person(), MARCH, BTP)
    found = territory.bilan().orientations
    assert found.total == 2
    assert dict(found.by_sector) == {"BTP": 2, "MS": 1, "PI": 0}
    assert found.in_several_sectors == 1


def test_a_person_oriented_twice_to_one_sector_counts_once_there() -> None:
    territory = Territory()
    person = territory.person()
    territory.oriented(person, MARCH, BTP)
    territory.oriented(person, APRIL, BTP)
    found = territory.bilan().orientations
    assert (dict(found.by_sector), found.in_several_sectors) == ({"BTP": 1, "MS": 0, "PI": 0}, 0)


@pytest.mark.parametrize(
    ("day", "counts"),
    [(date(2022, 12, 31), 0), (date(2023, 1, 1), 1), (date(2023, 12, 31), 1), (date(2024, 1, 1), 0)],
)
def test_an_orientation_belongs_to_its_day(day: date, counts: int) -> None:
    territory = Territory()
    territory.oriented(territory.person(), day)
    assert territory.bilan().orientations.total == counts


def test_orientations_are_those_of_everybody_whatever_the_perimeter() -> None:
    territory = Territory()
    territory.oriented(territory.person())
    assert territory.bilan(Perimeter.PLIE).orientations.total == 1


def test_origin_and_prescriber_are_those_of_the_first_orientation_of_the_period() -> None:
    territory = Territory()
    person = territory.person()
    territory.oriented(person, MAY, MS, origin=Origin.PLIE, prescriber="Référent")
    territory.oriented(person, MARCH, BTP, origin=Origin.AUTRES, prescriber="CCAS")
    territory.oriented(person, date(2022, 1, 1), PI, origin=Origin.PLIE, prescriber="Avant")
    found = territory.bilan().orientations
    assert (found.by_origin["AUTRES"].total, found.by_origin["PLIE"].total) == (1, 0)
    assert dict(found.by_origin["AUTRES"].by_sector) == {"BTP": 1, "MS": 1, "PI": 0}
    assert dict(found.by_prescriber) == {"CCAS": 1}


def test_two_rows_of_the_first_day_complete_each_other() -> None:
    territory = Territory()
    person = territory.person()
    territory.oriented(person, MARCH, BTP, origin=None, prescriber=None)
    territory.oriented(person, MARCH, MS, origin=Origin.AUTRES, prescriber="AFPA")
    found = territory.bilan().orientations
    assert (list(found.by_origin), dict(found.by_prescriber)) == (["PLIE", "AUTRES"], {"AFPA": 1})


def test_an_unknown_origin_or_sector_is_a_row_of_its_own() -> None:
    territory = Territory()
    territory.oriented(territory.person(), sector=Sector.UNKNOWN, origin=None)
    found = territory.bilan().orientations
    assert found.by_origin["unknown"].total == 1
    assert found.by_sector["unknown"] == 1


# Decisions


def outcome(*orientations: tuple[date, Sector, Decision | None, date | None]) -> tuple[int, int, int]:
    territory = Territory()
    person = territory.person()
    for on, sector, decision, decided_on in orientations:
        territory.oriented(person, on, sector, decision=decision, decided_on=decided_on)
    found = territory.bilan().orientations.outcome
    return found.validated, found.not_integrated, found.pending


VALIDATED, NOT_INTEGRATED, PENDING = (1, 0, 0), (0, 1, 0), (0, 0, 1)


def test_without_a_decision_someone_is_waiting() -> None:
    assert outcome((MARCH, BTP, None, None)) == PENDING


def test_one_sector_validated_is_enough() -> None:
    assert outcome((MARCH, BTP, NO, APRIL), (MARCH, MS, YES, APRIL)) == VALIDATED
    assert outcome((MARCH, BTP, None, None), (MARCH, MS, YES, APRIL)) == VALIDATED


def test_not_integrated_when_all_are_decided_and_none_validated() -> None:
    assert outcome((MARCH, BTP, NO, APRIL), (MARCH, MS, NO, APRIL)) == NOT_INTEGRATED
    assert outcome((MARCH, BTP, NO, APRIL), (MARCH, MS, None, None)) == PENDING


def test_a_decision_counts_when_dated_by_the_end_of_the_period() -> None:
    assert outcome((MARCH, BTP, YES, date(2023, 12, 31))) == VALIDATED
    assert outcome((MARCH, BTP, YES, date(2024, 1, 1))) == PENDING


def test_a_decision_without_a_date_is_dated_by_its_orientation() -> None:
    assert outcome((MARCH, BTP, YES, None)) == VALIDATED
    assert outcome((MARCH, BTP, YES, None), (APRIL, BTP, NO, None)) == NOT_INTEGRATED
    assert outcome((APRIL, BTP, YES, None), (MARCH, BTP, NO, MAY)) == NOT_INTEGRATED


def test_the_last_decision_of_a_sector_wins() -> None:
    assert outcome((MARCH, BTP, NO, APRIL), (APRIL, BTP, YES, MAY)) == VALIDATED
    assert outcome((MARCH, BTP, YES, MAY), (APRIL, BTP, NO, date(2023, 4, 2))) == VALIDATED
    assert outcome((MARCH, BTP, NO, MAY), (APRIL, BTP, YES, MAY)) == VALIDATED
    assert outcome((APRIL, BTP, YES, MAY), (MARCH, BTP, NO, MAY)) == VALIDATED
    assert outcome((MARCH, BTP, YES, APRIL), (APRIL, BTP, None, None)) == VALIDATED


def test_validated_people_are_counted_by_the_sector_they_are_validated_in() -> None:
    territory = Territory()
    person = territory.person()
    territory.oriented(person, sector=BTP, origin=Origin.PLIE, decision=NO)
    territory.oriented(person, sector=MS, origin=Origin.PLIE, decision=YES)
    found = territory.bilan().orientations
    assert dict(found.outcome.validated_by_sector) == {"BTP": 0, "MS": 1, "PI": 0}
    assert found.by_origin["PLIE"].outcome == found.outcome
    assert found.by_origin["AUTRES"].outcome.validated == 0


# Prescribers and quartiers


def test_spellings_of_one_prescriber_are_one_row_in_capitals_with_accents() -> None:
    territory = Territory()
    for name in ("France Travail", "FRANCE TRAVAIL", " france  travail", "ID INTERIM", "ID INTERIM", "Id Intérim"):
        territory.oriented(territory.person(), prescriber=name)
    assert list(territory.bilan().orientations.by_prescriber.items()) == [("FRANCE TRAVAIL", 3), ("ID INTÉRIM", 3)]


def test_prescribers_are_those_of_origin_autres_and_the_unknown_one_is_printed() -> None:
    territory = Territory()
    territory.oriented(territory.person(), origin=Origin.PLIE, prescriber="Référent")
    territory.oriented(territory.person(), prescriber=None)
    territory.oriented(territory.person(), prescriber=" ")
    assert dict(territory.bilan().orientations.by_prescriber) == {"NON RENSEIGNÉ": 2}


def test_the_quartier_is_the_one_of_the_day_of_the_first_orientation() -> None:
    territory = Territory()
    person = territory.person(qpv="QN02101M", name="Le Mail")
    territory.lived(person, date(2023, 3, 15), None)
    territory.oriented(person, MAY, MS)
    territory.oriented(person, MARCH, BTP, decision=YES)
    territory.oriented(territory.person(), decision=YES)
    found = territory.bilan().orientations
    assert dict(found.by_qpv) == {"Le Mail": 1}
    assert dict(found.validated_by_qpv) == {"Le Mail": 1}
    assert (found.qpv, found.validated_qpv) == (Share(1, 2), Share(1, 2))
    assert found.by_origin["AUTRES"].qpv == 1


def test_those_not_validated_stay_out_of_the_quartiers_of_the_validated() -> None:
    territory = Territory()
    territory.oriented(territory.person(qpv="QN02106N"), decision=NO)
    found = territory.bilan().orientations
    assert (dict(found.by_qpv), dict(found.validated_by_qpv)) == ({"Quetigny Centre": 1}, {})
    assert dict(found.qpv_not_in_force) == {"Quetigny Centre": 1}
