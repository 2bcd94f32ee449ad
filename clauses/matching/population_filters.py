"""The hard filters on columns: for one need, who is excluded and who is to be checked, as `hard_filters` one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from clauses.matching.licences import Validity
from clauses.matching.population import UNSAID, Eligibility, Flags
from clauses.matching.population_scores import VALIDITIES, Scores
from clauses.matching.rules import Need

_GONE = np.array([found in (Validity.EXPIRED, Validity.MISSING) for found in VALIDITIES])
_DOUBTFUL = np.array([found in (Validity.TO_CHECK, Validity.UNKNOWN) for found in VALIDITIES])


@dataclass(frozen=True)
class Verdicts:
    """Who is excluded; who is to be checked (someone excluded may be both)."""

    excluded: Flags
    to_check: Flags


def verdicts(scores: Scores, need: Need, eligible: Eligibility) -> Verdicts:
    """What hard filters say of everyone for one need."""
    people = scores.population
    excluded = eligible.answers == 0
    to_check = eligible.answers == UNSAID
    if need.qpv_only:
        excluded |= people.in_qpv == 0
        to_check |= people.in_qpv == UNSAID
    for asked in need.required:
        if not asked.optional:
            found = scores.validity(asked, need.last_needed)
            excluded |= _GONE[found]
            to_check |= _DOUBTFUL[found]
    starts, last = need.starts_on.toordinal(), need.last_needed.toordinal()
    excluded |= people.permit_until < starts
    to_check |= people.permit_until < last
    contracts = people.engagements
    if len(contracts.people):
        overlap = (contracts.starts <= _end(need)) & (contracts.ends >= starts)
        excluded[contracts.people[overlap & contracts.sure]] = True
        to_check[contracts.people[overlap & ~contracts.sure]] = True
    if need.ends_on is not None:
        excluded |= people.available > last
    if need.has_place:
        _reach(scores, need, excluded, to_check)
    return Verdicts(excluded, to_check)


def _end(need: Need) -> int:
    return max(need.ends_on or date.max, need.starts_on).toordinal()


def _reach(scores: Scores, need: Need, excluded: Flags, to_check: Flags) -> None:
    """Adds who lives out of reach."""
    people = scores.population
    km, (reach, drives, unknown) = scores.kilometres(need), scores.reach(need.starts_on)
    far = km > reach + people.grounds.limits.slack_km
    stays = far & (people.mobility != UNSAID) & ~drives & ~unknown
    excluded |= stays
    to_check |= (far & ~stays) | (km == UNSAID)
