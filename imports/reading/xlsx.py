"""An .xlsx or .xlsm workbook: which of the two readers takes it, and how the quick one's texts are put right."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import fastexcel

from imports.containers import Sheet
from imports.prescan import Archive
from imports.reading import xlsx_cells, xlsx_quick
from imports.reading.limits import Budget
from imports.reading.xlsx_book import Book, read_book, read_strings
from imports.reading.xlsx_frames import quick_sheet
from imports.reading.xlsx_quick import Irregular

CAREFUL_BYTES = 2_000_000
"""XML of cells and texts below which the careful reader takes the workbook whole: it needs a quarter of a second."""


_SHARED_CELL_BYTES = len('<c r="A1" t="s"><v>0</v></c>')


def read_xlsx(path: Path, archive: Archive, budget: Budget) -> list[Sheet]:
    """All sheets of cells, in the order of the tabs."""
    book = read_book(archive, budget)
    size = sum(archive.size(sheet.part) for sheet in book.sheets) + archive.size(book.strings_part or "")
    if size > CAREFUL_BYTES:
        try:
            return list(quick_sheets(path, archive, book, budget))
        except (Irregular, ValueError, fastexcel.FastExcelError):
            pass  # whatever is wrong with it, the careful reader reads it or says why not
    return list(careful_sheets(archive, book, budget))


def careful_sheets(archive: Archive, book: Book, budget: Budget) -> Iterator[Sheet]:
    """The sheets, element by element."""
    strings = read_strings(archive, book, budget)
    for sheet in book.sheets:
        yield xlsx_cells.read_sheet(archive, sheet, book, strings, budget).sheet()


def quick_sheets(path: Path, archive: Archive, book: Book, budget: Budget) -> Iterator[Sheet]:
    """The same by calamine and a pass over the XML; raises `Irregular` where that would not be sure.

    calamine lets go of the interpreter while it reads: the pass over the XML runs meanwhile.
    """
    xlsx_quick.check_formats(book)
    if len({sheet.name for sheet in book.sheets}) < len(book.sheets):
        raise Irregular("two sheets of one name")
    lengths = _lengths(archive, book)
    with ThreadPoolExecutor(1) as aside:
        opening = aside.submit(fastexcel.read_excel, str(path))
        for sheet in book.sheets:
            most_shared = archive.size(sheet.part) // _SHARED_CELL_BYTES * max(lengths, default=0)
            if most_shared > budget.text_left:  # perhaps: calamine copies shared texts, so count before it does
                found = xlsx_quick.find(archive.chunks(sheet.part), book, count_shared=True)
                budget.write(sum(_length(lengths, index) * count for index, count in found.shared.items()))
                loading = aside.submit(_load, opening, sheet.name)
            else:
                loading = aside.submit(_load, opening, sheet.name)
                found = xlsx_quick.find(archive.chunks(sheet.part), book)
            yield quick_sheet(sheet, found, loading.result())


def _lengths(archive: Archive, book: Book) -> list[int]:
    """How long each shared text is at most, in bytes, markup included."""
    if not book.strings_part:
        return []
    return list(map(len, b"".join(archive.chunks(book.strings_part)).split(b"</si>")))


def _length(lengths: list[int], index: bytes) -> int:
    return lengths[int(index)] if int(index) < len(lengths) else 0


def _load(opening: Future[fastexcel.ExcelReader], name: str) -> fastexcel.ExcelSheet:
    """Every cell as text, from the very first row: left to itself, fastexcel starts at the first one filled."""
    return opening.result().load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
