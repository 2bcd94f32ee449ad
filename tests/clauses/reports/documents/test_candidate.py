"""The sheet of a candidate: what an employer may know, and a canary for everything else."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from clauses.db import writing
from clauses.errors import NotFound
from clauses.reference.rules import ContractKind, Sex
from clauses.reports.documents.as_html import html
from clauses.reports.documents.as_pdf import pdf_bytes
from clauses.reports.documents.candidate import candidate, candidate_sheet
from tests import factories as f
from tests.factories import id_of

DAY = date(2024, 3, 4)


def test_it_says_what_the_person_may_do_and_nothing_that_is_not_asked_of_a_post(engine: Engine) -> None:
    with writing(engine) as session:
        person = id_of(
            f.person(
                session, identifier="P0007", last_name="N'Diaye & Fils", first_name="Éloïse", sex=Sex.F, rsa=True,
                rqth=True, birth_date=date(1971, 7, 17), work_permit_until=date(2031, 1, 31),
                unemployed_since=date(2019, 9, 19), jobs="maçon ; coffreur", skills="lecture de plan",
                licences="Permis B", mobility_km=20, available_on=DAY, french_level="B1", education_level="3",
            )
        )  # fmt: skip
        f.residence(
            session, person_id=person, commune="Chenôve", address="3 rue du Canari", postal_code="21300",
            qpv_key="QN02103M", qpv_name="Le Mail",
        )  # fmt: skip
        f.contract(session, person_id=person, kind=ContractKind.CDDI, job="Agent d'espaces verts")
        sheet = candidate_sheet(candidate(session, "P0007"), established_on=DAY)
    page = html(sheet)
    for told in (
        "maçon",
        "coffreur",
        "lecture de plan",
        "Permis B",
        "Chenôve",
        "B1",
        "Agent d&#39;espaces verts",
        "en cours",
    ):
        assert told in page, told
    for kept in ("Canari", "21300", "1971", "2031", "2019", "RSA", "RQTH", "Mail", "QPV", "Femme", "justice"):
        assert kept not in page, kept
    assert pdf_bytes(sheet)


def test_someone_of_whom_little_is_known_has_a_sheet_too(engine: Engine) -> None:
    with writing(engine) as session:
        f.person(session, identifier="P1")
        page = html(candidate_sheet(candidate(session, "P1"), established_on=DAY))
        with pytest.raises(NotFound, match="« P2 »"):
            candidate(session, "P2")
    assert page.count("Non renseigné.") == 3
    assert "Pas encore." in page
