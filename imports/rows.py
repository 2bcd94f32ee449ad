"""The rows below a header → the rows of data, each column as text.

Nothing is dropped in silence: a row that is not data is counted and listed with the reason (`imports.sorting`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from clauses.dates import MONTHS
from clauses.errors import Unusable
from clauses.files.rules import FileKind
from clauses.words import folded
from imports.attempts import says_nothing
from imports.cells import HIDDEN, Cells, Grid, Lexicon, no, spread
from imports.columns import fields
from imports.containers import Sheet
from imports.context import Context
from imports.filling import filled_down, merged_filled
from imports.layout import Block, Column
from imports.names import split
from imports.sorting import Body, IgnoredRow, Stale
from imports.titles import carried, under

_FIRST = 3
"""So many rows of data show what was understood of each column."""

_FROM_CONTEXT = (
    "market", "lot", "contractor_siret", "contractor_name", "employer_siret", "employer_name", "month", "year",
)  # fmt: skip
_MARKET_AND_LOT = (
    r"(?i)^(?P<market>.*[0-9].*?)[ ,;:/|(–—-]+lots? ?(?:n ?[°º] ?)?:? ?(?P<lot>(?:[0-9]{1,3}[A-Z]?|[A-Z])"
    r"(?:(?: ?[,;+&] ?| (?:et|à|au) | ?[/–—-] ?)(?:lots? ?)?[0-9]{1,3})*)(?:[ ):–—-].*)?$"
)
_WITH_CONTEXT = (FileKind.HOURS, FileKind.NEEDS)
"""Kinds whose rows a title completes: a market without a contractor has none yet, whatever its sheet is named."""


@dataclass(frozen=True)
class Taken:
    """The rows of data of one block: ``row`` (the sheet's number), one column a field: the place of its text in the
    lexicon.

    Hours have one row a cell (``column``, ``training_column``, ``month_column``: its letters). ``stale`` are the totals
    that the rows do not make, ``down`` the columns filled from above.
    """

    sheet: str
    block: Block
    frame: pl.DataFrame
    ignored: tuple[IgnoredRow, ...]
    stale: tuple[Stale, ...] = ()
    down: tuple[Column, ...] = ()
    first: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    """The texts of the first rows of data, by letters of column."""

    below: Context = field(default_factory=Context)
    """What the last section of the block says, which holds for the table below it too."""


def take(sheet: Sheet, block: Block, kind: FileKind, cells: Grid, *, headers: set[int], lexicon: Lexicon) -> Taken:
    """The rows of data of a block, as texts; ``headers`` are the sheet's rows that repeat the header."""
    span = block.stop - block.start
    numbers = pl.int_range(block.start + 1, block.stop + 1, dtype=pl.UInt32, eager=True).alias("row")
    columns = {name: column.slice(block.start, span) for name, column in cells.columns.items()}
    body = Body(
        kind=kind,
        block=block,
        columns=merged_filled(columns, block, sheet.merged, kind),
        numbers=numbers,
        filled=cells.filled.slice(block.start, span),
        repeated=numbers.is_in(sorted(headers)) if headers else no(span),
    )
    data, ignored = body.data(sheet.name)
    rows = data.arg_true()
    filled, down = filled_down(kind, block, body.columns, (data & ~body.nameless).arg_true())
    filled = _with_minutes(block, filled)
    frame = pl.DataFrame([*_texts_of_fields(block, filled, rows, lexicon), numbers.gather(rows)])
    frame = _completed(body, _with_training(body, frame, filled, rows, lexicon), rows, lexicon)
    if kind is FileKind.HOURS:
        frame = _cells_of_hours(body, frame, filled, rows, lexicon)
    first = {name: _shown(cells, rows.head(_FIRST).to_list()) for name, cells in columns.items()}
    below = [context for _, context in carried(body.sections)][-1:] if kind in _WITH_CONTEXT else []
    return Taken(sheet.name, block, frame, tuple(ignored), tuple(body.stale(data)), down, first, *below)


def _with_minutes(block: Block, columns: dict[str, Cells]) -> dict[str, Cells]:
    """« 151 » and « 40 » in two columns are 151h40; whole hours only: 151,5 beside 40 minutes says nothing sure."""
    hours, minutes = block.mapping.get("hours"), block.mapping.get("minutes")
    if hours is None or minutes is None:
        return columns
    parts = pl.DataFrame(
        {"hours": columns[hours.letters].each(columns[hours.letters].words),
         "minutes": columns[minutes.letters].each(columns[minutes.letters].words)}
    )  # fmt: skip
    few = pl.col("minutes").str.strip_chars(" mn'").str.zfill(2)
    both = pl.format("{}h{}", pl.col("hours").fill_null("0"), few)
    texts = parts.select(pl.when(pl.col("minutes").is_null()).then("hours").otherwise(both).alias("text")).to_series()
    words = texts.drop_nulls().unique(maintain_order=True)
    places = texts.replace_strict(words, pl.int_range(len(words), dtype=pl.UInt32, eager=True), default=None)
    return {**columns, hours.letters: Cells(words.alias("text"), places.cast(pl.UInt32).alias(hours.letters))}


def _shown(cells: Cells, rows: Sequence[int]) -> tuple[str | None, ...]:
    """The texts of some rows; None for a blank, and for what stands for a number that must not be kept."""
    return tuple(None if (text := cells.text(row)) in HIDDEN else text for row in rows)


def _texts_of_fields(block: Block, columns: Mapping[str, Cells], rows: pl.Series, lexicon: Lexicon) -> list[pl.Series]:
    """Which texts the cells of the rows of data hold, a column a field; names in one cell are split, each once."""
    found = [
        lexicon.add(name, columns[column.letters].moved(columns[column.letters].standing(rows)))
        for name, column in block.mapping.items()
        if not (block.months and name in {"hours", "training_hours"})
    ]
    if "market" in block.mapping and "lot" not in block.mapping:
        found = [column for column in found if column.name != "market"]
        found += _with_lot(columns[block.mapping["market"].letters], rows, lexicon)
    if "full_name" in block.mapping:
        header, whole = block.mapping["full_name"].header, columns[block.mapping["full_name"].letters]
        last, first = split(pl.col("text"), first_name_first=folded(header).startswith("prenom"))
        parts = whole.words.to_frame("text").select(last_name=last, first_name=first)
        at = whole.standing(rows)
        for part in parts.get_columns():
            places = lexicon.place(part.name, part)
            found.append(spread(places, at).alias(part.name))
    return found


def _with_lot(cells: Cells, rows: pl.Series, lexicon: Lexicon) -> list[pl.Series]:
    """« 2024-T001 lot 2 » in the cell of the market, where no column says the lot."""
    text, pair = pl.col("text"), pl.col("text").str.extract_groups(_MARKET_AND_LOT)
    parts = cells.words.to_frame("text").select(
        market=pl.coalesce(pair.struct.field("market"), text), lot=pair.struct.field("lot")
    )
    at = cells.at.gather(rows)
    said = parts["lot"].is_not_null().any()
    return [
        spread(lexicon.place(part.name, part), at).alias(part.name)
        for part in parts.get_columns()
        if said or part.name == "market"
    ]


def _with_training(
    body: Body, frame: pl.DataFrame, columns: Mapping[str, Cells], rows: pl.Series, lexicon: Lexicon
) -> pl.DataFrame:
    """The hours of the rows that a heading says to be of training are training's, where no column gives it."""
    hours = body.block.mapping.get("hours")
    if hours is None or body.block.months or "training_hours" in body.block.mapping or not body.training.any():
        return frame
    trained, cells = body.training.gather(rows), columns[hours.letters]
    at = cells.at.gather(rows)
    nothing = pl.repeat(None, len(rows), dtype=pl.UInt32, eager=True)
    return frame.with_columns(
        frame["hours"].zip_with(~trained, nothing).alias("hours"),
        lexicon.add("training_hours", cells.moved(at.zip_with(trained, nothing))),
    )


def _completed(body: Body, frame: pl.DataFrame, rows: pl.Series, lexicon: Lexicon) -> pl.DataFrame:
    """What a cell leaves blank, said by a section above it, a title or the sheet's name."""
    block = body.block
    if body.kind not in _WITH_CONTEXT:
        return frame
    sections = list(carried(body.sections))
    contexts = [block.context, *(under(context, block.context) for _, context in sections)]
    starts = pl.Series([index for index, _ in sections], dtype=pl.UInt32)
    which = starts.search_sorted(rows, side="right") if sections else pl.zeros(len(rows), dtype=pl.UInt32, eager=True)
    for name in _FROM_CONTEXT:
        of_header = name == "month" or (name == "year" and not _years_below(body))
        if name not in fields(body.kind) or (block.months and of_header):
            continue
        said = pl.Series(name, [_said(context, name, block) for context in contexts], dtype=pl.String)
        if said.is_not_null().any():
            each = lexicon.place(name, said).gather(which)
            frame = frame.with_columns(frame[name].fill_null(each) if name in frame.columns else each)
    return frame


def _years_below(body: Body) -> bool:
    """Whether a section says another year than the header has: its months are of the year above each row."""
    return bool({context.year for _, context in body.sections} - {None, body.block.context.year})


def _said(context: Context, name: str, block: Block) -> str | None:
    """What a context says of a field, as a cell would."""
    if name == "month" and context.month is None:
        return MONTHS[context.month_number - 1] if context.month_number else None
    if name == "year":
        return str(context.year) if context.year else None
    if name == "contractor_name" and "contractor_siret" in block.mapping:
        return None
    if name.startswith("employer_") and not {"employer_siret", "employer_name"}.isdisjoint(block.mapping):
        return None  # a blank there says that the contractor employs
    return context.text(name)


def _cells_of_hours(
    body: Body, frame: pl.DataFrame, columns: Mapping[str, Cells], rows: pl.Series, lexicon: Lexicon
) -> pl.DataFrame:
    """One row a cell of hours; months in columns are laid one under the other, blank cells left out."""
    block = body.block
    if not block.months:
        return frame.with_columns(*_letters(block.mapping.get("hours"), block.mapping.get("training_hours")))
    parts = []
    for (year, month), pair in _months(block, None if _years_below(body) else block.context.year).items():
        told = {
            name: columns[column.letters].moved(columns[column.letters].standing(rows)) for name, column in pair.items()
        }
        said = no(len(rows))
        for cells in told.values():
            said = said | cells.where(cells.words.to_frame("text").select(~says_nothing(pl.col("text"))).to_series())
        text = f"{month:02d}" if year is None else date(year, month, 1).isoformat()
        part = frame.with_columns(
            *(lexicon.add(name, cells) for name, cells in told.items()),
            pl.repeat(lexicon.place("month", pl.Series([text]))[0], len(rows), dtype=pl.UInt32, eager=True).alias(
                "month"
            ),
            *_letters(pair.get("hours"), pair.get("training_hours"), is_month=True),
        )
        parts.append(part.filter(said))
    return pl.concat(parts, how="diagonal")


def _letters(hours: Column | None, training: Column | None, *, is_month: bool = False) -> list[pl.Expr]:
    """Where the cells stand: of the hours, else of the training; of the training; of the month, when in columns."""
    at = hours or training
    return [
        pl.lit(at.letters if at else None, dtype=pl.String).alias("column"),
        pl.lit(training.letters if training else None, dtype=pl.String).alias("training_column"),
        pl.lit(at.letters if at and is_month else None, dtype=pl.String).alias("month_column"),
    ]


def _months(block: Block, year: int | None) -> dict[tuple[int | None, int], dict[str, Column]]:
    """The columns of hours and of training of each month, of ``year`` where their header says none.

    Raises Unusable where two say the same.
    """
    found: dict[tuple[int | None, int], dict[str, Column]] = {}
    for column, month in ((column, column.month) for column in block.months if column.month):
        name = "hours" if month.what == "hours" else "training_hours"
        pair = found.setdefault((month.year or year, month.month), {})
        if name in pair:
            raise Unusable(
                f"Deux colonnes donnent le même mois : {pair[name].letters} « {pair[name].header} » et "
                f"{column.letters} « {column.header} ». Gardez une seule colonne par mois.",
                code="file.ambiguous_column",
            )
        pair[name] = column
    return found
