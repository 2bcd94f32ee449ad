"""A canary in each sensitive column of each person, market and company: no GET of anybody shows another's.

Nor does a GET change anything that is kept.

The crawl follows every GET route of the application, on every row that exists, as every actor; what comes back is
searched for the canaries of the rows that are not theirs. On PostgreSQL as well, with `make stress`.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlmodel import Session, SQLModel, col, select

from clauses.access.queries import KINDS
from clauses.accounts.keys import Token
from clauses.accounts.models import User
from clauses.db import reading, writing
from clauses.files.models import ImportIssue, ImportRun
from clauses.hours.models import Contract, Line
from clauses.markets.models import (
    Amendment,
    Closing,
    Contractor,
    FormalNotice,
    Invoice,
    Lot,
    PenaltyRule,
    Shortfall,
)
from clauses.markets.waiver_models import PenaltyWaiver
from clauses.matching.models import NeedVersion, ProposalDecision
from clauses.pathways.models import Exit
from clauses.people.models import Orientation, Person
from clauses.proofs.models import Proof
from clauses.sites.models import ActivitySheet, Attendance, FollowUp, Meeting, Mission, Referral, VisitTask
from clauses.tables import metadata
from tests import factories
from tests.clauses.access.world import World
from tests.clauses.web.test_permissions import ROUTES, Route, Site
from tests.databases import database
from tests.factories_exchanges import counterpart, exchange

SIDES = [f"{side}{company}" for side in "12" for company in "abc"]
ACTORS = ["F1", "F2", "S1", "E1a", "E2b", "O1a", "D1", "D2", "P1a", "R1a", "A"]


def sentinel(what: str, name: str) -> str:
    return f"Canari{what}{name}"


def release(session: Session, world: World) -> None:
    """Writes the canaries."""
    for name in SIDES:
        ids = {
            word: world.ids[f"{word} {name}"]
            for word in (
                "need",
                "penalty",
                "mission",
                "proposal",
                "paper",
                "person",
                "contract",
                "line",
                "exit",
                "orientation",
                "run",
                "contractor",
                "lot",
                "referral",
                "meeting",
                "attendance",
                "sheet",
                "follow-up",
                "task",
            )
        }

        def mark(table: type[SQLModel], number: int, **values: object) -> None:
            key = getattr(table, "id")  # noqa: B009
            session.execute(update(table).where(col(key) == number).values(**values))

        mark(
            Person, ids["person"],
            last_name=sentinel("Nom", name), first_name=sentinel("Prenom", name),
            identifier=sentinel("Identifiant", name),
            jobs=sentinel("Metier", name), skills=sentinel("Cv", name), licences=sentinel("Permis", name),
            french_level=sentinel("Langue", name), education_level=sentinel("Niveau", name), rqth=True,
        )  # fmt: skip
        factories.residence(
            session, person_id=ids["person"], address=sentinel("Adresse", name), postal_code="21000",
            commune=sentinel("Commune", name), qpv_key=f"qn{name}", qpv_name=sentinel("Quartier", name),
            run_id=ids["run"],
        )  # fmt: skip
        mark(Contract, ids["contract"], job=sentinel("Poste", name))
        mark(Line, ids["line"], sent=sentinel("Cellule", name))
        mark(Exit, ids["exit"], verdict_reason=sentinel("Sortie", name), employer=sentinel("Employeur", name))
        mark(Orientation, ids["orientation"], referent=sentinel("Referent", name))
        mark(ImportRun, ids["run"], file_name=sentinel("Fichier", name))
        session.execute(
            update(ImportIssue).where(col(ImportIssue.run_id) == ids["run"]).values(value=sentinel("Dit", name))
        )
        mark(Contractor, ids["contractor"], amount_cents=int("7770000" + str(SIDES.index(name))))
        mark(Proof, ids["paper"], file_name=sentinel("Piece", name))
        mark(Lot, ids["lot"], title=sentinel("Lot", name))
        mark(Referral, ids["referral"], referent=sentinel("Envoi", name))
        mark(Meeting, ids["meeting"], seen=sentinel("Constat", name))
        mark(Attendance, ids["attendance"], remark=sentinel("Remarque", name))
        mark(ActivitySheet, ids["sheet"], tutor_remark=sentinel("Tuteur", name))
        mark(FollowUp, ids["follow-up"], situation=sentinel("Suivi", name))
        mark(VisitTask, ids["task"], what=sentinel("Tache", name))
        mark(Invoice, world.ids[f"invoice {name}"], source=sentinel("Facture", name))
        mark(Amendment, world.ids[f"amendment {name}"], subject=sentinel("Avenant", name))
        mark(FormalNotice, world.ids[f"notice {name}"], about=sentinel("Reclame", name))
        mark(Shortfall, world.ids[f"shortfall {name}"], details=sentinel("Ecart", name))
        mark(PenaltyWaiver, world.ids[f"waiver {name}"], motive=sentinel("Remise", name))
        mark(PenaltyRule, ids["penalty"], source=sentinel("Prix", name))
        mark(Mission, ids["mission"], tutor=sentinel("Encadrant", name))
        _release_what_came_later(session, ids, name)
        mark(Closing, world.ids[f"closing {name}"], reason=sentinel("Cloture", name))


def _release_what_came_later(session: Session, ids: dict[str, int], name: str) -> None:
    """Needs, what is decided of a proposal, doubts of imports, talks with companies and who answers there."""
    asked = col(NeedVersion.need_id) == ids["need"]
    session.execute(update(NeedVersion).where(asked).values(skills=sentinel("Besoin", name)))
    decided = col(ProposalDecision.proposal_id) == ids["proposal"]
    session.execute(update(ProposalDecision).where(decided).values(comment=sentinel("Decision", name)))
    claimed = {"last_name": sentinel("Doute", name), "first_name": "Ana", "birth_date": "1990-01-01"}
    factories.question(
        session, run_id=ids["run"], subject=json.dumps(claimed), candidates=json.dumps([ids["person"]])
    )  # fmt: skip
    said = {"said": sentinel("Echange", name), "with_whom": sentinel("Voix", name)}
    exchange(session, contractor_id=ids["contractor"], next_action=sentinel("Relance", name), **said)
    counterpart(session, contractor_id=ids["contractor"], name=sentinel("Interlocuteur", name))


OF_PEOPLE = ("Nom", "Prenom", "Identifiant")
OF_COMPANIES = ("Poste", "Cellule", "Fichier", "Dit", "Lot", "Piece", "Besoin")
OF_MARKETS = ("Facture", "Avenant", "Cloture", "Prix", "Reclame", "Ecart")
ON_SITE = ("Constat", "Remarque", "Tuteur", "Tache", "Encadrant")
OF_THE_DESK = ("Doute", "Echange", "Voix", "Relance", "Interlocuteur")
"""What was seen of somebody on a site: their employer and their operator read it, never what their référent is told."""


def only(names: list[str], *what: str) -> dict[str, list[str]]:
    return {one: list(names) for one in what}


VISIBLE: dict[str, dict[str, list[str]]] = {
    "F1": {"*": ["1a", "1b", "1c"]},
    "F2": {"*": ["2a", "2b", "2c"]},
    "S1": {"*": ["1a", "1b", "1c"]},
    "E1a": only(
        ["1a"], *OF_PEOPLE, "Poste", "Cellule", "Fichier", "Dit", "Lot", *OF_MARKETS, "Piece", "Besoin", *ON_SITE
    ),
    "E2b": only(
        ["2b"], *OF_PEOPLE, "Poste", "Cellule", "Fichier", "Dit", "Lot", *OF_MARKETS, "Piece", "Besoin", *ON_SITE
    ),
    "O1a": only(
        ["1a"],
        *OF_PEOPLE,
        "Metier",
        "Cv",
        "Permis",
        "Langue",
        "Commune",
        "Poste",
        "Cellule",
        "Sortie",
        "Employeur",
        "Referent",
        "Lot",
        "Envoi",
        "Suivi",
        "Besoin",
        *ON_SITE,
        *OF_MARKETS,
    ),
    "D1": only(["1a", "1b", "1c"], "Lot", "Remise", *OF_MARKETS),
    "D2": only(["2a", "2b", "2c"], "Lot", "Remise", *OF_MARKETS),
    "P1a": {"*": ["1a"], **only([], "Fichier", "Dit", "Besoin", "Remise", *OF_MARKETS, *OF_THE_DESK)},
    "R1a": only(["1a"], *OF_PEOPLE, "Metier", "Cv", "Permis", "Referent"),
    "A": {"Lot": SIDES},
}
"""What each actor may read of what: « * » is everything. Written by hand from the security note: who reads a line
without reading its file sees its sheet and its row, not how the file is called."""


def leaks(actor: str, text: str) -> set[str]:
    """The canaries of a text that its reader should not see."""
    found = set(re.findall(r"Canari([A-Z][a-z]+)(\d[abc])", text))
    may = VISIBLE[actor]
    return {f"{what} {name}" for what, name in found if name not in may.get(what, may.get("*", []))}


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.stress)])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("canary")
    with database(request.param, request, folder) as engine:
        made = Site(engine, folder)
        with writing(engine) as session:
            release(session, made.world)
        with made.client:
            yield made


def numbers(site: Site, table: type[SQLModel]) -> list[int]:
    """Every row that there is."""
    key = getattr(table, KINDS[table].key)
    with reading(site.engine) as session:
        return [int(number) for number in session.exec(select(key)).all()]


def addresses(site: Site, route: Route) -> Iterator[str]:
    others = {"month": "2023-04", "kind": "hours", "path": "openapi.json"}
    for number in numbers(site, route.rule.table) if route.rule.table is not None else [0]:
        path = re.sub(r"\{(\w+)\}", lambda name, n=number: str(others.get(name[1], n)), route.path)  # type: ignore[misc]
        if route.rule.table is None and path.startswith("/api/") and "bilan" not in path:
            path += "?limit=200"
        yield f"{path}?from=2023-01-01&to=2023-12-31&perimeter=all" if path == "/api/bilan" else path


def kept(site: Site) -> dict[str, list[str]]:
    """Every row of every table, but the journal and when a session was last seen: all that a GET may write."""
    aside = {"journal", "journal_head", "signed_in"}
    with reading(site.engine) as session:
        return {
            table.name: sorted(map(str, session.execute(select(table)).all()))  # type: ignore[call-overload]
            for table in metadata.sorted_tables
            if table.name not in aside
        }


@pytest.mark.parametrize("actor", ACTORS)
def test_no_page_shows_what_is_not_its_readers(site: Site, actor: str) -> None:
    found: dict[str, set[str]] = {}
    seen: set[str] = set()
    before = kept(site)
    for route in ROUTES:
        if route.method != "GET" or route.path.endswith("/file"):
            continue
        for path in addresses(site, route):
            answer = site.ask(actor, "GET", path)
            assert answer.status_code < 500, (path, answer.text[:300])
            seen |= set(re.findall(r"Canari([A-Z][a-z]+\d[abc])", answer.text))
            wrong = leaks(actor, answer.text)
            if wrong:
                found[path] = wrong
    assert found == {}
    assert kept(site) == before
    expected = {f"{what}{name}" for what, names in VISIBLE[actor].items() if what != "*" for name in names}
    assert expected <= seen, f"the crawl does not reach {expected - seen}"
    if "*" in VISIBLE[actor]:
        assert {f"Nom{name}" for name in VISIBLE[actor]["*"]} <= seen
    if actor.startswith("F"):
        assert {f"{what}{name}" for what in OF_THE_DESK for name in VISIBLE[actor]["*"]} <= seen


def test_a_leak_would_be_found() -> None:
    assert leaks("E1a", f"… {sentinel('Nom', '1b')} …") == {"Nom 1b"}
    assert leaks("E1a", f"… {sentinel('Adresse', '1a')} …") == {"Adresse 1a"}
    assert leaks("F1", sentinel("Adresse", "1a")) == set()


def test_a_company_reads_the_amounts_of_no_other(site: Site) -> None:
    text = site.ask("E1a", "GET", "/api/contractors?limit=200").text
    assert re.findall(r"7770000\d", text) == ["77700000"]


def test_no_answer_holds_a_secret(site: Site) -> None:
    """Hashes and secrets of accounts stand in no shape."""
    with writing(site.engine) as session:
        secrets = {one.token_hash for one in session.exec(select(Token)).all()}
        secrets |= {str(one.password_hash) for one in session.exec(select(User)).all() if one.password_hash}
    for path in (
        "/api/users?limit=200",
        "/api/tokens?limit=200",
        "/api/memberships?limit=200",
        "/api/me",
        "/api/journal?limit=200",
    ):
        text = site.ask("A", "GET", path).text
        assert not [secret for secret in secrets if secret in text], path
