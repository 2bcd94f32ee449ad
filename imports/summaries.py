"""Sheets whose name says that they sum up others: whether their hours stand elsewhere, or only there.

« Récap février » beside « Janvier », « Total Énergies » beside another company: the name alone would lose their hours.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from imports.cells import Lexicon
from imports.recaps import figures
from imports.rows import Taken

OTHER_PEOPLE = "aucune autre feuille ne nomme ces personnes"
OTHER_MONTH = "aucune autre feuille ne donne ce mois"


_LEAST = 3
"""Letters of a word that tells somebody: « M. » or « J. » does not."""
_FIGURES = ("who", "month", "year", "hours", "training_hours")
_NOTHING = pl.DataFrame(schema={"who": pl.String, "month": pl.String, "year": pl.Int32})


def of_other_months(mine: Sequence[Taken], others: Sequence[Taken], lexicon: Lexicon) -> bool:
    """Whether each row says its month, and other sheets give none of those: these hours stand nowhere else."""
    here, there = _worked(mine, lexicon), _worked(others, lexicon)
    if here.is_empty() or here["month"].null_count() or there["month"].null_count():
        return False
    year, other = pl.col("year"), pl.col("year_right")
    same = year.is_null() | other.is_null() | (year == other)
    return here.join(there, on="month").filter(same).is_empty()


def own_hours(mine: Sequence[Taken], others: Sequence[Taken], lexicon: Lexicon) -> str | None:
    """Why a sheet does not seem to sum up others: it names nobody that they name, or its only month is not theirs."""
    here, there = _worked(mine, lexicon), _worked(others, lexicon)
    if here.is_empty():
        return None
    if not _names_some(here["who"], there["who"]):
        return OTHER_PEOPLE
    of_one = here.select("month", "year").n_unique() == 1
    return OTHER_MONTH if of_one and of_other_months(mine, others, lexicon) else None


def _names_some(mine: pl.Series, theirs: pl.Series) -> bool:
    """Whether two tables name one same person, even shortened: « M. DUPONT » is Jean Dupont."""
    named: dict[str, list[frozenset[str]]] = {}
    for words in map(_words, theirs.unique()):
        for word in words:
            named.setdefault(word, []).append(words)
    near = ((words, other) for words in map(_words, mine.unique()) for word in words for other in named.get(word, ()))
    return any(words <= other or other <= words for words, other in near)


def _words(who: str) -> frozenset[str]:
    return frozenset(word for word in who.split(" ") if len(word) >= _LEAST)


def _worked(taken: Sequence[Taken], lexicon: Lexicon) -> pl.DataFrame:
    """``who``, ``month`` and ``year`` of the rows that name somebody and give hours."""
    named = [figures(each, lexicon).select(_FIGURES) for each in taken if "last_name" in each.frame.columns]
    worked = pl.any_horizontal(pl.col(name).fill_null(0) > 0 for name in _FIGURES[3:])
    return pl.concat([_NOTHING, *(each.filter(worked).select(_FIGURES[:3]) for each in named)])
