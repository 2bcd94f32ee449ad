"""What comes next on somebody's path."""

from datetime import date

import pytest

from clauses.reference.rules import ContractKind
from clauses.sites.facts import Participant
from clauses.sites.next_steps import next_step
from clauses.sites.rules import MeetingKind, ReferralState
from tests.clauses.sites.known import after_test, at, left_for, mission, somebody

DAY = date(2024, 2, 5)
TESTED, EVALUATED = after_test(DAY), at(MeetingKind.EVALUATION, DAY)
HEARD = at(MeetingKind.MOTIVATION, DAY)


@pytest.mark.parametrize(
    ("person", "kind"),
    [
        (somebody(), MeetingKind.MODULE),
        (somebody(at(MeetingKind.MODULE, DAY)), MeetingKind.MODULE),
        (somebody(at(MeetingKind.OTHER, DAY, test_taken_on=DAY)), MeetingKind.MODULE),
        (somebody(TESTED), MeetingKind.EVALUATION),
        (somebody(TESTED, at(MeetingKind.EVALUATION, DAY, present=False)), MeetingKind.EVALUATION),
        (somebody(TESTED, EVALUATED), MeetingKind.MOTIVATION),
        (somebody(TESTED, EVALUATED, HEARD), MeetingKind.FOLLOW_UP),
        (somebody(TESTED, EVALUATED, HEARD, missions=(mission(DAY),)), MeetingKind.SITE_VISIT),
    ],
)
def test_the_path_goes_on_in_its_order(person: Participant, kind: MeetingKind) -> None:
    step = next_step(person)
    assert step is not None
    assert step[0] is kind


def test_nothing_is_asked_of_whoever_is_not_followed_or_has_left() -> None:
    assert next_step(somebody(state=ReferralState.WAITING, decided_on=None)) is None
    assert next_step(somebody(TESTED, exits=(left_for(ContractKind.CDI, DAY),))) is None
