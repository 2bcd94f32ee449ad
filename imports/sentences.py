"""What is said of a cell, in French: what happened, to what, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from clauses.files.rules import FileKind, Severity
from clauses.words import folded
from imports.columns import VOCABULARIES, Field, Parser
from imports.vocabulary import words

_NBSP = "\u00a0"


class Said(NamedTuple):
    """A sentence, and a value to write instead where one is near."""

    message: str
    suggestion: str | None = None


class Cell(NamedTuple):
    """The cell at fault: its text ("" where blank), the column it is read as, and what the rule computed, if any."""

    text: str
    field: Field
    detail: str = ""


_ISO_DAY = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")


def quoted(text: str) -> str:
    """« text », with the spaces of French typography; a day as people write it; a long text is cut."""
    text = _ISO_DAY.sub(r"\3/\2/\1", text)
    short = text if len(text) <= 80 else text[:77] + "…"
    return f"«{_NBSP}{short}{_NBSP}»"


def nearest(text: str, name: str) -> str | None:
    """The word of a closed list nearest to what was written, None when nothing is near."""
    known = words(name)
    if not folded(text):
        return None
    found = process.extractOne(folded(text), known.keys(), scorer=fuzz.ratio, score_cutoff=60.0)
    return _shown(name, known[found[0]]) if found else None


def _shown(name: str, code: str) -> str:
    """A code as people write it: « CDDI », « mise à disposition »."""
    closed = VOCABULARIES.get(name)
    if closed is None:
        return {"true": "oui", "false": "non"}.get(code, code)
    return code if code.isupper() else closed(code).label


@lru_cache(maxsize=64)
def _expected(name: str, choices: tuple[str, ...]) -> str:
    shown = choices or tuple(dict.fromkeys(words(name).values()))
    return ", ".join(shown[:12])


def _unknown(cell: Cell) -> Said:
    name = "yes_no" if cell.field.parser is Parser.YES_NO else cell.field.name
    near = nearest(cell.text, name)
    if near:
        return Said(f"{quoted(cell.text)} n'existe pas. Vouliez-vous dire {quoted(near)}{_NBSP}?", near)
    return Said(f"{quoted(cell.text)} n'existe pas. Écrivez l'un de{_NBSP}: {_expected(name, cell.field.choices)}.")


def _not_a_date(cell: Cell) -> Said:
    swapped = _swapped(cell.text)
    if swapped:
        return Said(
            f"{quoted(cell.text)} n'est pas une date jj/mm/aaaa. Vouliez-vous dire {quoted(swapped)}{_NBSP}?", swapped
        )
    return Said(f"{quoted(cell.text)} n'est pas une date du calendrier. Écrivez jj/mm/aaaa, par exemple 12/03/2024.")


def _swapped(text: str) -> str | None:
    """``05/31/2024`` → ``31/05/2024``: the month written first."""
    parts = text.split("/")
    if (
        len(parts) == 3
        and all(part.isdigit() for part in parts)
        and int(parts[0]) <= 12 < int(parts[1]) <= 31
        and len(parts[2]) == 4
    ):
        return f"{int(parts[1]):02d}/{int(parts[0]):02d}/{parts[2]}"
    return None


def _say(sentence: str) -> Callable[[Cell], Said]:
    def said(cell: Cell) -> Said:
        return Said(
            sentence.format(value=quoted(cell.text), header=quoted(cell.field.header), detail=cell.detail, nb=_NBSP)
        )

    return said


SENTENCES: dict[str, Callable[[Cell], Said]] = {
    "not_a_number": _say("{value} n'est pas un nombre d'heures. Écrivez par exemple 151,67 ou 151h40."),
    "negative": _say("{value} est négatif. Écrivez un nombre positif, ou 0."),
    "cell_error": _say("la cellule montre l'erreur {value}. Corrigez la formule, ou écrivez la valeur."),
    "formula_without_value": _say(
        "la cellule contient une formule dont le résultat n'est pas dans le fichier. Ouvrez-le dans votre tableur, "
        "enregistrez-le, puis renvoyez-le{nb}; ou écrivez la valeur."
    ),
    "not_an_amount": _say("{value} n'est pas un montant. Écrivez par exemple 850 000,00."),
    "ambiguous": _say("{value} peut se lire de deux façons (milliers, décimales). Écrivez par exemple 2 400 ou 2,40."),
    "not_a_count": _say("{value} n'est pas un nombre entier. Écrivez par exemple 2."),
    "not_an_obligation": _say(
        "{value} n'est ni un nombre d'heures ni une formule. Écrivez par exemple 1 200, "
        "ou 1 h / 2 000 € au-delà de 2 700 000 €."
    ),
    "not_a_date": _not_a_date,
    "birth_date_impossible": _say(
        "{value} est une date de naissance à venir. Écrivez jj/mm/aaaa, avec l'année en quatre chiffres."
    ),
    "not_a_month": _say("{value} n'est pas un mois. Écrivez par exemple 03/2024 ou mars 2024."),
    "year_missing": _say("{value} ne dit pas l'année. Écrivez par exemple 03/2024 ou mars 2024."),
    "not_a_year": _say("{value} n'est pas une année. Écrivez par exemple 2024."),
    "not_a_siret": _say(
        "{value} n'est pas un numéro SIRET. Écrivez ses 14 chiffres, en texte pour garder le zéro du début."
    ),
    "siren_only": _say("{value} a 9 chiffres{nb}: c'est un SIREN. Écrivez les 14 chiffres du SIRET."),
    "siret_scientific": _say(
        "{value} a perdu des chiffres{nb}: le tableur l'a pris pour un nombre. "
        "Mettez la colonne en texte et écrivez les 14 chiffres."
    ),
    "siret_key": _say("{value} a 14 chiffres, mais sa clé de contrôle ne correspond pas. Vérifiez-le."),
    "several_lots": _say(
        "{value} nomme plusieurs lots. Écrivez une ligne pour chacun, avec ce qui lui revient, par exemple 1."
    ),
    "not_a_cpv": _say("{value} n'est pas un code CPV (8 chiffres). Il n'est pas gardé."),
    "not_a_postal_code": _say("{value} n'est pas un code postal (5 chiffres). Il n'est pas gardé."),
    "nir_dropped": _say(
        "cette cellule contient un numéro de sécurité sociale{nb}: il n'a pas été gardé. Ne l'envoyez pas."
    ),
    "iban_dropped": _say(
        "cette cellule contient un numéro de compte (IBAN){nb}: il n'a pas été gardé. Ne l'envoyez pas."
    ),
    "missing_value": _say("{header} n'est pas rempli. Remplissez cette cellule."),
    "month_missing": _say("le mois de travail n'est pas rempli. Écrivez par exemple 03/2024."),
    "month_in_future": _say("{value} est un mois à venir. Écrivez le mois où les heures ont été travaillées."),
    "period_over_months": _say(
        "la période, du mois {detail} au {value}, n'est pas celle d'un seul mois. Écrivez une ligne par mois."
    ),
    "contract_reversed": _say("le contrat finit ({value}) avant de commencer ({detail}). Corrigez une des deux dates."),
    "dates_reversed": _say("{header} ({value}) est avant le début ({detail}). Corrigez l'une des deux dates."),
    "impossible": _say("{value} dépasse ce que le mois permet{nb}: {detail}. Vérifiez les heures et le mois."),
    "improbable": _say("{value} dépasse 220 heures dans le mois. Vérifiez qu'il s'agit des heures d'un seul mois."),
    "duplicate_row": _say("cette ligne dit la même chose que la ligne {detail}. Supprimez-la si c'est un doublon."),
    "birth_date_improbable": _say("né(e) le {value}{nb}: {detail}. Vérifiez la date de naissance."),
    "stale_total": _say("le total écrit, {value}, n'est pas celui des lignes, {detail}. Les lignes font foi."),
}  # fmt: skip

_SEVERITIES: dict[str, Severity] = {
    "siret_key": Severity.WARNING,
    "nir_dropped": Severity.WARNING,
    "iban_dropped": Severity.WARNING,
    "improbable": Severity.BLOCKING,
    "duplicate_row": Severity.BLOCKING,
    "birth_date_improbable": Severity.WARNING,
    "stale_total": Severity.WARNING,
}
_ALWAYS_REFUSED = frozenset({"period_over_months", "missing_value", "month_missing", "formula_without_value"})


def severity(code: str, field: Field) -> Severity:
    """What an issue of this code does to the row, in this column."""
    if code in _SEVERITIES:
        return _SEVERITIES[code]
    return Severity.ERROR if code in _ALWAYS_REFUSED else field.on_bad


def sentence(code: str, cell: Cell) -> Said:
    """The sentence of a code; codes ``unknown_…`` share one."""
    return _unknown(cell) if code.startswith("unknown_") else SENTENCES[code](cell)


def of_row(row: int, message: str) -> str:
    """« Ligne 14 : … »."""
    return f"Ligne {row}{_NBSP}: {message}"


def prefixed(kind: FileKind, code: str) -> str:
    """``hours.not_a_number``."""
    return f"{kind.value}.{code}"


def row_list(rows: Iterable[int]) -> str:
    """``1, 3-5, 7``."""
    parts: list[list[int]] = []
    for row in sorted(set(rows)):
        if parts and row == parts[-1][1] + 1:
            parts[-1][1] = row
        else:
            parts.append([row, row])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in parts)
