"""A document as a PDF, tagged for screen readers (PDF/UA-1, verified by the compiler).

Data go in as JSON, never as markup: a name with ``#`` or ``$`` prints as it is. Only the fonts that come with the
compiler are used, and no clock: the same document gives the same bytes on any machine.
"""

from __future__ import annotations

import json
from typing import Any

import typst

from clauses.dates import french_day
from clauses.errors import Unusable
from clauses.reports.documents.charts import svg
from clauses.reports.documents.content import Chapter, Document
from clauses.reports.documents.emblem import DESCRIBED, emblem
from clauses.reports.documents.look import FOLDER, PLAIN, Look
from clauses.reports.escaping import printable
from clauses.reports.sheets import Table, figures_of
from clauses.reports.table import words


def pdf_bytes(document: Document, look: Look = PLAIN) -> bytes:
    """The file. Raises ``Unusable`` when a territory's own template does not compile, or its logo is no picture."""
    try:
        made: bytes = typst.compile(
            look.template.read_bytes(),
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"content": json.dumps(_content(document, look), ensure_ascii=False)},
            pdf_standards=["ua-1"],
            timestamp=0,
        )
    except typst.TypstError as error:
        if look == PLAIN:
            raise
        raise Unusable(
            f"Le gabarit ou le logo du territoire ne donne pas de PDF : {error}. "
            f"Corrigez ce que contient le dossier « {FOLDER} » des données, ou retirez-le.",
            code="documents.look",
        ) from error
    return made


def _content(document: Document, look: Look) -> dict[str, Any]:
    return {
        "title": printable(document.title),
        "answer": printable(document.answer),
        "heading": _printable(document.heading),
        "chapters": [_chapter(chapter) for chapter in document.chapters],
        "mentions": _printable(document.mentions),
        "emblem": {"svg": emblem(), "alt": DESCRIBED} if document.emblem else None,
        "logo": None if look.logo is None else list(look.logo.read_bytes()),
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
        "figures": figures_of(table),
        "to_sign": table.to_sign,
    }


def _printable(texts: tuple[str, ...]) -> list[str]:
    return [printable(text) for text in texts]
