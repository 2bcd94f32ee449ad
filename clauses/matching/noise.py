"""What an advertisement says beside the job: the contract, the hours, the place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from clauses.matching.stems import listed
from clauses.reference.communes import communes
from clauses.words import folded

ALWAYS = frozenset(
    listed(
        "cdi cdd cddi ctti cui pec hf fh mf urgent asap tp35 35h 39h immediat immediate immediatement dispo "
        "disponible debutant debutante confirme confirmee experimente experimentee accepte acceptee"
    )
)
"""Never the words of a job."""

OPENINGS = frozenset(
    listed(
        "recherche recherchons recrute recrutons cherche cherchons offre emploi poste postes mission missions besoin "
        "profil remplacement"
    )
)
"""Words that open an advertisement; elsewhere they may well be of the job ("ingénieur de recherche")."""

UNLESS_KNOWN = frozenset(listed("temps plein partiel complet semaine mois heures experience interim interimaire"))
"""Dropped where no title of the nomenclature has them."""

HOURS = frozenset({("temps", "plein"), ("temps", "complet"), ("temps", "partiel")})

CITIES = frozenset(
    listed(
        "paris lyon marseille lille nantes rennes toulouse bordeaux strasbourg montpellier beaune besancon chalon "
        "auxerre nevers dole vesoul belfort mulhouse colmar metz nancy reims troyes orleans angers caen brest "
        "grenoble annecy valence avignon nimes toulon limoges clermont poitiers rochelle amiens evreux dieppe havre"
    )
)
"""Mâcon is not among them: without its accent, it is a trade."""


@cache
def places() -> frozenset[str]:
    """The towns whose name is one word: those of the product's territories, and large ones."""
    names = (folded(commune.name) for commune in communes())
    return CITIES | {name for name in names if " " not in name}


def job_words(words: Sequence[str], in_titles: Callable[[str], bool], towns: frozenset[str] = frozenset()) -> list[str]:
    """The words of a query that may tell its job, or all of them when none does.

    ``towns`` are those of the official file of communes once loaded, beside `places`.
    """
    kept = [word for word in words if word not in ALWAYS]
    while len(kept) > 1 and kept[0] in OPENINGS:
        kept = kept[1:]
    pairs = [place for place in range(len(kept) - 1) if (kept[place], kept[place + 1]) in HOURS]
    dropped = {place + offset for place in pairs for offset in (0, 1)}
    dropped |= {
        place
        for place, word in enumerate(kept)
        if (word in UNLESS_KNOWN or word in towns or word in places()) and not in_titles(word)
    }
    return [word for place, word in enumerate(kept) if place not in dropped] or list(words)
