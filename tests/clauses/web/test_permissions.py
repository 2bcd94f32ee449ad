"""Every route, for every actor and for nobody, on what is theirs, on what is another's and on what does not exist.

The expected answer is read from the matrix, never from the code that narrows rows; what belongs to whom is written by
hand in `tests.clauses.access.world`. A denial writes nothing but its own act in the journal.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import Engine, event
from sqlmodel import SQLModel, col, select

from clauses.access.queries import KINDS
from clauses.accounts.keys import Token
from clauses.accounts.matrix import MATRIX, Act, Reach, Resource
from clauses.accounts.models import Membership, Organisation, User
from clauses.accounts.rules import RECENT, ActorKind
from clauses.accounts.sessions import open_session
from clauses.audit import Journal
from clauses.db import engine_for, reading, writing
from clauses.files.actions import shelf_place
from clauses.files.models import StoredFile
from clauses.markets.models import Market
from clauses.web.forms import HEADER, proof_for
from clauses.web.rule import Rule, Step, handlers_of, rule_of
from clauses.web.visitors import Visitor
from tests.clauses.access.world import SEEN, WORDS, World, build
from tests.clauses.web.browser import ADDRESS, application, settings
from tests.clauses.web.journalled import listens
from tests.databases import database

ABSENT = 999_999
ACTORS = ("F1", "S1", "E1a", "O1a", "D1", "P1a", "R1a", "A", "nobody")
AGGREGATES = frozenset({Reach.COUNTED, Reach.TOLD, Reach.GLASS, Reach.NAMELESS, Reach.RELEASED, Reach.OPEN})
"""Reaches that show figures, or nothing yet: never a row."""
WITHOUT_ROWS = {(ActorKind.P, Resource.REPORT)}
"""A référent counts participants, not markets: the compliance of a market is not theirs."""
WITHOUT_NEW = {(ActorKind.P, Resource.NEED)}
"""A référent's own needs are not told apart yet: they add none, but read the proposals of their participants."""
OWN = {Market: "market 1", Organisation: "body 1a", User: "spare 1a", Membership: "membership 1a", Token: "token 1a"}
OTHER = {Market: "market 2", Organisation: "body 2a", User: "spare 2a", Membership: "membership 2a", Token: "token 2a"}


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    rule: Rule

    @property
    def names_what_waits(self) -> bool:
        """Whether the path names something that is no row (a file that waits, a format): here there may be none."""
        return self.rule.table is None and bool(set(re.findall(r"\{(\w+)\}", self.path)) - {"month", "kind", "path"})

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


def routes() -> list[Route]:
    """Every route of the application with a rule that asks for somebody."""
    engine = engine_for("sqlite://")
    app = application(engine, settings(Path(), secret="s" * 40))
    found = [
        Route(method, path, rule)
        for path, method, handler in handlers_of(app.routes)
        if (rule := rule_of(handler)) is not None and method != "OPTIONS" and rule.step is Step.SIGNED_IN
    ]
    engine.dispose()
    return sorted(found, key=lambda route: route.name)


ROUTES = routes()
KIND = {name: ActorKind(name[0]) for name in ACTORS if name != "nobody"}


def objects(actor: str, table: type[SQLModel]) -> Iterator[tuple[str, str, bool]]:
    """(whose, key in the world, seen): what is theirs, another's of the same market, another's of elsewhere."""
    if table in WORDS:
        seen = SEEN.get(actor, {}).get(table, [])
        yield "own", f"{WORDS[table]} 1a", "1a" in seen
        yield "other", f"{WORDS[table]} 1b", "1b" in seen
        yield "other", f"{WORDS[table]} 2a", "2a" in seen
        return
    if table not in OWN:
        return  # no row of it in this world: its own tests say whose is whose; here, what is absent
    kind = KIND.get(actor)
    everywhere = kind is ActorKind.A or (table is Organisation and kind in (ActorKind.F, ActorKind.S))
    readable = kind is not None and _rows(kind, KINDS[table].resource, Act.READ)
    mine = readable
    if table is Organisation:
        mine = readable and kind not in (ActorKind.P, ActorKind.R)  # they read their own body alone
    if table in (User, Membership, Token) and kind is ActorKind.D:
        mine = False  # accounts of its own body, not of its contractors
    yield "own", OWN[table], mine
    yield "other", OTHER[table], readable and everywhere


