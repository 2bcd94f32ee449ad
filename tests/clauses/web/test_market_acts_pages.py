"""What happens to a market recorded by hand: shown before it is kept, said at its field, taken back."""

import re
from datetime import date
from pathlib import Path

import pytest
from httpx import Response
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, col, select

from clauses.accounts.rules import ActorKind
from clauses.audit import Journal
from clauses.db import reading, writing
from clauses.markets.models import Amendment, Closing, Contractor, Derogation, Invoice, Market, MentionCheck, Obligation
from tests import accounts, factories
from tests.clauses.web.browser import Browser
from tests.clauses.web.visiting import ABSENT, said, visiting
from tests.factories import id_of

AMENDED = {"sorte": "tranche", "lot": "1", "date": "2023-09-01", "objet": "Tranche 2", "heures": "250"}
CLOSED = {"lot": "1", "date": "2023-09-01", "objet": "Réception"}
BILLED = {"attributaire": "1", "numero": "F-1", "date": "2023-09-01", "montant": "1 000,50"}
HANDED = {"attributaire": "1", "entreprise": "Toits du Nord", "heures": "400", "date": "2023-09-01", "objet": "Retrait"}


def market(session: Session) -> None:
    """A market of one lot, held by one company that owes 1 000 hours."""
    made = factories.market(session, notified_on=date(2023, 1, 2), ends_on=date(2024, 12, 31), reference="2023-T1")
    lot = factories.lot(session, market_id=id_of(made), number="1")
    body = factories.organisation(session, name="Bâti Test")
    held = factories.contractor(session, lot_id=id_of(lot), organisation_id=id_of(body))
    factories.obligation(session, lot_id=id_of(lot), contractor_id=id_of(held))


@pytest.fixture
def ready(engine: Engine) -> Engine:
    with writing(engine) as session:
        market(session)
    return engine


def send(browser: Browser, form: str, given: dict[str, str], *, confirmed: bool = False) -> Response:
    """What would change; then, once ``confirmed``, the form that the answer gives, unless a field is to be mended."""
    page = f"/marches/1/{form}"
    shown = browser.send(page, given, page=page)
    if not confirmed or shown.status_code != 200:
        return shown
    return browser.send(page, {**given, "cle": key_of(shown), "confirme": "oui"}, page=page)


def key_of(shown: Response) -> str:
    """The key that the form to confirm carries."""
    (key,) = re.findall(r'name="cle" value="([\w-]+)"', shown.text)
    return str(key)


def undoing(browser: Browser, page: str) -> str:
    """Where the only undoing of a page is sent: what is only tried takes numbers too."""
    found = re.findall(r'action="(/\w+/\d+/retrait)"', browser.get(page).text)
    assert len(found) == 1, page
    return str(found[0])


def count(engine: Engine, table: type[SQLModel]) -> int:
    with reading(engine) as session:
        return len(session.exec(select(table)).all())


def test_an_amendment_shows_what_it_changes_is_kept_and_withdrawn(ready: Engine, tmp_path: Path) -> None:
    with visiting(ready, tmp_path) as browser:
        assert 'href="/marches/1/avenant"' in browser.get("/marches/1").text
        shown = said(send(browser, "avenant", AMENDED))
        assert "Rien n'est encore enregistré" in shown
        assert "1 000,00 h" in shown
        assert "1 250,00 h" in shown
        assert (count(ready, Amendment), count(ready, Obligation)) == (0, 1)
        assert send(browser, "avenant", AMENDED, confirmed=True).headers["location"] == "/marches/1"
        assert "1 250,00 h dues" in said(browser.get("/marches/1"))
        assert "Tranche affermie du 01/09/2023" in said(browser.get("/marches/1/avenant"))
        back = undoing(browser, "/marches/1/avenant")
        gone = browser.send(back, {}, page="/marches/1/avenant")
        assert gone.status_code == 303
        assert "1 000,00 h dues" in said(browser.get("/marches/1"))
        assert browser.send(back, {}, page="/marches/1/avenant").status_code == 409
    with reading(ready) as session:
        acts = session.exec(
            select(Journal.act).where(col(Journal.subject) == "amendment").order_by(col(Journal.number))
        )
        assert list(acts) == ["amend", "withdraw"]


