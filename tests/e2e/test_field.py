"""An operator's year on a phone whose network is cut: nothing lost, nothing twice, nothing readable once locked."""

from __future__ import annotations

import re
from base64 import b64decode
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Page, expect
from sqlalchemy import delete
from sqlmodel import Session, col, select

from clauses.accounts.keys import SignedIn
from clauses.accounts.rules import ActorKind
from clauses.accounts.sessions import open_session
from clauses.db import reading, writing
from clauses.files.actions import shelf_place
from clauses.files.models import StoredFile
from clauses.proofs.models import Proof
from clauses.sites.models import ActivitySheet, Attendance, AttendanceSignature, FollowUp, Meeting, Mission, Referral
from clauses.sites.rules import Manner, MeetingKind
from tests import accounts
from tests import factories_sites as sites
from tests.clauses.sites.drawing import segment
from tests.e2e.conftest import screenshot, served, violations, widens
from tests.e2e.phone import (
    FEW,
    PATIENCE,
    PEOPLE,
    SIGN_THE_REST,
    SINCE,
    TODAY,
    UNTIL,
    Place,
    meet,
    meet_one,
    opened,
    place,
    sign,
    sign_by_keyboard,
    waiting,
)

__all__ = ["place"]
from tests.factories import id_of


def test_a_year_on_a_phone_whose_network_is_cut(place: Place) -> None:
    """Each kind of act is done by hand once; what repeats it goes through the same forms of the page."""
    with writing(place.engine) as session:
        expected = _expected(session, place.action)
    with place.browser() as context:
        page = opened(place, context)
        context.set_offline(True)
        page.reload()
        expect(page.locator("#reseau")).to_have_text("Sans réseau")
        expect(page.locator("#personnes .form-check")).to_have_count(PEOPLE + 1)
        meet(page, "module", "Terrain", place="Salle du Lavoir")
        waiting(page, 1)
        sign(page)
        sign_by_keyboard(page)
        waiting(page, 3)
        meet_one(page, "motivation", "Tardive")
        meet(page, "motivation", "Terrain")
        meet(page, "site_visit", "Terrain0", seen="Casque porté")
        enter(page, "Présences", "venus", **{f"venu-{expected[0]}": "oui", f"venu-{expected[1]}": "non"})
        enter(page, "Mission", "mission-suivie", person="Terrain01", starts_on=TODAY.isoformat(), job="Maçon")
        enter(page, "Fiche d'activités", "fiche", starts_on=SINCE.isoformat(), task="Coffrer une semelle")
        enter(page, "Fiche de suivi", "suivi", situation="En mission")
        entered = 4 + 2 + 2 + 3  # meetings, signatures, presences, then the three others
        waiting(page, entered)
        page.reload()
        expect(page.locator("#presence option")).to_have_count(PEOPLE - 2 + PEOPLE + 10 + 1 + 1)
        page.evaluate(SIGN_THE_REST)
        waiting(page, entered + PEOPLE - 2 + PEOPLE + 10 + 1 + 1)
        # The network is back, and the first answer is lost on its way: what it stored is sent again.
        lost: list[str] = []

        def lose(route: Any) -> None:
            if lost:
                route.continue_()
                return
            lost.append(str(route.fetch().status))
            route.abort()

        page.route("**/api/site/meetings", lose)
        context.set_offline(False)
        expect(page.locator("#refus li")).to_have_count(2, timeout=PATIENCE)  # the interview, and the signature on it
        assert lost == ["201"]
        screenshot(page, "terrain-refus-390")
        assert "n'a pas encore suivi le module" in page.locator("#refus").inner_text()
        waiting(page, 2)
        page.get_by_role("button", name="Corriger").click()
        page.locator("#exception").fill("mission à pourvoir")
        page.locator("#rencontre button.btn-primary").click()
        expect(page.locator("#refus li")).to_have_count(1)
        page.get_by_role("button", name="Réessayer").click()
        waiting(page, 0)
    _nothing_lost_nothing_twice(place)


def _nothing_lost_nothing_twice(place: Place) -> None:
    """Each entry is stored once, each presence is signed; both bilans are delivered with the objective of the year."""
    with place.browser() as context:
        page = context.new_page()
        assert place.count(Meeting) == 5
        assert place.count(Attendance) == PEOPLE + 1 + PEOPLE + 10 + 2
        assert place.count(AttendanceSignature) == place.count(Attendance) - 1  # who did not come signed nothing
        assert [place.count(table) for table in (Mission, ActivitySheet, FollowUp)] == [2, 1, 1]
        with reading(place.engine) as session:
            manners = session.exec(select(AttendanceSignature.manner)).all()
        assert Counter(manners) == {Manner.DRAWN: len(manners) - 1, Manner.WITNESSED: 1}
        page.goto(f"{place.address}/suivi/actions/{place.action}/documents")
        assert re.search(r"23 sur 90 \(25,6\s%\)", page.locator("main").inner_text())
        for day in (SINCE + (UNTIL - SINCE) / 2, UNTIL):
            page.get_by_label("Arrêté au").fill(day.isoformat())
            with page.expect_download() as handed:
                page.get_by_role("button", name="Délivrer le bilan (PDF)").click()
            assert Path(handed.value.path()).read_bytes().startswith(b"%PDF")


