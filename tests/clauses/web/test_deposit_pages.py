"""Depositing a file in a browser: seen, corrected, confirmed; a company writes its own rows and no others."""

import csv
import io
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from httpx import Response
from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

import imports.run
from clauses.accounts.models import Deposit, Organisation
from clauses.accounts.rules import ActorKind
from clauses.dates import add_months, first_day, local_day
from clauses.db import reading, writing
from clauses.hours.models import Declaration, Line
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.models import Contractor, Lot, Market, MarketBefore
from clauses.markets.rules import Rewriting
from tests import factories
from tests.clauses.web.browser import Browser, browsing, somebody
from tests.factories import id_of
from tests.imports.office import unguarded

HEADER = (
    "Référence marché", "Lot", "SIRET attributaire", "Nom", "Prénom", "Date de naissance", "Type de contrat",
    "Début de contrat", "Mois", "Heures travaillées",
)  # fmt: skip


@dataclass(frozen=True)
class Site:
    """A company on a lot, its neighbour on another market, and somebody of each."""

    engine: Engine
    browser: Browser
    company: str
    neighbour: str
    facilitator: str
    contractor_id: int

    def rows(self, *hours: str, **changes: str) -> bytes:
        """A csv of the company's, a row a text of hours."""
        base = ["2024-T001", "1", factories.siret(1), "Roux", "Léa", "04/05/1990", "CDI", "02/01/2024", "mars 2024"]
        named = dict(zip(HEADER, base, strict=False)) | {key.replace("_", " "): value for key, value in changes.items()}
        text = io.StringIO()
        writer = csv.writer(text, delimiter=";")
        writer.writerow([*named, "Heures travaillées"])
        writer.writerows([*named.values(), one] for one in hours)
        return text.getvalue().encode()

    def drop(self, content: bytes, name: str = "heures.csv", **fields: str) -> Response:
        data = {"preuve": self.browser.proof("/deposer"), **fields}
        files = {"fichier": (name, content, "text/csv")}
        return self.browser.client.post("/deposer", data=data, files=files, follow_redirects=False)

    def seen(self, content: bytes, name: str = "heures.csv", **fields: str) -> tuple[str, str]:
        """The address and the text of what was understood."""
        answer = self.drop(content, name, **fields)
        assert answer.status_code == 303, answer.text
        address = answer.headers["location"]
        return address, self.browser.get(address).text

    def confirm(self, address: str, **fields: str) -> str:
        """The address of the receipt."""
        self.browser.send(f"{address}/confirmer", dict(fields), page=address)
        return str(self.browser.get(address).headers.get("location", ""))

    def count(self, table: type) -> int:
        with reading(self.engine) as session:
            return int(session.exec(select(func.count()).select_from(table)).one())


def plain(text: str) -> str:
    """Spaces of French typography as plain ones; quotes as typed."""
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("&#39;", "'")


def _company(session: Session, number: int, reference: str) -> tuple[int, int]:
    name = f"Bâti Bourgogne {number}"
    body = factories.organisation(session, name=name, siret=factories.siret(number))
    market = factories.market(session, reference=reference, notified_on=date(2024, 1, 2), ends_on=date(2030, 1, 1))
    lot = factories.lot(session, market_id=id_of(market), number="1")
    held = factories.contractor(session, lot_id=id_of(lot), organisation_id=id_of(body))
    return id_of(body), id_of(held)


