"""What a number stands for, from the format of its cell: a plain number, a day, a length of time. Pure."""

from __future__ import annotations

from enum import Enum

_TOKENS = frozenset("dmhys")


class NumberKind(Enum):
    """How the number of a cell is meant."""

    NUMBER = 0
    DATE = 1
    TIME = 2


BUILT_IN = {
    **dict.fromkeys((14, 15, 16, 17, 22), NumberKind.DATE),
    **dict.fromkeys((18, 19, 20, 21, 45, 46, 47), NumberKind.TIME),
}
"""Formats that a file names by number only (ECMA-376 part 1, 18.8.30)."""


def kind_of_format(code: str) -> NumberKind:
    """The kind of a format code such as ``dd/mm/yyyy``, ``[h]:mm`` or ``# ##0,00" h"``; its first section decides.

    ``h:mm`` without a day is a length of time, however Excel folds it at 24 h: 151 h 40 typed into such a cell is still
    151 h 40. Quoted, escaped and filling characters say nothing; in ``[h]`` the hours run past 24.
    """
    found: set[str] = set()
    position, size = 0, len(code)
    half_days = False
    while position < size:
        mark = code[position].lower()
        if mark == ";":
            break
        if mark in '"[':
            closing = code.find('"' if mark == '"' else "]", position + 1)
            closing = size if closing < 0 else closing
            inside = code[position + 1 : closing].lower()
            if mark == "[" and inside and inside[0] in "hms" and set(inside) == {inside[0]}:
                return NumberKind.TIME
            position = closing
        elif mark in "\\_*":
            position += 1
        elif code[position : position + 7].lower() == "general":
            position += 6
        elif code[position : position + 5].lower() == "am/pm" or code[position : position + 3].lower() == "a/p":
            half_days = True
            position += 4 if code[position + 1].lower() == "m" else 2
        elif mark in _TOKENS:
            found.add(mark)
        position += 1
    return _kind(found, half_days=half_days)


def _kind(found: set[str], *, half_days: bool) -> NumberKind:
    if found & {"d", "y"}:
        return NumberKind.DATE
    if half_days or found & {"h", "s"}:
        return NumberKind.TIME
    return NumberKind.DATE if found else NumberKind.NUMBER
