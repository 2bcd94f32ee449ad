"""From the rows of a database to frames, on both engines: nothing lost, nothing added, whatever the text."""

from collections.abc import Iterator
from datetime import date

import polars as pl
import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from clauses.db import reading, writing
from clauses.hours.models import Declaration, Line
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.models import Lot
from clauses.pathways.rules import ExitReason, Protocol
from clauses.people.rules import Sector
from clauses.reference.qpv import BUILT_IN
from clauses.reference.rules import ContractKind, Decision, Nature, Origin, Sex
from clauses.reports import frames
from clauses.reports.bilan import compute
from clauses.reports.figures import Bilan, Chosen, Perimeter, Selection
from clauses.reports.frames import Frames
from tests.clauses.reports.territory import DECEMBER, JANUARY, JUNE, THEN, YEAR, Territory, Values, selection
from tests.official_factories import qpv_perimeter


def full() -> Territory:
    """A year where everything that a bilan tells apart happens, with texts that no format likes."""
    territory = Territory()
    first = territory.person(Sex.F, qpv="QN02102M", name='Fontaine "d\'Ouche",\n50 %')
    second = territory.person(Sex.M, qpv="QN02106N")
    third = territory.person(None, home=False)
    territory.lived(second, date(2023, 5, 1), None)
    territory.accompanied(first, date(2023, 1, 1), date(2023, 6, 30))
    territory.accompanied(second, date(2023, 12, 31))
    contracts = [territory.contract(first), territory.contract(second, ContractKind.AUTRE, date(2022, 5, 1))]
    territory.contract(third, ContractKind.CDI, date(2023, 12, 31))
    territory.contract(third, ContractKind.CDD, date(2018, 1, 1))
    for month in (date(2022, 11, 1), JANUARY, JUNE, DECEMBER, date(2024, 1, 1)):
        territory.line(contracts[0], 10_01, month, training=50)
        territory.line(contracts[1], 20_02, month, nature=Nature.MS)
    territory.line(contracts[1], 3, nature=Nature.FOURNITURES, state=LineState.SUBMITTED)
    territory.line(None, 4, nature=Nature.PI, state=LineState.TO_CHECK)
    territory.oriented(first, decision=Decision.VALIDATED, decided_on=date(2023, 4, 1), prescriber='Ligne, "un"\nde %s')
    territory.oriented(first, sector=Sector.MS, origin=None, prescriber=None)
    territory.oriented(second, date(2023, 12, 31), Sector.PI, origin=Origin.PLIE, decision=Decision.NOT_INTEGRATED)
    territory.oriented(third, date(2024, 1, 1))
    territory.left(first, verdict=False)
    territory.left(second, date(2023, 1, 15), ExitReason.SANTE, verdict=True)
    territory.left(third, date(2023, 12, 31), decided=False, protocol=Protocol.ROUEN_2021)
    return territory


@pytest.fixture
def stored(engine: Engine) -> Engine:
    with writing(engine) as session:
        full().store(session)
    return engine


def bilan_of(engine: Engine, asked: Selection) -> Bilan:
    with reading(engine) as session:
        return compute(frames.read(session, asked), asked)


@pytest.mark.parametrize("perimeter", list(Perimeter))
@pytest.mark.parametrize("include_submitted", [False, True])
def test_the_bilan_of_the_rows_is_the_one_of_the_facts(
    stored: Engine, perimeter: Perimeter, include_submitted: bool
) -> None:
    asked = selection(perimeter, include_submitted=include_submitted)
    assert bilan_of(stored, asked) == compute(full().frames(), asked)


def test_each_frame_holds_its_rows_as_they_are(stored: Engine) -> None:
    with reading(stored) as session:
        found = frames.read(session, selection())
    said = full().frames()
    # No order is asked of the database, and none is promised.
    assert set(found.orientations["prescriber"]) == {'Ligne, "un"\nde %s', None, "France Travail"}
    assert 'Fontaine "d\'Ouche",\n50 %' in found.residences["qpv_name"].to_list()
    assert found.exits.sort("exit_id").equals(said.exits)
    assert found.people.sort("person_id").equals(said.people)
    assert found.participations.sort(pl.all()).equals(said.participations.sort(pl.all()))
    assert found.lines.height == 8
    assert set(found.contracts["contract_id"]) == {1, 2, 3}
    assert found.worked.height == 9


def test_an_empty_database_gives_empty_frames(engine: Engine) -> None:
    with reading(engine) as session:
        found = frames.read(session, selection())
    expected = frames.empty()
    for name in ("lines", "contracts", "people", "participations", "residences", "orientations", "exits", "worked"):
        assert getattr(found, name).equals(getattr(expected, name)), name
        assert getattr(found, name).schema == getattr(expected, name).schema, name
    assert found.corrections == 0
    assert compute(found, selection()) == compute(expected, selection())


