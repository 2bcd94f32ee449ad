"""Exits of people who worked clause hours, and the base of their rate."""

from datetime import date

import pytest

from clauses.hours.rules import LineState
from clauses.pathways.rules import ExitReason, Protocol
from clauses.reference.rules import ContractKind
from clauses.reports.figures import Exits, Perimeter, Share
from tests.clauses.reports.territory import Territory

OCTOBER = date(2023, 10, 1)


def exits_of(territory: Territory, perimeter: Perimeter = Perimeter.ALL, **asked: bool) -> Exits:
    return territory.bilan(perimeter, **asked).exits


def test_an_exit_counts_when_its_person_has_a_countable_line_before() -> None:
    territory = Territory()
    territory.left(territory.worked(month=date(2021, 2, 1)))
    territory.left(territory.worked(month=OCTOBER), on=OCTOBER)
    territory.left(territory.worked(month=date(2023, 11, 1)), on=date(2023, 10, 31))
    territory.left(territory.person())
    found = exits_of(territory)
    assert (found.total, found.positive, found.without_hours) == (2, 2, 2)


@pytest.mark.parametrize(
    ("on", "counts"),
    [(date(2022, 12, 31), 0), (date(2023, 1, 1), 1), (date(2023, 12, 31), 1), (date(2024, 1, 1), 0)],
)
def test_an_exit_belongs_to_its_day(on: date, counts: int) -> None:
    territory = Territory()
    territory.left(territory.worked(month=date(2022, 1, 1)), on)
    found = exits_of(territory)
    assert (found.total, found.without_hours) == (counts, 0)


def test_lines_that_do_not_count_open_no_exit() -> None:
    territory = Territory()
    territory.left(territory.worked(state=LineState.SUBMITTED))
    territory.left(territory.worked(state=LineState.TO_CHECK))
    territory.left(territory.worked(0))
    assert exits_of(territory).total == 0
    assert exits_of(territory, include_submitted=True).total == 1


def test_in_the_plie_perimeter_the_line_before_is_one_of_the_plie() -> None:
    territory = Territory()
    inside, outside = territory.worked(), territory.worked()
    territory.accompanied(inside, date(2023, 1, 1))
    territory.accompanied(outside, date(2023, 7, 1))
    territory.left(inside)
    territory.left(outside)
    assert exits_of(territory, Perimeter.PLIE).total == 1


def test_the_decided_motive_counts_and_what_is_not_decided_stands_apart() -> None:
    territory = Territory()
    territory.left(territory.worked(), verdict=False)
    territory.left(territory.worked(), reason=ExitReason.SANTE, verdict=True)
    territory.left(territory.worked(), reason=ExitReason.SANTE, verdict=False)
    territory.left(territory.worked(), verdict=None)
    territory.left(territory.worked(), decided=False, verdict=False)
    found = exits_of(territory)
    assert (found.total, found.positive, found.undecided, found.verdict_differs) == (4, 2, 1, 2)


def test_kinds_are_those_of_the_positive_ones_the_most_frequent_first() -> None:
    territory = Territory()
    territory.left(territory.worked(), reason=ExitReason.CREATION)
    territory.left(territory.worked(), reason=ExitReason.FORMATION)
    territory.left(territory.worked(), kind=ContractKind.CDD)
    for _ in range(2):
        territory.left(territory.worked(), kind=ContractKind.CPRO)
    territory.left(territory.worked(), reason=ExitReason.NON_RESPECT)
    assert list(exits_of(territory).by_kind.items()) == [("CPRO", 2), ("CDD", 1), ("FORMATION", 1), ("CREATION", 1)]


def test_a_job_of_an_unknown_kind_is_autre_and_told() -> None:
    territory = Territory()
    territory.left(territory.worked(), kind=None)
    territory.left(territory.worked(), reason=ExitReason.FORMATION)
    found = exits_of(territory)
    assert (found.by_kind["AUTRE"], found.unknown_kind) == (1, 1)


def test_the_rate_is_over_the_exits_less_the_motives_their_protocol_excludes() -> None:
    territory = Territory()
    territory.left(territory.worked())
    territory.left(territory.worked(), reason=ExitReason.NON_RESPECT)
    for reason in (ExitReason.SANTE, ExitReason.DEMENAGEMENT, ExitReason.DEMENAGEMENT):
        territory.left(territory.worked(), reason=reason)
    territory.left(territory.worked(), reason=ExitReason.SANTE, protocol=Protocol.DIJON_2018)
    found = exits_of(territory)
    assert dict(found.excluded) == {"sante": 1, "demenagement": 2}
    assert (found.rate, found.rate.percent) == (Share(1, 3), "33.3")


def test_without_a_recorded_exit_that_is_not_positive_there_is_no_base() -> None:
    territory = Territory()
    territory.left(territory.worked())
    territory.left(territory.worked(), reason=ExitReason.SANTE, decided=False)
    found = exits_of(territory)
    assert (found.rate, found.rate.percent) == (Share(1, None), None)


def test_a_base_of_excluded_motives_only_is_zero_and_gives_no_rate() -> None:
    territory = Territory()
    territory.left(territory.worked(), reason=ExitReason.DECES)
    rate = exits_of(territory).rate
    assert (rate, rate.percent) == (Share(0, 0), None)


def test_protocols_whose_own_rate_is_over_people_are_named() -> None:
    territory = Territory()
    for protocol in (Protocol.ROUEN_2021, Protocol.DIJON_2023, Protocol.ARIQ_2024):
        territory.left(territory.worked(), protocol=protocol)
    territory.left(territory.worked(), protocol=Protocol.ROUEN_2021, decided=False)
    assert exits_of(territory).other_bases == ("ariq-2024", "rouen-2021")


def test_the_quartier_is_the_one_lived_in_at_the_start_of_the_first_countable_contract() -> None:
    territory = Territory()
    person = territory.person(qpv="QN02103M", name="Grésilles")
    territory.lived(person, date(2022, 6, 1), None)
    territory.line(territory.contract(person, starts_on=date(2022, 1, 3)), 100, date(2022, 1, 1))
    territory.line(territory.contract(person, starts_on=date(2023, 1, 2)), 100)
    territory.left(person)
    bilan = territory.bilan()
    assert (dict(bilan.exits.by_qpv), bilan.exits.qpv, bilan.exits.positive_qpv) == ({"Grésilles": 1}, 1, 1)
    assert dict(bilan.employees.by_qpv) == {}


def test_quartiers_are_those_of_decided_exits_and_the_positive_ones_are_told_apart() -> None:
    territory = Territory()
    for reason, decided in ((ExitReason.EMPLOI, True), (ExitReason.SANTE, True), (ExitReason.EMPLOI, False)):
        person = territory.person(qpv="QN02106N")
        territory.line(territory.contract(person), 100)
        territory.left(person, reason=reason, decided=decided)
    found = exits_of(territory)
    assert (found.qpv, found.positive_qpv, dict(found.qpv_not_in_force)) == (2, 1, {"Quetigny Centre": 2})


def test_someone_who_leaves_twice_leaves_twice() -> None:
    territory = Territory()
    person = territory.worked()
    territory.left(person, date(2023, 7, 1), reason=ExitReason.A_SA_DEMANDE)
    territory.left(person, date(2023, 11, 1))
    found = exits_of(territory)
    assert (found.total, found.positive) == (2, 1)
