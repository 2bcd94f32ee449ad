"""A document as one HTML file that needs nothing else: its style and pictures are inside, no script, no network."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from clauses.dates import french_day
from clauses.reports.documents.charts import svg
from clauses.reports.documents.content import Document
from clauses.reports.documents.pictures import Chart
from clauses.reports.sheets import figures_of
from clauses.reports.table import words

_TEMPLATES = Path(__file__).parent / "templates"
_OPENING = re.compile(r"<svg\b")


def html(document: Document) -> str:
    """The page as text; every name that comes from a file is text, never markup."""
    return _template().render(document=document)


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"day": french_day, "words": words, "picture": _picture, "figures": figures_of}
    return environment.get_template("document.html")


def _picture(chart: Chart) -> Markup:
    # What was drawn is escaped by who drew it; the summary stands in a caption, so the drawing itself stays silent.
    return Markup(_OPENING.sub('<svg aria-hidden="true"', svg(chart), count=1))  # noqa: S704
