"""What the product adds to a sender's file when it gives it back, and never reads again: a sheet and a column.

A marked copy, once corrected, is then read as the sender's own file would be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from clauses.words import folded
from imports.containers import Sheet

TO_CORRECT = "À corriger"
"""The name of the sheet added to a workbook, and the header of the column added to a csv."""

SIGNATURE = "À corriger : remarques sur ce fichier (cette feuille n'est jamais relue)"
"""What stands in the first cell of the sheet added: a sheet of the sender's may bear the same name."""

_KEY = folded(TO_CORRECT)
_TOP = 60
"""The header of the column added stands among so many first rows."""


def without_ours(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets as their sender wrote them."""
    return [_without_column(sheet) for sheet in sheets if not _is_ours(sheet)]


def _is_ours(sheet: Sheet) -> bool:
    if not folded(sheet.name).startswith(_KEY) or sheet.cells.is_empty():
        return False
    return folded(sheet.cells.row(0)[0] or "") == folded(SIGNATURE)


def _without_column(sheet: Sheet) -> Sheet:
    top = sheet.cells.head(_TOP)
    added = [name for name in top.columns if any(folded(text) == _KEY for text in top[name].drop_nulls())]
    # Only the last column of the sheet can be the one that was added: others would leave a hole.
    if not added or added[-1] != sheet.cells.columns[-1]:
        return sheet
    return replace(sheet, cells=sheet.cells.drop(added[-1]))
