"""What matching is about: people and needs as they are compared, what is said of each pair, and the life of a proposal.

A ``Candidate`` is all that scoring ever sees: it has no sex, age, health, nationality nor origin to look at. What
hard filters need besides is in ``Standing``. The machine suggests, a person decides, and the two are kept apart
(RGPD art. 22).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from clauses.dates import Period
from clauses.errors import Conflict, Misused
from clauses.matching.french_levels import FrenchLevel
from clauses.matching.licences import Holding, Requirement
from clauses.people.publics import Criterion
from clauses.people.rules import Sector
from clauses.reference.rules import Labelled

# People and needs

UNSAID = Holding()
"""Nothing is known of someone's licences."""


@dataclass(frozen=True)
class JobCode:
    """A ROME code that a text may mean, and how surely, from 0 to 1."""

    code: str
    score: float = 1.0


@dataclass(frozen=True)
class Job:
    """A job in someone's words, with what it may mean; no code when nothing was found."""

    text: str
    codes: tuple[JobCode, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """Someone as scoring sees them. None, or nothing, means that it is not known: it is never held against anyone.

    ``place`` is the INSEE code of the commune of residence, ``place_name`` its name. ``hours_from`` and ``hours_to``
    are hundredths of an hour a week. ``waiting_since``: the orientation that is still waiting for work.
    """

    key: str
    jobs: tuple[Job, ...] = ()
    skills: tuple[str, ...] = ()
    holding: Holding = UNSAID
    place: str | None = None
    place_name: str = ""
    mobility_km: int | None = None
    french: FrenchLevel | None = None
    french_assessed_on: date | None = None
    available_on: date | None = None
    hours_from: int | None = None
    hours_to: int | None = None
    waiting_since: date | None = None
    sectors: frozenset[Sector] = frozenset()


@dataclass(frozen=True)
class Engagement:
    """A contract of someone; ``ends_on`` is None when no end is known. ``open_ended``: it is known to have none.

    ``need``: the reference of the need that someone is retained for, where the contract is not signed yet.
    """

    starts_on: date
    ends_on: date | None = None
    open_ended: bool = False
    need: str = ""


@dataclass(frozen=True)
class Standing:
    """What only hard filters look at. ``in_qpv``: None when the residence is not known.

    ``work_permit_until``: the last day of a work authorisation, None when none is recorded (most people need none).
    ``left_on``: the day someone left, and was not oriented since. ``not_integrated_on``: the day of the last decision,
    where every orientation was decided and none validated.
    """

    in_qpv: bool | None = None
    work_permit_until: date | None = None
    engagements: tuple[Engagement, ...] = ()
    left_on: date | None = None
    not_integrated_on: date | None = None


@dataclass(frozen=True)
class Need:
    """One need: ``posts`` posts of one job. What is None or empty is not asked for.

    ``weekly_hours`` in hundredths. ``division``: the NAF division (two digits) of the company. ``publics``: those
    that the market asks for on the day it starts (None: all of them), for whoever answers about eligibility.
    """

    key: str
    job: Job
    starts_on: date
    ends_on: date | None = None
    posts: int = 1
    skills: tuple[str, ...] = ()
    required: tuple[Requirement, ...] = ()
    french: FrenchLevel | None = None
    place: str | None = None
    place_name: str = ""
    weekly_hours: int | None = None
    sector: Sector | None = None
    division: str | None = None
    qpv_only: bool = False
    publics: frozenset[Criterion] | None = None

    @property
    def has_place(self) -> bool:
        """Whether the need says where, even in words that no commune bears."""
        return self.place is not None or bool(self.place_name)

    @property
    def last_needed(self) -> date:
        """The day through which licences must hold: the end of the mission, its start when it has no end."""
        return max(self.ends_on or self.starts_on, self.starts_on)

    @property
    def period(self) -> Period:
        """The days of the mission; one without an end runs on."""
        return Period(self.starts_on, max(self.ends_on or date.max, self.starts_on))


# What is said of a pair


class Verdict(Labelled):
    """Whether someone may be proposed for a need."""

    PROPOSABLE = "proposable", "Proposable"
    TO_CHECK = "a_verifier", "À vérifier"
    EXCLUDED = "exclu", "Exclu"


class CriterionScore(NamedTuple):
    """What one criterion says: a score from 0 to 1, its weight in the whole (they add up to 1), a reason in French.

    A tuple: there are nine a pair, and the garbage collector lets tuples of plain values alone.
    """

    name: str
    score: float
    weight: float
    reason: str


@dataclass(frozen=True, slots=True)
class Blocking:
    """What a hard filter says: it excludes, on a known fact, or asks a person to check."""

    criterion: str
    reason: str
    verdict: Verdict = Verdict.EXCLUDED


@dataclass(frozen=True, slots=True)
class Match:
    """One person for one need. ``score``: from 0 to 1, in steps of one ten-thousandth. ``version``: of the weights."""

    person: str
    need: str
    score: float
    verdict: Verdict
    criteria: tuple[CriterionScore, ...]
    blocking: tuple[Blocking, ...]
    version: str


# Weights

CRITERIA_NAMES = (
    "metier",
    "competences",
    "secteur",
    "habilitations",
    "distance",
    "francais",
    "disponibilite",
    "temps_de_travail",
    "attente",
)
"""The criteria, in the order in which they are shown."""


@dataclass(frozen=True)
class Limits:
    """The thresholds of a territory: kilometres, months and days, none of them law.

    ``reach_driving_km`` and ``reach_km``: how far someone goes who did not say, with and without a car.
    ``slack_km``: what a distance between centroids is not trusted with. ``french_months``: the age from which an
    assessment of French is to be done again. ``late_days``: being available so much later is worth nothing.
    ``wait_days``: waiting longer counts no more. ``least_score``: below it nobody is proposed by the whole assignment.
    """

    reach_driving_km: int = 30
    reach_km: int = 15
    slack_km: int = 3
    french_months: int = 24
    late_days: int = 30
    wait_days: int = 365
    least_score: float = 0.6


DEFAULT_POINTS: Mapping[str, int] = {
    "metier": 40,
    "competences": 10,
    "secteur": 5,
    "habilitations": 8,
    "distance": 18,
    "francais": 5,
    "disponibilite": 8,
    "temps_de_travail": 2,
    "attente": 4,
}
"""Ours, for want of a territory's own: the job first, then getting there; the rest refines."""


@dataclass(frozen=True)
class Weights:
    """The points of each criterion and the limits, under a version that every decision keeps.

    Raises `Misused` for a criterion that does not exist, negative points, points that add up to nothing, or a
    distance or a duration below 1.
    """

    version: str = "initiale"
    points: Mapping[str, int] = field(default_factory=lambda: dict(DEFAULT_POINTS))
    limits: Limits = Limits()

    def __post_init__(self) -> None:
        unknown = sorted(set(self.points) - set(CRITERIA_NAMES))
        if unknown:
            known = ", ".join(CRITERIA_NAMES)
            raise Misused(f"« {unknown[0]} » n'est pas un critère. Choisissez parmi : {known}.")
        if any(points < 0 for points in self.points.values()) or not sum(self.points.values()):
            raise Misused(
                "Les poids des critères sont des nombres positifs. Donnez-en au moins un qui ne soit pas nul."
            )
        limits = self.limits
        if min(limits.reach_driving_km, limits.reach_km, limits.late_days, limits.wait_days) < 1:
            raise Misused("Les distances et les durées des critères valent au moins 1. Corrigez-les.")

    def of(self, name: str) -> int:
        """The points of a criterion, 0 when it is left out."""
        return self.points.get(name, 0)


# Proposals


class ProposalState(Labelled):
    """Where a proposal stands."""

    PROPOSED = "proposed", "Proposée"
    SENT = "sent", "Transmise à l'entreprise"
    INTERVIEW = "interview", "Entretien"
    RETAINED = "retained", "Retenue"
    REFUSED = "refused", "Refusée"
    WITHDRAWN = "withdrawn", "Retirée"


class RefusalReason(Labelled):
    """Why a proposal ended without a contract: they feed statistics, never the score of a person."""

    COMPETENCES = "competences", "Compétences ou expérience insuffisantes"
    HABILITATION = "habilitation", "Habilitation manquante"
    FRANCAIS = "francais", "Niveau de français insuffisant pour le poste"
    MOTIVATION = "motivation", "Motivation pour le poste"
    ABSENCE = "absence", "Absence à l'entretien"
    AUTRE_CANDIDAT = "autre_candidat", "Autre candidat retenu"
    POSTE_ANNULE = "poste_annule", "Poste annulé ou déjà pourvu"
    TRAJET = "trajet", "Trajet trop long ou impossible"
    HORAIRES = "horaires", "Horaires ou temps de travail"
    REMUNERATION = "remuneration", "Rémunération"
    AUTRE_PROJET = "autre_projet", "Autre projet professionnel"
    EN_EMPLOI = "en_emploi", "A trouvé un emploi ou une formation"
    INJOIGNABLE = "injoignable", "Injoignable"
    RAISON_PERSONNELLE = "raison_personnelle", "Raison personnelle"
    NON_ELIGIBLE = "non_eligible", "Non éligible après vérification"
    AUTRE = "autre", "Autre"


_NEXT: Mapping[ProposalState, frozenset[ProposalState]] = {
    ProposalState.PROPOSED: frozenset({ProposalState.SENT, ProposalState.REFUSED}),
    ProposalState.SENT: frozenset({ProposalState.INTERVIEW, ProposalState.RETAINED, ProposalState.REFUSED}),
    ProposalState.INTERVIEW: frozenset({ProposalState.RETAINED, ProposalState.REFUSED}),
    ProposalState.RETAINED: frozenset(),
    ProposalState.REFUSED: frozenset(),
    ProposalState.WITHDRAWN: frozenset({ProposalState.PROPOSED}),
}
_ORDER = {state: rank for rank, state in enumerate(ProposalState)}


def goes_on(current: ProposalState, new: ProposalState) -> bool:
    """Whether ``new`` follows ``current``. A company may retain someone without an interview."""
    return new in _NEXT[current]


def goes_back(current: ProposalState, new: ProposalState) -> bool:
    """Whether ``new`` undoes ``current``: any decision is reversible, to any state before it.

    Somebody proposed by mistake is withdrawn: that says nothing of them, and enters no statistics.
    """
    if ProposalState.WITHDRAWN in (current, new):
        return current is ProposalState.PROPOSED and new is ProposalState.WITHDRAWN
    if current is ProposalState.REFUSED:
        return new not in (ProposalState.REFUSED, ProposalState.RETAINED)
    return _ORDER[new] < _ORDER[current]


def check_decision(current: ProposalState, new: ProposalState, reason: RefusalReason | None) -> None:
    """Refuses what a proposal cannot become; raises `Conflict`, or `Misused` for a refusal without its reason."""
    if not goes_on(current, new) and not goes_back(current, new):
        raise Conflict(
            f"Cette mise en relation est « {current.label} » : elle ne peut pas devenir « {new.label} ». "
            "Revenez d'abord à un état antérieur."
        )
    if new is ProposalState.REFUSED and reason is None:
        raise Misused("Indiquez le motif du refus : il nourrit les statistiques, jamais la note d'une personne.")
    if new is not ProposalState.REFUSED and reason is not None:
        raise Misused("Un motif de refus n'accompagne qu'un refus. Retirez-le.")
