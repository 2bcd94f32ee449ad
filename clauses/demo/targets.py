"""What the demonstration leads to in 2023: the figures aimed at, as data, in one place.

Source of the margins: CREATIV' Dijon, bilan du service PLIE 2023, chapter 4.1. That bilan prints hours by nature and
hours by kind of contract apart; how the two cross, below, is invented and keeps both margins. Nothing else in the
product knows these figures: it finds them again by adding lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from clauses.dates import Period
from clauses.reference.rules import ContractKind, Nature

YEAR: Final = Period(date(2023, 1, 1), date(2023, 12, 31))
"""The year of the bilan: hours of participants in the PLIE in these months are shared out to reach ``HOURS``."""

HOURS: Final[Mapping[tuple[Nature, ContractKind], int]] = {
    (Nature.BTP, ContractKind.CDDI): 4_198_64,
    (Nature.BTP, ContractKind.CTTI): 9_642_50,
    (Nature.BTP, ContractKind.CDI): 1_986_40,
    (Nature.BTP, ContractKind.CPRO): 3_815_25,
    (Nature.BTP, ContractKind.CDD): 141_32,
    (Nature.MS, ContractKind.CDDI): 12_639_66,
    (Nature.MS, ContractKind.CTTI): 4_448_80,
    (Nature.MS, ContractKind.CDI): 4_071_07,
    (Nature.MS, ContractKind.CPRO): 1_289_25,
    (Nature.MS, ContractKind.CDD): 205_00,
}
"""Hundredths of an hour by nature of the lot and kind of contract, year 2023, participants in the PLIE."""

PRESCRIBERS_OF_BUILDERS: Final[Mapping[str, int]] = {"ARIQ": 6, "INDIBAT DOLE": 2, "GEIQ BTP": 1, "AFPA": 1}
"""Prescripteurs of the orientations of 2023 of origin AUTRES who only send people towards building trades."""

PRESCRIBERS: Final[Mapping[str, int]] = {
    "ID INTÉRIM": 22,
    "FRANCE TRAVAIL": 17,
    "EUREKA INTÉRIM": 6,
    "CANDIDATURE SPONTANÉE": 4,
    "CONSEIL RÉGIONAL": 4,
    "CROIX ROUGE": 2,
    "CCAS DIJON": 1,
    "COALLIA": 1,
}
"""The other prescripteurs of the orientations of 2023 of origin AUTRES."""

PRESCRIBER_PLIE: Final = "RÉFÉRENT PLIE"
"""Who sends the people of origin PLIE."""
