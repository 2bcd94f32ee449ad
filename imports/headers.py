"""A header as senders write it → the column it stands for, why, and how sure.

Four ways, the surest first: the canonical header; a known synonym; a known synonym among other words; a spelling close
to one. Headers that look like a column of hours but are not (totals, paid or foreseen hours) are named apart, so that
they are never summed with the month's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from clauses.files.rules import FileKind
from clauses.words import folded
from imports.columns import KINDS, Field

_ABBREVIATIONS = {
    "n": "numero", "no": "numero", "num": "numero", "nr": "numero", "ref": "reference", "refce": "reference",
    "nat": "nature", "typ": "type", "mche": "marche", "mch": "marche", "effectue": "effectuees",
    "nb": "nombre", "nbr": "nombre", "nbre": "nombre", "nbres": "nombre",
    "h": "heures", "hr": "heures", "hrs": "heures",
    "hre": "heures", "hres": "heures", "heure": "heures", "heur": "heures", "trav": "travaillees",
    "travaillee": "travaillees", "travailles": "travaillees", "travaille": "travaillees", "real": "realisees",
    "realisee": "realisees", "realise": "realisees", "realises": "realisees",
    "effect": "effectuees", "effectuee": "effectuees",
    "dt": "date",
    "dte": "date", "naiss": "naissance", "nais": "naissance", "deb": "debut", "ctr": "contrat", "cont": "contrat",
    "contr": "contrat", "contrats": "contrat", "prenoms": "prenom", "pren": "prenom", "sal": "salarie",
    "salaries": "salarie", "salariee": "salarie", "qte": "quantite", "attrib": "attributaire", "ent": "entreprise",
    "entr": "entreprise", "ets": "etablissement", "etab": "etablissement", "marches": "marche", "form": "formation",
    "notif": "notification", "tel": "telephone", "empl": "employeur", "mensuel": "mensuelles", "siretn": "siret",
    "jr": "jours", "jrs": "jours", "jour": "jours", "dob": "naissance", "benef": "beneficiaire", "int": "intitule",
    "tps": "temps", "hebdo": "hebdomadaires", "hebdomadaire": "hebdomadaires", "lieux": "lieu",
}  # fmt: skip
_LITTLE = frozenset(
    ("a", "au", "aux", "d", "dans", "de", "des", "du", "e", "en", "es", "et", "l", "la", "le", "les", "ou", "par",
     "pour", "s", "sur", "un", "une")
)  # fmt: skip
_JOINED_UP = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-Ö])")
"""Between the words of a program's header: DateNaissance."""
_APART = re.compile(r"\([^)]*\)|\[[^\]]*\]|\*+|:\s*$")

_NOT_WORKED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(cumul\w*|cumulees?|total\w*|totaux|recap\w*|annuel\w*|depuis (?:debut|origine))\b"), "total"),
    (re.compile(r"\b(payees?|payes?|remunerees?|facturees?|facturables?)\b"), "paid"),
    (re.compile(
        r"\b(prevues?|prevus?|previsionnel\w*|theoriques?|contractuel\w*|objectifs?|dues?|restant\w*|reste|solde|ecart"
        r"|moyenne|taux|cout|salaire|brut|net|montant|absences?|absence|conges?|maladie|intemperies|jours"
        r"|supplementaires|hebdomadaires|hebdo|semaine)\b"
    ), "other"),
)  # fmt: skip
_SAID = {
    "total": "cumul ou total : recalculé, jamais importé",
    "paid": "heures payées, qui ne sont pas les heures travaillées",
    "other": "colonne sans usage pour cet import",
}
_CONTAINS, _CLOSE = 0.75, 0.65
UNKNOWN = "en-tête inconnu"


@dataclass(frozen=True)
class Match:
    """The column of the product that a header stands for, or None with the reason; ``told``: somebody said so."""

    field: str | None
    why: str
    confidence: float
    told: bool = False


def key(header: str) -> str:
    """What is compared of a header: « N° de\\nlot » → ``numero lot``, « Nbre d'heures » → ``nombre heures``."""
    words = [_ABBREVIATIONS.get(word, word) for word in folded(_JOINED_UP.sub(" ", header)).split()]
    # The last word is kept: « Décision » and « Décision le » are two columns.
    return " ".join(word for place, word in enumerate(words, start=1) if place == len(words) or word not in _LITTLE)


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
    """The column whose canonical header or synonym this is, whatever the case, accents and abbreviations."""
    table = known(kind)
    for step, spelling in enumerate(spellings(header)):
        if spelling in table:
            name, rank = table[spelling]
            if rank == 0 and step == 0:
                return Match(name, "en-tête attendu", 1.0)
            return Match(name, f"synonyme connu de « {_header(kind, name)} »", 0.95 if step == 0 else 0.9)
        in_any_order = known_sets(kind).get(frozenset(spelling.split()))
        if in_any_order:
            return Match(in_any_order, f"mots d'un synonyme de « {_header(kind, in_any_order)} »", 0.9)
    return None


@lru_cache(maxsize=20_000)
def measure(header: str) -> str | None:
    """What a column of figures is when it is not the month's work ``total``, ``paid``, ``other``; else None."""
    text = key(header)
    for pattern, what in _NOT_WORKED:
        if pattern.search(text):
            return what
    return None


def recognise(kind: FileKind, header: str) -> Match:
    """The column that a header stands for; never raises, an unknown header has ``field`` None."""
    found = exactly(kind, header)
    if found is not None:
        return found
    what = measure(header) if kind is FileKind.HOURS else None
    if what is not None:
        return Match(None, _SAID[what], 0.9)
    return _containing(kind, header) or _close(kind, header) or Match(None, UNKNOWN, 0.0)


def _containing(kind: FileKind, header: str) -> Match | None:
    """A synonym of two words or more, all among those of the header and at least half of them."""
    words = set(key(header).split())
    best: tuple[int, int, str] | None = None
    tied = False
    for synonym, (name, rank) in known(kind).items():
        among = set(synonym.split())
        if len(among) < 2 or not among <= words or 2 * len(among) < len(words):
            continue
        if best is None or len(among) > best[0]:
            best, tied = (len(among), rank, name), False
        elif len(among) == best[0] and name != best[2]:
            tied = True
    if best is None or tied:
        return None
    return Match(best[2], f"contient un synonyme de « {_header(kind, best[2])} »", _CONTAINS)


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
