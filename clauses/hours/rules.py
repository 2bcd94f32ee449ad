"""What an hour goes through, from the file to the bilan."""

from __future__ import annotations

from clauses.reference.rules import Labelled


class LineState(Labelled):
    """Only validated lines count, and submitted ones where they are asked for; never those to check."""

    SUBMITTED = "submitted", "Déposée"
    TO_CHECK = "to_check", "À vérifier"
    VALIDATED = "validated", "Validée"
    REJECTED = "rejected", "Refusée"
    SUPERSEDED = "superseded", "Remplacée"


class DeclarationState(Labelled):
    """What a version of a declaration is worth today."""

    CURRENT = "current", "En vigueur"
    SUPERSEDED = "superseded", "Remplacée"
    PROPOSED = "proposed", "Correction à accepter"
    REFUSED = "refused", "Correction refusée"
