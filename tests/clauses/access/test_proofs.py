"""A document is listed with what it is about; never the criterion that it would tell of."""

from datetime import date

from sqlalchemy import Engine
from sqlmodel import col, select

from clauses.access.proofs import _with_criteria, of_person, papers
from clauses.accounts.rules import ActorKind
from clauses.db import writing
from clauses.hours.models import Contract
from clauses.people.publics import Criterion
from clauses.proofs.models import Proof
from clauses.proofs.rules import Subject
from tests import factories
from tests.clauses.access.asking import asking
from tests.factories import id_of
from tests.recorder import read_as_objects


def test_a_document_says_its_contract_its_exit_or_its_criterion_to_who_may_read_it(engine: Engine) -> None:
    with writing(engine) as session:
        someone = id_of(factories.person(session))
        known, health = (
            factories.evidence(session, person_id=someone, criterion=one) for one in (Criterion.RSA, Criterion.RQTH)
        )
        hired = factories.contract(session, person_id=someone, starts_on=date(2023, 1, 9))
        left = factories.leaving(session, person_id=someone, exited_on=date(2023, 11, 30))
        listed = [
            factories.proof(session, **{f"{name}_id": id_of(row)})
            for name, row in (("evidence", known), ("evidence", health), ("contract", hired), ("exit", left))
        ]
        about = Subject.EVIDENCE.label
        for who, told in (
            (asking(), [(Criterion.RSA.label, False), ("Critère protégé", True)]),
            (asking(ActorKind.E, body=hired.employer_id), [(about, True), (about, True)]),
        ):
            *criteria, contract, leaving = [(one.said, one.hidden) for one in papers(session, who, listed)]
            assert criteria == told
            assert contract == (f"{hired.kind.label} du 09/01/2023", False)
            assert leaving == ("Sortie du 30/11/2023", False)


def test_the_documents_of_somebody_are_told_without_reading_what_is_of_others(engine: Engine) -> None:
    with writing(engine) as session:
        first, second = (factories.contract(session) for _ in range(2))
        someone, other = first.person_id, second.person_id
        known, about = factories.evidence(session, person_id=someone), factories.evidence(session, person_id=other)
        kept = [
            id_of(factories.proof(session, **values))
            for values in ({"contract_id": id_of(first)}, {"evidence_id": id_of(known)}, {"person_id": someone})
        ]
        for values in ({"contract_id": id_of(second)}, {"evidence_id": id_of(about)}, {"person_id": other}):
            factories.proof(session, **values)
        theirs = select(Proof).where(of_person(someone)).order_by(col(Proof.id))
        assert [row.id for row in session.exec(theirs)] == kept
        with read_as_objects(session) as rows:
            papers(session, asking(), session.exec(theirs).all())
        assert sum(isinstance(row, Contract) for row in rows) == 1
        assert _with_criteria(session, asking(), {someone}) == {someone}
        assert _with_criteria(session, asking(territory=2), {someone}) == frozenset()
