"""The answer before hiring, as far as each reader is told of it."""

from datetime import date

from sqlalchemy import Engine

from clauses.access.eligibility import answers, protected_reasons
from clauses.accounts.rules import ActorKind
from clauses.db import writing
from clauses.people.publics import Criterion
from tests import factories
from tests.clauses.access.asking import asking
from tests.factories import id_of

DAY = date(2023, 3, 15)


def test_the_answer_is_true_for_all_and_its_reasons_are_for_those_who_read_criteria(engine: Engine) -> None:
    """What tells of health is left out of both, and said to be; whoever asks for it reads it apart."""
    with writing(engine) as session:
        known, health, other = (id_of(factories.person(session)) for _ in range(3))
        factories.evidence(session, person_id=known, criterion=Criterion.RSA, until=date(2023, 6, 1))
        factories.evidence(session, person_id=health, criterion=Criterion.RQTH, until=date(2023, 6, 1))
        employer = id_of(factories.organisation(session))
        for person in (known, health):
            factories.contract(session, person_id=person, employer_id=employer)
        house = answers(session, asking(), [known, health])
        company = answers(session, asking(ActorKind.E, body=employer), [known, health, other])
        assert (set(house.facts), set(company.facts)) == ({known, health}, {known, health})
        for person in (known, health):
            for reader in (house, company):
                told = reader.told(person, None, DAY)
                assert told is not None
                assert told.answer.sentence.startswith("Éligible jusqu'au 01/06/2023"), told.answer.sentence
                whole = reader is house
                assert bool(told.answer.reasons) is (whole and person == known)
                assert told.protected is (whole and person == health)
        assert company.told(other, None, DAY) is None
        assert len(protected_reasons(session, health, DAY)) == 1
        assert protected_reasons(session, known, DAY) == ()
