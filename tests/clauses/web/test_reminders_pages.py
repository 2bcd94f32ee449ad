"""Months that nobody sent: who is asked, how, and what is kept of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from clauses.accounts.keys import Mail
from clauses.accounts.rules import ActorKind
from clauses.audit import Journal
from clauses.dates import add_months, first_day, local_day
from clauses.db import reading, writing
from clauses.markets.models import Contractor
from clauses.web import reminders_pages
from tests import accounts, factories
from tests.clauses.web.browser import Browser, browsing, somebody
from tests.factories import id_of

TODAY = local_day(datetime.now(UTC))
LAST = add_months(first_day(TODAY), -1)


@dataclass(frozen=True)
class Late:
    """A company that owes hours and sent only one of the last three months."""

    engine: Engine
    browser: Browser
    contractor: int
    emails: dict[str, str]


@pytest.fixture
def late(engine: Engine, tmp_path: Path) -> Iterator[Late]:
    with writing(engine) as session:
        body = factories.organisation(session, name="Bâti <b>")
        market = factories.market(session, notified_on=add_months(LAST, -2), ends_on=None)
        lot = factories.lot(session, market_id=id_of(market))
        held = factories.contractor(session, lot_id=id_of(lot), organisation_id=id_of(body))
        factories.obligation(session, lot_id=id_of(lot), contractor_id=id_of(held))
        factories.declaration(session, contractor_id=id_of(held), employer_id=id_of(body), month=LAST)
        number = id_of(held)
        emails = {
            "F": somebody(session).email,
            "E": somebody(session, ActorKind.E, organisation_id=id_of(body)).email,
            "F2": somebody(session, territory_id=id_of(accounts.territory(session))).email,
        }
    with browsing(engine, tmp_path / "home") as browser:
        browser.sign_in(emails["F"])
        yield Late(engine, browser, number, emails)


def test_the_months_that_nobody_sent_are_listed(late: Late) -> None:
    page = late.browser.get("/relances").text
    assert "2 mois manquent" in page
    assert "Bâti &lt;b&gt;" in page


def test_one_mail_asks_for_all_the_months_ticked_and_the_journal_keeps_it(late: Late) -> None:
    keys = [f"{late.contractor}:{add_months(LAST, -back):%Y-%m}" for back in (1, 2)]
    sent = {"preuve": late.browser.proof("/relances"), "mois": keys}
    answer = late.browser.client.post("/relances", data=sent, follow_redirects=False)
    assert "1 entreprise relancée." in answer.text
    assert "1 fois, le dernier" in answer.text
    with reading(late.engine) as session:
        mail = session.exec(select(Mail)).one()
        acts = session.exec(select(Journal).where(col(Journal.act) == "remind")).all()
    assert mail.recipient == late.emails["E"]
    assert len(acts) == 2


def test_a_month_asked_for_today_is_not_asked_for_again(late: Late, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [f"{late.contractor}:{add_months(LAST, -back):%Y-%m}" for back in (1, 2)]
    sent = {"preuve": late.browser.proof("/relances"), "mois": keys[:1]}
    late.browser.client.post("/relances", data=sent, follow_redirects=False)
    again = late.browser.client.post("/relances", data=sent, follow_redirects=False)
    assert "Aucune entreprise relancée." in again.text
    assert "1 mois déjà demandé aujourd&#39;hui n&#39;a pas été redemandé." in again.text
    other = late.browser.client.post("/relances", data=sent | {"mois": keys}, follow_redirects=False)
    assert "1 entreprise relancée." in other.text
    assert "1 mois déjà demandé" in other.text
    both = late.browser.client.post("/relances", data=sent | {"mois": keys}, follow_redirects=False)
    assert "2 mois déjà demandés aujourd&#39;hui n&#39;ont pas été redemandés." in both.text
    with reading(late.engine) as session:
        assert len(session.exec(select(Mail)).all()) == 2
    monkeypatch.setattr(reminders_pages, "now", lambda: datetime.now(UTC) + timedelta(days=1))
    later = late.browser.client.post("/relances", data=sent, follow_redirects=False)
    assert "2 fois, le dernier" in later.text


def test_nothing_ticked_is_said(late: Late) -> None:
    assert late.browser.send("/relances", {"mois": f"{late.contractor}:{LAST:%Y-%m}"}).status_code == 422
    assert late.browser.send("/relances", {"autre": ""}).status_code == 422


def test_another_territory_has_nothing_to_ask(late: Late) -> None:
    late.browser.sign_in(late.emails["F2"])
    assert "Tous les mois sont arrivés" in late.browser.get("/relances").text
    late.browser.sign_in(late.emails["E"])
    assert late.browser.get("/relances").status_code == 403


def test_the_months_that_are_missing_are_the_same_wherever_they_are_read(late: Late) -> None:
    """The dashboard, who asks for them, who must send them: neither a lot without hours due, nor one long over, nor one
    that starts later, nor one that was closed is waited for anywhere."""
    with writing(late.engine) as session:
        held = session.get_one(Contractor, late.contractor)
        for values, owes in (
            ({"notified_on": add_months(LAST, -2), "ends_on": None}, False),
            ({"notified_on": date(2019, 1, 1), "ends_on": add_months(LAST, -4)}, True),
            ({"notified_on": add_months(LAST, 1), "ends_on": None}, True),
            ({"notified_on": add_months(LAST, -1), "ends_on": None}, None),
        ):
            market = factories.market(session, **values)
            lot = factories.lot(session, market_id=id_of(market))
            other = factories.contractor(session, lot_id=id_of(lot), organisation_id=held.organisation_id)
            if owes is not False:
                factories.obligation(session, lot_id=id_of(lot), contractor_id=id_of(other))
            if owes is None:
                factories.closing(session, lot_id=id_of(lot), closed_on=LAST)
        another = factories.declaration(  # by an employer other than the contractor: it is sent all the same
            session, contractor_id=late.contractor, month=add_months(LAST, -1)
        )
        assert another.employer_id != held.organisation_id
    assert "1 mois manque" in late.browser.get("/relances").text
    assert "1 mois manque" in late.browser.get("/").text
    late.browser.sign_in(late.emails["E"])
    assert "1 mois est à déposer" in late.browser.get("/deposer").text
    assert "Déposer le mois attendu" in late.browser.get("/entreprise").text
