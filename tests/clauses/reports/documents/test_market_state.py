"""The state of a market for its buyer: one page, figures that add up, nobody's name."""

from __future__ import annotations

import io
from datetime import date

import pypdf
from sqlalchemy import Engine

from clauses.db import writing
from clauses.hours.rules import LineState
from clauses.reports.compliance_query import market_at
from clauses.reports.documents.as_pdf import pdf_bytes
from clauses.reports.documents.market_state import market_state
from tests import factories as f
from tests.factories import NOON, id_of

ON = date(2023, 6, 30)


def test_it_is_one_page_that_names_companies_and_nobody_else(engine: Engine) -> None:
    with writing(engine) as session:
        market = f.market(session, reference="2023-T010", title="École & <crèche>")
        lot = id_of(f.lot(session, market_id=id_of(market), number="1"))
        f.lot(session, market_id=id_of(market), number="2")
        holder = f.contractor(
            session, lot_id=lot, organisation_id=id_of(f.organisation(session, name='Maçons "du" Sud & Fils'))
        )
        f.obligation(session, contractor_id=id_of(holder), lot_id=lot, due=1_000_00)
        declared = f.declaration(session, contractor_id=id_of(holder), month=date(2023, 4, 1))
        work = f.contract(session, person_id=id_of(f.person(session, last_name="Canari")))
        f.line(
            session, declaration_id=id_of(declared), contract_id=id_of(work), hours=640_00, state=LineState.VALIDATED,
            validated_by="Ana", validated_at=NOON,
        )  # fmt: skip
        document = market_state(market_at(session, "2023-T010", on=ON), established_on=ON)
    assert "1\u202f000,00" in document.answer
    pages = pypdf.PdfReader(io.BytesIO(pdf_bytes(document))).pages
    said = "".join("".join(page.extract_text() for page in pages).split())
    assert len(pages) == 1
    for text in ("École&<crèche>", '1,Maçons"du"Sud&Fils', "2,sansattributaire", "30/06/2023"):
        assert text in said, text
    assert "Canari" not in said


def test_a_market_without_a_lot_has_its_page_too(engine: Engine) -> None:
    with writing(engine) as session:
        f.market(session, reference="2023-T011")
        document = market_state(market_at(session, "2023-T011", on=ON), established_on=ON)
    assert pdf_bytes(document)
