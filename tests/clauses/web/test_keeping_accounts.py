"""Keeping accounts: one rule for the pages and for the API, tried by both doors."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import Engine
from sqlmodel import col, select

from clauses.accounts.keys import OnceLink, SignedIn
from clauses.accounts.models import Membership, Territory, User
from clauses.accounts.rules import ActorKind, LinkKind
from clauses.accounts.users import make_link, set_password, user_of_link
from clauses.db import reading, writing
from tests import accounts, factories
from tests.clauses.web.test_permissions import Site
from tests.factories import id_of

NOW = datetime.now(UTC)
TODAY = NOW.date()


@pytest.fixture
def site(engine: Engine, tmp_path: Path) -> Iterator[Site]:
    made = Site(engine, tmp_path)
    with made.client:
        yield made


def member(site: Site, *held: dict[str, Any]) -> int:
    """The account of somebody with these roles."""
    with writing(site.engine) as session:
        made = accounts.user(session)
        for values in held:
            accounts.membership(session, user_id=id_of(made), **values)
        return id_of(made)


def body(site: Site, name: str = "1a") -> dict[str, Any]:
    return {"kind": ActorKind.E, "organisation_id": site.world.ids[f"body {name}"]}


def close(site: Site, who: str, number: int, door: str) -> Response:
    paths = {"api": f"/api/users/{number}/disable", "page": f"/administration/comptes/{number}/fermer"}
    return site.ask(who, "POST", paths[door])


def closed(site: Site, number: int) -> bool:
    with reading(site.engine) as session:
        return session.get_one(User, number).disabled_at is not None


DOORS = pytest.mark.parametrize("door", ["api", "page"])


@DOORS
def test_nobody_closes_their_own_account(site: Site, door: str) -> None:
    for who in ("A", "E1a"):
        assert close(site, who, site.world.users[who], door).status_code == 409
        assert not closed(site, site.world.users[who])


@DOORS
def test_a_body_closes_only_accounts_that_act_for_it_alone(site: Site, door: str) -> None:
    other = site.world.ids["body 1b"]
    elsewhere = {
        "another body": member(site, body(site), {"kind": ActorKind.E, "organisation_id": other}),
        "a territory": member(site, body(site), {"kind": ActorKind.F, "territory_id": site.world.ids.get("t", 1)}),
        "another title": member(site, body(site), body(site) | {"kind": ActorKind.O}),
        "a role that waits": member(site, body(site), {"kind": ActorKind.F, "approved_by": None}),
    }
    for what, number in elsewhere.items():
        assert close(site, "E1a", number, door).status_code == 409, what
        assert not closed(site, number), what
    own = member(site, body(site), body(site) | {"starts_on": TODAY + timedelta(days=3)})
    assert close(site, "E1a", own, door).status_code in (200, 303)
    assert closed(site, own)


@DOORS
def test_a_role_that_has_ended_neither_gives_a_hold_nor_stands_in_the_way(site: Site, door: str) -> None:
    past = {"ends_on": TODAY - timedelta(days=1)}
    left = member(site, body(site) | past)
    assert close(site, "E1a", left, door).status_code == 409
    assert not closed(site, left)
    came = member(site, body(site), body(site, "1b") | past)
    assert close(site, "E1a", came, door).status_code in (200, 303)
    assert closed(site, came)


def test_an_administrator_closes_any_account_but_their_own(site: Site) -> None:
    assert close(site, "A", site.world.users["F2"], "api").status_code == 200
    assert close(site, "A", site.world.users["E1a"], "page").status_code == 303


# Roles


def held_by(site: Site, email: str) -> Membership | None:
    with reading(site.engine) as session:
        wanted = select(Membership).join(User, col(User.id) == col(Membership.user_id))
        return session.exec(wanted.where(col(User.email) == email)).one_or_none()


def invite(site: Site, who: str, door: str, kind: str, *, siret: str = "", **more: Any) -> Response:
    """By the API with its numbers; by the page with the title and the SIRET that it asks for."""
    if door == "api":
        given = {"email": "neuve@exemple.fr", "name": "Neuve", "kind": kind} | more
        return site.ask(who, "POST", "/api/users", json=given)
    place = f"-{more['territory_id']}" if "territory_id" in more else ""
    form = {"email": "neuve@exemple.fr", "nom": "Neuve", "titre": f"{kind}{place}", "siret": siret}
    return site.ask(who, "POST", "/administration", data=form)


@DOORS
@pytest.mark.parametrize("kind", ["F", "S"])
def test_an_invited_facilitateur_is_of_the_territory_that_is_said(site: Site, door: str, kind: str) -> None:
    with reading(site.engine) as session:
        other = session.exec(select(Territory.id).where(col(Territory.id) != 1)).one()
    assert invite(site, "A", door, kind).status_code == 422, "two territories, and none said"
    assert invite(site, "A", door, kind, territory_id=999).status_code == 422
    assert held_by(site, "neuve@exemple.fr") is None
    assert invite(site, "A", door, kind, territory_id=other).status_code in (200, 201)
    held = held_by(site, "neuve@exemple.fr")
    assert held is not None
    assert (held.territory_id, held.approved_by) == (other, None)


@DOORS
def test_a_colleague_is_of_the_body_and_territory_of_who_invites(site: Site, door: str) -> None:
    with writing(site.engine) as session:
        company = factories.organisation(session, siret=factories.siret(91))
        number = id_of(company)
        (other,) = session.exec(select(Territory.id).where(col(Territory.id) != 1)).all()
        held = session.get_one(Membership, site.world.scopes["E1a"].standings[0].membership_id)
        held.organisation_id, held.territory_id = number, other
        session.add(held)
    answer = invite(site, "E1a", door, "E", siret=factories.siret(91), **_if_api(door, organisation_id=number))
    assert answer.status_code in (200, 201), answer.text
    made = held_by(site, "neuve@exemple.fr")
    assert made is not None
    assert (made.organisation_id, made.territory_id, made.approved_by) == (number, other, f"organisme {number}")


def _if_api(door: str, **values: int) -> dict[str, int]:
    return values if door == "api" else {}


def test_a_manager_gives_a_role_in_no_other_territory(site: Site) -> None:
    with reading(site.engine) as session:
        other = session.exec(select(Territory.id).where(col(Territory.id) != 1)).one()
    number = site.world.ids["body 1a"]
    assert invite(site, "E1a", "api", "E", organisation_id=number, territory_id=other).status_code == 403


def approve(site: Site, who: str, number: int, door: str) -> int:
    paths = {"api": f"/api/memberships/{number}/approve", "page": f"/administration/titres/{number}/accorder"}
    return site.ask(who, "POST", paths[door]).status_code


def waiting(site: Site, number: int, **values: Any) -> int:
    with writing(site.engine) as session:
        return id_of(accounts.membership(session, user_id=number, approved_by=None, **values))


@DOORS
def test_nobody_approves_their_own_role(site: Site, door: str) -> None:
    number = waiting(site, site.world.users["A"], kind=ActorKind.F)
    assert approve(site, "A", number, door) == 403
    with reading(site.engine) as session:
        assert session.get_one(Membership, number).approved_by is None


@DOORS
def test_a_manager_approves_no_role_of_another_title(site: Site, door: str) -> None:
    own = waiting(site, member(site), **body(site))
    strange = waiting(site, member(site), **body(site) | {"kind": ActorKind.O})
    assert approve(site, "E1a", strange, door) == 403
    assert approve(site, "E1a", own, door) in (200, 303)


def test_a_manager_ends_no_role_of_another_title(site: Site) -> None:
    ends = {}
    for kind in (ActorKind.O, ActorKind.E):
        with writing(site.engine) as session:
            held = accounts.membership(session, **body(site) | {"kind": kind})
            ends[kind] = id_of(held)
    statuses = {
        kind: site.ask("E1a", "POST", f"/api/memberships/{number}/end").status_code for kind, number in ends.items()
    }
    assert statuses == {ActorKind.O: 403, ActorKind.E: 200}


def test_nobody_gives_themselves_a_role(site: Site) -> None:
    given = {"user_id": site.world.users["E1a"], "kind": "E", "organisation_id": site.world.ids["body 1a"]}
    assert site.ask("E1a", "POST", "/api/memberships", json=given | {"manager": True}).status_code == 403


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "E"}, "organisation_id"),
        ({"kind": "E", "organisation_id": 999_999}, "organisation_id"),
        ({"kind": "F"}, "territory_id"),
        ({"kind": "F", "territory_id": 999_999}, "territory_id"),
        ({"kind": "A", "ends_on": "2020-01-01"}, "ends_on"),
    ],
)
def test_a_role_that_cannot_be_is_said_with_its_field(site: Site, given: dict[str, Any], field: str) -> None:
    answer = site.ask("A", "POST", "/api/memberships", json={"user_id": site.world.ids["spare 1a"]} | given)
    assert (answer.status_code, answer.json().get("field")) == (422, field)


def test_a_manager_learns_nothing_of_bodies_that_they_do_not_see(site: Site) -> None:
    said = {
        invite(site, "E1a", "api", "E", organisation_id=number).text for number in (site.world.ids["body 2a"], 999_999)
    }
    assert len(said) == 1


# Links


def test_a_password_set_ends_every_link_and_every_session(engine: Engine) -> None:
    """Chosen with one link, or by a command: the mail of another, still in a mailbox, opens nothing any more."""
    with writing(engine) as session:
        someone = accounts.user(session)
        raws = [make_link(session, kind=kind, user=someone, now=NOW, by="Ana") for kind in LinkKind]
        accounts.signed_in(session, user_id=id_of(someone))
        stranger = accounts.user(session)
        theirs = make_link(session, kind=LinkKind.RESET, user=stranger, now=NOW, by="Ana")
        set_password(session, someone, "la Saône en crue de mars", now=NOW, by="Ana")
        assert [user_of_link(session, raw, now=NOW) for raw in raws] == [None, None]
        assert user_of_link(session, theirs, now=NOW) is not None
        assert session.exec(select(SignedIn)).all() == []
        assert len(session.exec(select(OnceLink).where(col(OnceLink.used_at).is_not(None))).all()) == 2
