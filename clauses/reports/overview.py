"""Every open lot at a day, the latest first: what to look at while there is still time. Pure.

A lot is open from the notification of its market to its end (amended), unless it was closed before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from clauses.hours.compliance import Status
from clauses.reports.compliance import Compliance, LotPosition
from clauses.reports.compliance_facts import MarketHead

_WORST = (Status.LATE, Status.ON_TRACK, Status.DONE, Status.NO_OBLIGATION)
"""The status of a lot is that of its company to worry about most."""


@dataclass(frozen=True)
class OverviewLot:
    """An open lot: sums over its companies, in hundredths of an hour and cents."""

    market: MarketHead
    position: LotPosition

    @property
    def due(self) -> int:
        return self.position.due.hours

    @property
    def done(self) -> int:
        return sum(each.hours.done for each in self.position.positions)

    @property
    def counted(self) -> int:
        return sum(each.hours.counted for each in self.position.positions)

    @property
    def to_check(self) -> int:
        return sum(each.hours.to_check for each in self.position.positions)

    @property
    def projected(self) -> int | None:
        """None where one of its companies has nothing to project to."""
        found = [each.projected for each in self.position.positions]
        known = [each for each in found if each is not None]
        return sum(known) if len(known) == len(found) else None

    @property
    def status(self) -> Status:
        held = self.position.statuses
        return next((status for status in _WORST if status in held), Status.NO_OBLIGATION)

    @property
    def late(self) -> bool:
        return self.status is Status.LATE

    @property
    def short(self) -> int:
        """Hours that the projections lack: once for a lot judged as a whole."""
        if self.position.group is not None:
            return self.position.group.short or 0
        return sum(each.standing.short or 0 for each in self.position.positions if each.standing.status is Status.LATE)

    @property
    def at_risk_cents(self) -> int:
        return sum(each.at_risk.hours_cents for each in self.position.positions)


@dataclass(frozen=True)
class Overview:
    """The open lots, those that risk most first, and their sums."""

    on: date
    lots: tuple[OverviewLot, ...]

    @property
    def due(self) -> int:
        return sum(lot.due for lot in self.lots)

    @property
    def done(self) -> int:
        return sum(lot.done for lot in self.lots)

    @property
    def counted(self) -> int:
        return sum(lot.counted for lot in self.lots)

    @property
    def late(self) -> int:
        return sum(lot.late for lot in self.lots)

    @property
    def short(self) -> int:
        return sum(lot.short for lot in self.lots)

    @property
    def at_risk_cents(self) -> int:
        return sum(lot.at_risk_cents for lot in self.lots)


def overview(markets: Iterable[Compliance], on: date) -> Overview:
    """The lots that run that day: late ones first, by what they risk, then by what they lack."""
    lots = [OverviewLot(found.market, lot) for found in markets for lot in found.lots if lot.span.running(on)]
    return Overview(on, tuple(sorted(lots, key=_urgency)))


def _urgency(lot: OverviewLot) -> tuple[int, int, int]:
    return _WORST.index(lot.status), -lot.at_risk_cents, -lot.short
