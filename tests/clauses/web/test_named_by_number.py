"""What a creation names by its number: out of reach or absent, one answer; a subcontractor credits who subcontracts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from clauses.db import reading, writing
from clauses.markets.models import Contractor, Market
from clauses.reference.rules import Role
from tests import factories
from tests.clauses.web.test_permissions import ABSENT, Site
from tests.factories import id_of


@pytest.fixture
def site(engine: Engine, tmp_path: Path) -> Iterator[Site]:
    made = Site(engine, tmp_path)
    with made.client:
        yield made


def answers(site: Site, who: str, path: str, body: dict[str, Any], field: str, *numbers: int) -> set[tuple[int, bytes]]:
    """The answers to the same creation about several numbers."""
    asked = [site.ask(who, "POST", path, json=body | {field: number}) for number in numbers]
    return {(one.status_code, one.content) for one in asked}


def test_a_contract_tells_nobody_which_employers_there_are(site: Site) -> None:
    ids = site.world.ids
    body = {"person_id": ids["person 1a"], "kind": "CDD", "starts_on": "2023-02-01"}
    said = answers(site, "E1a", "/api/contracts", body, "employer_id", ids["body 1b"], ids["buyer 1"], ABSENT)
    assert [status for status, _ in said] == [422]
    assert site.ask("E1a", "POST", "/api/contracts", json=body | {"employer_id": ids["body 1a"]}).status_code == 201


def test_nor_which_people_there_are_nor_what_they_signed(site: Site) -> None:
    ids = site.world.ids
    body = {"employer_id": ids["body 1a"], "kind": "CDDI", "starts_on": "2023-01-09"}
    said = answers(site, "E1a", "/api/contracts", body, "person_id", ids["person 1b"], ids["person 2a"], ABSENT)
    assert [status for status, _ in said] == [422]


def test_a_market_tells_no_buyer_what_others_buy(site: Site) -> None:
    ids = site.world.ids
    with reading(site.engine) as session:
        taken = session.get_one(Market, ids["market 2"]).reference
    body = {"title": "Un lycée", "nature": "BTP", "reference": taken}
    said = answers(site, "D1", "/api/markets", body, "buyer_id", ids["buyer 2"], ids["body 1a"], ABSENT)
    assert [status for status, _ in said] == [422]
    assert site.ask("F1", "POST", "/api/markets", json=body | {"buyer_id": ids["buyer 2"]}).status_code == 409


def test_a_lot_tells_no_buyer_which_companies_there_are(site: Site) -> None:
    ids = site.world.ids
    path = f"/api/lots/{ids['lot 1a']}/contractors"
    said = answers(site, "D1", path, {"role": "cotraitant"}, "organisation_id", ids["body 2a"], ABSENT)
    assert [status for status, _ in said] == [422]
    own = site.ask("D1", "POST", path, json={"role": "cotraitant", "organisation_id": ids["body 1b"]})
    assert own.status_code == 201, own.text


# Who subcontracts


@pytest.fixture
def lot(site: Site) -> str:
    """A lot that nobody holds, where F1 puts companies."""
    with writing(site.engine) as session:
        made = factories.lot(session, market_id=site.world.ids["market 1"])
        return f"/api/lots/{id_of(made)}/contractors"


def put(site: Site, lot: str, role: Role, name: str, **more: Any) -> Any:
    body = {"organisation_id": site.world.ids[f"body {name}"], "role": role.value} | more
    return site.ask("F1", "POST", lot, json=body)


def test_a_subcontractor_credits_the_only_holder_whoever_came_first(site: Site, lot: str) -> None:
    early = put(site, lot, Role.SOUS_TRAITANT, "1a").json()
    assert early["credits_id"] is None
    holder = put(site, lot, Role.TITULAIRE, "1b").json()
    assert put(site, lot, Role.SOUS_TRAITANT, "1c").json()["credits_id"] == holder["id"]
    with reading(site.engine) as session:
        told = session.exec(select(Contractor.credits_id).where(col(Contractor.id) == early["id"])).one()
    assert told == holder["id"]


def test_with_several_holders_a_person_says_which(site: Site, lot: str) -> None:
    first, second = (put(site, lot, Role.TITULAIRE, name).json() for name in ("1a", "1b"))
    assert put(site, lot, Role.SOUS_TRAITANT, "1c").json()["credits_id"] is None
    said = put(site, lot, Role.SOUS_TRAITANT, "2a", credits_id=second["id"])
    assert (said.status_code, said.json()["credits_id"]) == (201, second["id"])
    assert first["id"] != second["id"]


def test_only_a_subcontractor_credits_and_only_a_holder_of_the_lot(site: Site, lot: str) -> None:
    holder = put(site, lot, Role.TITULAIRE, "1a").json()["id"]
    under = put(site, lot, Role.SOUS_TRAITANT, "1b").json()["id"]
    elsewhere = site.world.ids["contractor 1c"]
    for role, credited in (
        (Role.COTRAITANT, holder),
        (Role.SOUS_TRAITANT, under),
        (Role.SOUS_TRAITANT, elsewhere),
        (Role.SOUS_TRAITANT, ABSENT),
    ):
        refused = put(site, lot, role, "1c", credits_id=credited)
        assert (refused.status_code, refused.json()["field"]) == (422, "credits_id"), (role, credited)
