"""How a French word sounds, roughly: people who write by ear write "chofeur", "plonbier" or "électrissien"."""

from __future__ import annotations

import re
from functools import lru_cache

_VOWELS = "aeiou"

_RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"),
        (rf"(?<=[{_VOWELS}])s(?=[{_VOWELS}])", "z"),
        (r"sch|sh|ch", "S"),
        (r"h", ""),
        (r"qu|q|ck|cqu", "k"),
        (r"sc(?=[eiy])|c(?=[eiy])|ti(?=on|en)", "s"),
        (r"c", "k"),
        (r"gu(?=[eiy])", "g"),
        (r"ge(?=[ao])|g(?=[eiy])", "j"),
        (r"y", "i"),
        (r"(.)\1+", r"\1"),
        (r"eau|au", "o"),
        (r"oeu|eu|oe", "e"),
        (rf"(?:ain|ein|aim|ien|in|im|un|um)(?![{_VOWELS}])", "I"),
        (rf"(?:an|am|en|em)(?![{_VOWELS}])", "A"),
        (rf"(?:on|om)(?![{_VOWELS}])", "O"),
        (r"ai|ei", "e"),
        (r"(?:er|ez|e|s|t|d|x|p)$", ""),
    )
)
"""In order; capitals are sounds of several letters: S of "chat", I of "pain", A of "banc", O of "pont"."""


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """The sound of a folded word: "chauffeur" and "chofeur" have the same."""
    for pattern, replacement in _RULES:
        word = pattern.sub(replacement, word)
    return word
