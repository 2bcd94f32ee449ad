"""What a row of a file of people says that cannot be, or that someone should look at."""

from __future__ import annotations

from clauses.dates import french_day
from clauses.files.rules import Severity
from clauses.reference import qpv
from clauses.reference.qpv import Quartiers
from imports.said import Row, Saying


def refusal(row: Row) -> Saying | None:
    """Why a row cannot be kept at all; None when it can."""
    if row["plie_from"] and row["plie_until"] and row["plie_until"] < row["plie_from"]:
        return Saying("people.plie_reversed", "plie_until", Severity.ERROR, _plie_reversed)
    if row["plie_until"] and not row["plie_from"]:
        return Saying("people.plie_without_start", "plie_until", Severity.ERROR, _plie_without_start)
    return None


def _plie_reversed(row: Row) -> str:
    return (
        f"Ligne {row['row']} : la sortie du PLIE ({french_day(row['plie_until'])}) précède l'entrée "
        f"({french_day(row['plie_from'])}). Corrigez l'une des deux dates."
    )


def _plie_without_start(row: Row) -> str:
    return f"Ligne {row['row']} : une sortie du PLIE sans date d'entrée. Indiquez « Entrée PLIE le »."


def remarks(row: Row, quartiers: Quartiers = qpv.BUILT_IN) -> list[Saying]:
    """What to say of a row that is kept; ``quartiers`` are those that are known."""
    said = []
    residence = quartiers.recognise(row["qpv"], row["commune"])
    if residence.watched:
        said.append(Saying("people.watched_quartier", "qpv", Severity.WARNING, _watched))
    elif residence.unsure:
        said.append(Saying("people.unsure_qpv", "qpv", Severity.WARNING, _unsure_qpv))
    elif residence.key and quartiers.quartier_of(residence.key) is None:
        said.append(Saying("people.unknown_qpv", "qpv", Severity.WARNING, _unknown_qpv))
    if row["oriented_on"] is None and (row["sector"] or row["decision"] or row["prescriber"]):
        said.append(Saying("people.orientation_without_date", "oriented_on", Severity.WARNING, _undated))
    if row["oriented_on"] and row["decided_on"] and row["decided_on"] < row["oriented_on"]:
        said.append(Saying("people.decided_before_orientation", "decided_on", Severity.WARNING, _decided_early))
    if row["decided_on"] and not row["decision"]:
        said.append(Saying("people.date_without_decision", "decided_on", Severity.WARNING, _date_alone))
    return said


def _watched(row: Row) -> str:
    return f"Ligne {row['row']} : « {row['qpv']} » est un quartier de veille : il ne compte pas parmi les QPV."


def _unsure_qpv(row: Row) -> str:
    return (
        f"Ligne {row['row']} : « {row['qpv']} » ne dit pas si la personne habite un quartier prioritaire : rien n'en "
        "est gardé. Écrivez le nom du quartier ou son code (QN…), ou « non »."
    )


def _unknown_qpv(row: Row) -> str:
    return (
        f"Ligne {row['row']} : « {row['qpv']} » n'est pas dans la table des quartiers prioritaires. "
        "Le quartier est gardé sous ce nom : vérifiez-le, ou donnez son code (QN…)."
    )


def _undated(row: Row) -> str:
    return (
        f"Ligne {row['row']} : l'orientation n'a pas de date et n'est pas comptée. Indiquez « Orienté le ». "
        "La personne est enregistrée."
    )


def _decided_early(row: Row) -> str:
    return (
        f"Ligne {row['row']} : la décision ({french_day(row['decided_on'])}) précède l'orientation "
        f"({french_day(row['oriented_on'])}). Vérifiez les deux dates."
    )


def _date_alone(row: Row) -> str:
    return f"Ligne {row['row']} : une date de décision sans décision. Indiquez « validé » ou « non intégré »."
