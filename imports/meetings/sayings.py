"""What is said of a row of meetings, in words."""

from __future__ import annotations

from clauses.dates import french_day
from clauses.files.rules import Severity
from clauses.sites.rules import Missing
from imports.said import Row, Saying


def _who(row: Row) -> str:
    return f"{row['first_name']} {row['last_name']}, né(e) le {french_day(row['birth_date'])},"


def _unknown(row: Row) -> str:
    return (
        f"Ligne {row['row']} : {_who(row)} n'est pas dans le fichier des personnes, ou ressemble à plusieurs. "
        "Écrivez le nom et la date de naissance comme dans ce fichier, ou enregistrez la personne."
    )


def _no_action(row: Row) -> str:
    return (
        f"Ligne {row['row']} : aucune action d'opérateur ne couvre le {french_day(row['held_on'])}. Indiquez "
        "l'opérateur, les personnes prévues, les sorties positives visées et la source des objectifs : l'action "
        "sera ouverte."
    )


def _several_actions(row: Row) -> str:
    return f"Ligne {row['row']} : plusieurs actions couvrent le {french_day(row['held_on'])}. Indiquez l'opérateur."


def _refused(row: Row) -> str:
    return f"Ligne {row['row']} : {_who(row)} n'a pas été accepté(e) dans cette action."


def _future(row: Row) -> str:
    return (
        f"Ligne {row['row']} : la rencontre du {french_day(row['held_on'])} n'a pas encore eu lieu. Corrigez la date."
    )


def _no_lot(row: Row) -> str:
    return (
        f"Ligne {row['row']} : une visite de chantier dit son marché et son lot, tels qu'ils sont dans le fichier des "
        "marchés."
    )


def _score(row: Row) -> str:
    return (
        f"Ligne {row['row']} : « {row['score']} » n'est pas un résultat. Écrivez-le avec son total, par exemple 14/20."
    )


def _task(row: Row) -> str:
    return f"Ligne {row['row']} : ce qui reste à faire dit quoi, par qui et pour quand. Complétez la ligne."


def _twice(row: Row) -> str:
    return f"Ligne {row['row']} : {_who(row)} figure déjà plus haut à cette rencontre, avec d'autres valeurs."


def _kept(row: Row) -> str:
    return (
        f"Ligne {row['row']} : cette rencontre est déjà enregistrée avec d'autres valeurs, qui sont gardées : une "
        "preuve ne se remplace pas. Corrigez-la dans l'application si elle est fausse."
    )


def _signature_kept(row: Row) -> str:
    return (
        f"Ligne {row['row']} : {_who(row)} a déjà émargé pour cette rencontre, avec une autre preuve, qui est gardée."
    )


def _referral_kept(row: Row) -> str:
    return (
        f"Ligne {row['row']} : {_who(row)} est déjà adressé(e) par un autre référent, ou informé(e) du FSE+ un autre "
        "jour : ce qui est enregistré est gardé. Corrigez-le dans l'application s'il est faux."
    )


def _sent(row: Row) -> str:
    return (
        f"Ligne {row['row']} : {_who(row)} n'avait pas d'envoi enregistré : il est daté du "
        f"{french_day(row['sent_on'] or row['held_on'])}."
    )


UNKNOWN = Saying("meetings.unknown_person", "last_name", Severity.ERROR, _unknown)
NO_ACTION = Saying("meetings.no_action", "held_on", Severity.ERROR, _no_action)
SEVERAL_ACTIONS = Saying("meetings.several_actions", "operator", Severity.ERROR, _several_actions)
REFUSED = Saying("meetings.refused_person", "last_name", Severity.ERROR, _refused)
FUTURE = Saying("meetings.in_future", "held_on", Severity.ERROR, _future)
NO_LOT = Saying("meetings.unknown_lot", "lot", Severity.ERROR, _no_lot)
SCORE = Saying("meetings.not_a_score", "score", Severity.ERROR, _score)
TASK = Saying("meetings.task_incomplete", "task", Severity.ERROR, _task)
TWICE = Saying("meetings.said_twice", "held_on", Severity.ERROR, _twice)
KEPT = Saying("meetings.kept", "held_on", Severity.WARNING, _kept)
SIGNATURE_KEPT = Saying("meetings.signature_kept", "signature", Severity.WARNING, _signature_kept)
REFERRAL_KEPT = Saying("meetings.referral_kept", "referent", Severity.WARNING, _referral_kept)
SENT = Saying("meetings.sending_added", "sent_on", Severity.WARNING, _sent)


def before_module(missing: Missing) -> Saying:
    """An interview that comes before what must precede it."""

    def sentence(row: Row) -> str:
        return (
            f"Ligne {row['row']} : {_who(row)} {missing.label} au {french_day(row['held_on'])}. Ajoutez la ligne du "
            "module, ou écrivez le motif de l'exception."
        )

    return Saying(f"meetings.{missing.value}", "meeting_kind", Severity.ERROR, sentence)


def wrong_test(fault: str) -> Saying:
    """A test that cannot have been taken so."""
    return Saying("meetings.test_fault", "test_taken_on", Severity.ERROR, lambda row: f"Ligne {row['row']} : {fault}")