@FEW
def test_all_that_a_phone_enters_waits_leaves_once_and_tells_what_changed_since(place: Place) -> None:
    """Presences, a mission, fiches, a visit with its photograph; then the shell alone, without any server."""
    with writing(place.engine) as session:
        expected = _expected(session, place.action)
    with place.browser() as context:
        page = opened(place, context)
        context.set_offline(True)
        enter(page, "Présences", "venus", **{f"venu-{expected[0]}": "oui", f"venu-{expected[1]}": "non"})
        waiting(page, 2)
        enter(page, "Mission", "mission-suivie", person="Terrain01", starts_on=TODAY.isoformat(), job="Maçon")
        enter(page, "Fiche d'activités", "fiche", starts_on=SINCE.isoformat(), task="Coffrer une semelle")
        enter(page, "Fiche de suivi", "suivi", situation="En mission")
        page.locator("#photos").set_input_files(photograph(page, 2400))
        meet(page, "site_visit", "Terrain00", seen="Casque porté")
        waiting(page, 7)
        page.get_by_role("button", name="Émargement", exact=True).click()
        page.locator("#presence").select_option(str(expected[0]))
        page.locator("#maniere").select_option("filed")
        page.locator("#photo").set_input_files(photograph(page, 2000))
        page.locator("#emargement button.btn-primary").click()
        waiting(page, 8)
        with writing(place.engine) as session:  # meanwhile, somebody else says the contrary of one of them
            session.get_one(Attendance, expected[1]).present = True
        context.set_offline(False)
        expect(page.locator("#refus li")).to_have_count(1, timeout=PATIENCE)
        assert "Entre-temps, cette personne a été notée présente" in page.locator("#refus").inner_text()
        page.on("dialog", lambda dialog: dialog.accept())
        page.get_by_role("button", name="Abandonner").click()
        waiting(page, 0)
        kept = {table: place.count(table) for table in (ActivitySheet, FollowUp, Meeting, Mission, Proof)}
        assert kept == {ActivitySheet: 1, FollowUp: 1, Meeting: 2, Mission: 2, Proof: 1}
        with reading(place.engine) as session:
            assert session.get_one(Attendance, expected[0]).present is True
            signed = session.exec(select(AttendanceSignature.attendance_id)).one()
            pictures = [session.exec(select(table.stored_file_id)).one() for table in (Proof, AttendanceSignature)]
            files = session.exec(select(StoredFile.sha256).where(col(StoredFile.id).in_(pictures))).all()
        assert signed == expected[0]
        for sha256 in files:
            content = shelf_place(place.home / "files", sha256).read_bytes()
            assert b"GPS" not in content
            frame = content.index(b"\xff\xc0")
            assert (int.from_bytes(content[frame + 7 : frame + 9]), int.from_bytes(content[frame + 5 : frame + 7])) == (
                1600,
                800,
            )
        assert len(files) == 1  # both are the same once reduced, and kept once
        place.server.close()
        page.goto(f"{place.address}/suivi/actions/{place.action}")
        expect(page.locator("h1")).to_have_text("Sur le terrain")
        expect(page.locator("#personnes .form-check")).to_have_count(4)


def _expected(session: Session, action: int) -> list[int]:
    """Two people expected today at a meeting of which nothing is said yet."""
    held = sites.meeting(session, action_id=action, kind=MeetingKind.OTHER, held_on=TODAY)
    people = session.exec(select(Referral.person_id).order_by(col(Referral.person_id)).limit(2)).all()
    return [
        id_of(
            sites.attendance(
                session, meeting_id=id_of(held), kind=held.kind, held_on=TODAY, person_id=number, present=None
            )
        )
        for number in people
    ]


def enter(page: Page, button: str, form: str, **fields: str) -> None:
    """Fills a form of the field and keeps it on the device."""
    page.get_by_role("button", name=button, exact=True).click()
    for name, value in fields.items():
        field = page.locator(f"#{form} [name='{name}']").first
        if field.evaluate("(each) => each.tagName") == "SELECT":
            label = field.locator("option", has_text=value).first if name == "person" else None
            field.select_option(label.get_attribute("value") if label else value)
        else:
            field.fill(value)
    page.locator(f"#{form} button.btn-primary").click()
    expect(page.locator(f"#{form}")).to_be_hidden()


