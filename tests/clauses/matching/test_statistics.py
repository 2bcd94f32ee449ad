"""Why proposals ended: counts."""

from clauses.matching.rules import ProposalState, RefusalReason
from clauses.matching.statistics import outcomes

REFUSED = ProposalState.REFUSED


def test_reasons_are_counted_the_most_frequent_first() -> None:
    found = outcomes(
        [
            (ProposalState.SENT, None),
            (REFUSED, RefusalReason.ABSENCE),
            (REFUSED, RefusalReason.TRAJET),
            (REFUSED, RefusalReason.TRAJET),
            (REFUSED, RefusalReason.COMPETENCES),
            (ProposalState.WITHDRAWN, None),
        ]
    )
    assert [(each.reason, each.count, each.base, each.percent) for each in found.reasons] == [
        (RefusalReason.TRAJET, 2, 4, "50.0"),
        (RefusalReason.COMPETENCES, 1, 4, "25.0"),
        (RefusalReason.ABSENCE, 1, 4, "25.0"),
    ]
    assert found.states == {ProposalState.SENT: 1, REFUSED: 4, ProposalState.WITHDRAWN: 1}
    assert found.total == 5


def test_nothing_proposed_is_nothing_refused() -> None:
    found = outcomes([])
    assert (found.states, found.reasons, found.total) == ({}, (), 0)
