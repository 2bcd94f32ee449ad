"""A document as a PDF, tagged for screen readers (PDF/UA-1, verified by the compiler).

Data go in as JSON, never as markup: a name with ``#`` or ``$`` prints as it is. Only the fonts that come with the
compiler are used, and no clock: the same document gives the same bytes on any machine.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from clauses.dates import french_day
from clauses.reports.documents.charts import svg
from clauses.reports.documents.content import Chapter, Document
from clauses.reports.escaping import printable
from clauses.reports.sheets import Table
from clauses.reports.table import words

TEMPLATE = Path(__file__).parent / "templates" / "document.typ"


def pdf_bytes(document: Document, template: Path = TEMPLATE) -> bytes:
    """The file, by ``template``. Raises ``typst.TypstError`` when a territory's own template does not compile."""
    made: bytes = typst.compile(
        template.read_bytes(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(_content(document), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=0,
    )
    return made


def _content(document: Document) -> dict[str, Any]:
    return {
        "title": printable(document.title),
        "answer": printable(document.answer),
        "heading": _printable(document.heading),
        "chapters": [_chapter(chapter) for chapter in document.chapters],
        "mentions": _printable(document.mentions),
        "footer": f"{printable(document.title)}. Établi le {french_day(document.established_on)}.",
    }


def _chapter(chapter: Chapter) -> dict[str, Any]:
    return {
        "title": printable(chapter.title),
        "sentences": _printable(chapter.sentences),
        "points": _printable(chapter.points),
        "facts": [_printable(fact) for fact in chapter.facts],
        "boxes": [{"label": printable(box.label), "signed": printable(box.signed)} for box in chapter.boxes],
        "charts": [
            {"title": printable(chart.title), "values": printable(chart.values), "svg": svg(chart)}
            for chart in chapter.charts
        ],
        "tables": [_table(table) for table in chapter.tables],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "title": printable(table.title),
        "headers": _printable(table.headers),
        "rows": [{"cells": [printable(words(cell)) for cell in row.cells], "total": row.total} for row in table.rows],
        "note": None if table.note is None else printable(table.note),
        "worded": table.worded,
        "to_sign": table.to_sign,
    }


def _printable(texts: tuple[str, ...]) -> list[str]:
    return [printable(text) for text in texts]
