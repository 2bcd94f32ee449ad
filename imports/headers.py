"""A header as senders write it → the column it stands for, why, and how sure.

Four ways, the surest first: the canonical header; a known synonym; a known synonym among other words; a spelling close
to one. Headers that look like a column of hours but are not (totals, paid or foreseen hours) are named apart, so that
they are never summed with the month's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from clauses.files.rules import FileKind
from clauses.words import folded
from imports.columns import KINDS, Field, Parser, fields
from imports.measures import SAID, SIGNS, measure, plain, standing_apart, without_left_out
from imports.months_as_columns import month_header
from imports.spelling import key

_APART = re.compile(r"\([^)]*\)|\[[^\]]*\]|\*+|:\s*$")

_CONTAINS, _CLOSE = 0.75, 0.65
SURE = 0.9
"""Below, a figure is read all the same, and someone is asked to look."""
OF_HOURS = frozenset({"hours", "training_hours"})
_MIXED = re.compile(
    r"(?<=\w) (?:(?:dont|y compris|incluant|avec|et) .*formation|formations? (?:compris|inclus)).*$"
)  # fmt: skip
"""Training among the hours worked, rather than apart: « Heures travaillées dont formation »."""
_FOREIGN_SIGNS = {
    Parser.HOURS: SIGNS,
    Parser.COUNT: SIGNS,
    Parser.OBLIGATION: re.compile("%"),  # a formula is of hours and euros
    Parser.MONEY: re.compile(r"%|(?i:\b[km]\s?(?:€|eur))"),
}
"""Signs that folding loses, and that a column of this kind never has."""
_OF_SOMEBODY = (
    r"telephone|mobile|mail|email|courriel|adresse|contacts?|signatures?|date|heures|nombre|montants?|taux|effectif"
    r"|naf|ape|representant|responsable|interlocuteur|referent|conseiller|tuteur|encadrant|conjoint|chef|mere|pere"
    r"|enfants?|urgence|prescripteur|ville|commune|pays"
)
_FOREIGN_WORDS = {
    Parser.DATE: r"heures|nombre|duree|jours|montants?|taux|age|motifs?|types?",
    Parser.END: r"heures|nombre|duree|jours|montants?|taux|age|motifs?|types?",
    Parser.MONTH: r"heures|nombre|duree|jours|montants?|taux",
    Parser.BIRTH: r"heures|nombre|enfants?|conjoint|lieu|pays|ville|commune|departement",
    Parser.TEXT: _OF_SOMEBODY,
    Parser.NAME: _OF_SOMEBODY,
    Parser.SIRET: _OF_SOMEBODY,
    Parser.REFERENCE: _OF_SOMEBODY,
    Parser.LOT: _OF_SOMEBODY,
}
"""Words of another kind of column, whatever the others: « Heure de début mission » is no date."""
_NEVER = re.compile(r"(?!)")
UNKNOWN = "en-tête inconnu"


@dataclass(frozen=True)
class Match:
    """The column of the product that a header stands for, or None with the reason; ``told``: somebody said so."""

    field: str | None
    why: str
    confidence: float
    told: bool = False
    near: str | None = None
    """The column that it would be, but for what its other words or signs say."""


def spellings(header: str) -> Iterator[str]:
    """The keys to try: the header whole, then without what stands in brackets."""
    whole = key(header)
    yield whole
    bare = key(_APART.sub(" ", header))
    if bare and bare != whole:
        yield bare


@cache
def known(kind: FileKind) -> dict[str, tuple[str, int]]:
    """Key → (field, rank): rank 0 is the canonical header, then synonyms in their order."""
    table: dict[str, tuple[str, int]] = {}
    for rank_of in (_canonical, _synonyms):
        for field in KINDS[kind]:
            for rank, word in rank_of(field):
                table.setdefault(key(word), (field.name, rank))
    return table


def _canonical(field: Field) -> Iterable[tuple[int, str]]:
    return ((0, field.header),)


def _synonyms(field: Field) -> Iterable[tuple[int, str]]:
    return enumerate(field.synonyms, start=1)


@cache
def known_sets(kind: FileKind) -> dict[frozenset[str], str]:
    """The words of each known header, whatever their order → field; those of two fields are left out."""
    found: dict[frozenset[str], set[str]] = {}
    for synonym, (name, _) in known(kind).items():
        found.setdefault(frozenset(synonym.split()), set()).add(name)
    return {words: names.pop() for words, names in found.items() if len(names) == 1}


@lru_cache(maxsize=20_000)
def exactly(kind: FileKind, header: str) -> Match | None:
    """The column whose canonical header or synonym this is, whatever the case, accents and abbreviations.

    What stands in brackets may be left out, unless it makes the column another: « Heures (prévues) », « Pénalité (%) ».
    """
    found = _exact(kind, header)
    return None if found is None or found.near else found


@lru_cache(maxsize=20_000)
def _exact(kind: FileKind, header: str) -> Match | None:
    table = known(kind)
    for step, spelling in enumerate(spellings(header)):
        if spelling in table:
            name, rank = table[spelling]
            if rank == 0 and step == 0:
                found = Match(name, "en-tête attendu", 1.0)
            else:
                found = Match(name, f"synonyme connu de « {_header(kind, name)} »", 0.95 if step == 0 else 0.9)
        elif (in_any_order := known_sets(kind).get(frozenset(spelling.split()))) and not _MIXED.search(spelling):
            found = Match(in_any_order, f"mots d'un synonyme de « {_header(kind, in_any_order)} »", 0.9)
        else:
            continue
        of_a_month = step > 0 and found.field == "hours" and kind is FileKind.HOURS and month_header(header) is not None
        # « Heures (mars 2024) » is the column of a month.
        return None if of_a_month else _unless(kind, header, found, known=step == 0)
    return None


def _unless(kind: FileKind, header: str, found: Match, *, known: bool) -> Match:
    """The match, or what else the column is: a rate, an amount, or what its other words say.

    ``known``: its words are those of a synonym, so only its signs can say otherwise.
    """
    name = found.field or ""
    if kind is FileKind.HOURS and name in OF_HOURS:
        what = ("other" if SIGNS.search(header) else None) if known else measure(header)
        if what is None and not known and name == "hours" and "formation" in key(header).split():
            return replace(found, confidence=_CONTAINS)
        return found if what is None else Match(None, SAID[what], 0.9, near=name)
    field = fields(kind)[name]
    signs, unless, foreign = _otherwise(field)
    own = _words_of(kind, name)
    beside = " ".join(word for word in key(header).split() if word not in own)
    otherwise = signs.search(header) or (not known and (unless.search(key(header)) or foreign.search(beside)))
    return Match(None, f"dit autre chose que « {field.header} »", 0.9, near=name) if otherwise else found


@cache
def _otherwise(field: Field) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """The signs, the words, and the words beside its own, that make a header another column than this one."""
    signs = _FOREIGN_SIGNS.get(field.parser, _NEVER)
    own = any(signs.search(text) for text in (field.header, *field.synonyms))
    words = (field.unless, _FOREIGN_WORDS.get(field.parser, ""))
    unless, foreign = (re.compile(rf"\b(?:{each})\b") if each else _NEVER for each in words)
    return _NEVER if own else signs, unless, foreign


def recognise(kind: FileKind, header: str) -> Match:
    """The column that a header stands for; never raises, an unknown header has ``field`` None."""
    found = _exact(kind, header) or _nearly(kind, header)
    if kind is not FileKind.HOURS or (found is not None and (found.field or found.near)):
        return found or Match(None, UNKNOWN, 0.0)
    what = measure(header)
    return Match(None, UNKNOWN, 0.0) if what is None else Match(None, SAID[what], 0.9)


def _nearly(kind: FileKind, header: str) -> Match | None:
    """The column that a header contains the name of, or is close to, where no other word makes it another."""
    if kind is FileKind.HOURS and (worked := _but_for_its_tail(header)) is not None:
        return worked
    found = _containing(kind, header) or _close(kind, header)
    if found is None:
        return None
    if kind is FileKind.HOURS and found.field not in OF_HOURS:
        what = standing_apart(header)
        # The day that a contract is foreseen to end is its end.
        if what is not None and not (what == "other" and found.field == "ends_on"):
            return None
    return _unless(kind, header, found, known=False)


def _but_for_its_tail(header: str) -> Match | None:
    """Hours, once what the header says they leave out, or hold with the rest, is set apart."""
    text, kind = without_left_out(header), FileKind.HOURS
    mixed = _MIXED.search(text)
    bare = text[: mixed.start()] if mixed else text
    found = _exact(kind, bare) if bare != key(header) else None
    if found is None or found.field not in OF_HOURS:
        return None
    return replace(_unless(kind, header, found, known=False), confidence=_CONTAINS if mixed else SURE)


def _containing(kind: FileKind, header: str) -> Match | None:
    """A synonym of two words or more, all among those of the header and at least half of them."""
    words = set(key(header).split())
    best: tuple[int, int, str] | None = None
    tied: set[str] = set()
    for synonym, (name, rank) in known(kind).items():
        among = set(synonym.split())
        if len(among) < 2 or not among <= words or 2 * len(among) < len(words):
            continue
        if best is None or len(among) > best[0]:
            best, tied = (len(among), rank, name), {name}
        elif len(among) == best[0]:
            tied.add(name)
    if best is None:
        return None
    name = best[2]
    if len(tied) > 1:
        if tied != OF_HOURS:
            return None
        name = "training_hours"
    beside = frozenset(words - _words_of(kind, name))
    harmless = (
        plain(beside)
        if kind is FileKind.HOURS and name == "hours"
        else beside <= frozenset(fields(kind)[name].beside.split())
    )
    return Match(name, f"contient un synonyme de « {_header(kind, name)} »", SURE if harmless else _CONTAINS)


@cache
def _words_of(kind: FileKind, name: str) -> frozenset[str]:
    """Every word of the synonyms of a column."""
    return frozenset(word for synonym, (field, _) in known(kind).items() if field == name for word in synonym.split())


def _close(kind: FileKind, header: str) -> Match | None:
    """One letter off, two in a long header, and no other column as near."""
    text = key(header)
    if len(text) < 5:
        return None
    allowed = 1 if len(text) < 10 else 2
    found = process.extract(text, known(kind).keys(), scorer=Levenshtein.distance, score_cutoff=allowed, limit=5)
    names = {known(kind)[synonym][0] for synonym, distance, _ in found if distance == found[0][1]}
    if len(names) != 1:
        return None
    name = names.pop()
    return Match(name, f"orthographe proche de « {_header(kind, name)} »", _CLOSE)


def rank(kind: FileKind, header: str) -> int:
    """How near to the canonical header: 0 is it, then the order of the synonyms, 1 000 for the rest."""
    table = known(kind)
    return next((table[spelling][1] for spelling in spellings(header) if spelling in table), 1000)


def _header(kind: FileKind, name: str) -> str:
    return next(field.header for field in KINDS[kind] if field.name == name)


@cache
def known_words(kind: FileKind) -> list[str]:
    """Every known header of a kind, in lower case, with and without its accents: what a row of headers is made of."""
    names = [name for field in KINDS[kind] for name in (field.header, *field.synonyms)]
    return sorted({word for name in names for word in (name.lower(), folded(name))})
