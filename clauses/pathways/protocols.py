"""What makes an exit positive, where and when: one set of rules a protocol, as data, each with its source.

"Sortie positive" is local. None of these figures is law; a protocol never changes once an exit was judged by it: a new
text is a new protocol.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clauses.pathways.presence import Presence
from clauses.reference.rules import EmployerKind, Labelled

AAP18 = "CREATIV' Dijon, appel à projets «\u00a0référents de parcours\u00a0», 2018"
B23 = "CREATIV' Dijon, bilan du service PLIE 2023"
AAP24 = "CREATIV' Dijon, appel à projets «\u00a0opérateur BTP\u00a0», 2024"
ROUEN = "PLIE de Rouen Normandie, CCTP 2021-2027"

HALF_TIME = 1750
"""Hundredths of an hour a week: 17 h 30, printed 17H50 in the call of 2018."""
FULL_TIME = 3500
"""Hundredths of an hour a week: the legal duration, 35 h (Code du travail L3121-27)."""


class ExitReason(Labelled):
    """Why someone leaves: the motives of the bilan PLIE 2023, then those its rate also names (retraite, décès)."""

    EMPLOI = "emploi", "Emploi"
    FORMATION = "formation", "Formation qualifiante"
    CREATION = "creation", "Création ou reprise d'entreprise"
    NON_RESPECT = "non_respect", "Non-respect du contrat d'engagement"
    SANTE = "sante", "Santé"
    SUIVI_LONG = "suivi_long", "Suivi de plus de 30 mois"
    AUTRE_ACCOMPAGNEMENT = "autre_accompagnement", "Autre accompagnement plus adapté"
    INDISPONIBLE = "indisponible", "Indisponible"
    DEMENAGEMENT = "demenagement", "Déménagement"
    A_SA_DEMANDE = "a_sa_demande", "À sa demande"
    MATERNITE = "maternite", "Maternité"
    SITUATION_ADMINISTRATIVE = "situation_administrative", "Situation administrative incompatible"
    RETRAITE = "retraite", "Retraite"
    DECES = "deces", "Décès"
    AUTRE = "autre", "Autre"

    @property
    def positive_claim(self) -> bool:
        """Whether the motive itself claims a positive exit, which the protocol then confirms or not."""
        return self in (ExitReason.EMPLOI, ExitReason.FORMATION, ExitReason.CREATION)


class RateBase(Labelled):
    """What a rate of positive exits is counted over."""

    EXITS = "exits", "Sorties, moins les motifs exclus"
    ACCOMPANIED = "accompanied", "Personnes accompagnées"
    RECEIVED = "received", "Personnes reçues"


@dataclass(frozen=True)
class RateRule:
    """The base of the rate: over whom, less the exits of which motives, from which text."""

    base: RateBase
    excluded: frozenset[ExitReason]
    source: str


@dataclass(frozen=True)
class WeeklyHours:
    """The least hours a week, in hundredths, and whether less will do when the person agrees."""

    least: int = 0
    less_if_agreed: bool = False


@dataclass(frozen=True)
class OpenEndedRule:
    """A CDI: it runs at the exit, and has for ``months`` (0: signing it is enough)."""

    months: int
    hours: WeeklyHours


@dataclass(frozen=True)
class FixedTermRule:
    """CDD and alternance: how long they were worked, one or successive."""

    presence: Presence
    hours: WeeklyHours = WeeklyHours()


@dataclass(frozen=True)
class SignedRule:
    """A single CDD signed for more than ``months``, whatever was worked of it at the exit.

    It was in force on at least one day of the ``within`` months that end on the exit.
    """

    months: int
    within: int


@dataclass(frozen=True)
class MissionsRule:
    """Intérim: missions add up; ``average`` is the least hundredths of an hour a week, over all of them."""

    presence: Presence
    average: int = 0


@dataclass(frozen=True)
class AidedRule:
    """Contrats aidés, CDDI and CTTI, anywhere but in an ACI, where only those of ``senior_age`` may be let in.

    ``seniors_count``: they are; else each case is decided by the commission.
    """

    presence: Presence
    senior_presence: Presence
    seniors_count: bool
    senior_age: int = 55


@dataclass(frozen=True)
class TrainingRule:
    """A qualifying training; exits from ``certified_since`` on also need the diploma, title or certificate.

    ``then_months`` must have gone by between the diploma and the exit.
    """

    certified_since: date | None = None
    then_months: int = 0


@dataclass(frozen=True)
class ProtocolRules:
    """One protocol. A row that is None counts for nothing.

    ``aided_as_others``: employers whose aided contracts are judged as any other of their kind (CDDI and CTTI are not).
    ``decided_by``: who decides of a case. ``refers_shortfalls``: what misses a threshold is such a case, not a "no".
    """

    source: str
    open_ended: OpenEndedRule
    fixed_term: FixedTermRule | SignedRule
    missions: MissionsRule | None
    aided: AidedRule | None
    training: TrainingRule
    business_months: int
    rate: RateRule
    aided_as_others: frozenset[EmployerKind] = frozenset()
    decided_by: str = "la commission"
    refers_shortfalls: bool = False


class Protocol(Labelled):
    """The texts that say what a positive exit is."""

    DIJON_2018 = "dijon-2018", "PLIE de Dijon, 2018 à 2021"
    DIJON_2023 = "dijon-2023", "PLIE de Dijon, 2022 et 2023"
    DIJON_2024 = "dijon-2024", "PLIE de Dijon, depuis 2024"
    ROUEN_2021 = "rouen-2021", "PLIE de Rouen Normandie, 2021 à 2027"
    ARIQ_2024 = "ariq-2024", "Opérateur BTP de Dijon, 2024"

    @property
    def rules(self) -> ProtocolRules:
        return RULES[self]


def default_protocol(exited_on: date) -> Protocol:
    """The protocol of an exit in Dijon, by its date: the bilan of 2023 already speaks of 2022."""
    if exited_on.year <= 2021:
        return Protocol.DIJON_2018
    return Protocol.DIJON_2023 if exited_on.year <= 2023 else Protocol.DIJON_2024


_SIX_MONTHS = Presence(months=6, days=182, within=12)
_MORE_THAN_SIX_MONTHS = Presence(months=6, days=182, within=12, strictly=True)
_TWENTY_SIX_WEEKS = Presence(months=None, days=26 * 7, within=9)

_HALF_TIME = WeeklyHours(HALF_TIME)
_HALF_TIME_OR_AGREED = WeeklyHours(HALF_TIME, less_if_agreed=True)
_FULL_TIME_OR_AGREED = WeeklyHours(FULL_TIME, less_if_agreed=True)

_ALWAYS = date.min

_EXCLUDED_IN_2023 = frozenset(
    {ExitReason.DEMENAGEMENT, ExitReason.SANTE, ExitReason.MATERNITE, ExitReason.RETRAITE, ExitReason.DECES}
)

RULES: dict[Protocol, ProtocolRules] = {
    Protocol.DIJON_2018: ProtocolRules(
        source=AAP18,
        open_ended=OpenEndedRule(6, _HALF_TIME_OR_AGREED),
        fixed_term=FixedTermRule(_SIX_MONTHS, _HALF_TIME_OR_AGREED),
        missions=MissionsRule(_SIX_MONTHS),
        aided=AidedRule(_MORE_THAN_SIX_MONTHS, _SIX_MONTHS, seniors_count=False),
        training=TrainingRule(),
        business_months=6,
        rate=RateRule(RateBase.EXITS, frozenset(), f"{AAP18}\u00a0: aucun motif exclu n'y est donné"),
    ),
    Protocol.DIJON_2023: ProtocolRules(
        source=B23,
        open_ended=OpenEndedRule(6, _HALF_TIME),
        fixed_term=FixedTermRule(_SIX_MONTHS),
        missions=MissionsRule(_SIX_MONTHS),
        aided=AidedRule(_MORE_THAN_SIX_MONTHS, _MORE_THAN_SIX_MONTHS, seniors_count=True),
        # "Since the end of 2022": the diploma is asked for from the last day of that year.
        training=TrainingRule(certified_since=date(2022, 12, 31)),
        business_months=6,
        rate=RateRule(RateBase.EXITS, _EXCLUDED_IN_2023, f"{B23}\u00a0: 137 sorties positives sur 338"),
    ),
    Protocol.DIJON_2024: ProtocolRules(
        source=AAP24,
        open_ended=OpenEndedRule(6, _HALF_TIME_OR_AGREED),
        fixed_term=FixedTermRule(_SIX_MONTHS, _HALF_TIME_OR_AGREED),
        missions=MissionsRule(_SIX_MONTHS),
        aided=AidedRule(_SIX_MONTHS, _SIX_MONTHS, seniors_count=False),
        training=TrainingRule(certified_since=_ALWAYS),
        business_months=6,
        rate=RateRule(RateBase.EXITS, _EXCLUDED_IN_2023, f"{B23}, repris faute d'un texte plus récent"),
    ),
    Protocol.ROUEN_2021: ProtocolRules(
        source=ROUEN,
        open_ended=OpenEndedRule(6, _FULL_TIME_OR_AGREED),
        fixed_term=FixedTermRule(_TWENTY_SIX_WEEKS),
        missions=MissionsRule(_TWENTY_SIX_WEEKS, average=2800),
        aided=None,
        training=TrainingRule(certified_since=_ALWAYS, then_months=6),
        business_months=6,
        rate=RateRule(
            RateBase.ACCOMPANIED, frozenset(), f"{ROUEN}\u00a0: objectif de 50\u00a0% des personnes accompagnées"
        ),
        # The market sector: not the State's, associations', nor households' (CUI-CIE, Code du travail L5134-66).
        aided_as_others=frozenset({EmployerKind.ENTREPRISE, EmployerKind.ETT, EmployerKind.GEIQ}),
        decided_by="le comité technique",
        refers_shortfalls=True,
    ),
    Protocol.ARIQ_2024: ProtocolRules(
        source=f"{AAP24}, III",
        open_ended=OpenEndedRule(0, WeeklyHours()),
        fixed_term=SignedRule(months=6, within=12),
        missions=None,
        aided=None,
        training=TrainingRule(),
        business_months=0,
        rate=RateRule(RateBase.RECEIVED, frozenset(), f"{AAP24}, III\u00a0: objectif de 25\u00a0% pour 90 personnes"),
    ),
}
