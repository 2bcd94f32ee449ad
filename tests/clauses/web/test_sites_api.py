"""The operator's follow-up for programs and for the phone: entered once for a key, refused in words."""

from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from sqlmodel import Session

from clauses.accounts.rules import ActorKind
from clauses.sites.models import AttendanceSignature, ClientEntry, Meeting
from tests import factories_sites as sites
from tests.clauses.sites.drawing import picture
from tests.clauses.web.browser import browsing
from tests.clauses.web.office import Office, stored
from tests.clauses.web.visiting import visiting
from tests.factories import id_of
from tests.recorder import asked

KEY, OTHER = "a" * 32, "b" * 32


def post(office: Office, path: str, body: dict[str, Any], key: str | None = None, **headers: str) -> Response:
    """Sends JSON as the page of the phone does."""
    told = {"X-CSRF-Token": office.browser.proof(f"/suivi/actions/{office.action}"), **headers}
    return office.browser.client.post(
        f"/api/site{path}", json=body, headers=told | ({"Idempotency-Key": key} if key else {})
    )


def module(office: Office, **more: Any) -> dict[str, Any]:
    """The module with Léa, as JSON."""
    present = {"person_id": office.lea, "test_taken_on": "2023-04-03"}
    return {"action_id": office.action, "kind": "module", "held_on": "2023-04-03", "people": [present], **more}


def test_a_meeting_sent_twice_is_stored_once_and_answered_alike(office: Office) -> None:
    first, second = post(office, "/meetings", module(office), KEY), post(office, "/meetings", module(office), KEY)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert first.headers["location"] == f"/api/site/meetings/{first.json()['id']}"
    assert len(stored(office.engine, Meeting)) == 1
    other = post(office, "/meetings", module(office, seen="autre"), KEY)
    assert (other.status_code, other.json()["code"]) == (409, "sites.key_reused")
    bad = post(office, "/meetings", module(office), "court")
    assert (bad.status_code, bad.json()["code"]) == (422, "sites.key_form")


def test_an_interview_before_the_module_is_refused_and_leaves_its_key_free(office: Office) -> None:
    body = module(office, kind="motivation", people=[{"person_id": office.lea}])
    refused = post(office, "/meetings", body, KEY)
    assert (refused.status_code, refused.json()["code"]) == (409, "sites.module_missing")
    assert stored(office.engine, ClientEntry) == []
    body["people"][0]["exception_motive"] = "mission à pourvoir"
    assert post(office, "/meetings", body, KEY).status_code == 201


def test_a_signature_entered_offline_names_its_meeting_by_its_key(office: Office) -> None:
    body = {"meeting_key": KEY, "person_id": office.lea, "manner": "drawn", "signed_at": "2023-04-03T10:00:00Z",
            "picture": b64encode(picture()).decode()}  # fmt: skip
    early = post(office, "/signatures", body, OTHER)
    assert early.status_code == 404
    assert "Envoyez-la d'abord" in early.json()["message"]
    post(office, "/meetings", module(office), KEY)
    first, second = post(office, "/signatures", body, OTHER), post(office, "/signatures", body, OTHER)
    assert first.status_code == second.status_code == 201
    assert first.json()["manner"] == "drawn"
    (row,) = stored(office.engine, AttendanceSignature)
    assert row.signed_at.isoformat() == "2023-04-03T10:00:00+00:00"
    again = post(office, "/signatures", body, "c" * 32)
    assert (again.status_code, again.json()["code"]) == (409, "sites.signed_already")
    assert post(office, "/signatures", body | {"picture": "&"}).json()["field"] == "picture"
    nobody = {"manner": "typed", "reason": "x", "signed_at": "2023-04-03T10:00:00Z"}
    assert post(office, "/signatures", nobody).json()["field"] == "attendance_id"
    stranger = body | {"person_id": 999_999}
    assert post(office, "/signatures", stranger).status_code == 404


def test_a_presence_is_changed_at_the_version_that_was_read(office: Office) -> None:
    body = module(office, people=[{"person_id": office.lea, "present": None}])
    (number,) = post(office, "/meetings", body).json()["attendances"]
    path = f"/api/site/attendances/{number}"
    read = office.browser.get(path)
    told = {"X-CSRF-Token": office.browser.proof(f"/suivi/actions/{office.action}")}

    def patch(body: dict[str, Any], **headers: str) -> Response:
        return office.browser.client.patch(path, json=body, headers=told | headers)

    assert patch({"present": True}).status_code == 428
    seen = {"If-Match": read.headers["etag"]}
    assert patch({}, **seen).status_code == 422
    changed = patch({"present": True, "remark": "À l'heure"}, **seen)
    assert changed.json()["remark"] == "À l'heure"
    assert patch({"present": False}, **seen).status_code == 412


