"""XML of a workbook read element by element, without any of what makes XML dangerous."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.parsers import expat

from imports.reading import refusals
from imports.reading.limits import Budget

Attributes = dict[str, str]

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_ALLOWED = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})
_OTHER_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\0\0", b"+/v")


class Elements:
    """What a reader of one kind of part overrides; names come as written, prefix included."""

    def start(self, name: str, attributes: Attributes) -> None:
        """An element opens."""

    def end(self, name: str) -> None:
        """An element closes."""

    def text(self, data: str) -> None:
        """Characters between two tags."""


def check_beginning(beginning: bytes) -> None:
    """Refuse what is not UTF-8: tools that read it disagree on what it says."""
    if beginning.startswith(_OTHER_BOMS) or b"\0" in beginning[:64]:
        raise refusals.encoding()
    declared = _DECLARED.match(beginning.removeprefix(b"\xef\xbb\xbf"))
    if declared and declared[1].lower() not in _ALLOWED:
        raise refusals.encoding()


def read(chunks: Iterable[bytes], elements: Elements, budget: Budget) -> None:
    """Feed a part to ``elements``. No document type, no entity, bounded depth and number of elements."""
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_dtd
    depth, deepest, left = 0, budget.limits.depth, budget.elements_left
    start, end = elements.start, elements.end

    def opened(name: str, attributes: Attributes) -> None:
        nonlocal depth, left
        depth += 1
        left -= 1
        if depth > deepest or left < 0:
            raise refusals.bomb()
        start(name, attributes)

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name)

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = elements.text
    beginning = True
    try:
        for chunk in chunks:
            if beginning:
                check_beginning(chunk[:1000])
                beginning = False
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise refusals.damaged("XML mal formé") from error
    budget.elements_left = left


def _refuse_dtd(*_: object) -> None:
    raise refusals.dtd()


def local(name: str) -> str:
    """The name without its prefix: ``x:row`` is a row."""
    return name.rpartition(":")[2] if ":" in name else name


def by_local_name(attributes: Attributes) -> Attributes:
    """Attributes of an OOXML element, without prefixes (``r:id`` → ``id``)."""
    return {local(name): value for name, value in attributes.items()}


def is_true(value: str | None) -> bool:
    """An XML boolean."""
    return value in ("1", "true", "on")
