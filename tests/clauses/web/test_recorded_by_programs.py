"""What programs record beside what they send: lots and companies changed, proofs asked for, criteria, hours as data."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import col, select

from clauses.accounts.keys import Answered
from clauses.accounts.rules import ActorKind
from clauses.audit import Journal
from clauses.db import reading, writing
from clauses.markets.models import Contractor, Market
from clauses.people.models import Evidence, Person
from clauses.reference.rules import Role
from tests import accounts, factories
from tests.clauses.web.test_permissions import Site
from tests.clauses.web.test_written_by_programs import acts, refused, seen
from tests.factories import id_of
from tests.recorder import asked


@pytest.fixture
def site(engine: Engine, tmp_path: Path) -> Iterator[Site]:
    made = Site(engine, tmp_path)
    with made.client:
        yield made


def last(site: Site, act: str) -> dict[str, Any]:
    with reading(site.engine) as session:
        rows = session.exec(select(Journal).where(col(Journal.act) == act).order_by(col(Journal.number).desc())).first()
        return {} if rows is None else {"author": rows.author, **json.loads(rows.details)}


def test_a_lot_and_a_company_are_changed_as_they_were_read(site: Site) -> None:
    ids, author = site.world.ids, site.world.scopes["F1"].author
    lot = f"/api/lots/{ids['lot 1a']}"
    read = seen(site, "F1", lot)
    mended = site.ask("F1", "PATCH", lot, json={"title": "Charpente", "nature": "PI"}, headers=read)
    assert (mended.status_code, mended.json()["title"], mended.json()["nature"]) == (200, "Charpente", "PI")
    assert site.ask("F1", "PATCH", lot, json={"title": "Autre"}, headers=read).status_code == 412
    assert last(site, "modify") == {"author": author, "fields": ["nature", "title"]}
    assert last(site, "rewrite")["after"]["title"] == "Charpente"
    path = f"/api/markets/{ids['market 1']}/lots"
    assert site.ask("F1", "POST", path, json={"number": "Lot n° 077"}).json()["number"] == "77"
    assert refused(site.ask("F1", "POST", path, json={"number": "77"})) == (409, "lot.exists", None)

    with writing(site.engine) as session:
        second = factories.contractor(session, lot_id=ids["lot 1a"], role=Role.COTRAITANT)
        number, other = id_of(second), ids["contractor 1b"]
    one, anyway = f"/api/contractors/{number}", {"if-match": "*"}
    wrong: dict[str, Any]
    for wrong in ({"role": "sous_traitant", "credits_id": other}, {"role": "sous_traitant", "credits_id": 999_999},
                  {"role": "sous_traitant", "credits_id": number}, {"credits_id": ids["contractor 1a"]}):  # fmt: skip
        assert refused(site.ask("F1", "PATCH", one, json=wrong, headers=anyway)) == (
            422,
            "markets.credits",
            "credits_id",
        )
    for wrong, field in (
        ({"role": None}, "role"), ({"correction": True}, ""), ({"effective_on": "2024-01-01"}, ""),
        ({"amount_cents": 10**15}, "amount_cents"), ({"effective_on": "0001-01-01"}, "effective_on"),
    ):  # fmt: skip
        assert refused(site.ask("F1", "PATCH", one, json=wrong, headers=anyway)) == (422, "invalid", field), wrong
    told = {"role": "sous_traitant", "credits_id": ids["contractor 1a"], "effective_on": "2023-06-01"}
    changed = site.ask("F1", "PATCH", one, json=told | {"amount_cents": 5_000_00}, headers=seen(site, "F1", one))
    assert [changed.json()[name] for name in ("role", "credits_id", "amount_cents")] == [
        "sous_traitant", ids["contractor 1a"], 5_000_00,
    ]  # fmt: skip
    for who, status in (("E1a", 403), ("D1", 403), ("S1", 403)):
        own = f"/api/contractors/{ids['contractor 1a']}"
        assert site.ask(who, "PATCH", own, json={"amount_cents": 1}, headers=anyway).status_code == status
    with reading(site.engine) as session:
        assert session.get_one(Contractor, number).role is Role.SOUS_TRAITANT


def test_proofs_are_asked_for_then_received_and_a_shortfall_is_explained(site: Site) -> None:
    ids, author = site.world.ids, site.world.scopes["F1"].author
    path = f"/api/contractors/{ids['contractor 1a']}/notices"
    told = {"served_on": "2024-05-02", "about": "Bulletins d'avril"}
    made = site.ask("F1", "POST", path, json=told)
    assert (made.status_code, made.json()["received_on"], made.json()["author"]) == (201, None, author)
    assert refused(site.ask("F1", "POST", path, json=told)) == (409, "notice.exists", None)
    one = made.headers["location"]
    assert site.ask("E1a", "GET", one).json()["author"] == ""
    assert [site.ask(who, "GET", one).status_code for who in ("E1b", "P1a")] == [404, 404]
    assert [site.ask(who, "POST", path, json=told).status_code for who in ("E1a", "D1", "E1b")] == [403, 403, 404]
    came = f"{one}/receive"
    assert site.ask("F1", "POST", came, json={"received_on": "2024-05-20"}).status_code == 428
    read = seen(site, "F1", one)
    early = site.ask("F1", "POST", came, json={"received_on": "2024-05-01"}, headers=read)
    assert refused(early) == (409, "markets.dates", None)
    done = site.ask("F1", "POST", came, json={"received_on": "2024-05-20"}, headers=read)
    assert (done.status_code, done.json()["received_on"]) == (200, "2024-05-20")
    again = site.ask("F1", "POST", came, json={"received_on": "2024-05-21"}, headers={"if-match": "*"})
    assert refused(again) == (409, "markets.received", None)

    path = f"/api/contractors/{ids['contractor 1a']}/shortfalls"
    why = {"stated_on": "2024-06-01", "motive": "candidats", "details": "Deux offres sans candidat"}
    said = site.ask("F1", "POST", path, json=why)
    assert (said.status_code, said.json()["motive"]) == (201, "candidats")
    assert site.ask("E1a", "GET", said.headers["location"]).json()["details"] == why["details"]
    assert site.ask("E1a", "POST", path, json=why).status_code == 403
    assert [act for act, _ in acts(site, "formal_notice")] == ["serve_notice", "create", "receive_proofs"]
    assert {by for subject in ("formal_notice", "shortfall") for _, by in acts(site, subject)} == {author}


SEEN = {"criterion": "RSA", "document": "Attestation CAF", "evidence_on": "2024-01-05"}
OPINION = {"eligible": True, "decided_on": "2024-01-05", "reason": "Rupture de parcours"}


def test_what_establishes_that_somebody_is_eligible(site: Site) -> None:
    path, author = f"/api/people/{site.world.ids['person 1a']}/criteria", site.world.scopes["F1"].author
    key = {"idempotency-key": "caf-5"}
    made = site.ask("F1", "POST", path, json=SEEN, headers=key)
    assert (made.status_code, made.json()["document"], made.json()["holds"]) == (201, "Attestation CAF", True)
    assert site.ask("F1", "POST", path, json=SEEN, headers=key).json() == made.json()
    assert [one["document"] for one in site.ask("P1a", "GET", path).json()] == ["Attestation CAF"]
    for wrong, field in (({"evidence_on": "2199-01-01"}, "evidence_on"), ({"until": "2023-01-01"}, "until"),
                         ({"document": " "}, "document"), ({"criterion": "X"}, "criterion")):  # fmt: skip
        assert refused(site.ask("F1", "POST", path, json=SEEN | wrong)) == (422, "invalid", field), wrong
    rqth = SEEN | {"criterion": "RQTH", "document": "Notification MDPH"}
    assert site.ask("F1", "POST", path, json=rqth).status_code == 403  # it reads health, and records none
    for who, read in (("E1a", 403), ("O1a", 403), ("R1a", 403), ("E1b", 404), ("F2", 404)):
        assert site.ask(who, "GET", path).status_code == read, who
    kept = site.ask("R1a", "POST", path, json=rqth, headers=key)
    assert [kept.json()[name] for name in ("protected", "criterion", "document")] == [True, None, None]
    assert site.ask("R1a", "POST", path, json=rqth, headers=key).json() == kept.json()
    assert len(site.ask("F1", "GET", path).json()) == 1
    asked = site.ask("F1", "GET", f"{path}?protected=true")
    assert ([one["protected"] for one in asked.json()], "MDPH" in asked.text) == ([True, False], False)
    assert last(site, "read_protected") == {"author": author}
    drop = [f"/api/criteria/{one['id']}/withdraw" for one in (made.json(), kept.json())]
    assert [site.ask("F1", "POST", each).status_code for each in drop] == [200, 403]
    assert refused(site.ask("F1", "POST", drop[0])) == (409, "eligibility.withdrawn", None)
    assert [site.ask(who, "POST", drop[0]).status_code for who in ("R1a", "F2")] == [403, 404]
    assert site.ask("F1", "POST", "/api/criteria/999999/withdraw").status_code == 404
    with reading(site.engine) as session:
        assert len(session.exec(select(Evidence)).all()) == 2

    path = path.replace("criteria", "opinions")
    given = site.ask("F1", "POST", path, json=OPINION, headers=key | {"idempotency-key": "avis-5"})
    assert (given.status_code, given.json()["author"]) == (201, author)
    assert refused(site.ask("F1", "POST", path, json=OPINION | {"decided_on": "2199-01-01"}))[2] == "decided_on"
    assert [one["reason"] for one in site.ask("S1", "GET", path).json()] == ["Rupture de parcours"]
    assert [site.ask(who, "POST", path, json=OPINION).status_code for who in ("S1", "P1a", "F2")] == [403, 403, 404]
    drop = [f"/api/opinions/{given.json()['id']}/withdraw"]
    assert [site.ask(who, "POST", drop[0]).status_code for who in ("S1", "F2", "F1", "F1")] == [403, 404, 200, 409]
    assert acts(site, "opinion") == [("record", author), ("withdraw", author)]


def test_who_records_health_elsewhere_does_not_record_it_here(site: Site) -> None:
    """A capacity gives what it gives on the people that it reaches, and on no others."""
    with writing(site.engine) as session:
        accounts.membership(
            session, user_id=site.world.users["F1"], kind=ActorKind.R,
            organisation_id=site.world.ids["sender 2a"], territory_id=_other(session, site),
        )  # fmt: skip
    rqth = SEEN | {"criterion": "RQTH"}
    for name, status in (("1a", 403), ("2a", 201)):
        path = f"/api/people/{site.world.ids[f'person {name}']}/criteria"
        assert site.ask("F1", "POST", path, json=rqth).status_code == status, name


def _other(session: Any, site: Site) -> int:
    return int(next(one.territory_id for one in site.world.scopes["F2"].standings))


ANA: dict[str, Any] = {
    "last_name": "Exemple 1a", "first_name": "Ana", "birth_date": "1990-01-02", "contract_kind": "CDDI",
    "starts_on": "2023-01-09", "hours": "35,5",
}  # fmt: skip


def _month(site: Site, name: str, **more: Any) -> dict[str, Any]:
    return {"contractor_id": site.world.ids[f"contractor {name}"], "month": "2023-05", "lines": [ANA]} | more


def test_hours_sent_as_data_are_judged_as_those_of_a_file(site: Site) -> None:
    ids = site.world.ids
    with writing(site.engine) as session:
        # Two markets of one reference: the contractor that is named says which.
        reference = session.get_one(Market, ids["market 1"]).reference
        session.get_one(Market, ids["market 2"]).reference = reference
        session.get_one(Market, ids["market 2"]).reference_key = session.get_one(Market, ids["market 1"]).reference_key
        someone = session.get_one(Person, ids["person 1a"])
        ana = ANA | {"last_name": someone.last_name, "first_name": someone.first_name,
                     "birth_date": someone.birth_date.isoformat()}  # fmt: skip
    told = _month(site, "1a", lines=[ana])
    dry = site.ask("E1a", "POST", "/api/lines", json=told | {"dry_run": True})
    assert (dry.status_code, dry.json()["run"], dry.json()["rows"]["accepted"]) == (200, None, 1), dry.text
    assert set(site.written) <= {"journal", "journal_head", "signed_in"}
    sent = site.ask("E1a", "POST", "/api/lines", json=told).json()
    assert (sent["changes"]["created"], sent["hours"]) == (1, "35.50"), sent
    again = site.ask("E1a", "POST", "/api/lines", json=told).json()
    assert (again["changes"]["unchanged"], again["changes"]["created"]) == (1, 0), again
    more = site.ask("E1a", "POST", "/api/lines", json=_month(site, "1a", lines=[ana | {"hours": "40"}])).json()
    assert more["changes"]["replaced"] == 1, more
    run = site.ask("E1a", "GET", f"/api/imports/{sent['run']}").json()
    assert (run["author"], run["kind"]) == (site.world.scopes["E1a"].author, "hours")
    bad = _month(site, "1a", lines=[ana, ana | {"hours": "beaucoup"}])
    for anyway, codes in ((False, [(2, "hours.replacement_to_confirm"), (3, "hours.not_a_number")]),
                          (True, [(3, "hours.not_a_number")])):  # fmt: skip
        told = site.ask("E1a", "POST", "/api/lines", json=bad | {"replace": anyway}).json()
        assert [(one["row"], one["code"]) for one in told["issues"] if one["severity"] == "error"] == codes
    other = site.ask(
        "F1", "POST", "/api/lines", json=_month(site, "1a", lines=[ana], employer_id=ids["body 1b"])
    ).json()
    assert (other["changes"]["created"], told["rows"]["rejected"]) == (1, 1), other
    assert site.ask("F1", "GET", f"/api/imports/{other['run']}").json()["author"] == site.world.scopes["F1"].author
    units = site.ask("F1", "GET", f"/api/declarations?run_id={other['run']}").json()["items"]
    assert [(one["contractor_id"], one["employer_id"], one["month"]) for one in units] == [
        (ids["contractor 1a"], ids["body 1b"], "2023-05-01")
    ]


@pytest.mark.parametrize(
    ("who", "wrong", "field"),
    [
        ("E1a", {"contractor_id": "contractor 1b"}, "contractor_id"),
        ("E1a", {"contractor_id": 999_999}, "contractor_id"),
        ("F1", {"contractor_id": "contractor 2a"}, "contractor_id"),
        ("F1", {"employer_id": 999_999}, "employer_id"),
        ("E1a", {"employer_id": "body 1b"}, "employer_id"),
        ("E1a", {"month": "avril"}, "month"),
        ("E1a", {"month": "0001-01"}, "month"),
        ("E1a", {"lines": []}, "lines"),
        ("E1a", {"lines": [ANA | {"last_name": "a\x00"}]}, "lines"),
        ("E1a", {"lines": [ANA | {"birth_date": "9999-12-31"}]}, "lines"),
        ("E1a", {"lines": [ANA | {"state": "validated"}]}, "lines"),
        ("E1a", {"lines": [ANA] * 2_001}, "lines"),
    ],
)
def test_lines_that_cannot_be_told_are_said_at_their_field(
    lasting: Site, who: str, wrong: dict[str, Any], field: str
) -> None:
    named = {name: lasting.world.ids.get(value, value) if isinstance(value, str) else value
             for name, value in wrong.items()}  # fmt: skip
    answer = lasting.ask(who, "POST", "/api/lines", json=_month(lasting, "1a") | named)
    assert (answer.status_code, answer.json()["field"].partition(".")[0]) == (422, field), answer.text
    assert set(lasting.written) <= {"journal", "journal_head", "signed_in"}


@pytest.fixture(scope="module")
def lasting(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One site for what writes nothing."""
    from tests.databases import database

    folder = tmp_path_factory.mktemp("lines")
    with database("sqlite", request, folder) as engine:
        made = Site(engine, folder)
        with made.client:
            yield made