@pytest.mark.parametrize(
    ("form", "given", "table"),
    [
        ("avenant", AMENDED, Amendment),
        ("facture", BILLED, Invoice),
        ("transfert", HANDED, Amendment),
        ("cloture", CLOSED, Closing),
        ("derogation", {"motif": "court", "details": "Quatre mois"}, Derogation),
        ("mention", {"mention": "hours", "donnee": "oui", "endroit": ""}, MentionCheck),
    ],
)
def test_a_form_confirmed_twice_acts_once(
    ready: Engine, tmp_path: Path, form: str, given: dict[str, str], table: type[SQLModel]
) -> None:
    page = f"/marches/1/{form}"
    with visiting(ready, tmp_path) as browser:
        shown = browser.send(page, given, page=page)
        sent = {**given, "cle": key_of(shown), "confirme": "oui"}
        answers = [browser.send(page, sent, page=page) for _ in range(2)]
        assert [(each.status_code, each.headers["location"]) for each in answers] == [(303, "/marches/1")] * 2
        assert count(ready, table) == 1
        first = next(iter(given))
        other = browser.send(page, {**sent, first: f"{given[first]}0"}, page=page)
        assert other.status_code == 409
        assert "Rouvrez la page" in said(other)
        assert count(ready, table) == 1


def test_what_is_confirmed_without_having_been_shown_is_shown_first(ready: Engine, tmp_path: Path) -> None:
    with visiting(ready, tmp_path) as browser:
        answer = browser.send("/marches/1/avenant", {**AMENDED, "confirme": "oui"}, page="/marches/1/avenant")
        assert "Rien n'est encore enregistré" in said(answer)
    assert count(ready, Amendment) == 0


def test_hours_of_a_lot_are_never_those_of_a_company_of_another_lot(ready: Engine, tmp_path: Path) -> None:
    with writing(ready) as session:
        lot = factories.lot(session, market_id=1, number="2")
        other = id_of(factories.contractor(session, lot_id=id_of(lot)))
    with visiting(ready, tmp_path) as browser:
        answer = send(browser, "avenant", {**AMENDED, "attributaire": str(other)}, confirmed=True)
    assert answer.status_code == 422
    assert 'id="attributaire-erreur"' in answer.text
    assert "n'est pas sur ce lot" in said(answer)
    assert (count(ready, Amendment), count(ready, Obligation)) == (0, 1)


@pytest.mark.parametrize(
    ("form", "given", "field", "longest"),
    [
        ("avenant", AMENDED, "numero", 80),
        ("avenant", AMENDED, "objet", 300),
        ("facture", BILLED, "numero", 80),
        ("transfert", HANDED, "entreprise", 300),
        ("cloture", CLOSED, "objet", 300),
    ],
)
def test_a_text_is_no_longer_than_what_is_kept_of_it(  # noqa: PLR0917
    ready: Engine, tmp_path: Path, form: str, given: dict[str, str], field: str, longest: int
) -> None:
    with visiting(ready, tmp_path) as browser:
        assert re.search(rf'id="{field}"[^>]*maxlength="{longest}"', browser.get(f"/marches/1/{form}").text)
        assert send(browser, form, {**given, field: "A" * longest}).status_code == 200
        answer = send(browser, form, {**given, field: "A" * (longest + 1)}, confirmed=True)
    assert answer.status_code == 422
    assert f'id="{field}-erreur"' in answer.text
    assert f"{longest} signes" in said(answer)


