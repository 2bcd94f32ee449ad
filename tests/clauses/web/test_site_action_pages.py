"""An operator's action on pages: who is sent, answered, listed; bilans; who sees what of it."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from clauses.accounts.models import Membership
from clauses.accounts.rules import ActorKind
from clauses.audit import Journal
from clauses.db import reading, writing
from clauses.sites.actions import ENDING_DAYS, VISIT_WEEKS
from clauses.sites.models import (
    Meeting,
    OperatorAction,
    Referral,
)
from clauses.sites.rules import MeetingKind, ReferralState
from tests import accounts, factories
from tests import factories_sites as sites
from tests.clauses.web.office import Office, signed, stored
from tests.clauses.web.visiting import queries, said, visiting
from tests.factories import id_of


def test_somebody_is_sent_then_accepted_or_refused_with_a_motive(office: Office, tmp_path: Path) -> None:
    with writing(office.engine) as session:
        ali = id_of(factories.person(session, last_name="Benali", first_name="Ali"))
    there = f"/suivi/actions/{office.action}/adresser"
    with visiting(office.engine, tmp_path, ActorKind.F) as facilitator:
        assert "Ali Benali" in said(facilitator.get(f"{there}?q=benali"))
        assert "déjà adressé" in said(facilitator.get(f"{there}?q=roux"))
        assert "Personne de ce nom" in said(facilitator.get(f"{there}?q=zzz"))
        page = f"{there}?q=benali"
        assert facilitator.send(page, {"sent_on": "2023-02-01"}, page=page).status_code == 422
        fields = {"person": str(ali), "sent_on": "2023-02-01", "referent": "Mme Sylla"}
        answer = facilitator.send(page, fields, page=page)
        assert answer.status_code == 303
        assert facilitator.send(page, fields, page=page).status_code == 409
        assert facilitator.send(page, fields | {"person": "999999"}, page=page).status_code == 422
    sent = answer.headers["location"]
    page = said(office.browser.get("/suivi/actions/" + str(office.action)))
    assert "1 personne attend une réponse" in page
    door = f"{sent}/repondre"
    bare = office.browser.send(door, {"to": "refused", "decided_on": "2023-02-03"}, page=sent)
    assert (bare.status_code, 'id="motive-erreur"' in bare.text) == (422, True)
    early = office.browser.send(door, {"to": "accepted", "decided_on": "2023-01-03"}, page=sent)
    assert (early.status_code, 'id="decided_on-erreur"' in early.text) == (422, True)
    assert office.browser.send(door, {"to": "accepted", "decided_on": "demain"}, page=sent).status_code == 422
    refused = {"to": "refused", "decided_on": "2023-02-03", "motive": "autre projet"}
    answer = office.browser.send(door, refused, page=sent)
    assert answer.headers["location"] == f"/suivi/actions/{office.action}"
    assert office.browser.get(sent).status_code == 404  # whoever the operator refuses, it no longer sees
    with reading(office.engine) as session:
        row = session.exec(select(Referral).where(col(Referral.person_id) == ali)).one()
        assert (row.state, row.motive) == (ReferralState.REFUSED, "autre projet")


def test_an_operator_may_accept(office: Office) -> None:
    with writing(office.engine) as session:
        waiting = sites.referral(session, action_id=office.action, state=ReferralState.WAITING, decided_on=None)
        number = id_of(waiting)
    there = f"/suivi/envois/{number}"
    assert "attend une réponse" in said(office.browser.get(there))
    assert office.browser.send(f"{there}/repondre", {"to": "accepted"}, page=there).headers["location"] == there
    again = office.browser.send(
        f"{there}/repondre", {"to": "accepted"}, page=f"/suivi/actions/{office.action}/adresser"
    )
    assert again.status_code == 409


def test_lists_of_people_and_meetings(office: Office) -> None:
    empty = said(office.browser.get(f"/suivi/actions/{office.action}/rencontres"))
    assert "Aucune rencontre" in empty
    office.meet(MeetingKind.MODULE, tested="oui")
    assert "1 sans émargement" in said(office.browser.get(f"/suivi/actions/{office.action}/rencontres?sans=signature"))
    assert "1 personne" in said(office.browser.get(f"/suivi/actions/{office.action}/personnes?etat=accepted"))
    assert "Personne ici" in said(office.browser.get(f"/suivi/actions/{office.action}/personnes?etat=waiting"))
    signed(office, manner="typed", reason="classeur")
    page = said(office.browser.get(f"/suivi/actions/{office.action}/rencontres"))
    assert "complet" in page
    assert "Aucune rencontre" in said(office.browser.get(f"/suivi/actions/{office.action}/rencontres?sans=signature"))
    sheet = office.browser.get(f"/suivi/rencontres/{office.one(Meeting)}/emargement")
    assert sheet.content.startswith(b"%PDF")


def test_bilans_and_a_control_are_handed_over(office: Office, tmp_path: Path) -> None:
    office.meet(MeetingKind.MODULE, tested="oui")
    there = f"/suivi/actions/{office.action}/documents"
    assert "Contrôle de service fait" in said(office.browser.get(there))
    door = f"/suivi/actions/{office.action}/bilan"
    assert office.browser.send(door, {"on": ""}, page=there).status_code == 422
    half = office.browser.send(door, {"on": "2023-07-02", "form": "pdf"}, page=there)
    assert half.content.startswith(b"%PDF")
    assert office.browser.send(door, {"on": "2023-07-02", "form": "pdf"}, page=there).content == half.content
    whole = office.browser.send(door, {"on": "2023-12-31", "form": "docx"}, page=there)
    assert zipfile.is_zipfile(io.BytesIO(whole.content))
    door = f"/suivi/actions/{office.action}/controle"
    assert office.browser.send(door, {"people": "10", "seed": ""}, page=there).status_code == 422
    assert office.browser.send(door, {"people": "0", "seed": "mars"}, page=there).status_code == 422
    drawn = office.browser.send(door, {"people": "10", "seed": "mars"}, page=there)
    with zipfile.ZipFile(io.BytesIO(drawn.content)) as archive:
        assert len(archive.namelist()) == 2
        assert (
            "Roux" in archive.read("00-manquants.txt").decode() or "roux" in archive.read("00-manquants.txt").decode()
        )
    with reading(office.engine) as session:
        acts = session.exec(select(Journal.act).where(col(Journal.act) == "control")).all()
    assert len(acts) == 1
    with visiting(office.engine, tmp_path, ActorKind.S) as animation:
        assert animation.get(there).status_code == 200
    with visiting(office.engine, tmp_path, ActorKind.P) as guide:
        assert guide.get(there).status_code == 404


def test_whoever_follows_one_action_whole_reads_of_another_their_own_people_alone(office: Office) -> None:
    with writing(office.engine) as session:
        other = sites.action(session, operator_id=id_of(factories.organisation(session, name="Autre opérateur")))
        theirs = sites.referral(session, action_id=id_of(other))
        sites.referral(session, action_id=id_of(other))
        user = session.exec(select(Membership.user_id)).one()
        guide = accounts.membership(session, user_id=user, kind=ActorKind.P)
        accounts.assignment(session, membership_id=id_of(guide), person_id=theirs.person_id)
        number = id_of(other)
    told = office.browser.get(f"/api/site/actions/{number}/figures").json()
    assert told["sent"] == 1
    assert office.browser.get(f"/suivi/actions/{number}").status_code == 200
    assert office.browser.get(f"/suivi/actions/{number}/documents").status_code == 404
    assert office.browser.get(f"/suivi/actions/{office.action}/documents").status_code == 200


def test_a_copy_that_leaves_is_written_in_the_journal(office: Office) -> None:
    office.meet(MeetingKind.MODULE, tested="oui")
    there = f"/suivi/actions/{office.action}"
    office.browser.get(f"/suivi/rencontres/{office.one(Meeting)}/emargement")
    office.browser.send(f"{there}/bilan", {"on": "2023-12-31", "form": "docx"}, page=f"{there}/documents")
    with reading(office.engine) as session:
        left = session.exec(select(Journal.subject).where(col(Journal.act) == "export")).all()
    assert left == ["meeting", "operator_action"]


def test_a_control_without_anybody_says_so(office: Office) -> None:
    there = f"/suivi/actions/{office.action}/documents"
    door = f"/suivi/actions/{office.action}/controle"
    assert office.browser.send(door, {"people": "10", "seed": "mars"}, page=there).status_code == 404


def test_a_facilitator_opens_an_action(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        body = id_of(factories.organisation(session, name="ARIQ"))
        elsewhere = id_of(accounts.territory(session))
    sound = {
        "operator": str(body), "year": "2024", "name": "Suivi BTP", "people_foreseen": "90", "positive_percent": "25",
        "source": "appel à projets 2024", "fse_plus": "oui",
    }  # fmt: skip
    with visiting(engine, tmp_path, ActorKind.F) as browser:
        assert "Ouvrir une action" in said(browser.get("/suivi"))
        assert browser.send("/suivi/ouvrir", {}).status_code == 422
        assert browser.send("/suivi/ouvrir", sound | {"year": "24"}).status_code == 422
        assert browser.send("/suivi/ouvrir", sound | {"people_foreseen": "beaucoup"}).status_code == 422
        assert browser.send("/suivi/ouvrir", sound | {"operator": "999999"}).status_code == 422
        assert browser.send("/suivi/ouvrir", sound).status_code == 303
        assert browser.send("/suivi/ouvrir", sound).status_code == 422
        assert browser.get("/suivi").status_code == 303
    with visiting(engine, tmp_path, ActorKind.F, territory_id=elsewhere) as other:
        assert "Aucune action n'est ouverte" in said(other.get("/suivi"))
        assert other.send("/suivi/ouvrir", sound | {"name": "Ailleurs"}).status_code == 303
        (mine,) = [row for row in stored(engine, OperatorAction) if row.name == "Ailleurs"]
        assert other.get("/suivi").headers["location"] == f"/suivi/actions/{mine.id}"
    assert (mine.starts_on, mine.ends_on, mine.visit_weeks, mine.ending_days) == (
        date(2024, 1, 1), date(2024, 12, 31), VISIT_WEEKS, ENDING_DAYS,
    )  # fmt: skip


def test_whoever_follows_no_site_opens_no_action(engine: Engine, tmp_path: Path) -> None:
    """Administrators write organisations, and nothing of the follow-up."""
    with visiting(engine, tmp_path, ActorKind.A) as browser:
        assert browser.get("/suivi/ouvrir").status_code == 403
        assert browser.send("/suivi/ouvrir", {}, page="/administration").status_code == 403


def test_a_referent_reads_their_own_participants_and_no_figure_of_the_whole(office: Office, tmp_path: Path) -> None:
    with visiting(office.engine, tmp_path, ActorKind.P) as guide:
        assert "ne vous est confié" in said(guide.get("/suivi"))
        with writing(office.engine) as session:
            entrust(session, ActorKind.P, office.lea)
            sites.referral(session, action_id=office.action)
        page = said(guide.get(f"/suivi/actions/{office.action}"))
        assert "sur les personnes prévues" not in page
        assert "Enregistrer une rencontre" not in page
        assert "1 personne" in said(guide.get(f"/suivi/actions/{office.action}/personnes"))
        assert guide.get(f"/suivi/actions/{office.action}/rencontre").status_code == 403


def entrust(session: Session, kind: ActorKind, person_id: int) -> None:
    """Entrusts somebody to the only member of a kind."""
    member = session.exec(select(Membership).where(col(Membership.kind) == kind)).one()
    accounts.assignment(session, membership_id=id_of(member), person_id=person_id)


def test_a_company_reads_the_visits_of_its_own_people(office: Office, tmp_path: Path) -> None:
    office.meet(MeetingKind.SITE_VISIT, lot_id=str(office.lot))
    with writing(office.engine) as session:
        body = factories.organisation(session)
        factories.contract(session, person_id=office.lea, employer_id=id_of(body))
        number = id_of(body)
    with visiting(office.engine, tmp_path, ActorKind.E, organisation_id=number) as company:
        page = said(company.get("/suivi"))
        assert "1 visite de chantier" in page
        assert "Léa Roux" in page


PAGES = ("", "/personnes", "/rencontres", "/documents", "/rencontre")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_no_more_for_more_people(office: Office, page: str) -> None:
    there = f"/suivi/actions/{office.action}{page}"
    before = queries(office.engine, office.browser, there)
    with writing(office.engine) as session:
        for _ in range(5):
            sent = sites.referral(session, action_id=office.action)
            held = sites.meeting(session, action_id=office.action)
            sites.attendance(session, meeting_id=id_of(held), person_id=sent.person_id)
            sites.mission(session, action_id=office.action, person_id=sent.person_id)
    assert queries(office.engine, office.browser, there) == before
