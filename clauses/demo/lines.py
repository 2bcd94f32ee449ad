"""The months of work under each contract, with hours shared out so that 2023 adds up to `targets.HOURS`.

Every month has a *ceiling*, the hours the contract allows on the days worked (151,67 h for a full month of a full
time), and a *usual* number of hours below it, less leave and absences. Hours of participants in the PLIE in 2023 are
the target of their nature and kind of contract shared in proportion to the usual hours, never above a ceiling. All
other hours (before, after, outside the PLIE) are the usual ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from clauses.dates import last_day, months_between
from clauses.demo.contracts import Contract
from clauses.demo.markets import Post
from clauses.demo.shares import shared
from clauses.demo.targets import HOURS, YEAR
from clauses.quantities import half_up
from clauses.reference.rules import ContractKind, Nature

FULL_MONTH: Final = 151_67
"""Hundredths of an hour in a full month of a full time: 35 h × 52 weeks ÷ 12 (Code du travail L3121-27)."""

HORIZON: Final = date(2024, 3, 31)
"""The last day of which the demonstration says anything."""

_WORKED_IN_MONTH: Final = (96, 93, 97, 91, 86, 95, 90, 72, 96, 97, 92, 84)
"""Per cent of its hours that a contract works from January to December: holidays, August, the end of the year."""


@dataclass(frozen=True)
class Line:
    """The hours of one contract at one post in one month. ``hours`` and ``training``: hundredths of an hour."""

    contract: Contract
    post: Post
    month: date
    hours: int
    training: int = 0


@dataclass(frozen=True)
class _Month:
    """A month to be worked: what the contract allows at that post, and what it usually gives."""

    contract: Contract
    post: Post
    month: date
    ceiling: int
    usual: int
    training: int

    @property
    def aimed_at(self) -> tuple[Nature, ContractKind] | None:
        """The target these hours count towards: none outside the year, or outside the PLIE."""
        if self.month not in YEAR or not self.contract.person.in_plie(self.month, last_day(self.month)):
            return None
        return self.post.market.nature, self.contract.team.kind


def worked(contracts: Sequence[Contract]) -> list[Line]:
    """The lines of every contract, in its order, then by month."""
    months = [month for contract in contracts for month in _months(contract)]
    by_target = defaultdict(list)
    for place, month in enumerate(months):
        if month.aimed_at is not None:
            by_target[month.aimed_at].append(place)
    hours = [month.usual for month in months]
    for target, total in HOURS.items():
        places = by_target.pop(target)
        given = shared(total, [months[each].usual for each in places], [months[each].ceiling for each in places])
        for place, share in zip(places, given, strict=True):
            hours[place] = share
    if by_target:
        raise ValueError(f"hours without a target: {sorted(by_target)}")
    return [
        Line(month.contract, month.post, month.month, number, month.training)
        for month, number in zip(months, hours, strict=True)
    ]


def _months(contract: Contract) -> Iterator[_Month]:
    team = contract.team
    posts = [(team.post, 100 - team.also_part)] + ([(team.also, team.also_part)] if team.also else [])
    for month in months_between(contract.starts_on, min(contract.ends_on or HORIZON, HORIZON)):
        for post, share in posts:
            present = _presence(contract, post, month)
            ceiling = present * Fraction(FULL_MONTH * team.part * share, 100 * 100)
            usual = half_up(ceiling * _worked_per_cent(contract, month) / 100)
            if usual > 0:
                training = half_up(present * team.training) if month.month != 8 else 0
                yield _Month(contract, post, month, int(ceiling), usual, training)


def _presence(contract: Contract, post: Post, month: date) -> Fraction:
    """The working days of the month that fall within the contract and the market, over all of them."""
    since = max(contract.starts_on, post.market.notified_on)
    until = min(contract.ends_on or HORIZON, post.market.ends_on)
    days = [month + timedelta(days=day) for day in range(last_day(month).day)]
    working = [day for day in days if day.weekday() < 5]
    return Fraction(sum(since <= day <= until for day in working), len(working))


def _worked_per_cent(contract: Contract, month: date) -> int:
    """The usual of the season, less a few per cent that change from one contract and month to the next."""
    return _WORKED_IN_MONTH[month.month - 1] - (contract.index * 37 + month.month * 5 + month.year) % 13
