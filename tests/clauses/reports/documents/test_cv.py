"""The CV made from what is recorded: what somebody can do, and a canary for everything else."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest
from sqlalchemy import Engine, false

from clauses.db import writing
from clauses.errors import NotFound
from clauses.reference.rules import ContractKind, Sex
from clauses.reports.documents.as_docx import docx_bytes
from clauses.reports.documents.as_html import html
from clauses.reports.documents.as_pdf import pdf_bytes
from clauses.reports.documents.cv import WHOLE, Cv, Held, Sight, cv, cv_of, told
from tests import factories as f
from tests import factories_sites as s
from tests.factories import id_of

DAY = date(2024, 3, 4)


def held(start: date, end: date | None, job: str = "Maçon", company: str = "Béton") -> Held:
    return Held(job, company, start, end)


def test_contracts_renewed_are_one_line_and_the_last_job_comes_first() -> None:
    january, march = held(date(2023, 1, 2), date(2023, 1, 31)), held(date(2023, 3, 3), date(2023, 4, 30))
    work = [
        held(date(2023, 5, 31), date(2023, 6, 30), job="MACON"),  # thirty-one days after the one before
        held(date(2023, 5, 31), date(2023, 6, 10), company="Zinc"),
        march, january,
        held(date(2023, 1, 2), None, job="", company="Ville"),
        held(date(2023, 2, 1), date(2023, 2, 3), job="Jardinier", company="ville"),
        held(date(2021, 1, 1), date(2021, 2, 1), job="Peintre"),
    ]  # fmt: skip
    assert told(work) == (
        Held("Jardinier", "Ville", date(2023, 1, 2), None),
        Held("Maçon", "Béton", date(2023, 1, 2), date(2023, 6, 30)),
        Held("Maçon", "Zinc", date(2023, 5, 31), date(2023, 6, 10)),
        Held("Peintre", "Béton", date(2021, 1, 1), date(2021, 2, 1)),
    )
    apart = [january, held(date(2023, 3, 4), date(2023, 4, 30))]
    assert told(apart) == (apart[1], january)
    assert told([]) == ()


def test_it_says_what_somebody_can_do_and_nothing_that_is_not_asked_of_a_post(engine: Engine) -> None:
    with writing(engine) as session:
        person = id_of(
            f.person(
                session, identifier="P0007", last_name="N'Diaye & Fils", first_name="Éloïse", sex=Sex.F, rsa=True,
                rqth=True, birth_date=date(1971, 7, 17), work_permit_until=date(2031, 1, 31),
                unemployed_since=date(2019, 9, 19), jobs="maçon ; coffreur", skills="lecture de plan",
                licences="Permis B", mobility_km=20, available_on=DAY, french_level="A1.1", education_level="Niveau9",
            )
        )  # fmt: skip
        f.residence(
            session, person_id=person, commune="Chenôve", address="3 rue du Canari", postal_code="21300",
            qpv_key="QN02103M", qpv_name="Le Mail",
        )  # fmt: skip
        body = id_of(f.organisation(session, name='Espaces "verts" <du> Sud'))
        f.contract(session, person_id=person, employer_id=body, kind=ContractKind.CDDI, job="Agent d'espaces verts",
                   starts_on=date(2023, 5, 2), ends_on=date(2023, 5, 31))  # fmt: skip
        f.contract(session, person_id=person, employer_id=body, kind=ContractKind.CDI, job="À venir",
                   starts_on=date(2024, 3, 5))  # fmt: skip
        s.mission(session, person_id=person, job="Coffreuse", starts_on=date(2023, 9, 1), ends_on=date(2023, 11, 3))
        found = cv_of(session, person, today=DAY)
        hidden = cv_of(session, person, today=DAY, sight=Sight(false(), false(), false(), commune=False))
        with pytest.raises(NotFound):
            cv_of(session, 999_999, today=DAY)
    made = cv(found, established_on=DAY)
    page = html(made)
    written = docx.Document(io.BytesIO(docx_bytes(made)))
    cells = [cell.text for table in written.tables for row in table.rows for cell in row.cells]
    assert cells[-3:] == ["Agent d'espaces verts", 'Espaces "verts" <du> Sud', "Mai 2023"]
    assert "De septembre 2023 à novembre 2023" in cells
    for said in ("maçon", "coffreur", "lecture de plan", "Permis B", "Chenôve", "20", "à partir du 04/03/2024"):
        assert said in page, said
    for kept in (
        "Canari", "21300", "1971", "2031", "2019", "RSA", "RQTH", "Mail", "QPV", "Femme", "justice", "A1.1", "Niveau9",
        "CDDI", "insertion (", "CDD", "À venir", "P0007",
    ):  # fmt: skip
        assert kept not in page, kept
    assert pdf_bytes(made) == pdf_bytes(made)
    assert (hidden.held, hidden.commune, hidden.says_something) == ((), None, True)
    assert WHOLE.commune


def test_a_name_alone_is_no_cv_and_what_is_unknown_is_left_out() -> None:
    empty = Cv("Léa Roux", None, (), (), (), None, None, ())
    assert not empty.says_something
    made = cv(empty, established_on=DAY)
    assert (made.heading, made.chapters) == ((), ())
    still = cv(Cv("Léa Roux", "Dijon", (), (), (), None, None, (held(DAY, None),)), established_on=DAY)
    assert still.heading == ("Dijon.",)
    assert still.chapters[0].tables[0].rows[0].cells == ("Maçon", "Béton", "Depuis mars 2024")
