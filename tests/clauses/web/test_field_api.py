"""Presences marked and photographs taken without network: sent twice they act once, and what changed since is told."""

from base64 import b64encode
from pathlib import Path

from clauses.accounts.rules import ActorKind
from clauses.files.actions import shelf_place
from clauses.files.models import StoredFile
from clauses.proofs.models import Proof
from clauses.sites.models import Attendance
from clauses.sites.rules import MeetingKind
from tests.clauses.sites.drawing import chunk, picture
from tests.clauses.web.office import Office, stored
from tests.clauses.web.test_sites_api import KEY, OTHER, module, post
from tests.clauses.web.visiting import body as body_of
from tests.clauses.web.visiting import said, visiting

TAKEN = picture(chunk(b"tEXt", b"GPS 47.3N"))


def test_somebody_expected_is_marked_once_and_what_changed_since_is_told(office: Office) -> None:
    post(office, "/meetings", module(office, people=[{"person_id": office.lea, "present": None}]))
    number = office.one(Attendance)
    at_hand = office.browser.get("/api/site/today").json()
    assert [one["id"] for one in at_hand["expected"]] == [number]
    assert [one["id"] for one in at_hand["contractors"]] == [office.contractor]
    there = f"/attendances/{number}/mark"
    first = post(office, there, {"present": True, "was": None, "tested": True})
    assert (first.status_code, first.json()["test_taken_on"]) == (200, "2023-04-03")
    again = post(office, there, {"present": True, "was": None, "tested": True})
    assert (again.status_code, again.json()) == (200, first.json())
    other = post(office, there, {"present": False, "was": None})
    assert (other.status_code, other.json()["code"]) == (409, "sites.marked_since")
    assert "notée présente" in other.json()["message"]
    assert post(office, there, {"present": False, "was": True}).status_code == 422  # the test stands in the way
    assert post(office, "/attendances/999999/mark", {"present": True}).status_code == 404
    assert stored(office.engine, Attendance)[0].present is True
    assert office.browser.get("/api/site/today").json()["expected"] == []


def test_an_interview_marked_before_the_module_asks_for_its_motive(office: Office) -> None:
    people = [{"person_id": office.lea, "present": None}]
    post(office, "/meetings", module(office, kind="motivation", people=people))
    there = f"/attendances/{office.one(Attendance)}/mark"
    assert post(office, there, {"present": True}).json()["code"] == "sites.module_missing"
    marked = post(office, there, {"present": True, "exception_motive": "mission à pourvoir"})
    assert marked.json()["exception_motive"] == "mission à pourvoir"


def test_a_photograph_is_kept_once_without_its_place_and_read_as_a_document(office: Office, tmp_path: Path) -> None:
    body = {"meeting_key": KEY, "picture": b64encode(TAKEN).decode()}
    assert post(office, "/photos", body, OTHER).status_code == 404  # its meeting has not come yet
    visit = module(office, kind="site_visit", lot_id=office.lot, people=[{"person_id": office.lea}])
    meeting = post(office, "/meetings", visit, KEY).json()["id"]
    first, again = post(office, "/photos", body, OTHER), post(office, "/photos", body, OTHER)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    (row,) = stored(office.engine, Proof)
    assert (row.meeting_id, row.dated_on.isoformat(), row.file_name[:16]) == (meeting, "2023-04-03", "photo-2023-04-03")
    (kept,) = stored(office.engine, StoredFile)
    assert shelf_place(tmp_path / "files", kept.sha256).read_bytes() == picture()
    page = f"/suivi/rencontres/{meeting}"
    assert "Photo 1" in said(office.browser.get(page))
    taken = office.browser.get(f"/pieces/{row.id}")
    assert taken.headers["content-disposition"].startswith("attachment")
    assert taken.content == picture()
    with visiting(office.engine, tmp_path, ActorKind.F) as pole:
        assert "Photo 1" in said(pole.get(page))
    with visiting(office.engine, tmp_path, ActorKind.O, organisation_id=body_of(office.engine)) as other:
        assert other.get(f"/pieces/{row.id}").status_code == 404
    twice = post(office, "/photos", body, "c" * 32)
    assert (twice.status_code, twice.json()["code"]) == (409, "proof.known")
    assert post(office, "/photos", {"picture": body["picture"]}).json()["field"] == "meeting_id"
    pdf = b64encode(b"%PDF-1.7 %%EOF").decode()
    assert post(office, "/photos", {"meeting_id": meeting, "picture": pdf}).json()["code"] == "sites.picture_form"
    heavy = b64encode(picture() + b"\0" * (5 << 20)).decode()
    assert post(office, "/photos", {"meeting_id": meeting, "picture": heavy}).status_code == 422


def test_a_photograph_is_added_from_the_page_of_its_meeting(office: Office, tmp_path: Path) -> None:
    office.meet(MeetingKind.SITE_VISIT, lot_id=str(office.lot))
    rows = stored(office.engine, Attendance)
    page = f"/suivi/rencontres/{rows[0].meeting_id}"

    def send(name: str, content: bytes) -> int:
        proof = office.browser.proof(page)
        files = {"preuve": (None, proof), "photo": (name, content)}
        return office.browser.client.post(f"{page}/photo", files=files, follow_redirects=False).status_code  # type: ignore[arg-type]

    assert send("photo.png", TAKEN) == 303
    assert send("photo.png", TAKEN) == 409
    assert send("photo.png", b"GIF89a") == 422
    assert send("", b"") == 422
    assert said(office.browser.get(page)).count("Photo 1") == 1
    there = f"/rencontres/{rows[0].meeting_id}/pieces"  # a photograph that comes as any document loses its place too
    fields = {"preuve": office.browser.proof(there), "sorte": "other", "date": "2023-04-03"}
    other = picture(chunk(b"tEXt", b"GPS 48.8N"), chunk(b"pHYs", b"\0\0\0\1\0\0\0\1\0"))
    sent = office.browser.client.post(
        there, data=fields, files={"fichier": ("autre.png", other)}, follow_redirects=False
    )
    assert sent.status_code in (200, 303)
    kept = [shelf_place(tmp_path / "files", row.sha256).read_bytes() for row in stored(office.engine, StoredFile)]
    assert len(kept) == 2
    assert not any(b"GPS" in content for content in kept)
