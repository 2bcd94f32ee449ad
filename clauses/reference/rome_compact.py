"""The jobs that clauses d'insertion deal with, built in: what serves until the official ROME has been imported.

About 260 codes and 850 titles written by hand in `rome_compact.txt`, for the trades of works, services and
intellectual services. Source of codes and labels: ROME 4.0, France Travail, version 460 (Licence Ouverte).
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import NamedTuple


class Title(NamedTuple):
    """A job title with its ROME code and the label of that code's fiche."""

    code: str
    label: str
    appellation: str


@cache
def titles() -> tuple[Title, ...]:
    """Every title, the label of each code first among its own."""
    text = resources.files("clauses.reference").joinpath("rome_compact.txt").read_text(encoding="utf-8")
    found: list[Title] = []
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        code, label, others = (part.strip() for part in line.split("|"))
        said = dict.fromkeys([label, *(_capital(other.strip()) for other in others.split(";"))])
        found += [Title(code, label, appellation) for appellation in said]
    return tuple(found)


def _capital(title: str) -> str:
    return title[:1].upper() + title[1:]
