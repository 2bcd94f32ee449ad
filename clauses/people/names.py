"""How close two folded names are to each other; what may be a slip of the pen, and what may be somebody else."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA


class Closeness(IntEnum):
    """From the same name to another one."""

    SAME = 0
    HELD = 1
    """One holds the other whole: « Martin » and « Martin-Dupont », « Marie » and « Marie Claude »."""
    LETTER = 2
    """One letter added, missing, wrong, or two neighbours exchanged."""
    ALIKE = 3
    """Shortened, alike to the ear, two letters apart, or sharing a word: enough to ask, never to choose."""
    OTHER = 4


LONG_ENOUGH = 5
"""Letters. Below, one letter is a quarter of the name: Koné and Kané, Sarr and Sall are different families."""

_FOR_TWO_LETTERS = 6
_REMEMBERED = 1 << 16  # names: a register is asked about the same ones again and again
_ONE_LETTER_MORE = frozenset(
    """
    aissa anaelle anabelle anissa bineta binta celia celina christiane christine claude claudie claudine clelia coralie
    coraline doriane dorine eliane eline elise eloise elina elvina emile emilie eugene eugenie floriane florine francis
    francois horia houria ilana iliana janine jeanine jeanne kelvin kevin laure laurie laurence laurene loane louane
    loubna louna lorena lorna lucie lucile madeleine madeline manel manuel maria marie mariana mariane marian marin
    marina marine marion martin martina martine marvin mathias mathis nadia nadira nicolae nicole noura nouria orane
    orlane regine reine sabina sabrina salia saliha salima salma samia samira selima selma stephane stephanie zahira
    zahra
    """.split()  # noqa: SIM905  # a list of quoted names would be read by nobody
)
"""First names of which another one is made by a letter inside: Marin and Martin, Émile and Émilie. By hand."""
_BY_MARRIAGE = frozenset({"epouse", "ep", "epse", "nee", "ne", "veuve", "vve", "dit", "dite", "usage"})
_PARTICLES = frozenset(
    {"abou", "ait", "al", "ben", "bent", "bin", "d", "da", "das", "de", "dela", "del", "den", "der", "des", "di", "do"}
    | {"dos", "du", "el", "ibn", "l", "la", "las", "le", "les", "los", "mac", "mc", "ould", "saint", "st", "van", "von"}
)


def compact(name: str) -> str:
    """Without spaces: « de la Tour » and « Delatour » are one."""
    return name.replace(" ", "")


def closeness(one: str, other: str) -> Closeness:
    """How close two last names, or two first names, are; the order of the two does not matter."""
    short, long = sorted((compact(one), compact(other)), key=len)
    if short == long:
        return Closeness.SAME
    if _holds(one, other):
        return Closeness.HELD
    if OSA.distance(short, long, score_cutoff=1) == 1:
        return Closeness.LETTER
    if _shortened(short, long) or _heard(short) == _heard(long) or _shares_a_word(one, other):
        return Closeness.ALIKE
    if len(long) >= _FOR_TWO_LETTERS and OSA.distance(short, long, score_cutoff=2) == 2:
        return Closeness.ALIKE
    return Closeness.OTHER


def slip_of_last_name(one: str, other: str) -> bool:
    """Whether two last names one letter apart may be taken for one."""
    return max(len(compact(one)), len(compact(other))) >= LONG_ENOUGH


def slip_of_first_name(written: str, borne: str) -> bool:
    """Whether a first name one letter away from one that somebody bears may be taken for it.

    Only for a letter inside, doubled, missing, added or exchanged with its neighbour. Another letter in its place is
    most often another name (Hakan and Hasan), the end tells sister from brother (Karima, Louise, Julia, Noam), the
    first letter is hardly ever mistyped (Amadou and Mamadou); and some names are one letter more than others.
    """
    one, other = sorted((compact(written), compact(borne)), key=len)
    if len(one) < LONG_ENOUGH or one[0] != other[0] or _end_differs(one, other):
        return False
    if len(one) == len(other):
        return sorted(one) == sorted(other)
    return _undoubled(one) == _undoubled(other) or _ONE_LETTER_MORE.isdisjoint((one, other))


def same_leading_word(one: str, other: str) -> bool:
    """« Marie » is « Marie Claude » for short; she is not her twin Jean-Marie."""
    return one.partition(" ")[0] == other.partition(" ")[0]


def _end_differs(short: str, long: str) -> bool:
    """The last letter was added, dropped, changed, or exchanged with the one before (Christian and Christina)."""
    return short[-1] != long[-1] or short == long[:-1]


def _holds(one: str, other: str) -> bool:
    """Whether the words of one name all stand in the other, at least one of them more than a particle."""
    short, long = sorted((_words(one), _words(other)), key=len)
    return short <= long and any(map(_real, short))


def _shares_a_word(one: str, other: str) -> bool:
    """« Martin-Dupond » and « Dupont »: a word of both, or nearly."""
    return any(
        mine == yours or (max(len(mine), len(yours)) >= LONG_ENOUGH and OSA.distance(mine, yours, score_cutoff=1) == 1)
        for mine in filter(_real, _words(one))
        for yours in filter(_real, _words(other))
    )


def _real(word: str) -> bool:
    return len(word) > 1 and word not in _PARTICLES


@lru_cache(maxsize=_REMEMBERED)
def _words(name: str) -> frozenset[str]:
    return frozenset(name.split()) - _BY_MARRIAGE


def _shortened(short: str, long: str) -> bool:
    """« Alex » and « Alexandre », « J » and « Jean »; « La Tour » and « Delatour », the particle glued."""
    return long.startswith(short) or (long.endswith(short) and long.removesuffix(short) in _PARTICLES)


def _undoubled(name: str) -> str:
    return re.sub(r"(.)\1", r"\1", name)


_SOUNDS = tuple(
    (re.compile(written), heard)
    for written, heard in (
        (r"ph", "f"),
        (r"[sc]h|sch", "$"),
        (r"dj", "j"),
        (r"gu(?=[eiy])", "g"),
        (r"x", "ks"),
        (r"c(?=[eiy])", "s"),
        (r"ck|qu|kh|[cq]", "k"),
        (r"w", "v"),
        (r"z", "s"),
        (r"h", ""),
        (r"^[aeiouy]+", "a"),
        (r"(?<!^)[aeiouy]", ""),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=_REMEMBERED)
def _heard(name: str) -> str:
    """The consonants of a name as they are heard: « Souleymane » and « Suleiman » → ``slmn``.

    What has fewer than two is left as it is written: « Ba » and « Bâo » would be one.
    """
    heard = name
    for written, sound in _SOUNDS:
        heard = written.sub(sound, heard)
    return heard if len(heard) > 1 else name
