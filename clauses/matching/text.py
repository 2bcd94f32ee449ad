"""Free French text → words that can be compared: case, accents, inclusive writing, both genders, small words.

A job title comes as people write it: "Maçon(ne) H/F", "agent·e d'entretien", "Opérateur / Opératrice de tri".
``forms`` gives it back as one list of words per gender, or one list when there is only one way to read it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable

from clauses.matching.stems import light, listed
from clauses.words import folded

MAX_CHARACTERS = 300
"""What is read of a text; the longest official appellation has 133 characters."""

MAX_WORDS = 24

STOP_WORDS = frozenset(
    listed("a au aux d de des du en et l la le les n ou par pour qu s sur dans avec chez un une of and")
)
"""Words that say nothing of a job. "son" is not one of them: it is a trade ("ingénieur du son")."""

_PLAIN = re.compile(r"[\w ,']*")
"""Nothing to undo: most texts are so, and reading a nomenclature takes half the time."""

_TAG = re.compile(r"<[^<>]{0,200}>")
_BOTH_SEXES = re.compile(
    r"(?<![^\W_])(?:h ?[/-] ?f|f ?[/-] ?h|m ?/ ?f|f ?/ ?m|hommes? ?/ ?femmes?|femmes? ?/ ?hommes?)"
    r"(?: ?/ ?[xd])?(?![^\W_])"
)
_ENDING = r"(?:trice|rice|euse|i[eè]re|[eè]re|ienne|enne|onne|nne|ne|se|lle|le|ve|ffe|fe|tte|te|esse|e|x)"
_INCLUSIVE = re.compile(
    # maçon(ne)s, agent(e), vendeur (euse), technicien(s)
    rf"(?<=[^\W\d_]{{2}}) ?\((?:{_ENDING}s?|s)\)s?"
    # agent·e·s, maçon•ne
    rf"|(?<=[^\W\d_]{{2}})[·•‧∙⋅]{_ENDING}(?:[·•‧∙⋅]?s)?(?![^\W_])"
    # agent.e.s, chargé-e, vendeur/se, directeur.trice: short endings only, a word may well follow these signs
    r"|(?<=[^\W\d_]{3})[./-](?:trice|rice|euse|i[eè]re|[eè]re|ienne|ne|se|le|ve|fe|e)(?:[./-]?s)?(?![^\W_])"
)


def forms(text: str) -> list[list[str]]:
    """The folded words of a title, one list per way to read it, small words included; empty when it holds no word.

    "Agent / Agente d'entretien" → [["agent", "d", "entretien"], ["agente", "d", "entretien"]];
    "Maçon / Coffreur" are two trades, not two genders: one list of both. What follows ``MAX_CHARACTERS`` is not read.
    """
    plain = text[:MAX_CHARACTERS]
    if not _PLAIN.fullmatch(plain):
        plain = unicodedata.normalize("NFKC", _TAG.sub(" ", html.unescape(plain))).casefold()
        plain = _INCLUSIVE.sub("", _BOTH_SEXES.sub(" ", plain))
    parts = [words for part in plain.split("/") if (words := folded(part).split())]
    if not parts:
        return []
    readings = [parts[0]]
    for part in parts[1:]:
        twins = _twins(readings[0], part)
        if twins is not None:
            readings = [twins[0], *readings[1:], twins[1]]
            continue
        readings = [[*reading, *part] for reading in readings]
    return readings


def content(words: Iterable[str]) -> list[str]:
    """The words that say something, each once (both genders side by side are one), at most ``MAX_WORDS``."""
    kept: dict[str, str] = {}
    for word in words:
        if word not in STOP_WORDS:
            kept.setdefault(light(word), word)
    return list(kept.values())[:MAX_WORDS]


def _twins(left: list[str], right: list[str]) -> tuple[list[str], list[str]] | None:
    """Both genders made whole when ``right`` says ``left`` in the other gender, else None."""
    size, other = len(left), len(right)
    if other >= size and _same_word(left[0], right[0]):
        return left + right[size:], right
    if other < size and _same_word(left[size - other], right[0]):
        return left, left[: size - other] + right
    if other < size and _same_word(left[0], right[0]):
        return left, right + left[other:]
    return None


def _same_word(left: str, right: str) -> bool:
    return light(left) == light(right) or (len(left) > 3 and left[:4] == right[:4])
