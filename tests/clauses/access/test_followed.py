"""What is left to do on an action, as values."""

from clauses.access.followed import Followed
from clauses.sites.rules import ReferralState
from tests.clauses.sites import known


def test_who_waits_for_an_answer_and_who_is_followed_are_told_apart() -> None:
    people = [known.somebody(state=state) for state in ReferralState]
    seen = Followed(known.action(*people), None, (), known.OBJECTIVES.starts_on)
    assert [one.state for one in seen.waiting] == [ReferralState.WAITING]
    assert [one.state for one in seen.accepted] == [ReferralState.ACCEPTED]
