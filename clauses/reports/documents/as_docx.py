"""A document as a DOCX that people go on writing.

A territory's own .docx may be given as ``letterhead``: its styles, margins, header, footer and logo are kept, what it
says is kept too, and the document follows. python-docx writes texts through an XML library, so ``< & "`` stay texts.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime, time
from pathlib import Path

import docx
from docx.document import Document as Pages
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.image.exceptions import UnrecognizedImageError
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Length, Pt
from docx.table import Table as Grid
from docx.table import _Row as Line
from docx.text.paragraph import Paragraph

from clauses.dates import french_day
from clauses.errors import Unusable
from clauses.reports.documents.archives import rezipped
from clauses.reports.documents.charts import png, rendered
from clauses.reports.documents.content import Chapter, Document, SignatureBox
from clauses.reports.documents.emblem import DESCRIBED, emblem
from clauses.reports.documents.look import FOLDER, PLAIN, Look
from clauses.reports.documents.pictures import Chart
from clauses.reports.escaping import printable
from clauses.reports.sheets import Row, Table, figures_of
from clauses.reports.table import words

_CHART_WIDTH = Cm(15)
_TO_SIGN = Cm(1.5)
_LOGO, _EMBLEM = Cm(1.4), Cm(0.9)
_TEXT = int(Cm(16))
_LONGEST, _AROUND = 44, 4
"""Signs of a cell that a column makes room for, and what stands around them."""


def docx_bytes(document: Document, look: Look = PLAIN) -> bytes:
    """The file. The same document gives the same bytes: its dates are the day it was established.

    Raises ``Unusable`` when a territory's own letterhead is no DOCX, or its logo no picture.
    """
    try:
        pages = docx.Document(None if look.letterhead is None else str(look.letterhead))
        if look.logo is not None and look.letterhead is None:  # a letterhead has its own
            _logo(pages, look.logo)
    except (OSError, ValueError, KeyError, UnrecognizedImageError, PackageNotFoundError) as error:
        raise Unusable(
            "L'en-tête ou le logo du territoire ne se lit pas. "
            f"Corrigez ce que contient le dossier « {FOLDER} » des données, ou retirez-le.",
            code="documents.look",
        ) from error
    if look.letterhead is None:
        _a4(pages)
    _properties(pages, document)
    _heading(pages, document.title, 0)
    pages.add_paragraph().add_run(printable(document.answer)).bold = True
    for sentence in document.heading:
        pages.add_paragraph(printable(sentence))
    for chapter in document.chapters:
        _chapter(pages, chapter)
    if document.emblem:
        _picture(pages.add_paragraph(), rendered(emblem()), DESCRIBED, high=_EMBLEM)
    for mention in document.mentions:
        pages.add_paragraph().add_run(printable(mention)).font.size = Pt(8.5)
    pages.add_paragraph(f"Établi le {french_day(document.established_on)}.")
    made = io.BytesIO()
    pages.save(made)
    return rezipped(made.getvalue())


def _properties(pages: Pages, document: Document) -> None:
    day = datetime.combine(document.established_on, time(), UTC).replace(tzinfo=None)
    pages.core_properties.title = printable(document.title)[:255]
    pages.core_properties.author = "clauses"
    pages.core_properties.language = "fr-FR"
    pages.core_properties.comments = ""
    pages.core_properties.created = pages.core_properties.modified = day
    defaults = pages.styles.element.find(qn("w:docDefaults"))
    language = None if defaults is None else defaults.find(f".//{qn('w:lang')}")
    if language is not None:  # else a word processor reads French aloud as English
        language.set(qn("w:val"), "fr-FR")


def _a4(pages: Pages) -> None:
    """The paper of here, with the margins of the PDF: the library starts from that of North America."""
    section = pages.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = Cm(2.2)
    section.bottom_margin = Cm(2.4)


def _logo(pages: Pages, logo: Path) -> None:
    """In the header of every page."""
    content = logo.read_bytes()
    shown = rendered(content.decode()) if logo.suffix == ".svg" else content
    _picture(pages.sections[0].header.paragraphs[0], shown, "Logo", high=_LOGO)


def _picture(paragraph: Paragraph, content: bytes, words: str, *, high: Length) -> None:
    picture = paragraph.add_run().add_picture(io.BytesIO(content), height=high)
    picture._inline.docPr.set("descr", words)  # the library gives no other way to describe a picture


def _heading(pages: Pages, text: str, level: int) -> None:
    name = "Title" if level == 0 else f"Heading {level}"
    known = {style.name for style in pages.styles}
    paragraph = pages.add_paragraph(printable(text), style=name if name in known else None)
    if name not in known:  # a letterhead without the usual styles
        for run in paragraph.runs:
            run.bold = True


def _chapter(pages: Pages, chapter: Chapter) -> None:
    _heading(pages, chapter.title, 1)
    for sentence in chapter.sentences:
        pages.add_paragraph(printable(sentence))
    for name, value in chapter.facts:
        paragraph = pages.add_paragraph()
        paragraph.add_run(printable(f"{name} : ")).bold = True
        paragraph.add_run(printable(value))
    for point in chapter.points:
        pages.add_paragraph(printable(f"• {point}"))
    for chart in chapter.charts:
        _chart(pages, chart)
    for table in chapter.tables:
        _table(pages, table)
    for box in chapter.boxes:
        _box(pages, box)


def _chart(pages: Pages, chart: Chart) -> None:
    _heading(pages, chart.title, 2)
    picture = pages.add_picture(io.BytesIO(png(chart)), width=_CHART_WIDTH)
    described = picture._inline.docPr  # the library gives no other way to describe a picture
    described.set("descr", printable(f"{chart.title} : {chart.values}"))


def _table(pages: Pages, table: Table) -> None:
    _heading(pages, table.title, 2)
    grid = pages.add_table(rows=1, cols=len(table.headers))
    if "Table Grid" in {style.name for style in pages.styles}:
        grid.style = "Table Grid"
    lines = [[printable(header) for header in table.headers], *map(_words, table.rows)]
    widths, figures = _widths(lines, _room(pages), to_sign=table.to_sign), figures_of(table)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    _fill(grid.rows[0], lines[0], widths, figures, bold=True)
    _repeat(grid)
    for row, texts in zip(table.rows, lines[1:], strict=True):
        added = grid.add_row()
        _fill(added, texts, widths, figures, bold=row.total)
        _whole(added)
        if table.to_sign:
            added.height = _TO_SIGN
    if table.note:
        pages.add_paragraph().add_run(printable(table.note)).italic = True


def _words(row: Row) -> list[str]:
    return [printable(words(cell)) for cell in row.cells]


def _box(pages: Pages, box: SignatureBox) -> None:
    """A frame of one cell, tall enough to sign in."""
    frame = pages.add_table(rows=1, cols=1)
    if "Table Grid" in {style.name for style in pages.styles}:
        frame.style = "Table Grid"
    frame.rows[0].height = _TO_SIGN
    cell = frame.rows[0].cells[0]
    cell.paragraphs[0].add_run(printable(box.label))
    if box.signed:
        cell.add_paragraph(printable(box.signed))
    pages.add_paragraph()


def _fill(row: Line, texts: list[str], widths: list[Length], figures: list[bool], *, bold: bool) -> None:
    for cell, text, width, figure in zip(row.cells, texts, widths, figures, strict=True):
        cell.width = width  # a word processor reads the width of each cell, not that of its column
        paragraph = cell.paragraphs[0]
        paragraph.add_run(text).bold = bold
        if figure:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _room(pages: Pages) -> int:
    """Between the margins, in the units of the format."""
    section = pages.sections[-1]
    wide, left, right = section.page_width, section.left_margin, section.right_margin
    return _TEXT if None in (wide, left, right) else int(wide or 0) - int(left or 0) - int(right or 0)


def _widths(lines: list[list[str]], room: int, *, to_sign: bool) -> list[Length]:
    """The room shared as the longest cell of each column asks: dates leave theirs to sentences."""
    asked = [min(max(map(len, column), default=0), _LONGEST) + _AROUND for column in zip(*lines, strict=True)]
    if to_sign:
        asked[-1] = max(asked)
    return [Emu(room * each // sum(asked)) for each in asked]


def _whole(row: Line) -> None:
    """Its lines stay on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # the library has no word for it


def _repeat(grid: Grid) -> None:
    """The headers again at the top of each page, and known as headers by screen readers."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    grid.rows[0]._tr.get_or_add_trPr().append(mark)  # the library has no word for it
