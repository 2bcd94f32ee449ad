"""Which fields of whom, where somebody lives, which parts of a file, which body one names: of those asked for alone."""

from dataclasses import replace
from datetime import date

from sqlalchemy import Engine
from sqlmodel import col, select

from clauses.access.lists import names_of
from clauses.access.named import body_for, seen
from clauses.access.needs import proposed_to
from clauses.access.parts import parts_of
from clauses.access.people import PARTS, fields_shown, homes
from clauses.accounts.matrix import Resource
from clauses.accounts.models import Organisation
from clauses.accounts.queries import standing_of
from clauses.accounts.rules import ActorKind
from clauses.db import writing
from clauses.markets.models import Lot, Market
from clauses.matching.models import Proposal
from tests import accounts, factories
from tests.clauses.access.asking import asking
from tests.factories import id_of


def test_fields_show_as_the_matrix_says_of_each_person_reached(engine: Engine) -> None:
    with writing(engine) as session:
        hired = factories.contract(session)
        own, other = hired.person_id, id_of(factories.person(session))
        everything = frozenset[str]().union(*PARTS.values())
        assert fields_shown(session, asking(), [own]) == {own: everything}
        assert fields_shown(session, asking(territory=2), [own]) == {own: frozenset()}
        company = asking(ActorKind.E, body=hired.employer_id)
        assert fields_shown(session, company, [own, other]) == {own: frozenset(), other: frozenset()}
        assert parts_of(session, company, own) == {"eligible", "proofs"}
        assert parts_of(session, company, other) == frozenset()
        assert {"contact", "address", "criteria", "health"} <= parts_of(session, asking(), own)


def test_an_operator_reads_the_commune_the_quartier_and_the_level_of_french_alone(engine: Engine) -> None:
    with writing(engine) as session:
        member = accounts.membership(session, kind=ActorKind.O)
        held = accounts.assignment(session, membership_id=id_of(member))
        assert held.person_id is not None
        who = replace(asking(), standings=(standing_of(member),))
        shown = PARTS[Resource.CONTACT] | {"commune", "in_qpv", "french_level"}
        assert fields_shown(session, who, [held.person_id]) == {held.person_id: shown}


def test_a_home_is_the_last_one_known_that_day_of_those_asked_for(engine: Engine) -> None:
    with writing(engine) as session:
        someone, other = (id_of(factories.person(session)) for _ in range(2))
        day = date(2023, 4, 3)
        for person, since, commune, key, name in (
            (someone, date(2022, 1, 1), "Dijon", "QP1", None), (someone, day, "Chenôve", "QP2", "Le Mail"),
            (someone, date(2023, 4, 4), "Talant", None, None), (other, day, "Longvic", None, None),
        ):  # fmt: skip
            factories.residence(session, person_id=person, since=since, commune=commune, qpv_key=key, qpv_name=name)
        ((number, home),) = homes(session, [someone], day).items()
        assert (number, home.commune, home.qpv) == (someone, "Chenôve", "Le Mail")
        assert homes(session, [someone], date(2022, 1, 1))[someone].qpv == "QP1"


def test_one_creates_for_ones_own_body_or_for_any_seen_in_ones_territory(engine: Engine) -> None:
    with writing(engine) as session:
        held = factories.contractor(session)
        own, other = held.organisation_id, id_of(factories.organisation(session))
        company = asking(ActorKind.E, body=own)
        buyer = session.get_one(Market, session.get_one(Lot, held.lot_id).market_id).buyer_id
        assert seen(session, company, Organisation, buyer) is not None
        for who, number, resource, given in (
            (company, buyer, Resource.CONTRACT, False),
            (company, own, Resource.CONTRACT, True), (company, other, Resource.CONTRACT, False),
            (company, own, Resource.MARKET, False), (asking(), other, Resource.CONTRACT, True),
            (asking(), 999_999, Resource.CONTRACT, False), (asking(ActorKind.S), own, Resource.CONTRACT, False),
        ):  # fmt: skip
            found = body_for(session, who, resource, number)
            assert (None if found is None else found.id) == (number if given else None), (number, resource)
        assert set(names_of(session, {own})) == {own}


def test_proposals_are_answered_by_the_company_whose_need_it_is(engine: Engine) -> None:
    with writing(engine) as session:
        put = factories.proposal(session)
        holder = factories.contractor(session)
        factories.need_version(session, need_id=put.need_id, contractor_id=id_of(holder))
        factories.proposal(session)
        for who, expected in (
            (asking(ActorKind.E, body=holder.organisation_id), [put.id]), (asking(ActorKind.E, body=999_999), []),
            (asking(), []),
        ):  # fmt: skip
            assert session.exec(select(col(Proposal.id)).where(proposed_to(who))).all() == expected
