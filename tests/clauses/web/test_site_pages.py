"""Meetings, signatures, missions and fiches on pages: in what order, and what is refused."""

from base64 import b64encode
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clauses.db import writing
from clauses.files.models import IssuedDocument
from clauses.sites.models import (
    Attendance,
    AttendanceSignature,
    FollowUpSending,
    Meeting,
    Mission,
    VisitTask,
)
from clauses.sites.rules import Manner, MeetingKind
from tests import factories
from tests.clauses.sites.drawing import photograph, picture, segment
from tests.clauses.web.office import Office, signed, stored
from tests.clauses.web.visiting import said
from tests.factories import id_of


def test_the_first_page_is_that_of_the_latest_action(office: Office) -> None:
    answer = office.browser.get("/suivi?au=2023-06-01")
    assert answer.headers["location"] == f"/suivi/actions/{office.action}?au=2023-06-01"
    assert office.browser.get("/suivi?au=2023-06-01%0d%0aX:1").status_code == 422
    assert office.browser.get("/suivi").headers["location"] == f"/suivi/actions/{office.action}"
    page = said(office.browser.get(answer.headers["location"]))
    assert "0 sur 90 (0,0 %)" in page
    assert "objectif : 25 %, soit 23 sorties" in page
    assert "Léa Roux n'a pas passé le test" in page


def test_an_interview_before_the_module_is_refused_and_an_exception_is_signed(office: Office) -> None:
    refused = office.meet(MeetingKind.MOTIVATION)
    assert refused.status_code == 409
    assert "n'a pas encore suivi le module" in said(refused)
    assert 'id="exception_motive-erreur"' in refused.text
    assert stored(office.engine, Meeting) == []
    assert office.meet(MeetingKind.MOTIVATION, exception_motive="mission à pourvoir").status_code == 303
    (row,) = stored(office.engine, Attendance)
    assert row.exception_motive == "mission à pourvoir"
    assert "(compte" in row.exception_by
    assert "Par exception" in said(office.browser.get(f"/suivi/envois/{office.referral}"))


def test_after_the_module_and_its_test_the_interview_is_recorded(office: Office) -> None:
    page = said(office.browser.get(f"/suivi/envois/{office.referral}"))
    assert "Enregistrer le module et son test" in page
    assert office.meet(MeetingKind.MODULE, tested="oui").status_code == 303
    page = said(office.browser.get(f"/suivi/envois/{office.referral}"))
    assert "Test passé le 03/04/2023" in page
    assert "Enregistrer l'évaluation" in page
    assert office.meet(MeetingKind.MOTIVATION, date(2023, 4, 4)).status_code == 303
    page = said(office.browser.get(f"/suivi/actions/{office.action}?au=2023-04-05"))
    assert "Présences sans émargement" in page
    assert "2 sur 2" in page


