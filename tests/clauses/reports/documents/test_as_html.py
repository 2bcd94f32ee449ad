"""A document as one web page."""

import re
from html.parser import HTMLParser

from clauses.reports.documents.as_html import html
from clauses.reports.documents.content import Chapter
from tests.clauses.reports.documents.invented import HOSTILE, LONG, document


class Heard(HTMLParser):
    """The tags and texts of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_every_text_is_a_text() -> None:
    page = Heard(html(document()))
    assert page.texts.count(HOSTILE) >= 4  # answer, sentence, point, cell
    assert LONG in page.texts
    assert not {"b", "i", "script"} & set(page.tags)


def test_figures_are_written_in_french() -> None:
    texts = Heard(html(document())).texts
    assert {"42\u202f437,89", "37,5\u00a0%", "non calculable", "–"} <= set(texts)


def test_the_page_needs_nothing_from_elsewhere() -> None:
    page = html(document())
    assert not re.search(r"<link|<script|src=|@import|url\(", page)
    assert '<html lang="fr">' in page


def test_a_picture_is_said_in_words_beside_it() -> None:
    page = html(document())
    assert "Services 22 653,78 h" in page
    assert page.count('<svg aria-hidden="true"') == 1


def test_a_chapter_may_have_sentences_only() -> None:
    page = Heard(html(document(Chapter("Rien", ("Rien à signaler.",)))))
    assert "Rien à signaler." in page.texts
    assert not {"table", "figure", "ul"} & set(page.tags)


def test_it_says_when_it_was_established() -> None:
    assert "Établi le 01/03/2024." in html(document())
