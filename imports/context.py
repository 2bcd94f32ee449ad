"""What a title row, a section row or a sheet's name says of all the rows below: market, lot, contractor, month.

« Marché 2023-T004 – lot 2 – mars 2023 », « Attributaire : Verts Horizons », a sheet named « 03-2023 », « Lot 2 ».
Only what is said outright is taken: a date of printing or a lone number says nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from datetime import date

from clauses.dates import MONTHS
from clauses.words import folded, tidy
from imports.moments import MONTH_WORDS

_REFERENCE = r"[A-Z0-9][A-Z0-9_./\-]*\d[A-Z0-9_./\-]*"
_MARKET = re.compile(
    r"\bmarch[ée]s?(?: publics?)?\s*(?:de travaux|de services?)?\s*"
    r"(?:(?:n\s?[°º]|no\b|num[ée]ro|r[ée]f[ée]rence|r[ée]f\b)\.?\s*)?[:\-–]?\s*"
    rf"({_REFERENCE})",
    re.IGNORECASE,
)
_LOT = re.compile(
    r"\blot(?![a-z])\s*(?:n\s?[°º]|num[ée]ro)?\s*[:\-]?\s*(\d{1,3}(?:\s?[A-Z])?\b|(?-i:[A-Z])(?![\w°º'’.]))",
    re.IGNORECASE,
)
_MORE_LOTS = re.compile(
    r"(?:\s*(?:[,;&+]|\b(?:et|ou|à|au)\b)\s*(?:lots?\s*)?(?:n\s?[°º]\s*)?\d{1,3}\b(?!\s*[\d/.°º]|\s+(?!et\b|ou\b|à\b|au\b)[a-zû])"
    r"|\s+(?:et|ou|à|au)\s+(?:lots?\s*)?[A-Z]\b(?![.'’]))+"
)
"""« lot 1 et 2 »: whoever reads the lot says that they are several."""
_SHORT_LOT = re.compile(r"(?<![\w])l\s?(\d{1,2})(?=$|[\s\-–])", re.IGNORECASE)
_LOT_WITHIN = re.compile(r"[/_.\-]+lot(?![a-z])", re.IGNORECASE)
_SIRET = re.compile(r"(?<!\d)(\d{3} ?\d{3} ?\d{3} ?\d{5})(?!\d)")
_CONTRACTOR = re.compile(
    r"\b(?:attributaire|entreprise|titulaire|soci[ée]t[ée])\s*:\s*"
    r"([^|;:–]+?)\s*(?:$|[|;–]| - |\(|,? siret\b|,? n° siret)",
    re.IGNORECASE,
)
_EMPLOYER = re.compile(
    r"\b(?:ett|etti|geiq|siae|employeur|agence(?: d['’]int[ée]rim)?|structure(?: employeuse| d['’]insertion)?)\s*:\s*"
    r"([^|;:–]+?)\s*(?:$|[|;–]| - |\(|,? siret\b|,? n° siret)",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"(?<!\d)\d{1,2}[/.\-](0?[1-9]|1[0-2])[/.\-](20\d{2})\s*(?:au|à|-|–)\s*\d{1,2}[/.\-](0?[1-9]|1[0-2])[/.\-](20\d{2})(?!\d)"
)
_WORDS = "|".join(sorted(MONTH_WORDS, key=len, reverse=True))
_WORDED = re.compile(rf"(?<!\b\d )(?<!\b\d\d )(?<!\b1er )\b({_WORDS}) ?(20\d{{2}}|\d{{2}})\b(?! ?h\b)")
_FIGURES = re.compile(r"(?<![\d/.])(?<!\d-)(0?[1-9]|1[0-2])[/.\-](20\d{2})(?![\d/.\-]*\d)")
_ISO = re.compile(r"(?<![\d/.\-])(20\d{2})[/.\-](0[1-9]|1[0-2])(?![\d/.\-]*\d)")
_YEAR_ALONE = re.compile(r"^(?:annee|exercice) (20\d{2})$")
_ALONE = re.compile(rf"^(?:mois )?(?:de |d )?({_WORDS})$")
_OF_MONTH = re.compile(
    r"^(?:(?:etat|releves?|suivi|declarations?|tableau|bordereau|pointage|heures?|h|nombre|nb|mois|insertion|clauses?"
    rf"|sociales?|travaillees|effectuees|realisees|mensuel\w*|pour|du|de|des|d|le|la|l) )*({_WORDS})$"
)
"""A title that says a month and nothing else: « Heures d'insertion de février »."""
_YEAR = re.compile(r"(?<![\w/.\-])(20\d{2})(?![\w/.\-]*\w)")
_LONE_REFERENCE = re.compile(r"^(?=.*\d)(?=.*[A-Z\-_])[A-Z0-9]{1,10}(?:[_\-/.][A-Z0-9]{1,10}){0,4}$", re.IGNORECASE)
_COMMON = re.compile(
    r"^(?:feuil\w*|sheet|tabelle|donnees|data|heures?|export|classeur|page|tableau|saisie|declarations?|suivi|base|listes?"
    r"|import|salaries?|mois|insertion|clauses?|annee|detail|releve|lignes?|modele|canevas|csv|marches?|lots?|fichier"
    r"|renvoi|envoi|copie|version|final|test|paie|bis)\w{0,2}$"
)
"""Words of spreadsheets, not of companies."""


