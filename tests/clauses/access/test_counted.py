"""Where every line of a contractor is counted, lines are told apart by contractors alone."""

from clauses.access.counted import countable
from clauses.accounts.rules import ActorKind
from tests.clauses.access.asking import asking


def test_lines_are_told_apart_by_contractors_for_buyers_and_territories_alone() -> None:
    for kind in ActorKind:
        by_contractors = countable(asking(kind, body=1)).contractors is not None
        assert by_contractors is (kind not in (ActorKind.E, ActorKind.O, ActorKind.P)), kind


def test_who_was_oriented_and_who_left_are_counted_for_those_who_follow_people_alone() -> None:
    for kind in ActorKind:
        counted = countable(asking(kind, body=1))
        follows = kind in (ActorKind.F, ActorKind.S, ActorKind.O, ActorKind.P)
        assert (str(counted.orientations) != "false", str(counted.exits) != "false") == (follows, follows), kind
