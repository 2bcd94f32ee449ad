"""What the product adds to a sender's file when it gives it back, and never reads again: a sheet and a column.

A marked copy, once corrected, is then read as the sender's own file would be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from clauses.files.rules import Severity
from clauses.words import folded
from imports.containers import Sheet

TO_CORRECT = "À corriger"
"""The name of the sheet added to a workbook, and the header of the column added to a csv."""

SIGNATURE = "À corriger : remarques sur ce fichier (cette feuille n'est jamais relue)"
"""What stands in the first cell of the sheet added: a sheet of the sender's may bear the same name."""

_KEY = folded(TO_CORRECT)
_TOP = 60
"""The header of the column added stands among so many first rows."""

_GRAVITY = "|".join(re.escape(severity.label) for severity in Severity)
_REMARK = re.compile(rf"^(?:.+?\s[–-]\s)?(?:{_GRAVITY})\s:\s", re.DOTALL)
"""How `imports.annotating.notes.by_row` starts: « Mois – Refusé : … », « Remarque : … »."""


def without_ours(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets as their sender wrote them."""
    return [_without_column(sheet) for sheet in sheets if not _is_ours(sheet)]


def is_column_added(texts: Iterable[str | None]) -> bool:
    """Whether a last column is the one that a marked copy adds: its header first, then remarks and nothing else.

    A sender may have a column of that name, and write « à corriger » in any cell: theirs, it may hold hours.
    """
    said = ((row, text) for row, text in enumerate(texts) if text is not None and text.strip())
    first = next(said, None)
    return first is not None and first[0] < _TOP and folded(first[1]) == _KEY and all(_REMARK.match(t) for _, t in said)


def _is_ours(sheet: Sheet) -> bool:
    if not folded(sheet.name).startswith(_KEY) or sheet.cells.is_empty():
        return False
    return folded(sheet.cells.row(0)[0] or "") == folded(SIGNATURE)


def _without_column(sheet: Sheet) -> Sheet:
    # Only the last column of the sheet can be the one that was added: others would leave a hole.
    last = sheet.cells.columns[-1:]
    if not last or not is_column_added(sheet.cells[last[0]]):
        return sheet
    return replace(sheet, cells=sheet.cells.drop(last))
