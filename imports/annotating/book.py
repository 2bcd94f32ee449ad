"""Remarks written on a workbook: a fill and a comment on each cell, a first sheet that lists them with links.

What the sender wrote stays what it is: text that looks like a formula stays text, formulas stay formulas.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from clauses.files.rules import Severity
from clauses.words import folded
from imports.annotating.notes import Listed, Note, Notes
from imports.containers import Sheet
from imports.layout import cells_of
from imports.ours import SIGNATURE, TO_CORRECT

AUTHOR = "clauses"
"""Who signs the comments: those of an earlier copy are told from the sender's own by it."""

FILLS = {
    Severity.ERROR: "FFC7CE",
    Severity.TO_CHECK: "FFD8A8",
    Severity.BLOCKING: "FFE8A3",
    Severity.WARNING: "E3ECF7",
}
LISTED = 50_000
"""Lines that the list of remarks may have; what is beyond is counted."""

MARKED = 10_000
"""Cells that are coloured and commented: past that, a spreadsheet program would hardly open the file."""

MERGED = 200_000
"""Cells that the merged ones of a sheet may cover in a copy: each is an object, and a comparison."""

WITHOUT_VALUE = "(formule sans résultat)"
"""What a copy says of a formula whose value was not in the file."""

_HEADERS = ("Gravité", "Feuille", "Ligne", "Colonne", "Valeur", "Que faire", "Écrire plutôt", "Aller à la cellule")
_WIDTHS = (22, 20, 8, 24, 24, 90, 22, 20)
_LONGEST = 32_000
_NUMBER = re.compile(r"^-?(?:0|[1-9]\d{0,10})(?:\.\d{1,6})?$")
_DAY = re.compile(r"^(?:19|20)\d{2}-\d{2}-\d{2}$")
_NO_FILL = PatternFill()


def mark(book: Workbook, notes: Notes) -> None:
    """Writes the remarks on a workbook, in place of those of an earlier copy."""
    forget(book)
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    firsts = {title: _firsts(sheet) for title, sheet in sheets.items()}
    for note in notes.cells[:MARKED]:
        if note.sheet in sheets:
            _annotate(sheets[note.sheet], note, firsts[note.sheet])
    _list(book, notes.listed)


def forget(book: Workbook) -> None:
    """Removes what an earlier copy added: the list, our comments, and the fill of the cells that bear them."""
    for sheet in list(book.worksheets):
        if folded(sheet.title).startswith(folded(TO_CORRECT)) and sheet["A1"].value == SIGNATURE:
            book.remove(sheet)
            continue
        for cell in there(sheet):
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None
                cell.fill = _NO_FILL


def there(sheet: Worksheet) -> list[Cell]:
    """The cells that a sheet holds: `iter_rows` would make all those of the rectangle around them."""
    return list(sheet._cells.values())


def _firsts(sheet: Worksheet) -> dict[int, int]:
    """The first column that holds something, by row."""
    found: dict[int, int] = {}
    for cell in there(sheet):
        if cell.value is not None:
            found[cell.row] = min(cell.column, found.get(cell.row, cell.column))
    return found


def _annotate(sheet: Worksheet, note: Note, firsts: Mapping[int, int]) -> None:
    cell = _cell(sheet, note, firsts)
    cell.fill = PatternFill("solid", start_color=FILLS[note.severity])
    text = "\n".join(note.sentences)
    theirs = cell.comment
    if theirs is not None:
        text = f"{text}\n———\n{theirs.text}"
    lines = sum(math.ceil(len(line) / 48) for line in text.split("\n"))
    cell.comment = Comment(clean(text), AUTHOR, height=min(400, 30 + 18 * lines), width=330)


def _cell(sheet: Worksheet, note: Note, firsts: Mapping[int, int]) -> Cell:
    """The cell of a note: the first that holds something when it is the row's; the top left one of merged cells."""
    letters = note.letters or get_column_letter(firsts.get(note.row, 1))
    cell = sheet[f"{letters}{note.row}"]
    if isinstance(cell, MergedCell):
        for merged in sheet.merged_cells.ranges:
            if cell.coordinate in merged:
                return sheet.cell(merged.min_row, merged.min_col)
    return cell


def _list(book: Workbook, lines: Sequence[Listed]) -> None:
    sheet = book.create_sheet(_free_name(book), 0)
    known = {other.title for other in book.worksheets}
    _write(sheet, 1, (SIGNATURE,), bold=True)
    _write(sheet, 2, (_advice(lines),))
    _write(sheet, 4, _HEADERS, bold=True)
    for row, line in enumerate(lines[:LISTED], start=5):
        _write(sheet, row, (line.severity.label, line.sheet, line.row, line.column, line.value, line.sentence,
                            line.suggestion))  # fmt: skip
        sheet.cell(row, 1).fill = PatternFill("solid", start_color=FILLS[line.severity])
        sheet.cell(row, 6).alignment = Alignment(wrap_text=True, vertical="top")
        if line.row is not None and line.sheet in known:
            _link(sheet, row, line)
    for place, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A5"
    # A workbook opens on one sheet only: two selected together would be changed together.
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = 0


