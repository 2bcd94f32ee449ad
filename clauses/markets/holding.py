"""What a company was on its lot on a day, and whom its hours credited, whatever was written over it since. Pure.

A role that changes (a subcontractor that becomes cotraitant), or another company to credit, holds from its day: what
was due and counted before answers as it did. A slip that is corrected never held; whom to credit, where nobody said
it, is filled for every day. The same reading as of a market's own fields (`clauses.markets.before`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from clauses.markets.rules import Rewriting
from clauses.reference.rules import Role


@dataclass(frozen=True)
class Holding:
    """A company's role on a lot, and the contractor that its hours credit: itself without one."""

    role: Role
    credits_id: int | None = None


@dataclass(frozen=True)
class HoldingBefore:
    """What was held until the day when it was written over."""

    was: Holding
    until: date
    rewriting: Rewriting


def rewriting_of(was: Holding, now: Holding, *, correction: bool) -> Rewriting:
    """How writing ``now`` over ``was`` is taken: from a day on, unless it corrects, or only fills what was blank."""
    fills = was.role is now.role and was.credits_id is None
    return Rewriting.CORRECTION if correction or fills else Rewriting.CHANGE


def steps(before: Sequence[HoldingBefore], now: Holding) -> list[tuple[date, Holding]]:
    """What was held from each day on, the first one since ever; ``now`` is what the row says today.

    ``before`` is in the order of the writings, each read on what those before it left: a change holds from its day on,
    whatever was to come then, even where it was recorded after a later one; a correction mends what was held last.
    """
    said = [*(each.was for each in before), now]
    found = [(date.min, said[0])]
    for each, then in zip(before, said[1:], strict=True):
        if each.rewriting is Rewriting.CHANGE:
            found = [*(step for step in found if step[0] < each.until), (each.until, then)]
        else:
            found[-1] = (found[-1][0], then)
    return found


def held_on(before: Sequence[HoldingBefore], now: Holding, on: date) -> Holding:
    """What was held on a day."""
    return next(held for since, held in reversed(steps(before, now)) if since <= on)


def changed_after(before: Sequence[HoldingBefore], now: Holding, on: date) -> date | None:
    """The first day after ``on`` from which something else was held than the day before; None without any.

    A change corrected since is none.
    """
    known = steps(before, now)
    return next((since for (_, was), (since, held) in pairwise(known) if since > on and held != was), None)


@dataclass(frozen=True)
class Held:
    """All that a company was on its lot: ``now``, what its row says; ``before``, in the order of the writings."""

    now: Holding
    before: Sequence[HoldingBefore] = ()

    def credits(self, month: date) -> int | None:
        """Whom the hours of a month credit; None, the company itself.

        A change holds for the months that start on its day or after it, as a rule of counting does: what is said of two
        periods adds up to what is said of both.
        """
        return held_on(self.before, self.now, month).credits_id

    def rewritten(self, now: Holding, on: date, *, correction: bool) -> Held:
        """With ``now`` written over it, from ``on`` or for every day."""
        if now == self.now:
            return self
        was = HoldingBefore(self.now, on, rewriting_of(self.now, now, correction=correction))
        return Held(now, (*self.before, was))


def chained(lot: Mapping[int, Held]) -> frozenset[tuple[int, int]]:
    """Who credits whom where the one credited is, on some day, a subcontractor too.

    ``lot`` gives every company of a lot by its contractor's id. Hours credit the one who subcontracts and owes them
    (domain of the product, « crediting »); a chain of subcontractors would leave them with nobody.
    """
    changes = (each for held in lot.values() for each in held.before if each.rewriting is Rewriting.CHANGE)
    found: set[tuple[int, int]] = set()
    for day in {date.min, *(each.until for each in changes)}:
        then = {number: held_on(held.before, held.now, day) for number, held in lot.items()}
        under = {number for number, each in then.items() if each.role is Role.SOUS_TRAITANT}
        found |= {(number, each.credits_id) for number, each in then.items() if each.credits_id in under}
    return frozenset(found)
