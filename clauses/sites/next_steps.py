"""What comes next on somebody's path with the operator."""

from __future__ import annotations

from clauses.sites.facts import Participant
from clauses.sites.rules import MeetingKind, ReferralState


def next_step(person: Participant) -> tuple[MeetingKind, str] | None:
    """The kind of meeting that comes next, and its words; None when nothing is asked.

    The module with its test, then the evaluation, then the interview; afterwards visits of the site, or meetings while
    there is no mission. Nobody is held to it but for the interview, which waits for the module (`meetings`).
    """
    if person.state is not ReferralState.ACCEPTED or person.exits:
        return None
    met = {each.meeting.kind for each in person.attended()}
    tested = any(each.test_taken_on for each in person.attendances)
    for kind, done, words in (
        (MeetingKind.MODULE, MeetingKind.MODULE in met and tested, "Enregistrer le module et son test"),
        (MeetingKind.EVALUATION, MeetingKind.EVALUATION in met, "Enregistrer l'évaluation"),
        (MeetingKind.MOTIVATION, MeetingKind.MOTIVATION in met, "Enregistrer l'entretien de motivation"),
    ):
        if not done:
            return kind, words
    if person.missions:
        return MeetingKind.SITE_VISIT, "Enregistrer une visite de chantier"
    return MeetingKind.FOLLOW_UP, "Enregistrer une rencontre de suivi"
