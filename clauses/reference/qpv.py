"""The quartiers prioritaires (QPV) of Dijon and Rouen: two generations, and one key for every spelling.

« Dijon- Fontaine-d'ouche », « Fontaine d'Ouche », QN02102M and QP021002 are one quartier, whose key is QN02102M.

Sources: list of the QPV 2024 (ANCT, Licence Ouverte; checked against it by a test). Perimeters in force: décret
n° 2014-1750 of 30 December 2014, from 1 January 2015; décret n° 2023-1314 of 28 December 2023, from 1 January 2024
(mainland France). The last letter of a code of 2024 says what became of the perimeter of 2015: M modified, I identical,
N new. The five codes of 2015 in Dijon follow the order of those of 2024 and could not be checked; those of Rouen are
left out: a QP code without an entry here is its own key.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from clauses.reference import communes
from clauses.reference.qpv_answers import NO, OUTSIDE, UNSURE, YES, YES_ALONE, after_yes
from clauses.words import folded, tidy

FIRST_GENERATION = date(2015, 1, 1)
SECOND_GENERATION = date(2024, 1, 1)
OVERSEAS_SECOND_GENERATION = date(2025, 1, 1)
"""Décret n° 2024-1212 of 27 December 2024: the perimeters of the overseas departments and collectivities."""

_OVERSEAS = ("QN97", "QN98", "QP97", "QP98")

KEY_LENGTH = 120  # of the column that keeps it

UNNAMED = "QPV non précisé"
"""What a file means by « oui » in its QPV column."""


def second_generation(code: str) -> date:
    """The first day of the perimeters of 2024, by the place that a code is in."""
    return OVERSEAS_SECOND_GENERATION if code.startswith(_OVERSEAS) else SECOND_GENERATION


@dataclass(frozen=True)
class Quartier:
    """One quartier of 2024; ``former`` is its code of 2015 where it is known."""

    key: str
    name: str
    communes: tuple[str, ...]
    former: str | None = None

    @property
    def since(self) -> date:
        """The first day that a perimeter of this quartier was in force."""
        return second_generation(self.key) if self.key.endswith("N") else FIRST_GENERATION


@dataclass(frozen=True)
class Recognised:
    """What a QPV column says: a key (None: not in a QPV) and the name given (None: a code only).

    ``watched``: the file names a *quartier de veille*, which never counts. ``unsure``: it says that nobody knows, or
    that it is near, was once or is to be checked, which is neither yes nor no.
    """

    key: str | None
    name: str | None = None
    watched: bool = False
    unsure: bool = False


QUARTIERS: tuple[Quartier, ...] = (
    Quartier("QN02101M", "Le Mail", ("Chenôve",), "QP021001"),
    Quartier("QN02102M", "Fontaine d'Ouche", ("Dijon",), "QP021002"),
    Quartier("QN02103M", "Les Grésilles", ("Dijon",), "QP021003"),
    Quartier("QN02104M", "Le Bief du Moulin", ("Longvic",), "QP021004"),
    Quartier("QN02105M", "Le Belvédère", ("Talant",), "QP021005"),
    Quartier("QN02106N", "Quetigny Centre", ("Quetigny",)),
    Quartier("QN07610M", "Plateau", ("Canteleu",)),
    Quartier("QN07611M", "Arts et Fleurs - Feugrais - Novales", ("Cléon", "Saint-Aubin-lès-Elbeuf")),
    Quartier("QN07612I", "Parc du Robec", ("Darnétal",)),
    Quartier("QN07613M", "Centre ville", ("Elbeuf",)),
    Quartier("QN07614M", "Quartier BCDM", ("Grand-Couronne",)),
    Quartier("QN07615M", "QPV de Maromme", ("Maromme",)),
    Quartier("QN07616M", "Quartier Rosa Parks", ("Notre-Dame-de-Bondeville",)),
    Quartier("QN07617M", "Bel Air", ("Oissel-sur-Seine",)),
    Quartier("QN07618M", "Quartier de la Piscine", ("Le Petit-Quevilly",)),
    Quartier("QN07619M", "Grammont - Saint Sever - Orléans", ("Rouen",)),
    Quartier("QN07620M", "Les Hauts de Rouen", ("Bihorel", "Rouen")),
    Quartier("QN07621M", "Quartier Château Blanc", ("Saint-Étienne-du-Rouvray",)),
    Quartier("QN07622M", "Quartier Thorez - Grimau", ("Saint-Étienne-du-Rouvray",)),
    Quartier("QN07623M", "Quartier Hartmann - La Houssière", ("Saint-Étienne-du-Rouvray",)),
    Quartier("QN07624M", "Buisson-Gallouen", ("Saint-Étienne-du-Rouvray", "Sotteville-lès-Rouen")),
    Quartier("QN07627N", "Quartier Saint-Julien", ("Le Petit-Quevilly",)),
)

_CODE = re.compile(r"\bQ\s?(?:N\s?(?P<new>\d{5})\s?(?P<fate>[A-Z])?|P\s?(?P<old>\d{6}))\b", re.IGNORECASE)
_SMALL_WORDS = frozenset(
    {"le", "la", "les", "l", "d", "du", "de", "des", "et", "a", "quartier", "quartiers", "qpv", "ville"}
)
_VAGUE = frozenset({"centre", "plateau"})  # names that every town could give: nothing without their commune
_WATCHED = re.compile(r"\b(veille|qva)\b")


class Quartiers:
    """The quartiers that are known: the compact table, or the official list once it is loaded.

    ``anywhere`` are the keys whose full name is enough without its commune: those of the two métropoles, since a name
    like « Centre ville » says nothing in the whole country.
    """

    def __init__(self, quartiers: Iterable[Quartier], anywhere: Iterable[str] | None = None) -> None:
        self.all = tuple(quartiers)
        self._by_key = {quartier.key: quartier for quartier in self.all}
        self._by_plain_code = {quartier.key[:-1]: quartier.key for quartier in self.all if quartier.key[:2] == "QN"}
        self._by_former = {quartier.former: quartier.key for quartier in self.all if quartier.former}
        self._here: dict[str, list[Quartier]] = defaultdict(list)
        for quartier in self.all:
            for place in dict.fromkeys(map(communes.name_key, quartier.communes)):
                self._here[place].append(quartier)
        self._anywhere = tuple(self._by_key[key] for key in anywhere or self._by_key if key in self._by_key)

    def completed(self, official: Iterable[Quartier]) -> Quartiers:
        """This table and the official one: its names and communes, and the codes of 2015 that are known here.

        A quartier of 2015 that has the name and the commune of exactly one of 2024 that goes on (« M », « I ») is
        that one.
        """
        known = dict(self._by_key)
        for quartier in official:
            before = known.get(quartier.key)
            if before is None:
                known[quartier.key] = quartier
            else:
                places = quartier.communes or before.communes
                known[quartier.key] = replace(before, name=quartier.name, communes=places)
        told = {quartier.former for quartier in known.values() if quartier.former}
        table = Quartiers(known.values(), self._by_key)
        for quartier in list(known.values()):
            heir = table.heir(quartier) if quartier.key not in told else None
            if heir is not None and known[heir.key].former is None:
                known[heir.key] = replace(heir, former=quartier.key)
                told.add(quartier.key)
        return Quartiers((one for one in known.values() if one.key not in told), self._by_key)

    def heir(self, quartier: Quartier) -> Quartier | None:
        """The quartier of 2024 that one of 2015 became, by its name and commune; None when it is not plain."""
        if not quartier.key.startswith("QP"):
            return None
        words = _words(quartier.name)
        heirs = {
            one.key: one
            for place in quartier.communes
            for one in self._here.get(communes.name_key(place), ())
            if one.key[:2] == "QN" and one.key[-1:] in ("M", "I") and _words(one.name) == words
        }
        return next(iter(heirs.values())) if len(heirs) == 1 else None

    def recognise(self, text: str | None, commune: str | None = None) -> Recognised:
        """What a cell of a QPV column says, read with the commune of the same row.

        The key is the code of 2024, else the code as given, else the folded name: a name that is not in the table
        stays what it is, and one that two communes share (« Centre ville ») is only recognised with its commune.
        """
        given = tidy(text or "")
        words = folded(given)
        said = _plainly(given, words)
        quartier = self._named(given, commune) if said is None else None
        if quartier is not None:
            return Recognised(quartier.key, given)
        return said or _apart(given, words) or self._coded(given) or self._after_yes(given, words, commune)

    def _coded(self, given: str) -> Recognised | None:
        code = _CODE.search(given)
        if code is None:
            return None
        rest = tidy(_CODE.sub(" ", given)).strip(" -–—:;,()[]/")
        return Recognised(self._key_of_code(code), rest or None)

    def _after_yes(self, given: str, words: str, commune: str | None) -> Recognised:
        """« oui (Grésilles) », or a name that is not in the table."""
        rest = after_yes(given)
        quartier = self._named(rest, commune) if rest != given else None
        return Recognised(quartier.key, rest) if quartier else Recognised((words or given)[:KEY_LENGTH], given)

    def official_name(self, key: str) -> str | None:
        """The official name of a quartier of this table; None for another key."""
        quartier = self._by_key.get(key)
        return quartier.name if quartier else None

    def quartier_of(self, key: str) -> Quartier | None:
        """The quartier of that key; None when it is not in this table."""
        return self._by_key.get(key)

    def in_force(self, key: str, day: date) -> bool | None:
        """Whether a perimeter of that quartier was in force on ``day``; None for a name without a code.

        A code of 2015 that is not known to go on is taken at its word until the end of its generation, and unknown
        afterwards.
        """
        quartier = self._by_key.get(key)
        if quartier is not None and not key.startswith("QP"):
            return quartier.since <= day
        if not _CODE.fullmatch(key):
            return None
        if key.startswith("QP"):
            return None if day >= second_generation(key) else day >= FIRST_GENERATION
        return day >= (second_generation(key) if key.endswith("N") else FIRST_GENERATION)

    def bare(self, name: str, key: str) -> bool:
        """Whether a spelling gives the quartier without the name of its commune in front: « Fontaine d'Ouche »."""
        quartier = self._by_key.get(key)
        if quartier is None:
            return True
        official = _words(quartier.name)
        return not any(place <= _words(name) and not place <= official for place in map(_words, quartier.communes))

    def _key_of_code(self, code: re.Match[str]) -> str:
        if code["old"]:
            former = f"QP{code['old']}"
            return self._by_former.get(former, former)
        plain = f"QN{code['new']}"
        known = self._by_plain_code.get(plain)
        return known or plain + (code["fate"] or "").upper()

    def _named(self, name: str, commune: str | None) -> Quartier | None:
        words, here = _words(name), communes.name_key(commune or "")
        found = [quartier for quartier in self._here.get(here, ()) if words in _parts(quartier)]
        if not found and not words <= _VAGUE and (not here or communes.find(here) is not None):
            # Moved since, or no commune given: the full name is enough, in the two métropoles only.
            found = [quartier for quartier in self._anywhere if words in _full_names(quartier)]
        today = [quartier for quartier in found if quartier.key.startswith("QN")] or found
        return today[0] if len(today) == 1 else None


