"""Months sent again over validated hours: what the page shows, what each decision does, who may take it."""

from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from clauses.accounts.keys import Mail
from clauses.accounts.models import User
from clauses.accounts.rules import ActorKind
from clauses.audit import Journal
from clauses.db import reading, writing
from clauses.hours.models import Declaration
from clauses.hours.rules import DeclarationState, LineState
from clauses.reference.rules import ContractKind
from tests import accounts, factories
from tests.clauses.web.visiting import queries, said, visiting
from tests.factories import NOON, id_of


def corrected(session: Session, *, author: str = "Bâti Bourgogne") -> int:
    """151.67 h validated of somebody, 70 h of another; the company now says 140 h, and no more of the other."""
    holder = factories.contractor(session)
    employer = id_of(factories.organisation(session, name="Bâti <b>Nord"))
    hired = factories.contract(session, employer_id=employer)
    left = factories.contract(session, employer_id=employer, kind=ContractKind.CDD)
    unit = {"contractor_id": id_of(holder), "employer_id": employer}
    current = factories.declaration(session, **unit)
    signed = {"state": LineState.VALIDATED, "validated_by": "Ana", "validated_at": NOON}
    for contract, hours in ((hired, 15_167), (left, 7_000)):
        factories.line(session, declaration_id=id_of(current), contract_id=id_of(contract), hours=hours, **signed)
    sender = accounts.user(session)
    run = factories.run(session, file_name="avril corrigé.xlsx")
    accounts.deposit(session, run_id=id_of(run), user_id=id_of(sender), organisation_id=employer, territory_id=1)
    proposed = factories.declaration(
        session, **unit, version=2, state=DeclarationState.PROPOSED, run_id=id_of(run), author=author
    )
    factories.line(session, declaration_id=id_of(proposed), contract_id=id_of(hired), hours=14_000, sent="140")
    added = factories.contract(session, employer_id=employer)
    factories.line(session, declaration_id=id_of(proposed), contract_id=id_of(added), hours=1_000, sent="10")
    return id_of(proposed)


def state_of(engine: Engine, number: int) -> DeclarationState:
    with reading(engine) as session:
        return session.get_one(Declaration, number).state


def test_nothing_to_decide_says_so(engine: Engine, tmp_path: Path) -> None:
    with visiting(engine, tmp_path) as browser:
        assert "Aucune correction n'attend" in said(browser.get("/corrections"))


def test_what_changes_is_shown_line_by_line(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number = corrected(session)
    with visiting(engine, tmp_path) as browser:
        listed, page = browser.get("/corrections"), browser.get(f"/corrections/{number}")
        assert "1 correction attend votre décision" in said(browser.get("/"))
    assert "-71,67" in said(listed)
    assert "<b>Nord" not in listed.text + page.text
    told = said(page)
    for words in ("heures 151,67 h", "heures 140,00 h", "ajoutée", "retirée", "70,00 h", "0 ligne inchangée"):
        assert words in told


def test_accepting_puts_it_in_force_and_tells_the_company(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number = corrected(session)
    with visiting(engine, tmp_path) as browser:
        path = f"/corrections/{number}"
        proof = {"preuve": browser.proof(path)}
        assert browser.send(f"{path}/accepter", {}, page=path).status_code == 303
        assert "Annuler cette décision" in said(browser.get(path))
        again = browser.client.post(f"{path}/accepter", data=proof, follow_redirects=False)
    assert again.status_code == 409
    assert state_of(engine, number) is DeclarationState.CURRENT
    with reading(engine) as session:
        assert "acceptée" in session.exec(select(Mail)).one().subject


def test_a_decision_is_taken_back_from_the_page_and_the_company_is_told(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number = corrected(session)
    path = f"/corrections/{number}"
    with visiting(engine, tmp_path) as browser:
        proof = {"preuve": browser.proof(path)}
        early = browser.client.post(f"{path}/annuler", data=proof, follow_redirects=False)
        assert early.status_code == 409
        assert "rien à annuler" in said(early)
        browser.send(f"{path}/accepter", {}, page=path)
        assert browser.send(f"{path}/annuler", {}, page=path).status_code == 303
        assert "Accepter la correction" in said(browser.get(path))
        browser.send(f"{path}/accepter", {}, page=path)
    with visiting(engine, tmp_path) as somebody_else:
        assert "Seule cette personne" in said(somebody_else.get(path))
    assert state_of(engine, number) is DeclarationState.CURRENT
    with reading(engine) as session:
        assert "de nouveau en attente" in session.exec(select(Mail).order_by(col(Mail.id))).all()[1].subject


def test_refusing_takes_a_motive_that_the_company_reads(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number = corrected(session)
    with visiting(engine, tmp_path) as browser:
        path = f"/corrections/{number}"
        assert browser.send(f"{path}/refuser", {"motif": "  "}, page=path).status_code == 422
        assert state_of(engine, number) is DeclarationState.PROPOSED
        assert browser.send(f"{path}/refuser", {"motif": "déjà attestées"}, page=path).status_code == 303
    assert state_of(engine, number) is DeclarationState.REFUSED
    with reading(engine) as session:
        assert "refusée" in session.exec(select(Mail)).one().subject
        (act,) = session.exec(select(Journal).where(col(Journal.act) == "refuse")).all()
        assert "déjà attestées" in act.details


def test_its_own_author_is_told_that_somebody_else_accepts(engine: Engine, tmp_path: Path) -> None:
    with visiting(engine, tmp_path) as browser:
        with reading(engine) as session:
            somebody = session.exec(select(User)).one()
        with writing(engine) as session:
            number = corrected(session, author=f"{somebody.name} (compte {somebody.id})")
        assert "une autre personne l'accepte" in said(browser.get(f"/corrections/{number}"))


def test_only_who_decides_hours_there_sees_them(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number = corrected(session)
        elsewhere = id_of(accounts.territory(session))
        employer = session.get_one(Declaration, number).employer_id
        market = factories.market(session)
        accounts.territory_market(session, market_id=id_of(market), territory_id=elsewhere)
    with visiting(engine, tmp_path, ActorKind.E, organisation_id=employer) as browser:
        assert browser.get("/corrections").status_code == 403
        assert browser.get(f"/corrections/{number}").status_code == 403
    with visiting(engine, tmp_path, territory_id=elsewhere) as browser:
        assert "Aucune correction" in said(browser.get("/corrections"))
        assert browser.get(f"/corrections/{number}").status_code == 404


def test_queries_do_not_grow(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number = corrected(session)
    with visiting(engine, tmp_path) as browser:
        few, one = queries(engine, browser, "/corrections"), queries(engine, browser, f"/corrections/{number}")
        with writing(engine) as session:
            for _ in range(6):
                corrected(session)
        assert queries(engine, browser, "/corrections") == few
        assert queries(engine, browser, f"/corrections/{number}") == one
