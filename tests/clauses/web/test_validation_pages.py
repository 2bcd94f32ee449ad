"""The queue of hours to decide: what it shows, what each decision does, and what it refuses."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import Engine, event
from sqlmodel import Session, col, select

from clauses.accounts.keys import Mail
from clauses.accounts.models import User
from clauses.accounts.rules import ActorKind
from clauses.db import reading, writing
from clauses.files.rules import Severity
from clauses.hours.models import Contract, Line
from clauses.hours.queries import market_of
from clauses.hours.rules import LineState
from clauses.markets.models import Market
from clauses.people.publics import Criterion
from tests import accounts, factories
from tests.clauses.web.browser import Browser, browsing, somebody
from tests.factories import id_of


@dataclass
class Desk:
    """A facilitator's queue, with lines of one company."""

    engine: Engine
    browser: Browser
    home: Path
    keys: list[str] = field(default_factory=list)
    emails: dict[str, str] = field(default_factory=dict)

    def send(self, decision: str, *keys: str, **more: Any) -> Response:
        data = {"preuve": self.browser.proof("/a-valider"), "decision": decision, "ligne": list(keys), **more}
        return self.browser.client.post("/a-valider", data=data, follow_redirects=False)

    def line(self, key: str) -> Line:
        with reading(self.engine) as session:
            return session.exec(select(Line).where(col(Line.id) == int(key.partition(":")[0]))).one()


def _plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("&#39;", "'")


def _line(session: Session, declaration_id: int, **values: Any) -> str:
    made = factories.line(session, declaration_id=declaration_id, hours=10_000, **values)
    return f"{made.id}:{made.version}"


