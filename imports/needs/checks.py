"""What a row of a file of needs says that cannot be, or that someone should look at."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from datetime import date

from clauses.dates import french_day
from clauses.files.rules import Severity
from clauses.matching.licence_reading import requirements
from clauses.quantities import french_hours
from clauses.words import folded
from imports.said import Row, Saying, quoted

MOST_POSTS = 1_000
"""More posts than this on one row is a slip: a need of the largest construction site has dozens."""

WEEK = 168_00
"""Hundredths of an hour in a week."""

LONGEST_WEEK = 48_00
"""Hundredths of an hour that one may work in a week (Code du travail, L3121-20)."""


def refusal(row: Row) -> Saying | None:
    """Why a row cannot be kept at all; None when it can."""
    if not folded(row["reference"]):
        return Saying("needs.no_reference", "reference", Severity.ERROR, _no_reference)
    if not any(letter.isalpha() for letter in row["job"]):
        return Saying("needs.no_job", "job", Severity.ERROR, _no_job)
    if not 1 <= row["posts"] <= MOST_POSTS:
        return Saying("needs.posts", "posts", Severity.ERROR, _posts)
    if row["weekly_hours"] is not None and row["weekly_hours"] > WEEK:
        return Saying("needs.weekly_hours", "weekly_hours", Severity.ERROR, _impossible_week)
    return None


def _no_reference(row: Row) -> str:
    return f"Ligne {row['row']} : « {row['reference']} » n'est pas une référence. Écrivez par exemple B001."


def _no_job(row: Row) -> str:
    return (
        f"Ligne {row['row']} : « {row['job'][:60]} » n'est pas un métier. Écrivez-le en toutes lettres, avec ou "
        "sans son code ROME : « Maçon (F1703) »."
    )


def _posts(row: Row) -> str:
    return f"Ligne {row['row']} : {row['posts']} postes. Écrivez un nombre de 1 à {MOST_POSTS}."


def _impossible_week(row: Row) -> str:
    return (
        f"Ligne {row['row']} : {french_hours(row['weekly_hours'])} par semaine, qui n'en a que 168. "
        "Écrivez les heures d'une semaine, par exemple 35."
    )


def remarks(
    row: Row, *, today: date, market_ends_on: date | None, nowhere: AbstractSet[str] = frozenset()
) -> list[Saying]:
    """What to say of a row that is kept; ``nowhere`` are the communes written that cannot be placed."""
    said = []
    if row["weekly_hours"] is not None and row["weekly_hours"] > LONGEST_WEEK:
        said.append(Saying("needs.long_week", "weekly_hours", Severity.WARNING, _long_week))
    if row["ends_on"] is not None and row["ends_on"] < today:
        said.append(Saying("needs.over", "ends_on", Severity.WARNING, _over))
    if market_ends_on is not None and row["starts_on"] > market_ends_on:
        said.append(Saying("needs.after_market", "starts_on", Severity.WARNING, _after(market_ends_on)))
    if row["commune"] in nowhere:
        said.append(Saying("needs.unknown_commune", "commune", Severity.WARNING, _unknown_commune))
    unread = [each.unread for each in requirements(row["licences"]) if each.unread]
    if unread:
        said.append(Saying("needs.unknown_licence", "licences", Severity.WARNING, _unknown_licence(unread)))
    return said


def _long_week(row: Row) -> str:
    return (
        f"Ligne {row['row']} : {french_hours(row['weekly_hours'])} par semaine, au-delà des 48 h que la loi permet. "
        "Vérifiez."
    )


def _over(row: Row) -> str:
    return (
        f"Ligne {row['row']} : ce besoin est terminé depuis le {french_day(row['ends_on'])} : "
        "il passe après tous les autres. Fermez-le, ou corrigez sa fin."
    )


def _after(market_ends_on: date) -> Callable[[Row], str]:
    def sentence(row: Row) -> str:
        return (
            f"Ligne {row['row']} : ce besoin commence le {french_day(row['starts_on'])}, après la fin du marché "
            f"({french_day(market_ends_on)}). Les heures n'y compteront pas : vérifiez les dates."
        )

    return sentence


def _unknown_commune(row: Row) -> str:
    return (
        f"Ligne {row['row']} : « {row['commune']} » n'est pas une commune connue, ou plusieurs portent ce nom. Les "
        "distances seront à vérifier. Vérifiez l'orthographe."
    )


def _unknown_licence(unread: list[str]) -> Callable[[Row], str]:
    def sentence(row: Row) -> str:
        return (
            f"Ligne {row['row']} : {quoted(unread)} n'est pas une habilitation reconnue. Personne ne sera écarté pour "
            "elle : elle sera à vérifier. Écrivez par exemple CACES R482 A ou Permis B."
        )

    return sentence
