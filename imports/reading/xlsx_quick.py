"""The quick reader of large, regular .xlsx sheets: calamine gives the texts, a pass over the XML gives the rest.

calamine reads 2 million cells a second, but a formula without a value vanishes, a duration comes back as a day of 1900,
an error as nothing, and merged or hidden cells go unsaid. Those cells are found in the XML by their spelling; a sheet
spelt in any other way than spreadsheet programs do raises `Irregular`, and the careful reader takes it.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from imports.reading import xml_parts
from imports.reading.cell_text import FALSE, TRUE, written_number_text
from imports.reading.grid import column_index
from imports.reading.number_formats import NumberKind
from imports.reading.xlsx_book import Book

_CELL = rb'<c r="([A-Z]{1,3})([0-9]{1,7})"'
_FORMULA = re.compile(_CELL + rb"([^>]*)><f(?:[^>]*/>|[^>]*>[^<]*</f>)(<v ?/>|<v>[^<]*</v>)?</c>")
_TYPED = re.compile(_CELL + rb'[^>]*? t="([be])"[^>]*?(?:/>|>(.*?)</c>)', re.DOTALL)
_IMPLICIT = re.compile(rb'<c(?! r=")')
_VALUE = re.compile(rb"<v>([^<]*)</v>")
_HIDDEN_ROW = re.compile(rb'<row r="([0-9]{1,7})"[^>]*? hidden="(?:1|true)"')
_COLUMN = re.compile(rb"<col ([^>]*)>")
_ATTRIBUTE = re.compile(rb'([a-zA-Z]+)="([^"]*)"')
_MERGED = re.compile(rb'<mergeCell ref="([^"]*)"')
_ROOT = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?<worksheet[\s>]")
_UNCOMMON_FORMAT = re.compile(
    r"""(?:"[^"]*"|\\.|_.|\[[^\]]*\]|AM/PM|A/P|General|E\+|[dmyhs0#?.,/:;@%() -])*""", re.IGNORECASE
)
_INLINE_WITH_VALUE = re.compile(rb't="inlineStr"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>')
"""Its text belongs in <is>: the two readers would not see the same cell."""
_SHARED = re.compile(rb' t="s"[^>]*?><v>([0-9]+)</v>')
_HEAD_BYTES = 1 << 20
_TAIL_BYTES = 1 << 24
_TEXT_TYPES = (b' t="s"', b' t="str"', b' t="inlineStr"', b' t="b"', b' t="e"')


class Irregular(Exception):
    """Not spelt as spreadsheet programs do: nothing is said of the sheet, another reader must take it."""


@dataclass
class Findings:
    """What the XML says that calamine does not; rows from 1, columns from 0."""

    texts: dict[int, dict[int, str]] = field(default_factory=dict)
    """By column then row: the right text of cells that calamine misreads."""
    without_value: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)

    values: int = 0
    """Cells that hold a value."""
    untold: int = 0
    """Of which calamine gives no text: errors."""
    shared: Counter[bytes] = field(default_factory=Counter)
    """How many cells hold each shared text, when asked to count."""

    def say(self, column: bytes, row: bytes, text: str) -> None:
        """The text of one cell."""
        self.texts.setdefault(column_index(column.decode()), {})[int(row)] = text


def check_formats(book: Book) -> None:
    """Raise `Irregular` when calamine may take a format for another kind than we do."""
    if book.kinds and book.kinds[0] is not NumberKind.NUMBER:
        raise Irregular("cells without a style are dates")
    if any(_UNCOMMON_FORMAT.fullmatch(code) is None for code in book.codes):
        raise Irregular("uncommon format")


def find(chunks: Iterable[bytes], book: Book, *, count_shared: bool = False) -> Findings:
    """One pass over a worksheet part; raises `Irregular`."""
    return _Pass(book, count_shared=count_shared).run(iter(chunks))