@pytest.fixture
def desk(engine: Engine, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(engine, None, tmp_path / "home")  # type: ignore[arg-type]  # given below
    with writing(engine) as session:
        body = factories.organisation(session, name="Bâti <b>Bourgogne</b>")
        sender = somebody(session, ActorKind.E, organisation_id=id_of(body))
        run = factories.run(session, file_name="<script>alert(1)</script>.xlsx", author=sender.author)
        accounts.deposit(session, run_id=id_of(run), user_id=id_of(sender), organisation_id=id_of(body))
        held = factories.declaration(session, employer_id=id_of(body), run_id=id_of(run), author=sender.author)
        person = factories.person(session, last_name="<img src=x>", first_name="Léa")
        contract = factories.contract(session, person_id=id_of(person), employer_id=id_of(body))
        made.keys = [_line(session, id_of(held), contract_id=id_of(contract), row=2),
                     _line(session, id_of(held), row=3, blocking=True),
                     _line(session, id_of(held), contract_id=None, state=LineState.TO_CHECK, row=4,
                           claim='{"first_name": "Karim", "last_name": "Inconnu"}')]  # fmt: skip
        factories.issue(session, run_id=id_of(run), severity=Severity.BLOCKING, sheet="Feuil1", row=3,
                        message="Ligne 3 : à regarder <script>.")  # fmt: skip
        made.emails = {"F": somebody(session).email, "E": sender.email,
                       "S": somebody(session, ActorKind.S).email,
                       "F2": somebody(session, territory_id=id_of(accounts.territory(session))).email}  # fmt: skip
    with browsing(engine, tmp_path / "home") as browser:
        made.browser = browser
        browser.sign_in(made.emails["F"])
        yield made


def test_the_queue_says_how_much_waits_and_why(desk: Desk) -> None:
    page = _plain(desk.browser.get("/a-valider").text)
    assert "3 lignes attendent votre décision, 300,00 h" in page
    assert "à regarder &lt;script&gt;" in page
    assert "Karim Inconnu" in page
    assert "<img src=x>" not in page
    assert "<b>Bourgogne" not in page


def test_lines_ticked_are_validated_together_and_taken_back(desk: Desk) -> None:
    answer = desk.send("valider", *desk.keys[:2])
    assert "2 lignes validées." in answer.text
    assert {desk.line(key).state for key in desk.keys[:2]} == {LineState.VALIDATED}
    again = desk.send("annuler", *(f"{desk.line(key).id}:{desk.line(key).version}" for key in desk.keys[:2]))
    assert "2 lignes remises en attente." in again.text
    assert {desk.line(key).state for key in desk.keys[:2]} == {LineState.SUBMITTED}


def test_a_line_that_changed_since_it_was_read_is_a_conflict(desk: Desk) -> None:
    desk.send("valider", desk.keys[0])
    assert desk.send("valider", desk.keys[0]).status_code == 409
    both = desk.send("valider", *desk.keys[:2])
    assert (both.status_code, "1 ligne validée." in both.text, "a changé" in both.text) == (200, True, True)


def test_a_line_without_a_person_is_not_validated(desk: Desk) -> None:
    assert desk.send("valider", desk.keys[2]).status_code == 409


def test_a_refusal_has_a_motive_that_is_kept(desk: Desk) -> None:
    assert desk.send("refuser", desk.keys[0]).status_code == 422
    desk.send("refuser", desk.keys[0], motif="Heures hors du marché", precision="chantier de Beaune")
    line = desk.line(desk.keys[0])
    assert (line.state, line.reason) == (LineState.REJECTED, "Heures hors du marché : chantier de Beaune")
    page = desk.browser.get(f"/a-valider/{line.id}").text
    assert "chantier de Beaune" in page
    assert "remise en attente" in desk.send("annuler", f"{line.id}:{line.version}").text


def test_a_question_is_mailed_to_whoever_deposited(desk: Desk) -> None:
    assert "1 ligne en question." in desk.send("demander", desk.keys[0], precision="Quel chantier ?").text
    with reading(desk.engine) as session:
        mail = session.exec(select(Mail)).one()
    assert (mail.recipient, mail.sent_at is not None) == (desk.emails["E"], True)
    (sent,) = (desk.home / "mails").iterdir()
    assert "Quel chantier ?" in sent.read_text(encoding="utf-8")
    assert desk.line(desk.keys[0]).state is LineState.SUBMITTED


def test_nothing_ticked_or_asked_is_said(desk: Desk) -> None:
    assert desk.send("valider").status_code == 422
    assert desk.send("", desk.keys[0]).status_code == 422
    assert desk.send("valider", "x:y", "1").status_code == 422


@pytest.mark.parametrize("query", ["q=lea", "q=bourgogne", "mois=2023-04", "etat=regarder", "etat=verifier"])
def test_filters_stand_in_the_address(desk: Desk, query: str) -> None:
    page = _plain(desk.browser.get(f"/a-valider?{query}").text)
    expected = {"q=lea": "1 ligne attend", "etat=regarder": "1 ligne attend", "etat=verifier": "1 ligne attend"}
    assert expected.get(query, "3 lignes attendent") in page
    assert "Aucune ligne ne répond" in desk.browser.get("/a-valider?q=zorglub").text


def test_the_page_of_a_line_says_where_it_comes_from(desk: Desk) -> None:
    number = desk.keys[0].partition(":")[0]
    page = _plain(desk.browser.get(f"/a-valider/{number}").text)
    assert "Feuille « Feuil1 », ligne 2" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("who", ["F2", "E"])
def test_out_of_scope_is_absent(desk: Desk, who: str) -> None:
    number = desk.keys[0].partition(":")[0]
    desk.browser.sign_in(desk.emails[who])
    if who == "F2":
        theirs, absent = (desk.browser.get(f"/a-valider/{one}") for one in (number, "999999"))
        assert (theirs.status_code, theirs.text.partition("<main")[2]) == (404, absent.text.partition("<main")[2])
        assert "Tout est décidé" in desk.browser.get("/a-valider").text
        data = {"preuve": desk.browser.proof("/a-valider"), "decision": "valider", "ligne": desk.keys[0]}
        assert desk.browser.client.post("/a-valider", data=data, follow_redirects=False).status_code == 404
    else:
        assert desk.browser.get("/a-valider").status_code == 403
        assert desk.browser.get(f"/a-valider/{number}").status_code == 200
    assert desk.line(desk.keys[0]).state is LineState.SUBMITTED


def test_the_number_of_queries_does_not_grow_with_the_lines(desk: Desk) -> None:
    few = _queries(desk)
    with writing(desk.engine) as session:
        for _ in range(20):
            factories.line(session)
    assert _queries(desk) <= few + 1


def _queries(desk: Desk) -> int:
    seen: list[str] = []

    def count(*arguments: Any) -> None:
        seen.append(arguments[2])

    event.listen(desk.engine, "before_cursor_execute", count)
    desk.browser.get("/a-valider")
    event.remove(desk.engine, "before_cursor_execute", count)
    return len(seen)


def test_a_line_is_validated_by_another_person_than_its_author(desk: Desk) -> None:
    with writing(desk.engine) as session:
        author = somebody(session)
        email = author.email
        held = factories.declaration(session, author=author.author, month=date(2023, 5, 1))
        key = _line(session, id_of(held))
    desk.browser.sign_in(email)
    answer = desk.send("valider", key)
    assert (answer.status_code, "une autre personne" in answer.text) == (409, True)


def test_an_empty_queue_says_what_comes(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        email = somebody(session).email
    with browsing(engine, tmp_path / "home") as browser:
        browser.sign_in(email)
        assert "Tout est décidé" in browser.get("/a-valider").text


def test_the_page_of_a_line_says_to_each_of_eligibility_what_they_may_know(desk: Desk) -> None:
    with writing(desk.engine) as session:
        contract = session.get_one(Contract, desk.line(desk.keys[0]).contract_id)
        person = contract.person_id
        for criterion, document in ((Criterion.RQTH, "Notification MDPH"), (Criterion.RSA, "Attestation CAF")):
            factories.evidence(
                session, person_id=person, criterion=criterion, document=document, evidence_on=contract.starts_on
            )
        guide = accounts.membership(
            session,
            user_id=id_of(somebody(session, None)),
            kind=ActorKind.O,
            organisation_id=id_of(factories.organisation(session)),
        )
        accounts.assignment(session, membership_id=id_of(guide), person_id=person)
        emails = desk.emails | {"O": session.get_one(User, guide.user_id).email}
    said = {}
    for who in ("F", "S", "E", "O"):
        desk.browser.sign_in(emails[who])
        said[who] = _plain(desk.browser.get(f"/a-valider/{desk.keys[0].partition(':')[0]}").text)
        assert "Feuille « Feuil1 », ligne 2" in said[who], who
        assert not {word for word in ("MDPH", "RQTH") if word in said[who]}, who
    assert {who for who, page in said.items() if "Attestation CAF" in page} == {"F", "S"}
    assert {who for who, page in said.items() if "Éligible" in page} == {"F", "S", "E"}
    assert {who for who, page in said.items() if ".xlsx" in page} == {"F", "S", "E"}
    assert {who for who, page in said.items() if "envoyé par" in page} == {"F", "S", "E"}


def test_a_line_is_judged_by_the_publics_that_its_market_names(desk: Desk) -> None:
    line = desk.line(desk.keys[0])
    page = f"/a-valider/{line.id}"
    with writing(desk.engine) as session:
        hired = session.get_one(Contract, line.contract_id)
        factories.evidence(session, person_id=hired.person_id, criterion=Criterion.RSA, evidence_on=hired.starts_on)
        market_id = market_of(session, line.declaration_id)
        session.get_one(Market, market_id).publics = "RSA"
    assert "Éligible" in desk.browser.get(page).text
    with writing(desk.engine) as session:
        session.get_one(Market, market_id).publics = "Travailleurs handicapés"
    assert "À vérifier" in desk.browser.get(page).text
