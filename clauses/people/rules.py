"""People told apart, and what is true of them at a date."""

from __future__ import annotations

from clauses.reference.rules import Labelled


class Sector(Labelled):
    """Where someone is oriented; one person may be oriented to two."""

    BTP = "BTP", "BTP"
    MS = "MS", "Marchés de services"
    PI = "PI", "Prestations intellectuelles"
    UNKNOWN = "unknown", "Non renseigné"
