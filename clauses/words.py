"""Words compared as people read them: without case, accents or punctuation."""

from __future__ import annotations

import re
import unicodedata

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss"})


def folded(text: str) -> str:
    """Lower-case words without accents or punctuation, one space between: « N'Diaye-Élodie » → ``n diaye elodie``.

    Letters of other alphabets are kept, without their accents. Folding twice is folding once.
    """
    if text.isascii():
        return _NOT_A_WORD.sub(" ", text.lower()).strip()
    # Signs made of capitals (№) are taken apart before the case goes; the case of some signs is made of accents (İ).
    lowered = unicodedata.normalize("NFKD", text).casefold().translate(_LIGATURES)
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(sign))
    if bare.isascii():
        return _NOT_A_WORD.sub(" ", bare).strip()
    return " ".join("".join(sign if sign.isalnum() else " " for sign in bare).split())


def tidy(text: str) -> str:
    """The text with its spaces (no-break ones too) reduced to one, none at the ends."""
    return " ".join(text.split())


def file_stem(text: str, *, most: int = 60) -> str:
    """A text as a part of a file's name: ``N'Diaye & fils`` → ``n-diaye-fils``; « sans-nom » when nothing is left."""
    return re.sub(r"[^a-z0-9]+", "-", folded(text))[:most].strip("-") or "sans-nom"
