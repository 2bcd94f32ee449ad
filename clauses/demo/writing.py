"""Tables made into files, the same bytes each time: a workbook's clock and its zip's are stopped."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from clauses.dates import french_day

Cell = str | int | Decimal | date | None

_STOPPED: Final = (2024, 4, 2, 8, 0, 0)
_STOPPED_TEXT: Final = b"2024-04-02T08:00:00Z"
_CLOCK: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(<)")


@dataclass(frozen=True)
class Table:
    """A header and its rows. ``months``: the headers whose dates stand for a month."""

    title: str
    header: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    months: frozenset[str] = frozenset()


def write_workbook(path: Path, table: Table) -> None:
    """One sheet, dates as dates, hours as numbers; identifiers (SIRET, lot) are text in the rows and stay text."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    workbook = Workbook()
    sheet = workbook.active
    sheet.title = table.title
    sheet.append(table.header)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in table.rows:
        sheet.append(row)
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, date):
                cell.number_format = "mm/yyyy" if table.header[cell.column - 1] in table.months else "dd/mm/yyyy"
            elif isinstance(cell.value, Decimal):
                cell.number_format = "0.00"
    for column, header in enumerate(table.header, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = max(12, len(header) + 2)
    sheet.freeze_panes = "A2"
    saved = io.BytesIO()
    workbook.save(saved)
    path.write_bytes(_with_stopped_clock(saved.getvalue()))


def write_csv(path: Path, table: Table, encoding: str) -> None:
    """The table as French software exports it: semicolons, decimal commas, dd/mm/yyyy, mm/yyyy for a month."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(table.header)
        for row in table.rows:
            writer.writerow(
                [_text(cell, month=header in table.months) for header, cell in zip(table.header, row, strict=True)]
            )


def _text(cell: Cell, *, month: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%m/%Y}" if month else french_day(cell)
    return str(cell).replace(".", ",") if isinstance(cell, Decimal) else str(cell)


def _with_stopped_clock(workbook: bytes) -> bytes:
    """The same workbook, whatever the moment it was saved."""
    stopped = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(stopped, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            content = source.read(part)
            if part == "docProps/core.xml":
                content = _CLOCK.sub(rb"\g<1>" + _STOPPED_TEXT + rb"\g<3>", content)
            info = zipfile.ZipInfo(part, date_time=_STOPPED)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, content)
    return stopped.getvalue()
