"""What the operator prints and has signed: attendance sheet, fiche d'activités et de tâches, fiche de suivi."""

from __future__ import annotations

from datetime import date

from clauses.accounts.rules import signer
from clauses.dates import french_day, french_moment
from clauses.quantities import ABSENT, NO_BREAK_SPACE
from clauses.reports.documents.content import Chapter, Document, SignatureBox
from clauses.reports.sheets import Row, Table
from clauses.sites.facts import (
    ActionFacts,
    AttendanceFacts,
    FollowUpFacts,
    MeetingFacts,
    MissionFacts,
    Objectives,
    Participant,
    SheetFacts,
    SignedFacts,
)
from clauses.sites.rules import Manner

FSE_PLUS = "Cette action est cofinancée par l'Union européenne, dans le cadre du Fonds social européen plus (FSE+)."
NOT_SIGNED = "Sans émargement"


def attendance_sheet(facts: ActionFacts, meeting: MeetingFacts, *, established_on: date) -> Document:
    """The feuille d'émargement of a meeting: who is expected or was there, with room to sign, or how they signed."""
    rows = [
        (person, each)
        for person in facts.people
        for each in person.attendances
        if each.meeting.id == meeting.id and each.present is not False
    ]
    return Document(
        title="Feuille d'émargement",
        answer=f"{meeting.kind.label}, le {french_day(meeting.held_on)}",
        heading=_heading(facts.objectives),
        chapters=(
            Chapter("Rencontre", facts=_of_meeting(meeting)),
            Chapter(
                "Participants",
                sentences=() if rows else ("Personne n'est attendu à cette rencontre.",),
                tables=()
                if not rows
                else (
                    Table(
                        "Qui était là",
                        ("Nom et prénom", "Signature"),
                        tuple(
                            Row((person.name, "" if each.signature is None else signed(each))) for person, each in rows
                        ),
                        worded=True,
                        to_sign=True,
                    ),
                ),
                boxes=(SignatureBox("L'opérateur : nom et signature"),),
            ),
        ),
        established_on=established_on,
        mentions=mentions(facts.objectives),
        emblem=facts.objectives.fse_plus,
    )


def signed(each: AttendanceFacts) -> str:
    """How somebody signed, or that nothing proves that the person was there."""
    if each.signature is None:
        return NOT_SIGNED if each.present else ABSENT
    return _said(each.signature)


def _said(proof: SignedFacts) -> str:
    if proof.manner is Manner.TYPED:  # nobody signed: its hour would be that of the typing, or invented
        return f"{proof.manner.label}{NO_BREAK_SPACE}: {proof.reason}, recueillie par {signer(proof.author)}"
    parts = [f"{proof.manner.label}, le {french_moment(proof.signed_at)}"]
    if proof.manner is Manner.WITNESSED:
        parts.append(f"par {' et '.join(proof.witnesses)}")
    if proof.reason:
        parts.append(f"motif{NO_BREAK_SPACE}: {proof.reason}")
    if proof.sha256:
        parts.append(f"empreinte {proof.sha256[:12]}")
    return ", ".join([*parts, f"recueillie par {signer(proof.author)}"])


def activity_sheet(
    facts: ActionFacts, person: Participant, mission: MissionFacts, sheet: SheetFacts, *, established_on: date
) -> Document:
    """The fiche d'activités et de tâches of somebody's mission for a period."""
    return Document(
        title="Fiche d'activités et de tâches",
        answer=f"{person.name}, du {french_day(sheet.starts_on)} au {french_day(sheet.ends_on)}",
        heading=_heading(facts.objectives),
        chapters=(
            Chapter("Mission", facts=mission_facts(mission)),
            Chapter(
                "Activités et tâches",
                sentences=() if sheet.tasks else ("Aucune tâche n'est notée.",),
                tables=()
                if not sheet.tasks
                else (
                    Table(
                        "Ce qui a été fait",
                        ("Tâche", "Niveau atteint"),
                        tuple(Row((task, level.label)) for task, level in sheet.tasks),
                        worded=True,
                    ),
                ),
            ),
            Chapter(
                "Observations",
                facts=(
                    ("Tuteur", sheet.tutor_remark or ABSENT),
                    ("Participant", sheet.person_remark or ABSENT),
                ),
                boxes=(
                    SignatureBox(f"Le participant : {person.name}"),
                    SignatureBox(f"Le tuteur : {mission.tutor or ''}".strip()),
                    SignatureBox(f"L'opérateur : {signer(sheet.author)}"),
                ),
            ),
        ),
        established_on=established_on,
        mentions=mentions(facts.objectives),
        emblem=facts.objectives.fse_plus,
    )