@pytest.fixture
def site(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(imports.run, "read_sheets", unguarded)
    with writing(engine) as session:
        body, held = _company(session, 1, "2024-T001")
        other, _ = _company(session, 2, "2024-T002")
        lea = factories.person(session, last_name="Roux", first_name="Léa", birth_date=date(1990, 5, 4))
        factories.orientation(session, person_id=id_of(lea))
        company = somebody(session, ActorKind.E, organisation_id=body).email
        neighbour = somebody(session, ActorKind.E, organisation_id=other).email
        facilitator = somebody(session).email
    with browsing(engine, tmp_path / "home") as browser:
        browser.sign_in(company)
        yield Site(engine, browser, company, neighbour, facilitator, held)


def test_a_company_sees_first_what_it_has_to_send(site: Site) -> None:
    assert "Vos mois sont à jour" in site.browser.get("/deposer").text
    with writing(site.engine) as session:
        held = session.get_one(Contractor, site.contractor_id)
        factories.obligation(session, lot_id=held.lot_id, contractor_id=site.contractor_id)
        market = session.get_one(Market, session.get_one(Lot, held.lot_id).market_id)
        market.notified_on = add_months(first_day(local_day(datetime.now(UTC))), -3)
    page = plain(site.browser.get("/deposer").text)
    assert "3 mois sont à déposer" in page
    assert page.count("Lire le fichier") == 1


def test_nothing_is_stored_before_it_is_confirmed(site: Site) -> None:
    address, page = site.seen(site.rows("100"))
    assert "1 ligne prête, 100,00 h" in plain(page)
    assert [site.count(table) for table in (Declaration, Line, Deposit)] == [0, 0, 0]
    receipt = site.confirm(address)
    assert re.fullmatch(r"/depots/\d+", receipt)
    assert "1 ligne enregistrée, 100,00 h" in plain(site.browser.get(receipt).text)
    assert [site.count(table) for table in (Declaration, Line, Deposit)] == [1, 1, 1]


def test_validated_hours_sent_again_say_why_and_whoever_decides_reads_it(site: Site) -> None:
    site.confirm(site.seen(site.rows("100"))[0])
    with writing(site.engine) as session:
        line = session.exec(select(Line)).one()
        line.state, line.validated_by, line.validated_at = LineState.VALIDATED, "Ana", factories.NOON
    address, page = site.seen(site.rows("90"))
    assert "Correction, à accepter par le facilitateur" in page
    proof = site.browser.proof(address)
    silent = site.browser.client.post(
        f"{address}/confirmer", data={"preuve": proof, "motif": "…"}, follow_redirects=False
    )
    assert (silent.status_code, 'id="motif-erreur"' in silent.text) == (422, True)
    assert site.count(Deposit) == 1
    assert site.confirm(address, motif="Un jour compté deux fois").startswith("/depots/")
    with reading(site.engine) as session:
        proposed = session.exec(select(Declaration).where(Declaration.state == DeclarationState.PROPOSED)).one().id
    site.browser.sign_in(site.facilitator)
    assert "Un jour compté deux fois" in site.browser.get(f"/corrections/{proposed}").text


def test_what_a_file_of_markets_writes_over_changes_from_today_or_was_a_slip(site: Site) -> None:
    site.browser.sign_in(site.facilitator)
    headers = ["Référence marché", "Intitulé marché", "Donneur d'ordre", "Nature", "Date de fin", "Lot"]
    with reading(site.engine) as session:
        market = session.exec(select(Market).where(Market.reference == "2024-T001")).one()
        buyer = session.get_one(Organisation, market.buyer_id).name
    rows = [headers, ["2024-T001", market.title, buyer, "Travaux", "01/06/2031", "1"]]
    content = "\n".join(";".join(row) for row in rows).encode()
    address, page = site.seen(content, "marches.csv", sorte="markets")
    assert "change à partir d'aujourd'hui" in plain(page)
    assert "--correction" not in page
    site.browser.send(f"{address}/correction", {"correction": "oui"}, page=address)
    assert "est corrigé pour tous les jours" in plain(site.browser.get(address).text)
    assert site.confirm(address).startswith("/depots/")
    with reading(site.engine) as session:
        (before,) = session.exec(select(MarketBefore))
        assert (before.said, before.rewriting) == ("2030-01-01", Rewriting.CORRECTION)


def test_confirmed_twice_it_is_stored_once(site: Site) -> None:
    address, _ = site.seen(site.rows("100"))
    proof = site.browser.proof(address)
    for _ in range(2):
        site.browser.client.post(f"{address}/confirmer", data={"preuve": proof}, follow_redirects=False)
    assert site.count(Deposit) == 1


def test_once_it_is_stored_its_columns_are_no_longer_corrected(site: Site) -> None:
    address, _ = site.seen(site.rows("100"))
    proof = site.browser.proof(address)
    site.confirm(address)
    late = site.browser.client.post(f"{address}/colonnes", data={"preuve": proof}, follow_redirects=False)
    marked = site.browser.get(f"{address}/a-corriger")
    for answer in (late, marked):
        assert (answer.status_code, "déjà enregistré" in answer.text) == (409, True), answer.text[:200]
    assert site.browser.get(address).status_code == 303
    assert site.count(Deposit) == 1


def test_a_month_sent_again_shows_who_changes(site: Site) -> None:
    site.confirm(site.seen(site.rows("100"))[0])
    _, page = site.seen(site.rows("120"))
    assert "Remplace la version déposée" in page
    assert "100,00 h → 120,00 h" in plain(page)
    _, page = site.seen(site.rows("100"))
    assert "déjà enregistré" in plain(page)
    assert "Confirmer le dépôt" not in page


def test_refused_rows_are_said_at_their_cell_and_come_back_marked(site: Site) -> None:
    address, page = site.seen(site.rows("100", "abc"))
    assert "1 refusée" in plain(page)
    assert "« abc »" in plain(page)
    marked = site.browser.get(f"{address}/a-corriger")
    assert marked.headers["content-disposition"].startswith("attachment")
    assert b"abc" in marked.content
    receipt = site.confirm(address)
    assert site.browser.get(f"{receipt}/a-corriger").status_code == 200


def test_a_column_that_was_not_recognised_is_chosen_by_hand(site: Site) -> None:
    content = site.rows("100").replace("Heures travaillées".encode(), b"Zorglub")
    address, page = site.seen(content)
    assert "Dites ce que sont les colonnes" in page
    number = re.search(r"colonne-(\d+)\">« Zorglub »", plain(page))
    assert number
    answer = site.browser.send(f"{address}/colonnes", {f"colonne-{number[1]}": "hours"}, page=address)
    assert answer.status_code == 303
    assert "1 ligne prête, 100,00 h" in plain(site.browser.get(address).text)
    site.confirm(address)
    assert "1 ligne prête" in site.seen(content.replace(b";100", b";120"))[1], "the layout is remembered"


def test_what_the_file_does_not_say_is_said_beside_it(site: Site) -> None:
    content = site.rows("100")
    short = b"\n".join(b";".join(line.split(b";")[3:8] + line.split(b";")[9:]) for line in content.splitlines())
    _, page = site.seen(short, mois="2024-03")
    assert "1 ligne prête" in page, "its only lot is the company's own"
    assert site.drop(short, mois="mars").status_code == 422


def test_rows_of_another_market_are_as_if_it_did_not_exist(site: Site) -> None:
    _, theirs = site.seen(site.rows("100", Référence_marché="2024-T002"))
    _, absent = site.seen(site.rows("100", Référence_marché="2024-T003"))
    assert "enregistré" in theirs
    assert _without(theirs, "2024-T002") == _without(absent, "2024-T003")


def _without(page: str, reference: str) -> str:
    found = page.partition("<main")[2].replace(reference or "\0", "…")
    return re.sub(r"[0-9a-f]{64}", "…", found)


def test_rows_of_another_employer_are_refused_in_the_same_words_whether_it_exists_or_not(site: Site) -> None:
    row = site.rows("100", SIRET_employeur=factories.siret(987))
    absent = site.seen(row)[1]
    with writing(site.engine) as session:
        factories.organisation(session, name="Voisine", siret=factories.siret(987))
    assert "Chaque employeur dépose ses propres heures" in plain(absent)
    assert _without(site.seen(row)[1], "") == _without(absent, "")


def test_another_session_finds_nothing_at_that_address(site: Site, tmp_path: Path) -> None:
    address, _ = site.seen(site.rows("100"))
    with browsing(site.engine, tmp_path / "home") as other:
        other.sign_in(site.neighbour)
        theirs, absent = other.get(address), other.get(f"/deposer/{'0' * 64}")
        assert (theirs.status_code, absent.status_code) == (404, 404)
        assert _main(theirs) == _main(absent)
        assert other.get(f"{address}/a-corriger").status_code == 404


def _main(answer: Response) -> str:
    return answer.text.partition("<main")[2]


def test_a_receipt_is_for_whoever_sent_the_file_and_the_facilitator(site: Site, tmp_path: Path) -> None:
    receipt = site.confirm(site.seen(site.rows("100"))[0])
    with browsing(site.engine, tmp_path / "home") as other:
        other.sign_in(site.neighbour)
        assert _main(other.get(receipt)) == _main(other.get("/depots/999999"))
        assert "Vos dépôts paraîtront ici" in other.get("/depots").text
        other.sign_in(site.facilitator)
        assert other.get(receipt).status_code == 200
        assert "heures.csv" in other.get("/depots").text


def test_markup_in_names_of_files_and_cells_is_text(site: Site) -> None:
    hostile = '<img src=x onerror="alert(1)">'
    content = site.rows("100", Nom=hostile).replace(b"Lot", b'"<script>1</script>"')
    address, page = site.seen(content, name=f"{hostile}.csv")
    assert "<img" not in page
    assert "<script>1" not in page
    site.browser.send(f"{address}/abandonner", {}, page=address)
    assert site.browser.get(address).status_code == 404


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "vide"), (b"\x00\x01\x02", ""), (b"PK\x03\x04rien", ""), (b"a;b\n1;2\n", "")]
)
def test_a_file_that_is_none_is_a_sentence(site: Site, content: bytes, words: str) -> None:
    answer = site.drop(content, "heures.xlsx")
    if answer.status_code == 303:
        answer = site.browser.get(answer.headers["location"])
    assert answer.status_code in (200, 422)
    assert words in answer.text
    assert site.count(Deposit) == 0


