"""The operator's follow-up as its reader sees it: the whole action for whoever follows it, else their own people."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlmodel import Session

from clauses.access.queries import ABSENT
from clauses.access.sites import kinds_on, people_seen
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope
from clauses.errors import NotFound
from clauses.sites.alerts import Alert, alerts
from clauses.sites.facts import ActionFacts, AttendanceFacts, MeetingFacts, MissionFacts, Participant
from clauses.sites.figures import OperatorFigures, figures
from clauses.sites.reading import read_action
from clauses.sites.rules import MeetingKind, ReferralState

WHOLE: Final = frozenset({ActorKind.F, ActorKind.S, ActorKind.O})
"""Who follows an action whole: its figures are theirs. A référent reads their own participants."""
READERS: Final = WHOLE | {ActorKind.P}
"""Who reads the whole path of somebody; a company reads of its people the visits of sites and the missions."""


@dataclass(frozen=True)
class Site:
    """Where somebody works today: the missions under way of one company on one lot, with the last visit of each."""

    company: str
    market: str
    lot: str
    workers: tuple[tuple[Participant, MissionFacts, date | None], ...]


@dataclass(frozen=True)
class Followed:
    """An action at a day. ``facts`` holds the people seen; ``whole`` the figures of all, for whoever follows it."""

    facts: ActionFacts
    whole: OperatorFigures | None
    alerts: tuple[Alert, ...]
    on: date

    @property
    def waiting(self) -> tuple[Participant, ...]:
        """Those to whom no answer was given."""
        return tuple(person for person in self.facts.people if person.state is ReferralState.WAITING)

    @property
    def accepted(self) -> tuple[Participant, ...]:
        """Those who are followed."""
        return tuple(person for person in self.facts.people if person.state is ReferralState.ACCEPTED)

    @property
    def unsigned(self) -> tuple[tuple[Participant, AttendanceFacts], ...]:
        """Presences that nothing proves yet, the latest first."""
        found = [(person, each) for person in self.facts.people for each in person.attendances if each.unsigned]
        return tuple(sorted(found, key=lambda pair: (pair[1].meeting.held_on, pair[1].id), reverse=True))

    @property
    def sites(self) -> tuple[Site, ...]:
        """The sites where somebody works that day."""
        found: dict[tuple[str, str, str], list[tuple[Participant, MissionFacts, date | None]]] = defaultdict(list)
        for person in self.facts.people:
            visits = [each.meeting.held_on for each in person.attended(MeetingKind.SITE_VISIT)]
            for mission in person.missions:
                if mission.runs_on(self.on):
                    seen = max((day for day in visits if mission.starts_on <= day <= self.on), default=None)
                    found[mission.company, mission.market, mission.lot].append((person, mission, seen))
        return tuple(Site(*where, tuple(workers)) for where, workers in sorted(found.items()))

    def person(self, referral_id: int) -> Participant:
        """Who was sent, by the number of the sending. Raises ``NotFound``."""
        for person in self.facts.people:
            if person.referral_id == referral_id:
                return person
        raise NotFound(ABSENT)

    def meeting(self, meeting_id: int) -> tuple[MeetingFacts, list[tuple[Participant, AttendanceFacts]]]:
        """A meeting and those of it who are seen. Raises ``NotFound``."""
        there = [
            (person, each)
            for person in self.facts.people
            for each in person.attendances
            if each.meeting.id == meeting_id
        ]
        if not there:
            raise NotFound(ABSENT)
        return there[0][1].meeting, there


def followed(session: Session, scope: Scope, action_id: int, day: date) -> Followed:
    """An action as one sees it that day, or at its end. The guard has said that it is seen."""
    facts = read_action(session, action_id)
    seen = people_seen(session, scope, action_id)
    mine = replace(facts, people=tuple(person for person in facts.people if person.id in seen))
    kinds = kinds_on(session, scope, action_id)
    if not kinds & READERS:
        mine = replace(mine, people=tuple(_of_company(person) for person in mine.people))
    on = min(day, facts.objectives.ends_on)
    if not kinds & WHOLE:
        return Followed(mine, None, tuple(each for each in alerts(mine, on) if each.person_id is not None), on)
    told = tuple(each for each in alerts(facts, on) if each.person_id is None or each.person_id in seen)
    return Followed(mine, figures(facts), told, on)


def _of_company(person: Participant) -> Participant:
    """What an employer reads of its own people: never what their référent is told."""
    visits = tuple(each for each in person.attendances if each.meeting.kind is MeetingKind.SITE_VISIT)
    return replace(
        person, attendances=visits, follow_ups=(), exits=(), referent=None, structure=None, motive=None,
        fse_informed_on=None,
    )  # fmt: skip