@dataclass(frozen=True)
class Context:
    """What is said once for many rows. ``month_number`` is a month named without its year, ``year`` a year alone."""

    market: str | None = None
    lot: str | None = None
    contractor_siret: str | None = None
    contractor_name: str | None = None
    employer_siret: str | None = None
    employer_name: str | None = None
    month: date | None = None
    month_number: int | None = None
    year: int | None = None

    def over(self, other: Context) -> Context:
        """This, completed by ``other`` where it says nothing."""
        return Context(**{f.name: getattr(self, f.name) or getattr(other, f.name) for f in fields(Context)})

    def dated(self) -> Context:
        """With the month whole when its number and its year were said apart."""
        if self.month is None and self.month_number and self.year:
            return replace(self, month=date(self.year, self.month_number, 1))
        return self

    def text(self, name: str) -> str | None:
        """What is said of a column, as a cell would say it."""
        value = getattr(self, name, None)
        return value.isoformat() if isinstance(value, date) else value


def said(text: str) -> Context:
    """What a sentence says: the parts that it names outright."""
    rest = tidy(text)
    market = None
    found = _MARKET.search(rest)
    if found and not re.fullmatch(r"(?:19|20)\d{2}", found[1].strip(".-/")):
        written = found[1][: within.start()] if (within := _LOT_WITHIN.search(found[1])) else found[1]
        market = written.strip(".-/_")
        rest = rest[: found.start()] + " " + rest[found.start(1) + len(written) :].lstrip("/_.-")
    siret = _SIRET.search(rest)
    if siret:
        rest = rest[: siret.start()] + " " + rest[siret.end() :]
    lot, number = _LOT.search(rest), None
    if lot:
        more = _MORE_LOTS.match(rest, lot.end())
        number = lot[1] + (more[0] if more else "")
        rest = rest[: lot.start()] + " " + rest[more.end() if more else lot.end() :]
        if market is None:  # « 2024-T001 lot 1 … », « Déclaration 03/2024 – 2024-T001 – lot 1 »
            market = _lone_reference(text) or _only_reference(rest)
    company, employer = _CONTRACTOR.search(rest), _EMPLOYER.search(rest)
    # A SIRET beside an employer alone is the employer's.
    of_employer = employer is not None and company is None
    year = set(_YEAR.findall(rest))
    return Context(
        market=market,
        lot=number,
        contractor_siret=siret[1] if siret and not of_employer else None,
        contractor_name=company[1].strip() if company else None,
        employer_siret=siret[1] if siret and of_employer else None,
        employer_name=employer[1].strip() if employer else None,
        month=_month(rest),
        year=int(year.pop()) if len(year) == 1 else None,
    )