def test_what_a_key_answered_is_kept_nowhere(site: Site) -> None:
    """A name left beside its person would outlive them (anonymisation)."""
    told = {"last_name": "Deux-Fois", "first_name": "Ana", "birth_date": "1990-01-02"}
    key = {"idempotency-key": "ana"}
    first = site.ask("F1", "POST", "/api/people", json=told, headers=key)
    path, anyway = first.headers["location"], {"if-match": "*"}
    assert site.ask("F1", "PATCH", path, json={"first_name": "Anna"}, headers=anyway).status_code == 200
    again = site.ask("F1", "POST", "/api/people", json=told, headers=key)
    assert (again.status_code, again.json()["first_name"], again.headers["location"]) == (201, "Anna", path)
    with reading(site.engine) as session:
        assert [row.body for row in session.exec(select(Answered))] == [""]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # SQLite has a single writer
def test_a_writer_takes_its_turn_before_it_locks_a_row(site: Site) -> None:
    """The other way round, an import that holds the turn and waits for the row would stop it, and be stopped."""
    need, key = f"/api/needs/{site.world.ids['need 1a']}", {"if-match": "*"}
    for method, path, body in (("PATCH", need, {"posts": 3}), ("POST", f"{need}/close", {}),
                               ("POST", f"/api/people/{site.world.ids['person 1a']}/criteria", SEEN)):  # fmt: skip
        with asked(site.engine) as said:
            assert site.ask("F1", method, path, json=body, headers=key).status_code < 300
        turn = next(at for at, each in enumerate(said) if "pg_advisory_xact_lock" in each)
        assert not any("FOR UPDATE" in each or each.startswith(("INSERT", "UPDATE")) for each in said[:turn])


