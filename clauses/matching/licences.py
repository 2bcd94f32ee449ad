"""CACES, driving licences, electrical symbols, carte BTP, AIPR: what covers what, and until when.

Texts become these values in `licence_reading`. Comparing is exact: a licence is held, held in part (something is left
to a person to check), or not held. Nothing is ever missing on the strength of what nobody said.

Sources: recommandations CNAM R482 to R490, in force since 1 January 2020, and those they replace (R372m, R377m, R383m,
R386, R389, R390, R318), whose certificates hold until their own end; Code de la route R221-4 to R221-10; NF C 18-510;
Code de l'environnement R554-31 for the AIPR.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cached_property, lru_cache

from clauses.dates import add_months
from clauses.matching.caces import last_day_of_old, meaning, years_of
from clauses.reference.rules import Labelled


class LicenceKind(Labelled):
    """The families of licences; the code is the name of the criterion that blocks."""

    CACES = "caces", "CACES"
    PERMIS = "permis", "Permis de conduire"
    ELECTRIQUE = "habilitation_electrique", "Habilitation électrique"
    CARTE_BTP = "carte_btp", "Carte BTP"
    AIPR = "aipr", "AIPR"
    AUTRE = "habilitation", "Autre habilitation"


class Cover(IntEnum):
    """How far a licence that is held answers one that is asked for."""

    NONE = 0
    PARTLY = 1
    """Something must be checked: the category or the profile is not said, the licence is being obtained."""
    FULLY = 2


@dataclass(frozen=True)
class Licence:
    """One licence, held or asked for.

    ``family``: of a CACES, its recommandation as written ("R482", "" when only « CACES » is said); of other
    habilitations, their name. ``category``: "A" or "1B" of a CACES, "CE" of a permit, "B2V" of an electrical symbol,
    the profile of an AIPR; "" when it is not said. ``valid_until``: the last day, None when it is not known.
    ``unsure``: the text leaves a doubt (in progress, to be renewed, an unreadable date).
    """

    kind: LicenceKind
    family: str = ""
    category: str = ""
    valid_until: date | None = None
    unsure: bool = False

    @cached_property
    def label(self) -> str:
        """As a person names it: « CACES R482 A », « permis BE », « habilitation électrique B2V »."""
        named = _NAMES[self.kind].format(family=self.family, category=self.category)
        return " ".join(named.split())


_NAMES = {
    LicenceKind.CACES: "CACES {family} {category}",
    LicenceKind.PERMIS: "permis {category}",
    LicenceKind.ELECTRIQUE: "habilitation électrique {category}",
    LicenceKind.CARTE_BTP: "carte BTP",
    LicenceKind.AIPR: "AIPR {category}",
    LicenceKind.AUTRE: "{family}",
}


@dataclass(frozen=True)
class Holding:
    """What is known of someone's licences.

    ``known``: the person's file says something of them, so that what is not in the list is known to be missing.
    ``denied``: what it says that the person has not. ``unread``: what nobody could recognise: it may be anything.
    ``vehicle``: whether the person has one.
    """

    licences: tuple[Licence, ...] = ()
    known: bool = False
    denied: tuple[Licence, ...] = ()
    unread: tuple[str, ...] = ()
    vehicle: bool | None = None

    def __hash__(self) -> int:
        """Counted once: `held` is asked about the same few holdings many times."""
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.licences, self.known, self.denied, self.unread, self.vehicle))


@dataclass(frozen=True)
class Requirement:
    """What a need asks for: one of ``any_of``. ``unread``: asked for in words that nobody could recognise."""

    any_of: tuple[Licence, ...]
    optional: bool = False
    unread: str = ""

    def __hash__(self) -> int:
        """Counted once, as for a holding."""
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.any_of, self.optional, self.unread))

    @cached_property
    def label(self) -> str:
        """« CACES R482 A ou CACES R482 B1 »."""
        return " ou ".join(licence.label for licence in self.any_of) or self.unread

    @property
    def kind(self) -> LicenceKind:
        """The kind that names the criterion."""
        return self.any_of[0].kind if self.any_of else LicenceKind.AUTRE


class Validity(Labelled):
    """What is known of a requirement for a mission."""

    VALID = "valid", "Valable pendant toute la mission"
    UNDATED = "undated", "Détenue, fin de validité non renseignée"
    TO_CHECK = "to_check", "À vérifier"
    UNKNOWN = "unknown", "Non renseignée"
    EXPIRED = "expired", "Expirée avant la fin de la mission"
    MISSING = "missing", "Manquante"


NO_END = date.max
"""A licence held whose end is not known."""

NEVER = date.min
"""No licence that answers."""

OVER = date(1900, 1, 1)
"""The last day of a licence that is said to be over, without a date."""


@dataclass(frozen=True)
class Held:
    """How one requirement is answered, before any mission is looked at.

    ``until``: the last day covered without a doubt, ``NO_END`` without a date, ``NEVER`` without a licence.
    ``doubtful``: another licence may answer. ``known``: what is not there is known to be missing.
    """

    until: date
    doubtful: bool
    known: bool


@lru_cache(maxsize=65536)
def held(requirement: Requirement, holding: Holding) -> Held:
    """What someone holds towards a requirement. An unread text may be it; so may what is asked in unread words."""
    until, doubtful = NEVER, False
    for licence in holding.licences:
        cover = best_cover(licence, requirement)
        if cover is Cover.FULLY:
            until = max(until, ends_on(licence) or NO_END)
        doubtful = doubtful or cover is Cover.PARTLY
    listed = holding.known and not holding.unread and not requirement.unread
    return Held(until, doubtful, known=listed or _denied(requirement, holding))


def _denied(requirement: Requirement, holding: Holding) -> bool:
    """Whether every alternative is said not to be held: « sans permis » denies a B, hence a C, which has the B."""
    return bool(requirement.any_of) and all(
        any(covers(asked, denied) is Cover.FULLY for denied in holding.denied) for asked in requirement.any_of
    )


def validity(answer: Held, last_needed: date) -> Validity:
    """Whether what is held is valid until ``last_needed``, the end of the mission (its start when it has no end)."""
    if answer.until == NO_END:
        return Validity.UNDATED
    if answer.until >= last_needed:
        return Validity.VALID
    if answer.doubtful:
        return Validity.TO_CHECK
    if answer.until > NEVER:
        return Validity.EXPIRED
    return Validity.MISSING if answer.known else Validity.UNKNOWN


def best_cover(licence: Licence, requirement: Requirement) -> Cover:
    """The best answer that a licence gives to any alternative of a requirement."""
    return max((covers(licence, asked) for asked in requirement.any_of), default=Cover.NONE)


def covers(licence: Licence, asked: Licence) -> Cover:
    """How far a licence answers another, whatever the dates."""
    if licence.kind is not asked.kind:
        return Cover.NONE
    cover = _COVERS[licence.kind](licence, asked)
    return min(cover, Cover.PARTLY) if licence.unsure else cover


def ends_on(licence: Licence) -> date | None:
    """The last day of a licence: the one written, else the last possible one of a CACES under the old rules."""
    if licence.valid_until is not None or licence.kind is not LicenceKind.CACES:
        return licence.valid_until
    return last_day_of_old(licence.family)


def years_valid(kind: LicenceKind, family: str) -> int | None:
    """How many years a licence of this kind holds once obtained; None where there is no such rule.

    AIPR: 5 years. SST: 24 months between two « maintien et actualisation ». An electrical habilitation is retrained
    every 3 years by recommendation only, a permit for a car has no end: neither is ever judged expired here.
    """
    if kind is LicenceKind.CACES:
        return years_of(family)
    if kind is LicenceKind.AIPR:
        return 5
    return _OTHER_YEARS.get(family) if kind is LicenceKind.AUTRE else None


_OTHER_YEARS = {"SST": 2}


def last_day_from(obtained_on: date, years: int) -> date:
    """The last day of what was obtained on a day and holds whole years."""
    return date.fromordinal(add_months(obtained_on, years * 12).toordinal() - 1)


# What covers what, kind by kind


def _caces(licence: Licence, asked: Licence) -> Cover:
    """Compared in the categories of today. Asked: one of them is enough. Held in vague words: all must be enough."""
    if not licence.family or not asked.family:
        return Cover.PARTLY
    has, wants = meaning(licence.family, licence.category), meaning(asked.family, asked.category)
    if has.family != wants.family or not has.categories & wants.categories:
        return Cover.NONE
    return Cover.PARTLY if has.vague and not has.categories <= wants.categories else Cover.FULLY


_PERMITS: dict[str, frozenset[str]] = {
    "A": frozenset({"A2", "A1", "AM"}),
    "A2": frozenset({"A1", "AM"}),
    "A1": frozenset({"AM"}),
    "AM": frozenset(),
    "B1": frozenset({"AM"}),
    "B": frozenset({"B1", "AM"}),
    "BE": frozenset({"B", "B1", "AM"}),
    "C1": frozenset({"B", "B1", "AM"}),
    "C": frozenset({"C1", "B", "B1", "AM"}),
    "C1E": frozenset({"C1", "BE", "B", "B1", "AM"}),
    "CE": frozenset({"C", "C1", "C1E", "BE", "B", "B1", "AM"}),
    "D1": frozenset({"B", "B1", "AM"}),
    "D": frozenset({"D1", "B", "B1", "AM"}),
    "D1E": frozenset({"D1", "BE", "B", "B1", "AM"}),
    "DE": frozenset({"D", "D1", "D1E", "BE", "B", "B1", "AM"}),
}
"""Each category of permit, and those that its holder also has (Code de la route R221-4 to R221-10)."""

PERMIT_CATEGORIES = frozenset(_PERMITS)


def _permit(licence: Licence, asked: Licence) -> Cover:
    same = licence.category == asked.category or asked.category in _PERMITS[licence.category]
    return Cover.FULLY if same else Cover.NONE


def _electrical(licence: Licence, asked: Licence) -> Cover:
    """A symbol covers itself, the lower numbers of its voltage, and the same away from live parts (no V).

    BR holds BS; any symbol of a voltage holds 0 of that voltage; an attribute (Essai, Manœuvre…) comes on top of its
    symbol. An attribute asked of someone whose file gives the bare symbol, or another one, is left to a person.
    """
    has, wants = licence.category, asked.category
    if not wants:
        return Cover.FULLY
    if not has:
        return Cover.PARTLY
    if wants == has or wants in _lesser_symbols(has):
        return Cover.FULLY
    return Cover.PARTLY if wants.partition(" ")[0] == has.partition(" ")[0] else Cover.NONE


def _lesser_symbols(symbol: str) -> frozenset[str]:
    bare = symbol.partition(" ")[0]
    voltage, level, near = bare[0], bare[1], bare[2:]
    lesser = {bare, f"{voltage}0"}
    if level in "12" and near in ("", "V"):
        lesser |= {f"{voltage}{number}{letter}" for number in "12" if number <= level for letter in {near, ""}}
    return frozenset(lesser | {"BS"}) if bare == "BR" else frozenset(lesser)


def _profile(licence: Licence, asked: Licence) -> Cover:
    if licence.category == asked.category or not asked.category:
        return Cover.FULLY
    return Cover.PARTLY


def _same(licence: Licence, asked: Licence) -> Cover:
    return Cover.FULLY if licence.family == asked.family else Cover.NONE


_COVERS = {
    LicenceKind.CACES: _caces,
    LicenceKind.PERMIS: _permit,
    LicenceKind.ELECTRIQUE: _electrical,
    LicenceKind.CARTE_BTP: _same,
    LicenceKind.AIPR: _profile,
    LicenceKind.AUTRE: _same,
}


def drives(holding: Holding, on: date) -> bool | None:
    """Whether someone can drive a car that day: a permit B or more, or a vehicle; None when nobody said."""
    if holding.vehicle:
        return True
    answer = held(CAR, holding)
    if answer.until >= on:
        return True
    unknown = answer.doubtful or (not answer.known and answer.until == NEVER)
    return None if unknown else False


CAR = Requirement((Licence(LicenceKind.PERMIS, category="B"),))
