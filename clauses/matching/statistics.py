"""Why proposals ended without a contract: counts, by reason and by job, that never enter anybody's score. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from clauses.matching.rules import ProposalState, RefusalReason
from clauses.quantities import percent


@dataclass(frozen=True)
class ReasonCount:
    """How often a reason was given; ``base``: all refusals."""

    reason: RefusalReason
    count: int
    base: int

    @property
    def percent(self) -> str | None:
        """Its share of the refusals, "37.5"."""
        return percent(self.count, self.base)


@dataclass(frozen=True)
class Outcomes:
    """Where proposals stand, and why those that were refused were, the most frequent reason first."""

    states: dict[ProposalState, int]
    reasons: tuple[ReasonCount, ...]

    @property
    def total(self) -> int:
        """Proposals, those withdrawn left out: they were mistakes."""
        return sum(count for state, count in self.states.items() if state is not ProposalState.WITHDRAWN)


def outcomes(proposals: Iterable[tuple[ProposalState, RefusalReason | None]]) -> Outcomes:
    """The counts of some proposals: the state of each, and its reason when it is refused."""
    every = list(proposals)
    states = Counter(state for state, _ in every)
    reasons = Counter(reason for state, reason in every if state is ProposalState.REFUSED and reason is not None)
    base = sum(reasons.values())
    order = {reason: rank for rank, reason in enumerate(RefusalReason)}
    ranked = sorted(reasons.items(), key=lambda pair: (-pair[1], order[pair[0]]))
    return Outcomes(
        {state: states[state] for state in ProposalState if states[state]},
        tuple(ReasonCount(reason, count, base) for reason, count in ranked),
    )
