"""What happens to a market after its signature, and the questions of imports, for programs."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from clauses.audit import Journal
from clauses.db import reading, writing
from clauses.questions.models import Question
from tests import accounts, factories
from tests.clauses.web.test_permissions import ROUTES, Site
from tests.factories import id_of

INVOICE = {"number": "2026-17", "invoiced_on": "2026-05-31", "cents": -1_250_00}


@pytest.fixture
def site(engine: Engine, tmp_path: Path) -> Iterator[Site]:
    made = Site(engine, tmp_path)
    with made.client:
        yield made


def signed(site: Site, act: str) -> list[str]:
    with reading(site.engine) as session:
        return [row.author for row in session.exec(select(Journal).where(col(Journal.act) == act)).all()]


def test_an_invoice_is_recorded_once_read_by_its_company_and_withdrawn(site: Site) -> None:
    path = f"/api/contractors/{site.world.ids['contractor 1a']}/invoices"
    key = {"idempotency-key": "facture-17"}
    made = site.ask("F1", "POST", path, json=INVOICE, headers=key)
    again = site.ask("F1", "POST", path, json=INVOICE, headers=key)
    assert (made.status_code, made.json()) == (201, again.json())
    assert site.ask("F1", "POST", path, json=INVOICE).json()["code"] == "markets.invoice_known"
    one = made.headers["location"]
    assert made.json()["author"] == site.world.scopes["F1"].author
    read = site.ask("E1a", "GET", one)
    assert (read.json()["cents"], read.json()["author"], bool(read.headers["etag"])) == (-1_250_00, "", True)
    assert site.ask("E1b", "GET", one).status_code == 404
    assert site.ask("E1a", "POST", path, json=INVOICE).status_code == 403
    assert site.ask("E1a", "POST", f"{one}/withdraw").status_code == 403
    assert site.ask("F1", "POST", f"{one}/withdraw").json()["withdrawn_at"]
    assert site.ask("F1", "POST", f"{one}/withdraw").json()["code"] == "markets.withdrawn"
    assert signed(site, "withdraw") == [site.world.scopes["F1"].author]


def test_an_amendment_changes_the_hours_due_from_its_day_on(site: Site) -> None:
    lot, holder = site.world.ids["lot 1a"], site.world.ids["contractor 1a"]
    asked: dict[str, Any] = {"kind": "tranche", "effective_on": "2023-09-01", "subject": "Tranche 2", "hours": "250.00"}
    path = f"/api/lots/{lot}/amendments"
    made = site.ask("F1", "POST", path, json=asked | {"contractor_id": holder})
    assert made.status_code == 201, made.text
    found = site.ask("D1", "GET", f"/api/obligations?contractor_id={holder}").json()["items"]
    assert ("250.00", "2023-09-01", False) in [(one["due"], one["in_force_on"], one["withdrawn"]) for one in found]
    assert "Tranche 2" in site.ask("D1", "GET", f"/api/amendments?lot_id={lot}").text
    for wrong, field in (
        ({"hours": "beaucoup"}, "hours"),
        ({"contractor_id": site.world.ids["contractor 1b"]}, "contractor_id"),
        ({"contractor_id": site.world.ids["contractor 2a"]}, "contractor_id"),
        ({"kind": "cadeau"}, "kind"),
        ({"kind": "transfert"}, "kind"),
        ({"kind": "transfert", "hours": None}, "kind"),
        ({"effective_on": "0001-01-01"}, "effective_on"),
    ):
        refused = site.ask("F1", "POST", path, json=asked | {"contractor_id": holder} | wrong)
        assert (refused.status_code, refused.json()["field"]) == (422, field), refused.text
    assert site.ask("F1", "POST", path, json=asked | {"ends_on": "2023-08-01"}).json()["code"] == "markets.dates"
    market, anyway = f"/api/markets/{site.world.ids['market 1']}", {"if-match": "*"}
    for notified_on, status in (("2023-09-02", 422), ("2023-09-01", 200)):
        moved = site.ask("F1", "PATCH", market, json={"notified_on": notified_on}, headers=anyway)
        assert (moved.status_code, moved.json().get("field", "notified_on")) == (status, "notified_on")
    early = site.ask("F1", "POST", path, json=asked | {"effective_on": "2023-08-31"}).json()
    assert early["code"] == "markets.before_notification"
    assert site.ask("F1", "POST", f"{made.headers['location']}/withdraw").json()["withdrawn_at"]
    found = site.ask("D1", "GET", f"/api/obligations?contractor_id={holder}").json()["items"]
    assert [one["due"] for one in found if one["withdrawn"]] == ["250.00"]


def test_a_buyer_amends_by_program_too_and_takes_back_what_it_signed_alone(site: Site) -> None:
    path = f"/api/lots/{site.world.ids['lot 1a']}/amendments"
    asked: dict[str, Any] = {"kind": "tranche", "effective_on": "2023-09-01", "subject": "Tranche 2", "hours": "250.00"}
    asked |= {"contractor_id": site.world.ids["contractor 1a"]}
    theirs, own = (site.ask(who, "POST", path, json=asked) for who in ("F1", "D1"))
    assert (theirs.status_code, own.status_code) == (201, 201), own.text
    assert site.ask("D1", "POST", f"{theirs.headers['location']}/withdraw").status_code == 403
    assert site.ask("D1", "POST", f"{own.headers['location']}/withdraw").json()["withdrawn_at"]
    assert site.ask("F1", "POST", f"{theirs.headers['location']}/withdraw").json()["withdrawn_at"]


SAME = (
    ("POST /marches/{market_id}/avenant", "POST /api/lots/{number}/amendments"),
    ("POST /modifications/{number}/retrait", "POST /api/amendments/{number}/withdraw"),
    ("POST /marches/{market_id}/facture", "POST /api/contractors/{number}/invoices"),
    ("POST /factures/{number}/retrait", "POST /api/invoices/{number}/withdraw"),
    ("POST /marches/{market_id}/cloture", "POST /api/lots/{number}/closings"),
    ("POST /lots/{number}/reouverture", "POST /api/closings/{number}/reopen"),
    ("POST /marches/{market_id}/convention", "POST /api/contractors/{number}/loans"),
    ("POST /prets/{number}/retrait", "POST /api/loans/{number}/withdraw"),
    ("POST /marches/{market_id}/lot", "PATCH /api/lots/{number}"),
    ("POST /marches/{market_id}/entreprise", "PATCH /api/contractors/{number}"),
    ("POST /marches/{market_id}/mise-en-demeure", "POST /api/contractors/{number}/notices"),
    ("POST /marches/{market_id}/justificatifs", "POST /api/notices/{number}/receive"),
    ("POST /marches/{market_id}/remise", "POST /api/contractors/{number}/penalty-waivers"),
    ("POST /remises/{number}/confirmation", "POST /api/penalty-waivers/{number}/confirm"),
    ("POST /remises/{number}/retrait", "POST /api/penalty-waivers/{number}/withdraw"),
    ("POST /marches/{market_id}/ecart", "POST /api/contractors/{number}/shortfalls"),
    ("POST /personnes/{person_id}/criteres", "POST /api/people/{number}/criteria"),
    ("POST /criteres/{number}/retrait", "POST /api/criteria/{number}/withdraw"),
    ("POST /personnes/{person_id}/avis", "POST /api/people/{number}/opinions"),
    ("POST /avis/{number}/retrait", "POST /api/opinions/{number}/withdraw"),
    ("POST /deposer/saisie", "POST /api/lines"),
)


def test_a_page_and_a_program_need_the_same_right_for_the_same_act() -> None:
    needed = {route.name: (route.rule.resource, route.rule.act) for route in ROUTES}
    assert [(page, needed[page]) for page, _ in SAME] == [(page, needed[api]) for page, api in SAME]


def test_a_lot_is_closed_once_and_reopened(site: Site) -> None:
    path = f"/api/lots/{site.world.ids['lot 1b']}/closings"
    asked = {"closed_on": "2023-12-01", "reason": "Travaux reçus"}
    made = site.ask("F1", "POST", path, json=asked)
    assert made.status_code == 201, made.text
    assert site.ask("F1", "POST", path, json=asked).json()["code"] == "markets.closed"
    number = made.json()["id"]
    assert site.ask("F1", "GET", made.headers["location"]).json() == made.json()
    assert site.ask("E1a", "POST", f"/api/closings/{number}/reopen").status_code == 404
    assert site.ask("D1", "POST", f"/api/closings/{number}/reopen").status_code == 403
    assert site.ask("F1", "POST", f"/api/closings/{number}/reopen").json()["reopened_at"]
    assert site.ask("F1", "POST", f"/api/closings/{number}/reopen").json()["code"] == "markets.open"
    later = site.ask("F1", "POST", path, json=asked).headers["location"]
    assert site.ask("F1", "POST", f"/api/closings/{number}/reopen").json()["code"] == "markets.open"
    assert site.ask("F1", "GET", later).json()["reopened_at"] is None  # the old one reopens no other


def _doubt(site: Site, *names: str) -> int:
    with writing(site.engine) as session:
        gone = id_of(factories.person(session, last_name="Double", first_name="Léa"))
        accounts.territory_person(session, person_id=gone, territory_id=1)
        candidates = json.dumps([site.world.ids[f"person {name}"] for name in names])
        subject = '{"said": "Léa Double"}'
        return id_of(factories.question(session, subject=subject, subject_id=gone, candidates=candidates))


def test_a_question_is_answered_by_who_sees_those_it_is_about(site: Site) -> None:
    number = _doubt(site, "1a", "2a")
    path = f"/api/questions/{number}"
    shown = site.ask("F1", "GET", path).json()
    assert (shown["said"], [one["id"] for one in shown["candidates"]], shown["hidden"]) == (
        "Léa Double", [site.world.ids["person 1a"]], 1,
    )  # fmt: skip
    for answer in ({}, {"answer_id": site.world.ids["person 2a"]}, {"answer_id": 7_777}):
        refused = site.ask("F1", "POST", f"{path}/accept", json=answer)
        assert (refused.status_code, refused.json()["field"]) == (422, "answer_id"), refused.text
    assert [site.ask(who, "GET", path).status_code for who in ("E1a", "P1a", "F2")] == [404] * 3
    done = site.ask("F1", "POST", f"{path}/accept", json={"answer_id": site.world.ids["person 1a"]})
    assert (done.status_code, done.json()["state"]) == (200, "accepted"), done.text
    again = site.ask("F1", "POST", f"{path}/undo").json()
    assert (again["state"], again["id"] != number) == ("open", True)
    assert (
        site.ask("F1", "POST", f"/api/questions/{again['id']}/refuse", json={"reason": "Sœurs"}).json()["state"]
        == "refused"
    )
    with reading(site.engine) as session:
        assert len(session.exec(select(Question)).all()) == 2


def test_needs_are_listed_to_those_of_their_market(site: Site) -> None:
    every = {who: site.ask(who, "GET", "/api/needs").json()["items"] for who in ("F1", "E1a", "P1a")}
    assert {who: len(found) for who, found in every.items()} == {"F1": 3, "E1a": 1, "P1a": 0}
    assert site.ask("F1", "GET", f"/api/needs/{site.world.ids['need 2a']}").status_code == 404
