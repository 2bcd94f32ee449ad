"""Absurd, hostile and very long texts in a file of needs: kept or refused in words, never a crash, up to the match."""

from datetime import date

import pytest

from clauses.db import reading
from clauses.files.rules import FileKind
from clauses.reports.shortlisting import load
from tests.imports.office import LEA, NEED, Office

ODD = [
    "👷\u200d♀️ 🙂", "بنّاء", "מנקה", "<script>alert(1)</script>", "<b>Maçon</b>", "x" * 30_000, "maçon " * 3_000,
    "' OR 1=1 --", '=HYPERLINK("http://x")', "{{7*7}}", "%s %n", "\u202emaçon", "\ufdfa" * 40, "F1703",
    "f1703 F9999", "- ; - ; -", "CACES", "R482 Z99", "A1 ou B2 ou C1",
]  # fmt: skip
TODAY = date(2024, 6, 15)


@pytest.mark.parametrize(
    "column", ["Métier", "Compétences", "Habilitations exigées", "Niveau de français", "Commune du poste"]
)
def test_whatever_a_cell_says_the_file_is_read_and_its_needs_can_be_matched(office: Office, column: str) -> None:
    office.prepare(FileKind.NEEDS)
    office.send(FileKind.PEOPLE, {**LEA, "Métiers recherchés": "Maçon ; 🙂 ; " + "x" * 5000, "Identifiant": "P1"})
    rows = [{**NEED, "Référence besoin": f"B{number}", column: text} for number, text in enumerate(ODD)]
    report = office.send(FileKind.NEEDS, *rows)
    assert report.status in (0, 1)
    assert report.rows.accepted + report.rows.rejected == len(ODD)
    assert all(issue.message and len(issue.message) < 600 for issue in report.issues)
    with reading(office.engine) as session:
        board = load(session, today=TODAY, folder=office.shelf)
    assert len(board.needs) == report.rows.accepted
    for need in board.needs:
        found = board.candidates(need, 5)
        assert found
        assert all(len(said.reason) < 1_000 for match in found for said in match.criteria)
    assert board.whole().assignment.posts == sum(need.left for need in board.needs)


@pytest.mark.parametrize("text", ODD)
def test_whatever_the_reference_says_it_is_kept_or_refused(small_office: Office, text: str) -> None:
    small_office.prepare(FileKind.NEEDS)
    report = small_office.send(FileKind.NEEDS, {**NEED, "Référence besoin": text})
    assert (report.rows.accepted, report.rows.rejected) in ((1, 0), (0, 1))
    assert bool(report.rows.rejected) is any(issue.severity.value == "error" for issue in report.issues)


def test_a_file_with_a_null_character_is_refused_whole_and_said(small_office: Office) -> None:
    small_office.prepare(FileKind.NEEDS)
    report = small_office.send(FileKind.NEEDS, {**NEED, "Métier": "maçon\x00"})
    assert (report.status, len(report.issues)) == (2, 1)
    assert report.issues[0].message
    assert small_office.rows("SELECT count(*) FROM need") == [(0,)]
