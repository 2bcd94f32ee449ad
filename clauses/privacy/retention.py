"""How long each kind of data is kept, from when, and by what rule: what people read of it stands in one place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from clauses.accounts.rules import ABSOLUTE, IDLE
from clauses.quantities import NO_BREAK_SPACE


@dataclass(frozen=True)
class Kept:
    """A kind of data: how long it is kept and from when, what becomes of it, and the rule that says so."""

    what: str
    how_long: str
    since: str
    then: str
    source: str


def _hours(span: timedelta) -> str:
    """A whole number of hours, in words."""
    number = int(span.total_seconds() // 3600)
    return f"{number}{NO_BREAK_SPACE}heure{'s' if number > 1 else ''}"


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
        "Fichiers déposés, documents délivrés, pièces, photos",
        "autant que les personnes qu'ils nomment",
        "leur arrivée",
        "détruits quand la dernière est anonymisée, par deux personnes ; leur empreinte reste, et le journal le dit",
        "preuve du service fait",
    ),
    Kept(
        "Fichiers qui n'ont enregistré personne",
        "2 ans",
        "le dépôt",
        "détruits à la demande d'une personne, par une autre",
        "choix du produit",
    ),
    Kept(
        "Ce que tenaient des cellules refusées",
        "2 ans, et jusqu'à l'anonymisation suivante",
        "le dépôt",
        "effacé ; le refus et sa place restent",
        "choix du produit",
    ),
    Kept(
        "Sauvegardes",
        "le temps que fixe qui tient l'installation",
        "la copie",
        "hors de l'application : une sauvegarde ancienne tient encore ce qui a été détruit depuis",
        "guide d'exploitation",
    ),
    Kept(
        "Fichier en attente de confirmation",
        _hours(ABSOLUTE),
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
        f"{_hours(ABSOLUTE)} au plus, {_hours(IDLE)} sans activité",
        "la connexion",
        "closes, puis oubliées",
        "choix du produit",
    ),
)
"""What the pages show. Nothing about people is destroyed by a clock: somebody decides, and does it."""
