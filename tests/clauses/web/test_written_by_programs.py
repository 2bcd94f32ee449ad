"""What programs write of hours due, penalties, needs, proposals and exits: the verbs of the pages, signed, once."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import Engine, update
from sqlmodel import col, select

from clauses.audit import Journal
from clauses.db import reading, writing
from clauses.hours.models import Line
from clauses.hours.rules import LineState
from clauses.people.models import Person
from tests.clauses.web.test_permissions import Site
from tests.factories import NOON


@pytest.fixture
def site(engine: Engine, tmp_path: Path) -> Iterator[Site]:
    made = Site(engine, tmp_path)
    with made.client:
        yield made


def acts(site: Site, subject: str) -> list[tuple[str, str]]:
    with reading(site.engine) as session:
        rows = session.exec(select(Journal).where(col(Journal.subject) == subject).order_by(col(Journal.number))).all()
        return [(row.act, row.author) for row in rows]


def seen(site: Site, who: str, path: str) -> dict[str, str]:
    return {"If-Match": site.ask(who, "GET", path).headers["etag"]}


def refused(answer: Response) -> tuple[int, str, str | None]:
    told = answer.json()
    return answer.status_code, told["code"], told.get("field")


def test_hours_due_and_their_price_come_in_versions(site: Site) -> None:
    holder, lot = site.world.ids["contractor 1a"], site.world.ids["lot 1a"]
    path = f"/api/contractors/{holder}/obligations"
    made = site.ask("F1", "POST", path, json={"due": "800.00", "in_force_on": "2024-01-01", "source": "Avenant 1"})
    assert (made.status_code, made.json()["version"], made.json()["due"]) == (201, 2, "800.00")
    above = {"cents_per_hour": 200_000, "threshold_cents": 270_000_000}
    whole = site.ask("F1", "POST", f"/api/lots/{lot}/obligations", json=above).json()
    assert (whole["kind"], whole["contractor_id"], whole["cents_per_hour"]) == ("per_euro", None, 200_000)
    wrong: dict[str, Any]
    for wrong in ({}, above | {"due": "1.00"}):
        assert refused(site.ask("F1", "POST", path, json=wrong)) == (422, "obligation.formula", "due")
    undated = (422, "obligation.undated", "in_force_on")  # it would rewrite what was due since the start
    assert refused(site.ask("F1", "POST", path, json={"due": "800.00"})) == undated

    path, key = f"/api/contractors/{holder}/penalty-rules", {"idempotency-key": "prix"}
    price: dict[str, Any] = {
        "source": "CCAP 7",
        "in_force_on": "2024-01-01",
        "cents_per_hour": 20_000,
        "cents_per_late_day": 7_500,
        "cap_cents": 1_000_000,
    }
    first = site.ask("F1", "POST", path, json=price, headers=key)
    assert first.json() == site.ask("F1", "POST", path, json=price, headers=key).json()
    assert refused(site.ask("F1", "POST", path, json=price | {"in_force_on": None})) == undated
    day = {"in_force_on": "2024-06-01"}
    multiple = day | {"source": "Avenant 2", "multiple": "3.00", "reference_rate": "smic_horaire_brut"}
    second = site.ask("F1", "POST", path, json=multiple).json()
    assert (second["version"], second["kind"], second["multiple"]) == (first.json()["version"] + 1, "multiple", "3.00")
    assert (second["cents_per_late_day"], second["cap_cents"]) == (7_500, 1_000_000)  # kept: nothing was said of them
    for wrong in (
        day | {"source": "x"},
        day | {"source": "x", "multiple": "3.00"},
        price | multiple,
        price | {"reference_rate": "smic"},
    ):
        assert refused(site.ask("F1", "POST", path, json=wrong)) == (409, "markets.one_price", None)
    unknown = site.ask("F1", "POST", path, json=multiple | {"reference_rate": "smic"})
    assert refused(unknown) == (422, "invalid", "reference_rate")
    read = site.ask("E1a", "GET", f"/api/penalty-rules?contractor_id={holder}").json()["items"]
    assert [one["version"] for one in read] == [1, 2, 3]
    assert site.ask("E1b", "GET", first.headers["location"]).status_code == 404
    assert site.ask("E1a", "POST", path, json=price).status_code == 403
    author = site.world.scopes["F1"].author
    assert acts(site, "penalty_rule") == [("set_penalty", author), ("create", author)] * 2


def test_hours_are_handed_over_to_a_company_that_one_sees(site: Site) -> None:
    ids = site.world.ids
    path = f"/api/contractors/{ids['contractor 1a']}/transfers"
    told = {"organisation_id": ids["body 1b"], "hours": "100.00", "effective_on": "2023-06-01", "reason": "Liquidation"}
    given = site.ask("F1", "POST", path, json=told)
    assert (given.status_code, given.json()["organisation_id"]) == (201, ids["body 1b"])
    owed = site.ask("F1", "GET", f"/api/obligations?contractor_id={given.json()['id']}").json()["items"]
    assert [(one["due"], one["effect"]) for one in owed] == [("100.00", "adds")]
    assert refused(site.ask("F1", "POST", path, json=told | {"hours": "99999.00"}))[:2] == (
        409,
        "markets.more_than_due",
    )
    nobody = told | {"organisation_id": 999_999}
    assert refused(site.ask("F1", "POST", path, json=nobody)) == (422, "invalid", "organisation_id")


def test_hours_are_lent_under_a_convention_that_every_buyer_signed_and_taken_back(site: Site) -> None:
    ids, key = site.world.ids, {"idempotency-key": "pret"}
    with writing(site.engine) as session:
        signed = {"validated_by": "Ana", "validated_at": NOON, "state": LineState.VALIDATED}
        session.execute(update(Line).where(col(Line.id) == ids["line 1a"]).values(**signed))
    path = f"/api/contractors/{ids['contractor 1b']}/loans"
    told = {"reference": "GLOB-2023", "lender_id": ids["contractor 1a"], "month": "2023-04-15", "hours": "1.50"}
    assert refused(site.ask("F1", "POST", path, json=told)) == (409, "hours.not_signed", None)
    made = site.ask("F1", "POST", path, json=told | {"signed_on": "2023-01-10"}, headers=key)
    assert made.status_code == 201, made.text
    shown, one = made.json(), made.headers["location"]
    assert [shown[name] for name in ("borrower_id", "month", "hours", "signed")] == [
        ids["contractor 1b"], "2023-04-01", "1.50", True,
    ]  # fmt: skip
    assert site.ask("F1", "POST", path, json=told | {"signed_on": "2023-01-10"}, headers=key).json() == shown
    for wrong, said in (
        ({"hours": "beaucoup"}, (422, "invalid", "hours")),
        ({"hours": "99999"}, (409, "hours.lent_twice", None)),
        ({"lender_id": ids["contractor 2a"]}, (422, "invalid", "lender_id")),
        ({"lender_id": 999_999}, (422, "invalid", "lender_id")),
        ({"reference": " "}, (422, "invalid", "reference")),
    ):
        assert refused(site.ask("F1", "POST", path, json=told | wrong)) == said
    convention = f"/api/conventions/{shown['convention_id']}"
    assert site.ask("F1", "GET", convention).json()["reference"] == "GLOB-2023"
    assert [row["reference"] for row in site.ask("F1", "GET", "/api/conventions").json()["items"]].count(
        "GLOB-2023"
    ) == 1
    listed = f"/api/loans?month=2023-04-30&convention_id={shown['convention_id']}"
    theirs = site.ask("E1a", "GET", listed).json()["items"]
    assert [(row["lender_id"], row["borrower_id"]) for row in theirs] == [(ids["contractor 1a"], None)]
    assert site.ask("E1a", "GET", convention).json()["author"] == ""
    assert [site.ask("F2", "GET", where).status_code for where in (one, convention)] == [404, 404]
    back = f"{one}/withdraw"
    assert [site.ask(who, "POST", back).status_code for who in ("E1a", "D1", "F2")] == [403, 403, 404]
    assert site.ask("F1", "POST", back).json()["withdrawn_at"]
    assert refused(site.ask("F1", "POST", back)) == (409, "hours.withdrawn", None)
    author = site.world.scopes["F1"].author
    assert acts(site, "allocation") == [("lend", author), ("create", author), ("take_back", author)]


def test_a_need_is_added_said_otherwise_closed_and_opened_again(site: Site) -> None:
    path = f"/api/contractors/{site.world.ids['contractor 1a']}/needs"
    told: dict[str, Any] = {"reference": "B 12", "job": "Maçon (F1703)", "posts": 2, "starts_on": "2024-02-01"}
    made = site.ask("E1a", "POST", path, json=told | {"weekly_hours": "35.00"})
    assert (made.status_code, made.json()["version"], made.json()["weekly_hours"]) == (201, 1, "35.00")
    assert refused(site.ask("E1a", "POST", path, json=told)) == (409, "need.exists", None)
    for wrong, said in (
        ({"posts": 5_000}, (422, "needs.posts", "posts")),
        ({"reference": "—"}, (422, "needs.no_reference", "reference")),
        ({"ends_on": "2023-01-01"}, (422, "invalid", "ends_on")),
        ({"weekly_hours": "200"}, (422, "needs.weekly_hours", "weekly_hours")),
    ):
        assert refused(site.ask("E1a", "POST", path, json=told | {"reference": "B 13"} | wrong)) == said
    one = made.headers["location"]
    assert site.ask("E1a", "PATCH", one, json={"posts": 3}).status_code == 428
    changed = site.ask("E1a", "PATCH", one, json={"posts": 3}, headers=seen(site, "E1a", one)).json()
    assert [changed[name] for name in ("version", "posts", "job", "weekly_hours")] == [2, 3, "Maçon (F1703)", "35.00"]
    late = site.ask("E1a", "PATCH", one, json={"ends_on": "2023-01-01"}, headers=seen(site, "E1a", one))
    assert refused(late) == (422, "invalid", "ends_on")
    assert site.ask("F1", "POST", f"{one}/close").json()["state"] == "closed"
    assert site.ask("F1", "POST", f"{one}/close").json()["code"] == "needs.already_closed"
    assert site.ask("F1", "POST", f"{one}/reopen").json()["state"] == "open"
    assert [site.ask(who, "POST", path, json=told).status_code for who in ("E1b", "D1", "P1a")] == [404, 403, 403]
    author = site.world.scopes
    assert acts(site, "need") == [
        ("create", author["E1a"].author), ("modify", author["E1a"].author), ("close", author["F1"].author),
        ("reopen", author["F1"].author),
    ]  # fmt: skip


def test_a_person_proposes_sends_retains_and_undoes(site: Site) -> None:
    ids = site.world.ids
    path = f"/api/needs/{ids['need 1a']}/proposals"
    hidden = site.ask("F1", "POST", path, json={"person_id": ids["person 2a"]})
    assert refused(hidden) == (422, "invalid", "person_id")
    made = site.ask("F1", "POST", path, json={"person_id": ids["person 1b"], "comment": "Vue en entretien"})
    assert (made.status_code, made.json()["state"], made.json()["person_id"]) == (201, "proposed", ids["person 1b"])
    again = site.ask("F1", "POST", path, json={"person_id": ids["person 1b"], "comment": "Encore"})
    assert refused(again) == (409, "proposals.already", None)
    one = made.headers["location"]
    assert site.ask("E1a", "GET", one).json()["person_id"] is None  # whom it does not employ, it does not read
    move = f"{one}/decide"
    assert site.ask("F1", "POST", move, json={"to": "sent"}).status_code == 428
    old = seen(site, "F1", one)
    early = site.ask("F1", "POST", move, json={"to": "interview", "cv": "pdf"}, headers=seen(site, "F1", one))
    assert refused(early) == (422, "invalid", "cv")
    empty = site.ask("F1", "POST", move, json={"to": "sent", "cv": "7"}, headers=seen(site, "F1", one))
    assert refused(empty) == (409, "cv.gone", None)
    for to, more in (("sent", {"cv": "docx"}), ("interview", {}), ("retained", {})):
        moved = site.ask("F1", "POST", move, json={"to": to, **more}, headers=seen(site, "F1", one))
        assert moved.json()["state"] == to, moved.text
    assert site.ask("F1", "POST", move, json={"to": "sent"}, headers=old).status_code == 412
    back = site.ask("F1", "POST", f"{one}/undo", json={}, headers=seen(site, "F1", one))
    assert back.json()["state"] == "interview"
    no = site.ask("F1", "POST", move, json={"to": "refused"}, headers=seen(site, "F1", one))
    assert refused(no) == (422, "invalid", "reason")
    ended = {"to": "refused", "reason": "horaires"}
    assert site.ask("F1", "POST", move, json=ended, headers=seen(site, "F1", one)).json()["state"] == "refused"
    assert site.ask("E1a", "POST", move, json=ended, headers=seen(site, "E1a", one)).status_code == 403
    assert {author for _, author in acts(site, "proposal")} == {site.world.scopes["F1"].author}


def _name_of_1a(site: Site) -> str:
    with reading(site.engine) as session:
        return session.get_one(Person, site.world.ids["person 1a"]).last_name


def test_an_exit_is_recorded_judged_then_decided_by_a_person(site: Site) -> None:
    path = f"/api/people/{site.world.ids['person 1a']}/exits"
    told: dict[str, Any] = {"exited_on": "2024-06-30", "reason": "emploi", "contract_kind": "CDI"}
    facts = {"starts_on": "2023-12-01", "weekly_hours": "35.00", "employer_kind": "entreprise"}
    made = site.ask("P1a", "POST", path, json=told | facts)
    assert made.status_code == 201, made.text
    assert [made.json()[name] for name in ("decided", "verdict_positive")] == [False, True]
    assert refused(site.ask("P1a", "POST", path, json=told)) == (409, "exit.exists", None)
    reversed_ = told | {"exited_on": "2024-07-01", "starts_on": "2024-01-01", "ends_on": "2023-01-01"}
    assert refused(site.ask("P1a", "POST", path, json=reversed_)) == (422, "exits.contract_reversed", "ends_on")
    one = made.headers["location"]
    short = {"contract_kind": "CDD", "starts_on": "2024-06-01", "ends_on": "2024-06-29"}
    changed = site.ask("P1a", "PATCH", one, json=short, headers=seen(site, "P1a", one))
    assert (changed.status_code, changed.json()["verdict_positive"]) == (200, False)
    decision = {"reason": "emploi", "decided_on": "2024-07-02"}
    assert site.ask("P1a", "POST", f"{one}/decision", json=decision).status_code == 403
    early = site.ask("F1", "POST", f"{one}/decision", json=decision | {"decided_on": "2024-06-01"},
                     headers=seen(site, "F1", one))  # fmt: skip
    assert refused(early) == (422, "invalid", "decided_on")
    read = seen(site, "F1", one)
    unsaid = site.ask("F1", "POST", f"{one}/decision", json=decision, headers=read)
    assert refused(unsaid) == (422, "exit.unexplained", "why")
    told = {"why": f"{_name_of_1a(site)} l'a mérité"}
    named = site.ask("F1", "POST", f"{one}/decision", json=decision | told, headers=read)
    assert refused(named) == (422, "exit.names_somebody", "why")
    assert site.ask("F1", "GET", one).json()["decided"] is False
    why = {"why": "Comité technique du 2 juillet"}
    decided = site.ask("F1", "POST", f"{one}/decision", json=decision | why, headers=read).json()
    assert [decided[name] for name in ("decided", "decided_on", "verdict_positive")] == [True, "2024-07-02", False]
    other = decision | {"reason": "sante"}
    read = seen(site, "F1", one)
    again = site.ask("F1", "POST", f"{one}/decision", json=other, headers=read)
    assert refused(again) == (422, "exit.unexplained", "why")
    assert site.ask("F1", "POST", f"{one}/decision", json=other | {"why": "Erreur de saisie"}, headers=read).is_success
    with reading(site.engine) as session:
        kept = session.exec(select(Journal.details).where(col(Journal.act) == "decide", col(Journal.subject) == "exit"))
        assert [json.loads(each) for each in kept] == [
            {"after": {"reason": "emploi", "decided_on": "2024-07-02"}, **why},
            {
                "before": {"reason": "emploi", "decided_on": "2024-07-02"},
                "after": {"reason": "sante", "decided_on": "2024-07-02"},
                "why": "Erreur de saisie",
            },
        ]
    late = site.ask("P1a", "PATCH", one, json={"aided": True}, headers=seen(site, "P1a", one))
    assert refused(late) == (409, "exit.decided", None)
    assert [act for act, _ in acts(site, "exit")] == ["create", "modify", "decide", "decide"]
    assert site.ask("R1a", "GET", one).json()["employer"] is None
