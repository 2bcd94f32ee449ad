"""Whether one decision was made of what an earlier one had changed. Pure: from the steps of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Row = tuple[str, Any]
"""A table and the key of one of its rows."""


def leans_on(later: Iterable[Mapping[str, Any]], earlier: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the later decision moved a row that the earlier one used, or used one that it moved.

    Two that only use the same row, a contract that lines of both were given to, do not need each other.
    """
    moved, used = _rows(earlier)
    moved_since, used_since = _rows(later)
    return not moved_since.isdisjoint(moved | used) or not used_since.isdisjoint(moved)


def _rows(steps: Iterable[Mapping[str, Any]]) -> tuple[set[Row], set[Row]]:
    """Rows that steps moved, changed or removed; rows that they only relied on."""
    moved: set[Row] = set()
    used: set[Row] = set()
    for step in steps:
        did = step["did"]
        if did == "absorbed":
            moved |= {(step["table"], step["id"]), (step["table"], step["into"])}
        elif did == "moved":
            moved |= {(step["table"], key[0]) for key in step["keys"] if len(key) == 1}
        elif did == "completed":
            moved.add((step["table"], step["id"]))
        elif did == "linked":
            moved.add(("line", step["line"]))
            used.add(("contract", step["contract"]))
        elif did in ("told", "added"):
            used.add((step["table"], step["id"]))
    return moved, used