def test_a_form_sent_twice_is_stored_once(office: Office) -> None:
    fields: dict[str, Any] = {"cle": "k" * 20, "tested": "oui"}
    first, second = office.meet(MeetingKind.MODULE, **fields), office.meet(MeetingKind.MODULE, **fields)
    assert first.headers["location"] == second.headers["location"]
    assert len(stored(office.engine, Meeting)) == 1
    other = office.meet(MeetingKind.OTHER, cle="k" * 20)
    assert other.status_code == 409


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"people": ""}, "Cochez au moins une personne"),
        ({"held_on": ""}, "Dites le jour de la rencontre"),
        ({"held_on": "31/02/2023"}, "« 31/02/2023 » n'est pas une date"),
        ({"held_on": "2099-01-01"}, "Ce jour n'est pas venu"),
        ({"kind": "bal"}, "Choisissez l'objet"),
        ({"what-0": "Fournir un casque"}, "dit quoi, par qui, et pour quand"),
        ({"people": "999999"}, "n'existe pas, ou ne vous est pas ouverte"),
        ({"kind": "site_visit"}, "Choisissez le marché et le lot de cette visite"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(office: Office, fields: dict[str, str], words: str) -> None:
    there = f"/suivi/actions/{office.action}/rencontre"
    sound = {"kind": "other", "held_on": "2023-04-03", "people": str(office.lea), "came": "oui", "seen": "Dit ainsi"}
    answer = office.browser.send(there, sound | fields, page=there)
    assert answer.status_code == 422
    assert words in said(answer)
    assert "Dit ainsi" in answer.text
    assert stored(office.engine, Meeting) == []


def test_a_visit_says_its_lot_and_leaves_something_to_do(office: Office) -> None:
    left: dict[str, Any] = {"what-0": "Fournir des gants", "who-0": "le tuteur", "due_on-0": "10/04/2023"}
    answer = office.meet(MeetingKind.SITE_VISIT, lot_id=str(office.lot), seen="Casque porté", **left)
    assert answer.status_code == 303
    there = answer.headers["location"]
    page = said(office.browser.get(there))
    assert "1 sans émargement" in page
    assert office.browser.get(f"/rencontres/{office.one(Meeting)}/pieces").status_code == 200
    assert "Fournir des gants, par le tuteur, pour le 10/04/2023" in page
    (task,) = stored(office.engine, VisitTask)
    door = f"/suivi/taches/{task.id}"
    assert office.browser.send(door, {}, page=there).status_code == 303
    assert office.browser.send(door, {}, page=there).status_code == 409
    assert office.browser.send("/suivi/taches/999999", {}, page=there).status_code == 404


def test_a_lot_that_is_not_entrusted_is_absent(office: Office) -> None:
    with writing(office.engine) as session:
        other = id_of(factories.lot(session))
    answer = office.meet(MeetingKind.SITE_VISIT, lot_id=str(other))
    assert answer.status_code == 422
    assert stored(office.engine, Meeting) == []


def test_a_signature_drawn_is_kept_with_its_hash(office: Office) -> None:
    office.meet(MeetingKind.MODULE, tested="oui")
    drawn = "data:image/png;base64," + b64encode(picture()).decode()
    assert signed(office, manner="drawn").status_code == 422
    assert signed(office, manner="drawn", dessin="data:image/png;base64,&&").status_code == 422
    assert signed(office, manner="drawn", dessin=drawn).status_code == 303
    again = signed(office, manner="drawn", dessin=drawn)
    assert again.status_code == 409
    number = office.one(Attendance)
    page = said(office.browser.get(f"/suivi/rencontres/{office.one(Meeting)}"))
    assert "émargements complets" in page
    assert "Dessinée à l'écran" in page
    image = office.browser.get(f"/suivi/presences/{number}/signature")
    assert image.content == picture()
    assert image.headers["content-disposition"].startswith("attachment")
    assert image.headers["cache-control"] == "no-store"


def test_a_sheet_signed_on_paper_is_filed_back_without_its_place(office: Office) -> None:
    office.meet(MeetingKind.MODULE)
    there = f"/suivi/presences/{office.one(Attendance)}/signer"
    taken = photograph(segment(0xE1, b"Exif GPS"))
    data = {"preuve": office.browser.proof(there), "manner": "filed"}
    post = office.browser.client.post
    assert post(there, data=data, files={"fichier": ("p.gif", b"GIF89a")}).status_code == 422
    assert post(there, data=data, files={"fichier": ("p.jpg", taken)}, follow_redirects=False).status_code == 303
    image = office.browser.get(there.replace("signer", "signature"))
    assert image.content == photograph()
    assert image.headers["content-type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"manner": "witnessed", "first": "Ana Ruiz", "second": "Bob Le Goff", "reason": "plâtre"}, 303),
        ({"manner": "witnessed", "first": "Ana Ruiz", "second": "Ana Ruiz", "reason": "plâtre"}, 422),
        ({"manner": "typed", "reason": "signé sur papier, classeur 3"}, 303),
        ({"manner": "typed", "reason": " "}, 422),
        ({"manner": "vocal"}, 422),
    ],
)
def test_who_cannot_draw_signs_another_way(office: Office, fields: dict[str, str], status: int) -> None:
    office.meet(MeetingKind.MODULE)
    assert signed(office, **fields).status_code == status
    found = stored(office.engine, AttendanceSignature)
    assert [row.manner for row in found] == ([Manner(fields["manner"])] if status == 303 else [])


