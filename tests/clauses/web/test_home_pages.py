"""The dashboard: what waits, each thing with its next step, within one's territory."""

import re
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import Engine

from clauses.accounts.rules import ActorKind
from clauses.db import writing
from clauses.hours.rules import LineState
from clauses.matching.rules import ProposalState
from clauses.people.publics import Criterion
from clauses.questions.models import Question
from clauses.questions.rules import QuestionKind
from tests import accounts, factories
from tests.clauses.web.test_market_pages import worked
from tests.clauses.web.visiting import queries, said, visiting
from tests.factories import NOON, id_of

DAY = "/?au=2023-06-15"


def test_without_anything_it_says_what_to_do_first(engine: Engine, tmp_path: Path) -> None:
    with visiting(engine, tmp_path) as browser:
        page = said(browser.get("/"))
    assert "Commencez par vos marchés" in page
    assert 'href="/marches"' in page


def test_it_says_what_waits_and_how_long(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        worked(session, hours=2_000, reference="TARD")
        worked(session, hours=13_195, state=LineState.TO_CHECK)
        worked(session, hours=1_050, state=LineState.SUBMITTED)
        session.add(Question(kind=QuestionKind.SAME_PERSON, key="k", subject='{"said": "x"}', asked_at=NOON))
    with visiting(engine, tmp_path) as browser:
        page = said(browser.get(DAY))
    assert "3 lots manqueront leurs heures" in page
    assert "TARD, lot 1" in page
    assert "1 ligne à vérifier" in page
    assert "131,95 h ne comptent pas" in page
    assert "1 ligne déposée attend votre validation" in page
    assert "1 question sur des personnes" in page
    assert "12 mois manquent" in page  # January to March and May, of each of three, as their calendars say
    assert "20,00 h" in page


def test_each_figure_of_the_chart_opens_its_lines(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        worked(session, hours=12_345)
    with visiting(engine, tmp_path) as browser:
        page = browser.get(DAY).text
        (kind,) = set(re.findall(r'href="(/lignes\?[^"]*contrat=[^"]*)">123,45</a>', page))
        assert "123,45 h en 1 ligne" in said(browser.get(unescape(kind)))
        months = re.findall(r'<th scope="row"><a href="(/lignes[^"]*)">avril 2023</a>', page)
        assert "123,45 h en 1 ligne" in said(browser.get(unescape(months[0])))


def test_an_eligibility_that_ends_soon_is_told(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        factories.market(session)
        contract = factories.contract(session, person_id=id_of(factories.person(session, last_name="Bientôt")))
        factories.evidence(
            session,
            person_id=contract.person_id,
            criterion=Criterion.PLIE,
            evidence_on=date(2023, 1, 9),
            until=date(2023, 6, 30),
        )
    with visiting(engine, tmp_path) as browser:
        assert "1 éligibilité finit dans les 30 jours" in said(browser.get(DAY))
        assert "éligibilité" not in said(browser.get("/?au=2023-03-15"))


def test_a_proposal_without_an_answer_is_told_after_a_week(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        proposal = factories.proposal(session, state=ProposalState.SENT)
        factories.proposal_decision(
            session, proposal_id=id_of(proposal), after=ProposalState.SENT, at=datetime(2023, 6, 1, 9, tzinfo=UTC)
        )
    with visiting(engine, tmp_path) as browser:
        assert "sans réponse depuis une semaine" in said(browser.get(DAY))
        assert "sans réponse" not in said(browser.get("/?au=2023-06-05"))


def test_another_territory_does_not_show(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number = worked(session, hours=2_000, reference="AILLEURS")
        elsewhere = id_of(accounts.territory(session))
        accounts.territory_market(session, market_id=number, territory_id=elsewhere)
        worked(session, reference="ICI", hours=90_000)
    with visiting(engine, tmp_path) as browser:
        page = said(browser.get(DAY))
    assert "AILLEURS" not in page
    assert "900,00 h" in page
    assert "20,00 h" not in page


@pytest.mark.parametrize("kind", [ActorKind.E, ActorKind.O, ActorKind.D, ActorKind.P, ActorKind.R, ActorKind.A])
def test_the_others_start_on_their_own_page(engine: Engine, tmp_path: Path, kind: ActorKind) -> None:
    with visiting(engine, tmp_path, kind) as browser:
        first = browser.get("/").headers["location"]
        assert browser.get(first).status_code == 200


def test_markup_shows_as_text(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        worked(session, hours=2_000, reference="<b>gras</b>")
    with visiting(engine, tmp_path) as browser:
        assert "<b>gras</b>" not in browser.get(DAY).text


def test_queries_do_not_grow(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        worked(session)
    with visiting(engine, tmp_path) as browser:
        few = queries(engine, browser, DAY)
        with writing(engine) as session:
            for _ in range(8):
                worked(session, hours=500)
        assert queries(engine, browser, DAY) == few


def test_a_question_of_another_territory_is_not_told(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        there = id_of(accounts.territory(session))
        run = factories.run(session)
        accounts.deposit(session, run_id=id_of(run), territory_id=there)
        factories.question(session, run_id=id_of(run))
        for territory in (None, there):
            market = worked(session)
            if territory:
                accounts.territory_market(session, market_id=market, territory_id=territory)
    for more, told in (({}, False), ({"territory_id": there}, True)):
        with visiting(engine, tmp_path, ActorKind.F, **more) as browser:
            assert ("1 question sur des personnes" in said(browser.get(DAY))) is told
