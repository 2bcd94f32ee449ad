"""Who hires whom, on which lot, under which contract, for how long: invented.

A team is one employer's people on one lot under one kind of contract. Its recruits start one after another, every so
many weeks, and never before the decision on their orientation; the hours they work come from `targets`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from clauses.demo import groups as of
from clauses.demo import organisations as org
from clauses.demo.groups import Group
from clauses.demo.markets import Post, post
from clauses.demo.organisations import Organisation
from clauses.reference.rules import ContractKind

_CDDI, _CTTI, _CDI, _CPRO, _CDD = (
    ContractKind.CDDI, ContractKind.CTTI, ContractKind.CDI, ContractKind.CPRO, ContractKind.CDD,
)  # fmt: skip


@dataclass(frozen=True)
class Team:
    """``starts``: first day of the first recruit; the next ones come ``every`` weeks after.

    ``months``: how long each contract lasts, None for a CDI. ``part``: per cent of a full time. ``training``:
    hundredths of an hour of training a month. ``also``: a second post, of the same employer, for ``also_part`` per cent
    of the hours.
    """

    post: Post
    employer: Organisation
    kind: ContractKind
    job: str
    starts: date
    recruits: tuple[tuple[Group, int], ...]
    months: int | None
    every: int = 3
    part: int = 100
    training: int = 0
    also: Post | None = None
    also_part: int = 0


_SCHOOL_WALLS = post("2021-T12", "1", org.BATISSEURS)
_SCHOOL_PAINT = post("2021-T12", "3", org.SOLIDAIRE)
_TRAM_TRACK = post("2022-T03", "1", org.ROUTES)
_TRAM_EARTH = post("2022-T03", "1", org.TERRASSES)
_TRAM_PAVING = post("2022-T03", "2", org.ROUTES)
_FLATS_WALLS = post("2022-T11", "1", org.FACADES)
_FLATS_PAINT = post("2022-T11", "2", org.SOLIDAIRE)
_FLATS_HEATING = post("2022-T11", "3", org.ELECTRIQUE)
_GARDENS_NORTH = post("2021-S02", "1", org.JARDINS)
_GARDENS_SOUTH = post("2021-S02", "2", org.PAYSAGES)
_RIVERSIDE = post("2021-S02", "2", org.BERGES)
_SORTING = post("2022-S09", "1", org.RECYCLAGE)
_SORTING_PARTNER = post("2022-S09", "1", org.RESSOURCE)
_CAMPUS = post("2022-S05", "1", org.NETTETE)
_HALLS = post("2022-S05", "2", org.REGIE)
_MEALS = post("2022-S12", "1", org.TABLES)
_MOVES = post("2023-S03", "1", org.DEMENAGEURS)
_FURNITURE = post("2023-S08", "1", org.MOBILIER)
_CAR_PARKS = post("2023-S08", "2", org.PARKINGS)

_WORKS: Final = (
    # Travail temporaire d'insertion : 17 participants en 2023.
    Team(post("2021-T05", "1", org.BATISSEURS), org.PASSERELLE, _CTTI, "Manœuvre bâtiment", date(2022, 9, 5),
         ((of.EARLIER_BTP, 2),), months=6),
    Team(_SCHOOL_WALLS, org.PASSERELLE, _CTTI, "Aide-maçon", date(2022, 11, 7),
         ((of.EARLIER_BTP, 2), (of.OUTSIDE_BTP, 1)), months=6),
    Team(_TRAM_TRACK, org.PASSERELLE, _CTTI, "Ouvrier de travaux publics", date(2023, 1, 9),
         ((of.EARLIER_BTP, 1), (of.EARLIER_BOTH, 1), (of.AUTRES_BTP, 2), (of.AUTRES_BTP_OUTSIDE, 1)), months=5),
    Team(_TRAM_EARTH, org.RELAIS, _CTTI, "Manœuvre travaux publics", date(2023, 2, 6),
         ((of.EARLIER_BTP, 2), (of.AUTRES_BTP, 1), (of.AUTRES_BTP_LATER, 2)), months=5),
    Team(_TRAM_PAVING, org.PASSERELLE, _CTTI, "Paveur", date(2023, 3, 6),
         ((of.AUTRES_BTP, 1), (of.AUTRES_TWICE, 1)), months=5),
    Team(_FLATS_WALLS, org.PASSERELLE, _CTTI, "Façadier", date(2023, 3, 13),
         ((of.AUTRES_BTP, 1), (of.AUTRES_BTP_LATER, 1)), months=5),
    Team(post("2023-T02", "1", org.DEMOLITION), org.RELAIS, _CTTI, "Démolisseur", date(2023, 4, 3),
         ((of.AUTRES_BTP, 1), (of.AUTRES_BTP_OUTSIDE, 1)), months=5),
    Team(post("2023-T09", "1", org.BATISSEURS), org.PASSERELLE, _CTTI, "Coffreur", date(2023, 5, 15),
         ((of.PLIE_BTP, 1), (of.AUTRES_BTP, 1), (of.AUTRES_BTP_OUTSIDE, 1)), months=8),
    # Entreprise d'insertion : 8.
    Team(_FLATS_PAINT, org.SOLIDAIRE, _CDDI, "Peintre en bâtiment", date(2022, 10, 3),
         ((of.EARLIER_BTP, 3), (of.OUTSIDE_BTP, 2), (of.PLIE_BTP, 1), (of.AUTRES_BTP, 1)), months=7, every=6,
         part=74, also=_SCHOOL_PAINT, also_part=35),
    Team(_SCHOOL_PAINT, org.SOLIDAIRE, _CDDI, "Plaquiste", date(2023, 1, 16),
         ((of.EARLIER_BTP, 2), (of.AUTRES_BTP, 1), (of.OUTSIDE_BTP, 1)), months=6, every=6, part=74),
    # Contrats de professionnalisation : 4.
    Team(_SCHOOL_WALLS, org.GEIQ, _CPRO, "Maçon", date(2022, 9, 12),
         ((of.EARLIER_BTP, 1), (of.EARLIER_BTP_TO_CPRO, 1)), months=15, every=4, part=75, training=28_00),
    Team(_TRAM_TRACK, org.GEIQ, _CPRO, "Canalisateur", date(2022, 12, 5),
         ((of.EARLIER_BTP, 1), (of.AUTRES_BTP, 1)), months=14, every=4, part=75, training=31_50),
    # CDI et CDD, chez l'attributaire : 3 et 1.
    Team(_FLATS_WALLS, org.FACADES, _CDI, "Façadier", date(2023, 1, 16),
         ((of.EARLIER_BTP_TO_CDI, 1), (of.PLIE_BTP, 1)), months=None, every=26, part=80),
    Team(_TRAM_PAVING, org.ROUTES, _CDI, "Paveur", date(2023, 2, 20),
         ((of.EARLIER_BTP_TO_CDI, 1),), months=None),
    Team(_FLATS_HEATING, org.ELECTRIQUE, _CDD, "Aide-plombier", date(2023, 6, 5),
         ((of.AUTRES_BTP, 1),), months=1),
    # Hors PLIE.
    Team(post("2023-T02", "2", org.TERRASSES), org.RELAIS, _CTTI, "Manœuvre travaux publics", date(2023, 5, 9),
         ((of.AUTRES_BTP_LATER, 1), (of.AUTRES_BTP_OUTSIDE, 1)), months=10),
    Team(post("2021-T12", "2", org.ELECTRIQUE), org.ELECTRIQUE, _CDD, "Aide-électricien", date(2022, 6, 13),
         ((of.OUTSIDE_BTP, 2),), months=8),
)  # fmt: skip

_SERVICES: Final = (
    # Insertion par l'activité économique : 26 participants en 2023.
    Team(_GARDENS_NORTH, org.JARDINS, _CDDI, "Ouvrier espaces verts", date(2022, 5, 30),
         ((of.EARLIER_MS, 4), (of.AUTRES_MS, 2), (of.PLIE_MS, 1), (of.AUTRES_MS_OUTSIDE, 1)), months=8, every=6,
         part=74),
    Team(_GARDENS_NORTH, org.JARDINS, _CDDI, "Ouvrier espaces verts", date(2022, 9, 5),
         ((of.EARLIER_MS_TO_CDD, 1),), months=6, part=80),
    Team(_RIVERSIDE, org.BERGES, _CDDI, "Agent d'entretien des berges", date(2022, 9, 19),
         ((of.EARLIER_MS, 4), (of.OUTSIDE_MS, 2), (of.AUTRES_MS, 1)), months=6, every=5, part=74),
    Team(_HALLS, org.REGIE, _CDDI, "Agent de propreté", date(2022, 10, 10),
         ((of.EARLIER_MS, 4), (of.AUTRES_MS, 1), (of.PLIE_MS, 1), (of.AUTRES_MS_LATER, 2)), months=6, every=6,
         part=74),
    Team(_SORTING_PARTNER, org.RESSOURCE, _CDDI, "Agent de tri", date(2022, 8, 29),
         ((of.EARLIER_MS, 4), (of.AUTRES_MS, 2), (of.PLIE_MS, 1), (of.AUTRES_MS_LATER, 1), (of.NEXT_VALIDATED, 2)),
         months=6, every=7, part=80),
    # Travail temporaire d'insertion : 12, et un ancien des travaux.
    Team(_SORTING, org.RELAIS, _CTTI, "Agent de tri", date(2022, 10, 17),
         ((of.EARLIER_MS_TO_CDI_ELSEWHERE, 2), (of.EARLIER_MS, 2), (of.AUTRES_MS, 1), (of.AUTRES_MS_OUTSIDE, 1)),
         months=4, every=4),
    Team(_MOVES, org.PASSERELLE, _CTTI, "Déménageur", date(2023, 1, 23),
         ((of.EARLIER_MS, 1), (of.AUTRES_MS, 1), (of.PLIE_MS, 1), (of.AUTRES_MS_LATER, 1)), months=3, every=6),
    Team(_CAMPUS, org.PASSERELLE, _CTTI, "Agent de nettoyage", date(2023, 2, 13),
         ((of.EARLIER_MS, 1), (of.AUTRES_MS, 1), (of.PLIE_MS, 1), (of.AUTRES_MS_OUTSIDE, 1)), months=3, every=6),
    Team(_CAR_PARKS, org.PASSERELLE, _CTTI, "Agent de stationnement", date(2023, 5, 15),
         ((of.AUTRES_MS, 1),), months=3),
    Team(_CAR_PARKS, org.PASSERELLE, _CTTI, "Agent de stationnement", date(2023, 9, 4),
         ((of.EARLIER_BOTH, 1),), months=2),
    # CDI, contrats de professionnalisation et CDD, chez l'attributaire : 5, 2 et 2.
    Team(_CAMPUS, org.NETTETE, _CDI, "Agent de nettoyage", date(2023, 1, 9),
         ((of.EARLIER_MS_TO_CDI, 1), (of.EARLIER_MS_UNDECIDED, 1)), months=None, every=6, part=70),
    Team(_FURNITURE, org.MOBILIER, _CDI, "Agent de maintenance", date(2023, 2, 27),
         ((of.EARLIER_MS_TO_CDI, 1), (of.PLIE_MS_TO_CDI, 1)), months=None, every=2, part=80),
    Team(_MEALS, org.TABLES, _CDI, "Aide de cuisine", date(2023, 2, 6),
         ((of.EARLIER_MS, 1),), months=None, every=4, part=60),
    Team(_MEALS, org.TABLES, _CPRO, "Cuisinier", date(2022, 9, 26),
         ((of.EARLIER_MS, 1), (of.AUTRES_MS, 1)), months=11, every=24, part=75, training=24_50),
    Team(_GARDENS_SOUTH, org.PAYSAGES, _CDD, "Jardinier", date(2023, 5, 2),
         ((of.PLIE_MS, 1), (of.AUTRES_MS, 1)), months=1, every=5, part=80),
    # Hors PLIE, ou partis avant.
    Team(_MEALS, org.TABLES, _CDD, "Plongeur", date(2022, 9, 5),
         ((of.OUTSIDE_MS, 2),), months=9, every=4, part=70),
    Team(_CAMPUS, org.NETTETE, _CDI, "Agent de nettoyage", date(2022, 7, 4),
         ((of.OUTSIDE_MS, 2),), months=None, every=8, part=60),
    Team(_MOVES, org.PASSERELLE, _CTTI, "Déménageur", date(2023, 9, 18),
         ((of.AUTRES_MS_OUTSIDE, 1), (of.NEXT_VALIDATED, 1)), months=6),
    Team(_GARDENS_NORTH, org.JARDINS, _CDDI, "Ouvrier espaces verts", date(2022, 1, 10),
         ((of.LEFT_BEFORE, 3),), months=3, every=2, part=80),
)  # fmt: skip

_STUDIES: Final = (
    Team(post("2023-P01", "1", org.ARCHITECTES), org.ARCHITECTES, _CDD, "Assistante administrative", date(2024, 1, 8),
         ((of.PLIE_PI, 1),), months=9, part=80),
)  # fmt: skip

TEAMS: Final = (*_WORKS, *_SERVICES, *_STUDIES)
"""Every contract of the demonstration; a group is hired in the order of its people, team after team."""
