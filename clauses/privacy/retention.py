"""How long each kind of data is kept, from when, and by what rule: what people read of it stands in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Kept:
    """A kind of data: how long it is kept and from when, what becomes of it, and the rule that says so."""

    what: str
    how_long: str
    since: str
    then: str
    source: str


KEPT: Final = (
    Kept(
        "Personnes, parcours, contrats, heures",
        "2 ans",
        "le dernier contact, la dernière heure comptée ou la fin du marché, le plus tard des trois",
        "anonymisées ; les totaux ne changent pas",
        "choix du produit, à confirmer par l'organisme qui répond du traitement",
    ),
    Kept(
        "Dossiers payés par le Fonds social européen",
        "5 ans",
        "le 31 décembre de l'année du dernier paiement",
        "anonymisés ensuite, comme les autres",
        "règlement (UE) 2021/1060, art. 82",
    ),
    Kept(
        "Fichiers déposés",
        "autant que les heures qu'ils ont apportées",
        "le dépôt",
        "détruits avec elles, sur bordereau daté",
        "preuve du service fait",
    ),
    Kept(
        "Fichier en attente de confirmation",
        "12 heures",
        "le dépôt",
        "effacé sans avoir été enregistré",
        "choix du produit",
    ),
    Kept(
        "Journal",
        "toujours",
        "l'acte",
        "aucun acte ne se change ni ne se retire ; il ne tient pas de donnée personnelle",
        "contrôle de service fait",
    ),
    Kept(
        "Courriers envoyés",
        "leur texte : jusqu'à l'envoi ; leur date et leur objet : avec le journal",
        "l'envoi",
        "texte effacé, preuve gardée",
        "choix du produit",
    ),
    Kept(
        "Sessions",
        "12 heures au plus, 1 heure sans activité",
        "la connexion",
        "closes, puis oubliées",
        "choix du produit",
    ),
)
"""What the pages show. Nothing about people is destroyed by a clock: somebody decides, and does it."""