def test_a_picture_lost_from_the_shelf_is_not_handed_over(office: Office, tmp_path: Path) -> None:
    office.meet(MeetingKind.MODULE)
    signed(office, manner="drawn", dessin="data:image/png;base64," + b64encode(picture()).decode())
    for kept in (tmp_path / "files").rglob("*"):
        if kept.is_file():
            kept.write_bytes(b"changed")
    answer = office.browser.get(f"/suivi/presences/{office.one(Attendance)}/signature")
    assert answer.status_code == 409
    assert "elle a changé" in said(answer)


def test_a_presence_is_marked_and_its_test_written(office: Office) -> None:
    there = f"/suivi/actions/{office.action}/rencontre"
    fields = {"kind": "module", "held_on": "2023-04-03", "people": str(office.lea)}
    page = office.browser.send(there, fields, page=there).headers["location"]
    door = f"/suivi/presences/{office.one(Attendance)}"
    assert "attendu(e)" in said(office.browser.get(page))
    early = office.browser.send(door, {"test_taken_on": "2023-04-03"}, page=page)
    assert early.status_code == 422
    assert office.browser.send(door, {"present": "oui"}, page=page).status_code == 303
    half = office.browser.send(door, {"test_taken_on": "2023-04-03", "score": "14"}, page=page)
    assert half.status_code == 422
    assert "14 sur 20" in said(half)
    text = office.browser.send(door, {"test_taken_on": "hier", "score": "x", "out_of": "20"}, page=page)
    assert "n'est pas une date" in said(text)
    whole = {"test_taken_on": "2023-04-03", "score": "14", "out_of": "20"}
    assert office.browser.send(door, whole, page=page).status_code == 303
    assert office.browser.send(door, {"remark": "À l'heure"}, page=page).status_code == 303
    shown = said(office.browser.get(page))
    assert "14 sur 20" in shown
    assert "À l'heure" in shown
    signed(office, manner="typed", reason="classeur")
    assert office.browser.send(door, {"present": "non"}, page=page).status_code == 409


def test_a_mission_its_fiche_and_its_end(office: Office) -> None:
    there = f"/suivi/envois/{office.referral}/mission"
    sound = {
        "contractor_id": str(office.contractor),
        "starts_on": "2023-05-02",
        "ends_on": "2023-10-31",
        "job": "Maçon",
    }
    assert office.browser.send(there, {"starts_on": "2023-05-02"}, page=there).status_code == 422
    assert office.browser.send(there, sound | {"ends_on": "2023-04-01"}, page=there).status_code == 422
    assert office.browser.send(there, sound | {"contractor_id": "999999"}, page=there).status_code == 422
    assert office.browser.send(there, sound, page=there).status_code == 303
    assert office.browser.send(there, sound, page=there).status_code == 409
    number = office.one(Mission)
    door = f"/suivi/missions/{number}/fiche"
    period = {"starts_on": "2023-05-02", "ends_on": "2023-05-31"}
    assert "Dites le niveau atteint" in said(office.browser.send(door, period | {"task-0": "Coffrer"}, page=door))
    assert "au moins une tâche" in said(office.browser.send(door, period, page=door))
    assert office.browser.send(door, {"task-0": "Coffrer", "level-0": "alone"}, page=door).status_code == 422
    written = office.browser.send(
        door, period | {"task-0": "Coffrer", "level-0": "alone", "tutor_remark": "Sérieux"}, page=door
    )
    assert written.status_code == 303
    again = office.browser.send(door, period | {"task-0": "Coffrer", "level-0": "alone"}, page=door)
    assert again.status_code == 409
    assert 'value="Coffrer"' in office.browser.get(door).text
    page = said(office.browser.get(written.headers["location"]))
    assert "Fait seul" in page
    assert "Sérieux" in page
    read_and_delivered(office, written.headers["location"])
    assert office.browser.get("/suivi/fiches/999999").status_code == 404
    end = f"/suivi/missions/{number}/fin"
    assert office.browser.send(end, {"ends_on": ""}, page=door).status_code == 422
    assert office.browser.send(end, {"ends_on": "2023-01-01"}, page=door).status_code == 422
    assert office.browser.send(end, {"ends_on": "2023-09-30"}, page=door).status_code == 303
    assert "au 30/09/2023" in said(office.browser.get(f"/suivi/envois/{office.referral}"))