def test_versions_that_are_not_in_force_do_not_count_and_corrections_are_told(stored: Engine) -> None:
    refused = DeclarationState.REFUSED
    states = (DeclarationState.SUPERSEDED, DeclarationState.PROPOSED, refused, refused)
    with writing(stored) as session:
        current = session.get_one(Declaration, 1)
        for version, state in enumerate(states, start=2):
            declaration = Declaration(
                contractor_id=current.contractor_id,
                employer_id=current.employer_id,
                month=JUNE,
                version=version,
                state=state,
                run_id=1,
                author="x",
                at=THEN,
            )
            session.add(declaration)
            session.flush()
            line = submitted(declaration.id or 0, row=1)
            line.state, line.validated_by, line.validated_at = LineState.VALIDATED, "Camille", THEN
            session.add(line)
    before = compute(full().frames(), selection())
    after = bilan_of(stored, selection())
    assert (after.hours, after.leftovers.corrections) == (before.hours, 1)


def test_lines_rejected_or_superseded_do_not_come(stored: Engine) -> None:
    with writing(stored) as session:
        for row, state in enumerate((LineState.REJECTED, LineState.SUPERSEDED), start=900):
            session.add(
                Line(
                    declaration_id=1,
                    contract_id=1,
                    hours=999,
                    sent="x",
                    state=state,
                    reason="x",
                    sheet="F",
                    row=row,
                )
            )
    assert bilan_of(stored, selection()) == compute(full().frames(), selection())


def test_the_nature_of_the_lot_goes_before_the_one_of_the_market(stored: Engine) -> None:
    with writing(stored) as session:
        session.get_one(Lot, 1).nature = Nature.PI
    hours = bilan_of(stored, selection()).hours
    assert dict(hours.by_nature) == {"BTP": 0, "MS": 60_06, "PI": 30_03}
    assert bilan_of(stored, selection(nature=Nature.BTP)).hours.total == 0
    assert bilan_of(stored, selection(nature=Nature.PI)).hours.total == 30_03


@pytest.mark.parametrize(
    ("asked", "hours", "exits"),
    [
        ({"buyer": Chosen(1, "x")}, 90_09, 2),
        ({"buyer": Chosen(2, "x")}, 0, 0),
        ({"market": Chosen(1, "x")}, 30_03, 1),
        ({"market": Chosen(2, "x")}, 60_06, 1),
        ({"nature": Nature.MS}, 60_06, 1),
        ({"buyer": Chosen(1, "x"), "market": Chosen(1, "x"), "nature": Nature.MS}, 0, 0),
    ],
)
def test_a_selection_keeps_the_lines_of_its_markets(stored: Engine, asked: Values, hours: int, exits: int) -> None:
    found = bilan_of(stored, selection(**asked))
    assert (found.hours.total, found.exits.total, found.orientations.total) == (hours, exits, 2)


@pytest.fixture
def counted_statements(stored: Engine) -> Iterator[list[str]]:
    said: list[str] = []

    def remember(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            said.append(statement)

    event.listen(stored, "before_cursor_execute", remember)
    yield said
    event.remove(stored, "before_cursor_execute", remember)


def test_queries_do_not_grow_with_the_rows(stored: Engine, counted_statements: list[str]) -> None:
    def read() -> Frames:
        with reading(stored) as session:
            return frames.read(session, selection())

    read()
    few = len(counted_statements)
    with writing(stored) as session:
        more_lines(session)
    counted_statements.clear()
    assert read().lines.height == 108
    assert len(counted_statements) == few <= 10


def more_lines(session: Session) -> None:
    session.add_all(submitted(3, row=row) for row in range(1000, 1100))


def submitted(declaration: int, *, row: int) -> Line:
    return Line(
        declaration_id=declaration,
        contract_id=1,
        hours=1,
        sent="x",
        state=LineState.SUBMITTED,
        sheet="F",
        row=row,
    )


def test_frames_see_what_the_transaction_has_not_committed(engine: Engine) -> None:
    with writing(engine) as session:
        full().store(session)
        found = frames.read(session, selection())
        assert found.lines.height == 8
        session.rollback()
    assert bilan_of(engine, selection()).hours.total == 0


def test_quartiers_bear_their_official_names_once_the_list_is_loaded(engine: Engine) -> None:
    with writing(engine) as session:
        assert frames.read(session, Selection(YEAR, Perimeter.ALL)).quartiers is BUILT_IN
        qpv_perimeter(session, code="QN06901M", name="Les Minguettes", communes="Vénissieux")
        found = frames.read(session, Selection(YEAR, Perimeter.ALL)).quartiers
    assert found.official_name("QN06901M") == "Les Minguettes"