def photograph(page: Page, width: int) -> FilePayload:
    """A JPEG of the browser, twice as wide as high, with the place where it was taken."""
    drawn = page.evaluate(
        """(width) => { const canvas = Object.assign(document.createElement("canvas"), { width, height: width / 2 });
        canvas.getContext("2d").fillRect(0, 0, 50, 50); return canvas.toDataURL("image/jpeg").split(",")[1]; }""",
        width,
    )
    whole = b64decode(drawn)
    taken = whole[:2] + segment(0xE1, b"Exif\x00\x00GPS 47.3N") + whole[2:]
    return {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": taken}


HELD = """async () => {
  const got = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const base = await got(indexedDB.open("clauses-terrain"));
  const said = [];
  const read = (value) => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) said.push(new TextDecoder("latin1").decode(value));
    else if (value instanceof CryptoKey) said.push(`key ${value.extractable}`);
    else if (value && typeof value === "object") Object.values(value).forEach(read);
    else said.push(String(value));
  };
  for (const name of base.objectStoreNames) {
    (await got(base.transaction(name).objectStore(name).getAll())).forEach(read);
  }
  base.close();
  for (const name of await caches.keys()) {
    for (const kept of await (await caches.open(name)).keys()) said.push(await (await caches.match(kept)).text());
  }
  return said.join("\\n");
}"""


@FEW
def test_the_end_of_the_session_locks_the_device_and_wipes_nothing(place: Place) -> None:
    with place.browser() as context:
        page = opened(place, context)
        context.set_offline(True)
        meet(page, "other", "Tardive", seen="Dit en confidence")
        held = page.evaluate(HELD)
        assert "Tardive" not in held
        assert "confidence" not in held
        assert "key false" in held
        with writing(place.engine) as session:
            session.execute(delete(SignedIn))
        context.set_offline(False)
        expect(page.locator("#verrou")).to_be_visible()
        expect(page.locator("#outils")).to_be_hidden()
        waiting(page, 1)
        assert "key" not in page.evaluate(HELD).split("\n")
        assert place.count(Meeting) == 0
        with writing(place.engine) as session:
            other = accounts.user(session, created_at=datetime.now(UTC))
            accounts.membership(session, user_id=id_of(other), kind=ActorKind.F)
            raw = open_session(session, other, complete=True, now=datetime.now(UTC))
        _bring(context, raw)
        page.reload()
        expect(page.locator("#reseau")).to_have_text("En ligne")
        waiting(page, 1)
        assert place.count(Meeting) == 0
        _bring(context, place.cookie())
        page.reload()
        waiting(page, 0)
        assert place.count(Meeting) == 1


def _bring(context: BrowserContext, value: str) -> None:
    context.clear_cookies()
    context.add_cookies([{"name": "session", "value": value, "domain": "127.0.0.1", "path": "/"}])


@FEW
def test_what_waits_outlives_a_new_secret(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the secret of before, what waits is counted and stops nothing; with it, it leaves."""
    port, before = int(place.address.rpartition(":")[2]), (place.home / "secret").read_text(encoding="ascii")

    def again(context: BrowserContext) -> None:
        place.server.close()
        place.server.enter_context(served(place.engine, place.home, port))
        _bring(context, place.cookie())

    with place.browser() as context:
        page = opened(place, context)
        context.set_offline(True)
        meet(page, "other", "Tardive", seen="Dit avant")
        meet(page, "other", "Terrain00", seen="Dit avant aussi")
        monkeypatch.setenv("CLAUSES_SECRET", "n" * 40)
        again(context)
        context.set_offline(False)
        page.reload()
        expect(page.locator("#illisibles")).to_contain_text("2 envois sont illisibles.")
        expect(page.locator("#reseau")).to_have_text("En ligne")
        assert (violations(page), widens(page)) == ([], False)
        meet(page, "other", "Terrain01")
        waiting(page, 2)
        assert place.count(Meeting) == 1
        monkeypatch.setenv("CLAUSES_FORMER_SECRETS", before)
        again(context)
        page.reload()
        waiting(page, 0)
        expect(page.locator("#illisibles")).to_be_hidden()
        assert place.count(Meeting) == 3


@FEW
def test_signing_out_waits_for_the_queue_then_leaves_nothing(place: Place) -> None:
    with place.browser() as context:
        page = opened(place, context)
        page.goto(f"{place.address}/suivi/actions/{place.action}")
        context.set_offline(True)
        page.evaluate(
            """async (action) => clausesDevice.queue({
              path: "/api/site/follow-ups", label: "Fiche", key: clausesDevice.key(),
              body: { action_id: action, person_id: 1, written_on: "2026-01-05", situation: "En mission" } })""",
            place.action,
        )
        expect(page.locator("[data-waiting]")).to_have_text("1 envoi en attente")
        page.get_by_role("button", name="Se déconnecter").click()
        page.wait_for_url("**/suivi/terrain#envois")
        waiting(page, 1)
        context.set_offline(False)
        page.evaluate("dispatchEvent(new Event('online'))")
        waiting(page, 0)
        page.goto(f"{place.address}/suivi/actions/{place.action}")
        page.get_by_role("button", name="Se déconnecter").click()
        page.wait_for_url("**/connexion")
        assert page.evaluate("indexedDB.databases()") == []
        assert place.count(FollowUp) == 1
