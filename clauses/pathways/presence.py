"""How long someone was at work before an exit: months of one contract, distinct days of several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from clauses.dates import add_months, distinct_days, french_day, overlap_days
from clauses.pathways.facts import ContractFacts

ONE_DAY = timedelta(days=1)
Span = tuple[date, date]


def lasts(start: date, end: date, months: int, *, strictly: bool = False) -> bool:
    """Whether [start, end], both included, lasts so many months (``strictly``: more).

    From 1 December to 31 May is six months: the start + 6 months - 1 day is not after the end.
    """
    reached = add_months(start, months) - ONE_DAY
    return reached < end if strictly else reached <= end


def whole_months(start: date, end: date) -> int:
    """The whole months of [start, end], both included, counted the same way."""
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    while not lasts(start, end, months):
        months -= 1
    return months


def window_opens_on(exited_on: date, months: int) -> date:
    """The first day of the ``months`` that end on the day of the exit: 12 months to 31/10/2023 start on 01/11/2022."""
    return add_months(exited_on, -months) + ONE_DAY


def days_worded(days: int) -> str:
    """``0 jour``, ``1 jour``, ``182 jours``."""
    return f"{days} jour{'s' if days > 1 else ''}"


def months_worded(months: int) -> str:
    """``7 mois``; ``moins d'un mois``."""
    return f"{months} mois" if months else "moins d'un mois"


@dataclass(frozen=True)
class Presence:
    """How long is long enough, within the window of ``within`` months that ends on the day of the exit, included.

    What stands outside the window never counts, even of a single contract: "6 months within 12" leaves out a CDD that
    ended two years before, and the first months of one that was nearly over when the window opened.

    One contract must last ``months`` (None: days count for one as for several). Several must cover ``days``
    distinct days. ``strictly``: more than that.
    """

    months: int | None
    days: int
    within: int
    strictly: bool = False

    def spans(self, contracts: Iterable[ContractFacts], exited_on: date) -> list[Span]:
        """The days of each contract inside the window; one that has none there is left out."""
        since = window_opens_on(exited_on, self.within)
        return [
            (max(contract.starts_on, since), min(contract.ends_on or exited_on, exited_on))
            for contract in contracts
            if contract.starts_on and overlap_days(contract.starts_on, contract.ends_on, since, exited_on)
        ]

    def reached(self, contracts: Iterable[ContractFacts], exited_on: date) -> bool:
        """Whether these contracts, together, are long enough."""
        spans = self.spans(contracts, exited_on)
        if self.months is not None:
            if any(lasts(start, end, self.months, strictly=self.strictly) for start, end in spans):
                return True
            if len(spans) < 2:
                return False
        return distinct_days(spans) >= self.days + self.strictly

    def measured(self, contracts: Sequence[ContractFacts], exited_on: date) -> str:
        """What was measured, in French: months of a single contract, else distinct days."""
        spans = self.spans(contracts, exited_on)
        months = whole_months(*spans[0]) if self.months is not None and len(spans) == 1 else 0
        length = f"{months} mois" if months else days_worded(distinct_days(spans))
        return f"{length} dans les {self.within} mois finissant le {french_day(exited_on)}"

    def wanted(self) -> str:
        """What is asked for, in French."""
        more = "plus de " if self.strictly else ""
        if self.months is None:
            return f"il faut {more}{self.days // 7} semaines, soit {days_worded(self.days)}"
        return f"il faut un contrat de {more}{self.months} mois, ou {more}{days_worded(self.days)} en plusieurs"


def weekly_average(contracts: Iterable[ContractFacts], presence: Presence, exited_on: date) -> Fraction | None:
    """Hundredths of an hour worked a week, on average over the distinct days inside the window.

    Each contract weighs its days; two at once add their hours. None when nothing was worked there, or when the hours
    of a contract are not known.
    """
    worked, spans = 0, []
    for contract in contracts:
        for start, end in presence.spans([contract], exited_on):
            if contract.weekly_hours is None:
                return None
            worked += contract.weekly_hours * ((end - start).days + 1)
            spans.append((start, end))
    return Fraction(worked, distinct_days(spans)) if spans else None
