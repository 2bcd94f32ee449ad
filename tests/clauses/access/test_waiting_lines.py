"""What whoever decides a line is shown beside it: the other months of the contract, and what was said of its row."""

import json
from datetime import date

from sqlalchemy import Engine

from clauses.access.waiting_lines import decidable, months_waiting, one, sender_of, shelf_name, worked_before
from clauses.accounts.rules import ActorKind
from clauses.db import writing
from clauses.files.models import ImportIssue, StoredFile
from clauses.files.rules import Severity
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.models import Lot
from tests import accounts, factories
from tests.clauses.access.asking import asking
from tests.factories import NOON, id_of
from tests.recorder import read_as_objects


def test_the_months_before_are_those_of_the_same_contract_on_the_same_lot_still_in_force(engine: Engine) -> None:
    with writing(engine) as session:
        body, holder, elsewhere = (
            id_of(factories.organisation(session)), id_of(factories.contractor(session)),
            id_of(factories.contractor(session)),
        )  # fmt: skip
        hired, other = (id_of(factories.contract(session, employer_id=body)) for _ in range(2))

        def work(month: int, contractor: int, *contracts: int, **values: object) -> list[int]:
            declared = factories.declaration(
                session, month=date(2023, month, 1), contractor_id=contractor, employer_id=body, **values
            )
            return [
                id_of(factories.line(session, declaration_id=id_of(declared), contract_id=each, hours=1_000 * month))
                for each in contracts
            ]

        work(1, holder, hired)
        work(2, holder, hired, other)
        (shown, _) = work(3, holder, hired, other)
        work(4, elsewhere, hired)
        work(2, holder, hired, version=2, state=DeclarationState.SUPERSEDED)
        line = one(session, asking(), shown)
        assert line is not None
        submitted = LineState.SUBMITTED
        assert worked_before(session, asking(), line) == [
            (date(2023, 2, 1), 2_000, submitted), (date(2023, 1, 1), 1_000, submitted),
        ]  # fmt: skip


def test_a_row_carries_what_was_said_of_it_but_no_refusal_of_another_reading(engine: Engine) -> None:
    """What is an error was refused: it made no line."""
    with writing(engine) as session:
        run = id_of(factories.run(session))
        declared = id_of(factories.declaration(session, run_id=run))
        number = id_of(factories.line(session, declaration_id=declared, row=14, blocking=True))
        for said, severity, row, sheet in (
            ("à la ligne", Severity.WARNING, 14, "Feuil1"),
            ("refusé", Severity.ERROR, 14, "Feuil1"),
            ("ligne voisine", Severity.WARNING, 15, "Feuil1"),
            ("ligne bloquante", Severity.BLOCKING, 15, "Feuil1"),
            ("autre feuille", Severity.BLOCKING, None, "Feuil2"),
            ("à la feuille", Severity.BLOCKING, None, "Feuil1"),
            ("sans gravité", Severity.WARNING, None, "Feuil1"),
        ):
            factories.issue(session, run_id=run, message=said, severity=severity, row=row, sheet=sheet)
        factories.issue(session, message="autre fichier", severity=Severity.WARNING, row=14, sheet="Feuil1")
        with read_as_objects(session) as rows:
            line = one(session, asking(), number)
        assert line is not None
        assert [message for _, message in line.said] == ["à la ligne", "à la feuille"]
        read = [row.message for row in rows if isinstance(row, ImportIssue)]
        assert read == ["à la ligne", "autre feuille", "à la feuille"], "of the rows shown, and of whole sheets"
        reader, employer = one(session, asking(ActorKind.S), number), line.declaration.employer_id
        assert reader is not None
        assert (reader.said, reader.reads_file, reader.decides) == (line.said, True, False)
        company = one(session, asking(ActorKind.E, body=employer), number)
        assert company is not None
        assert (company.said, company.reads_file, company.decides) == ((), False, False)
        assert one(session, asking(territory=2), number) is None


def test_the_months_that_wait_are_those_of_lines_to_decide_in_ones_own_territory(engine: Engine) -> None:
    with writing(engine) as session:
        far = id_of(accounts.territory(session))
        holder, away = factories.contractor(session), factories.contractor(session)
        market = session.get_one(Lot, away.lot_id).market_id
        accounts.territory_market(session, market_id=market, territory_id=far)
        decided = {"state": LineState.VALIDATED, "validated_by": "Ana", "validated_at": NOON}
        numbers = []
        for month, contractor, unit, said in (
            (1, holder, {}, {}), (1, holder, {}, {"state": LineState.TO_CHECK}), (2, holder, {}, decided),
            (3, holder, {"version": 2, "state": DeclarationState.SUPERSEDED}, {}), (4, away, {}, {}),
        ):  # fmt: skip
            declared = factories.declaration(
                session, contractor_id=id_of(contractor), month=date(2023, month, 1), **unit
            )
            numbers.append(id_of(factories.line(session, declaration_id=id_of(declared), **said)))
        for who, waiting, may in (
            (asking(), [(date(2023, 1, 1), 2)], numbers[:4]), (asking(ActorKind.S), [], []),
            (asking(territory=far), [(date(2023, 4, 1), 1)], numbers[4:]),
        ):  # fmt: skip
            assert months_waiting(session, who) == waiting
            assert decidable(session, who, numbers) == set(may)
        assert decidable(session, asking(), numbers[:1]) == {numbers[0]}


def test_a_company_is_not_told_of_the_months_that_another_declared_of_the_same_contract(engine: Engine) -> None:
    with writing(engine) as session:
        own, other = (id_of(factories.organisation(session)) for _ in range(2))
        holder, hired = id_of(factories.contractor(session)), id_of(factories.contract(session, employer_id=own))
        numbers = []
        for month, employer in ((1, own), (2, other), (3, own)):
            declared = factories.declaration(
                session, contractor_id=holder, employer_id=employer, month=date(2023, month, 1)
            )
            numbers.append(id_of(factories.line(session, declaration_id=id_of(declared), contract_id=hired)))
        for who, months in ((asking(), [2, 1]), (asking(ActorKind.E, body=own), [1])):
            line = one(session, who, numbers[2])
            assert line is not None
            assert [month.month for month, _, _ in worked_before(session, who, line)] == months


def test_who_sent_a_file_and_the_name_of_its_bytes_are_those_of_that_file(engine: Engine) -> None:
    with writing(engine) as session:
        runs = [factories.run(session) for _ in range(2)]
        senders = [accounts.user(session) for _ in runs]
        for run, user in zip(runs, senders, strict=True):
            accounts.deposit(session, run_id=id_of(run), user_id=id_of(user))
        for run, user in zip(runs, senders, strict=True):
            assert sender_of(session, id_of(run)) == user.email
            assert shelf_name(session, id_of(run)) == session.get_one(StoredFile, run.stored_file_id).sha256
        assert sender_of(session, id_of(factories.run(session))) is None


def test_a_line_whose_row_named_nobody_says_so(engine: Engine) -> None:
    with writing(engine) as session:
        for claim, said in (({}, "Personne non nommée"), ({"last_name": "Roy"}, "Roy")):
            number = id_of(factories.line(session, contract_id=None, state=LineState.TO_CHECK, claim=json.dumps(claim)))
            line = one(session, asking(), number)
            assert line is not None
            assert (line.person, line.answer, line.title) == (said, None, "Construction d'un groupe scolaire")
