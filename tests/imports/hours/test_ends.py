"""The end of a contract that a file gives against the one recorded."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from sqlalchemy import Engine

from clauses.db import reading
from clauses.files.rules import Severity
from imports.hours import ends, known
from imports.hours.plan import HoursPlan, plan
from tests.imports.hours.recorded import HEADERS, LEA, LEA_CDD, LEO, MARCH, MASON, _frame, file, row, world
from tests.imports.office import HOURS, Office

MAY, JUNE = date(2024, 5, 1), date(2024, 6, 30)


def planned(told: date, recorded: date | None, later: date | None) -> HoursPlan:
    frame = file(row(ends_on=told))
    contract = (LEA_CDD, LEA, MASON, "CDD", date(2024, 1, 2), recorded)
    seen = [(LEA_CDD, later)] if later else []
    there = world(contracts=_frame(known.CONTRACTS, contract), later=_frame(ends.LATER, *seen))
    return plan(frame, frame.clear(), there, HEADERS, frozenset())


@pytest.mark.parametrize(
    ("told", "recorded", "later", "moved", "said"),
    [
        (JUNE, date(2024, 3, 31), None, True, None),
        (JUNE, date(2024, 3, 31), MAY, True, None),
        (JUNE, JUNE, MAY, False, None),
        (date(2024, 3, 31), JUNE, None, True, ("hours.contract_shortened", Severity.BLOCKING)),
        (date(2024, 3, 31), JUNE, MAY, False, ("hours.contract_end_kept", Severity.WARNING)),
        (date(2024, 3, 31), None, None, True, None),
        (date(2024, 3, 31), None, MAY, False, ("hours.contract_end_kept", Severity.WARNING)),
        (JUNE, None, MAY, True, None),
    ],
)
def test_the_last_to_speak_is_believed(
    told: date, recorded: date | None, later: date | None, moved: bool, said: tuple[str, Severity] | None
) -> None:
    made = planned(told, recorded, later)
    assert made.prolonged.rows() == ([(LEA_CDD, told, recorded)] if moved else [])
    assert [(issue.code, issue.severity) for issue in made.issues] == ([said] if said else [])


def test_only_contracts_of_that_kind_start_and_birth_are_looked_up() -> None:
    contracts = _frame(
        known.CONTRACTS,
        (1, LEA, MASON, "CDD", date(2024, 1, 2), JUNE), (2, LEO, MASON, "CDD", date(2024, 1, 2), JUNE),
        (3, LEA, MASON, "CDI", date(2024, 1, 2), JUNE), (4, LEA, MASON, "CDD", date(2024, 1, 2), date(2024, 1, 31)),
    )  # fmt: skip
    told = _frame(known.CONFIRMED)
    found = ends.may_shorten(file(row(ends_on=MARCH)), contracts, world().people, told)
    assert found == [1]
    leo = pl.concat([told, _frame(known.CONFIRMED, ("roux", "lea", None, None, LEO))])
    assert ends.may_shorten(file(row(ends_on=MARCH)), contracts, world().people, leo) == [1, 2]
    assert ends.may_shorten(file(row()), contracts, world().people, told) == []


def test_a_corrected_older_file_leaves_the_renewal_and_the_journal_keeps_both_ends(office: Office) -> None:
    office.prepare()
    january = {**HOURS, "Mois": "01/2024", "Fin de contrat": "31/03/2024"}
    april = {**HOURS, "Mois": "04/2024", "Fin de contrat": "30/06/2024"}
    office.hours(january)
    office.hours(april)
    ended = "SELECT ends_on FROM contract"
    assert str(office.rows(ended)[0][0]) == "2024-06-30"
    again = office.hours({**january, "Heures travaillées": "140"})
    assert [issue.code for issue in again.issues] == ["hours.contract_end_kept"]
    assert str(office.rows(ended)[0][0]) == "2024-06-30"
    assert office.hours({**HOURS, "Mois": "05/2024"}).status == 0
    (act,) = office.rows("SELECT details FROM journal WHERE act = 'move_ends'")
    assert '"2024-06-30"' in act[0]
    assert '"former_ends": {"1": "2024-03-31"}' in act[0]


def test_no_contract_asks_the_database_nothing(engine: Engine) -> None:
    with reading(engine) as session:
        assert ends.later_months(session, [], after=MARCH).schema == pl.Schema(ends.LATER)
        assert ends.later_months(session, [1], after=MARCH).is_empty()