class _Pass:
    def __init__(self, book: Book, *, count_shared: bool) -> None:
        self._book = book
        self._count_shared = count_shared
        self._found = Findings()
        times = [index for index, kind in enumerate(book.kinds) if kind is NumberKind.TIME]
        self._time_needles = [b' s="%d"' % index for index in times]
        spelt = b"|".join(b"%d" % index for index in times)
        self._time = re.compile(_CELL + rb'[^>]*? s="(' + spelt + rb')"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
        self._time_row = re.compile(rb'<row [^>]*? s="(?:' + spelt + rb')"')

    def run(self, chunks: Iterator[bytes]) -> Findings:
        rest = self._head(chunks)
        for chunk in chunks:
            rest += chunk
            if (end := rest.find(b"</sheetData>")) >= 0:
                self._block(rest[:end])
                rest = self._tail(rest[end:], chunks)
                break
            cut = rest.rfind(b"</row>") + len(b"</row>")
            if cut >= len(b"</row>"):
                self._block(rest[:cut])
                rest = rest[cut:]
        else:
            rest = self._only_chunk(rest)
        self._found.merged = [match.decode() for match in _MERGED.findall(rest)]
        return self._found

    def _only_chunk(self, rest: bytes) -> bytes:
        body, closing, tail = rest.partition(b"</sheetData>")
        if not closing:
            raise Irregular("no end of cells")
        self._block(body)
        return tail

    def _tail(self, rest: bytes, chunks: Iterator[bytes]) -> bytes:
        for chunk in chunks:
            rest += chunk
            if len(rest) > _TAIL_BYTES:
                raise Irregular("long tail")
        return rest

    def _head(self, chunks: Iterator[bytes]) -> bytes:
        """Read up to the first row; returns what follows."""
        head = b""
        for chunk in chunks:
            head += chunk
            start = head.find(b"<sheetData>")
            if start >= 0:
                break
            if len(head) > _HEAD_BYTES:
                raise Irregular("long head")
        else:
            raise Irregular("no cells")
        xml_parts.check_beginning(head[:1000])
        before = head[:start]
        if not _ROOT.match(before) or b"<!" in before or b"='" in before:
            raise Irregular("root")
        for column in _COLUMN.findall(before):
            attributes = dict(_ATTRIBUTE.findall(column))
            if attributes.get(b"hidden") in (b"1", b"true"):
                run = (int(attributes.get(b"min", b"")) - 1, int(attributes.get(b"max", b"")) - 1)
                self._found.hidden_columns.append(run)
        return head[start + len(b"<sheetData>") :]

    def _block(self, block: bytes) -> None:
        """Whole rows."""
        if b"<!" in block or b' t="d"' in block or _IMPLICIT.search(block):
            raise Irregular("markup")
        self._found.values += block.count(b"</v>") + block.count(b"</is>") - block.count(b"<v></v>")
        if b' hidden="' in block:
            if block.count(b"<row") != block.count(b'<row r="'):
                raise Irregular("rows without numbers")
            self._found.hidden_rows.update(map(int, _HIDDEN_ROW.findall(block)))
        if b' t="b"' in block or b' t="e"' in block:
            self._typed(block)
        if any(needle in block for needle in self._time_needles):
            self._times(block)
        if b"<f" in block:
            self._formulas(block)
        if _INLINE_WITH_VALUE.search(block) or block.count(b"<is>") != block.count(b't="inlineStr"'):
            raise Irregular("inline text")
        if self._count_shared:
            self._found.shared.update(_SHARED.findall(block))

    def _typed(self, block: bytes) -> None:
        matches = _TYPED.findall(block)
        if len(matches) != block.count(b' t="b"') + block.count(b' t="e"'):
            raise Irregular("booleans or errors")
        for column, row, kind, content in matches:
            written = _written(content)
            if written:
                self._found.untold += kind == b"e"
                text = html.unescape(written) if kind == b"e" else FALSE if written in ("0", "false") else TRUE
                self._found.say(column, row, text)

    def _times(self, block: bytes) -> None:
        matches = self._time.findall(block)
        rows = len(self._time_row.findall(block))
        if len(matches) + rows != sum(map(block.count, self._time_needles)):
            raise Irregular("durations")
        for column, row, _, after, content in matches:
            written = _written(content)
            if written and not any(kind in after for kind in _TEXT_TYPES):
                text = written_number_text(written, NumberKind.TIME, since_1904=self._book.since_1904)
                self._found.say(column, row, text)

    def _formulas(self, block: bytes) -> None:
        matches = _FORMULA.findall(block)
        if len(matches) != block.count(b"<f>") + block.count(b"<f ") + block.count(b"<f/>"):
            raise Irregular("formulas")
        for column, row, attributes, value in matches:
            empty = not value or b"/>" in value or value == b"<v></v>"
            if empty and not (value and b' t="str"' in attributes):
                self._found.without_value.add((int(row), column_index(column.decode())))


def _written(content: bytes) -> str:
    """The value of a cell as it stands; empty when there is none."""
    value = _VALUE.search(content)
    if value is None and b"</v>" in content:
        raise Irregular("value")
    return value[1].decode() if value else ""
