"""What a proof document is about, what it is, and when it says what it says.

Retention (security note, « Privacy »): a document lives as long as what it proves, two years after the last contact
with the person, the last countable hour and the end of the market; until 31 December of the fifth year after the last
payment where the European Social Fund pays. It goes with what it proves.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from clauses.people.publics import Criterion
from clauses.reference.rules import Labelled


class Subject(Labelled):
    """What a document may establish; each is the name of its table."""

    EVIDENCE = "evidence", "Critère d'éligibilité"
    CONTRACT = "contract", "Contrat de travail"
    DECLARATION = "declaration", "Déclaration d'heures"
    EXIT = "exit", "Sortie"
    MEETING = "meeting", "Rencontre"
    PERSON = "person", "Parcours de la personne (CV)"


class ProofKind(Labelled):
    """What the paper is. Its own words, not those of the law: a controller reads the paper itself."""

    RIGHTS = "rights", "Attestation de droits"
    REGISTRATION = "registration", "Inscription à France Travail"
    IDENTITY = "identity", "Identité ou titre de séjour"
    CONTRACT = "contract", "Contrat de travail ou avenant"
    PAYSLIP = "payslip", "Bulletin de paie"
    ATTENDANCE = "attendance", "Feuille d'émargement"
    DIPLOMA = "diploma", "Diplôme ou attestation de formation"
    BUSINESS = "business", "Immatriculation d'une entreprise"
    LETTER = "letter", "Courrier ou message"
    CV = "cv", "CV"
    OTHER = "other", "Autre pièce"


JUSTICE: Final = "proof.justice"
TO_COME: Final = "proof.to_come"
ENDS_FIRST: Final = "proof.ends_first"
MISPLACED: Final = "proof.misplaced"


def misplaced(about: Subject, kind: ProofKind) -> tuple[str, str] | None:
    """Why a document is not attached where it belongs, as a stable code and in words; None when it is.

    A CV is of the person, and nothing else is: whatever else is attached establishes something, by its own date.
    """
    if about is Subject.PERSON and kind is not ProofKind.CV:
        words = "Seul un CV se joint à la personne elle-même. Choisissez ce que cette pièce établit."
        return MISPLACED, words
    if kind is ProofKind.CV and about is not Subject.PERSON:
        words = f"Un CV n'établit rien : joignez-le à la personne (« {Subject.PERSON.label} »)."
        return MISPLACED, words
    return None


def fault(
    *, dated_on: date, valid_until: date | None, today: date, criterion: Criterion | None
) -> tuple[str, str] | None:
    """Why a document cannot be kept, as a stable code and in words; None when it can.

    ``criterion`` is the one that it would establish.
    """
    if criterion is Criterion.JUSTICE:
        words = "Aucune pièce de justice n'est gardée : le critère dit seulement qui l'a vérifiée et quand."
        return JUSTICE, f"{words} Ne la déposez pas."
    if dated_on > today:
        return TO_COME, "Une pièce ne peut pas être datée d'un jour à venir. Corrigez sa date."
    if valid_until is not None and valid_until < dated_on:
        return ENDS_FIRST, "La pièce cesse de valoir avant sa propre date. Corrigez l'une des deux."
    return None
