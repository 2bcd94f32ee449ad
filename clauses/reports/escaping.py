"""Text that leaves in a spreadsheet and must stay text.

Source: OWASP, « CSV Injection »: a cell that starts with ``=``, ``+``, ``-``, ``@``, a tab or an end of line may be run
as a formula by the program of whoever opens it. An apostrophe in front keeps it a text, in a workbook as in a CSV made
from it later.
"""

from __future__ import annotations

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

_RUNNABLE = ("=", "+", "-", "@", "\t", "\r", "\n")
_LONGEST = 32_767  # characters in a cell


def printable(text: str) -> str:
    """The text without control characters, which no document may hold."""
    clean: str = ILLEGAL_CHARACTERS_RE.sub("", text)
    return clean


def harmless(text: str) -> str:
    """The text without control characters, no longer than a cell, with an apostrophe where it could be run."""
    clean = printable(text)
    return (f"'{clean}" if clean.startswith(_RUNNABLE) else clean)[:_LONGEST]
