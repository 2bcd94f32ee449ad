"""Small cells of a table of people, hidden so that no margin gives them back. Pure.

Source: the security note (« n.c. » below 5 people, 11 for sensitive criteria, with secondary suppression). A cell of
zero says that there is nobody: it stays, as does the total when it is large enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

FEW: Final = 5
FEW_SENSITIVE: Final = 11


@dataclass(frozen=True)
class Shown:
    """A table as a buyer may read it: None is « n.c. »."""

    cells: Mapping[str, int | None]
    total: int | None


def hidden(counts: Mapping[str, int], threshold: int = FEW) -> Shown:
    """People of one table, each in one row: rows below the threshold hidden, and others with them where it takes that.

    What is hidden is at least two rows, and at least the threshold together: the total less what shows says no more.
    Where nothing else can be hidden, the total goes too.
    """
    total = sum(counts.values())
    filled = sorted((name for name in counts if counts[name]), key=lambda name: (counts[name], name))
    closed = [name for name in filled if counts[name] < threshold]
    if closed:
        for name in filled[len(closed) :]:
            if len(closed) > 1 and sum(counts[each] for each in closed) >= threshold:
                break
            closed.append(name)
    safe = not closed or (len(closed) > 1 and sum(counts[name] for name in closed) >= threshold)
    cells = {name: None if name in closed else number for name, number in counts.items()}
    return Shown(cells, total if safe else None)
