"""Every figure of hours drills down to its lines, and each line to the cell that brought it in."""

from datetime import date, datetime

import polars as pl
import pytest
from sqlalchemy import Engine

from clauses.db import reading, writing
from clauses.hours.rules import LineState
from clauses.reference.rules import ContractKind, Nature
from clauses.reports import frames
from clauses.reports.bilan import compute
from clauses.reports.figures import Chosen, Perimeter
from clauses.reports.lines_behind import COLUMNS, lines_behind
from tests.clauses.reports.territory import JANUARY, JUNE, Territory, Values, selection


@pytest.fixture
def stored(engine: Engine) -> Engine:
    territory = Territory()
    inside = territory.person()
    territory.accompanied(inside, date(2023, 6, 10))
    contract = territory.contract(inside, ContractKind.CTTI, date(2022, 9, 1))
    territory.line(contract, 1_00, JANUARY, training=25)
    territory.line(contract, 20_00, JUNE)
    territory.worked(300_00, nature=Nature.MS)
    territory.worked(4000_00, state=LineState.SUBMITTED)
    territory.worked(5000_00, state=LineState.TO_CHECK)
    territory.worked(6000_00, month=date(2024, 1, 1))
    with writing(engine) as session:
        territory.store(session)
    return engine


@pytest.mark.parametrize(
    ("perimeter", "asked", "hours"),
    [
        (Perimeter.ALL, {}, 321_00),
        (Perimeter.PLIE, {}, 20_00),
        (Perimeter.ALL, {"include_submitted": True}, 4321_00),
        (Perimeter.ALL, {"nature": Nature.MS}, 300_00),
        (Perimeter.ALL, {"buyer": Chosen(1, "x")}, 321_00),
        (Perimeter.ALL, {"buyer": Chosen(2, "x")}, 0),
    ],
)
def test_the_lines_add_up_to_the_bilan(stored: Engine, perimeter: Perimeter, asked: Values, hours: int) -> None:
    chosen = selection(perimeter, **asked)
    with reading(stored) as session:
        found = lines_behind(session, chosen)
        bilan = compute(frames.read(session, chosen), chosen)
    assert found["hours"].sum() == bilan.hours.total == hours
    assert found["training"].sum() == bilan.hours.training


def test_a_line_tells_everything_of_where_it_comes_from(stored: Engine) -> None:
    with reading(stored) as session:
        found = lines_behind(session, selection())
    assert found.schema == pl.Schema(COLUMNS)
    assert found.row(0, named=True) == {
        "line_id": 1,
        "person_id": 1,
        "month": JANUARY,
        "buyer": "Métropole du Suzon",
        "market": "2023-BTP",
        "lot": "1",
        "nature": "BTP",
        "contractor": "=Insert Éco",
        "employer": "=Insert Éco",
        "identifier": "P0001",
        "last_name": "Nom1",
        "first_name": "Prénom",
        "kind": "CTTI",
        "starts_on": date(2022, 9, 1),
        "hours": 1_00,
        "training": 25,
        "state": "validated",
        "file_name": "heures.xlsx",
        "sha256": "a" * 64,
        "sheet": "Feuil1",
        "row": 2,
        "column": "H",
        "author": "Insert Éco",
        "imported_at": datetime(2024, 1, 10, 9, 30),  # noqa: DTZ001  # in UTC
        "validated_by": "Camille",
        "validated_at": datetime(2024, 1, 10, 9, 30),  # noqa: DTZ001
    }


def test_lines_come_by_month_then_by_market(stored: Engine) -> None:
    with reading(stored) as session:
        found = lines_behind(session, selection())
    assert found["hours"].to_list() == [1_00, 20_00, 300_00]


def test_an_empty_database_has_none(engine: Engine) -> None:
    with reading(engine) as session:
        assert lines_behind(session, selection(Perimeter.PLIE)).height == 0
