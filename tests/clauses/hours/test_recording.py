"""What an import writes: contracts, versions, lines; versions set aside; a takeover validated in someone's name."""

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from clauses.audit import Journal
from clauses.db import reading, writing
from clauses.hours import actions
from clauses.hours.models import Contract, Declaration, Line
from clauses.hours.rules import DeclarationState, LineState
from clauses.reference.rules import ContractKind
from tests import factories
from tests.factories import NOON, id_of


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several batches, so that the joints between them are tested too."""
    monkeypatch.setattr(actions, "_AT_ONCE", 3)


def test_contracts_are_added_with_their_ids_in_order(engine: Engine) -> None:
    with writing(engine) as session:
        person, employer = id_of(factories.person(session)), id_of(factories.organisation(session))
        starts = [date(2023, month, 1) for month in (5, 1, 3)]
        numbers = actions.add_contracts(
            session,
            [
                {"person_id": person, "employer_id": employer, "kind": ContractKind.CDDI, "starts_on": day}
                for day in starts
            ],
        )
        assert [session.get_one(Contract, number).starts_on for number in numbers] == starts
        assert actions.add_contracts(session, []) == []


def test_the_end_of_a_contract_moves(engine: Engine) -> None:
    with writing(engine) as session:
        moved, other = factories.contract(session), factories.contract(session, ends_on=date(2023, 6, 30))
        actions.prolong_contracts(session, {id_of(moved): date(2023, 12, 31)})
        session.expire_all()
        assert (moved.ends_on, other.ends_on) == (date(2023, 12, 31), date(2023, 6, 30))
        actions.prolong_contracts(session, {})


def test_versions_are_declared_with_their_ids_in_order(engine: Engine) -> None:
    with writing(engine) as session:
        contractor, employer = id_of(factories.contractor(session)), id_of(factories.organisation(session))
        run = id_of(factories.run(session))
        months = [date(2023, month, 1) for month in (4, 2, 3)]
        numbers = actions.declare(
            session,
            [
                {
                    "contractor_id": contractor,
                    "employer_id": employer,
                    "month": month,
                    "version": 1,
                    "state": DeclarationState.CURRENT,
                    "run_id": run,
                    "author": "Bâti Bourgogne",
                    "at": NOON,
                }
                for month in months
            ],
        )
        assert [session.get_one(Declaration, number).month for number in numbers] == months
        assert actions.declare(session, []) == []


def test_lines_are_added_in_batches_and_none_is_lost(engine: Engine) -> None:
    with writing(engine) as session:
        declaration, contract = id_of(factories.declaration(session)), id_of(factories.contract(session))
        actions.add_lines(
            session,
            (
                {
                    "declaration_id": declaration,
                    "contract_id": contract,
                    "hours": row * 100,
                    "sent": str(row),
                    "state": LineState.SUBMITTED,
                    "sheet": "Feuil1",
                    "row": row,
                    "column": "",
                }
                for row in range(1, 8)
            ),
        )
    with reading(engine) as session:
        assert sorted(session.exec(select(Line.hours)).all()) == [100 * row for row in range(1, 8)]


def test_adding_no_line_adds_nothing(engine: Engine) -> None:
    with writing(engine) as session:
        actions.add_lines(session, [])
        assert session.exec(select(Line)).all() == []


def test_versions_set_aside_take_their_lines_with_them(engine: Engine) -> None:
    with writing(engine) as session:
        set_aside = []
        for month in range(1, 6):
            declaration = factories.declaration(session, month=date(2023, month, 1))
            factories.line(session, declaration_id=id_of(declaration), state=LineState.TO_CHECK, contract_id=None)
            set_aside.append(id_of(declaration))
        kept = factories.line(session).declaration_id
        actions.supersede(session, set_aside)
        actions.supersede(session, [])
    with reading(engine) as session:
        lines = session.exec(select(Line)).all()
        assert {line.state for line in lines if line.declaration_id in set_aside} == {LineState.SUPERSEDED}
        assert [line.state for line in lines if line.declaration_id not in set_aside] == [LineState.SUBMITTED]
        states = {row.id: row.state for row in session.exec(select(Declaration)).all()}
        assert [states[number] for number in set_aside] == [DeclarationState.SUPERSEDED] * 5
        assert states[kept] is DeclarationState.CURRENT


def test_a_takeover_validates_submitted_lines_but_those_someone_must_look_at(engine: Engine) -> None:
    with writing(engine) as session:
        plain = [factories.line(session) for _ in range(4)]
        blocking = factories.line(session, blocking=True)
        unknown = factories.line(session, state=LineState.TO_CHECK, contract_id=None)
        refused = factories.line(session, state=LineState.REJECTED, reason="Doublon")
        not_asked = factories.line(session)
        asked = [id_of(line) for line in (*plain, blocking, unknown, refused)]
        actions.validate_taken_over(session, asked, by="Reprise 2023")
        expected = {id_of(line): LineState.VALIDATED for line in plain} | {
            id_of(blocking): LineState.SUBMITTED,
            id_of(unknown): LineState.TO_CHECK,
            id_of(refused): LineState.REJECTED,
            id_of(not_asked): LineState.SUBMITTED,
        }
    with reading(engine) as session:
        lines = session.exec(select(Line).order_by(col(Line.id))).all()
        assert {line.id: line.state for line in lines} == expected
        for line in lines:
            taken_over = line.state is LineState.VALIDATED
            assert (line.validated_by, line.version) == (("Reprise 2023", 2) if taken_over else (None, 1))


def test_the_verbs_of_an_import_leave_the_journal_to_its_run(engine: Engine) -> None:
    with writing(engine) as session:
        line = factories.line(session)
        actions.validate_taken_over(session, [id_of(line)], by="Reprise 2023")
        actions.supersede(session, [line.declaration_id])
        assert session.exec(select(Journal)).all() == []


def test_an_unstored_declaration_has_no_id_to_set_aside() -> None:
    unstored = Declaration(
        contractor_id=1,
        employer_id=1,
        month=date(2023, 4, 1),
        version=1,
        state=DeclarationState.CURRENT,
        run_id=1,
        author="Ana",
        at=NOON,
    )
    with pytest.raises(ValueError, match="not stored yet"):
        actions._id(unstored)
