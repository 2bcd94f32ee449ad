"""Hours of one market that serve another, under a convention that the buyers signed: an hour counts once. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Loan:
    """One row of an allocation table: hundredths of an hour of a month, from one contractor to another.

    ``buyers`` are those of both markets; ``signed`` the day each buyer signed the convention.
    """

    lender: int
    borrower: int
    month: date
    hours: int
    buyers: frozenset[int]
    signed: Mapping[int, date]

    def in_force(self, on: date) -> bool:
        """Whether every buyer concerned had signed by that day, and the month had started."""
        return self.month <= on and all(buyer in self.signed and self.signed[buyer] <= on for buyer in self.buyers)


@dataclass(frozen=True)
class Moved:
    """What a loan really moves: no more than what its lender counts that month and has not lent yet."""

    loan: Loan
    hours: int


def moved(loans: Iterable[Loan], counted: Mapping[tuple[int, date], int], on: date) -> list[Moved]:
    """What each loan in force moves, in the order of the table. ``counted``: hours of each contractor and month.

    Only hours that a contractor's own lot counts are lent: what is borrowed is not lent again. So the sum over all
    contractors never changes.
    """
    left = dict(counted)
    found: list[Moved] = []
    for loan in loans:
        if not loan.in_force(on):
            continue
        place = (loan.lender, loan.month)
        hours = min(loan.hours, max(0, left.get(place, 0)))
        left[place] = left.get(place, 0) - hours
        found.append(Moved(loan, hours))
    return found
