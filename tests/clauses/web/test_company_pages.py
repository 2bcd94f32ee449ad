"""A company's own page, the answer before hiring, and the one-page state of a market for its buyer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from clauses.accounts.keys import Mail
from clauses.accounts.rules import ActorKind
from clauses.db import reading, writing
from clauses.hours.rules import LineState
from clauses.reference.rules import Sex
from clauses.web.company_pages import weeks_of
from tests import accounts, factories
from tests.clauses.web.browser import Browser, browsing, somebody
from tests.factories import id_of


@dataclass(frozen=True)
class Firm:
    """A company that owes 1 000 h and did 100 h with seven people, and those around it."""

    engine: Engine
    browser: Browser
    emails: dict[str, str]
    market: int
    home: Path


def _plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("&#39;", "'")


def _worked(session: Session, held: int, body: int, number: int, sex: Sex) -> None:
    person = factories.person(session, last_name=f"Roux {number}", first_name="Léa", sex=sex)
    factories.orientation(session, person_id=id_of(person))
    contract = factories.contract(session, person_id=id_of(person), employer_id=body)
    factories.line(session, declaration_id=held, contract_id=id_of(contract), hours=1_000, row=number,
                   state=LineState.VALIDATED, validated_by="Ana", validated_at=factories.NOON)  # fmt: skip


@pytest.fixture
def firm(engine: Engine, tmp_path: Path) -> Iterator[Firm]:
    with writing(engine) as session:
        body, buyer = factories.organisation(session), factories.organisation(session)
        market = factories.market(session, buyer_id=id_of(buyer), ends_on=date(2030, 1, 1), title="École <i>")
        lot = factories.lot(session, market_id=id_of(market))
        held = factories.contractor(session, lot_id=id_of(lot), organisation_id=id_of(body))
        factories.obligation(session, lot_id=id_of(lot), contractor_id=id_of(held))
        declared = factories.declaration(session, contractor_id=id_of(held), employer_id=id_of(body))
        for number in range(7):
            _worked(session, id_of(declared), id_of(body), number, Sex.F if number < 2 else Sex.M)
        emails = {
            "E": somebody(session, ActorKind.E, organisation_id=id_of(body)).email,
            "other": somebody(session, ActorKind.E).email,
            "D": somebody(session, ActorKind.D, organisation_id=id_of(buyer)).email,
            "D2": somebody(session, ActorKind.D).email,
            "F": somebody(session).email,
        }
        number = id_of(market)
    with browsing(engine, tmp_path / "home") as browser:
        browser.sign_in(emails["E"])
        yield Firm(engine, browser, emails, number, tmp_path / "home")


def _ask(firm: Firm, **changes: str) -> str:
    typed = {"nom": "Roux 1", "prenom": "Léa", "naissance": "12/03/1985", "embauche": ""} | changes
    return _plain(firm.browser.send("/entreprise", typed).text)


def test_a_company_reads_what_it_owes_in_weeks_of_one_person(firm: Firm) -> None:
    page = _plain(firm.browser.get("/entreprise").text)
    assert "soit 27 semaines d'une personne" in page
    assert "École &lt;i&gt;" in page
    assert "7 contrats" in page


@pytest.mark.parametrize(("hours", "weeks"), [(0, 0), (1, 1), (3_500, 1), (3_501, 2)])
def test_weeks_are_rounded_up(hours: int, weeks: int) -> None:
    assert weeks_of(hours) == weeks


def test_before_hiring_its_own_people_are_answered_at_once(firm: Firm) -> None:
    with writing(firm.engine) as session:
        assert session.exec(select(Mail)).all() == []
    assert "votre question" not in _ask(firm).lower()


def test_somebody_known_elsewhere_gets_the_words_of_somebody_unknown(firm: Firm) -> None:
    firm.browser.sign_in(firm.emails["other"])
    known, unknown = _ask(firm), _ask(firm, nom="Zorglub")
    assert "est partie au facilitateur" in known
    assert known.replace("Roux 1", "…") == unknown.replace("Zorglub", "…")


def test_the_question_goes_to_the_facilitateurs_of_that_territory_and_names_nobody(firm: Firm) -> None:
    with writing(firm.engine) as session:
        elsewhere = somebody(session, territory_id=id_of(accounts.territory(session))).email
    firm.browser.sign_in(firm.emails["other"])
    for name in ("Roux 1", "Zorglub"):
        _ask(firm, nom=name, embauche="03/02/2026")
    sent = [path.read_text(encoding="utf-8") for path in sorted((firm.home / "mails").iterdir())]
    assert len(sent) == 2, "delivered, to one facilitateur each"
    assert all(f"À : {firm.emails['F']}" in mail for mail in sent)
    assert not [mail for mail in sent if elsewhere in mail]
    known, unknown = sent
    assert re.search(r"/personnes/\d+\?au=2026-02-03", known)
    assert "demandez-lui de qui il s'agit" in unknown
    for mail in sent:
        assert firm.emails["other"] in mail, "whom to answer"
        assert not {word for word in ("Roux", "Zorglub", "Léa", "1985", "12/03") if word in mail}
    with reading(firm.engine) as session:
        assert all(mail.sent_at for mail in session.exec(select(Mail)).all())


def test_where_a_company_works_elsewhere_it_is_elsewhere_that_is_asked(firm: Firm) -> None:
    with writing(firm.engine) as session:
        there = id_of(accounts.territory(session))
        accounts.territory_market(session, market_id=firm.market, territory_id=there)
        facilitator = somebody(session, territory_id=there).email
    assert "est partie au facilitateur" in _ask(firm, nom="Zorglub")
    with reading(firm.engine) as session:
        assert {mail.recipient for mail in session.exec(select(Mail)).all()} == {facilitator}


@pytest.mark.parametrize("day", ["demain", "31/02/2026", "0001-01-01", "99999-01-01", "1/2", "20260101"])
def test_a_day_of_hiring_that_is_none_is_said_beside_its_field(firm: Firm, day: str) -> None:
    answer = firm.browser.send(
        "/entreprise", {"nom": "Roux 1", "prenom": "Léa", "naissance": "12/03/1985", "embauche": day}
    )
    assert answer.status_code == 422
    assert f"« {day} » n'est pas une date" in _plain(answer.text)
    with reading(firm.engine) as session:
        assert session.exec(select(Mail)).all() == []


@pytest.mark.parametrize("born", ["hier", "31/02/1990", "", "2999-01-01", "1/2", "0001-01-01", "²/1/1990"])
def test_a_date_that_is_none_is_said_beside_its_field(firm: Firm, born: str) -> None:
    page = _ask(firm, naissance=born)
    assert "Donnez la date de naissance" in page
    assert 'value="Roux 1"' in page


def test_a_company_without_anything_is_told_what_comes(firm: Firm) -> None:
    firm.browser.sign_in(firm.emails["other"])
    page = _plain(firm.browser.get("/entreprise").text)
    assert "Aucune heure due" in page
    assert "premier dépôt" in page


def test_the_state_of_a_market_hides_small_groups(firm: Firm) -> None:
    firm.browser.sign_in(firm.emails["D"])
    page = _plain(firm.browser.get(f"/marches/{firm.market}/etat").text)
    assert page.count("n.c.</td>") == 3, "2 women and 5 men: either alone would give the other back, and nobody else"
    assert "1 000,00" in page
    firm.browser.sign_in(firm.emails["D2"])
    theirs, absent = (firm.browser.get(f"/marches/{one}/etat") for one in (firm.market, 999_999))
    assert (theirs.status_code, theirs.text.partition("<main")[2]) == (404, absent.text.partition("<main")[2])


def test_the_page_is_for_companies(firm: Firm) -> None:
    firm.browser.sign_in(firm.emails["F"])
    assert firm.browser.get("/entreprise").status_code == 403
