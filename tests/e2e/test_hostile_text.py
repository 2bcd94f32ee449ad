"""Text that looks like a page (names, sheets, files, cells) shows as text everywhere, and nothing of it is run.

The fixture of the pages fails on the first report of their security policy: here it stays empty.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Page
from sqlalchemy import Engine

from clauses.db import writing
from clauses.files.rules import Severity
from clauses.hours.rules import LineState
from clauses.markets.models import Contractor, Lot
from tests import factories as f
from tests.e2e.conftest import cookie_of, copied, served
from tests.factories import NOON, id_of
from tests.factories_exchanges import counterpart, exchange

EVIL = "<img src=x onerror=\"document.title='pris'\"><script>document.title='pris'</script>"


@dataclass(frozen=True)
class Hostile:
    """A copy of the demonstration where everything that somebody may write holds markup."""

    engine: Engine
    address: str
    pages: list[str]


@pytest.fixture(scope="module")
def hostile(demonstration: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    folder = tmp_path_factory.mktemp("hostile")
    engine = copied(demonstration, folder)
    with writing(engine) as session:
        body = f.organisation(session, name=f"Bâti {EVIL}")
        market = f.market(
            session, reference=f"R-{EVIL}"[:120], title=f"Objet {EVIL}", buyer_id=id_of(body), ends_on=None
        )
        lot = f.lot(session, market_id=id_of(market), title=f"Lot {EVIL}")
        holder = f.contractor(session, lot_id=id_of(lot), organisation_id=id_of(body))
        f.obligation(session, lot_id=id_of(lot), contractor_id=id_of(holder), source=EVIL)
        person = f.person(session, last_name=f"Nom {EVIL}", first_name=f"Prénom {EVIL}", jobs=EVIL, skills=EVIL)
        hired = f.contract(session, person_id=id_of(person), employer_id=id_of(body), job=EVIL)
        run = f.run(session, file_name=f"heures {EVIL}.xlsx", author=f"Ana {EVIL}")
        f.issue(
            session, run_id=id_of(run), severity=Severity.WARNING, message=EVIL, value=EVIL, sheet=EVIL, column=EVIL
        )
        declared = f.declaration(
            session, contractor_id=id_of(holder), employer_id=id_of(body), run_id=id_of(run), author=f"Ana {EVIL}"
        )
        said = {"sheet": f"Feuille {EVIL}", "column": EVIL, "sent": EVIL}
        f.line(session, declaration_id=id_of(declared), contract_id=id_of(hired), **said)
        waiting = f.line(
            session, declaration_id=id_of(declared), contract_id=None, state=LineState.TO_CHECK, row=900,
            claim=json.dumps({"last_name": EVIL, "first_name": EVIL, "contract_kind": "CDD"}), **said,
        )  # fmt: skip
        f.line(session, declaration_id=id_of(declared), contract_id=id_of(hired), state=LineState.VALIDATED,
               validated_by="Ana", validated_at=NOON, row=901, **said)  # fmt: skip
        exchange(
            session, contractor_id=id_of(holder), said=EVIL, with_whom=EVIL, next_action=EVIL, next_on=date(2023, 5, 1)
        )
        counterpart(session, contractor_id=id_of(holder), name=EVIL)
        question = f.question(
            session, subject=json.dumps({"last_name": EVIL, "first_name": EVIL, "birth_date": "1990-01-01"}),
            candidates=json.dumps([id_of(person)]), run_id=id_of(run),
        )  # fmt: skip
        assert session.get(Contractor, holder.id)
        assert session.get(Lot, lot.id)
        number = id_of(market)
        pages = [
            "/?au=2023-06-15", "/marches?q=objet", f"/marches/{number}?au=2023-06-15", f"/marches/{number}/calendrier",
            f"/marches/{number}/personnes", f"/marches/{number}/documents", f"/marches/{number}/echanges",
            f"/marches/{number}/etat", f"/attributaires/{id_of(holder)}", "/relances", "/personnes?q=nom",
            f"/personnes/{id_of(person)}", "/a-valider?q=objet", f"/a-valider/{id_of(waiting)}",
            f"/lignes?marche={number}", "/depots", f"/depots/{id_of(run)}", "/doublons", f"/doublons/{id_of(question)}",
            "/bilan?du=2023-01-01&au=2023-12-31&perimetre=all",
        ]  # fmt: skip
    with served(engine, folder) as address:
        yield Hostile(engine, address, pages)
    engine.dispose()


def test_markup_shows_as_text_on_every_page(opened: Callable[..., Page], hostile: Hostile) -> None:
    page = opened(cookie=cookie_of(hostile.engine))
    shown = []
    for path in hostile.pages:
        answer = page.goto(hostile.address + path)
        assert answer is not None
        assert answer.status == 200, path
        assert page.title() != "pris", path
        assert page.locator("img[src=x], main script").count() == 0, path
        if "<img src=x" in page.locator("body").inner_text():
            shown.append(path)
    assert len(shown) >= len(hostile.pages) - 3, set(hostile.pages) - set(shown)