def _plainly(given: str, words: str) -> Recognised | None:
    """A plain yes, no or « quartier de veille »; and a question is no answer."""
    if "?" in given:
        return Recognised(None, given, unsure=True)
    if words in NO:
        return Recognised(None)
    if _WATCHED.search(words):
        return Recognised(None, given, watched=True)
    return Recognised(folded(UNNAMED), UNNAMED) if words in YES else None


def _apart(given: str, words: str) -> Recognised | None:
    """What says outside, or that it is not known, whatever else it names; and a yes without a name."""
    if OUTSIDE.search(words):
        return Recognised(None)
    rest = after_yes(given)
    if rest != given and folded(rest) in YES_ALONE:
        return Recognised(folded(UNNAMED), UNNAMED)
    return Recognised(None, given, unsure=True) if UNSURE.search(words) else None


def _words(name: str) -> frozenset[str]:
    """The words that tell a name: without articles, plural marks or order."""
    told = (word for word in folded(name).split() if word not in _SMALL_WORDS)
    return frozenset("saint" if word == "st" else word.rstrip("sx") or word for word in told)


@cache
def _full_names(quartier: Quartier) -> frozenset[frozenset[str]]:
    """The sets of words that name a quartier anywhere: its name, alone or with its commune."""
    words = _words(quartier.name)
    return frozenset({words, *(words | _words(place) for place in quartier.communes)})


@cache
def _parts(quartier: Quartier) -> frozenset[frozenset[str]]:
    """Those that name it in its own commune: each part of a double name, and the name less the commune."""
    found = set(_full_names(quartier))
    for part in map(_words, quartier.name.split(" - ")):
        for place in map(_words, quartier.communes):
            found |= {part, part | place, part - place}
    return frozenset(found - {frozenset()})


BUILT_IN = Quartiers(QUARTIERS)
"""The compact table: what serves until the official list is loaded, and completes it."""

recognise = BUILT_IN.recognise
official_name = BUILT_IN.official_name
quartier_of = BUILT_IN.quartier_of
in_force = BUILT_IN.in_force
bare = BUILT_IN.bare
