"""What whoever decides a line is shown beside it: the other months of the contract, and what was said of its row."""

from datetime import date

from sqlalchemy import Engine

from clauses.access.waiting_lines import one, worked_before
from clauses.db import writing
from clauses.files.rules import Severity
from clauses.hours.rules import DeclarationState, LineState
from tests import factories
from tests.clauses.access.asking import asking
from tests.factories import id_of


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
            ("autre feuille", Severity.BLOCKING, None, "Feuil2"),
            ("à la feuille", Severity.BLOCKING, None, "Feuil1"),
            ("sans gravité", Severity.WARNING, None, "Feuil1"),
        ):
            factories.issue(session, run_id=run, message=said, severity=severity, row=row, sheet=sheet)
        factories.issue(session, message="autre fichier", severity=Severity.WARNING, row=14, sheet="Feuil1")
        line = one(session, asking(), number)
        assert line is not None
        assert [message for _, message in line.said] == ["à la ligne", "à la feuille"]
