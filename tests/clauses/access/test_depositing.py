"""Whose rows somebody writes, of whom they are told why a row waits."""

from dataclasses import replace

import pytest
from sqlalchemy import CompoundSelect, Engine, false, literal, select, true, union
from sqlmodel import col

from clauses.access.depositing import Depositor, contractors_of, depositor, kept_to, open_kinds, sender, told_of
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Standing
from clauses.db import writing
from clauses.errors import Forbidden
from clauses.files.rules import FileKind
from clauses.markets.models import Contractor
from clauses.people.models import Person
from tests import factories
from tests.clauses.access.asking import asking
from tests.factories import id_of


def test_one_is_told_of_people_that_are_both_named_and_within_reach(engine: Engine) -> None:
    with writing(engine) as session:
        both, reached, named = (id_of(factories.person(session)) for _ in range(3))
        made = Depositor(1, "Ana", contractors=false(), people=col(Person.id).in_((both, reached)))
        among: CompoundSelect[int] = union(*(select(literal(number)) for number in (both, named)))
        assert told_of(session, made, among) == {both}


def test_a_company_writes_for_itself_the_one_asked_for_first_and_a_facilitateur_for_every_employer() -> None:
    two = replace(asking(), standings=tuple(Standing(body, ActorKind.E, body, 1) for body in (7, 8)))
    assert [depositor(two, asked).employer_id for asked in (None, 7, 8, 9)] == [7, 7, 8, 7]
    house = depositor(asking(body=7, territory=2))
    assert (house.employer_id, house.organisation_id, house.territory_id) == (None, None, 2)
    with pytest.raises(Forbidden):
        depositor(asking(ActorKind.S))


def test_a_company_and_a_later_territory_send_hours_alone() -> None:
    for who, kinds in (
        (asking(), set(FileKind)), (asking(territory=2), {FileKind.HOURS}),
        (asking(ActorKind.E, body=7), {FileKind.HOURS}),
    ):  # fmt: skip
        assert set(open_kinds(who, depositor(who), FileKind)) == kinds


def test_who_sends_people_writes_no_hours_and_keeps_those_whom_they_would_not_see_again() -> None:
    for kind, body, territory, kept in (
        (ActorKind.F, None, 2, False), (ActorKind.S, None, 2, False), (ActorKind.P, 7, None, True),
        (ActorKind.R, 7, None, True),
    ):  # fmt: skip
        made = sender(asking(kind, body=body, territory=2))
        assert (str(made.contractors), str(made.people)) == ("false", "false")
        assert (made.organisation_id, made.territory_id) == (body, territory)
        assert made.sends is not None
        assert (made.sends.territory_id, made.sends.follower is not None) == (2, kept)
    for kind in (ActorKind.E, ActorKind.O, ActorKind.D, ActorKind.A):
        with pytest.raises(Forbidden):
            sender(asking(kind, body=7))


def test_a_deposit_kept_to_a_contractor_writes_no_other_nor_one_out_of_reach(engine: Engine) -> None:
    with writing(engine) as session:
        first, second, out = (id_of(factories.contractor(session)) for _ in range(3))
        made = Depositor(1, "Ana", contractors=col(Contractor.id).in_((first, second)), people=true())
        assert [contractors_of(session, kept_to(made, number)) for number in (first, out)] == [[first], []]
        assert sorted(contractors_of(session, made)) == [first, second]