def test_without_a_file_the_field_says_so(site: Site) -> None:
    answer = site.browser.send("/deposer", {"mois": ""}, files={"autre": ("x", b"x")})
    assert (answer.status_code, "Choisissez un fichier" in answer.text) == (422, True)


def test_a_facilitator_deposits_what_a_company_sent(site: Site) -> None:
    site.browser.sign_in(site.facilitator)
    address, page = site.seen(site.rows("100"), entreprise=factories.siret(1))
    assert "1 ligne prête" in page
    site.confirm(address)
    with reading(site.engine) as session:
        author = session.exec(select(col(Declaration.author))).one()
    assert author.startswith("Bâti Bourgogne 1 (déposé par Camille")
    assert "Aucun organisme" in plain(site.drop(site.rows("1"), entreprise="999").text)


def test_a_buyer_deposits_nothing(site: Site) -> None:
    with writing(site.engine) as session:
        buyer = somebody(session, ActorKind.D).email
    site.browser.sign_in(buyer)
    assert site.browser.get("/deposer").status_code == 403


def test_a_template_is_given(site: Site) -> None:
    answer = site.browser.get("/deposer/modele/hours")
    assert answer.content.startswith(b"PK")
    assert site.browser.get("/deposer/modele/people").status_code == 404


def test_last_months_team_is_there_and_its_hours_are_typed(site: Site) -> None:
    site.confirm(site.seen(site.rows("100"))[0])
    page = site.browser.get("/deposer/saisie?mois=2024-04").text
    assert 'value="Roux"' in page
    fields = {"lot": str(site.contractor_id), "mois": "2024-04", "last_name-0": "Roux", "first_name-0": "Léa",
              "birth_date-0": "04/05/1990", "contract_kind-0": "CDI", "starts_on-0": "02/01/2024",
              "hours-0": "151h40", "connu-1": "oui", "last_name-1": "Absent"}  # fmt: skip
    answer = site.browser.send("/deposer/saisie", fields)
    assert answer.status_code == 303
    assert "1 ligne prête, 151,67 h" in plain(site.browser.get(answer.headers["location"]).text)


