"""What is said of a file that comes in: an issue per cell, counts per row, the origin of each value."""

from __future__ import annotations

from dataclasses import dataclass

from clauses.reference.rules import Labelled


class FileKind(Labelled):
    """The kinds of file that the product reads."""

    MARKETS = "markets", "Marchés"
    PEOPLE = "people", "Personnes"
    HOURS = "hours", "Heures"
    NEEDS = "needs", "Besoins"
    EXITS = "exits", "Sorties"
    DECP = "decp", "Données essentielles de la commande publique"
    ROME = "rome", "Répertoire des métiers ROME"
    QPV = "qpv", "Quartiers prioritaires"
    COMMUNES = "communes", "Communes"
    NAF = "naf", "Nomenclature d'activités (NAF)"
    CPV = "cpv", "Vocabulaire des marchés (CPV)"
    MEETINGS = "meetings", "Rencontres et visites"


class Severity(Labelled):
    """What an issue does to its row.

    ``error``: the row is not stored. ``to_check``: stored, counts for nothing until a person settles it.
    ``blocking``: stored, someone must look before it is validated. ``warning``: kept beside the row, nothing more.
    """

    ERROR = "error", "Refusé"
    TO_CHECK = "to_check", "À vérifier"
    BLOCKING = "blocking", "À regarder avant validation"
    WARNING = "warning", "Remarque"


@dataclass(frozen=True)
class Origin:
    """Where a value stands in the file it came from; ``row`` counts from 1 as the sender's program does."""

    sheet: str
    row: int
    column: str | None = None


@dataclass(frozen=True)
class Issue:
    """One thing to say of one cell (or row, or file): a stable ``code`` and a French sentence saying what to do.

    ``column`` is the header as the sender wrote it (as the product writes it where the sender has none);
    ``row`` is None for what concerns the whole sheet or file. ``suggestion`` is a value to write instead. ``letters``
    are those of the column of the cell (« AB »), None where the sheet has no such column.
    """

    code: str
    message: str
    severity: Severity = Severity.ERROR
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    suggestion: str | None = None
    letters: str | None = None


class DocumentKind(Labelled):
    """What the product issues: numbered, frozen, and checked by a code."""

    HOURS = "hours", "Attestation d'heures"
    FOLLOW_UP = "follow_up", "Fiche de suivi"
    ACTIVITY_SHEET = "activity_sheet", "Fiche d'activités et de tâches"
    OPERATOR_REPORT = "operator_report", "Bilan de l'opérateur"
    MARKET_STATE = "market_state", "État d'un marché"
    CLOSING = "closing", "Attestation de clôture"
