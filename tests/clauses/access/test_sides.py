"""The sides of a doubt tell of the reader's own territory alone: no count, and no line read, of another's."""

import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from clauses.access.doubts import one
from clauses.access.sides import compared
from clauses.accounts.models import Organisation
from clauses.accounts.queries import scope_of
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope
from clauses.db import reading, writing
from clauses.hours.models import Line
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.models import Market
from clauses.people.models import Person
from clauses.quantities import french_hours
from clauses.questions.models import Question
from clauses.questions.rules import QuestionKind
from tests import accounts, factories
from tests.clauses.access.asking import asking
from tests.factories import NOON, id_of
from tests.recorder import read_as_objects

CLAIM = {"last_name": "Martin", "first_name": "Helene", "birth_date": "1990-04-05"}


def facilitator(session: Session, territory_id: int) -> Scope:
    member = accounts.user(session)
    accounts.membership(session, user_id=id_of(member), kind=ActorKind.F, territory_id=territory_id)
    return scope_of(session, member, NOON.date())


@pytest.fixture
def elsewhere(engine: Engine) -> int:
    with writing(engine) as session:
        return id_of(accounts.territory(session))


def held(session: Session, body: int, territory: int) -> int:
    """A lot that a body holds, and a contract that it signed, in a territory; that contractor."""
    market, person = factories.market(session), factories.person(session)
    if territory != 1:
        accounts.territory_market(session, market_id=id_of(market), territory_id=territory)
        accounts.territory_person(session, person_id=id_of(person), territory_id=territory)
    lot = factories.lot(session, market_id=id_of(market))
    factories.contract(session, person_id=id_of(person), employer_id=body)
    return id_of(factories.contractor(session, lot_id=id_of(lot), organisation_id=body))


def test_what_a_company_holds_and_signed_is_counted_in_one_s_own_territory(engine: Engine, elsewhere: int) -> None:
    with writing(engine) as session:
        kept, gone = (id_of(factories.organisation(session, name=name)) for name in ("Bâti Nord", "Bati-Nord"))
        for territory in (1, elsewhere, elsewhere):
            held(session, kept, territory)
        held(session, gone, elsewhere)
        asked = factories.question(
            session, kind=QuestionKind.SAME_COMPANY, key=f"#{gone}", subject=json.dumps({"said": "Bati-Nord"}),
            subject_id=gone, candidates=json.dumps([kept]),
        )  # fmt: skip
        number, scope = id_of(asked), facilitator(session, 1)
    with reading(engine) as session:
        shown = compared(session, scope, one(session, scope, session.get_one(Question, number)))
    told = {fact.label: (fact.left, fact.others[0][0]) for fact in shown.facts}
    assert (told["Lots tenus"], told["Contrats signés"]) == (("0", "1"), ("0", "1"))


def test_lines_of_another_territory_that_name_somebody_this_way_are_not_even_read(
    engine: Engine, elsewhere: int
) -> None:
    with writing(engine) as session:
        own, _ = (
            id_of(
                factories.line(
                    session, contract_id=None, state=LineState.TO_CHECK, claim=json.dumps(CLAIM), hours=3_550,
                    declaration_id=id_of(factories.declaration(session, contractor_id=contractor)),
                )
            )
            for contractor in [held(session, id_of(factories.organisation(session)), at) for at in (1, elsewhere)]
        )  # fmt: skip
        asked = factories.question(
            session, kind=QuestionKind.SAME_PERSON, key="#martin", subject=json.dumps(CLAIM), candidates="[]"
        )
        number, scope = id_of(asked), facilitator(session, 1)
    with reading(engine) as session, read_as_objects(session) as rows:
        doubt = one(session, scope, session.get_one(Question, number))
    assert (doubt.lines, doubt.hours) == (1, 3_550)
    assert [row.id for row in rows if isinstance(row, Line)] == [own]


def test_two_markets_are_compared_by_what_each_says_with_its_lots(engine: Engine) -> None:
    with writing(engine) as session:
        body = id_of(factories.organisation(session, name="Dijon"))
        gone, kept = (
            factories.market(session, buyer_id=body, reference=said, ends_on=last)
            for said, last in (("2023-01", None), ("2023-02", date(2024, 6, 30)))
        )
        for market, lots in ((gone, 1), (kept, 2)):
            for _ in range(lots):
                factories.lot(session, market_id=id_of(market))
        asked = factories.question(
            session, kind=QuestionKind.SAME_MARKET, subject=json.dumps({"said": "2023-01"}), subject_id=id_of(gone),
            candidates=json.dumps([id_of(kept)]),
        )  # fmt: skip
        scope = facilitator(session, 1)
        shown = compared(session, scope, one(session, scope, asked))
        assert (shown.left.href, shown.candidates[0].href) == (f"/marches/{id_of(gone)}", f"/marches/{id_of(kept)}")
    told = {fact.label: (fact.left, *fact.others[0]) for fact in shown.facts}
    assert told["Référence"] == ("2023-01", "2023-02", "différent")
    assert told["Donneur d'ordre"] == ("Dijon", "Dijon", "identique")
    assert told["Fin"] == ("–", "30/06/2024", "")
    assert told["Lots"] == ("1", "2", "")


