"""Each kind of licence recognised in one piece of text: capitals, no accents, no dates (`licence_reading`)."""

from __future__ import annotations

import re

from clauses.matching.caces import CATEGORIES, FAMILIES, is_category
from clauses.matching.certificates import certificate
from clauses.matching.licences import PERMIT_CATEGORIES, Licence, LicenceKind


def read(text: str) -> tuple[Licence, ...]:
    """The licences of one piece of text; none when nothing is recognised."""
    for reader in (_carte, _aipr, _other, _caces, _permits, _electrical):
        found = reader(text)
        if found:
            return found
    return ()


# One reader a kind

_CARTE = re.compile(r"\bCARTE (?:PRO\w* )?(?:DU |DE )?(?:BTP|BATIMENT)|\bCARTE D'IDENTIFICATION PRO\w*|\bCIBTP\b")
_AIPR = re.compile(r"\bA\.?I\.?P\.?R\b|PROXIMITE DES RESEAUX")
_PROFILES = (("OPERATEUR", "opérateur"), ("ENCADRANT", "encadrant"), ("CONCEPTEUR", "concepteur"))


def _carte(text: str) -> tuple[Licence, ...]:
    return (Licence(LicenceKind.CARTE_BTP),) if _CARTE.search(text) else ()


def _aipr(text: str) -> tuple[Licence, ...]:
    if not _AIPR.search(text):
        return ()
    profiles = [label for word, label in _PROFILES if word in text]
    return tuple(Licence(LicenceKind.AIPR, category=label) for label in profiles or [""])


def _other(text: str) -> tuple[Licence, ...]:
    name = certificate(text)
    return (Licence(LicenceKind.AUTRE, family=name),) if name else ()


_FAMILY = re.compile(r"\bR ?[.-]? ?([34]\d\d)(?:M\b)?(?!\d)")
_CACES = re.compile(r"\bC\.?A\.?C\.?E\.?S?\b|APTITUDE A LA CONDUITE EN SECURITE|\bPERMIS CARISTE\b")
_MACHINES = (
    ("R486", re.compile(r"\bNACELLES?\b|\bP\.?E\.?M\.?P\b|PLATE-?FORMES? ELEVATRICES?")),
    ("R487", re.compile(r"\bGRUES? A TOUR\b")),
    ("R483", re.compile(r"\bGRUES? MOBILES?\b")),
    ("R490", re.compile(r"\bGRUES? (?:AUXILIAIRES?|DE CHARGEMENT)\b")),
    ("R484", re.compile(r"\bPONTS? ROULANTS?\b|\bPORTIQUES?\b")),
    ("R485", re.compile(r"\bGERBEURS?\b")),
    ("R489", re.compile(r"\bCARISTES?\b|\bCHARIOTS?\b|\bTRANSPALETTES?\b|\bFENWICK\b")),
    ("R482", re.compile(r"\bENGINS? DE CHANTIER\b|\bPELLES?\b|\bMINI-?PELLES?\b|\bPELLETEUSES?\b|\bCHARGEUSES?\b")),
)
_CATEGORY = r"(?:10|[1-9][ABC]?|[A-G][1-3]?|GME|GMA)"
_LIST = rf"{_CATEGORY}(?:\s?(?:,|/|\+|-|&|…|\bET\b|\bCAT\w*\.?|\s)\s?{_CATEGORY})*"
_HEAD = r"[ .:(-]*(?:CATEGORIES?|CATS?|TYPES?|NIVEAUX?|GROUPES?)?[ .:(-]*"
_AFTER_FAMILY = re.compile(rf"{_HEAD}({_LIST})(?![\w'])")
_NAMED = re.compile(rf"\b(?:CATEGORIES?|CATS?|TYPES?|GROUPES?)[ .:(-]*({_LIST})(?![\w'])")
_AFTER_WORD = re.compile(rf"\b(?:CACES?|NACELLES?|PEMP|CARISTES?|CHARIOTS?|PELLES?)[ .:(-]*({_LIST})(?![\w'])")


def _caces(text: str) -> tuple[Licence, ...]:
    """By its number (with or without the word CACES), else by the machine; « CACES 3 » alone says no family."""
    found = _FAMILY.search(text)
    family = f"R{found[1]}" if found else ""
    if family not in FAMILIES:
        if found or not (_CACES.search(text) or _machine(text)):
            return ()
        family = _machine(text)
    categories = _categories(family, text, found.end() if found else None)
    return tuple(Licence(LicenceKind.CACES, family, category) for category in categories or [""])


def _machine(text: str) -> str:
    return next((family for family, words in _MACHINES if words.search(text)), "")


def _categories(family: str, text: str, after: int | None) -> list[str]:
    """The categories after the family, else after the word « catégorie », else after the name of the machine."""
    lists = []
    if after is not None and (following := _AFTER_FAMILY.match(text, after)):
        lists.append(following[1])
    lists += [found[1] for pattern in (_NAMED, _AFTER_WORD) if (found := pattern.search(text))]
    for written in lists:
        kept = [word for word in _words(_spread(family, written)) if not family or is_category(family, word)]
        if kept and (family or len(kept) == len(_words(written))):
            return list(dict.fromkeys(kept))
    return []


