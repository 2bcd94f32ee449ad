"""Small cells of a table of people, hidden so that no margin gives them back. Pure.

Source: the security note (« n.c. » below 5 people, 11 for sensitive criteria, with secondary suppression).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    """People of one table, each in one row: as soon as a row is small, no row is told, empty ones included; the total
    stays, when it is large enough.

    Hiding fewer rows was tried and is solved by whoever knows the rule: which rows were hidden beside the small ones
    bounds them, and « 5, n.c., n.c., total 13 » was then 5, 4 and 4. Nothing here depends on sizes but one being small.
    """
    total = sum(counts.values())
    small = any(0 < number < threshold for number in counts.values())
    cells = dict.fromkeys(counts) if small else dict(counts)
    return Shown(cells, None if 0 < total < threshold else total)


def tellable(people: frozenset[int], told: Iterable[frozenset[int]], threshold: int = FEW) -> bool:
    """Whether the number of these people may be told beside the numbers of groups that are told too.

    Of two groups, one may hold the other, or be all that a third one leaves: what one has and the other has not must be
    nobody, or enough people. Else 12 people over the market and 10 in its first year say that two came later.
    """
    if 0 < len(people) < threshold:
        return False
    apart = [part for group in told for part in (people - group, group - people)]
    return all(not part or len(part) >= threshold for part in apart)
