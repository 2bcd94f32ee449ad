"""What the operator has signed: every text as it is, in the three writings."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import docx
import pypdf
import pytest

from clauses.reference.rules import ContractKind
from clauses.reports.documents.as_docx import docx_bytes
from clauses.reports.documents.as_html import html
from clauses.reports.documents.as_pdf import pdf_bytes
from clauses.reports.documents.content import Document
from clauses.reports.documents.issued import fingerprint
from clauses.reports.documents.operator_report import operator_report
from clauses.reports.documents.site_documents import (
    FSE_PLUS,
    NOT_SIGNED,
    activity_sheet,
    attendance_sheet,
    follow_up_sheet,
    presence,
    signed,
)
from clauses.sites.facts import ActionFacts, FollowUpFacts, SheetFacts, SignedFacts
from clauses.sites.rules import Level, Manner, MeetingKind
from tests.clauses.reports.documents.invented import HOSTILE, LONG
from tests.clauses.sites.known import action, after_test, at, left_for, meeting, mission, somebody

DAY = date(2024, 2, 5)
SHEET = SheetFacts(1, DAY, date(2024, 2, 29), ((HOSTILE, Level.ALONE), (LONG, Level.SEEN)), HOSTILE, LONG, "Ana")
FICHE = FollowUpFacts(1, date(2024, 3, 1), HOSTILE, LONG, "Ana")
VISIT = meeting(
    MeetingKind.SITE_VISIT, DAY, place=HOSTILE, market="2024-T001", lot="1", company="A & B", tutor='O"Neil', seen=LONG
)
MISSION = mission(DAY, company=HOSTILE, sheets=(SHEET,))
PERSON = somebody(
    after_test(DAY), at(MeetingKind.SITE_VISIT, DAY, meeting=VISIT, signature=None), last_name="N'Diaye & <Fils>",
    first_name='Élo"die', missions=(MISSION,), follow_ups=(FICHE,),
)  # fmt: skip
FACTS = action(PERSON, somebody(at(MeetingKind.SITE_VISIT, DAY, meeting=VISIT)))

DOCUMENTS = {
    "emargement": attendance_sheet(FACTS, VISIT, established_on=DAY),
    "activites": activity_sheet(FACTS, PERSON, MISSION, SHEET, established_on=DAY),
    "suivi": follow_up_sheet(FACTS, PERSON, FICHE, established_on=DAY),
}


def bare(text: str) -> str:
    return "".join(text.split())


def pdf_text(document: Document) -> str:
    return bare("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf_bytes(document))).pages))


def docx_text(document: Document) -> str:
    pages = docx.Document(io.BytesIO(docx_bytes(document)))
    cells = [cell.text for table in pages.tables for row in table.rows for cell in row.cells]
    return bare("".join([*(paragraph.text for paragraph in pages.paragraphs), *cells]))


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_names_and_long_words_are_intact_everywhere(document: Document) -> None:
    name = bare("Élo\"die N'Diaye & <Fils>")
    for said in (pdf_text(document), docx_text(document)):
        assert name in said
        assert bare(HOSTILE) in said
        assert bare(LONG) in said.replace("-", "")
        assert bare(FSE_PLUS) in said
    page = html(document)
    assert "<Fils>" not in page
    assert "N&#39;Diaye &amp; &lt;Fils&gt;" in page


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_the_same_data_give_the_same_bytes(document: Document) -> None:
    assert pdf_bytes(document) == pdf_bytes(document)
    assert docx_bytes(document) == docx_bytes(document)
    later = replace(document, established_on=date(2025, 1, 1))
    assert fingerprint(later) == fingerprint(document)
    assert fingerprint(replace(document, answer="autre")) != fingerprint(document)


def test_a_sheet_to_sign_leaves_room_and_shows_who_signed() -> None:
    table = DOCUMENTS["emargement"].chapters[1].tables[0]
    assert table.to_sign
    assert table.rows[0].cells[1] == ""
    assert "Dessinée à l'écran, le 05/02/2024" in str(table.rows[1].cells[1])
    assert "empreinte abababababab" in str(table.rows[1].cells[1])
    absent = somebody(at(MeetingKind.SITE_VISIT, DAY, meeting=VISIT, present=False, signature=None))
    assert attendance_sheet(action(absent), VISIT, established_on=DAY).chapters[1].tables == ()


def test_a_meeting_without_signature_shows_as_such() -> None:
    rows = DOCUMENTS["suivi"].chapters[1].tables[0].rows
    assert [row.cells[3] for row in rows][1] == NOT_SIGNED
    assert signed(at(MeetingKind.OTHER, DAY, present=False, signature=None)) == "–"
    moment = datetime(2024, 2, 5, 9, 30, tzinfo=UTC)
    proof = SignedFacts(Manner.WITNESSED, moment, "Ana", None, ("Bob", "Cléo"), "plâtre")
    said = signed(at(MeetingKind.OTHER, DAY, signature=proof))
    assert "Bob et Cléo" in said
    assert "plâtre" in said


def test_presence_says_the_test_and_the_exception() -> None:
    assert "14 sur 20" in presence(after_test(DAY))
    assert presence(at(MeetingKind.MODULE, DAY, test_taken_on=DAY)).endswith("05/02/2024")
    assert presence(at(MeetingKind.OTHER, DAY, present=None)) == "Attendu(e)"
    assert presence(at(MeetingKind.OTHER, DAY, present=False)) == "Absent(e)"
    exception = at(MeetingKind.MOTIVATION, DAY, exception="module complet", exception_by="Ana")
    assert "module complet (Ana)" in presence(exception)


def test_without_european_money_nothing_says_it() -> None:
    facts = action(PERSON, fse_plus=False, funding_source=None)
    assert attendance_sheet(facts, VISIT, established_on=DAY).mentions == ()


def report(facts: ActionFacts, on: date) -> Document:
    return operator_report(facts, on=on, established_on=DAY)


def test_the_bilan_of_the_operator_gives_numerators_and_bases() -> None:
    left = somebody(after_test(DAY), exits=(left_for(ContractKind.CDI, date(2024, 6, 3)),))
    facts = action(left, PERSON)
    final = report(facts, date(2024, 12, 31))
    assert final.title.startswith("Bilan final")
    words = pdf_text(final)
    for figure in ("2sur90(2,2%)", "1sur90(1,1%)", "1sur2(50,0%)"):
        assert figure in words
    assert "45000,00€" in words
    mid = report(facts, date(2024, 6, 2))
    assert mid.title.startswith("Bilan intermédiaire")
    assert "0sur90(0,0%)" in pdf_text(mid)
    assert "Léa" not in words  # a bilan names nobody
    assert bare("Émargement manquant : 1") in words


def test_the_bilan_of_an_empty_action_is_a_document_too() -> None:
    empty = report(action(funding_cents=None), date(2024, 1, 15))
    assert "Rienàsignaler." in pdf_text(empty)
    assert docx_bytes(empty)