def test_what_no_column_holds_is_refused_in_words(ready: Engine, tmp_path: Path) -> None:
    """A name may grow once folded: SQLite measures nothing, PostgreSQL refuses, and neither is an incident."""
    with visiting(ready, tmp_path) as browser:
        answer = send(browser, "transfert", {**HANDED, "entreprise": "ß" * 300})
    assert answer.status_code == (200 if ready.dialect.name == "sqlite" else 422)
    if ready.dialect.name != "sqlite":
        assert "trop long" in said(answer)


def test_a_new_end_is_shown_before_and_after(ready: Engine, tmp_path: Path) -> None:
    given = {**AMENDED, "sorte": "avenant", "heures": "", "fin": "2025-06-30"}
    with visiting(ready, tmp_path) as browser:
        shown = said(send(browser, "avenant", given))
        assert "31/12/2024" in shown
        assert "30/06/2025" in shown


def test_an_invoice_is_kept_once_and_withdrawn(ready: Engine, tmp_path: Path) -> None:
    with visiting(ready, tmp_path) as browser:
        assert "aucun chiffre ne change" in said(send(browser, "facture", BILLED))
        assert send(browser, "facture", {**BILLED, "montant": "-1 000,50 €"}, confirmed=True).status_code == 303
        again = send(browser, "facture", BILLED)
        assert again.status_code == 422
        assert 'id="numero-erreur"' in again.text
        assert "Facture F-1 du 01/09/2023" in said(browser.get("/marches/1/facture"))
        browser.send(undoing(browser, "/marches/1/facture"), {}, page="/marches/1/facture")
        assert "Facture F-1" not in said(browser.get("/marches/1/facture"))
    with reading(ready) as session:
        assert session.exec(select(Invoice)).one().cents == -100_050


def test_hours_are_handed_over_to_a_company_that_comes_in(ready: Engine, tmp_path: Path) -> None:
    with visiting(ready, tmp_path) as browser:
        shown = said(send(browser, "transfert", HANDED))
        assert "600,00 h" in shown
        assert "Toits du Nord, lot 1" in shown
        assert count(ready, Contractor) == 1
        assert send(browser, "transfert", HANDED, confirmed=True).status_code == 303
        assert "Toits du Nord" in said(browser.get("/marches/1"))
        too_many = send(browser, "transfert", {**HANDED, "heures": "601", "entreprise": "Autre"})
        assert too_many.status_code == 422
        assert 'id="heures-erreur"' in too_many.text


def test_a_lot_is_closed_and_opened_again(ready: Engine, tmp_path: Path) -> None:
    with visiting(ready, tmp_path) as browser:
        assert "01/09/2023" in said(send(browser, "cloture", CLOSED))
        assert send(browser, "cloture", CLOSED, confirmed=True).status_code == 303
        again = send(browser, "cloture", CLOSED)
        assert "Ce lot est déjà clos" in said(again)
        assert 'id="lot-erreur"' in again.text
        assert browser.send("/lots/1/reouverture", {}, page="/marches/1/cloture").status_code == 303
        assert browser.send("/lots/1/reouverture", {}, page="/marches/1/cloture").status_code == 409
    assert count(ready, Closing) == 1


