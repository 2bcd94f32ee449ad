"""A file of which no row can be read: its columns all the same, so that somebody can say what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clauses.errors import Unusable
from imports.cells import grid, letters
from imports.containers import Sheet
from imports.layout import Wanted
from imports.ours import without_ours
from imports.reader import Recognised
from imports.stacked import blocks
from imports.titles import top_rows

_FIRST = 3
_NOT_TOLD = "en-tête à reconnaître"


class Unread(Unusable):
    """No row can be read; ``recognised`` are the columns as they look."""

    def __init__(self, refusal: Unusable, recognised: tuple[Recognised, ...]) -> None:
        super().__init__(refusal.message, code=refusal.code)
        self.recognised = recognised


def columns_of(sheets: Sequence[Sheet], wanted: Wanted) -> tuple[Recognised, ...]:
    """The columns of each sheet: under the header that is recognised, else under the first row that is not blank."""
    return tuple(column for sheet in without_ours(sheets) if not sheet.hidden for column in _columns(sheet, wanted))


def _columns(sheet: Sheet, wanted: Wanted) -> Iterator[Recognised]:
    if sheet.cells.is_empty():
        return
    try:
        found, _ = blocks(sheet, grid(sheet), wanted)
    except Unusable:  # two columns for one field: shown as they are, to be told apart
        found = []
    for block in found[:1]:
        for column in block.columns:
            yield Recognised(
                sheet.name, column.letters, column.header, column.reads, column.match.why, column.match.confidence,
                block.start, _first(sheet, column.letters, block.start),
            )  # fmt: skip
    if not found:
        for index, labels in list(top_rows(sheet, 1).items())[:1]:
            for place, label in enumerate(labels):
                if label:
                    name = letters(place)
                    below = _first(sheet, name, index + 1)
                    yield Recognised(sheet.name, name, label, None, _NOT_TOLD, 0.0, index + 1, below)


def _first(sheet: Sheet, column: str, start: int) -> tuple[str | None, ...]:
    return tuple(sheet.cells[column].slice(start, _FIRST).to_list()) if column in sheet.cells.columns else ()
