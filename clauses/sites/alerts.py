"""What the operator should look at today; today is an argument.

How many weeks without a visit, how many days before the end of a mission and the objectives are data of the action.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from clauses.dates import french_day
from clauses.quantities import NO_BREAK_SPACE, half_up
from clauses.reference.rules import Labelled
from clauses.sites.facts import ActionFacts, MissionFacts, Objectives, Participant
from clauses.sites.figures import figures
from clauses.sites.rules import MeetingKind, ReferralState

LEAST_DAYS = 30
"""Days of an action before its pace says anything."""


class AlertKind(Labelled):
    """What an alert is about."""

    TEST_MISSING = "test_missing", "Test non passé"
    NO_VISIT = "no_visit", "Pas de visite"
    MISSION_ENDING = "mission_ending", "Mission qui finit"
    UNSIGNED = "unsigned", "Émargement manquant"
    TASK_LATE = "task_late", "Reste à faire en retard"
    OBJECTIVE = "objective", "Objectif menacé"


@dataclass(frozen=True)
class Alert:
    """One thing to look at; ``person_id`` None for the action as a whole, ``since`` the day it began to be true."""

    kind: AlertKind
    message: str
    since: date
    person_id: int | None = None


def alerts(facts: ActionFacts, today: date) -> tuple[Alert, ...]:
    """Everything to look at, the oldest first."""
    found = [alert for person in facts.people for alert in _of_person(person, facts.objectives, today)]
    found += [*_late_tasks(facts, today), *_objectives(facts, today)]
    return tuple(sorted(found, key=lambda alert: (alert.since, alert.kind, alert.message)))


def _of_person(person: Participant, objectives: Objectives, today: date) -> Iterator[Alert]:
    tested = any(each.test_taken_on for each in person.attendances)
    if person.state is ReferralState.ACCEPTED and person.decided_on is not None and not tested and not person.exits:
        said = f"{person.name} n'a pas passé le test de sécurité et de développement durable."
        yield Alert(AlertKind.TEST_MISSING, said, person.decided_on, person.id)
    for mission in person.missions:
        yield from _of_mission(person, mission, objectives, today)
    for each in person.attendances:
        if each.unsigned and each.meeting.held_on <= today:
            said = f"{each.meeting.kind.label} du {french_day(each.meeting.held_on)}, sans émargement."
            said = f"{person.name}{NO_BREAK_SPACE}: {said}"
            yield Alert(AlertKind.UNSIGNED, said, each.meeting.held_on, person.id)


def _of_mission(person: Participant, mission: MissionFacts, objectives: Objectives, today: date) -> Iterator[Alert]:
    if not mission.runs_on(today):
        return
    visits = [each.meeting.held_on for each in person.attended(MeetingKind.SITE_VISIT)]
    seen = max((day for day in visits if mission.starts_on <= day <= today), default=None)
    due = (seen or mission.starts_on) + timedelta(weeks=objectives.visit_weeks)
    if due < today:
        last = f"dernière le {french_day(seen)}" if seen else f"aucune depuis le {french_day(mission.starts_on)}"
        said = f"pas de visite depuis plus de {objectives.visit_weeks} semaines ({last})."
        said = f"{person.name} chez {mission.company}{NO_BREAK_SPACE}: {said}"
        yield Alert(AlertKind.NO_VISIT, said, due + timedelta(days=1), person.id)
    if mission.ends_on is not None and mission.ends_on <= today + timedelta(days=objectives.ending_days):
        said = (
            f"{person.name}{NO_BREAK_SPACE}: la mission chez {mission.company} finit le {french_day(mission.ends_on)}."
        )
        yield Alert(AlertKind.MISSION_ENDING, said, mission.ends_on - timedelta(days=objectives.ending_days), person.id)


def _late_tasks(facts: ActionFacts, today: date) -> Iterator[Alert]:
    for meeting in facts.meetings:
        for task in meeting.tasks:
            if task.done_on is None and task.due_on < today:
                said = f"{task.what} ({task.who}), pour le {french_day(task.due_on)}, n'est pas fait."
                yield Alert(AlertKind.TASK_LATE, said, task.due_on + timedelta(days=1))


def _objectives(facts: ActionFacts, today: date) -> Iterator[Alert]:
    """At the pace so far, the action would end below what it promised; said once it has run for a month."""
    action, found = facts.objectives, figures(facts)
    day = min(today, action.ends_on)
    elapsed = (day - action.starts_on).days + 1
    if elapsed <= LEAST_DAYS:
        return
    whole = (action.ends_on - action.starts_on).days + 1
    for number, promised, what in (
        (found.received, action.people_foreseen, "personnes reçues"),
        (found.positive, found.to_reach, "sorties positives"),
    ):
        projected = half_up(Fraction(number * whole, elapsed))
        if projected < promised:
            said = f"{projected} à ce rythme en fin d'action, pour {promised} prévues."
            yield Alert(AlertKind.OBJECTIVE, f"{number} {what} au {french_day(day)}, {said}", day)