def _advice(lines: Sequence[Listed]) -> str:
    if not lines:
        return "Rien à corriger."
    more = f" Seules les {MARKED} premières cellules sont colorées." if len(lines) > MARKED else ""
    more += f" Les {len(lines) - LISTED} dernières remarques ne sont pas écrites ici." if len(lines) > LISTED else ""
    refused = sum(line.severity is Severity.ERROR for line in lines)
    many = "s" if len(lines) > 1 else ""
    return (
        f"{len(lines)} remarque{many}, dont {refused} qui refuse{'nt' if refused > 1 else ''} une ligne. Corrigez les "
        f"cellules colorées dans leurs feuilles, enregistrez, puis renvoyez ce fichier tel quel.{more}"
    )


def _link(sheet: Worksheet, row: int, line: Listed) -> None:
    place = f"{line.letters or 'A'}{line.row}"
    cell = sheet.cell(row, len(_HEADERS))
    _say(cell, place)
    cell.hyperlink = Hyperlink(cell.coordinate, location=f"{quote_sheetname(line.sheet)}!{place}", display=place)
    cell.font = Font(color="0563C1", underline="single")


def _free_name(book: Workbook) -> str:
    """The sender may have a sheet of that name."""
    taken = {sheet.title.casefold() for sheet in book._sheets}
    names = (TO_CORRECT, *(f"{TO_CORRECT} ({number})" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name.casefold() not in taken)


def _write(sheet: Worksheet, row: int, values: Iterable[Any], *, bold: bool = False) -> None:
    for place, value in enumerate(values, start=1):
        if value is not None and value != "":
            cell = sheet.cell(row, place)
            _say(cell, value)
            if bold:
                cell.font = Font(bold=True)


def _say(cell: Cell, value: Any) -> None:
    """A value; a text is a text whatever it starts with, and says so to the program that opens it."""
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = clean(value)
    cell.data_type = "s"
    if value[:1] in "=+-@\t\r":
        cell.quotePrefix = True


def clean(text: str) -> str:
    """Without the control characters that a workbook cannot hold, and no longer than a cell may be."""
    return str(ILLEGAL_CHARACTERS_RE.sub("", text))[:_LONGEST]


def copied(sheets: Sequence[Sheet]) -> tuple[Workbook, dict[str, str]]:
    """A new workbook with what was read of each sheet, and the name that each has in it.

    For the containers that cannot be written back as they were.
    """
    book, titles = Workbook(), {}
    for unused in list(book.worksheets):
        book.remove(unused)
    for sheet in sheets:
        made = book.create_sheet(_title(sheet.name, {other.title.casefold() for other in book.worksheets}))
        titles[sheet.name] = made.title
        _copy(made, sheet)
    return book, titles


def renamed(notes: Notes, titles: Mapping[str, str]) -> Notes:
    """The same remarks about sheets that have other names in a copy."""
    return Notes(
        cells=tuple(replace(note, sheet=titles.get(note.sheet, note.sheet)) for note in notes.cells),
        listed=tuple(replace(line, sheet=titles.get(line.sheet, line.sheet)) for line in notes.listed),
    )


def _title(name: str, taken: set[str]) -> str:
    """A name that a workbook accepts: 31 characters, none of []:*?/\\, each once."""
    short = clean(re.sub(r"[\[\]:*?/\\]", " ", name)).strip("' ")[:31] or "Feuille"
    number, title = 1, short
    while title.casefold() in taken:
        number += 1
        title = f"{short[:26]} ({number})"
    return title


def _copy(made: Worksheet, sheet: Sheet) -> None:
    for number, texts in enumerate(sheet.cells.iter_rows(), start=1):
        for place, text in enumerate(texts, start=1):
            if text is not None:
                _as_typed(made.cell(number, place), text)
    for row, name in sheet.without_value:
        # Blank, it would say nothing once sent again: hours would be lost without a word.
        _say(made[f"{name}{row}"], WITHOUT_VALUE)
    _merge(made, sheet.merged)
    for row in sheet.hidden_rows:
        made.row_dimensions[row].hidden = True
    for name in sheet.hidden_columns:
        made.column_dimensions[name].hidden = True
    made.sheet_state = "hidden" if sheet.hidden else "visible"


def _merge(made: Worksheet, spans: Iterable[str]) -> None:
    """Merges cells as they were, unless one that would be covered holds something: merging would remove it.

    A file may well say that a million cells are one, or ten thousand times the same ones: those stay apart.
    """
    held = {(cell.row, cell.column) for cell in there(made) if cell.value is not None}
    covered: set[tuple[int, int]] = set()
    left_to_see = MERGED
    for span in spans:
        place = cells_of(span)
        if place is None:
            continue
        top, bottom, left, right = (number + 1 for number in place)
        area = (bottom - top + 1) * (right - left + 1)
        if not 1 < area <= left_to_see:
            continue
        left_to_see -= area
        cells = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        if covered.isdisjoint(cells) and held.isdisjoint(cells - {(top, left)}):
            made.merge_cells(start_row=top, end_row=bottom, start_column=left, end_column=right)
            covered |= cells


def _as_typed(cell: Cell, text: str) -> None:
    """Numbers as numbers and days as days, so that they can be corrected as such; the reader reads both the same."""
    if _NUMBER.match(text) and not (("." in text) and text.endswith("0")):
        cell.value = float(text) if "." in text else int(text)
        return
    if _DAY.match(text):
        try:
            cell.value = date.fromisoformat(text)
        except ValueError:
            _say(cell, text)
        else:
            cell.number_format = "DD/MM/YYYY"
        return
    _say(cell, text)