def test_a_writer_stopped_to_let_another_through_is_told_to_send_again(
    lasting: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_args: object, **_more: object) -> None:
        raise OperationalError("UPDATE lot", {}, Exception("database is locked"))

    path = f"/api/lots/{lasting.world.ids['lot 1a']}"
    monkeypatch.setattr("clauses.web.lots_api.rewrite_lot", stopped)
    answer = lasting.ask("F1", "PATCH", path, json={"title": "Autre"}, headers={"if-match": "*"})
    assert (answer.status_code, answer.json()["code"]) == (409, "busy")


def test_a_body_is_added_and_changed_and_a_token_is_revoked(site: Site) -> None:
    author = site.world.scopes["F1"].author
    made = site.ask("F1", "POST", "/api/organisations", json={"name": "Chantiers du Val", "siret": "73282932000074"})
    assert (made.status_code, made.json()["name"]) == (201, "Chantiers du Val")
    assert refused(site.ask("F1", "POST", "/api/organisations", json={"name": "X", "siret": "73282932000074"})) == (
        409, "organisation.exists", None,
    )  # fmt: skip
    one = made.headers["location"]
    changed = site.ask("F1", "PATCH", one, json={"name": "Chantiers du Vallon"}, headers=seen(site, "F1", one))
    assert (changed.status_code, changed.json()["name"]) == (200, "Chantiers du Vallon")
    other, anyway = f"/api/organisations/{site.world.ids['body 1b']}", {"if-match": "*"}
    taken = site.ask("F1", "PATCH", other, json={"siret": "73282932000074"}, headers=anyway)
    assert refused(taken) == (422, "invalid", "siret")
    assert acts(site, "organisation") == [("create", author), ("modify", author)]
    token = f"/api/tokens/{site.world.ids['token 1a']}/revoke"
    assert [site.ask(who, "POST", token).status_code for who in ("E1b", "E1a")] == [404, 200]
    assert site.ask("E1a", "GET", "/api/tokens").json()["items"][0]["revoked_at"]
    assert {by for _, by in acts(site, "token")} == {site.world.scopes["E1a"].author}
