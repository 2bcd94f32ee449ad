"""The values of formulas, put back in a workbook that openpyxl wrote without them.

openpyxl keeps formulas *or* their last values: a marked copy sent back without having been opened by a spreadsheet
program would have lost the hours that its formulas make.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.utils.datetime import to_excel

from imports.annotating.book import there

_FORMULA = re.compile(
    rb'<c r="(?P<at>[A-Z]+[0-9]+)"(?P<with>[^>]*)>(?P<formula><f\b[^>]*?(?:/>|>.*?</f>))(?:<v ?/>|<v></v>)</c>',
    re.DOTALL,
)
_TYPE = re.compile(rb' t="[a-zA-Z]+"')


def formulas(book: Workbook) -> dict[str, list[str]]:
    """The cells of each sheet that hold a formula."""
    found = {
        sheet.title: [cell.coordinate for cell in there(sheet) if cell.data_type == "f"] for sheet in book.worksheets
    }
    return {title: cells for title, cells in found.items() if cells}


def values(book: Workbook, cells: Mapping[str, list[str]]) -> dict[str, dict[str, str]]:
    """What each of these cells last showed, as the format writes it: attribute and value; ``book`` has values only."""
    found: dict[str, dict[str, str]] = {}
    for title, places in cells.items():
        for place in places:
            written = _written(book[title][place].value, book[title][place].data_type, book.epoch)
            if written is not None:
                found.setdefault(title, {})[place] = written
    return found


def _written(value: Any, kind: str, epoch: datetime) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return f'b"{int(value)}'
    if isinstance(value, date | datetime | time | timedelta):
        return f'n"{to_excel(value, epoch=epoch)!r}'
    if isinstance(value, int | float):
        return f'n"{value!r}'
    return f'{"e" if kind == "e" else "str"}"{escape(str(value))}'


def put_back(path: Path, out: Path, parts: Mapping[str, str], found: Mapping[str, Mapping[str, str]]) -> None:
    """Copies a workbook with the values of its formulas; ``parts``: the part of the archive of each sheet."""
    by_part = {parts[title]: cells for title, cells in found.items() if title in parts}
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename in by_part:
                data = _with_values(data, by_part[entry.filename])
            target.writestr(entry.filename, data)


def _with_values(data: bytes, cells: Mapping[str, str]) -> bytes:
    def filled(match: re.Match[bytes]) -> bytes:
        written = cells.get(match["at"].decode())
        if written is None:
            return match[0]
        kind, _, value = written.partition('"')
        bare = _TYPE.sub(b"", match["with"])
        told = b"" if kind == "n" else f' t="{kind}"'.encode()
        return b'<c r="%s"%s%s>%s<v>%s</v></c>' % (match["at"], bare, told, match["formula"], value.encode())

    return _FORMULA.sub(filled, data)
