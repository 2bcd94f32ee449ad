"""Until when, as people write it beside a licence: « (jusqu'au 12/2026) », « expire le 01/02/2025 », « périmé ».

Texts come upper-cased and without accents (`licence_reading`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from clauses.dates import MONTHS, last_day
from clauses.words import folded

_MONTHS = {folded(name).upper(): number for number, name in enumerate(MONTHS, 1)}
_DAY = re.compile(
    r"(?<![\w/.-])(?:"
    r"(?P<iso>(?:19|20)\d\d-\d\d?-\d\d?)"
    r"|(?P<day>\d\d?) ?[/.-] ?(?P<month>\d\d?) ?[/.-] ?(?P<year>(?:19|20)?\d\d)"
    rf"|(?:(?P<named_day>\d\d?)(?:ER)? )?(?P<name>{'|'.join(_MONTHS)}) (?P<named_year>(?:19|20)\d\d)"
    r"|(?P<only_month>\d\d?) ?[/.-] ?(?P<month_year>(?:19|20)\d\d)"
    r"|(?P<only_year>(?:19|20)\d\d)"
    r"|(?P<short_month>\d\d)/(?P<short_year>\d\d)"
    r")(?![\w/])(?!-\d)"
)
_LINK = r"(?:[ :.,'-]|\b(?:AU|EN|LE|A|FIN|DE|D|DU|JUSQU|VALIDITE)\b)*$"
_UNTIL = re.compile(
    rf"[(\[ ]*\b(?:JUSQU|VALABLES?|VALIDES?|VALIDITE|EXPIR\w*|EXP|ECHEANCE|ECH|FIN|AVANT|PERIM\w*)\b{_LINK}"
)
_SINCE = re.compile(
    r"[(\[ ]*\b(?:OBTENU\w*|OBTENTION|DELIVR\w*|PASSE\w*|DATE|DATANT|RENOUVELE\w*|RECYCLE\w*"
    rf"|(?:VALABLES? |VALIDES? )?DU)\b{_LINK}"
)
_TO = re.compile(r" ?(?:AU|-|A) ?")
_FULL_YEAR = re.compile(r"(?:19|20)\d\d")
_NEITHER = re.compile(rf"[(\[ ]*\bDEPUIS\b{_LINK}")
"""« CACES R 489-3 - Depuis le 01/01/2020 » is how the ROME names a recommandation, not a day of examination."""

_OVER = re.compile(r"\b(?:EXPIREE?S?|PERIMEE?S?|PLUS VALABLES?|PLUS VALIDES?|NON VALIDES?)\b")
_IN_DOUBT = re.compile(
    r"\b(?:EN COURS(?: D'(?:OBTENTION|ACQUISITION)| DE FORMATION)?|EN FORMATION|EN PREPARATION|EN ATTENTE|PREVUE?S?"
    r"|A (?:PASSER|REPASSER|RENOUVELER|RECYCLER|ECHANGER|VERIFIER|CONFIRMER)|ETRANGERE?S?|CODE OBTENU|SUSPENDUE?S?)\b"
)
_HOLLOW = re.compile(r"[(\[][ ,.-]*(?:[)\]]|$)|^[ ,.)\]-]+|[ ,.:(\[-]+$|(?<= )[)\]]")


@dataclass(frozen=True)
class Said:
    """What a text says of dates. ``rest``: the text without them. ``over``: it says that it is no longer valid.

    ``unsure``: a date that no calendar has, or words of doubt.
    """

    rest: str
    until: date | None = None
    since: date | None = None
    over: bool = False
    unsure: bool = False


def said(text: str) -> Said:
    """The dates of one licence. A date without a word for it is left out: it may be the first day or the last."""
    until: date | None = None
    since: date | None = None
    unsure, rest, reached = False, "", 0
    for found in _DAY.finditer(text):
        before, day = text[reached : found.start()], _read(found)
        word = _SINCE.search(before)
        if word is not None:
            since = day or since
        elif (word := _UNTIL.search(before)) is not None or (since and (word := _TO.fullmatch(before)) is not None):
            until, unsure = day or until, unsure or day is None
        elif not (word := _NEITHER.search(before)) and not _FULL_YEAR.search(found[0]):
            continue  # « R372 1-2-10 » is three categories
        rest += before[: word.start()] + " " if word is not None else before
        reached = found.end()
    rest += text[reached:]
    over = _OVER.search(rest) is not None
    unsure = unsure or _IN_DOUBT.search(rest) is not None
    rest = _HOLLOW.sub(" ", _OVER.sub(" ", _IN_DOUBT.sub(" ", rest)))
    return Said(" ".join(rest.split()), until, since, over, unsure)


def _read(found: re.Match[str]) -> date | None:
    """The last day of what is written: of the month when no day is, of the year when no month is."""
    if written := found["iso"]:
        year, month, day = (int(part) for part in written.split("-"))
        return _day(year, month, day)
    if found["day"]:
        year = int(found["year"])
        return _day(year if year > 99 else 2000 + year, int(found["month"]), int(found["day"]))
    if found["name"]:
        year, month = int(found["named_year"]), _MONTHS[found["name"]]
        return _day(year, month, int(found["named_day"])) if found["named_day"] else _end(year, month)
    if found["only_month"]:
        return _end(int(found["month_year"]), int(found["only_month"]))
    if found["short_month"]:
        return _end(2000 + int(found["short_year"]), int(found["short_month"]))
    return date(int(found["only_year"]), 12, 31)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _end(year: int, month: int) -> date | None:
    first = _day(year, month, 1)
    return None if first is None else last_day(first)
