"""The API at work: lists, versions, creations done once, decisions, deposits, programs; no field is set by surprise."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import Engine, event, update
from sqlmodel import col, select

from clauses.accounts.keys import Answered, SignedIn, Token
from clauses.accounts.models import Deposit, User
from clauses.accounts.rules import RECENT, ActorKind, TokenScope
from clauses.accounts.users import make_token
from clauses.audit import Journal
from clauses.db import reading, writing
from clauses.hours.models import Line
from clauses.hours.rules import LineState
from clauses.markets.models import MarketBefore
from clauses.people.models import Person
from clauses.people.publics import Criterion
from clauses.questions.models import Question
from clauses.tables import metadata
from tests import accounts, factories
from tests.clauses.access.world import WORDS
from tests.clauses.web.test_permissions import OWN, ROUTES, Route, Site
from tests.factories import id_of


@pytest.fixture
def site(engine: Engine, tmp_path: Path) -> Iterator[Site]:
    made = Site(engine, tmp_path)
    with made.client:
        yield made


def acts(site: Site, act: str) -> list[Journal]:
    with reading(site.engine) as session:
        return list(session.exec(select(Journal).where(col(Journal.act) == act).order_by(col(Journal.number))).all())


MARKET = {"reference": "2026-T9", "title": "Un lycée", "nature": "BTP"}


def market(site: Site, **more: Any) -> dict[str, Any]:
    return MARKET | {"buyer_id": site.world.ids["buyer 1"]} | more


# Creations and versions


def test_a_creation_sent_twice_with_its_key_is_done_once(site: Site) -> None:
    key = {"idempotency-key": "lot-7"}
    first = site.ask("F1", "POST", "/api/markets", json=market(site), headers=key)
    again = site.ask("F1", "POST", "/api/markets", json=market(site), headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert (first.json(), first.headers["location"]) == (again.json(), again.headers["location"])
    other = site.ask("F1", "POST", "/api/markets", json=market(site, title="Autre"), headers=key)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency.other")
    twice = site.ask("F1", "POST", "/api/markets", json=market(site))
    assert (twice.status_code, twice.json()["code"]) == (409, "market.exists")
    elsewhere = site.ask("S1", "POST", "/api/people", json={}, headers=key)
    assert elsewhere.status_code == 422
    with reading(site.engine) as session:
        assert len(session.exec(select(Answered)).all()) == 1


def test_what_is_added_is_of_ones_own_territory(site: Site) -> None:
    added = site.ask("F2", "POST", "/api/markets", json=market(site)).json()
    person = {"last_name": "Nouvelle", "first_name": "Venue", "birth_date": "1990-01-02"}
    someone = site.ask("F2", "POST", "/api/people", json=person).json()
    for path in (f"/api/markets/{added['id']}", f"/api/people/{someone['id']}"):
        assert site.ask("F2", "GET", path).status_code == 200
        assert site.ask("F1", "GET", path).status_code == 404


def test_a_buyer_adds_markets_to_itself_alone(site: Site) -> None:
    assert site.ask("D1", "POST", "/api/markets", json=market(site)).status_code == 201
    other = market(site, reference="2026-T10", buyer_id=site.world.ids["buyer 2"])
    refused = site.ask("D1", "POST", "/api/markets", json=other)
    assert (refused.status_code, refused.json()["field"]) == (422, "buyer_id")
    assert site.ask("F1", "GET", "/api/markets?q=2026 t10").json()["items"] == []


def test_a_change_needs_the_version_that_was_read(site: Site) -> None:
    path = f"/api/markets/{site.world.ids['market 1']}"
    read = site.ask("F1", "GET", path)
    tag = {"if-match": read.headers["etag"]}
    assert site.ask("F1", "PATCH", path, json={"title": "Neuf"}).status_code == 428
    changed = site.ask("F1", "PATCH", path, json={"title": "Neuf"}, headers=tag)
    assert (changed.status_code, changed.json()["title"]) == (200, "Neuf")
    assert site.ask("F1", "PATCH", path, json={"title": "Vieux"}, headers=tag).status_code == 412
    assert site.ask("F1", "PATCH", path, json={}, headers={"if-match": "*"}).json()["field"] == ""
    assert site.ask("F1", "PATCH", path, json={"title": None}, headers={"if-match": "*"}).json()["field"] == "title"
    (kept,) = acts(site, "modify")
    assert (kept.author, kept.details) == (site.world.scopes["F1"].author, '{"fields": ["title"]}')


def test_an_end_changed_by_the_api_leaves_yesterday_as_it_was_unless_it_is_a_correction(site: Site) -> None:
    path = f"/api/markets/{site.world.ids['market 1']}"
    state, anyway = f"{path}/compliance?on=2023-06-30", {"if-match": "*"}
    before = site.ask("F1", "GET", state).json()
    assert (
        site.ask("F1", "PATCH", path, json={"ends_on": "2031-12-31"}, headers=anyway).json()["ends_on"] == "2031-12-31"
    )
    assert site.ask("F1", "GET", state).json() == before
    slip = {"ends_on": "2032-12-31", "correction": True}
    assert site.ask("F1", "PATCH", path, json=slip, headers=anyway).status_code == 200
    with reading(site.engine) as session:
        kept = session.exec(select(MarketBefore).order_by(col(MarketBefore.id))).all()
    assert [(one.field.value, one.rewriting.value, one.author) for one in kept] == [
        ("ends_on", how, site.world.scopes["F1"].author) for how in ("change", "correction")
    ]


WRITES = [route for route in ROUTES if route.method in ("POST", "PATCH") and route.path.startswith("/api/")]


def test_no_field_is_set_that_is_not_listed(site: Site) -> None:
    """Columns of the tables, on every route that takes a body: refused by name, and nothing changes."""
    described = json.loads(site.ask("A", "GET", "/schema/openapi.json").text)
    known = {column.name for table in metadata.sorted_tables for column in table.columns}
    tried = 0
    for route in WRITES:
        fields = _fields(described, route)
        key = _row(route)
        if key is None:
            continue
        path = route.path.replace("{number}", str(site.world.ids[key])).replace("{month}", "2031-05")
        for name in sorted(known - fields)[:: 1 + len(known) // 25] if fields else ():
            answered = {}
            for who in ("F1", "A", "O1a"):  # the first of them who may write there
                answered[who] = site.ask(who, route.method, path, json={name: 1}, headers={"if-match": "*"})
                if answered[who].status_code not in (403, 404):
                    break
            assert 422 in {each.status_code for each in answered.values()}, (route.name, name, answered)
            assert not set(site.written) - {"journal", "journal_head", "signed_in"}, route.name
            tried += 1
    assert tried > 300


def _row(route: Route) -> str | None:
    """Which row of the world a route is tried on; None for what the world has none of: questions."""
    table = route.rule.table
    if table is Question:
        return None
    if table is None or table not in {*WORDS, *OWN}:
        return "market 1"
    return OWN.get(table) or f"{WORDS[table]} 1a"


def _fields(described: dict[str, Any], route: Route) -> set[str]:
    """The fields that the description lists for a route; none when it takes no body of JSON."""
    content = described["paths"][route.path][route.method.lower()].get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        return set()
    name = content["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
    whole = described["components"]["schemas"][name]
    assert whole["additionalProperties"] is False, name
    return set(whole["properties"])


# Lists


def test_pages_follow_each_other_without_a_gap(site: Site) -> None:
    for sort in ("name", "-name", "birth_date", "id", "-id"):
        seen: list[int] = []
        cursor = ""
        for _ in range(10):
            page = site.ask("F1", "GET", f"/api/people?sort={sort}&limit=2&cursor={cursor}").json()
            seen += [one["id"] for one in page["items"]]
            cursor = page["next"] or ""
            if not cursor:
                break
        assert sorted(seen) == sorted(site.world.ids[f"person {name}"] for name in ("1a", "1b", "1c")), sort
    lost = site.ask("F1", "GET", f"/api/people?sort=id&cursor={'AAAA'}")
    assert (lost.status_code, lost.json()["field"]) == (422, "cursor")


def test_search_forgives_accents_and_case(site: Site) -> None:
    with writing(site.engine) as session:
        someone = factories.person(session, last_name="Dépardieu-Özil", first_name="Élodie")
        number = id_of(someone)
    for words in ("depardieu", "ÉLODIE özil", "ozil elo"):
        found = site.ask("F1", "GET", f"/api/people?q={words}").json()["items"]
        assert [one["id"] for one in found] == [number], words
    assert site.ask("F1", "GET", "/api/people?q=%25").json()["items"] != []
    assert site.ask("F1", "GET", "/api/people?q=absente").json()["items"] == []


@pytest.mark.parametrize("path", ["/api/people", "/api/markets", "/api/declarations", "/api/lines", "/api/contractors"])
def test_a_list_takes_as_many_queries_for_a_hundred_rows_as_for_three(site: Site, path: str) -> None:
    counts = []
    for more in (0, 100):
        with writing(site.engine) as session:
            for _ in range(more):
                factories.line(session)
        queries: list[str] = []

        def noticed(_c: object, _cursor: object, statement: str, *_rest: object, kept: list[str] = queries) -> None:
            kept.append(statement)

        event.listen(site.engine, "before_cursor_execute", noticed)
        rows = site.ask("F1", "GET", f"{path}?limit=200").json()["items"]
        event.remove(site.engine, "before_cursor_execute", noticed)
        counts.append((len(rows), len(queries)))
    assert counts[1][0] > 50 or path == "/api/people"
    assert counts[0][1] == counts[1][1]


# Decisions


def lines(site: Site, name: str) -> str:
    return f"/api/lines/{site.world.ids[f'line {name}']}"


def test_a_line_is_validated_once_at_the_version_looked_at(site: Site) -> None:
    path = lines(site, "1a")
    assert site.ask("F1", "POST", f"{path}/validate", json={"version": 9}).status_code == 409
    done = site.ask("F1", "POST", f"{path}/validate", json={"version": 1})
    assert (done.status_code, done.json()["state"]) == (200, "validated")
    assert done.json()["validated_by"] == site.world.scopes["F1"].author
    assert site.ask("F1", "POST", f"{path}/validate", json={"version": 2}).status_code == 409
    refused = site.ask("F1", "POST", f"{lines(site, '1b')}/reject", json={"version": 1, "reason": "Doublon"})
    assert refused.json()["state"] == "rejected"
    assert {one.act for one in (*acts(site, "validate"), *acts(site, "reject"))} == {"validate", "reject"}


def test_validating_asks_for_the_password_of_lately(site: Site) -> None:
    with writing(site.engine) as session:
        session.execute(update(SignedIn).values(proven_at=datetime.now(UTC) - RECENT))
    answer = site.ask("F1", "POST", f"{lines(site, '1a')}/validate", json={"version": 1})
    assert (answer.status_code, answer.json()["code"]) == (403, "prove_again")
    with reading(site.engine) as session:
        assert session.get_one(Line, site.world.ids["line 1a"]).state is LineState.SUBMITTED


def test_a_month_is_reopened_by_two_people(site: Site) -> None:
    path = "/api/months/2023-04"
    assert site.ask("F1", "POST", f"{path}/lock").json()[0]["locked"] is True
    assert site.ask("F1", "POST", f"{lines(site, '1a')}/validate", json={"version": 1}).status_code == 409
    assert site.ask("F1", "POST", f"{path}/reopen").status_code == 409
    site.ask("F1", "POST", f"{path}/ask-reopening")
    assert site.ask("F1", "POST", f"{path}/reopen").json()["code"] == "hours.two_people"
    assert site.ask("F2", "POST", f"{path}/reopen").json()[0]["locked"] is False
    told = site.ask("D1", "GET", "/api/months").json()[0]
    assert (told["locked"], told["locked_by"], told["reopened_by"]) == (False, "", None)
    assert site.ask("F1", "POST", "/api/months/avril/lock").json()["field"] == "month"


def test_reading_a_health_datum_is_journalised(site: Site) -> None:
    number = site.world.ids["person 1a"]
    assert site.ask("F1", "GET", f"/api/people/{number}/health").json() == {"id": number, "rqth": None}
    (kept,) = acts(site, "read_health")
    assert (kept.author, kept.subject_id) == (site.world.scopes["F1"].author, number)
    assert "rqth" not in site.ask("F1", "GET", f"/api/people/{number}").json()


def test_each_reader_of_somebody_sees_their_part(site: Site) -> None:
    path = f"/api/people/{site.world.ids['person 1a']}"
    hidden = {who: set(site.ask(who, "GET", path).json()["hidden"]) for who in ("F1", "S1", "P1a", "E1a", "O1a", "R1a")}
    assert hidden["F1"] == hidden["S1"] == hidden["P1a"] == set()
    assert {"home", "rsa", "french_level", "jobs", "unemployed_since"} <= hidden["E1a"]
    assert "french_level" not in hidden["O1a"]
    assert {"rsa", "unemployed_since"} <= hidden["O1a"]
    assert {"home", "rsa"} <= hidden["R1a"]


def test_a_company_reads_whether_it_may_hire_and_not_why(site: Site) -> None:
    path = f"/api/people/{site.world.ids['person 1a']}/eligibility?day=2023-06-01"
    whole, short = site.ask("F1", "GET", path).json(), site.ask("E1a", "GET", path).json()
    assert whole["verdict"] == short["verdict"]
    assert whole["reasons"]
    assert short["reasons"] == []
    assert not {reason for reason in whole["reasons"] if reason in short["sentence"]}


def test_reading_an_answer_before_hiring_is_journalised_and_says_nothing_of_health(site: Site) -> None:
    number = site.world.ids["person 1a"]
    with writing(site.engine) as session:
        factories.evidence(
            session,
            person_id=number,
            criterion=Criterion.RQTH,
            document="Notification MDPH",
            evidence_on=date(2023, 5, 1),
        )
    for who in ("F1", "S1", "P1a", "E1a"):
        text = site.ask(who, "GET", f"/api/people/{number}/eligibility?day=2023-06-01").text
        assert '"eligible"' in text
        assert not {word for word in ("MDPH", "RQTH", "handicap") if word in text}, who
    assert [(act.author, act.subject_id) for act in acts(site, "read_eligibility")] == [
        (site.world.scopes[who].author, number) for who in ("F1", "S1", "P1a", "E1a")
    ]


# Accounts


def test_a_role_takes_two_administrators(site: Site) -> None:
    asked = {"email": "neuve@exemple.fr", "name": "Neuve", "kind": "F", "territory_id": 1}
    made = site.ask("A", "POST", "/api/users", json=asked)
    assert made.status_code == 201
    (held,) = site.ask("A", "GET", f"/api/memberships?user_id={made.json()['id']}").json()["items"]
    assert (held["approved_by"], held["territory_id"]) == (None, 1)
    path = f"/api/memberships/{held['id']}/approve"
    assert site.ask("A", "POST", path).json()["code"] == "account.two_people"
    mail = next((site.place.settings.mails).iterdir()).read_text(encoding="utf-8")
    assert "http://127.0.0.1:8000/lien/" in mail


def test_a_manager_invites_colleagues_and_nobody_else(site: Site) -> None:
    own = {
        "email": "collegue@exemple.fr",
        "name": "Collègue",
        "kind": "E",
        "organisation_id": site.world.ids["body 1a"],
    }
    made = site.ask("E1a", "POST", "/api/users", json=own)
    assert made.status_code == 201
    (held,) = site.ask("E1a", "GET", f"/api/memberships?user_id={made.json()['id']}").json()["items"]
    assert held["approved_by"]
    for wrong in ({"kind": "F"}, {"kind": "A"}, {"organisation_id": site.world.ids["body 1b"]}):
        refused = site.ask("E1a", "POST", "/api/users", json=own | {"email": "autre@exemple.fr"} | wrong)
        assert refused.status_code == 403, refused.text
    with reading(site.engine) as session:
        assert session.exec(select(User).where(col(User.email) == "autre@exemple.fr")).first() is None


# Programs


def token(site: Site, allows: TokenScope, who: str = "E1a") -> tuple[str, int]:
    now = datetime.now(UTC)
    with writing(site.engine) as session:
        made, raw = make_token(
            session,
            membership_id=site.world.scopes[who].standings[0].membership_id,
            name="Paie",
            allows=allows,
            now=now,
            expires_at=now + timedelta(days=1),
            by="Ana",
        )
        return raw, id_of(made)


def as_program(site: Site, raw: str, method: str, path: str, **more: Any) -> Response:
    site.client.cookies.clear()
    return site.client.request(method, path, headers={"authorization": f"Bearer {raw}"}, **more)


def test_a_program_reads_what_its_entity_reads_until_its_token_ends(site: Site) -> None:
    raw, number = token(site, TokenScope.READ)
    people = as_program(site, raw, "GET", "/api/people").json()["items"]
    assert [one["id"] for one in people] == [site.world.ids["person 1a"]]
    assert as_program(site, raw, "GET", f"/api/people/{site.world.ids['person 1b']}").status_code == 404
    assert as_program(site, raw, "POST", "/api/contracts", json={}).status_code == 403
    assert as_program(site, raw, "POST", "/api/users", json={}).status_code == 401
    assert as_program(site, raw, "GET", "/").status_code in (200, 303, 401)
    assert as_program(site, raw + "x", "GET", "/api/people").status_code == 401
    with writing(site.engine) as session:
        session.execute(update(Token).where(col(Token.id) == number).values(revoked_at=datetime.now(UTC)))
    assert as_program(site, raw, "GET", "/api/people").status_code == 401


def test_a_token_ends_with_its_membership_and_its_account(site: Site) -> None:
    raw, _ = token(site, TokenScope.READ)
    with writing(site.engine) as session:
        session.execute(
            update(User).where(col(User.id) == site.world.users["E1a"]).values(disabled_at=datetime.now(UTC))
        )
    assert as_program(site, raw, "GET", "/api/people").status_code == 401


HOURS = (
    "Nom;Prénom;Date de naissance;Mois;Heures travaillées;Type de contrat;Début de contrat;Marché;Lot;"
    "SIRET attributaire;SIRET employeur\n"
)


def workbook(site: Site, *names: str) -> bytes:
    """A csv of hours: one row for each person named."""
    from clauses.accounts.models import Organisation
    from clauses.markets.models import Lot, Market

    rows = [HOURS]
    with reading(site.engine) as session:
        for name in names:
            someone = session.get_one(Person, site.world.ids[f"person {name}"])
            lot = session.get_one(Lot, site.world.ids[f"lot {name}"])
            about = session.get_one(Market, lot.market_id)
            siret = session.get_one(Organisation, site.world.ids[f"body {name}"]).siret
            rows.append(
                f"{someone.last_name};{someone.first_name};12/03/1985;05/2023;100;CDDI;09/01/2023;{about.reference};"
                f"{lot.number};{siret};{siret}\n"
            )
    return "".join(rows).encode()


def deposit(site: Site, who: str, content: bytes, **more: str) -> Response:
    files = {"file": ("../../heures mai.csv", content, "text/csv")}
    return site.ask(who, "POST", "/api/imports", data={"kind": "hours"} | more, files=files)


def test_a_company_deposits_its_hours_and_no_others(site: Site) -> None:
    looked = deposit(site, "E1a", workbook(site, "1a"), dry_run="true")
    assert (looked.status_code, looked.json()["dry_run"]) == (200, True)
    done = deposit(site, "E1a", workbook(site, "1a"))
    assert (done.status_code, done.json()["rows"]["accepted"]) == (201, 1), done.text
    run = site.ask("E1a", "GET", done.headers["location"]).json()
    assert (run["file_name"], run["hours"]) == ("heures mai.csv", "100.00")
    back = site.ask("E1a", "GET", f"{done.headers['location']}/file")
    assert back.content == workbook(site, "1a")
    assert back.headers["content-disposition"] == 'attachment; filename="heures_mai.csv"'
    assert site.ask("E2b", "GET", done.headers["location"]).status_code == 404
    others = deposit(site, "E1a", workbook(site, "1b"))
    assert others.status_code == 422 or others.json()["rows"]["accepted"] == 0, others.text
    with reading(site.engine) as session:
        assert (
            session.exec(select(Deposit).where(col(Deposit.run_id) == run["id"])).one().organisation_id
            == (site.world.ids["body 1a"])
        )


@pytest.mark.parametrize("kind", ["people", "markets", "rome"])
def test_a_company_deposits_nothing_that_describes_others(site: Site, kind: str) -> None:
    assert deposit(site, "E1a", b"Nom;\n", kind=kind).status_code == 403


@pytest.mark.parametrize(
    ("content", "more", "field"),
    [(b"a;b\n1;2\n", {"month": "mai"}, "month"), (b"a;b\n1;2\n", {"contractor": "12"}, "contractor"), (b"", {}, None)],
)
def test_a_deposit_that_cannot_be_read_is_said(site: Site, content: bytes, more: dict[str, str], field: str) -> None:
    answer = deposit(site, "E1a", content, **more)
    assert (answer.status_code, answer.json().get("field")) == (422, field)


# Figures


def test_a_bilan_counts_what_its_reader_may_count(site: Site) -> None:
    with writing(site.engine) as session:
        values = {"state": LineState.VALIDATED, "validated_by": "Ana", "validated_at": datetime.now(UTC)}
        session.execute(update(Line).values(**values))
    path = "/api/bilan?from=2023-01-01&to=2023-12-31&perimeter=all"
    totals = {
        who: site.ask(who, "GET", path).json()["hours"]["total"] for who in ("F1", "F2", "S1", "E1a", "D1", "P1a")
    }
    assert totals == {"F1": "455.01", "F2": "455.01", "S1": "455.01", "E1a": "151.67", "D1": "455.01", "P1a": "151.67"}
    bought = site.ask("D1", "GET", path).json()
    assert set(bought) == {"period", "perimeter", "hours", "employees"}
    assert bought["employees"] == {"total": "n.c."}
    assert site.ask("F1", "GET", "/api/bilan?from=2023-12-31&to=2023-01-01").json()["field"] == "to"
    assert site.ask("F1", "GET", f"{path}&buyer=Ville 2").status_code == 404


def test_a_company_reads_its_own_row_of_a_market(site: Site) -> None:
    path = f"/api/markets/{site.world.ids['market 1']}/compliance?on=2023-06-30"
    whole = site.ask("F1", "GET", path).json()
    own = site.ask("E1a", "GET", path).json()
    assert len(whole["lots"]) == 3
    (lot,) = own["lots"]
    assert [one["name"] for one in lot["contractors"]] == ["Entreprise 1a"]
    assert "Entreprise 1b" not in str(own)


def test_a_simulated_penalty_is_read_by_those_who_decide_it(site: Site) -> None:
    path = f"/api/markets/{site.world.ids['market 1']}/compliance?on=2023-06-30"
    for who in ("F1", "S1", "D1"):
        assert '"penalty"' in site.ask(who, "GET", path).text, who
    for who in ("E1a", "O1a"):
        answer = site.ask(who, "GET", path)
        assert answer.status_code == 200
        assert not {name for name in ("penalty", "at_risk", "explained") if f'"{name}"' in answer.text}, who


def test_who_follows_a_territory_reads_a_market_of_elsewhere_as_the_company_that_they_are_there(site: Site) -> None:
    with writing(site.engine) as session:
        here = session.get_one(User, site.world.users["F2"])
        accounts.membership(session, user_id=id_of(here), kind=ActorKind.E, organisation_id=site.world.ids["body 1a"])
    path = f"/api/markets/{site.world.ids['market 1']}/compliance?on=2023-06-30"
    (lot,) = site.ask("F2", "GET", path).json()["lots"]
    (own,) = lot["contractors"]
    assert (own["name"], "penalty" in own, "due" in lot) == ("Entreprise 1a", False, False)
    page = site.ask("F2", "GET", f"/marches/{site.world.ids['market 1']}").text
    assert "Pénalité simulée" not in page
