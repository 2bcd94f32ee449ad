"""Tables of training alone, beside tables of hours worked: read for whom those name, and for nobody else.

A file replaces what was declared of a month: training alone, for somebody whose hours are elsewhere, would put their
hours to zero without a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from clauses.files.rules import FileKind, Issue, Severity
from clauses.quantities import french_hours
from imports.cells import Lexicon
from imports.columns import fields
from imports.recaps import against, figures, row_issue
from imports.rows import Taken


def training_apart(
    taken: Taken, others: Sequence[Taken], lexicon: Lexicon
) -> tuple[Taken, tuple[int, ...], tuple[Issue, ...]]:
    """A table of training less the rows that no table of hours names, those rows, and what is said of each.

    The table as it is, where it gives hours of work too, or where no other does.
    """
    worked = [other for other in others if "hours" in other.frame.columns and "last_name" in other.frame.columns]
    names = set(taken.frame.columns)
    if "hours" in names or not {"training_hours", "last_name"} <= names or taken.frame.is_empty() or not worked:
        return taken, (), ()
    there = pl.concat([figures(other, lexicon) for other in worked])
    judged = against(figures(taken, lexicon), there.filter(pl.col("hours").is_not_null()))
    alone = judged.filter(pl.col("named").is_null())
    issues = [_said(taken, row, trained) for row, trained in alone["row", "training_hours"].iter_rows()]
    rows = tuple(alone["row"].unique().sort())
    kept = taken.frame.filter(~pl.col("row").is_in(rows)) if rows else taken.frame
    return replace(taken, frame=kept), rows, tuple(issues)


def _said(taken: Taken, row: int, trained: int) -> Issue:
    return row_issue(
        taken, row, fields(FileKind.HOURS)["training_hours"], "hours.training_apart", severity=Severity.ERROR,
        text=f"ces {french_hours(trained)} de formation sont dans un tableau sans heures travaillées, et aucun autre "
        "ne donne celles de cette personne ce mois-là. Écrivez-les à côté de ses heures travaillées, ou de 0 si elle "
        "n'a fait que se former.",
    )  # fmt: skip
