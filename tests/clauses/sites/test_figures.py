"""The figures of an action: who was received, what is positive, over what."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from clauses.pathways.facts import ExitFacts, TrainingFacts
from clauses.reference.rules import ContractKind
from clauses.sites.facts import until
from clauses.sites.figures import figures
from clauses.sites.rules import MeetingKind, ReferralState
from tests.clauses.sites.known import action, after_test, at, left_for, meeting, mission, somebody

DAY = date(2024, 2, 5)
CDI = left_for(ContractKind.CDI, date(2024, 6, 3))


def test_an_empty_action_counts_nothing_and_still_says_what_it_must_reach() -> None:
    found = figures(action())
    assert (found.sent, found.received, found.positive, found.unsigned) == (0, 0, 0, 0)
    assert (found.foreseen, found.to_reach) == (90, 23)  # 22,5 people: 23
    assert figures(action(people_foreseen=80)).to_reach == 20


def test_being_received_is_being_met() -> None:
    waiting = somebody(state=ReferralState.WAITING, decided_on=None)
    refused = somebody(at(MeetingKind.EVALUATION, DAY), state=ReferralState.REFUSED, motive="autre projet")
    absent = somebody(at(MeetingKind.MODULE, DAY, present=False, signature=None))
    expected = somebody(at(MeetingKind.MODULE, DAY, present=None, signature=None))
    met = somebody(after_test(DAY))
    found = figures(action(waiting, refused, absent, expected, met))
    assert (found.sent, found.waiting, found.accepted, found.refused, found.received) == (5, 1, 3, 1, 1)
    assert found.informed_of_fse == 1
    assert (found.modules, found.tested) == (1, 1)


def test_a_meeting_of_several_counts_once_and_each_attendance_is_signed_or_not() -> None:
    together = meeting(MeetingKind.MODULE, DAY)
    one = somebody(at(MeetingKind.MODULE, DAY, meeting=together))
    other = somebody(at(MeetingKind.MODULE, DAY, meeting=together, signature=None))
    found = figures(action(one, other))
    assert found.meetings == {MeetingKind.MODULE: 1}
    assert (found.attendances, found.unsigned) == (2, 1)


def test_the_operators_protocol_judges_exits_of_people_received_each_person_once() -> None:
    signed_cdi = somebody(after_test(DAY), exits=(CDI, left_for(ContractKind.CDD, DAY, date(2024, 12, 1))))
    short = somebody(after_test(DAY), exits=(left_for(ContractKind.CDD, DAY, date(2024, 3, 1)),))
    trained = somebody(after_test(DAY), exits=(ExitFacts(DAY, training=TrainingFacts(qualifying=True)),))
    unmet = somebody(exits=(CDI,))
    found = figures(action(signed_cdi, short, trained, unmet))
    assert (found.left, found.positive, found.to_decide) == (3, 2, 0)
    assert found.positive_by_kind == {"CDI": 1, "FORMATION": 1}


def test_what_must_be_decided_stands_apart() -> None:
    unknown = ExitFacts(DAY, contracts=(left_for(ContractKind.CDD, DAY).contracts[0],))
    aided = somebody(after_test(DAY), exits=(unknown,))
    found = figures(action(aided))
    assert found.positive + found.to_decide <= 1


def test_exceptions_interviews_and_missions_are_counted() -> None:
    person = somebody(
        at(MeetingKind.MOTIVATION, DAY, exception="module complet", exception_by="Ana"), missions=(mission(DAY),)
    )
    found = figures(action(person))
    assert (found.interviewed, found.exceptions, found.in_mission, found.tested) == (1, 1, 1, 0)


def test_a_mid_term_leaves_out_what_came_later() -> None:
    person = somebody(
        after_test(DAY),
        at(MeetingKind.MOTIVATION, date(2024, 9, 2)),
        missions=(mission(date(2024, 9, 9)),),
        exits=(CDI,),
    )
    late = somebody(after_test(date(2024, 9, 1)), sent_on=date(2024, 8, 1), decided_on=date(2024, 8, 2))
    known = until(action(person, late), date(2024, 6, 2))
    found = figures(known)
    assert (found.sent, found.received, found.interviewed, found.in_mission, found.positive) == (1, 1, 0, 0, 0)
    assert figures(until(action(person, late), date(2024, 6, 3))).positive == 1
    early = until(action(person), date(2024, 1, 8)).people[0]
    assert (early.state, early.decided_on, early.fse_informed_on) == (ReferralState.WAITING, None, None)


PEOPLE = st.lists(
    st.builds(
        lambda state, met, left: somebody(
            *([after_test(DAY)] if met else []), state=state, motive="x", exits=(CDI,) if left else ()
        ),
        st.sampled_from(ReferralState),
        st.booleans(),
        st.booleans(),
    ),
    max_size=12,
)


@given(PEOPLE)
def test_what_is_counted_adds_up(people: list[object]) -> None:
    found = figures(action(*people))  # type: ignore[arg-type]  # participants, as the strategy builds them
    assert found.waiting + found.accepted + found.refused == found.sent == len(people)
    assert found.positive <= found.left <= found.received <= found.waiting + found.accepted
    assert sum(found.positive_by_kind.values()) == found.positive
    assert found.unsigned <= found.attendances
