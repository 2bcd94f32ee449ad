"""When a lot, and a market, end on a day: the end first agreed, those that amendments set, those written over. Pure.

The one answer for compliance, the list of markets, deposits and imports. The last end in force that day holds; of one
day, one written over the market's goes before an amendment of the whole market, and one of the lot before both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from clauses.markets.before import Before, ends_written

End = tuple[date, date | None]
"""The day from which an end holds, and that end (None: not known)."""


@dataclass(frozen=True)
class Ends:
    """The ends of one market: first agreed, then of the market and of its lots by id, each in the order of its days.

    ``lots`` names every lot, those without an end of their own too.
    """

    agreed: date | None = None
    of_market: Sequence[End] = ()
    lots: Mapping[int, Sequence[End]] = field(default_factory=dict)

    def of_lot(self, lot_id: int, on: date) -> date | None:
        """The end of a lot as it stood on a day."""
        return end_on(self.agreed, (self.of_market, self.lots.get(lot_id, ())), on)

    def on(self, on: date) -> date | None:
        """The end of the market as it stood on a day: that of its last lot; None where one of them has none."""
        return latest([self.of_lot(lot, on) for lot in self.lots] or [end_on(self.agreed, (self.of_market,), on)])


def end_on(agreed: date | None, said: Iterable[Sequence[End]], on: date) -> date | None:
    """The last end in force on a day; of one day, that of the last sequence, then the last said."""
    ends_on, since = agreed, date.min
    for ends in said:
        for day, end in ends:
            if since <= day <= on:
                ends_on, since = end, day
    return ends_on


def latest(ends: Iterable[date | None]) -> date | None:
    """The last of some ends; None where there is none, or where one is not known."""
    last = date.min
    for end in ends:
        if end is None:
            return None
        last = max(last, end)
    return last if last > date.min else None


def ends_said(
    befores: Mapping[int, Sequence[Before]],
    today: Mapping[int, date | None],
    amended: Mapping[tuple[int, int | None], Sequence[End]],
) -> tuple[dict[int, date | None], dict[tuple[int, int | None], list[End]]]:
    """The end first agreed of each market that was written over; then, by market and by (market, lot), what was said.

    ``today`` is the end that stands in each market's row, ``amended`` those that amendments set.
    """
    agreed: dict[int, date | None] = {}
    said = {key: list(ends) for key, ends in amended.items()}
    for market, before in befores.items():
        agreed[market], since = ends_written(before, today[market])
        said[market, None] = sorted([*said.get((market, None), ()), *since], key=lambda each: each[0])
    return agreed, said
