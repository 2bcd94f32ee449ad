"""What is true of every bilan, whatever the people, contracts, lines, orientations and exits."""

from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.hours.rules import LineState
from clauses.pathways.rules import ExitReason, Protocol
from clauses.people.rules import Sector
from clauses.reference.rules import ContractKind, Decision, Nature, Origin, Sex
from clauses.reports.as_json import text
from clauses.reports.figures import Bilan, Perimeter
from tests.clauses.reports.territory import Territory

DAYS = st.dates(date(2022, 10, 1), date(2024, 3, 31))
MONTHS = st.sampled_from([date(2022, 12, 1), date(2023, 1, 1), date(2023, 6, 1), date(2023, 12, 1), date(2024, 1, 1)])
STATES = st.sampled_from([LineState.VALIDATED, LineState.SUBMITTED, LineState.TO_CHECK])
KEYS = st.sampled_from([None, "QN02101M", "QN02106N", "QN07613M", "bourroches"])
NAMES = st.sampled_from([None, "Le Mail", "Centre", "Dijon- Centre"])


@st.composite
def territories(draw: st.DrawFn) -> Territory:
    """A few people whose lives cross in every way."""
    made = Territory()
    people = [made.person(draw(st.none() | st.sampled_from(Sex)), home=False) for _ in range(draw(st.integers(1, 4)))]
    who = st.sampled_from(people)
    for _ in range(draw(st.integers(0, 4))):
        key, person, since = draw(KEYS), draw(who), draw(DAYS)
        if (person, since) not in {(said["person_id"], said["since"]) for said in made.residences}:
            made.lived(person, since, key, draw(NAMES) if key else None)
    for _ in range(draw(st.integers(0, 3))):
        start, end = draw(DAYS), draw(st.none() | DAYS)
        made.accompanied(draw(who), start, None if end is None or end < start else end)
    for _ in range(draw(st.integers(0, 5))):
        made.contract(draw(who), draw(st.sampled_from(ContractKind)), draw(DAYS))
    _lines(draw, made)
    for _ in range(draw(st.integers(0, 5))):
        made.oriented(
            draw(who),
            draw(DAYS),
            draw(st.sampled_from(Sector)),
            origin=draw(st.none() | st.sampled_from(Origin)),
            prescriber=draw(st.sampled_from([None, "CCAS", "C.C.A.S", "ccas", "Id Intérim", "ID INTERIM"])),
            decision=draw(st.none() | st.sampled_from(Decision)),
            decided_on=draw(st.none() | DAYS),
        )
    for _ in range(draw(st.integers(0, 3))):
        made.left(
            draw(who),
            draw(DAYS),
            draw(st.sampled_from(ExitReason)),
            draw(st.none() | st.sampled_from(ContractKind)),
            decided=draw(st.booleans()),
            protocol=draw(st.sampled_from(Protocol)),
            verdict=draw(st.none() | st.booleans()),
        )
    return made


def _lines(draw: st.DrawFn, made: Territory) -> None:
    contracts = [None, *(said["contract_id"] for said in made.contracts)]
    for _ in range(draw(st.integers(0, 8))):
        contract = draw(st.sampled_from(contracts))
        made.line(
            contract,
            draw(st.integers(0, 30000)),
            draw(MONTHS),
            nature=draw(st.sampled_from(Nature)),
            state=LineState.TO_CHECK if contract is None else draw(STATES),
            training=draw(st.integers(0, 500)),
        )


ASKED = st.fixed_dictionaries({"perimeter": st.sampled_from(Perimeter), "include_submitted": st.booleans()})


@settings(max_examples=50, deadline=None)
@given(territories(), ASKED)
def test_breakdowns_add_up_exactly(territory: Territory, asked: dict[str, Any]) -> None:
    bilan = territory.bilan(**asked)
    hours, found, exits = bilan.hours, bilan.orientations, bilan.exits
    assert sum(hours.by_nature.values()) == sum(hours.by_contract.values()) == hours.total
    origins = found.by_origin.values()
    assert sum(origin.total for origin in origins) == found.total
    assert sum(origin.qpv for origin in origins) == found.qpv.numerator == sum(found.by_qpv.values())
    for sector, people in found.by_sector.items():
        assert sum(origin.by_sector.get(sector, 0) for origin in origins) == people
    for outcome, total in ((found.outcome, found.total), *((origin.outcome, origin.total) for origin in origins)):
        assert outcome.validated + outcome.not_integrated + outcome.pending == total
    assert sum(found.by_prescriber.values()) == found.by_origin["AUTRES"].total
    assert sum(exits.by_kind.values()) == exits.positive <= exits.total
    employees = bilan.employees
    assert employees.women + employees.men + employees.unknown_sex == employees.total


@settings(max_examples=50, deadline=None)
@given(territories(), ASKED)
def test_people_stand_in_rows_at_least_once_and_in_the_total_once(territory: Territory, asked: dict[str, Any]) -> None:
    bilan = territory.bilan(**asked)
    employees, found = bilan.employees, bilan.orientations
    worked = sum(employees.by_nature.values()) - employees.total
    assert employees.in_several_natures <= worked <= 3 * employees.in_several_natures
    oriented = sum(found.by_sector.values()) - found.total
    assert found.in_several_sectors <= oriented <= 3 * found.in_several_sectors
    assert employees.total <= len(territory.people)
    assert (employees.total == 0) == (bilan.hours.total == 0)


@settings(max_examples=50, deadline=None)
@given(territories(), ASKED)
def test_a_part_is_never_more_than_its_whole(territory: Territory, asked: dict[str, Any]) -> None:
    bilan = territory.bilan(**asked)
    shares = [
        bilan.employees.qpv,
        bilan.orientations.qpv,
        bilan.orientations.validated_qpv,
        bilan.exits.rate,
    ]
    for share in shares:
        assert (share.percent is None) == (not share.base)
        if share.base:
            assert 0 <= share.numerator <= share.base
            assert abs(Fraction(str(share.percent)) - Fraction(100 * share.numerator, share.base)) <= Fraction(1, 20)
    assert bilan.exits.positive_qpv <= bilan.exits.qpv <= bilan.exits.total


@settings(max_examples=40, deadline=None)
@given(territories(), st.booleans())
def test_the_plie_is_within_the_whole_and_submitted_lines_only_add(territory: Territory, include: bool) -> None:
    plie, everybody = (territory.bilan(perimeter, include_submitted=include) for perimeter in Perimeter)
    assert_within(plie, everybody)
    assert plie.orientations == everybody.orientations
    assert_within(territory.bilan(), territory.bilan(include_submitted=True))


def assert_within(less: Bilan, more: Bilan) -> None:
    assert less.hours.total <= more.hours.total
    assert less.employees.total <= more.employees.total
    assert less.exits.total <= more.exits.total


@settings(max_examples=30, deadline=None)
@given(territories(), ASKED, st.randoms())
def test_the_order_of_the_rows_changes_nothing(territory: Territory, asked: dict[str, Any], chance: Any) -> None:
    before = text(territory.bilan(**asked))
    for rows in (territory.people, territory.contracts, territory.lines, territory.participations, territory.exits):
        chance.shuffle(rows)
    chance.shuffle(territory.orientations)
    chance.shuffle(territory.residences)
    assert text(territory.bilan(**asked)) == before
