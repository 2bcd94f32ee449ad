"""Text separated by ``;``, ``,``, tab or ``|`` → cells.

Rows are the records of the file, counted from 1 as a spreadsheet program does once it has opened it: a blank line is a
row, a cell with line breaks is in one row, a first line ``sep=;`` is none.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, zip_longest

import polars as pl

from imports.containers import Sheet
from imports.reading import refusals
from imports.reading.coded import Coding
from imports.reading.frames import cropped, unseen_to_null
from imports.reading.grid import letters
from imports.reading.limits import Budget

DELIMITERS = ";\t|,"
"""In order of preference where a file could be read either way: ``Dupont;1,5`` has a decimal comma."""

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLDER = ("mac_roman", "cp850")
_FRENCH_SIGNS = frozenset("éèêëàâçùûüôöîïœæ°€’«»\u00a0")
_LIKELY = 0.25
_SAMPLE_BYTES = 200_000
_SAMPLE_RECORDS = 200
_BLOCK_BYTES = 4_000_000
_CHECKED_BYTES = 1_000_000
_MOST_RAW_COLUMNS = 16_384
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x19\x1b-\x1f\x7f]")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)", re.ASCII)
_SEPARATOR_LINE = re.compile(rb'"?sep=([;,|\t])"?(?:\r\n|\r|\n)', re.IGNORECASE)
_END = "\x1fend\x1f"  # put after a block: read back as a record of its own unless a quote is still open


@dataclass(frozen=True)
class Text:
    """A text file as it was written: its records, and what they stand between. ``announced``: by ``sep=;``."""

    records: list[list[str]]
    delimiter: str
    encoding: str
    line_end: str
    announced: bool


def text_of(data: bytes) -> Text:
    """The records of a text file, with the rows that `read_csv` counts; raises ``Unusable`` for what is not text."""
    line_end = "\r\n" if b"\r\n" in data or b"\r\0\n" in data else "\n"
    written, delimiter, announced = _delimited(data)
    text = _plain_ends(written).decode()
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise refusals.field_too_long(1) from error
    return Text(records, delimiter, _encoding_of(data), line_end, announced)


def _encoding_of(data: bytes) -> str:
    """The encoding that a file was written in; UTF-8 with its mark where it tells nothing, or several."""
    for mark, encoding in (*_BOMS, (codecs.BOM_UTF8, "utf-8-sig")):
        if data.startswith(mark):
            return encoding
    text = _utf8(data).decode()
    if data.isascii():
        return "utf-8-sig"
    for encoding in ("utf-8", "cp1252", "latin-1", *_OLDER):
        try:
            if data.decode(encoding) == text:
                return encoding
        except UnicodeDecodeError:
            continue
    return "utf-8-sig"


def _delimited(data: bytes) -> tuple[bytes, str, bool]:
    """The text in UTF-8, its delimiter, and whether a first line announced it."""
    data = _utf8(data).rstrip(b"\x1a")  # how DOS programs end a text
    if announced := _SEPARATOR_LINE.match(data):
        return data[announced.end() :], announced[1].decode(), True
    sample = _plain_ends(data[:_SAMPLE_BYTES]).decode(errors="ignore")
    return data, _sniffed(sample, whole=len(data) <= _SAMPLE_BYTES), False


def _plain_ends(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data


def read_csv(data: bytes, name: str, budget: Budget, coding: Coding | None = None) -> Sheet:
    """The one sheet of a text file, its texts numbered as ``coding`` does; raises ``Unusable`` for what is not text."""
    data, delimiter, _ = _delimited(data)
    numbered = coding.of if coding else _as_they_are
    frames = [numbered(frame) for frame in _ahead(_frames(data, delimiter, budget))]
    cells = pl.concat(frames, how="diagonal") if frames else pl.DataFrame()
    return Sheet(name=name, cells=cropped(numbered(unseen_to_null(_in_order(cells)))))


def _ahead(frames: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Frames, the next one being read while one is used."""
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(next, frames, None)
        while (frame := coming.result()) is not None:
            coming = beside.submit(next, frames, None)
            yield frame


def _as_they_are(cells: pl.DataFrame) -> pl.DataFrame:
    return cells


