"""The log of talks with companies: noted, done, withdrawn; told on the day; read by those who follow the lot alone."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from clauses.accounts.rules import ActorKind
from clauses.dates import local_day
from clauses.db import reading, writing
from clauses.markets.exchange_models import Counterpart, Exchange
from tests import accounts, factories
from tests.clauses.web.visiting import queries, said, visiting
from tests.factories import NOON, id_of
from tests.factories_exchanges import counterpart, exchange

TODAY = local_day(datetime.now(UTC))
TALK = {"sorte": "call", "jour": TODAY.isoformat(), "dit": "Le tuteur <b>revient</b>.", "avec": "Mme Roy"}


def held(session: Session) -> tuple[int, int, int]:
    """A company on a lot: the market, the contractor, the company."""
    body = factories.organisation(session, name="Bâti <i>Est")
    market = factories.market(session, ends_on=None)
    lot = factories.lot(session, market_id=id_of(market))
    holder = factories.contractor(session, lot_id=id_of(lot), organisation_id=id_of(body))
    factories.obligation(session, lot_id=id_of(lot), contractor_id=id_of(holder))
    return id_of(market), id_of(holder), id_of(body)


def only(engine: Engine) -> Exchange:
    with reading(engine) as session:
        return session.exec(select(Exchange)).one()


def test_an_exchange_is_noted_shown_and_followed_up(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        market, holder, _ = held(session)
    with visiting(engine, tmp_path) as browser:
        path = f"/attributaires/{holder}"
        assert "rien de prévu" in said(browser.get(path))
        due = (TODAY + timedelta(days=3)).isoformat()
        sent = TALK | {"action": "Rappeler", "action_jour": due}
        assert browser.send(f"{path}/echanges", sent, page=path).status_code == 303
        page = browser.get(path)
        assert "à faire le" in said(page)
        assert "Le tuteur <b>revient</b>." in said(page)
        assert "<b>revient" not in page.text
        assert "<i>Est" not in page.text
        assert "Rappeler" in said(browser.get(f"/marches/{market}/echanges"))
        assert "1 action prévue dans la semaine" in said(browser.get("/"))
        assert "1 action prévue dans le mois" in said(browser.get("/relances"))
        done = f"/echanges/{only(engine).id}"
        assert browser.send(f"{done}/fait", {}, page=path).status_code == 303
        assert browser.send(f"{done}/fait", {}, page=path).status_code == 409
        assert "action prévue" not in said(browser.get("/"))
        browser.send(f"{done}/a-faire", {}, page=path)
        browser.send(f"{done}/retirer", {}, page=path)
        assert "Ce qui a été retiré" in said(browser.get(path))
        browser.send(f"{done}/remettre", {}, page=path)
    assert (only(engine).withdrawn_by, only(engine).done_by) == (None, None)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"dit": " "}, "dit"),
        ({"jour": "hier"}, "jour"),
        ({"jour": "2099-01-01"}, "jour"),
        ({"jour": "0024-03-12"}, "jour"),  # typed half-way
        ({"sorte": "fax"}, "sorte"),
        ({"action": "Rappeler"}, "action_jour"),
        ({"action_jour": "2099-01-01"}, "action"),
        ({"action": "Rappeler", "action_jour": "demain"}, "action_jour"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    engine: Engine, tmp_path: Path, changes: dict[str, str], name: str
) -> None:
    with writing(engine) as session:
        _, holder, _ = held(session)
    with visiting(engine, tmp_path) as browser:
        path = f"/attributaires/{holder}"
        answer = browser.send(f"{path}/echanges", TALK | changes, page=path)
    assert (answer.status_code, f'id="{name}-erreur"' in answer.text) == (422, True)
    assert "Mme Roy" in answer.text
    with reading(engine) as session:
        assert session.exec(select(Exchange)).all() == []


def test_somebody_is_named_and_no_longer_answers(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        market, holder, _ = held(session)
    named = {"nom": "Mme <u>Roy", "role": "referent", "courriel": "roy@exemple.fr", "telephone": "03 80 00 00 00"}
    with visiting(engine, tmp_path) as browser:
        path = f"/attributaires/{holder}"
        refused = browser.send(f"{path}/interlocuteurs", named | {"courriel": "roy"}, page=path)
        assert (refused.status_code, 'id="courriel-erreur"' in refused.text) == (422, True)
        assert browser.send(f"{path}/interlocuteurs", named, page=path).status_code == 303
        page = browser.get(path)
        assert 'href="mailto:roy@exemple.fr"' in page.text
        assert "<u>Roy" not in page.text
        assert "référent insertion" in said(browser.get(f"/marches/{market}/echanges"))
        with reading(engine) as session:
            number = session.exec(select(Counterpart.id)).one()
        browser.send(f"/interlocuteurs/{number}/retirer", {}, page=path)
        assert browser.send(f"/interlocuteurs/{number}/retirer", {}, page=path).status_code == 409
        assert "mailto" not in browser.get(path).text
        browser.send(f"/interlocuteurs/{number}/remettre", {}, page=path)
        assert "mailto" in browser.get(path).text


def test_neither_the_company_nor_its_buyer_nor_another_territory_reads_it(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        market, holder, company = held(session)
        number = id_of(exchange(session, contractor_id=holder, next_on=TODAY, held_on=TODAY))
        elsewhere = id_of(accounts.territory(session))
    for kind, values in ((ActorKind.E, {"organisation_id": company}), (ActorKind.S, {})):
        with visiting(engine, tmp_path, kind, **values) as browser:
            assert browser.get(f"/attributaires/{holder}").status_code == 403
            assert browser.get(f"/marches/{market}/echanges").status_code == 403
            assert "/echanges" not in browser.get(f"/marches/{market}").text
    with visiting(engine, tmp_path, territory_id=elsewhere) as browser:
        assert browser.get(f"/attributaires/{holder}").status_code == 404
        assert "Rappeler" not in said(browser.get("/relances")) + said(browser.get("/"))
        assert browser.send(f"/echanges/{number}/fait", {}, page="/relances").status_code == 404


def test_reminders_say_when_one_last_talked(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        _, holder, _ = held(session)
        exchange(session, contractor_id=holder, held_on=date(2023, 4, 3))
        exchange(session, contractor_id=holder, held_on=date(2023, 4, 9), withdrawn_by="Ana", withdrawn_at=NOON)
    with visiting(engine, tmp_path) as browser:
        page = said(browser.get("/relances"))
    assert "03/04/2023" in page
    assert "09/04/2023" not in page
    assert "en retard" in page


def test_queries_do_not_grow(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        market, holder, _ = held(session)
        exchange(session, contractor_id=holder)
    paths = ("/relances", f"/marches/{market}/echanges", f"/attributaires/{holder}")
    with visiting(engine, tmp_path) as browser:
        few = [queries(engine, browser, path) for path in paths]
        with writing(engine) as session:
            for _ in range(5):
                exchange(session, contractor_id=holder)
                counterpart(session, contractor_id=holder)
                held(session)
        assert [queries(engine, browser, path) for path in paths] == few
