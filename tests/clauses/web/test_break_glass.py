"""Break-glass: an administrator sees nobody, but for a motive, for half an hour, in one territory, and it is seen."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import Engine, update
from sqlmodel import col, select

from clauses.accounts.glass import open_glass
from clauses.accounts.keys import SignedIn
from clauses.accounts.models import BreakGlass, Membership, User
from clauses.accounts.rules import GLASS_LIFE, RECENT, ActorKind
from clauses.audit import Journal
from clauses.db import reading, writing
from clauses.errors import Conflict
from clauses.people.models import Person
from tests import accounts, factories
from tests.clauses.web.test_permissions import Site
from tests.factories import id_of

MOTIVE = "Doublon de dossiers signalé par le Pôle"


@pytest.fixture
def site(engine: Engine, tmp_path: Path) -> Iterator[Site]:
    made = Site(engine, tmp_path)
    with writing(engine) as session:
        for name in ("1a", "2a"):
            number = made.world.ids[f"person {name}"]
            factories.residence(session, person_id=number, address=f"Rue {name}", commune=f"Bourg {name}")
            session.execute(
                update(Person).where(col(Person.id) == number).values(rsa=True, jobs=f"Métier {name}", rqth=True)
            )
    with made.client:
        yield made


def break_glass(site: Site, door: str, *, motive: str = MOTIVE, territory: int = 1, who: str = "A") -> Response:
    if door == "api":
        return site.ask(who, "POST", "/api/break-glass", json={"territory_id": territory, "motive": motive})
    form = {"territoire": str(territory), "motif": motive}
    return site.ask(who, "POST", "/administration/acces-urgence", data=form)


def seen(site: Site, who: str = "A") -> set[str]:
    names = {one["last_name"] for one in site.ask(who, "GET", "/api/people?limit=200").json()["items"]}
    return {name.removeprefix("Exemple ") for name in names}


def acts(site: Site, act: str) -> list[Journal]:
    with reading(site.engine) as session:
        return list(session.exec(select(Journal).where(col(Journal.act) == act).order_by(col(Journal.number))).all())


DOORS = pytest.mark.parametrize("door", ["api", "page"])


@DOORS
def test_an_administrator_sees_nobody_then_one_territory_for_a_motive(site: Site, door: str) -> None:
    person = f"/api/people/{site.world.ids['person 1a']}"
    assert seen(site) == set()
    assert site.ask("A", "GET", person).status_code == 404
    assert break_glass(site, door).status_code in (201, 303)
    assert seen(site) == {"1a", "1b", "1c"}
    assert site.ask("A", "GET", person).status_code == 200
    assert site.ask("A", "GET", f"/api/people/{site.world.ids['person 2a']}").status_code == 404


def test_it_opens_who_they_are_and_nothing_else(site: Site) -> None:
    break_glass(site, "api")
    number = site.world.ids["person 1a"]
    shown = site.ask("A", "GET", f"/api/people/{number}").json()
    assert shown["last_name"] == "Exemple 1a"
    assert {"jobs", "home", "rsa", "french_level"} <= set(shown["hidden"])
    assert site.ask("A", "GET", f"/api/people/{number}/health").status_code == 403
    assert site.ask("A", "PATCH", f"/api/people/{number}", json={"rsa": False}).status_code == 403
    for path in ("/personnes", f"/personnes/{number}"):
        page = site.ask("A", "GET", path)
        assert page.status_code == 200
        assert "Exemple" in page.text
        assert not [secret for secret in ("Rue 1a", "Bourg 1a", "Métier 1a", "RSA", "RQTH") if secret in page.text]


@pytest.mark.parametrize("moved", ["ends", "closed by API", "closed by page", "left"])
def test_it_ends_by_itself_or_at_once(site: Site, moved: str) -> None:
    number = break_glass(site, "api").json()["id"]
    assert seen(site)
    if moved == "ends":
        ago = datetime.now(UTC) - GLASS_LIFE
        with writing(site.engine) as session:
            session.execute(update(BreakGlass).values(opened_at=ago, ends_at=ago + GLASS_LIFE))
    elif moved == "closed by API":
        assert site.ask("A", "POST", f"/api/break-glass/{number}/close").json()["closed_at"]
        assert site.ask("A", "POST", f"/api/break-glass/{number}/close").status_code == 409
    elif moved == "closed by page":
        assert site.ask("A", "POST", f"/administration/acces-urgence/{number}/fermer").status_code == 303
    else:
        yesterday = datetime.now(UTC).date() - timedelta(days=1)
        with writing(site.engine) as session:
            session.execute(update(Membership).where(col(Membership.kind) == ActorKind.A).values(ends_on=yesterday))
        assert site.ask("A", "GET", "/api/people").status_code == 403
        return
    assert seen(site) == set()


@pytest.mark.parametrize("chosen", [0, 1])
def test_closing_one_leaves_none_open_behind_it(site: Site, chosen: int) -> None:
    """Two were opened at once: whoever closes what the page shows thinks that nothing is open."""
    moment = datetime.now(UTC)
    values = {"user_id": site.world.users["A"], "opened_at": moment, "ends_at": moment + GLASS_LIFE}
    with writing(site.engine) as session:
        twins = [id_of(accounts.break_glass(session, **values)) for _ in range(2)]
        other = site.world.scopes["F2"].standings[0].territory_id
        accounts.break_glass(session, **values, territory_id=other)
    assert site.ask("A", "POST", f"/api/break-glass/{twins[chosen]}/close").json()["closed_at"]
    assert seen(site) == {"2a", "2b", "2c"}
    assert sorted(one.subject_id or 0 for one in acts(site, "close_glass")) == twins


def test_two_demands_at_once_open_one_access(site: Site) -> None:
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: _opened_slowly(site), range(2)))
    assert sorted(answers) == [False, True]
    with reading(site.engine) as session:
        assert len(session.exec(select(BreakGlass)).all()) == 1


def _opened_slowly(site: Site) -> bool:
    try:
        with writing(site.engine) as session:
            scope = site.world.scopes["A"]
            open_glass(session, scope, territory_id=1, motive=MOTIVE, now=datetime.now(UTC))
            time.sleep(0.3)
    except Conflict:
        return False
    return True


def test_half_an_hour_is_what_it_lasts(site: Site) -> None:
    made = break_glass(site, "api").json()
    opened, ends = (datetime.fromisoformat(made[name]) for name in ("opened_at", "ends_at"))
    assert ends - opened == timedelta(minutes=30)


def test_opening_each_look_and_closing_are_in_the_journal_of_the_territory(site: Site) -> None:
    number = break_glass(site, "api").json()["id"]
    person = site.world.ids["person 1a"]
    site.ask("A", "GET", "/api/people")
    site.ask("A", "GET", f"/api/people/{person}")
    site.ask("A", "GET", f"/personnes/{person}")
    site.ask("A", "POST", f"/api/break-glass/{number}/close")
    (opened,) = acts(site, "break_glass")
    looks = acts(site, "read_by_glass")
    (closed,) = acts(site, "close_glass")
    author = site.world.scopes["A"].author
    assert {one.author for one in (opened, *looks, closed)} == {author}
    assert MOTIVE in opened.details
    told = [(one.subject, one.subject_id) for one in looks]
    assert told == [("break_glass", number), ("person", person), ("person", person)]
    for who, reads in (("F1", True), ("F2", False)):
        listed = site.ask(who, "GET", "/api/journal?limit=200").json()["items"]
        shown = {one["number"] for one in listed}
        assert {opened.number, *(one.number for one in looks)} <= shown if reads else opened.number not in shown
    site.ask("F1", "GET", f"/api/people/{person}")
    assert len(acts(site, "read_by_glass")) == 3, "those who may see somebody anyway leave no such trace"


def test_a_look_after_the_end_leaves_no_trace_because_it_shows_nothing(site: Site) -> None:
    site.ask("A", "GET", "/api/people")
    assert acts(site, "read_by_glass") == []


@DOORS
def test_the_territory_is_told(site: Site, door: str) -> None:
    break_glass(site, door)
    with reading(site.engine) as session:
        emails = {who: session.get_one(User, site.world.users[who]).email for who in ("F1", "F2")}
    mails = [mail.read_text(encoding="utf-8") for mail in site.place.settings.mails.iterdir()]
    assert [emails["F1"] in text and MOTIVE in text for text in mails] == [True]
    assert emails["F2"] not in "".join(mails)
    assert MOTIVE in site.ask("F1", "GET", "/administration/acces-urgence").text
    assert [one["motive"] for one in site.ask("F1", "GET", "/api/break-glass").json()["items"]] == [MOTIVE]
    assert MOTIVE not in site.ask("F2", "GET", "/administration/acces-urgence").text
    assert site.ask("F2", "GET", "/api/break-glass").json()["items"] == []


@DOORS
@pytest.mark.parametrize("wrong", [{"motive": "  parce que  "}, {"territory": 999}, {"motive": "x" * 301}])
def test_without_a_motive_or_a_territory_nothing_opens(site: Site, door: str, wrong: dict[str, Any]) -> None:
    assert break_glass(site, door, **wrong).status_code == 422
    assert seen(site) == set()
    assert acts(site, "break_glass") == []


@DOORS
def test_it_is_asked_once_and_by_an_administrator_who_proved_who_they_are(site: Site, door: str) -> None:
    for who in ("F1", "S1", "E1a", "D1", "P1a"):
        assert break_glass(site, door, who=who).status_code == 403
    assert break_glass(site, door).status_code in (201, 303)
    assert break_glass(site, door).status_code in (409, 422)
    assert len(acts(site, "break_glass")) == 1
    with writing(site.engine) as session:
        session.execute(update(SignedIn).values(proven_at=datetime.now(UTC) - RECENT))
    assert break_glass(site, door, territory=2).status_code in (403, 303)
    assert len(acts(site, "break_glass")) == 1


def test_it_opens_nothing_to_another_administrator(site: Site) -> None:
    with writing(site.engine) as session:
        moment = datetime.now(UTC)
        accounts.break_glass(session, user_id=site.world.users["F2"], opened_at=moment, ends_at=moment + GLASS_LIFE)
    assert seen(site) == set()
    assert seen(site, "F2") == {"2a", "2b", "2c"}, "it opens nothing to somebody who is no administrator"
