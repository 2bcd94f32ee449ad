"""The figures of an action: numerators and bases, nothing rounded.

A positive exit is what the protocol ``ariq-2024`` says of the facts (PLIE de Dijon, appel à projets 2024, III: CDI, CDD
of more than six months, qualifying training, creation), whatever the PLIE decides of the same exit by its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clauses.pathways.facts import ExitFacts
from clauses.pathways.protocols import Protocol
from clauses.pathways.rules import KINDS, Verdict, judge
from clauses.sites.facts import ActionFacts, AttendanceFacts, Participant
from clauses.sites.rules import MeetingKind, ReferralState


@dataclass(frozen=True)
class OperatorFigures:
    """Counts of people, each once, and of acts.

    ``received``: met at least once; ``positive``: received, and with a positive exit; ``to_decide``: with an exit that
    somebody must decide. ``to_reach``: the positive exits promised over the people foreseen, rounded up.
    """

    foreseen: int
    sent: int
    waiting: int
    accepted: int
    refused: int
    received: int
    informed_of_fse: int
    modules: int
    tested: int
    interviewed: int
    exceptions: int
    in_mission: int
    meetings: Mapping[MeetingKind, int]
    attendances: int
    unsigned: int
    activity_sheets: int
    follow_ups: int
    left: int
    positive: int
    to_decide: int
    positive_by_kind: Mapping[str, int]
    to_reach: int


def figures(facts: ActionFacts) -> OperatorFigures:
    """The figures of everything recorded of an action."""
    people = facts.people
    states = Counter(person.state for person in people)
    received = [person for person in people if person.received]
    verdicts = {person.id: [verdict_of(each) for each in person.exits] for person in received}
    best = {number: kind for number, said in verdicts.items() if (kind := _best(said)) is not None}
    kinds = Counter(best.values())
    objectives = facts.objectives
    return OperatorFigures(
        foreseen=objectives.people_foreseen,
        sent=len(people),
        waiting=states[ReferralState.WAITING],
        accepted=states[ReferralState.ACCEPTED],
        refused=states[ReferralState.REFUSED],
        received=len(received),
        informed_of_fse=sum(person.fse_informed_on is not None for person in received),
        modules=_with(people, MeetingKind.MODULE),
        tested=sum(any(each.test_taken_on for each in person.attendances) for person in people),
        interviewed=_with(people, MeetingKind.MOTIVATION),
        exceptions=sum(each.exception is not None for each in _attendances(people)),
        in_mission=sum(bool(person.missions) for person in people),
        meetings=dict(Counter(meeting.kind for meeting in facts.meetings)),
        attendances=sum(bool(each.present) for each in _attendances(people)),
        unsigned=sum(each.unsigned for each in _attendances(people)),
        activity_sheets=sum(len(mission.sheets) for person in people for mission in person.missions),
        follow_ups=sum(len(person.follow_ups) for person in people),
        left=sum(bool(person.exits) for person in received),
        positive=len(best),
        to_decide=sum(
            number not in best and any(verdict.needs_decision for verdict in said) for number, said in verdicts.items()
        ),
        positive_by_kind={kind: kinds[kind] for kind in KINDS if kinds[kind]},
        to_reach=-(-objectives.people_foreseen * objectives.positive_percent // 100),
    )


def verdict_of(left: ExitFacts) -> Verdict:
    """What the operator's protocol says of an exit."""
    return judge(left, Protocol.ARIQ_2024)


def _best(verdicts: Iterable[Verdict]) -> str | None:
    """The most durable kind among the positive verdicts of somebody."""
    positive = [verdict.kind for verdict in verdicts if verdict.positive and verdict.kind]
    return min(positive, key=KINDS.index) if positive else None


def _with(people: Iterable[Participant], kind: MeetingKind) -> int:
    return sum(any(person.attended(kind)) for person in people)


def _attendances(people: Iterable[Participant]) -> Iterable[AttendanceFacts]:
    return (each for person in people for each in person.attendances)
