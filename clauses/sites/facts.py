"""What is known of an action, as values: alerts, figures, documents and controls are computed from it alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from clauses.pathways.facts import ExitFacts
from clauses.sites.rules import Level, Manner, MeetingKind, Recipient, ReferralState


@dataclass(frozen=True)
class Objectives:
    """The action and what it promised; ``positive_percent`` and ``pass_mark`` in per cent."""

    id: int
    operator: str
    name: str
    year: int
    starts_on: date
    ends_on: date
    people_foreseen: int
    positive_percent: int
    pass_mark: int | None
    visit_weeks: int
    ending_days: int
    funding_source: str | None
    funding_cents: int | None
    fse_plus: bool
    source: str


@dataclass(frozen=True)
class SignedFacts:
    """An émargement: how, when, written by whom; ``sha256`` of its picture where it has one."""

    manner: Manner
    signed_at: datetime
    author: str
    sha256: str | None = None
    witnesses: tuple[str, ...] = ()
    reason: str | None = None


@dataclass(frozen=True)
class TaskFacts:
    """What a meeting left to be done."""

    id: int
    what: str
    who: str
    due_on: date
    done_on: date | None


@dataclass(frozen=True)
class MeetingFacts:
    """A meeting; ``market`` and ``lot`` are references, of a site visit."""

    id: int
    kind: MeetingKind
    held_on: date
    place: str | None
    market: str | None
    lot: str | None
    company: str | None
    tutor: str | None
    seen: str | None
    author: str
    tasks: tuple[TaskFacts, ...] = ()


@dataclass(frozen=True)
class AttendanceFacts:
    """Somebody at a meeting, and what proves it. ``exception`` is the motive of an interview without its module."""

    id: int
    meeting: MeetingFacts
    present: bool | None
    remark: str | None = None
    test_taken_on: date | None = None
    score: int | None = None
    out_of: int | None = None
    exception: str | None = None
    exception_by: str | None = None
    signature: SignedFacts | None = None

    @property
    def unsigned(self) -> bool:
        """Whether the person was there and nothing proves it."""
        return bool(self.present) and self.signature is None


@dataclass(frozen=True)
class SheetFacts:
    """A fiche d'activités et de tâches."""

    id: int
    starts_on: date
    ends_on: date
    tasks: tuple[tuple[str, Level], ...]
    tutor_remark: str | None
    person_remark: str | None
    author: str


@dataclass(frozen=True)
class MissionFacts:
    """A mission at a contractor's, with its fiches."""

    id: int
    company: str
    market: str
    lot: str
    job: str | None
    tutor: str | None
    starts_on: date
    ends_on: date | None
    sheets: tuple[SheetFacts, ...] = ()

    def runs_on(self, day: date) -> bool:
        """Whether it is under way that day, its last day included."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True)
class FollowUpFacts:
    """A fiche de suivi; ``sent``: to whom and when."""

    id: int
    written_on: date
    situation: str
    next_steps: str | None
    author: str
    sent: tuple[tuple[Recipient, str, datetime], ...] = ()


@dataclass(frozen=True)
class Participant:
    """Somebody sent to the operator, and everything it did with them."""

    id: int
    identifier: str | None
    last_name: str
    first_name: str
    birth_date: date
    referral_id: int
    sent_on: date
    state: ReferralState
    decided_on: date | None
    motive: str | None
    referent: str | None
    structure: str | None
    fse_informed_on: date | None
    attendances: tuple[AttendanceFacts, ...] = ()
    missions: tuple[MissionFacts, ...] = ()
    follow_ups: tuple[FollowUpFacts, ...] = ()
    exits: tuple[ExitFacts, ...] = ()

    @property
    def name(self) -> str:
        """« Léa Roux »."""
        return f"{self.first_name} {self.last_name}"

    def attended(self, *kinds: MeetingKind) -> Iterator[AttendanceFacts]:
        """The meetings where the person was, of these kinds or of any, in their order."""
        return (each for each in self.attendances if each.present and (not kinds or each.meeting.kind in kinds))

    @property
    def received(self) -> bool:
        """Whether the operator met the person at least once: being sent, or accepted, is not being received."""
        return self.state is not ReferralState.REFUSED and any(self.attended())


@dataclass(frozen=True)
class ActionFacts:
    """An action and everyone sent to it, by name."""

    objectives: Objectives
    people: tuple[Participant, ...]

    @property
    def meetings(self) -> tuple[MeetingFacts, ...]:
        """The meetings, each once, by day."""
        found = {each.meeting.id: each.meeting for person in self.people for each in person.attendances}
        return tuple(sorted(found.values(), key=lambda meeting: (meeting.held_on, meeting.id)))


def until(facts: ActionFacts, day: date) -> ActionFacts:
    """The same action as it stood at the end of that day, for a mid-term bilan: later meetings and exits left out."""
    return replace(
        facts,
        people=tuple(
            replace(
                person,
                **_answered_by(person, day),
                attendances=tuple(each for each in person.attendances if each.meeting.held_on <= day),
                missions=tuple(
                    replace(mission, sheets=tuple(sheet for sheet in mission.sheets if sheet.ends_on <= day))
                    for mission in person.missions
                    if mission.starts_on <= day
                ),
                follow_ups=tuple(each for each in person.follow_ups if each.written_on <= day),
                exits=tuple(each for each in person.exits if each.exited_on <= day),
            )
            for person in facts.people
            if person.sent_on <= day
        ),
    )


def _answered_by(person: Participant, day: date) -> dict[str, Any]:
    """What was answered, and told, by the end of that day."""
    known: dict[str, Any] = {}
    if person.decided_on is not None and person.decided_on > day:
        known = {"state": ReferralState.WAITING, "decided_on": None, "motive": None}
    if person.fse_informed_on is not None and person.fse_informed_on > day:
        known["fse_informed_on"] = None
    return known