def _rows(kind: ActorKind, resource: Resource, act: Act) -> bool:
    """Whether the matrix gives ``act`` on rows of a resource."""
    if (kind, resource) in WITHOUT_ROWS or (act is Act.CREATE and (kind, resource) in WITHOUT_NEW):
        return False
    return any(act in grant.acts and grant.reach not in AGGREGATES for grant in MATRIX[resource][kind])


def expected(actor: str, route: Route, *, seen: bool) -> int | None:
    """The status of a denial; None when the route must let through."""
    if actor == "nobody":
        return 401
    rule, kind = route.rule, KIND[actor]
    if rule.resource is None:
        return None
    act = rule.act or Act.READ
    if rule.table is None:
        cells = [MATRIX[asked][kind] for asked in (rule.resource, rule.also) if asked is not None]
        return None if all(any(act in grant.acts for grant in cell) for cell in cells) else 403
    if not seen:
        return 404
    return None if _rows(kind, rule.resource, act) else 403


class Site:
    """One application over one database, with somebody of every kind signed in; it knows what was written."""

    def __init__(self, engine: Engine, home: Path) -> None:
        self.engine = engine
        self.written: list[str] = []
        with writing(engine) as session:
            self.world: World = build(session)
        self._sign_in()
        with reading(engine) as session:
            for sha256 in session.exec(select(StoredFile.sha256)).all():
                kept = shelf_place(home / "files", sha256)
                kept.parent.mkdir(parents=True, exist_ok=True)
                kept.write_text("Nom;Heures\nExemple;1\n")
        app = application(engine, settings(home))
        self.place = app.state.place
        self.client: TestClient[Litestar] = TestClient(app, base_url=ADDRESS, raise_server_exceptions=False)
        event.listen(engine, "before_cursor_execute", self._noticed)
        listens(self.client, engine)

    def _sign_in(self) -> None:
        """Everybody, each with a session of its own."""
        self.signed_in = datetime.now(UTC)
        with writing(self.engine) as session:
            self.raw = {
                name: open_session(session, session.get_one(User, number), complete=True, now=self.signed_in)
                for name, number in self.world.users.items()
            }

    def _noticed(self, _c: object, _cursor: object, statement: str, *_rest: object) -> None:
        words = statement.split()
        if words[0].upper() in ("INSERT", "UPDATE", "DELETE"):
            table = words[1] if words[0].upper() == "UPDATE" else words[2]
            self.written.append(table.strip('"').split("(")[0])

    def ask(self, actor: str, method: str, path: str, **more: Any) -> Response:
        if datetime.now(UTC) - self.signed_in > RECENT / 2:
            self._sign_in()  # a site serves for a whole run: nobody is asked for a password again
        headers: dict[str, str] = dict(more.pop("headers", {}))
        raw = self.raw.get(actor, "")
        if raw:
            headers |= {
                "cookie": f"session={raw}",
                HEADER: proof_for(self.place, Visitor(self.world.scopes[actor], raw=raw), ""),
            }
        self.written.clear()
        self.client.cookies.clear()
        return self.client.request(method, path, headers=headers, follow_redirects=False, **more)

    def last_act(self) -> Journal:
        with reading(self.engine) as session:
            return session.exec(select(Journal).order_by(col(Journal.number).desc()).limit(1)).one()


