"""A lot settled: its account, its motive, its attestation delivered once, and who may have it."""

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pypdf
from sqlalchemy import Engine
from sqlmodel import Session, select

from clauses.accounts.rules import ActorKind
from clauses.db import reading, writing
from clauses.files.models import IssuedDocument
from clauses.files.rules import DocumentKind
from clauses.hours.rules import LineState
from clauses.markets import events
from clauses.markets.models import Contractor, Lot, Shortfall
from clauses.markets.obligations import Formula
from clauses.markets.rules import AmendmentKind
from clauses.reference.rules import Role
from tests import factories
from tests.clauses.web.test_market_acts_pages import market, send
from tests.clauses.web.visiting import queries, said, visiting
from tests.factories import NOON, id_of

PAGE = "/lots/1/decompte"


def done(session: Session, hours: int) -> None:
    """Validated hours of the only company; a reduction of 100 hours agreed; the lot closed."""
    held = session.exec(select(Contractor)).one()
    declared = factories.declaration(session, contractor_id=id_of(held), month=date(2023, 4, 1))
    signed = {"state": LineState.VALIDATED, "validated_by": "Ana", "validated_at": NOON}
    factories.line(session, declaration_id=id_of(declared), hours=hours, **signed)
    events.amend(
        session, lot_id=1, kind=AmendmentKind.REDUCTION, effective_on=date(2023, 5, 1), subject="Chantier <réduit>",
        number="3", hours=Formula.fixed(100_00), by="Ana",
    )  # fmt: skip


def close(session: Session) -> None:
    events.close(session, lot_id=1, closed_on=date(2023, 9, 1), reason="Réception & levée des réserves", by="Ana")


def pdf_text(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u202f", " ").replace("\xa0", " ").split())


def test_a_lot_is_settled_then_attested_once_for_everybody(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        market(session)
        lot = session.exec(select(Lot)).one()
        lot.title = "Gros œuvre"
        market_of_lot, company = lot.market_id, session.exec(select(Contractor)).one().organisation_id
        from clauses.markets.models import Market

        session.get_one(Market, market_of_lot).ends_on = date(2099, 12, 31)
        done(session, 820_00)
    with visiting(engine, tmp_path) as browser:
        assert "Décompte et clôture" in said(browser.get("/marches/1"))
        running = said(browser.get(PAGE))
        assert "Lot 1 : il reste 80,00 h" in running
        assert "Clore le lot" in running
        early = browser.send("/lots/1/attestation", {"forme": "pdf"}, page=PAGE)
        assert (early.status_code, "court encore" in said(early)) == (409, True)
        with writing(engine) as session:
            close(session)
        page = browser.get(PAGE)
        assert "<réduit>" not in page.text
        for words in ("il a manqué 80,00 h", "Clos le 01/09/2023", "100,00 h, Bâti Test, Chantier <réduit> (n° 3)",
                      "personne n'a dit pourquoi", "Dire pourquoi"):  # fmt: skip
            assert words in said(page), words
        motive = {"attributaire": "1", "date": "2023-09-02", "motif": "planning", "details": "Trois mois d'arrêt"}
        assert send(browser, "ecart", motive, confirmed=True).status_code == 303
        assert "chantier décalé ou interrompu. Trois mois d'arrêt" in said(browser.get(PAGE))
        first = browser.send("/lots/1/attestation", {"forme": "pdf"}, page=PAGE)
        again = browser.send("/lots/1/attestation", {"forme": "pdf"}, page=PAGE)
        with writing(engine) as session:  # as those issued before closing attestations had a series of their own
            session.exec(select(IssuedDocument)).one().kind = DocumentKind.HOURS
        former = browser.send("/lots/1/attestation", {"forme": "pdf"}, page=PAGE)
        document = browser.send("/lots/1/attestation", {"forme": "docx"}, page=PAGE)
        assert browser.send("/lots/1/attestation", {"forme": "exe"}, page=PAGE).status_code == 422
    assert first.content == again.content == former.content
    told = pdf_text(first.content)
    for words in ("Attestation de clôture du lot 1", "Il a manqué 80,00 h", "Retire des heures dues", "n° 3",
                  "Trois mois d'arrêt", "Document n° AC-", "Réception & levée des réserves"):  # fmt: skip
        assert words in told, words
    body = zipfile.ZipFile(io.BytesIO(document.content)).read("word/document.xml").decode()
    assert "seul le PDF délivré" in body
    assert "Chantier &lt;réduit&gt;" in body
    with visiting(engine, tmp_path, ActorKind.E, organisation_id=company) as theirs:
        assert "Clore le lot" not in said(theirs.get(PAGE))
        assert theirs.send("/lots/1/attestation", {"forme": "pdf"}, page=PAGE).content == first.content
    with reading(engine) as session:
        assert len(session.exec(select(IssuedDocument)).all()) == 1
        assert session.exec(select(Shortfall)).one().details == "Trois mois d'arrêt"


def test_a_company_reads_its_own_part_and_a_copy_says_that_it_is_one(engine: Engine, tmp_path: Path) -> None:
    """Of a lot of two companies, one sees neither the other nor what the lot owes in all; the buyer sees both."""
    with writing(engine) as session:
        market(session)
        done(session, 900_00)
        other = factories.organisation(session, name="Toits du Nord")
        mate = factories.contractor(session, lot_id=1, organisation_id=id_of(other), role=Role.COTRAITANT)
        factories.obligation(session, lot_id=1, contractor_id=id_of(mate), due=200_00)
        close(session)
        buyer, company = 1, session.get_one(Contractor, 1).organisation_id
        from clauses.markets.models import Market

        buyer = session.get_one(Market, 1).buyer_id
    with visiting(engine, tmp_path, ActorKind.E, organisation_id=company) as theirs:
        page = said(theirs.get(PAGE))
        assert "obligation remplie 900,00 h comptées sur 900,00 h dues" in re.sub("<[^>]+>", "", page)
        assert "Toits du Nord" not in page
        copy = pdf_text(theirs.send("/lots/1/attestation", {}, page=PAGE).content)
        assert "Toits du Nord" not in copy
        assert "seul le PDF délivré" in copy
    with visiting(engine, tmp_path, ActorKind.D, organisation_id=buyer) as theirs:
        page = said(theirs.get(PAGE))
        assert "il a manqué 200,00 h 900,00 h comptées sur 1 100,00 h dues" in re.sub("<[^>]+>", "", page)
        assert "Enregistrer une réduction" in page  # a buyer signs amendments
        assert "Dire pourquoi" not in page


def test_queries_do_not_grow(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        market(session)
        done(session, 900_00)
    with visiting(engine, tmp_path) as browser:
        few = queries(engine, browser, PAGE)
        with writing(engine) as session:
            for _ in range(3):
                body = id_of(factories.organisation(session))
                factories.contractor(session, lot_id=1, organisation_id=body, role=Role.COTRAITANT)
        assert queries(engine, browser, PAGE) == few