def read_and_delivered(office: Office, page: str) -> None:
    """Reading a fiche freezes nothing; delivering it does, once, and it is then read as it was delivered."""
    there = f"{page}/document"
    assert office.browser.get(there).content.startswith(b"%PDF")
    assert stored(office.engine, IssuedDocument) == []
    assert office.browser.client.post(there, follow_redirects=False).status_code == 403  # no proof of the page
    first, again = office.browser.send(there, {}, page=page), office.browser.send(there, {}, page=page)
    assert first.content.startswith(b"%PDF")
    assert (again.content, office.browser.get(there).content) == (first.content, first.content)
    (issued,) = stored(office.engine, IssuedDocument)
    shown = office.browser.get(page).text
    assert f"Document {issued.number} (PDF)" in shown
    assert "Délivrer le document" not in shown


@pytest.mark.parametrize("number", [str(2**31), str(2**53 - 1), "9" * 4_301])
def test_a_number_that_no_row_bears_is_said_at_its_field(office: Office, number: str) -> None:
    action = f"/suivi/actions/{office.action}"
    assert office.browser.get(f"{action}/rencontre?personne={number}").status_code == 200
    assert office.meet(MeetingKind.MODULE, people=number).status_code == 422
    assert office.meet(MeetingKind.MODULE, lot_id=number).status_code == 422
    there = f"/suivi/envois/{office.referral}/mission"
    given = {"contractor_id": number, "starts_on": "2023-05-02"}
    assert office.browser.send(there, given, page=there).status_code == 422


def test_a_fiche_de_suivi_is_sent_once_to_each(office: Office) -> None:
    there = f"/suivi/envois/{office.referral}/fiche-suivi"
    assert office.browser.send(there, {"written_on": "2023-06-01"}, page=there).status_code == 422
    answer = office.browser.send(there, {"written_on": "2023-06-01", "situation": "En mission"}, page=there)
    page = answer.headers["location"]
    assert "à envoyer" in said(office.browser.get(page))
    door = f"{page}/envoyer"
    assert office.browser.send(door, {"recipient": "voisin"}, page=page).status_code == 422
    assert office.browser.send(door, {"recipient": "referent", "name": ""}, page=page).status_code == 422
    for recipient in ("referent", "structure"):
        fields = {"recipient": recipient, "name": "Mme Sylla"}
        assert office.browser.send(door, fields, page=page).status_code == 303
    assert office.browser.send(door, {"recipient": "referent", "name": "M. Petit"}, page=page).status_code == 409
    assert len(stored(office.engine, FollowUpSending)) == 2
    assert ": envoyée" in said(office.browser.get(page))
    read_and_delivered(office, page)


def test_fse_information_is_written_once(office: Office) -> None:
    there = f"/suivi/envois/{office.referral}"
    assert office.browser.send(f"{there}/fse", {"informed_on": ""}, page=there).status_code == 422
    assert office.browser.send(f"{there}/fse", {"informed_on": "2023-01-20"}, page=there).status_code == 303
    assert (
        office.browser.send(
            f"{there}/fse", {"informed_on": "2023-01-21"}, page="/suivi/actions/" + str(office.action) + "/adresser"
        ).status_code
        == 409
    )
    assert "Informé(e) le 20/01/2023" in said(office.browser.get(there))
