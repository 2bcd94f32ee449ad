"""The posts that the companies of the demonstration look to fill in the spring of 2024: invented.

Those without an end are open-ended; the others end with their market, so that there is something to match for years.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from clauses.demo import organisations as org
from clauses.demo.markets import Post, post
from clauses.reference.rules import ContractKind


@dataclass(frozen=True)
class DemoNeed:
    """One need, as its company writes it. ``hours``: a week, whole hours."""

    reference: str
    post: Post
    job: str
    posts: int
    starts_on: date
    ends_on: date | None = None
    skills: str | None = None
    licences: str | None = None
    french_level: str | None = None
    commune: str = "Dijon"
    kind: ContractKind = ContractKind.CDD
    hours: int = 35
    qpv_only: bool = False


NEEDS: Final = (
    DemoNeed(
        "B001", post("2023-T09", "1", org.BATISSEURS), "Maçon (F1703)", 2, date(2024, 5, 13), date(2026, 12, 31),
        "lecture de plan ; coffrage bois", None, "A2",
    ),
    DemoNeed(
        "B002", post("2023-T02", "2", org.TERRASSES), "Conducteur d'engins de chantier", 1, date(2024, 5, 20),
        None, "conduite de mini-pelle", "CACES R482 A ; Permis B", None, "Chenôve",
    ),
    DemoNeed(
        "B003", post("2022-T03", "1", org.ROUTES), "Manœuvre travaux publics H/F", 3, date(2024, 6, 3), None,
        "pose de bordures", None, None, "Quetigny",
    ),
    DemoNeed(
        "B004", post("2023-T09", "2", org.FACADES), "Façadier", 1, date(2024, 6, 10), date(2026, 12, 31),
        "montage d'échafaudage", None, None,
    ),
    DemoNeed(
        "B005", post("2022-S05", "1", org.NETTETE), "Agent d'entretien des locaux", 4, date(2024, 5, 6), None,
        "protocoles d'hygiène", None, "A1", hours=25, kind=ContractKind.CDI,
    ),
    DemoNeed(
        "B006", post("2022-S05", "2", org.NETTETE), "Femme de chambre / valet", 1, date(2024, 5, 6), date(2027, 12, 31),
        commune="Chenôve", hours=20, qpv_only=True,
    ),
    DemoNeed(
        "B007", post("2022-S09", "1", org.RESSOURCE), "Agent de tri", 3, date(2024, 5, 13), date(2027, 6, 30),
        "tri manuel", None, None, "Longvic", ContractKind.CDDI, 26,
    ),
    DemoNeed(
        "B008", post("2022-S12", "1", org.TABLES), "Aide de cuisine en restauration collective", 2, date(2024, 9, 2),
        None, "HACCP ; plonge", None, "A2", "Talant", ContractKind.CDI, 30,
    ),
    DemoNeed(
        "B009", post("2023-S08", "1", org.MOBILIER), "Agent de maintenance, permis B exigé", 1, date(2024, 6, 17),
        date(2027, 2, 19), None, "Permis B", None, "Saint-Apollinaire",
    ),
    DemoNeed(
        "B010", post("2021-S02", "1", org.JARDINS), "Ouvrier espaces verts", 2, date(2024, 5, 27), None,
        "taille de haies ; tonte", "Permis B souhaité", None, "Dijon", ContractKind.CDDI, 26,
    ),
    DemoNeed(
        "B011", post("2023-P01", "1", org.ARCHITECTES), "Assistant administratif", 1, date(2024, 6, 3),
        date(2027, 9, 3), "bureautique ; classement", None, "B2",
    ),
)  # fmt: skip
"""Eleven needs, twenty-one posts, in all the natures of market."""