def follow_up_sheet(facts: ActionFacts, person: Participant, said: FollowUpFacts, *, established_on: date) -> Document:
    """The fiche de suivi for the référent and the structure d'animation, with the meetings up to its day."""
    meetings = [each for each in person.attendances if each.meeting.held_on <= said.written_on]
    missions = [mission for mission in person.missions if mission.starts_on <= said.written_on]
    return Document(
        title="Fiche de suivi",
        answer=f"{person.name}, au {french_day(said.written_on)}",
        heading=_heading(facts.objectives),
        chapters=(
            Chapter(
                "Situation",
                sentences=(said.situation,),
                facts=(
                    ("Suite prévue", said.next_steps or ABSENT),
                    ("Référent de parcours", person.referent or ABSENT),
                    ("Adressé(e) le", french_day(person.sent_on)),
                    ("Information FSE+", _day(person.fse_informed_on)),
                    ("Rédigée par", signer(said.author)),
                ),
            ),
            meetings_chapter(meetings),
            Chapter(
                "Missions",
                sentences=() if missions else ("Aucune mission à ce jour.",),
                points=tuple(_mission(mission) for mission in missions),
            ),
        ),
        established_on=established_on,
        mentions=mentions(facts.objectives),
        emblem=facts.objectives.fse_plus,
    )


def meetings_chapter(meetings: list[AttendanceFacts]) -> Chapter:
    """The meetings of somebody, or that there is none."""
    if not meetings:
        return Chapter("Rencontres", sentences=("Aucune rencontre à ce jour.",))
    return Chapter("Rencontres", tables=(meetings_table(meetings),))


def meetings_table(meetings: list[AttendanceFacts]) -> Table:
    """Meetings with what was said of each and what proves it."""
    return Table(
        "Rencontres, de la première à la dernière",
        ("Rencontre", "Date", "Présence", "Émargement"),
        tuple(
            Row((each.meeting.kind.label, french_day(each.meeting.held_on), presence(each), signed(each)))
            for each in meetings
        ),
        worded=True,
    )


def presence(each: AttendanceFacts) -> str:
    """Whether somebody came; with the test, or the exception, where there is one."""
    if each.present is None:
        return "Attendu(e)"
    if not each.present:
        return "Absent(e)"
    if each.test_taken_on is not None:
        result = f"{NO_BREAK_SPACE}: {each.score} sur {each.out_of}" if each.score is not None else ""
        return f"Présent(e), test passé le {french_day(each.test_taken_on)}{result}"
    if each.exception is not None:
        return f"Présent(e), par exception{NO_BREAK_SPACE}: {each.exception} ({signer(each.exception_by or '')})"
    return "Présent(e)"


def mission_facts(mission: MissionFacts) -> tuple[tuple[str, str], ...]:
    """A mission as names and values."""
    return (
        ("Entreprise", mission.company),
        ("Marché et lot", f"{mission.market}, lot {mission.lot}"),
        ("Métier", mission.job or ABSENT),
        ("Tuteur", mission.tutor or ABSENT),
        ("Mission", _span(mission)),
    )


def _of_meeting(meeting: MeetingFacts) -> tuple[tuple[str, str], ...]:
    told = (
        ("Objet", meeting.kind.label),
        ("Date", french_day(meeting.held_on)),
        ("Lieu", meeting.place),
        ("Marché et lot", f"{meeting.market}, lot {meeting.lot}" if meeting.lot else None),
        ("Entreprise", meeting.company),
        ("Tuteur", meeting.tutor),
        ("Constat", meeting.seen),
        ("Saisie par", signer(meeting.author)),
    )
    return tuple((name, value) for name, value in told if value)


def _mission(mission: MissionFacts) -> str:
    job = f", {mission.job}" if mission.job else ""
    return f"{mission.company}{job} ({mission.market}, lot {mission.lot}), {_span(mission)}"


def _span(mission: MissionFacts) -> str:
    until = f" au {french_day(mission.ends_on)}" if mission.ends_on else ", sans terme"
    return f"du {french_day(mission.starts_on)}{until}"


def _day(day: date | None) -> str:
    return ABSENT if day is None else french_day(day)


def _heading(objectives: Objectives) -> tuple[str, ...]:
    return (f"{objectives.operator}, action « {objectives.name} » {objectives.year}.",)


def mentions(objectives: Objectives) -> tuple[str, ...]:
    """Who pays, where it must be said."""
    told = [FSE_PLUS] if objectives.fse_plus else []
    if objectives.funding_source:
        told.append(f"Financement{NO_BREAK_SPACE}: {objectives.funding_source}.")
    return tuple(told)