def _in_order(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.select([letters(column) for column in range(cells.width)])


def _utf8(data: bytes) -> bytes:
    """The text in UTF-8: as it stands, from UTF-16 with its mark (« Texte Unicode » of Excel), or from CP1252."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                data = data.decode(encoding).encode()
            except UnicodeError as error:
                raise refusals.damaged("texte UTF-16 incomplet") from error
            break
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\0" in data:
        raise refusals.nul_bytes()
    try:
        text = data[:_SAMPLE_BYTES].decode(errors="ignore")
        _check_utf8(data)
    except UnicodeDecodeError:
        data, text = _from_older(data)
    if len(_CONTROL.findall(text)) > 3 + len(text) // 500:
        raise refusals.not_a_workbook("un fichier qui n'est pas du texte")
    return data


def _check_utf8(data: bytes) -> None:
    """Raises ``UnicodeDecodeError`` for what is not UTF-8; a long text is not held a second time for that."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(data), _CHECKED_BYTES):
        decoder.decode(data[start : start + _CHECKED_BYTES])
    decoder.decode(b"", final=True)


def _from_older(data: bytes) -> tuple[bytes, str]:
    """Not UTF-8, or not throughout: two files pasted together keep the accents of both."""
    strays = 0

    def stray(error: UnicodeError) -> tuple[str, int]:
        nonlocal strays
        assert isinstance(error, UnicodeDecodeError)  # noqa: S101  (nothing is encoded here)
        strays += 1
        return _windows_text(error.object[error.start : error.end]), error.end

    codecs.register_error("clauses.older", stray)
    text = data.decode("utf-8", "clauses.older")
    if sum(map(len, re.findall(r"[^\x00-\x7f]+", text))) < 2 * strays:
        text = _one_byte_text(data)
    return text.encode(), text[:_SAMPLE_BYTES]


def _one_byte_text(data: bytes) -> str:
    """CP1252, unless it makes no French and the encoding of an old Mac or of MS-DOS does."""
    usual = _windows_text(data)
    if _likely(usual) < _LIKELY:
        others = [data.decode(encoding) for encoding in _OLDER]
        best = max(others, key=_likely)
        if _likely(best) > 1 - _LIKELY:
            return best
    return usual


def _likely(text: str) -> float:
    """Which part of the signs that are not ASCII French files are made of; small letters tell the most."""
    signs = [sign for sign in text[:_SAMPLE_BYTES] if not sign.isascii()]
    return sum(sign in _FRENCH_SIGNS for sign in signs) / len(signs) if signs else 1.0


def _windows_text(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _sniffed(sample: str, *, whole: bool) -> str:
    """The delimiter that cuts most records into the same number of cells, and into the most cells.

    A comma between two digits is first taken for a decimal comma: ``1,5;2,5;3,5`` has three cells, not four.
    """
    records = {each: _sample_records(sample, each, whole=whole) for each in DELIMITERS}
    decimal = _sample_records(_DECIMAL_COMMA.sub("\u00b7", sample), ",", whole=whole)
    for found in (records | {",": decimal}, records):
        widths = {each: _usual_width(found[each]) for each in DELIMITERS}
        # A sentence with a dozen commas at the end of one record in two is not a dozen columns.
        best = max(DELIMITERS, key=lambda each: widths[each][0] * widths[each][1])
        if widths[best][0] > 1:
            return best
    return DELIMITERS[0]


def _usual_width(records: list[list[str]]) -> tuple[int, Fraction]:
    """The number of cells of most records that are not blank, and how many agree; 1 where they do not."""
    widths = Counter(len(record) for record in records if any(map(str.strip, record)))
    if not widths:
        return 1, Fraction(1)
    width, count = max(widths.items(), key=lambda each: (each[1], each[0]))
    share = Fraction(count, widths.total())
    return (width, share) if 2 * count >= widths.total() else (1, share)


def _sample_records(sample: str, delimiter: str, *, whole: bool) -> list[list[str]]:
    records = list(islice(_records(sample, delimiter), _SAMPLE_RECORDS))
    return records if whole or len(records) == _SAMPLE_RECORDS else records[:-1]


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        return


def _frames(data: bytes, delimiter: str, budget: Budget) -> Iterator[pl.DataFrame]:
    """Block by block: polars takes those without quotes, the csv module those with."""
    position, row = 0, 1
    while position < len(data):
        size = _BLOCK_BYTES
        while True:
            end = _cut(data, position + size)
            block = _plain_ends(data[position:end])
            if row + block.count(b"\n") - 1 > budget.limits.csv_rows:
                raise refusals.too_large(
                    f"ce fichier a plus de {budget.limits.csv_rows} lignes. Découpez-le en plusieurs fichiers."
                )
            frame = (
                _quoted_frame(block, delimiter, row, budget, last=end == len(data))
                if b'"' in block
                else _plain_frame(block, delimiter, row, budget)
            )
            if frame is not None:
                break
            size *= 2
        yield frame
        position, row = end, row + frame.height


def _cut(data: bytes, position: int) -> int:
    end = data.find(b"\n", position)
    return len(data) if end < 0 else end + 1


def _plain_frame(block: bytes, delimiter: str, row: int, budget: Budget) -> pl.DataFrame:
    mark = delimiter.encode()
    height = block.count(b"\n") + (not block.endswith(b"\n"))
    width = 1 + block[: _cut(block, 0)].count(mark)
    if width <= budget.limits.columns:
        with suppress(pl.exceptions.ComputeError):  # a line is longer than the first
            return _split_frame(block, delimiter, height, width, budget)
    lines = block.removesuffix(b"\n").split(b"\n")
    width = 1 + max(line.count(mark) for line in lines)
    if width > budget.limits.columns:
        return _rows_frame((line.decode().split(delimiter) for line in lines), row, budget)
    return _split_frame(block, delimiter, len(lines), width, budget)


def _split_frame(block: bytes, delimiter: str, height: int, width: int, budget: Budget) -> pl.DataFrame:
    _check_area(height, width, len(block) // 10, budget)  # four cells a byte
    # A first line of delimiters only: without it polars takes the width from the first line of the block.
    return pl.read_csv(
        delimiter.encode() * (width - 1) + b"\n" + block,
        has_header=False,
        separator=delimiter,
        quote_char=None,
        infer_schema=False,
        schema=dict.fromkeys(map(letters, range(width)), pl.String),
        missing_columns="insert",
    )[1:]


def _quoted_frame(block: bytes, delimiter: str, row: int, budget: Budget, *, last: bool) -> pl.DataFrame | None:
    """None when a quoted cell runs past the block."""
    text = block.decode()
    lines = io.StringIO(text + ("" if text.endswith("\n") else "\n") + _END + "\n", newline="")
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(lines, delimiter=delimiter))
    except csv.Error as error:
        raise refusals.field_too_long(row + len(rows)) from error
    if rows.pop() != [_END]:
        if last:
            raise refusals.field_too_long(row + len(rows))
        return None
    return _rows_frame(rows, row, budget)


def _rows_frame(rows: Iterator[list[str]] | list[list[str]], row: int, budget: Budget) -> pl.DataFrame:
    kept = []
    width = 1
    for number, record in enumerate(rows, row):
        while record and not record[-1].strip():
            record.pop()
        if len(record) > budget.limits.columns:
            raise refusals.too_large(
                f"la ligne {number} a {len(record)} colonnes remplies (au plus {budget.limits.columns}). Supprimez les "
                "colonnes inutiles."
            )
        width = max(width, len(record))
        kept.append(record)
    _check_area(len(kept), width, sum(map(len, kept)), budget)
    columns = list(zip_longest(*kept)) or [(None,) * len(kept)]
    return pl.DataFrame({letters(index): pl.Series(texts, dtype=pl.String) for index, texts in enumerate(columns)})


def _check_area(height: int, width: int, said: int, budget: Budget) -> None:
    """One very wide line among a great many short ones."""
    if height * width > max(budget.limits.area, budget.limits.area_per_cell * said):
        raise refusals.too_large(
            f"ce fichier a des lignes de {width} colonnes parmi {height} lignes presque vides. Supprimez les lignes et "
            "les colonnes inutiles."
        )
