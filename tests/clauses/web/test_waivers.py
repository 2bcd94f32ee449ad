"""Penalties given up, on the page of a market and by programs: by whom, within what, and what remains."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from clauses.accounts.models import Membership
from clauses.accounts.rules import ActorKind
from clauses.db import reading, writing
from clauses.markets.models import Contractor, Market
from clauses.web import waivers_api
from tests import accounts
from tests.clauses.web.browser import Browser
from tests.clauses.web.test_market_acts_pages import AMENDED, SAID, market, send, undoing
from tests.clauses.web.test_permissions import Site
from tests.clauses.web.test_written_by_programs import refused
from tests.clauses.web.visiting import said, visiting


@pytest.fixture
def ready(engine: Engine) -> Engine:
    with writing(engine) as session:
        market(session)
    return engine


@pytest.fixture
def site(engine: Engine, tmp_path: Path) -> Iterator[Site]:
    made = Site(engine, tmp_path)
    with made.client:
        yield made


WAIVED = {"attributaire": "1", "sorte": "exemption", "date": "2025-02-03", "montant": "1 500", "motif": "Arrêt",
          "decision": "Courrier n° 118"}  # fmt: skip


def test_a_penalty_is_given_up_by_one_facilitateur_or_by_two_people_of_the_buyer(ready: Engine, tmp_path: Path) -> None:
    with reading(ready) as session:
        buyer = session.exec(select(Market)).one().buyer_id
        company = session.exec(select(Contractor)).one().organisation_id
    page = "/marches/1/remise"
    with visiting(ready, tmp_path) as browser:
        send(browser, "penalite", {**SAID, "attributaire": "1", "heure": "60"}, confirmed=True)
        assert 'id="montant-erreur"' in send(browser, "remise", WAIVED | {"montant": "60 000,01"}).text
        shown = said(send(browser, "remise", WAIVED))
        assert "58 500,00 €" in shown
        assert send(browser, "remise", WAIVED, confirmed=True).status_code == 303
        first = undoing(browser, page)
        market_page = said(browser.get("/marches/1"))
        assert "remise 1 500,00 €, reste 58 500,00 €" in market_page
        assert "Courrier n° 118" in market_page
    with visiting(ready, tmp_path, ActorKind.D, organisation_id=buyer) as browser:
        assert "reste 58 500,00 €" in said(browser.get("/marches/1"))
        assert "aucun chiffre ne change" in said(send(browser, "remise", WAIVED))
        assert send(browser, "remise", WAIVED, confirmed=True).status_code == 303
        assert "reste 58 500,00 €" in said(browser.get("/marches/1"))  # nobody confirmed it
        assert 'href="/marches/1/remise"' in browser.get("/marches/1").text
        assert undoing(browser, page) != first  # not what the facilitateur recorded
        assert browser.send(first, {}, page=page).status_code == 409
    with visiting(ready, tmp_path, ActorKind.D, organisation_id=buyer) as other:
        (there,) = re.findall(r'action="(/remises/\d+/confirmation)"', other.get(page).text)
        assert other.send(there, {}, page=page).status_code == 303
        assert "reste 57 000,00 €" in said(other.get("/marches/1"))
        assert other.send(there, {}, page=page).status_code == 409
    with visiting(ready, tmp_path, ActorKind.E, organisation_id=company) as browser:
        assert "remise" not in said(browser.get("/marches/1")).lower()
        assert browser.get(page).status_code == 403


def offered(browser: Browser) -> list[str]:
    return [str(each) for each in re.findall(r'action="/remises/(\d+/\w+)"', browser.get("/marches/1/remise").text)]


def test_what_a_buyer_gives_up_is_confirmed_or_refused_by_the_buyer(ready: Engine, tmp_path: Path) -> None:
    page = "/marches/1/remise"
    with reading(ready) as session:
        buyer = session.exec(select(Market)).one().buyer_id
    with visiting(ready, tmp_path) as house:
        send(house, "penalite", {**SAID, "attributaire": "1", "heure": "60"}, confirmed=True)
        with visiting(ready, tmp_path, ActorKind.D, organisation_id=buyer) as author:
            assert send(author, "remise", WAIVED, confirmed=True).status_code == 303
            number = offered(author)[0].partition("/")[0]
            confirming, back = f"{number}/confirmation", f"{number}/retrait"
            assert offered(author) == [back]
        assert offered(house) == [back]
        refused_to_house = house.send(f"/remises/{confirming}", {}, page=page)
        assert (refused_to_house.status_code, "chez le donneur d'ordre" in said(refused_to_house)) == (409, True)
        with visiting(ready, tmp_path, ActorKind.D, organisation_id=buyer) as second:
            assert offered(second) == [confirming, back]
            assert second.send(f"/remises/{confirming}", {}, page=page).status_code == 303
            assert offered(house) == []
            assert house.send(f"/remises/{back}", {}, page=page).status_code == 409
            assert offered(second) == [back]
            longer = {**AMENDED, "sorte": "avenant", "heures": "", "fin": "2099-12-31"}  # due no more, at risk again
            told = said(send(house, "avenant", longer, confirmed=False))
            assert "Reste après remise 58 500,00 € 60 000,00 €" in " ".join(re.sub("<[^>]+>", " ", told).split())
            assert send(house, "avenant", longer, confirmed=True).status_code == 303
            assert "remise 1 500,00 €, reste 60 000,00 €" in said(house.get("/marches/1"))
            assert second.send(f"/remises/{back}", {}, page=page).status_code == 303


def test_one_person_who_is_both_facilitateur_and_buyer_records_no_waiver_alone(ready: Engine, tmp_path: Path) -> None:
    with reading(ready) as session:
        buyer = session.exec(select(Market)).one().buyer_id
    with visiting(ready, tmp_path) as both:
        with writing(ready) as session:
            member = session.exec(select(col(Membership.user_id))).one()
            accounts.membership(session, user_id=member, kind=ActorKind.D)  # a buyer, of another market
        send(both, "penalite", {**SAID, "attributaire": "1", "heure": "60"}, confirmed=True)
        send(both, "remise", WAIVED, confirmed=True)
        assert "reste 58 500,00 €" in said(both.get("/marches/1")), "alone: facilitateur alone on this market"
        with writing(ready) as session:
            accounts.membership(session, user_id=member, kind=ActorKind.D, organisation_id=buyer)
        send(both, "remise", WAIVED | {"montant": "500"}, confirmed=True)
        assert "reste 58 500,00 €" in said(both.get("/marches/1")), "of the buyer too: somebody else confirms"
        assert not [each for each in offered(both) if each.endswith("/confirmation")]
        with visiting(ready, tmp_path, ActorKind.D, organisation_id=buyer) as second:
            (there,) = [each for each in offered(second) if each.endswith("/confirmation")]
            assert both.send(f"/remises/{there}", {}, page="/marches/1/remise").status_code == 409
            assert second.send(f"/remises/{there}", {}, page="/marches/1/remise").status_code == 303
            assert "reste 58 000,00 €" in said(both.get("/marches/1"))


def test_a_penalty_is_given_up_confirmed_and_withdrawn(site: Site) -> None:
    ids, path = site.world.ids, f"/api/contractors/{site.world.ids['contractor 1a']}/penalty-waivers"
    told = {"kind": "exemption", "granted_on": "2023-10-03", "cents": 1, "motive": "Arrêt", "document": "Courrier 118"}
    assert refused(site.ask("F1", "POST", path, json=told)) == (409, "waivers.too_much", None)  # the lot still runs
    assert [site.ask(who, "POST", path, json=told).status_code for who in ("E1a", "S1", "O1a")] == [403, 403, 403]
    assert refused(site.ask("F1", "POST", path, json=told | {"cents": 0}))[:2] == (422, "invalid")
    one = f"/api/penalty-waivers/{ids['waiver 1a']}"
    assert [site.ask(who, "GET", one).status_code for who in ("F1", "S1", "D1", "E1a", "P1a")] == [
        200, 200, 200, 404, 404,
    ]  # fmt: skip
    assert site.ask("D1", "GET", one).json()["author"] == ""
    assert site.ask("F1", "GET", "/api/penalty-waivers").json()["items"][0]["holds"]
    again = site.ask("F1", "POST", f"{one}/confirm", headers={"if-match": "*"})
    assert refused(again) == (409, "waivers.not_waiting", None)
    assert refused(site.ask("D1", "POST", f"{one}/withdraw")) == (409, "waivers.not_theirs", None)
    assert site.ask("F1", "POST", f"{one}/withdraw").json()["withdrawn_at"]
    assert refused(site.ask("F1", "POST", f"{one}/withdraw")) == (409, "waivers.withdrawn", None)


def test_a_waiver_sent_by_a_program_waits_for_a_second_person_of_the_buyer_alone(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, ids = [], site.world.ids
    told = {"kind": "exemption", "granted_on": "2023-10-03", "cents": 1, "motive": "Arrêt", "document": "Courrier 118"}

    def waive(_session: Session, **given: object) -> int:
        kept.append(given["needs_second"])
        return ids["waiver 1a"]

    monkeypatch.setattr(waivers_api, "waive", waive)
    for who in ("F1", "D1"):
        assert site.ask(who, "POST", f"/api/contractors/{ids['contractor 1a']}/penalty-waivers", json=told).is_success
    assert kept == [False, True]
