"""Documents and opinions recorded, and the facts read back for the rule."""

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from clauses.audit import Journal, verify
from clauses.db import reading, writing
from clauses.errors import Conflict, NotFound
from clauses.people.actions import give_opinion, record_evidence, withdraw
from clauses.people.eligibility import Verdict, eligible
from clauses.people.models import Evidence
from clauses.people.publics import Criterion
from clauses.people.queries import facts_of, known_values
from clauses.reference.parameters import BUILT_IN
from clauses.reference.rules import Decision
from tests import factories as f
from tests import official_factories
from tests.factories import id_of
from tests.recorder import asked

DAY = date(2023, 6, 15)


def test_what_is_recorded_decides_and_what_is_withdrawn_no_longer_does(engine: Engine) -> None:
    with writing(engine) as session:
        camille = id_of(f.person(session))
        number = record_evidence(
            session, person_id=camille, criterion=Criterion.RSA, document="CAF", evidence_on=DAY, by="Ana"
        )
        assert eligible(facts_of(session, [camille])[camille], None, DAY).verdict is Verdict.ELIGIBLE
        kept = session.exec(select(Evidence).where(Evidence.id == number)).one()
        withdraw(session, kept, by="Bob")
        assert eligible(facts_of(session, [camille])[camille], None, DAY).verdict is Verdict.TO_CHECK
        with pytest.raises(Conflict, match="déjà été retirée"):
            withdraw(session, kept, by="Bob")
        acts = session.exec(select(Journal)).all()
        assert [(act.act, act.subject, act.author) for act in acts] == [
            ("record", "evidence", "Ana"),
            ("withdraw", "evidence", "Bob"),
        ]
        assert "RSA" not in "".join(act.details for act in acts)
        assert verify(session) == []


def test_an_opinion_is_recorded_with_its_author(engine: Engine) -> None:
    with writing(engine) as session:
        camille = id_of(f.person(session))
        give_opinion(session, person_id=camille, eligible=True, decided_on=DAY, reason=" Rupture ", by="Ana")
        answer = eligible(facts_of(session, [camille])[camille], None, DAY)
    assert "avis motivé de Ana" in answer.sentence
    assert "(Rupture)" in answer.sentence


def test_what_cannot_stand_is_refused_in_words(engine: Engine) -> None:
    with writing(engine) as session:
        camille = id_of(f.person(session))
        proof = {"person_id": camille, "criterion": Criterion.RSA, "evidence_on": DAY, "by": "Ana"}
        opinion = {"person_id": camille, "eligible": True, "decided_on": DAY, "by": "Ana"}
        with pytest.raises(Conflict, match="quel document"):
            record_evidence(session, document=" ", **proof)  # type: ignore[arg-type]
        with pytest.raises(Conflict, match="avant sa propre date"):
            record_evidence(session, document="CAF", until=date(2023, 6, 14), **proof)  # type: ignore[arg-type]
        with pytest.raises(Conflict, match="sans raison"):
            give_opinion(session, reason="", **opinion)  # type: ignore[arg-type]
        with pytest.raises(Conflict, match="avant d'avoir été donné"):
            give_opinion(session, reason="Oui", until=date(2023, 6, 14), **opinion)  # type: ignore[arg-type]
        with pytest.raises(NotFound, match="n'existe pas"):
            record_evidence(session, document="CAF", **{**proof, "person_id": 999_999})  # type: ignore[arg-type]


def test_every_fact_of_a_person_is_read(engine: Engine) -> None:
    with writing(engine) as session:
        camille = id_of(f.person(session, rsa=True, unemployed_since=date(2021, 1, 1)))
        f.orientation(session, person_id=camille, decision=Decision.VALIDATED)
        f.orientation(session, person_id=camille, oriented_on=date(2023, 2, 1), decision=Decision.NOT_INTEGRATED)
        f.participation(session, person_id=camille)
        f.residence(session, person_id=camille, qpv_key="QN02101M")
        facts = facts_of(session, [camille, 999_999])
    assert list(facts) == [camille]
    found = facts[camille]
    assert (found.validated, found.participations) == ((date(2023, 1, 16),), ((date(2022, 9, 1), None),))
    assert (found.rsa, found.rqth, found.unemployed_since) == (True, None, date(2021, 1, 1))
    assert found.in_qpv == {date(2022, 9, 1): True}


def test_the_queries_do_not_grow_with_the_people(engine: Engine) -> None:
    with writing(engine) as session:
        people = [id_of(f.person(session)) for _ in range(12)]
    counts = []
    for some in (people[:1], people):
        with asked(engine) as statements, reading(engine) as session:
            assert len(facts_of(session, some)) == len(some)
        counts.append(len(statements))
    assert counts == [6, 6]


def test_the_values_of_a_territory_come_after_the_built_in_ones(engine: Engine) -> None:
    with writing(engine) as session:
        official_factories.parameter(session, name="smic_horaire_brut", value=1200)
        values = known_values(session)
    assert values[:-1] == BUILT_IN
    assert values[-1].value == 1200
