"""Weights under a version, and the life of a proposal."""

from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.dates import Period
from clauses.errors import Conflict, Misused
from clauses.matching.rules import (
    CRITERIA_NAMES,
    DEFAULT_POINTS,
    Candidate,
    Job,
    Limits,
    Need,
    ProposalState,
    RefusalReason,
    Weights,
    check_decision,
    goes_back,
    goes_on,
)

states = st.sampled_from(ProposalState)


def test_the_default_weights_name_every_criterion_and_add_up_to_a_hundred() -> None:
    assert tuple(DEFAULT_POINTS) == CRITERIA_NAMES
    assert sum(Weights().points.values()) == 100
    assert Weights().of("metier") == max(DEFAULT_POINTS.values())


def test_a_criterion_left_out_weighs_nothing() -> None:
    assert Weights("v2", {"metier": 1}).of("attente") == 0


@pytest.mark.parametrize(
    ("points", "said"),
    [({"age": 5, "metier": 1}, "« age » n'est pas un critère"), ({"metier": -1}, "positifs"), ({}, "positifs"),
     ({"metier": 0}, "positifs")],
)  # fmt: skip
def test_weights_that_make_no_sense_are_refused(points: dict[str, int], said: str) -> None:
    with pytest.raises(Misused, match=said):
        Weights("v2", points)


@pytest.mark.parametrize(
    "limits", [Limits(late_days=0), Limits(wait_days=0), Limits(reach_km=0), Limits(reach_driving_km=0)]
)
def test_limits_that_would_divide_by_nothing_are_refused(limits: Limits) -> None:
    with pytest.raises(Misused, match="au moins 1"):
        Weights("v2", limits=limits)


def test_someone_to_be_scored_has_nothing_that_must_not_weigh() -> None:
    assert {field.name for field in fields(Candidate)} == {
        "key", "jobs", "skills", "holding", "place", "place_name", "mobility_km", "french", "french_assessed_on",
        "available_on", "hours_from", "hours_to", "waiting_since", "sectors",
    }  # fmt: skip


def test_a_need_lasts_to_its_end_or_needs_licences_on_its_first_day() -> None:
    start, end = date(2026, 5, 4), date(2026, 9, 30)
    need = Need("B1", Job("maçon"), start, end)
    assert (need.last_needed, need.period) == (end, Period(start, end))
    endless = Need("B1", Job("maçon"), start)
    assert (endless.last_needed, endless.period) == (start, Period(start, date.max))
    reversed_need = Need("B1", Job("maçon"), end, start)
    assert (reversed_need.last_needed, reversed_need.period) == (end, Period(end, end))


def test_a_need_may_say_where_in_words_that_no_commune_bears() -> None:
    assert not Need("B1", Job("maçon"), date(2026, 5, 4)).has_place
    assert Need("B1", Job("maçon"), date(2026, 5, 4), place_name="ZA des Bruyères").has_place
    assert Need("B1", Job("maçon"), date(2026, 5, 4), place="21231").has_place


@pytest.mark.parametrize(
    ("current", "new"),
    [("proposed", "sent"), ("sent", "interview"), ("sent", "retained"), ("interview", "retained"),
     ("retained", "interview"), ("retained", "proposed"), ("refused", "sent"), ("sent", "proposed")],
)  # fmt: skip
def test_a_proposal_goes_on_or_back(current: str, new: str) -> None:
    check_decision(ProposalState(current), ProposalState(new), None)


@pytest.mark.parametrize(
    ("current", "new"),
    [("proposed", "interview"), ("proposed", "retained"), ("refused", "retained"), ("retained", "retained"),
     ("proposed", "proposed")],
)  # fmt: skip
def test_a_proposal_jumps_over_no_state(current: str, new: str) -> None:
    with pytest.raises(Conflict, match="ne peut pas devenir"):
        check_decision(ProposalState(current), ProposalState(new), None)


def test_a_refusal_has_a_reason_and_nothing_else_has() -> None:
    check_decision(ProposalState.SENT, ProposalState.REFUSED, RefusalReason.TRAJET)
    with pytest.raises(Misused, match="motif du refus"):
        check_decision(ProposalState.SENT, ProposalState.REFUSED, None)
    with pytest.raises(Misused, match="qu'un refus"):
        check_decision(ProposalState.SENT, ProposalState.INTERVIEW, RefusalReason.TRAJET)


def test_a_refused_proposal_is_not_refused_again_nor_one_retained_refused() -> None:
    for current in (ProposalState.REFUSED, ProposalState.RETAINED):
        with pytest.raises(Conflict):
            check_decision(current, ProposalState.REFUSED, RefusalReason.AUTRE)


@given(states, states)
def test_every_step_can_be_undone_and_none_goes_both_ways(current: ProposalState, new: ProposalState) -> None:
    if goes_on(current, new):
        assert goes_back(new, current)
    assert not (goes_on(current, new) and goes_back(current, new))
