"""Tables that sum up others of the same file: what they repeat is not counted again, what they add is said.

A summary is told by its title, by its only figures being a total, or by its figures being, person by person, the sums
of a more detailed table. Rows that it repeats are ignored and listed; hours of somebody whom no detail names, or that
cannot be read, are refused: they are neither read nor lost. A table that says more than the detail (hours of training,
another company, some other figures) is read, and somebody must say whether its hours are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from clauses.files.rules import FileKind, Issue, Severity
from clauses.markets.lot_numbers import lot_key
from clauses.quantities import french_hours
from clauses.words import folded
from imports import values
from imports.attempts import repeated, says_nothing
from imports.cells import Lexicon, spread
from imports.checks import Place
from imports.columns import Field, fields
from imports.context import Context
from imports.layout import PAID, TOTAL
from imports.moments import month_alone
from imports.numbers import hours
from imports.rows import Taken
from imports.sentences import Cell, of_row, sentence
from imports.vocabulary import fold

_SUMMED = re.compile(r"\b(?:recap\w*|synthese|totaux|total|cumuls?|bilan|resume|consolid\w*)\b")
"""Words of the title of a summary, wherever they stand in it."""

_SHOWN = 60

WHY = "récapitulatif d'un autre tableau"
"""Why the rows of a summary are ignored."""

_DETAIL = ("birth_date", "contract_kind", "starts_on", "ends_on")
_PLACES = ("market", "lot", "contractor_name", "contractor_siret")
_MOMENT = ["month", "year"]
_WORKED = {"hours": "detail", "training_hours": "trained"}
"""The figures of a table, and what the more detailed ones make of each."""


@dataclass(frozen=True)
class Recap:
    """A table that sums up others: its rows that are repeated, those whose hours stand nowhere else, what is said.

    ``is_read``: it says more than they do, and its repeated rows are read all the same.
    """

    repeated: tuple[int, ...]
    alone: tuple[int, ...]
    issues: tuple[Issue, ...]
    is_read: bool = False
    holds_file: bool = False
    """Whether somebody must look at every row of the file: who knows if its rows, which are not read, are repeated."""


def recap(taken: Taken, others: Sequence[Taken], lexicon: Lexicon) -> Recap | None:
    """What a table sums up of others, each more detailed than it; None where it is a table of its own.

    Below others, it may be of all that they hold: a month, a lot or a company that only a title above them says is
    theirs, and perhaps not its own.
    """
    if taken.frame.is_empty() or "last_name" not in taken.frame.columns:
        return None
    detailed = [other for other in others if _is_less_detailed(taken, other)]
    places = [other for other in detailed if _same_place(taken.block.context, other.block.context)]
    above = [each for each in detailed if each.sheet == taken.sheet and each.block.start < taken.block.start]
    if not places and not above:
        return None
    mine = figures(taken, lexicon)
    tries = [_judged(taken, mine, places, lexicon), _judged(taken, _its_own(taken, mine), above, lexicon)]
    found = [each for each in tries if each is not None]
    best = min(found, key=lambda each: (each.is_read, bool(each.issues)), default=None)
    title = _own_title(taken, detailed)
    if best is None or best.is_read or title is None:
        return best
    under = f"sous un autre titre (« {title[:_SHOWN]} »)"
    if {"market", "month"} <= set(taken.frame.columns):
        rows = tuple(taken.frame["row"].unique().sort())
        return _read_all_the_same(taken, rows, "un tableau donne", under)
    text = (
        f"Feuille « {taken.sheet} » : un tableau donne les mêmes heures qu'un autre plus détaillé, {under}. Il ne dit "
        "pas son marché ou son mois et n'est pas lu. Si ce sont d'autres heures, écrivez-les au-dessus ; sinon, "
        "retirez ce tableau."
    )
    issue = Issue(code="hours.recap_not_read", message=text, severity=Severity.BLOCKING, sheet=taken.sheet)
    return replace(best, issues=(*best.issues, issue), holds_file=True)


def _own_title(taken: Taken, detailed: Sequence[Taken]) -> str | None:
    """A title of a table that names no summary, and that those more detailed do not have: « Semaine 2 ».

    Who knows whether its hours are the same: only a table without one, or called a summary, plainly repeats others.
    """
    if taken.block.sums_up or any(_SUMMED.search(folded(title)) for title in taken.block.titles):
        return None
    theirs = [f" {folded(title)} " for other in detailed for title in other.block.titles]
    own = (title for title in taken.block.titles if folded(title))
    return next((title for title in own if not any(f" {folded(title)} " in their for their in theirs)), None)


def _its_own(taken: Taken, mine: pl.DataFrame) -> pl.DataFrame:
    """The figures of a table below another, less what neither its columns nor its own title say."""
    near, said = taken.block.near, set(taken.block.mapping)
    own_month = near.month or near.month_number or taken.block.months or "month" in said
    theirs = [name for name in _PLACES if name not in said and near.text(name) is None]
    return mine.with_columns(pl.lit(None, mine.schema[name]).alias(name) for name in theirs + _MOMENT * (not own_month))


def _judged(taken: Taken, mine: pl.DataFrame, detailed: Sequence[Taken], lexicon: Lexicon) -> Recap | None:
    if not detailed:
        return None
    equal = [other for other in detailed if "training_hours" in other.frame.columns] if _trains(mine) else detailed
    if found := _summed_up(taken, mine, equal, lexicon):
        return found
    untrained = mine.with_columns(training_hours=None, unread=False)
    if len(equal) < len(detailed) and (found := _summed_up(taken, untrained, detailed, lexicon)):
        return _read_all_the_same(taken, found.repeated, "un tableau donne", "des heures de formation en plus")
    spelt = mine.with_columns(contractor_name=None)
    if "contractor_name" in taken.block.mapping and (found := _summed_up(taken, spelt, equal, lexicon)):
        return _read_all_the_same(taken, found.repeated, "un tableau donne", "sous un autre nom d'entreprise")
    if _is_nearly(mine, equal, lexicon):
        rows = taken.frame["row"].unique().sort()
        return _read_all_the_same(taken, tuple(rows), "un tableau donne presque partout", "et quelques autres")
    return None


def _is_nearly(mine: pl.DataFrame, detailed: Sequence[Taken], lexicon: Lexicon) -> bool:
    """Whether most of the figures of a table are those of others, some being different: who knows which is right."""
    if not detailed:
        return False
    judged = against(mine, pl.concat([figures(other, lexicon) for other in detailed])).filter(pl.col("hours") != 0)
    same = int((judged["hours"] == judged["detail"]).sum())
    return 2 * same >= judged.height > same


def _summed_up(taken: Taken, mine: pl.DataFrame, detailed: Sequence[Taken], lexicon: Lexicon) -> Recap | None:
    if not detailed:  # more detailed ones give no hours of training
        return None
    judged = against(mine, pl.concat([figures(other, lexicon) for other in detailed]))
    idle = judged["named"].is_null() & judged.select(_is_nothing()).to_series()
    met = judged["named"].is_not_null() | idle
    if not judged["named"].is_not_null().any():
        return None
    same = judged.select(pl.all_horizontal(_agrees(name) for name in _WORKED)).to_series()
    of_total = _is_a_total(taken) and not any(_is_a_total(other) for other in detailed)
    told = taken.block.sums_up or of_total
    # The same training alone, without hours, may be another month's.
    if not (
        2 * int((met & ~idle).sum()) >= int((~idle).sum())
        if told
        else (met & same).all() and judged["hours"].is_not_null().any()
    ):
        return None
    lost = judged.select(pl.any_horizontal(_is_lost(name) for name in _WORKED)).to_series() & met
    unread = mine.filter("unread")["row"].unique().sort()
    refused = {*judged.filter(lost)["row"], *unread}
    kept = tuple(row for row in judged.filter(met)["row"].unique().sort() if row not in refused)
    alone = judged.filter((~met | lost) & ~pl.col("row").is_in(unread.implode()))
    said = (*_stale(taken, judged.filter(met & ~lost)), *_nowhere_else(taken, alone), *_unreadable(taken, unread))
    return Recap(kept, tuple(sorted(set(taken.frame["row"]) - set(kept))), said)


def _read_all_the_same(taken: Taken, rows: tuple[int, ...], what: str, more: str) -> Recap:
    """A table that says ``more`` than those it seems to sum up: it is read, and somebody must look at it."""
    text = (
        f"Feuille « {taken.sheet} » : {what} les mêmes heures qu'un autre plus détaillé, {more}. Il est lu en entier. "
        "Si ces heures sont les mêmes, retirez-les de l'un des deux tableaux."
    )
    issue = Issue(code="hours.recap_read", message=text, severity=Severity.BLOCKING, sheet=taken.sheet)
    return Recap(rows, (), (issue,), is_read=True)


def _agrees(name: str) -> pl.Expr:
    """Whether a figure is that of the detail, which may leave a zero blank, or is not given."""
    return pl.col(name).is_null() | (pl.col(name) == pl.col(_WORKED[name]).fill_null(0))


def _is_nothing() -> pl.Expr:
    """Whether all the figures of a row are zero: a summary may list people who have not worked."""
    return pl.all_horizontal(pl.col(name).fill_null(0) == 0 for name in _WORKED)


def _is_lost(name: str) -> pl.Expr:
    """Whether a figure is of somebody for whom the detail gives none of the kind."""
    return ((pl.col(name) != 0) & pl.col(_WORKED[name]).is_null()).fill_null(value=False)


def _trains(figures: pl.DataFrame) -> bool:
    """Whether a table gives hours of training."""
    return bool((figures["training_hours"].fill_null(0) != 0).any() or figures["untrained"].any())


def _is_less_detailed(taken: Taken, other: Taken) -> bool:
    """Whether a table says less than another of each person, or sums up in one column what the other gives."""
    if other is taken or other.frame.is_empty() or "last_name" not in other.frame.columns:
        return False
    here, there = taken.block.mapping, other.block.mapping
    says_less = any(name in there and name not in here for name in _DETAIL)
    says_more = any(name in here and name not in there for name in _DETAIL)
    by_total = _is_a_total(taken) and not _is_a_total(other)
    return (says_less or by_total or taken.block.sums_up) and not says_more


def _is_a_total(taken: Taken) -> bool:
    column = taken.block.mapping.get("hours")
    return column is not None and column.match.why in (TOTAL, PAID)


def figures(taken: Taken, lexicon: Lexicon) -> pl.DataFrame:
    """``row``, ``who``, ``month``, ``year``, `_PLACES`, `_WORKED` (hundredths): a row a cell of hours.

    ``month`` is its number on two digits, or its text where that says none. ``untrained``: there is something that
    cannot be read as hours of training; ``unread``: there is no figure to read, or one that cannot be.
    """
    frame = taken.frame
    names = [
        spread(_folded(lexicon, name), frame[name]) for name in ("last_name", "first_name") if name in frame.columns
    ]
    who = pl.DataFrame([name.fill_null("").alias(str(place)) for place, name in enumerate(names)]).select(
        pl.concat_str(pl.all(), separator=" ").str.split(" ").list.sort().list.join(" ").str.strip_chars(" ")
    )
    worked = {name: _each(name, frame, hours(lexicon.words(name)).value, pl.Int64()).alias(name) for name in _WORKED}
    faulty = {name: _says(lexicon, name, frame) & worked[name].is_null() for name in _WORKED}
    nothing = worked["hours"].is_null() & worked["training_hours"].is_null()
    return pl.DataFrame(
        [
            frame["row"], who.to_series().alias("who"), *_moments(frame, lexicon), *worked.values(),
            *(_each(name, frame, _folded(lexicon, name), pl.String()).alias(name) for name in _PLACES),
            faulty["training_hours"].alias("untrained"),
            (faulty["hours"] | faulty["training_hours"] | nothing).alias("unread"),
        ]
    )  # fmt: skip


def _says(lexicon: Lexicon, name: str, frame: pl.DataFrame) -> pl.Series:
    """The rows whose cell of a field says something, be it readable or not."""
    says = lexicon.words(name).to_frame("text").select(~says_nothing(pl.col("text"))).to_series()
    return _each(name, frame, says, pl.Boolean()).fill_null(value=False)


def _moments(frame: pl.DataFrame, lexicon: Lexicon) -> Iterator[pl.Series]:
    """``month`` and ``year``: of a date, or of a month named alone and of the column that says its year."""
    known, words = fields(FileKind.HOURS), lexicon.words("month")
    dated = values.read(known["month"], words, today=date.max).value
    number = dated.dt.month().cast(pl.Int32).fill_null(month_alone(words)).cast(pl.String).str.zfill(2)
    yield _each("month", frame, number.fill_null(_folded(lexicon, "month")), pl.String()).alias("month")
    of_month = _each("month", frame, dated.dt.year().cast(pl.Int32), pl.Int32())
    years = values.read(known["year"], lexicon.words("year"), today=date.max).value
    yield of_month.fill_null(_each("year", frame, years, pl.Int32())).alias("year")


def _folded(lexicon: Lexicon, name: str) -> pl.Series:
    """The texts of a field as they are compared."""
    words = lexicon.words(name)
    if name == "lot":
        return words.map_elements(lot_key, return_dtype=pl.String, skip_nulls=True)
    return words.to_frame("text").select(fold(pl.col("text"))).to_series()


def _each(name: str, frame: pl.DataFrame, each: pl.Series, kind: pl.DataType) -> pl.Series:
    if name not in frame.columns or each.is_empty():
        return repeated(None, frame.height, kind)
    return spread(each, frame[name])


def against(mine: pl.DataFrame, theirs: pl.DataFrame) -> pl.DataFrame:
    """Rows of a summary that have a figure, with ``named`` and what the others make of the same person: null where they
    name nobody so.

    A lot, a market or a company is compared where both sides give it on every row; a month or a year, wherever both
    have some: one that cannot be compared is not that of the other.
    """
    keys = [name for name in _PLACES if not mine[name].null_count() and not theirs[name].null_count()]
    keys += [
        name for name in ("month", "year") if all(side[name].null_count() < side.height for side in (mine, theirs))
    ]
    some = pl.any_horizontal(pl.col(name).is_not_null() for name in _WORKED)
    summed = (
        theirs.filter(some)
        .group_by("who", *keys)
        .agg(*(_sum(name).alias(made) for name, made in _WORKED.items()), named=pl.len())
    )
    by_person = mine.filter(some).group_by("row", "who", *keys).agg(_sum(name) for name in _WORKED)
    return by_person.join(summed, on=["who", *keys], how="left").sort("row")


def _sum(name: str) -> pl.Expr:
    """The sum of the figures that there are, null where there is none."""
    return pl.when(pl.col(name).is_not_null().any()).then(pl.col(name).sum())


def _stale(taken: Taken, rows: pl.DataFrame) -> Iterator[Issue]:
    """Figures that the detail does not make."""
    for name, made in _WORKED.items():
        field = fields(FileKind.HOURS)[name]
        for row, written, summed in rows.filter(~_agrees(name)).select("row", name, made).iter_rows():
            text = sentence("stale_total", Cell(french_hours(written), field, french_hours(summed or 0)))
            yield row_issue(taken, row, field, "hours.stale_total", severity=Severity.WARNING, text=text.message)


def _nowhere_else(taken: Taken, rows: pl.DataFrame) -> Iterator[Issue]:
    """Hours that the detail does not give: of somebody whom it does not name, or of a kind that it has not."""
    for name, made in _WORKED.items():
        field, what = fields(FileKind.HOURS)[name], " de formation" if name == "training_hours" else ""
        for row, written in rows.filter(pl.col(name).is_not_null() & pl.col(made).is_null())["row", name].iter_rows():
            yield row_issue(
                taken, row, field, "hours.only_in_recap", severity=Severity.ERROR,
                text=f"ces {french_hours(written)}{what} figurent dans un récapitulatif et dans aucun détail : elles "
                "ne sont pas lues. Ajoutez la personne au tableau détaillé.",
            )  # fmt: skip


def _unreadable(taken: Taken, rows: pl.Series) -> Iterator[Issue]:
    """Rows of a summary whose figures cannot be compared with the detail."""
    for row in rows:
        yield row_issue(
            taken, row, fields(FileKind.HOURS)["hours"], "hours.unread_in_recap", severity=Severity.ERROR,
            text="cette ligne d'un récapitulatif a des heures illisibles : elle n'est pas lue. Écrivez un nombre, par "
            "exemple 151,67, ou supprimez-la si le tableau détaillé donne déjà ces heures.",
        )  # fmt: skip


def row_issue(taken: Taken, row: int, field: Field, code: str, *, severity: Severity, text: str) -> Issue:
    """What is said of a figure of a table that is not read as data."""
    place = Place.of(taken.block)
    return Issue(
        code=code, message=of_row(row, text), severity=severity, sheet=taken.sheet, row=row,
        column=place.header(field, None), letters=place.letters(field, None),
    )  # fmt: skip


def _same_place(here: Context, there: Context) -> bool:
    """Whether two tables are of the same market, lot and company, as far as both say; their rows tell the month."""
    told = ("market", "contractor_name", "contractor_siret")
    pairs = [(getattr(here, name), getattr(there, name)) for name in told]
    pairs.append((here.lot and lot_key(here.lot), there.lot and lot_key(there.lot)))
    return all(first is None or second is None or first == second for first, second in pairs)
