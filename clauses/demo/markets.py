"""The markets of the demonstration, their lots, who holds them and the hours they owe: invented.

The formula of the intellectual services (1 h per 2 000 € invoiced, above 2 700 000 €) and the 200 € an hour missed are
those of a CCAP of 2021; amounts and the other penalties are of the usual order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from clauses.demo import organisations as org
from clauses.demo.organisations import Organisation
from clauses.reference.rules import Nature, Role


@dataclass(frozen=True)
class Holder:
    """A company on a lot. ``due``: hours due as the market writes them; ``amount``: whole euros, before tax."""

    company: Organisation
    due: str | None = None
    amount: int | None = None
    role: Role = Role.TITULAIRE


@dataclass(frozen=True)
class Lot:
    """A lot. ``cpv``: its code in the European vocabulary of 2008."""

    number: str
    title: str
    sector: str
    cpv: str
    holders: tuple[Holder, ...] = ()


@dataclass(frozen=True)
class Market:
    """A market. ``penalty``: whole euros per missing hour, as the market says."""

    reference: str
    title: str
    buyer: Organisation
    nature: Nature
    consulted_on: date
    notified_on: date
    ends_on: date
    penalty: int
    lots: tuple[Lot, ...]
    consideration: str = "condition d'exécution"


@dataclass(frozen=True)
class Post:
    """A place where hours are worked: a company on a lot of a market."""

    market: Market
    lot: Lot
    holder: Holder


def post(reference: str, number: str, company: Organisation) -> Post:
    """The place of ``company`` on a lot; KeyError where it has none."""
    for market in MARKETS:
        for lot in market.lots:
            for holder in lot.holders:
                if (market.reference, lot.number, holder.company) == (reference, number, company):
                    return Post(market, lot, holder)
    raise KeyError(f"{company.name} : pas sur {reference}, lot {number}")


_COT, _SUB = Role.COTRAITANT, Role.SOUS_TRAITANT

_WORKS: Final[tuple[Market, ...]] = (
    Market(
        "2021-T05", "Construction du pôle petite enfance des Lilas", org.VILLE, Nature.BTP,
        date(2021, 3, 15), date(2021, 6, 21), date(2023, 6, 30), 60,
        (
            Lot("1", "Gros œuvre", "maçonnerie", "45223220-4", (Holder(org.BATISSEURS, "1500", 1_450_000),)),
            Lot("2", "Charpente et couverture", "charpente", "45421000-4", (Holder(org.CHARPENTES, "450", 620_000),)),
        ),
    ),
    Market(
        "2021-T12", "Construction du groupe scolaire des Alouettes", org.VILLE, Nature.BTP,
        date(2021, 9, 6), date(2021, 12, 13), date(2024, 3, 29), 60,
        (
            Lot("1", "Gros œuvre", "maçonnerie", "45214210-5", (Holder(org.BATISSEURS, "5400", 3_900_000),)),
            Lot("2", "Électricité", "électricité", "45310000-3", (Holder(org.ELECTRIQUE, "2000", 880_000),)),
            Lot("3", "Plâtrerie et peinture", "peinture", "45442100-8",
                (Holder(org.PEINTRES, "3600", 1_480_000), Holder(org.SOLIDAIRE, role=_SUB))),
        ),
    ),
    Market(
        "2022-T03", "Prolongement de la ligne de tramway vers l'est", org.METROPOLE, Nature.BTP,
        date(2021, 11, 8), date(2022, 3, 28), date(2025, 6, 30), 200,
        (
            Lot("1", "Plateforme et voirie", "voirie et réseaux", "45234126-5",
                (Holder(org.ROUTES, "11000", 11_800_000), Holder(org.TERRASSES, "4800", 5_200_000, _COT))),
            Lot("2", "Pavage des espaces publics", "voirie et réseaux", "45233252-0",
                (Holder(org.ROUTES, "4500", 2_700_000),)),
        ),
    ),
    Market(
        "2022-T11", "Réhabilitation thermique de 240 logements", org.BAILLEUR, Nature.BTP,
        date(2022, 1, 17), date(2022, 5, 9), date(2024, 4, 30), 45,
        (
            Lot("1", "Isolation par l'extérieur", "isolation", "45321000-3", (Holder(org.FACADES, "3600", 4_100_000),)),
            Lot("2", "Peinture des parties communes", "peinture", "45442100-8",
                (Holder(org.SOLIDAIRE, "2900", 690_000),)),
            Lot("3", "Chauffage et ventilation", "plomberie", "45331000-6",
                (Holder(org.ELECTRIQUE, "1100", 1_350_000),)),
        ),
    ),
    Market(
        "2023-T02", "Rénovation des espaces publics du quartier des Cèdres", org.AMENAGEUR, Nature.BTP,
        date(2022, 10, 10), date(2023, 2, 6), date(2026, 1, 30), 60,
        (
            Lot("1", "Démolition", "démolition", "45111100-9", (Holder(org.DEMOLITION, "2400", 1_150_000),)),
            Lot("2", "Voirie", "voirie et réseaux", "45233140-2", (Holder(org.TERRASSES, "7500", 3_300_000),)),
        ),
    ),
    Market(
        "2023-T09", "Extension du bâtiment de médecine", org.HOPITAL, Nature.BTP,
        date(2023, 1, 9), date(2023, 4, 17), date(2026, 12, 31), 200,
        (
            Lot("1", "Gros œuvre", "maçonnerie", "45215140-0", (Holder(org.BATISSEURS, "9000", 8_600_000),)),
            Lot("2", "Façades", "isolation", "45443000-4", (Holder(org.FACADES, "1500", 2_050_000),)),
        ),
    ),
)  # fmt: skip

_SERVICES: Final[tuple[Market, ...]] = (
    Market(
        "2021-S02", "Entretien des espaces verts", org.METROPOLE, Nature.MS,
        date(2020, 11, 16), date(2021, 3, 1), date(2025, 2, 28), 45,
        (
            Lot("1", "Secteur nord", "espaces verts", "77310000-6", (Holder(org.JARDINS, "7700", 620_000),)),
            Lot("2", "Secteur sud et berges", "espaces verts", "77313000-7",
                (Holder(org.PAYSAGES, "600", 410_000), Holder(org.BERGES, "5200", 390_000, _COT))),
        ),
        "marché réservé",
    ),
    Market(
        "2022-S05", "Nettoyage des bâtiments universitaires", org.UNIVERSITE, Nature.MS,
        date(2021, 9, 20), date(2022, 1, 3), date(2025, 12, 31), 45,
        (
            Lot("1", "Campus", "nettoyage", "90911200-8", (Holder(org.NETTETE, "14000", 2_600_000),)),
            Lot("2", "Résidences", "nettoyage", "90910000-9",
                (Holder(org.NETTETE, "6500", 900_000), Holder(org.REGIE, role=_SUB))),
        ),
    ),
    Market(
        "2022-S09", "Tri des déchets recyclables", org.METROPOLE, Nature.MS,
        date(2022, 2, 14), date(2022, 6, 27), date(2027, 6, 30), 60,
        (
            Lot("1", "Centre de tri", "tri des déchets", "90514000-3",
                (Holder(org.RECYCLAGE, "8000", 6_400_000), Holder(org.RESSOURCE, "12500", 1_500_000, _COT))),
        ),
    ),
    Market(
        "2022-S12", "Restauration scolaire", org.VILLE, Nature.MS,
        date(2022, 3, 21), date(2022, 7, 18), date(2026, 8, 31), 45,
        (Lot("1", "Préparation et service", "restauration", "55523100-3", (Holder(org.TABLES, "9000", 3_100_000),)),),
    ),
    Market(
        "2023-S03", "Déménagement des services administratifs", org.METROPOLE, Nature.MS,
        date(2022, 9, 26), date(2023, 1, 16), date(2025, 1, 15), 60,
        (Lot("1", "Déménagement", "déménagement", "98392000-7", (Holder(org.DEMENAGEURS, "1900", 540_000),)),),
    ),
    Market(
        "2023-S08", "Mobilier urbain et stationnement", org.AMENAGEUR, Nature.MS,
        date(2022, 11, 7), date(2023, 2, 20), date(2027, 2, 19), 60,
        (
            Lot("1", "Maintenance du mobilier urbain", "maintenance de mobilier urbain", "50800000-3",
                (Holder(org.MOBILIER, "7500", 2_100_000),)),
            Lot("2", "Gestion des parkings", "gestion de parkings", "98351100-9",
                (Holder(org.PARKINGS, "1500", 760_000),)),
        ),
    ),
)  # fmt: skip

_STUDIES: Final[tuple[Market, ...]] = (
    Market(
        "2023-P01", "Maîtrise d'œuvre du campus santé", org.UNIVERSITE, Nature.PI,
        date(2023, 3, 6), date(2023, 9, 4), date(2027, 9, 3), 200,
        (
            Lot("1", "Conception et suivi des travaux", "administratif", "71221000-3",
                (Holder(org.ARCHITECTES, "1 h / 2 000 € au-delà de 2 700 000 €", 4_300_000),)),
        ),
    ),
)  # fmt: skip

MARKETS: Final = (*_WORKS, *_SERVICES, *_STUDIES)
"""Thirteen markets, twenty-four lots; dues are set so that some lots are done, some on time, late or missed."""