def _month(text: str) -> date | None:
    """The one month that a text names with its year; None when it names none, or several."""
    found = {(int(year) % 100 + 2000, MONTH_WORDS[word]) for word, year in _WORDED.findall(folded(text))}
    found |= {(int(year), int(month)) for month, year in _FIGURES.findall(text)}
    found |= {(int(year), int(month)) for year, month in _ISO.findall(text)}
    for month, year, other, its_year in _SPAN.findall(text):
        found |= {(int(year), int(month)), (int(its_year), int(other))}
    return date(*found.pop(), 1) if len(found) == 1 else None


def of_sheet(name: str) -> Context:
    """What a sheet's name says; a name that says nothing else, and is not a spreadsheet's own, may be a company's."""
    text = tidy(name.replace("_", " "))
    if _ISO.fullmatch(text) or _FIGURES.fullmatch(text):
        return said(text)
    alone = _ALONE.match(folded(text))
    if alone:
        return Context(month_number=MONTH_WORDS[alone[1]])
    if re.fullmatch(r"20\d{2}", text):
        return Context(year=int(text))
    context = said(text)
    short = _SHORT_LOT.search(text)
    if short and context.lot is None and (short.end() == len(text) or _lone_reference(text[: short.start()])):
        context, name = replace(context, lot=short[1]), name[: short.start()]
    if context.market is None:
        context = replace(context, market=_lone_reference(name))
    if context == Context() and not _is_common(text):
        return Context(contractor_name=text)
    return context


def _is_common(text: str) -> bool:
    """Whether a name has a word that no company's has: « Feuil1 », « heures mars »."""
    return any(_COMMON.match(word) or word in MONTH_WORDS for word in folded(text).split())


def _lone_reference(name: str) -> str | None:
    """« 2023-T004 », or « 2023-T004 lot 2 » once its lot is left out."""
    text = _LOT.sub("", tidy(name)).strip(" -–_")
    first = text.split(" ")[0] if text else ""
    if _month(first) or _is_common(first):
        return None
    # A reference is figures with a letter or two; « heures-00 » or « Feuil-1 » is the name of a file or a sheet.
    figures, others = len(re.findall(r"\d", first)), len(re.findall(r"[^\W\d_]", first))
    return first if _LONE_REFERENCE.match(first) and figures >= 3 and others <= 4 else None


def _only_reference(text: str) -> str | None:
    """The one word of a sentence that can only be a market's reference."""
    found = {word for word in re.split(r"[\s,;:()–—]+", text) if _lone_reference(word)}
    return found.pop() if len(found) == 1 else None


def is_section(text: str) -> bool:
    """Whether a lone cell names a market, a lot, a company, a month or a year for the rows below it."""
    context = said(text)
    return (
        bool(
            _ALONE.match(folded(text))
            or _YEAR_ALONE.match(folded(text))
            or context.market
            or context.lot
            or context.contractor_name
            or context.month
        )
        and len(text) <= 120
    )


_WITHIN = re.compile(rf"(?<!\d )(?<!\b1er )\b({'|'.join(folded(month) for month in MONTHS)})\b")


_SOMEBODY = re.compile(
    r"(?i)\b(?:salari[ée]e?|int[ée]rimaire|b[ée]n[ée]ficiaire|participante?|agent|nom|pr[ée]nom)\s*:"
    r"|\b(?:mme|mlle|m\.|monsieur|madame|mademoiselle) "
)


def month_alone(text: str) -> int | None:
    """The month that a title says without its year, and nothing else; not « Chantier Avril », nor the day « mar »."""
    found = _OF_MONTH.match(folded(text))
    return MONTH_WORDS[found[1]] if found and found[1] != "mar" else None


def month_within(text: str) -> int | None:
    """The one month that a text names, whatever stands around: « Heures de février »; not « place du 8 mai ».

    « Salariée : Avril Martin » names somebody.
    """
    if _SOMEBODY.search(text):
        return None
    found = {MONTH_WORDS[word] for word in _WITHIN.findall(folded(text))}
    return found.pop() if len(found) == 1 else None


def of_section(text: str) -> Context:
    """What a lone cell says of the rows below it."""
    alone, year = _ALONE.match(folded(text)), _YEAR_ALONE.match(folded(text))
    if year:
        return Context(year=int(year[1]))
    return Context(month_number=MONTH_WORDS[alone[1]]) if alone else said(text)
