"""The operator's follow-up as rules: what must come before what, what counts as a signature.

Source: PLIE de Dijon, appel à projets 2024 for a BTP operator: one module presenting the trades, which includes the
test on safety rules and sustainable development, before any motivation interview (taken, not passed: no pass mark
exists unless a territory sets one); an émargement at every meeting.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from clauses.dates import french_day
from clauses.quantities import NO_BREAK_SPACE
from clauses.reference.rules import Labelled


class MeetingKind(Labelled):
    """What the operator and a participant meet for."""

    MODULE = "module", "Module de présentation des métiers"
    EVALUATION = "evaluation", "Évaluation"
    MOTIVATION = "motivation", "Entretien de motivation"
    FOLLOW_UP = "follow_up", "Suivi de mission"
    SITE_VISIT = "site_visit", "Visite de chantier"
    OTHER = "other", "Autre rencontre"


class ReferralState(Labelled):
    """What the operator answers to the référent who sends somebody."""

    WAITING = "waiting", "En attente"
    ACCEPTED = "accepted", "Acceptée"
    REFUSED = "refused", "Refusée"


class Manner(Labelled):
    """How somebody signed: on the screen, on paper, or, for who can do neither, before witnesses or in words."""

    DRAWN = "drawn", "Dessinée à l'écran"
    FILED = "filed", "Signée sur papier, photographiée"
    WITNESSED = "witnessed", "Attestée par deux témoins"
    TYPED = "typed", "Saisie, avec son motif"


class Level(Labelled):
    """How far somebody got with a task."""

    SEEN = "seen", "Découverte"
    HELPED = "helped", "Fait avec de l'aide"
    ALONE = "alone", "Fait seul"
    MASTERED = "mastered", "Maîtrisé"


class Recipient(Labelled):
    """Who receives a fiche de suivi."""

    REFERENT = "referent", "Référent de parcours"
    STRUCTURE = "structure", "Structure d'animation"


class EntryKind(Labelled):
    """What a phone may have entered without network, and send more than once."""

    REFERRAL = "referral", "Orientation vers l'opérateur"
    MEETING = "meeting", "Rencontre"
    SIGNATURE = "signature", "Émargement"
    MISSION = "mission", "Mission"
    ACTIVITY_SHEET = "activity_sheet", "Fiche d'activités et de tâches"
    FOLLOW_UP = "follow_up", "Fiche de suivi"


class Missing(Labelled):
    """What an interview lacks; its code ends that of the refusal."""

    MODULE = "module_missing", "n'a pas encore suivi le module de présentation des métiers"
    TEST = "test_missing", "n'a pas encore passé le test de sécurité et de développement durable"
    MARK = "mark_missing", "n'a pas atteint le résultat que demande le territoire à ce test"


@dataclass(frozen=True)
class ModuleTaken:
    """Somebody's attendance at the module, and the test in it: ``score`` out of ``out_of``, when it was marked."""

    attendance_id: int
    held_on: date
    test_taken_on: date | None = None
    score: int | None = None
    out_of: int | None = None

    def reaches(self, pass_mark: int | None) -> bool:
        """Whether the test is worth ``pass_mark`` per cent; any test is where the territory asks for none."""
        if pass_mark is None:
            return True
        return self.score is not None and bool(self.out_of) and 100 * self.score >= pass_mark * (self.out_of or 0)


@dataclass(frozen=True)
class Gate:
    """Whether an interview may be held: by which module, or what is missing. Exactly one of the two is given."""

    module: ModuleTaken | None
    missing: Missing | None


def before_interview(modules: Iterable[ModuleTaken], interview_on: date, *, pass_mark: int | None) -> Gate:
    """What opens a motivation interview held on that day, the day itself included.

    The earliest module that does, so that one taken again later changes nothing. ``pass_mark`` is in per cent.
    """
    attended = sorted(
        (module for module in modules if module.held_on <= interview_on),
        key=lambda module: (module.test_taken_on or date.max, module.held_on, module.attendance_id),
    )
    if not attended:
        return Gate(None, Missing.MODULE)
    tested = [
        module for module in attended if module.test_taken_on is not None and module.test_taken_on <= interview_on
    ]
    if not tested:
        return Gate(None, Missing.TEST)
    good = [module for module in tested if module.reaches(pass_mark)]
    return Gate(good[0], None) if good else Gate(None, Missing.MARK)


def interview_refused(missing: Missing, person: str, interview_on: date) -> str:
    """The refusal in words: what happened, to whom, and what to do."""
    return (
        f"{person} {missing.label} au {french_day(interview_on)}{NO_BREAK_SPACE}: l'entretien de motivation vient "
        "après. Enregistrez le module et son test, ou dites le motif de l'exception."
    )


@dataclass(frozen=True)
class SignatureFacts:
    """What is given for a signature. ``file``: whether a picture came with it."""

    manner: Manner
    file: bool = False
    witnesses: tuple[str, ...] = ()
    reason: str | None = None


def signature_fault(facts: SignatureFacts) -> str | None:
    """What a signature lacks to be a proof, in words; None when it is one.

    Who cannot sign on a screen nor on paper is attested by two other people, or typed in with the reason.
    """
    said = f"«{NO_BREAK_SPACE}{facts.manner.label}{NO_BREAK_SPACE}»"
    if facts.manner in (Manner.DRAWN, Manner.FILED) and not facts.file:
        return f"Une signature {said} demande son image. Ajoutez-la."
    if facts.manner not in (Manner.DRAWN, Manner.FILED) and facts.file:
        return f"Une signature {said} n'a pas d'image{NO_BREAK_SPACE}: choisissez une autre façon d'émarger."
    if facts.manner is Manner.WITNESSED and len({" ".join(name.split()).casefold() for name in facts.witnesses}) != 2:
        return "Écrivez les noms de deux témoins différents."
    if facts.manner is not Manner.WITNESSED and facts.witnesses:
        return f"Une signature {said} n'a pas de témoins. Laissez leurs noms vides."
    if facts.manner in (Manner.WITNESSED, Manner.TYPED) and not (facts.reason or "").strip():
        return "Dites pourquoi la personne n'a pas signé elle-même."
    return None


@dataclass(frozen=True)
class Present:
    """Somebody at a meeting (``present`` None: expected), with the test taken at the module, or why an exception."""

    person_id: int
    present: bool | None = True
    remark: str | None = None
    test_taken_on: date | None = None
    score: int | None = None
    out_of: int | None = None
    exception_motive: str | None = None


@dataclass(frozen=True)
class Task:
    """What is to be done, by whom, by when."""

    what: str
    who: str
    due_on: date


@dataclass(frozen=True)
class Done:
    """One task of a fiche d'activités, and the level reached."""

    task: str
    level: Level


def fault_of_test(kind: MeetingKind, held_on: date, said: Present) -> str | None:
    """What is wrong with the test that somebody is said to have taken, in words; None when nothing is."""
    if (said.score is None) != (said.out_of is None):
        return "Donnez le résultat avec son total, par exemple 14 sur 20."
    if said.test_taken_on is None:
        return "Donnez le jour du test, avec son résultat." if said.score is not None else None
    if kind is not MeetingKind.MODULE or not said.present:
        return "Le test se passe au module de présentation des métiers, par quelqu'un qui y était. Laissez-le vide ici."
    if said.test_taken_on < held_on:
        return "Le test fait partie du module : il ne peut pas lui être antérieur. Corrigez sa date."
    if said.score is not None and said.out_of is not None and not 0 <= said.score <= said.out_of != 0:
        return "Le résultat du test va de 0 à son total. Corrigez-le."
    return None