def test_a_derogation_and_a_mention_are_recorded(ready: Engine, tmp_path: Path) -> None:
    with visiting(ready, tmp_path) as browser:
        given = {"motif": "court", "details": "Travaux de quatre mois"}
        assert send(browser, "derogation", given, confirmed=True).status_code == 303
        told = {"mention": "hours", "donnee": "non", "endroit": "CCAP, article 1.4"}
        assert send(browser, "mention", told, confirmed=True).status_code == 303
    with reading(ready) as session:
        assert session.exec(select(Derogation)).one().details == "Travaux de quatre mois"
        assert session.exec(select(MentionCheck)).one().given is False


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"sorte": "transfert"}, "sorte"),
        ({"lot": "2"}, "lot"),
        ({"date": "hier"}, "date"),
        ({"date": "0001-01-01"}, "date"),
        ({"objet": ""}, "objet"),
        ({"objet": "***"}, "objet"),
        ({"heures": "beaucoup"}, "heures"),
        ({"montant": "cher"}, "montant"),
        ({"attributaire": "9"}, "attributaire"),
        ({"fin": "2023-08-31"}, "fin"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    ready: Engine, tmp_path: Path, changed: dict[str, str], field: str
) -> None:
    with visiting(ready, tmp_path) as browser:
        answer = send(browser, "avenant", {**AMENDED, "numero": "AV-77", **changed}, confirmed=True)
    assert answer.status_code == 422
    assert f'id="{field}-erreur"' in answer.text
    assert "AV-77" in answer.text
    assert count(ready, Amendment) == 0


def test_what_belongs_to_another_territory_is_absent(ready: Engine, tmp_path: Path) -> None:
    with writing(ready) as session:
        far = factories.market(session)
        elsewhere = accounts.territory(session, name="Ailleurs")
        accounts.territory_market(session, market_id=id_of(far), territory_id=id_of(elsewhere))
        lot = factories.lot(session, market_id=id_of(far))
        held = factories.contractor(session, lot_id=id_of(lot))
        billed = id_of(factories.invoice(session, contractor_id=id_of(held)))
        other = id_of(factories.amendment(session, market_id=id_of(far)))
        closed = id_of(lot)
    with visiting(ready, tmp_path) as browser:
        for path in (
            f"/modifications/{other}/retrait", f"/modifications/{ABSENT}/retrait", f"/factures/{billed}/retrait",
            f"/factures/{ABSENT}/retrait", f"/lots/{closed}/reouverture", f"/lots/{ABSENT}/reouverture",
        ):  # fmt: skip
            assert browser.send(path, {}, page="/marches/1/avenant").status_code == 404, path


def test_a_buyer_withdraws_what_it_signed_and_nothing_else(ready: Engine, tmp_path: Path) -> None:
    with reading(ready) as session:
        buyer = session.exec(select(Market)).one().buyer_id
    with visiting(ready, tmp_path / "F") as browser:
        assert send(browser, "transfert", HANDED, confirmed=True).status_code == 303
        theirs = undoing(browser, "/marches/1/transfert")
    with visiting(ready, tmp_path / "D", ActorKind.D, organisation_id=buyer) as browser:
        assert theirs not in browser.get("/marches/1/avenant").text
        refused = browser.send(theirs, {}, page="/marches/1/avenant")
        assert refused.status_code == 403
        assert send(browser, "avenant", {**AMENDED, "attributaire": "1"}, confirmed=True).status_code == 303
        own = undoing(browser, "/marches/1/avenant")
        assert own != theirs
        assert browser.send(own, {}, page="/marches/1/avenant").status_code == 303
    with reading(ready) as session:
        rows = session.exec(select(Amendment).order_by(col(Amendment.id))).all()
        assert [row.withdrawn_at is None for row in rows] == [True, False]


def test_a_buyer_amends_its_own_market_and_does_nothing_else(ready: Engine, tmp_path: Path) -> None:
    with reading(ready) as session:
        buyer = session.exec(select(Market)).one().buyer_id
        company = session.exec(select(Contractor)).one().organisation_id
    with visiting(ready, tmp_path, ActorKind.D, organisation_id=buyer) as browser:
        page = browser.get("/marches/1").text
        assert 'href="/marches/1/avenant"' in page
        assert 'href="/marches/1/cloture"' not in page
        assert browser.get("/marches/1/avenant").status_code == 200
        assert browser.get("/marches/1/facture").status_code == 403
    with visiting(ready, tmp_path, ActorKind.E, organisation_id=company) as browser:
        assert "/marches/1/avenant" not in browser.get("/marches/1").text
        assert browser.get("/marches/1/avenant").status_code == 403
