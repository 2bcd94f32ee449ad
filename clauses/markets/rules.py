"""What a market asks for."""

from __future__ import annotations

from clauses.reference.rules import Labelled


class ObligationKind(Labelled):
    """How hours due are computed."""

    FIXED = "fixed", "Volume fixe"
    PER_EURO = "per_euro", "Selon le montant facturé"
