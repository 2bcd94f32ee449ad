"""Who the people of the demonstration are, by group: orientation, decision, entry in the PLIE, quartier, exit.

Source of the margins of 2023: CREATIV' Dijon, bilan du service PLIE 2023, chapter 4.1 (91 people oriented, 80 employed,
9 exits); how they cross is invented. A group is as many people as its ``people``; sums over the groups give the
published tables, and nobody writes those down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from typing import Final

from clauses.people.rules import Sector
from clauses.reference.rules import ContractKind, Decision, EmployerKind, Origin


@dataclass(frozen=True)
class Quartier:
    """A quartier prioritaire as the people file names it, and where it stands."""

    name: str
    commune: str
    postal_code: str


MAIL: Final = Quartier("Le Mail", "Chenôve", "21300")
OUCHE: Final = Quartier("Fontaine d'Ouche", "Dijon", "21000")
GRESILLES: Final = Quartier("Grésilles", "Dijon", "21000")
BIEF: Final = Quartier("Bief du Moulin", "Longvic", "21600")
BELVEDERE: Final = Quartier("Le Belvédère", "Talant", "21240")
QUETIGNY: Final = Quartier("Quetigny-Centre", "Quetigny", "21800")


class Entry(Enum):
    """When someone enters the PLIE."""

    BEFORE = auto()
    """Before the orientation: a référent of the PLIE made it."""
    AFTER = auto()
    """Some weeks after the decision: validated on the clauses, then given a référent."""
    NEXT_YEAR = auto()
    """At the beginning of 2024, after a year worked outside the PLIE."""
    NEVER = auto()


@dataclass(frozen=True)
class Elsewhere:
    """The job, outside the clauses, that someone leaves the PLIE for. ``weekly_hours`` in hundredths of an hour."""

    kind: ContractKind
    employer: str
    job: str
    starts_on: date
    ends_on: date | None = None
    weekly_hours: int = 35_00
    employer_kind: EmployerKind = EmployerKind.ENTREPRISE


@dataclass(frozen=True)
class Leaving:
    """The exit of one person. Without ``elsewhere``, a motive « Emploi » is the contract worked under on the clauses.

    ``decided_on`` None: the commission has not met yet.
    """

    day: date
    decided_on: date | None
    reason: str = "Emploi"
    elsewhere: Elsewhere | None = None


@dataclass(frozen=True)
class Group:
    """People alike. ``oriented`` is the first and the last day of their orientations, spread between the two.

    ``decision`` None: still waiting. ``also`` is a second sector they were oriented to the same day, with its decision.
    ``leavings``: the exits of its first people, one each.
    """

    key: str
    people: int
    women: int
    origin: Origin
    sector: Sector
    decision: Decision | None
    oriented: tuple[date, date]
    entry: Entry
    qpv: Mapping[Quartier, int] = field(default_factory=dict)
    also: tuple[Sector, Decision] | None = None
    leavings: tuple[Leaving, ...] = ()


_PLIE, _AUTRES = Origin.PLIE, Origin.AUTRES
_BTP, _MS, _PI = Sector.BTP, Sector.MS, Sector.PI
_YES, _NO = Decision.VALIDATED, Decision.NOT_INTEGRATED
_CDI, _CDD = ContractKind.CDI, ContractKind.CDD

_EARLIER = (date(2021, 4, 6), date(2022, 5, 17))
_BEGINNING = (date(2023, 1, 3), date(2023, 4, 25))
_WHOLE_YEAR = (date(2023, 1, 10), date(2023, 12, 5))
_AUTUMN = (date(2023, 10, 3), date(2023, 12, 12))

# --- oriented before 2023, in the PLIE, at work in 2023 -------------------------------------------------------------

EARLIER_BTP: Final = Group(
    "anciens, BTP", 14, 1, _AUTRES, _BTP, _YES, _EARLIER, Entry.AFTER, {MAIL: 3, OUCHE: 2}
)  # fmt: skip
EARLIER_BOTH: Final = Group(
    "ancien, BTP puis services", 1, 0, _AUTRES, _BTP, _YES, (date(2022, 3, 8), date(2022, 3, 8)), Entry.AFTER,
    {MAIL: 1}, also=(_MS, _YES),
)  # fmt: skip
EARLIER_BTP_TO_CDI: Final = Group(
    "anciens, BTP, sortis en CDI", 2, 0, _PLIE, _BTP, _YES, (date(2022, 2, 1), date(2022, 6, 14)), Entry.BEFORE,
    {GRESILLES: 1},
    leavings=(Leaving(date(2023, 8, 31), date(2023, 9, 19)), Leaving(date(2023, 9, 29), date(2023, 10, 17))),
)  # fmt: skip
EARLIER_BTP_TO_CPRO: Final = Group(
    "ancien, BTP, sorti en contrat de professionnalisation", 1, 0, _AUTRES, _BTP, _YES,
    (date(2022, 4, 12), date(2022, 4, 12)), Entry.AFTER,
    leavings=(Leaving(date(2023, 10, 31), date(2023, 11, 14)),),
)  # fmt: skip
EARLIER_MS: Final = Group(
    "anciens, services", 22, 8, _AUTRES, _MS, _YES, _EARLIER, Entry.AFTER, {MAIL: 3, OUCHE: 4, BIEF: 1}
)  # fmt: skip
EARLIER_MS_UNDECIDED: Final = Group(
    "ancienne, services, sortie de 2024 à décider", 1, 1, _PLIE, _MS, _YES, (date(2022, 5, 3), date(2022, 5, 3)),
    Entry.BEFORE, leavings=(Leaving(date(2024, 2, 29), None),),
)  # fmt: skip
EARLIER_MS_TO_CDI: Final = Group(
    "anciens, services, sortis en CDI", 2, 0, _PLIE, _MS, _YES, (date(2022, 3, 15), date(2022, 6, 7)), Entry.BEFORE,
    {GRESILLES: 1},
    leavings=(Leaving(date(2023, 9, 15), date(2023, 10, 17)), Leaving(date(2023, 11, 30), date(2023, 12, 12))),
)  # fmt: skip
EARLIER_MS_TO_CDI_ELSEWHERE: Final = Group(
    "anciens, services, sortis en CDI hors clauses", 2, 0, _AUTRES, _MS, _YES, (date(2022, 5, 10), date(2022, 7, 5)),
    Entry.AFTER, {MAIL: 1},
    leavings=(
        Leaving(date(2023, 10, 13), date(2023, 11, 14),
                elsewhere=Elsewhere(_CDI, "Imprimerie du Vieux Pressoir", "Magasinier", date(2023, 4, 3))),
        Leaving(date(2023, 11, 10), date(2023, 12, 12),
                elsewhere=Elsewhere(_CDI, "Boulangerie Aux Trois Épis", "Préparateur", date(2023, 5, 2), None, 30_00)),
    ),
)  # fmt: skip
EARLIER_MS_TO_CDD: Final = Group(
    "ancienne, services, sortie en CDD", 1, 0, _AUTRES, _MS, _YES, (date(2022, 6, 21), date(2022, 6, 21)), Entry.AFTER,
    leavings=(
        Leaving(date(2023, 10, 31), date(2023, 11, 14),
                elsewhere=Elsewhere(_CDD, "Pépinières du Clos Rémy", "Ouvrier paysagiste",
                                    date(2023, 4, 3), date(2023, 12, 29))),
    ),
)  # fmt: skip

# --- oriented in 2023 by the PLIE: 24 -------------------------------------------------------------------------------

PLIE_BTP: Final = Group(
    "PLIE, BTP, embauchés", 3, 0, _PLIE, _BTP, _YES, _BEGINNING, Entry.BEFORE, {OUCHE: 1, GRESILLES: 1}
)  # fmt: skip
PLIE_BTP_WAITING: Final = Group("PLIE, BTP, sans contrat", 1, 0, _PLIE, _BTP, _YES, _AUTUMN, Entry.BEFORE)
PLIE_MS: Final = Group(
    "PLIE, services, embauchés", 6, 3, _PLIE, _MS, _YES, _BEGINNING, Entry.BEFORE, {OUCHE: 1, MAIL: 1}
)  # fmt: skip
PLIE_MS_TO_CDI: Final = Group(
    "PLIE, services, sorti en CDI", 1, 0, _PLIE, _MS, _YES, (date(2023, 1, 3), date(2023, 1, 3)), Entry.BEFORE,
    {GRESILLES: 1}, leavings=(Leaving(date(2023, 11, 3), date(2023, 11, 14)),),
)  # fmt: skip
PLIE_MS_WAITING: Final = Group("PLIE, services, sans contrat", 1, 1, _PLIE, _MS, _YES, _AUTUMN, Entry.BEFORE, {BIEF: 1})
PLIE_PI: Final = Group(
    "PLIE, prestations intellectuelles, embauchée en 2024", 1, 1, _PLIE, _PI, _YES,
    (date(2023, 9, 12), date(2023, 9, 12)), Entry.BEFORE,
)  # fmt: skip
PLIE_BTP_REFUSED: Final = Group(
    "PLIE, BTP, non intégrés", 2, 0, _PLIE, _BTP, _NO, _WHOLE_YEAR, Entry.BEFORE, {OUCHE: 1}
)  # fmt: skip
PLIE_MS_REFUSED: Final = Group(
    "PLIE, services, non intégrés", 9, 4, _PLIE, _MS, _NO, _WHOLE_YEAR, Entry.BEFORE, {MAIL: 1}
)  # fmt: skip

# --- oriented in 2023 by others: 67 ---------------------------------------------------------------------------------

AUTRES_BTP: Final = Group(
    "AUTRES, BTP, embauchés", 11, 1, _AUTRES, _BTP, _YES, _BEGINNING, Entry.AFTER, {OUCHE: 2, GRESILLES: 1, MAIL: 1}
)  # fmt: skip
AUTRES_TWICE: Final = Group(
    "AUTRES, orienté vers deux secteurs", 1, 0, _AUTRES, _BTP, _YES, (date(2023, 2, 14), date(2023, 2, 14)),
    Entry.AFTER, also=(_MS, _NO),
)  # fmt: skip
AUTRES_BTP_LATER: Final = Group(
    "AUTRES, BTP, au PLIE en 2024", 4, 0, _AUTRES, _BTP, _YES, _BEGINNING, Entry.NEXT_YEAR, {BIEF: 1}
)  # fmt: skip
AUTRES_BTP_OUTSIDE: Final = Group(
    "AUTRES, BTP, hors PLIE", 4, 1, _AUTRES, _BTP, _YES, _BEGINNING, Entry.NEVER, {OUCHE: 1}
)  # fmt: skip
AUTRES_BTP_WAITING: Final = Group(
    "AUTRES, BTP, sans contrat", 7, 1, _AUTRES, _BTP, _YES, _AUTUMN, Entry.AFTER, {QUETIGNY: 1}
)  # fmt: skip
AUTRES_MS: Final = Group(
    "AUTRES, services, embauchés", 12, 3, _AUTRES, _MS, _YES, _BEGINNING, Entry.AFTER,
    {OUCHE: 1, MAIL: 1, GRESILLES: 1, BIEF: 1},
)  # fmt: skip
AUTRES_MS_LATER: Final = Group(
    "AUTRES, services, au PLIE en 2024", 4, 2, _AUTRES, _MS, _YES, _BEGINNING, Entry.NEXT_YEAR, {OUCHE: 1}
)  # fmt: skip
AUTRES_MS_OUTSIDE: Final = Group(
    "AUTRES, services, hors PLIE", 4, 2, _AUTRES, _MS, _YES, _BEGINNING, Entry.NEVER, {MAIL: 1}
)  # fmt: skip
AUTRES_MS_WAITING: Final = Group(
    "AUTRES, services, sans contrat", 6, 3, _AUTRES, _MS, _YES, _AUTUMN, Entry.AFTER, {OUCHE: 1}
)  # fmt: skip
AUTRES_BTP_REFUSED: Final = Group(
    "AUTRES, BTP, non intégrés", 9, 1, _AUTRES, _BTP, _NO, _WHOLE_YEAR, Entry.NEVER, {GRESILLES: 1}
)  # fmt: skip
AUTRES_MS_REFUSED: Final = Group(
    "AUTRES, services, non intégrés", 5, 3, _AUTRES, _MS, _NO, _WHOLE_YEAR, Entry.NEVER, {BIEF: 1}
)  # fmt: skip

# --- around 2023: never in the PLIE, gone before, come after --------------------------------------------------------

OUTSIDE_BTP: Final = Group("anciens, BTP, hors PLIE", 6, 0, _AUTRES, _BTP, _YES, _EARLIER, Entry.NEVER, {BELVEDERE: 1})
OUTSIDE_MS: Final = Group(
    "anciens, services, hors PLIE", 6, 3, _AUTRES, _MS, _YES, _EARLIER, Entry.NEVER, {BELVEDERE: 2, QUETIGNY: 1}
)  # fmt: skip
LEFT_BEFORE: Final = Group(
    "sortis en 2022", 3, 1, _PLIE, _MS, _YES, (date(2021, 6, 8), date(2021, 11, 16)), Entry.BEFORE, {MAIL: 1},
    leavings=(
        Leaving(date(2022, 10, 31), date(2022, 11, 15),
                elsewhere=Elsewhere(_CDI, "Quincaillerie des Allées", "Vendeur", date(2022, 4, 25))),
        Leaving(date(2022, 9, 30), date(2022, 10, 18), "Déménagement"),
        Leaving(date(2022, 12, 16), date(2022, 12, 20), "À sa demande"),
    ),
)  # fmt: skip
NEXT_VALIDATED: Final = Group(
    "orientés en 2024, embauchés", 3, 1, _AUTRES, _MS, _YES, (date(2024, 1, 4), date(2024, 1, 9)), Entry.AFTER,
    {OUCHE: 1},
)  # fmt: skip
NEXT_WAITING: Final = Group(
    "orientés en 2024, en attente", 4, 2, _AUTRES, _BTP, None, (date(2024, 2, 6), date(2024, 3, 12)), Entry.NEVER,
    {GRESILLES: 1},
)  # fmt: skip

GROUPS: Final[tuple[Group, ...]] = (
    EARLIER_BTP, EARLIER_BOTH, EARLIER_BTP_TO_CDI, EARLIER_BTP_TO_CPRO,
    EARLIER_MS, EARLIER_MS_UNDECIDED, EARLIER_MS_TO_CDI, EARLIER_MS_TO_CDI_ELSEWHERE, EARLIER_MS_TO_CDD,
    PLIE_BTP, PLIE_BTP_WAITING, PLIE_MS, PLIE_MS_TO_CDI, PLIE_MS_WAITING, PLIE_PI, PLIE_BTP_REFUSED, PLIE_MS_REFUSED,
    AUTRES_BTP, AUTRES_TWICE, AUTRES_BTP_LATER, AUTRES_BTP_OUTSIDE, AUTRES_BTP_WAITING, AUTRES_BTP_REFUSED,
    AUTRES_MS, AUTRES_MS_LATER, AUTRES_MS_OUTSIDE, AUTRES_MS_WAITING, AUTRES_MS_REFUSED,
    OUTSIDE_BTP, OUTSIDE_MS, LEFT_BEFORE, NEXT_VALIDATED, NEXT_WAITING,
)  # fmt: skip
"""Everybody, in the order of their identifiers."""
