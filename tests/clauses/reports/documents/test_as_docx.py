"""A document as a DOCX."""

import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document as Pages
from docx.oxml.ns import qn
from docx.shared import Cm

from clauses.errors import Unusable
from clauses.reports.documents.as_docx import docx_bytes
from clauses.reports.documents.content import Chapter
from clauses.reports.documents.look import Look
from tests.clauses.reports.documents.invented import HOSTILE, LONG, TABLE, document


def opened(made: bytes) -> Pages:
    return docx.Document(io.BytesIO(made))


def test_every_text_is_kept_as_it_is() -> None:
    pages = opened(docx_bytes(document()))
    said = [paragraph.text for paragraph in pages.paragraphs]
    assert [said.count(HOSTILE), said.count(f"• {HOSTILE}"), said.count("avantaprès")] == [2, 1, 1]
    (grid,) = pages.tables
    assert [cell.text for cell in grid.rows[1].cells] == [HOSTILE, "42\u202f437,89", "80", "37,5\u00a0%"]
    assert [cell.text for cell in grid.rows[2].cells] == [LONG, "0,00", "–", "non calculable"]


def test_headings_let_one_travel_through_it() -> None:
    pages = opened(docx_bytes(document()))
    headings = [
        (p.style.name, p.text) for p in pages.paragraphs if p.style and str(p.style.name).startswith(("T", "H"))
    ]
    assert headings == [
        ("Title", "Bilan d'essai"),
        ("Heading 1", "Heures <h1>"),
        ("Heading 2", "Heures par nature"),
        ("Heading 2", "Heures par quartier"),
    ]


def test_the_header_row_is_known_as_one_and_totals_stand_out() -> None:
    (grid,) = opened(docx_bytes(document())).tables
    assert [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in grid.rows] == [True, False, False, False]
    assert [row.cells[0].paragraphs[0].runs[0].bold for row in grid.rows] == [True, False, False, True]


def test_the_picture_is_described() -> None:
    (picture,) = opened(docx_bytes(document())).inline_shapes
    assert "Services 22 653,78 h" in picture._inline.docPr.get("descr")


def test_it_is_in_french_and_dated_by_its_day_only() -> None:
    made = docx_bytes(document())
    properties = opened(made).core_properties
    assert (properties.title, properties.language, properties.author) == ("Bilan d'essai", "fr-FR", "clauses")
    assert properties.created == properties.modified
    assert f"{properties.created:%d/%m/%Y}" == "01/03/2024"
    assert docx_bytes(document()) == made


def test_a_letterhead_keeps_what_it_says(tmp_path: Path) -> None:
    place = tmp_path / "entete.docx"
    theirs = docx.Document()
    theirs.add_paragraph("Métropole d'Ouchy")
    theirs.sections[0].footer.paragraphs[0].text = "12 rue des Clauses"
    for name in ("Title", "Heading 1", "Heading 2", "Table Grid"):
        theirs.styles[name].delete()
    theirs.save(str(place))
    made = opened(docx_bytes(document(), Look(letterhead=place, logo=tmp_path / "logo.png")))
    assert made.paragraphs[0].text == "Métropole d'Ouchy"
    assert made.sections[0].footer.paragraphs[0].text == "12 rue des Clauses"
    (heading,) = (paragraph for paragraph in made.paragraphs if paragraph.text == "Heures <h1>")
    assert heading.runs[0].bold


def test_a_letterhead_without_a_language_is_taken_as_it_is(tmp_path: Path) -> None:
    theirs = docx.Document()
    defaults = theirs.styles.element.find(qn("w:docDefaults"))
    theirs.styles.element.remove(defaults)
    page = tmp_path / "entete.docx"
    theirs.save(str(page))
    assert opened(docx_bytes(document(Chapter("Seul")), Look(letterhead=page))).paragraphs[0].text == "Bilan d'essai"


def test_a_table_without_a_note_ends_there() -> None:
    table = replace(TABLE, note=None)
    pages = opened(docx_bytes(document(Chapter("Seul", tables=(table,)))))
    assert "Une note <i>." not in [paragraph.text for paragraph in pages.paragraphs]
    assert len(pages.tables) == 1


def test_a_logo_is_in_the_header_and_the_emblem_stands_before_the_mentions(tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>')
    paid = replace(document(Chapter("Seul")), emblem=True, mentions=("Cofinancé.",))
    made = docx_bytes(paid, Look(logo=logo))
    assert docx_bytes(paid, Look(logo=logo)) == made
    pages = opened(made)
    assert 'descr="Logo"' in pages.sections[0].header._element.xml
    at = [paragraph.text for paragraph in pages.paragraphs].index("Cofinancé.")
    assert "Emblème de l'Union" in pages.paragraphs[at - 1]._p.xml
    for broken in (Look(logo=tmp_path / "rien.png"), Look(letterhead=logo)):
        with pytest.raises(Unusable, match="modeles"):
            docx_bytes(paid, broken)


def test_it_is_a4_and_its_columns_share_the_line_as_their_cells_ask() -> None:
    pages = opened(docx_bytes(document()))
    section = pages.sections[0]
    wide, high, left, right = (
        int(each or 0) for each in (section.page_width, section.page_height, section.left_margin, section.right_margin)
    )
    assert [round(side / Cm(1), 1) for side in (wide, high)] == [21.0, 29.7]
    widths = [int(cell.width or 0) for cell in pages.tables[0].rows[1].cells]
    assert widths[0] > 2 * widths[2]
    assert sum(widths) <= wide - left - right < sum(widths) + 10
    assert [column.width for column in pages.tables[0].columns] == widths
    assert all(row._tr.xpath(".//w:cantSplit") for row in pages.tables[0].rows[1:])
