"""The life of a proposal and of a need, decided without the database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.errors import Conflict, Misused
from clauses.matching.decisions import (
    NeedState,
    Taken,
    check_open,
    check_proposable,
    check_signed,
    state_after,
    to_undo,
    undoing,
)
from clauses.matching.rules import ProposalState, RefusalReason, Verdict, check_decision, goes_on

PROPOSED, SENT, REFUSED = ProposalState.PROPOSED, ProposalState.SENT, ProposalState.REFUSED
WITHDRAWN = ProposalState.WITHDRAWN
REASON = RefusalReason.TRAJET


def test_undoing_goes_back_to_the_state_before() -> None:
    taken = [Taken(1, None, PROPOSED), Taken(2, PROPOSED, SENT)]
    assert undoing(taken) == Taken(3, SENT, PROPOSED, undoes=2)


def test_undoing_the_first_decision_withdraws_the_proposal() -> None:
    assert undoing([Taken(1, None, PROPOSED)]) == Taken(2, PROPOSED, WITHDRAWN, undoes=1)


def test_undoing_twice_goes_back_twice_and_no_further() -> None:
    taken = [Taken(1, None, PROPOSED), Taken(2, PROPOSED, SENT)]
    taken.append(undoing(taken))
    taken.append(undoing(taken))
    assert (taken[-1].after, taken[-1].undoes) == (WITHDRAWN, 1)
    with pytest.raises(Conflict, match="aucune décision à annuler"):
        to_undo(taken)


def test_going_back_to_a_refusal_finds_its_reason_again() -> None:
    taken = [Taken(1, None, PROPOSED), Taken(2, PROPOSED, REFUSED, REASON), Taken(3, REFUSED, PROPOSED)]
    assert undoing(taken) == Taken(4, PROPOSED, REFUSED, REASON, undoes=3)


@given(st.lists(st.sampled_from(ProposalState), max_size=6))
def test_whatever_was_decided_can_be_undone_to_the_beginning(wished: list[ProposalState]) -> None:
    taken = [Taken(1, None, PROPOSED)]
    for state in wished:
        if goes_on(taken[-1].after, state):
            reason = REASON if state is REFUSED else None
            taken.append(Taken(len(taken) + 1, taken[-1].after, state, reason))
    steps = len(taken)
    for _ in range(steps):
        taken.append(undoing(taken))
        assert (taken[-1].reason is not None) is (taken[-1].after is REFUSED)
    assert taken[-1].after is WITHDRAWN
    with pytest.raises(Conflict):
        undoing(taken)


def test_someone_withdrawn_may_only_be_proposed_again() -> None:
    check_decision(WITHDRAWN, PROPOSED, None)
    check_decision(PROPOSED, WITHDRAWN, None)
    for state in set(ProposalState) - {PROPOSED, WITHDRAWN, REFUSED}:
        with pytest.raises(Conflict):
            check_decision(WITHDRAWN, state, None)
        with pytest.raises(Conflict):
            check_decision(state, WITHDRAWN, None)


def test_whom_a_filter_excludes_is_proposed_only_with_a_reason() -> None:
    with pytest.raises(Conflict, match=r"exclue pour ce besoin : Sans permis\."):
        check_proposable(Verdict.EXCLUDED, "  ", ["Sans permis."])
    check_proposable(Verdict.EXCLUDED, "Permis obtenu hier.", ["Sans permis."])
    check_proposable(Verdict.TO_CHECK, None, ["À vérifier."])
    check_proposable(Verdict.PROPOSABLE, None, [])


@pytest.mark.parametrize("state", [NeedState.FILLED, NeedState.CLOSED])
def test_a_need_that_awaits_nobody_takes_no_proposal(state: NeedState) -> None:
    check_open(NeedState.OPEN, "B001")
    with pytest.raises(Conflict, match=f"« B001 » est {state.label.lower()}"):
        check_open(state, "B001")


def test_a_decision_is_signed() -> None:
    assert check_signed("  Ana   Roux ") == "Ana Roux"
    assert check_signed("Ana\x00 \udcff") == "Ana ?"
    with pytest.raises(Misused, match="--by NOM"):
        check_signed(" ")
    assert check_signed("x" * 200)
    with pytest.raises(Misused, match="200 caractères"):
        check_signed("x" * 201)


@pytest.mark.parametrize(
    ("current", "posts", "retained", "after"),
    [
        (NeedState.OPEN, 2, 1, NeedState.OPEN),
        (NeedState.OPEN, 2, 2, NeedState.FILLED),
        (NeedState.OPEN, 2, 3, NeedState.FILLED),
        (NeedState.FILLED, 2, 1, NeedState.OPEN),
        (NeedState.CLOSED, 2, 0, NeedState.CLOSED),
        (NeedState.CLOSED, 2, 2, NeedState.CLOSED),
    ],
)
def test_a_need_is_filled_when_every_post_has_someone(
    current: NeedState, posts: int, retained: int, after: NeedState
) -> None:
    assert state_after(current, posts=posts, retained=retained) is after
