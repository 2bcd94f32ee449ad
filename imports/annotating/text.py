"""Remarks written beside the rows of a csv: one more column, in the file's own delimiter and encoding."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from imports.ours import TO_CORRECT, is_column_added
from imports.reading.csv_text import Text, text_of

PADDING = 1_000_000
"""Separators that may be added so that the remarks stand in one column, beside as many as the file has bytes."""

REMARKS_PER_BYTE = 10
REMARKS_LEAST = 2_000_000
"""Characters of remarks that may be added for each byte sent, and in any case."""

_RUN = ("=", "@", "\t", "\r", "\n")
_RUN_UNLESS_NUMBERS = ("+", "-")
_OF_NUMBERS = frozenset("0123456789 \u00a0\u202f.,+-hH:€%/()")
_SIMPLER = {
    "\u202f": "\u00a0", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "–": "-", "—": "-", "œ": "oe", "Œ": "OE",
    "€": "EUR", "→": "->",
}  # fmt: skip


def marked_text(data: bytes, said: Mapping[int, str], header: int) -> bytes:
    """The csv with what is said of each row (counted from 1) in a last column; ``header`` is the row of the headers.

    Cells that a spreadsheet program would run get an apostrophe in front, which the reader takes away. Raises
    ``Unusable`` for what is not text, and ``Amplified`` where the copy would be many times what was sent.
    """
    text = text_of(data)
    records = [_cut(record) for record in _without_ours(text.records)]
    width = max((len(record) for record in records), default=0)
    _require_near(data, records, width, said)
    out = io.StringIO(newline="")
    if text.announced:
        out.write(f"sep={text.delimiter}{text.line_end}")
    writer = csv.writer(out, delimiter=text.delimiter, lineterminator=text.line_end)
    for number, record in enumerate(records, start=1):
        told = TO_CORRECT if number == header else said.get(number, "")
        if record or told:
            beside = [*[""] * (width - len(record)), _fitting(told, text.encoding)]
            writer.writerow([harmless(cell) for cell in (*record, *beside)])
        else:
            out.write(text.line_end)
    return _bytes(out.getvalue(), text)


class Amplified(Exception):
    """A copy that would be out of proportion with the file: one record of a million cells among as many short ones."""


def _require_near(data: bytes, records: Sequence[list[str]], width: int, said: Mapping[int, str]) -> None:
    padding = sum(width - len(record) for record in records if record)
    remarks = sum(map(len, said.values()))
    if padding > PADDING + len(data) or remarks > REMARKS_LEAST + REMARKS_PER_BYTE * len(data):
        raise Amplified


def listed_text(rows: Sequence[Sequence[str]]) -> bytes:
    """Rows as French spreadsheet programs open them at once."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The cell, an apostrophe in front where a spreadsheet program would run it; a number with its sign is a number.

    Source: OWASP, « CSV Injection ».
    """
    signed = cell.startswith(_RUN_UNLESS_NUMBERS) and not _OF_NUMBERS.issuperset(cell)
    return f"'{cell}" if signed or cell.startswith(_RUN) else cell


def _without_ours(records: Sequence[list[str]]) -> list[list[str]]:
    """The records without the column of an earlier copy."""
    width = max((len(record) for record in records), default=0)
    last = [record[width - 1] if len(record) == width else None for record in records]
    return [record[: width - 1] for record in records] if is_column_added(last) else list(records)


def _cut(record: list[str]) -> list[str]:
    """The record without the blank cells at its end: some programs write sixteen thousand of them."""
    last = max((place for place, cell in enumerate(record, start=1) if cell.strip()), default=0)
    return record[:last]


def _fitting(told: str, encoding: str) -> str:
    """Our sentence with signs that the sender's encoding has."""
    if encoding.startswith("utf"):
        return told
    return "".join(sign if _fits(sign, encoding) else _SIMPLER.get(sign, "?") for sign in told)


def _fits(sign: str, encoding: str) -> bool:
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _bytes(written: str, text: Text) -> bytes:
    return written.encode(text.encoding)
