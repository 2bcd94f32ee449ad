"""The hard filters on columns: for one need, who is excluded, as `hard_filters` would say one by one."""

from __future__ import annotations

from datetime import date

import numpy as np

from clauses.matching.licences import Validity
from clauses.matching.population import UNSAID, Eligibility, Flags
from clauses.matching.population_scores import VALIDITIES, Scores
from clauses.matching.rules import Need

_GONE = np.array([found in (Validity.EXPIRED, Validity.MISSING) for found in VALIDITIES])


def excluded(scores: Scores, need: Need, eligible: Eligibility) -> Flags:
    """Who cannot be proposed for a need, on known facts."""
    people = scores.population
    found: Flags = eligible.excluded | people.gone
    if need.qpv_only:
        found |= people.outside_qpv
    for asked in need.required:
        if not asked.optional:
            found |= _GONE[scores.validity(asked, need.last_needed)]
    starts, last = need.starts_on.toordinal(), need.last_needed.toordinal()
    found |= people.permit_until < starts
    contracts = people.engagements
    overlap = (contracts.starts <= _end(need)) & (contracts.ends >= starts)
    found[contracts.people[overlap]] = True
    if need.ends_on is not None:
        found |= people.available > last
    if need.has_place:
        found |= _too_far(scores, need)
    return found


def _end(need: Need) -> int:
    return max(need.ends_on or date.max, need.starts_on).toordinal()


def _too_far(scores: Scores, need: Need) -> Flags:
    """Who said how far they go, is known not to drive, and lives further."""
    people = scores.population
    km, (reach, stays) = scores.kilometres(need), scores.reach(need.starts_on)
    found: Flags = stays & (km > reach + people.grounds.limits.slack_km) & (people.mobility != UNSAID)
    return found
