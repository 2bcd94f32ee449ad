"""The bilan's page: figures open their lines, another period beside, files, what was frozen and changed since."""

import io
import json
import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from clauses.accounts.rules import ActorKind
from clauses.audit import Journal
from clauses.db import reading, writing
from clauses.hours.models import Line
from clauses.hours.rules import LineState
from clauses.reference.rules import Modality
from clauses.reports.frozen import Difference, differences
from clauses.web.bilan_figures import told
from tests import accounts, factories
from tests.clauses.web.test_market_pages import worked
from tests.clauses.web.visiting import body, queries, said, visiting
from tests.factories import NOON, id_of

VALIDATED: dict[str, Any] = {"state": LineState.VALIDATED, "validated_by": "Ana", "validated_at": NOON}
YEAR = "du=2023-01-01&au=2023-12-31&perimetre=all"


def test_a_figure_opens_the_lines_that_add_up_to_it(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        worked(session, hours=12_345)
    with visiting(engine, tmp_path) as browser:
        page = browser.get(f"/bilan?{YEAR}").text
        assert "/lignes?du=2023-01-01&amp;au=2023-12-31&amp;etat=validated&amp;nature=BTP" in page
        lines = browser.get("/lignes?du=2023-01-01&au=2023-12-31&etat=validated&nature=BTP")
    assert "123,45 h d'insertion" in said(browser.get(f"/bilan?{YEAR}"))
    assert "123,45 h en 1 ligne" in said(lines)


def test_another_year_stands_beside(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        worked(session, hours=10_000)
        holder = factories.contractor(session)
        before = factories.declaration(session, contractor_id=id_of(holder), month=date(2022, 4, 1))
        factories.line(session, declaration_id=id_of(before), hours=4_000, **VALIDATED)
    with visiting(engine, tmp_path) as browser:
        page = said(browser.get(f"/bilan?{YEAR}&comparer=an"))
    assert "Face à la période du 01/01/2022 au 31/12/2022" in page
    assert "+60,00" in page


def test_it_narrows_to_a_lot_a_company_and_a_modality(engine: Engine, tmp_path: Path) -> None:
    """A company is who holds the lot or who employs; each figure still opens the lines that add up to it."""
    with writing(engine) as session:
        market = factories.market(session, reference="2023-T7")
        lots = [factories.lot(session, market_id=id_of(market), number=number) for number in ("1", "2b")]
        agency = id_of(factories.organisation(session, name="Relais Emploi"))
        for lot, worked_, modality in zip(lots, (100_00, 40_00), (Modality.MISE_A_DISPOSITION, None), strict=True):
            body = factories.organisation(session, name=f"Bâti {lot.number}")
            holder = factories.contractor(session, lot_id=id_of(lot), organisation_id=id_of(body))
            employer = agency if modality else id_of(body)
            hired = factories.contract(session, employer_id=employer, modality=modality)
            declared = factories.declaration(session, contractor_id=id_of(holder), employer_id=employer)
            line = {"declaration_id": id_of(declared), "contract_id": id_of(hired), "hours": worked_, **VALIDATED}
            factories.line(session, **line)
    with visiting(engine, tmp_path) as browser:
        for asked, hours in (
            ("", "140,00"), ("marche=2023-T7&lot=2B", "40,00"), ("entreprise=relais+emploi", "100,00"),
            ("entreprise=Bati+1", "100,00"), ("entreprise=Bati+2b", "40,00"), ("modalite=mise_a_disposition", "100,00"),
        ):  # fmt: skip
            page = browser.get(f"/bilan?{YEAR}&{asked}")
            assert f"{hours} h d'insertion" in said(page), asked
            (lines,) = set(re.findall(r'href="(/lignes[^"]*etat=validated[^"]*contrat=[^"]*)"', page.text))
            assert f"{hours} h en" in said(browser.get(unescape(lines))), asked
            browser.send(f"/bilan/figer?{YEAR}&{asked}", {}, page=f"/bilan?{YEAR}&{asked}")
        number = max(int(each) for each in re.findall(r"/bilan/fige\?numero=(\d+)", browser.get(f"/bilan?{YEAR}").text))
        assert "rien n'a changé" in said(browser.get(f"/bilan/fige?numero={number}"))
        for wanted, field in (("lot=1", "lot"), ("marche=2023-T7&lot=9", "lot"), ("entreprise=Personne", "entreprise")):
            wrong = browser.get(f"/bilan?{YEAR}&{wanted}")
            assert (wrong.status_code, f'id="{field}-erreur"' in wrong.text) == (422, True), wanted


def test_it_is_compared_with_the_months_before_or_any_others(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        worked(session, hours=10_000)
        holder = factories.contractor(session)
        before = factories.declaration(session, contractor_id=id_of(holder), month=date(2023, 2, 1))
        factories.line(session, declaration_id=id_of(before), hours=4_000, **VALIDATED)
    quarter = "du=2023-04-01&au=2023-06-30&perimetre=all"
    with visiting(engine, tmp_path) as browser:
        answer = browser.get(f"/bilan?{quarter}&comparer=avant")
        assert "Face à la période du 01/01/2023 au 31/03/2023" in said(answer)
        assert "+60,00" in said(answer)
        assert "/lignes?du=2023-01-01&amp;au=2023-03-31&amp;etat=validated" in answer.text
        other = said(browser.get(f"/bilan?{quarter}&face_du=2023-02-01&face_au=2023-02-28"))
        assert "Face à la période du 01/02/2023 au 28/02/2023" in other
        wrong = browser.get(f"/bilan?{quarter}&face_du=2023-02-01")
    assert (wrong.status_code, 'id="face_du-erreur"' in wrong.text) == (422, True)


@pytest.mark.parametrize(("form", "starts"), [("xlsx", b"PK"), ("docx", b"PK"), ("pdf", b"%PDF")])
def test_it_is_downloaded_and_written_down(engine: Engine, tmp_path: Path, form: str, starts: bytes) -> None:
    with writing(engine) as session:
        worked(session, hours=12_345)
    with visiting(engine, tmp_path) as browser:
        answer = browser.get(f"/bilan/fichier/{form}?{YEAR}")
    assert answer.content.startswith(starts)
    assert f"bilan-2023-01-01-2023-12-31.{form}" in answer.headers["content-disposition"]
    with reading(engine) as session:
        acts = session.exec(select(Journal).where(col(Journal.act) == "export")).all()
    assert [json.loads(act.details)["form"] for act in acts] == [form]


def test_the_workbook_names_nobody_and_keeps_to_one_s_scope(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        somebody = factories.person(session, last_name="Nommée")
        contract = factories.contract(session, person_id=id_of(somebody))
        factories.line(session, contract_id=id_of(contract), hours=777, **VALIDATED)
        hidden = worked(session, hours=88_800, reference="AUTRUI")
        accounts.territory_market(session, market_id=hidden)
    with visiting(engine, tmp_path) as browser:
        book = openpyxl.load_workbook(io.BytesIO(browser.get(f"/bilan/fichier/xlsx?{YEAR}").content))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "7.77" in cells
    assert not {"888", "888.0", "895.77"} & set(cells)  # whole cells: the digits of an imprint may hold any three
    assert not any("AUTRUI" in cell or "Nommée" in cell for cell in cells)


def test_a_frozen_bilan_says_what_changed_since(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        worked(session, hours=10_000)
    with visiting(engine, tmp_path) as browser:
        there = browser.send(f"/bilan/figer?{YEAR}", {}, page=f"/bilan?{YEAR}").headers["location"]
        assert "rien n'a changé depuis" in said(browser.get(there))
        assert "Bilans figés" in said(browser.get("/bilan"))
        with writing(engine) as session:
            session.exec(select(Line)).one().hours = 9_000
        page = said(browser.get(there))
    assert "3 chiffres ont changé depuis" in page
    assert "Heures, par nature, BTP" in page
    assert "100.00" in page
    assert "90.00" in page


def test_a_bilan_that_was_not_frozen_is_absent(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        worked(session)
    with visiting(engine, tmp_path) as browser:
        there = browser.send(f"/bilan/figer?{YEAR}", {}, page=f"/bilan?{YEAR}").headers["location"]
        absent = browser.get("/bilan/fige?numero=999999")
        other = browser.get(f"/bilan/fige?numero={int(there.rpartition('=')[2]) - 1}")
        assert (absent.status_code, other.status_code) == (404, 404)
    with visiting(engine, tmp_path, ActorKind.D) as browser:
        hidden = browser.get(there)
        assert (hidden.status_code, hidden.text) == (404, browser.get("/bilan/fige?numero=999999").text)


def test_a_buyer_reads_hours_and_no_small_number_of_people(engine: Engine, tmp_path: Path) -> None:
    buyer = body(engine)
    with writing(engine) as session:
        worked(session, hours=12_345, buyer_id=buyer)
    with visiting(engine, tmp_path, ActorKind.D, organisation_id=buyer) as browser:
        page = said(browser.get(f"/bilan?{YEAR}"))
        assert browser.get(f"/bilan/fichier/pdf?{YEAR}").status_code == 403
        assert browser.send(f"/bilan/figer?{YEAR}", {}, page=f"/bilan?{YEAR}").status_code == 403
    assert "123,45 h d'insertion" in page
    assert "Nombre de personnes : non communiqué" in page
    assert "au travail" not in page
    assert "femmes" not in page
    assert "/lignes" not in page


@pytest.mark.parametrize("asked", ["marche=INCONNU", "donneur=Personne"])
def test_what_is_not_found_is_said_beside_its_field(engine: Engine, tmp_path: Path, asked: str) -> None:
    with writing(engine) as session:
        worked(session)
    with visiting(engine, tmp_path) as browser:
        answer = browser.get(f"/bilan?{YEAR}&{asked}")
    assert answer.status_code == 422
    assert f'id="{asked.partition("=")[0]}-erreur"' in answer.text
    assert asked.partition("=")[2] in answer.text  # what was typed is still there


def test_another_nature_does_not_exist(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        worked(session)
    with visiting(engine, tmp_path) as browser:
        assert browser.get(f"/bilan?{YEAR}&nature=XX").status_code == 422
        assert browser.get(f"/bilan/fichier/exe?{YEAR}").status_code == 422


def test_queries_do_not_grow(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        worked(session)
    with visiting(engine, tmp_path) as browser:
        few = queries(engine, browser, f"/bilan?{YEAR}&comparer=an")
        with writing(engine) as session:
            for _ in range(6):
                worked(session)
        assert queries(engine, browser, f"/bilan?{YEAR}&comparer=an") == few


def test_differences_are_told_figure_by_figure() -> None:
    before = {"hours": {"total": "1.00", "gone": "2.00"}, "checks": [1]}
    after = {"hours": {"total": "3.00", "new": 4}, "checks": [2]}
    assert differences(before, after) == [
        Difference("hours.total", "1.00", "3.00"),
        Difference("hours.gone", "2.00", None),
        Difference("hours.new", None, 4),
    ]
    assert told("employees.by_qpv.Le Mail") == "Personnes au travail, par quartier, Le Mail"
