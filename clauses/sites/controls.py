"""What a control finds missing of somebody's file, and who is drawn for it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from clauses.dates import french_day
from clauses.sites.facts import ActionFacts, Objectives, Participant
from clauses.sites.rules import MeetingKind, Recipient


def drawn(facts: ActionFacts, people: int, seed: str) -> tuple[Participant, ...]:
    """So many of the people received, the same for the same ``seed``; all of them when they are fewer.

    Each is ranked by a hash of the seed and of the person: nobody chooses, and whoever has the seed can check.
    """
    received = [person for person in facts.people if person.received]
    ranked = sorted(received, key=lambda person: hashlib.sha256(f"{seed}:{person.id}".encode()).digest())
    return tuple(ranked[:people])


def missing(person: Participant, objectives: Objectives) -> tuple[str, ...]:
    """French sentences on every proof that somebody's file lacks; none when it is complete.

    Source of what is asked: PLIE de Dijon, appel à projets 2024 for a BTP operator.
    """
    return (*_path(person, objectives), *_meetings(person), *_missions(person), *_follow_ups(person))


def _path(person: Participant, objectives: Objectives) -> Iterator[str]:
    if not person.referent:
        yield "Le nom du référent qui a adressé la personne."
    if objectives.fse_plus and person.fse_informed_on is None:
        yield "L'information FSE+, datée."
    if not any(person.attended(MeetingKind.MODULE)):
        yield "Le module de présentation des métiers."
    elif not any(each.test_taken_on for each in person.attendances):
        yield "Le test de sécurité et de développement durable."


def _meetings(person: Participant) -> Iterator[str]:
    for each in person.attendances:
        if each.unsigned:
            yield f"L'émargement : {each.meeting.kind.label}, le {french_day(each.meeting.held_on)}."


def _missions(person: Participant) -> Iterator[str]:
    visits = [each.meeting.held_on for each in person.attended(MeetingKind.SITE_VISIT)]
    for mission in person.missions:
        named = f"la mission chez {mission.company} commencée le {french_day(mission.starts_on)}"
        if not any(mission.runs_on(day) for day in visits):
            yield f"Une visite de chantier pendant {named}."
        if not mission.sheets:
            yield f"Une fiche d'activités et de tâches pour {named}."


def _follow_ups(person: Participant) -> Iterator[str]:
    if not person.follow_ups:
        yield "Une fiche de suivi."
    for fiche in person.follow_ups:
        sent = {recipient for recipient, _, _ in fiche.sent}
        for recipient in Recipient:
            if recipient not in sent:
                yield f"L'envoi de la fiche de suivi du {french_day(fiche.written_on)} : {recipient.label.lower()}."