def test_missions_sheets_and_fiches_are_entered_and_read(office: Office) -> None:
    mission = {"action_id": office.action, "person_id": office.lea, "contractor_id": office.contractor,
               "starts_on": "2023-05-02"}  # fmt: skip
    number = post(office, "/missions", mission, KEY).json()["id"]
    sheet = {"starts_on": "2023-05-02", "ends_on": "2023-05-31", "tasks": [{"task": "Coffrer", "level": "alone"}]}
    written = post(office, f"/missions/{number}/sheets", sheet, OTHER)
    assert written.json()["tasks"] == [{"task": "Coffrer", "level": "alone"}]
    assert post(office, f"/missions/{number}/sheets", sheet, OTHER).json() == written.json()
    said = {"action_id": office.action, "person_id": office.lea, "written_on": "2023-06-01", "situation": "En mission"}
    fiche = post(office, "/follow-ups", said).json()["id"]
    sent = post(office, f"/follow-ups/{fiche}/send", {"recipient": "referent", "name": "Mme Sylla"})
    assert sent.json()["sent"][0]["name"] == "Mme Sylla"
    assert office.browser.get(f"/api/site/follow-ups/{fiche}").json() == sent.json()
    assert office.browser.get(f"/api/site/missions/{number}").json()["starts_on"] == "2023-05-02"


def test_somebody_is_sent_and_answered(office: Office) -> None:
    unseen = {"action_id": office.action, "person_id": 999_999, "sent_on": "2023-02-01"}
    assert post(office, "/referrals", unseen).status_code == 404
    sent = {"action_id": office.action, "person_id": office.lea, "sent_on": "2023-02-01"}
    assert post(office, "/referrals", sent).json()["code"] == "sites.sent_already"
    answer = {"accepted": True, "decided_on": "2023-02-03"}
    done = post(office, f"/referrals/{office.referral}/answer", answer)
    assert (done.status_code, done.json()["code"]) == (409, "sites.answered_already")


def test_the_figures_say_their_numerators_and_bases(office: Office) -> None:
    post(office, "/meetings", module(office))
    told = office.browser.get(f"/api/site/actions/{office.action}/figures").json()
    assert told["received"] == {"numerator": 1, "base": 90, "percent": "1.1"}
    assert told["positive_of_foreseen"] == {"numerator": 0, "base": 90, "percent": "0.0"}
    assert told["to_reach"] == 23
    assert office.browser.get(f"/api/site/actions/{office.action}").json()["operator"] == "Chantiers Ensemble"


def test_a_day_holds_names_and_sites_and_nothing_sensitive(office: Office) -> None:
    body = module(office, kind="other", people=[{"person_id": office.lea}])
    post(office, "/meetings", body)
    told = office.browser.get("/api/site/today").json()
    assert [one["name"] for one in told["people"]] == ["Léa Roux"]
    assert set(told["people"][0]) == {"id", "action_id", "name", "tested", "last_met_on"}
    assert told["unsigned"][0]["label"].startswith("Léa Roux, Autre rencontre du")
    assert len(told["lots"]) == 1


def test_the_key_of_a_device_is_that_of_its_person_alone(office: Office, tmp_path: Any) -> None:
    device = "/api/site/device/" + "d" * 24
    mine = office.browser.get(device).json()
    assert mine["key"] == office.browser.get(device).json()["key"]
    assert mine["key"] != office.browser.get(device[:-1] + "e").json()["key"]
    assert len(mine["key"]) == 64
    with visiting(office.engine, tmp_path, ActorKind.F) as other:
        assert other.get(device).json()["key"] != mine["key"]
    with visiting(office.engine, tmp_path, ActorKind.P) as guide:
        assert guide.get(device).status_code == 403
    assert office.browser.get("/api/site/device/court").status_code in (404, 422)


def test_a_secret_of_before_goes_on_giving_the_key_that_it_gave(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    device, before = "/api/site/device/" + "d" * 24, (tmp_path / "secret").read_text(encoding="ascii")
    told = office.browser.get(device).json()
    assert told["former_keys"] == []
    monkeypatch.setenv("CLAUSES_SECRET", "n" * 40)
    monkeypatch.setenv("CLAUSES_FORMER_SECRETS", f" {before}, {'o' * 40} ")
    with browsing(office.engine, tmp_path) as later:
        later.bring(str(office.browser.client.cookies["session"]))
        after = later.get(device).json()
    assert after["user"] == told["user"]
    assert after["former_keys"][0] == told["key"]
    assert len({after["key"], *after["former_keys"]}) == 3


LISTS = ("actions", "referrals", "meetings", "attendances", "missions", "follow-ups")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_as_many_queries_for_many_rows(office: Office, name: str) -> None:
    path = f"/api/site/{name}"

    def many() -> int:
        with office.engine.begin() as connection, Session(connection) as session:
            for _ in range(3):
                sent = sites.referral(session, action_id=office.action)
                held = sites.meeting(session, action_id=office.action)
                sites.attendance(session, meeting_id=id_of(held), person_id=sent.person_id)
                sites.mission(session, action_id=office.action, person_id=sent.person_id)
                fiche = sites.follow_up(session, action_id=office.action, person_id=sent.person_id)
                sites.sending(session, follow_up_id=id_of(fiche))
                sites.action(session)
            session.commit()
        office.browser.get(path)
        with asked(office.engine) as statements:
            assert office.browser.get(path).status_code == 200
        return len(statements)

    assert many() == many()


def test_meetings_are_found_by_their_kind(office: Office) -> None:
    post(office, "/meetings", module(office))
    listed = office.browser.get(f"/api/site/meetings?kind=module&action_id={office.action}&sort=-held_on").json()
    assert [one["kind"] for one in listed["items"]] == ["module"]
    assert office.browser.get("/api/site/meetings?kind=other").json()["items"] == []