@pytest.fixture(scope="module")
def sites(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Site]]:
    """One site an engine, made when first asked for: tests come in any order, engines mixed."""
    with ExitStack() as opened:

        @cache
        def of(engine: str) -> Site:
            folder = tmp_path_factory.mktemp("permissions")
            made = Site(opened.enter_context(database(engine, request, folder)), folder)
            opened.enter_context(made.client)
            return made

        yield of


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, sites: Callable[[str], Site]) -> Site:
    return sites(request.param)


def cases(actor: str, route: Route) -> list[tuple[str, str, int | None]]:
    """(whose, key in the world, the status of the denial or None)."""
    if route.rule.table is None:
        return [("own", "", expected(actor, route, seen=True))]
    found = [(whose, key, expected(actor, route, seen=seen)) for whose, key, seen in objects(actor, route.rule.table)]
    return [*found, ("absent", "", expected(actor, route, seen=False))]


def test_there_are_enough_cases() -> None:
    count = sum(len(cases(actor, route)) for actor in ACTORS for route in ROUTES)
    assert 2 * count >= 2_000
    assert len(ROUTES) > 60


def address(site: Site, route: Route, key: str) -> str:
    known = {
        "kind": "hours",
        "month": "2031-05",
        "path": "openapi.json",
        route.rule.key: site.world.ids[key] if key else ABSENT,
    }
    path = re.sub(r"\{(\w+)\}", lambda name: str(known.get(name[1], ABSENT)), route.path)
    return f"{path}?from=2023-01-01&to=2023-12-31" if path == "/api/bilan" else path


WRITES_OF_A_DENIAL = {"journal", "journal_head", "signed_in"}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_a_route_lets_through_what_the_matrix_says(site: Site, route: Route) -> None:
    wrong = [
        f"{actor} {route.name} {whose} {key}: {said}"
        for actor in ACTORS
        for whose, key, denied in cases(actor, route)
        for said in unexpected(site, route, actor, key, denied)
    ]
    assert wrong == []


def unexpected(site: Site, route: Route, actor: str, key: str, denied: int | None) -> Iterator[str]:
    """What is not as the matrix says, of one question."""
    before = site.last_act().number
    body: dict[str, Any] = {} if route.method in ("GET", "HEAD") else {"json": {}}
    answer = site.ask(actor, route.method, address(site, route, key), **body)
    status = f"{answer.status_code} {answer.text[:200]}"
    if denied is None:
        if answer.status_code >= 500 or answer.status_code in (
            (401, 403) if route.names_what_waits else (401, 403, 404)
        ):
            yield status
        return
    if answer.status_code == 303 and not route.path.startswith(("/api", "/schema")):
        if (denied, answer.headers["location"].split("?")[0]) != (401, "/connexion"):
            yield status
    elif answer.status_code != denied:
        yield status
    if not set(site.written) <= WRITES_OF_A_DENIAL:
        yield f"{status} wrote {site.written}"
    act = site.last_act()
    kept = (act.number, act.act, act.author, json.loads(act.details).get("method"))
    if kept != (before + 1, "denied", site.world.scopes[actor].author, route.method):
        yield f"{status} left {kept} after {before}"


def test_what_is_out_of_scope_is_byte_for_byte_what_is_absent(site: Site) -> None:
    asked = ["/api/people/{}", "/api/markets/{}", "/api/lines/{}", "/api/users/{}", "/api/imports/{}/file"]
    keys = ["person 1b", "market 2", "line 1b", "spare 2a", "run 1b"]
    for path, key in zip(asked, keys, strict=True):
        other = site.ask("E1a", "GET", path.format(site.world.ids[key]))
        absent = site.ask("E1a", "GET", path.format(ABSENT))
        nowhere = site.ask("E1a", "GET", "/api/nulle-part")
        assert (other.status_code, other.content) == (absent.status_code, absent.content) == (404, nowhere.content)
        assert sorted(other.headers.items()) == sorted(absent.headers.items())
