"""Habilitations as people write them → licences: « CACES R482 A, B1 et F (jusqu'au 12/2026) ; permis B, BE ; H0B0 ».

Nothing is guessed: what is not recognised is kept as unread, and left to a person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from clauses.matching.caces import is_category
from clauses.matching.licence_dates import Said, said
from clauses.matching.licence_words import read
from clauses.matching.licences import (
    OVER,
    PERMIT_CATEGORIES,
    Holding,
    Licence,
    LicenceKind,
    Requirement,
    last_day_from,
    years_valid,
)

MAX_CHARACTERS = 600
"""What is read of one cell."""

LONGEST_UNREAD = 80
"""What is kept of a text that is not recognised."""

_NOTHING = re.compile(r"(?:AUCUNE?S?|NEANT|NON|RAS|SANS|RIEN|(?:PAS D'|SANS |AUCUNE )(?:HABILITATIONS?)|[-–—/.0]+)")
_SILENT = re.compile(r"(?:NR|NSP|NON RENSEIGNEE?S?|A RENSEIGNER|INCONNUE?S?|\?+|ND|NON COMMUNIQUEE?S?|)")
_DENIED = re.compile(
    r"^(?:PAS|SANS|AUCUNE?|NON TITULAIRE|N'A PAS|NON)\b(?: DE| D'| DU| LE| ENCORE)*"
    r"|\b(?:PAS DE|SANS|AUCUNE?|NON TITULAIRE DU) (?=PERMIS|CACES|HABILITATION|AIPR|CARTE)|: ?NON$"
)
_OPTIONAL = re.compile(
    r"\b(?:SOUHAITEE?S?|APPRECIEE?S?|SERAIT UN PLUS|UN PLUS|FACULTATI\w+|EVENTUELLEMENT|SI POSSIBLE|IDEALEMENT"
    r"|OPTIONNEL\w*)\b"
)
_VEHICLE = re.compile(r"\b(?:VEHICULEE?|VEHICULE(?: PERSONNEL)?|VOITURE PERSONNELLE|MOYEN DE LOCOMOTION)\b")
_NO_VEHICLE = re.compile(r"\b(?:SANS|PAS DE|PAS D'|NON) ?(?:VEHICULEE?|VEHICULE|VOITURE|MOYEN DE LOCOMOTION)\b")

_START = (
    r"(?:C\.?A\.?C\.?E\.?S\b|R[ .-]?[34]\d\d|PERMIS|HABILITATION|HAB\b|AIPR|CARTE|SST\b|FIMO|FCO\b|[BH][0O]|[BH][12]V"
    r"|B[RSC]\b|VEHICULE|CERTIFICAT|ATTESTATION|CAP\b|TITRE)"
)
_BETWEEN = re.compile(rf"\s*(?:,|\+|&|/|\bET\b|\bAVEC\b|\n|•| - )\s*(?={_START})")
_ALTERNATIVE = re.compile(r"\bOU\b")
_RANGE = re.compile(r"\b([A-G][1-3]?|[1-9][AB]?)\s+à\s+([A-G][1-3]?|[1-9][AB]?)\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Piece:
    """One piece of a cell: its licences, or the text that was not read."""

    text: str
    licences: tuple[Licence, ...]
    denied: bool = False


def holding(texts: str | Iterable[str] | None) -> Holding:
    """What a cell of « Habilitations » (or its parts) says that someone holds; None or « NR » says nothing.

    « Aucune », « sans permis » say that there is none: it is known. A text of which nothing is read stays as unread.
    """
    licences: dict[Licence, None] = {}
    denied: list[Licence] = []
    unread: list[str] = []
    vehicle: bool | None = None
    known = False
    for part in _parts(texts):
        plain, has_vehicle = _without_vehicle(_plain(part))
        vehicle = vehicle if has_vehicle is None else has_vehicle
        if _SILENT.fullmatch(plain):
            continue
        nothing = _NOTHING.fullmatch(plain) is not None
        pieces = () if nothing else _pieces(plain)
        known = known or nothing or bool(pieces)
        for piece in pieces:
            if piece.denied:
                denied += piece.licences
            elif piece.licences:
                licences.update(dict.fromkeys(piece.licences))
            else:
                unread.append(_kept(piece.text))
    if vehicle and not any(licence.kind is LicenceKind.PERMIS for licence in licences):
        licences[Licence(LicenceKind.PERMIS, category="B", unsure=True)] = None
    return Holding(tuple(licences), known, tuple(denied), tuple(unread), vehicle)


def _without_vehicle(plain: str) -> tuple[str, bool | None]:
    """« Permis B, véhiculé » → « PERMIS B » and True. A vehicle says that there must be a permit, not that there is."""
    pattern, has = (_NO_VEHICLE, False) if _NO_VEHICLE.search(plain) else (_VEHICLE, True)
    if not pattern.search(plain):
        return plain, None
    return pattern.sub(" ", plain).strip(" ,.+&-"), has


def requirements(texts: str | Iterable[str] | None) -> tuple[Requirement, ...]:
    """What a cell of « Habilitations exigées » asks for: every requirement must be met, « A ou B » by either.

    « Souhaité », « apprécié » make it optional: it counts, and excludes nobody.
    """
    found: dict[Requirement, None] = {}
    for part in _parts(texts):
        plain = _plain(part)
        if _SILENT.fullmatch(plain) or _NOTHING.fullmatch(plain):
            continue
        optional = _OPTIONAL.search(plain) is not None
        bare = " ".join(_OPTIONAL.sub(" ", plain).split())
        if _ALTERNATIVE.search(bare):
            found[_either(bare, optional)] = None
            continue
        for piece in _pieces(_VEHICLE.sub(" ", bare)):
            for licence in piece.licences:
                found[Requirement((licence,), optional)] = None
            if not piece.licences:
                found[Requirement((), optional, _kept(piece.text))] = None
    return tuple(found)


def _either(plain: str, optional: bool) -> Requirement:
    """« CACES R489 3 ou 5 », « permis B ou BE »: what the second part leaves out is said by the first."""
    options: list[Licence] = []
    for text in _ALTERNATIVE.split(plain):
        read = [licence for piece in _pieces(text) for licence in piece.licences]
        others = [same for word in text.split() for same in _alike(options, word)]
        options += others or read
    return Requirement(tuple(dict.fromkeys(options)), optional, "" if options else _kept(plain))


def _alike(options: list[Licence], word: str) -> list[Licence]:
    """What a category alone means after the first option: another of the same family."""
    if not options:
        return []
    first = options[0]
    is_one = (first.kind is LicenceKind.CACES and first.family and is_category(first.family, word)) or (
        first.kind is LicenceKind.PERMIS and word in PERMIT_CATEGORIES
    )
    return [replace(first, category=word)] if is_one else []


def _kept(unread: str) -> str:
    return unread.lower()[:LONGEST_UNREAD]


def _parts(texts: str | Iterable[str] | None) -> Iterator[str]:
    cells = [texts] if isinstance(texts, str) else list(texts or ())
    for cell in cells:
        for part in re.split(r"[;\n|]", cell[:MAX_CHARACTERS]):
            if part.strip():
                yield part


@lru_cache(maxsize=16384)
def _plain(text: str) -> str:
    """Capitals without accents; « à » between two categories is a range, kept as « … »."""
    ranged = _RANGE.sub(r"\1 … \2", unicodedata.normalize("NFKC", text))
    bare = unicodedata.normalize("NFKD", ranged.replace("’", "'").replace("®", " ")).upper()
    kept = "".join(sign for sign in bare if not unicodedata.combining(sign) and (sign.isprintable() or sign == "\n"))
    return " ".join(kept.replace("...", "…").split())


@lru_cache(maxsize=16384)
def _pieces(plain: str) -> tuple[_Piece, ...]:
    pieces = []
    for text in _BETWEEN.split(plain):
        stripped = text.strip(" ,.-:+")
        if not stripped:
            continue
        dates = said(stripped)
        bare = dates.rest or stripped
        denied = _DENIED.search(bare) is not None
        licences = tuple(_dated(licence, dates) for licence in read(_DENIED.sub(" ", bare).strip()))
        pieces.append(_Piece(stripped, licences, denied and bool(licences)))
    return tuple(pieces)


def _dated(licence: Licence, dates: Said) -> Licence:
    """With its last day: as written, or counted from the day it was obtained."""
    until = dates.until
    if dates.over and until is None:
        until = OVER
    years = years_valid(licence.kind, licence.family)
    if until is None and dates.since is not None and years is not None:
        until = last_day_from(dates.since, years)
    return replace(licence, valid_until=until, unsure=licence.unsure or dates.unsure)