def test_cells_pasted_from_a_spreadsheet_are_a_month(site: Site) -> None:
    cells = "Nom\tPrénom\nRoux\tLéa\t04/05/1990\tCDI\t02/01/2024\t\t35,5\n"
    sent = {"lot": str(site.contractor_id), "mois": "2024-04", "coller": cells}
    answer = site.browser.send("/deposer/saisie", sent)
    assert "1 ligne prête, 35,50 h" in plain(site.browser.get(answer.headers["location"]).text)


def test_a_grid_left_blank_says_what_is_missing_and_keeps_what_was_typed(site: Site) -> None:
    answer = site.browser.send("/deposer/saisie", {"lot": "", "mois": "mars", "last_name-0": "Élan"})
    assert answer.status_code == 422
    assert 'value="Élan"' in answer.text
    assert "Dites le mois" in answer.text


def test_a_big_file_is_read_beside_the_request_and_its_page_waits(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clauses.web.deposit_work.AT_ONCE", 0)
    address, page = site.seen(site.rows("100"))
    for _ in range(200):
        if "en cours de lecture" not in page:
            break
        assert "hx-trigger" in page
        assert "http-equiv" in page, "without a script the page comes back by itself"
        time.sleep(0.05)
        page = site.browser.get(address).text
    assert "1 ligne prête" in page
    site.browser.send(f"{address}/confirmer", {}, page=address)
    answer = site.browser.get(address)
    for _ in range(200):
        if answer.status_code == 303:
            break
        time.sleep(0.05)
        answer = site.browser.get(address)
    assert answer.headers["location"].startswith("/depots/")


def test_a_reading_that_breaks_is_said_and_stores_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("of a test")

    monkeypatch.setattr("clauses.web.deposit_work.import_file", broken)
    _, page = site.seen(site.rows("100"))
    assert "Rien n'a été enregistré" in plain(page)
    assert site.count(Deposit) == 0
