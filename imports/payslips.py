"""The lines of a payslip laid out as rows: a column says what the hours of each row are, work, leave, training, money.

Only texts are looked at here, each once; `imports.sorting` says what becomes of the rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import polars as pl

from clauses.words import folded
from imports.cells import Cells
from imports.layout import Column
from imports.vocabulary import fold

_HEADER = re.compile(
    r"\b(rubriques?|libelles?|nature (?:des |de l |d )?heures?|types? (?:des |d )?heures?|code paie|motifs? d absence"
    r"|evenements?|element de paie)\b"
)
_LABELS = 300
"""A column of headings has few distinct texts; one of remarks has many, and is not looked into."""

_ABSENCE = (
    r"^(?:at|mal|abs|css|am|ijss)$"
    r"|\b(?:conges?|cp|cpn|rtt|maladies?|absences?|absent\w*|absenteisme|intemperies?|feri(?:e|ee)s?|accidents?"
    r"|maternite|paternite|arrets?|chomage|chome\w*|activite partielle|repos|recup\w*|mise a pied|greves?|carence"
    r"|enfant malade|sans solde|evenements? (?:familia\w+|de famille)|inactivite|indisponib\w*|improductiv\w*)\b"
)
_NOT_WORKED = r"\bnon (?:travaill\w*|realis\w*|effectu\w*|productiv\w*|faites?)\b"
_WORKED_ALL_THE_SAME = r"\b(?:hors|travaille\w*)\b"
"""« Heures hors congés », « Férié travaillé »."""

_MONEY = (
    r"^(?:indemnites?|primes?|paniers?|tickets?|titres?|acomptes?|avances?|frais|repas|remboursements?|cotisations?"
    r"|csg|mutuelle|net|brut|transports?|deplacements?|ifm|iccp|ccp)\b"
)
_TRAINING = r"^(?:(?:h|heures?|temps|duree) )?(?:de |en )?formations?\b"
_WORK = (
    r"^(?:hn|hs ?\d*|h(?:eures?)? (?:de )?(?:norm\w*|travail\w*|product\w*|effect\w*|realis\w*|base|jour|presence"
    r"|sup\w*|reelles?|insertion|nuit|chantier)\b.*|salaire (?:de )?base|salaire mensuel|temps (?:de )?travail|travail"
    r"|presence|present|travaille(?:es?)?|production|heures?)$"
)


def headings(columns: Iterable[Column], cells: Mapping[str, Cells], *, read: frozenset[str]) -> dict[str, bool]:
    """The columns that say which hours those of each row are, by letters, and whether they name work too.

    A header may say it (« Rubrique »); whatever its header, so does a column that names both work and leave. One that
    only speaks of leave may be somebody's remark (« congés la semaine 30 »): nothing is made of it. ``read`` are the
    letters of the columns that hold something else.
    """
    found = {}
    for column in columns:
        if column.letters in read:
            continue
        words = cells[column.letters].words
        few = words.head(0) if len(words) > _LABELS else words
        said = few.to_frame("text").select(
            work=fold(pl.col("text")).str.contains(_WORK), absence=is_absence()
        )  # fmt: skip
        work, absence = (bool(said[name].any()) for name in ("work", "absence"))
        if _HEADER.search(folded(column.header)) or (work and absence):
            found[column.letters] = work
    return found


def is_absence() -> pl.Expr:
    """Whether ``text`` is leave, sickness, bad weather: paid, perhaps, and not worked."""
    said = fold(pl.col("text"))
    away = said.str.contains(_ABSENCE) & ~said.str.contains(_WORKED_ALL_THE_SAME)
    return away | said.str.contains(_NOT_WORKED)


def is_money() -> pl.Expr:
    """Whether ``text`` is an allowance or a cost, whose quantity is no hours."""
    return fold(pl.col("text")).str.contains(_MONEY)


def is_training() -> pl.Expr:
    """Whether ``text`` says that the hours of its row are of training."""
    return fold(pl.col("text")).str.contains(_TRAINING)