def _spread(family: str, written: str) -> str:
    """« A … D » → every category from A to D, in the order of the family."""
    order = [category for category in CATEGORIES.get(family, ()) if category]
    for first, last in re.findall(rf"({_CATEGORY}) ?… ?({_CATEGORY})", written):
        ends = [at for at, category in enumerate(order) if category.startswith((first, last))]
        written += " " + " ".join(order[ends[0] : ends[-1] + 1] if ends else ())
    return written


def _words(written: str) -> list[str]:
    return re.findall(rf"(?<!\w){_CATEGORY}(?!\w)", written)


_PERMIT = re.compile(r"\bPERMIS\b(?: DE CONDUIRE)?[ :.(-]*(?:(?:DE |DU )?(?:TYPES?|CATEGORIES?|CATS?)\b[ :.(-]*)?")
_PERMIT_WORDS = (
    ("CE", re.compile(r"\bSPL\b|SUPER[ -]LOURDS?")),
    ("C", re.compile(r"\bPL\b|POIDS[ -]LOURDS?")),
    ("D", re.compile(r"TRANSPORTS? EN COMMUN|\bAUTOCAR\b")),
    ("BE", re.compile(r"\bREMORQUE\b")),
    ("B", re.compile(r"\bVL\b|\bVOITURE\b|VEHICULES? LEGERS?")),
    ("A", re.compile(r"\bMOTO\b")),
    ("AM", re.compile(r"\bBSR\b|\bSCOOTER\b|\bCYCLO\w*")),
)
_PERMIT_CATEGORY = r"(?:E ?\(?[BCD]\)?|DE(?! [A-Z]{3})|[ABC][12]?E?|D[12]?E?(?<!DE)|AM|B96|E)(?![\w'])"
_PERMIT_LIST = re.compile(rf"{_PERMIT_CATEGORY}(?:(?: ?[,/+&(-] ?|\bET\b| )+{_PERMIT_CATEGORY})*")
_BARE_PERMITS = re.compile(r"(?:BE|CE|DE|[ABCD]|AM|C1E?|D1E?|A[12])(?:(?: ?[,/+&-] ?| ET | )(?:BE|CE|DE|[ABCD]|AM))*")
_OTHER_LETTER = re.compile(r"[A-Z](?!\w)")


def _permits(text: str) -> tuple[Licence, ...]:
    """« Permis B et BE », « permis PL », « B, C »; « permis de conduire » alone is a B."""
    named = _PERMIT.search(text)
    words = [category for category, pattern in _PERMIT_WORDS if pattern.search(text)]
    if not named and not words and (text == "BE" or not _BARE_PERMITS.fullmatch(text)):
        return ()  # « BE » alone is a permit or an electrical symbol: nobody can tell
    at = named.end() if named else 0
    listed = _PERMIT_LIST.match(text, at)
    written = re.findall(_PERMIT_CATEGORY, listed[0]) if listed else []
    kept = [category for category in [*map(_category, written), *words] if category in PERMIT_CATEGORIES]
    if not kept and _OTHER_LETTER.match(text, at):
        return ()
    return tuple(Licence(LicenceKind.PERMIS, category=category) for category in dict.fromkeys(kept or ["B"]))


def _category(written: str) -> str:
    """« E(B) » and « EB » are the old names of BE; « E » alone is one too; B96 is a B."""
    letters = re.sub(r"[ ()]", "", written)
    if len(letters) == 2 and letters[0] == "E":
        return f"{letters[1]}E"
    return {"B96": "B", "E": "BE"}.get(letters, letters)


_SYMBOL = r"(?:[BH][0O12](?:[VTNX]L?|L)?|B[CRS]L?|HC|[BH]E|BP|[BH]F)"
_SYMBOLS = re.compile(rf"(?<!\w)(?:{_SYMBOL})+(?!\w)")
_ATTRIBUTE = re.compile(r" ?(ESSAIS?|VERIFICATION|MESUR\w+|MAN(?:OE|Œ)UVRES?)\b")
_ELECTRICAL = re.compile(r"\bELEC\w*|\bHABILITATIONS?\b|\bHAB\b|18[ -]?510")


def _electrical(text: str) -> tuple[Licence, ...]:
    """« H0B0 », « B1V-BR », « BE manœuvre »; « habilitation électrique » alone says no symbol."""
    found = []
    for run in _SYMBOLS.finditer(text):
        symbols = [symbol.replace("O", "0") for symbol in re.findall(_SYMBOL, run[0])]
        attribute = _ATTRIBUTE.match(text, run.end())
        if attribute:
            symbols[-1] += " " + _attribute(attribute[1])
        found += symbols
    in_context = _ELECTRICAL.search(text) is not None
    certain = [symbol for symbol in found if in_context or symbol not in ("BE", "HE", "BP", "BF", "HF", "HC")]
    if not certain and not re.search(r"\bELEC\w*", text):
        return ()
    return tuple(Licence(LicenceKind.ELECTRIQUE, category=symbol) for symbol in dict.fromkeys(certain or [""]))


def _attribute(word: str) -> str:
    if word.startswith("MES"):
        return "Mesurage"
    if word.startswith("MAN"):
        return "Manœuvre"
    return "Essai" if word.startswith("E") else "Vérification"
