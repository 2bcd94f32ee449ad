"""One person and one need: everything there is to say of the pair. And, the slow way, everyone for one need."""

from __future__ import annotations

from collections.abc import Iterable

from clauses.matching.criteria import Scale, assess, scale_of, waiting_days, whole_score
from clauses.matching.hard_filters import Facts, judge, verdict
from clauses.matching.rules import Match, Verdict


def match(facts: Facts, scale: Scale | None = None) -> Match:
    """The criteria, the hard filters and the verdict of one pair; ``scale`` is the need's, when it is at hand."""
    scale = scale or scale_of(facts.need, facts.grounds)
    criteria = assess(facts.candidate, facts.need, facts.grounds, scale)
    said = judge(facts)
    return Match(
        person=facts.candidate.key,
        need=facts.need.key,
        score=whole_score(criteria, scale) / 10_000,
        verdict=verdict(said),
        criteria=criteria,
        blocking=said,
        version=facts.grounds.weights.version,
    )


def ranked(pairs: Iterable[Facts]) -> list[Match]:
    """Every pair of one need, best first: what `shortlists` must find again without looking at each.

    Who may be proposed or is to be checked comes before who is excluded; equals by longest wait, then by key.
    """
    found = [(match(facts), waiting_days(facts.candidate, facts.grounds.today)) for facts in pairs]
    found.sort(key=lambda pair: (pair[0].verdict is Verdict.EXCLUDED, -pair[0].score, -pair[1], pair[0].person))
    return [one for one, _ in found]