def test_somebody_is_compared_with_what_they_worked_here_that_counts_today(engine: Engine, elsewhere: int) -> None:
    with writing(engine) as session:
        bodies = [factories.organisation(session, name=name) for name in ("Bâti Nord", "Aide Sud", "Tiers")]
        first, second, _ = (id_of(each) for each in bodies)
        known = id_of(factories.person(session, last_name="Martin", first_name="Hélène"))
        factories.orientation(session, person_id=known, oriented_on=date(2023, 1, 16))
        factories.orientation(session, person_id=known, oriented_on=date(2022, 9, 1))
        hired = id_of(factories.contract(session, person_id=known, employer_id=first))
        other = id_of(factories.contract(session))
        holder, away = id_of(factories.contractor(session)), held(session, second, elsewhere)
        validated = {"state": LineState.VALIDATED, "validated_by": "Ana", "validated_at": NOON}
        for month, contractor, contract, state, line in (
            (1, holder, hired, DeclarationState.CURRENT, validated),
            (2, holder, hired, DeclarationState.CURRENT, {}),
            (3, holder, hired, DeclarationState.SUPERSEDED, validated),
            (4, holder, other, DeclarationState.CURRENT, validated),
            (5, away, hired, DeclarationState.CURRENT, validated),
        ):
            declared = factories.declaration(
                session, contractor_id=contractor, employer_id=first, month=date(2023, month, 1), state=state
            )
            factories.line(session, declaration_id=id_of(declared), contract_id=contract, hours=1_000 * month, **line)
        asked = factories.question(
            session, kind=QuestionKind.SAME_PERSON, candidates=json.dumps([known]),
            subject=json.dumps({**CLAIM, "birth_date": None, "employer_id": second}),
        )  # fmt: skip
        scope = facilitator(session, 1)
        shown = compared(session, scope, replace(one(session, scope, asked), employers=(first,)))
    told = {fact.label: (fact.left, *fact.others[0]) for fact in shown.facts}
    assert told["Prénom"] == ("Helene", "Hélène", "identique")
    assert told["Première orientation"] == ("–", "01/09/2022", "")
    assert told["Employeurs"] == ("Aide Sud, Bâti Nord", "Bâti Nord", "")
    assert told["Contrats"] == ("–", "1", "")
    assert told["Heures validées"] == ("–", french_hours(1_000), "")


def test_a_reader_who_sees_less_is_told_less_and_only_the_candidates_are_read(engine: Engine) -> None:
    """A company reads neither orientations, nor the contracts of others, nor the lots where it does not work."""
    with writing(engine) as session:
        own, other = (id_of(factories.organisation(session, name=name)) for name in ("Bâti Nord", "Aide Sud"))
        known, stranger = (id_of(factories.person(session, identifier=said)) for said in ("P-1", "P-2"))
        for person, employer in ((known, own), (known, other), (stranger, other)):
            factories.contract(session, person_id=person, employer_id=employer)
        for person in (known, stranger):
            factories.orientation(session, person_id=person)
        market = id_of(factories.market(session))
        lots = [id_of(factories.lot(session, market_id=market)) for _ in range(2)]
        for lot, body in zip(lots, (own, other), strict=True):
            factories.contractor(session, lot_id=lot, organisation_id=body)
        said = json.dumps({"said": "Bati"})
        asked = {
            kind: id_of(factories.question(session, kind=kind, candidates=json.dumps([number]), **more))
            for kind, number, more in (
                (QuestionKind.SAME_PERSON, known, {"subject": json.dumps(CLAIM)}),
                (QuestionKind.SAME_COMPANY, own, {"subject": said, "subject_id": other}),
                (QuestionKind.SAME_MARKET, market, {"subject": said}),
            )
        }

        def told(who: Scope, kind: QuestionKind) -> dict[str, tuple[str, ...]]:
            with read_as_objects(session) as rows:
                doubt = one(session, who, session.get_one(Question, asked[kind]))
                facts = compared(session, who, replace(doubt, subject=CLAIM)).facts
            assert {row.id for row in rows if isinstance(row, Person)} <= {known}
            assert {row.id for row in rows if isinstance(row, Organisation)} <= {own, other}
            assert {row.id for row in rows if isinstance(row, Market)} <= {market}
            return {fact.label: (fact.left, *(value for value, _ in fact.others)) for fact in facts}

        factories.person(session), factories.organisation(session), factories.market(session)
        company = asking(ActorKind.E, body=own)
        for who, oriented, contracts, employers, lots_held, signed, lots_there in (
            (asking(), "16/01/2023", "2", "Bâti Nord, Aide Sud", ("1", "1"), ("2", "1"), "2"),
            (company, "–", "1", "Bâti Nord", ("0", "1"), ("0", "1"), "1"),
        ):
            of_person = told(who, QuestionKind.SAME_PERSON)
            assert (of_person["Identifiant"][-1], of_person["Première orientation"][-1]) == ("P-1", oriented)
            assert (of_person["Contrats"][-1], of_person["Employeurs"][-1]) == (contracts, employers)
            of_body = told(who, QuestionKind.SAME_COMPANY)
            assert (of_body["Lots tenus"], of_body["Contrats signés"]) == (lots_held, signed)
            assert all(len(each) == 14 for each in of_body["SIRET"])
            assert told(who, QuestionKind.SAME_MARKET)["Lots"][-1] == lots_there
