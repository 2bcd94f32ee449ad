"""From a messy file dropped by a company to the figures that its buyer sees, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page
from sqlalchemy import Engine
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from clauses.accounts.models import Organisation
from clauses.db import reading
from clauses.demo import organisations as org
from clauses.hours.models import Contract, Declaration, Line
from clauses.markets.models import Contractor, Lot, Market
from clauses.people.models import Person
from tests.e2e.conftest import DESK, PHONE, SHADES, cookie_of, copied, screenshot, served, violations, widens

READERS = {
    "/deposer": "etti",
    "/deposer/saisie": "etti",
    "/depots": "etti",
    "/entreprise": "etti",
    "/a-valider": "facilitatrice",
    "/relances": "facilitatrice",
    "/orienter": "prescripteur",
    "/administration": "admin",
    "/administration/journal": "admin",
    "/administration/conservation": "admin",
    "/administration/reglages": "admin",
    "/conservation": "facilitatrice",
    "/depots?page=1": "facilitatrice",
    "/lots/1/decompte": "facilitatrice",
    "/marches/1/ecart": "facilitatrice",
    "/marches/1/etat": "facilitatrice",
    "/plan": "donneur",
    "/accessibilite": "donneur",
    "/verifier?code=7K2M-9QXA-4DPT-N3VW": "donneur",
    "/attestations": "facilitatrice",
    "/donnees-personnelles": "donneur",
}
"""Pages, and whose they are in the demonstration."""


@dataclass(frozen=True)
class Copy:
    """A copy of the demonstration that may be written, and the address where it is served."""

    engine: Engine
    address: str
    messy: Path


@pytest.fixture(scope="module")
def copy(demonstration: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    folder = tmp_path_factory.mktemp("copy")
    engine = copied(demonstration, folder)
    with served(engine, folder) as address:
        yield Copy(engine, address, _messy(engine, folder / "Heures équipe <nord>.xlsx"))
    engine.dispose()


def _buyer(session: Session) -> int | None:
    return session.exec(select(Organisation.id).where(Organisation.siret == org.VILLE.siret)).one()


def _messy(engine: Engine, path: Path) -> Path:
    """The company's own workbook: a title above, odd headers, one of them unknown, one cell that is no number."""
    with reading(engine) as session:
        employer = aliased(Organisation)
        rows = session.execute(
            select(Market.reference, Lot.number, Organisation.siret, Person, Contract)  # type: ignore[call-overload]
            .join(Lot, col(Lot.market_id) == col(Market.id))
            .join(Contractor, col(Contractor.lot_id) == col(Lot.id))
            .join(Organisation, col(Organisation.id) == col(Contractor.organisation_id))
            .join(Declaration, col(Declaration.contractor_id) == col(Contractor.id))
            .join(employer, col(employer.id) == col(Declaration.employer_id))
            .join(Line, col(Line.declaration_id) == col(Declaration.id))
            .join(Contract, col(Contract.id) == col(Line.contract_id))
            .join(Person, col(Person.id) == col(Contract.person_id))
            .where(employer.siret == org.PASSERELLE.siret, Market.buyer_id == _buyer(session))
            .order_by(col(Line.id))
        ).all()
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Pointage <b>nord"
    sheet.append(["Suivi de l'insertion"])
    sheet.append([])
    sheet.append(
        ["Marché n°", "Lot", "SIRET titulaire", "NOM", "Prénom", "Né(e) le", "Contrat", "Entrée", "Mois", "Zorglub"]
    )
    seen: set[int | None] = set()
    for reference, lot, siret, person, contract in rows:
        if contract.id in seen or len(seen) == 3:
            continue
        seen.add(contract.id)
        hours = ["151,67", "35h30", "beaucoup"][len(seen) - 1]
        who = [person.last_name, person.first_name, person.birth_date]
        sheet.append([reference, lot, siret, *who, contract.kind.value, date(2024, 1, 2), date(2024, 1, 1), hours])
    assert seen, "the company of the demonstration employs nobody itself"
    book.save(path)
    return path


def test_a_messy_file_becomes_hours_that_the_buyer_sees(opened: Callable[..., Page], copy: Copy) -> None:
    page = opened(cookie=cookie_of(copy.engine, "etti@demonstration.example"))
    page.goto(f"{copy.address}/deposer")
    screenshot(page, "deposer")
    page.get_by_label("Glissez votre fichier ici").set_input_files(copy.messy)  # sends itself
    page.wait_for_url(re.compile(r"/deposer/[0-9a-f]{64}"))
    assert "Dites ce que sont les colonnes" in page.locator("h1").inner_text()
    assert page.get_by_text("Pointage <b>nord").count()
    screenshot(page, "deposer-colonnes")
    assert violations(page) == []
    page.get_by_label("« Zorglub » contient").select_option("hours")
    page.get_by_role("button", name="Relire avec ces colonnes").click()
    page.wait_for_url(re.compile(r"/deposer/[0-9a-f]{64}"))
    assert not widens(page)
    assert "prête" in page.locator("h1").inner_text()
    screenshot(page, "deposer-relire")
    assert violations(page) == []
    page.get_by_role("button", name="Confirmer le dépôt").click()
    page.wait_for_url(re.compile(r"/depots/\d+"))
    assert "enregistrée" in page.locator("h1").inner_text()
    screenshot(page, "deposer-recu")
    assert violations(page) == []

    desk = opened(cookie=cookie_of(copy.engine))
    desk.goto(f"{copy.address}/a-valider?mois=2024-01")
    screenshot(desk, "a-valider")
    assert violations(desk) == []
    for key in ("j", " ", "j", " ", "v"):  # the keyboard alone
        desk.keyboard.press(key)
    desk.wait_for_selector("[role=status]")
    assert "validée" in desk.locator("[role=status]").inner_text()
    screenshot(desk, "a-valider-fait")

    buyer = opened(cookie=cookie_of(copy.engine, "donneur@demonstration.example"))
    buyer.goto(f"{copy.address}/bilan?du=2024-01-01&au=2024-01-31&perimetre=all")
    assert not buyer.locator("h1").inner_text().startswith("0,00")


@pytest.mark.parametrize("shade", SHADES)
@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("path", list(READERS))
def test_everybody_can_use_these_pages(
    opened: Callable[..., Page], copy: Copy, path: str, width: int, shade: str
) -> None:
    page = opened(width, shade, cookie=cookie_of(copy.engine, f"{READERS[path]}@demonstration.example"))
    page.goto(f"{copy.address}{path}")
    screenshot(page, f"{path.strip('/').replace('/', '-')}-{width}-{shade}")
    assert violations(page) == []
    assert not widens(page)


def test_a_month_is_deposited_without_a_script(opened: Callable[..., Page], copy: Copy) -> None:
    page = opened(scripts=False, cookie=cookie_of(copy.engine, "etti@demonstration.example"))
    page.goto(f"{copy.address}/deposer")
    page.get_by_label("Glissez votre fichier ici").set_input_files(copy.messy)
    page.get_by_role("button", name="Lire le fichier").click()
    page.wait_for_url(re.compile(r"/deposer/[0-9a-f]{64}"))
    page.get_by_role("button", name="Abandonner").click()
    page.wait_for_url(re.compile(r"/deposer$"))
