"""Tables that sum up others of the same file: what they repeat is not counted again, what they add is said.

A summary is told by its title, by its only figures being a total, or by its figures being, person by person, the sums
of a more detailed table. Rows that it repeats are ignored and listed; hours of somebody whom no detail names are
refused: they are neither read nor lost.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date

import polars as pl

from clauses.files.rules import FileKind, Issue, Severity
from clauses.quantities import french_hours
from imports import values
from imports.attempts import repeated
from imports.cells import Lexicon, spread
from imports.checks import Place
from imports.columns import fields
from imports.context import Context
from imports.layout import PAID, TOTAL
from imports.numbers import hours
from imports.rows import Taken
from imports.sentences import Cell, of_row, sentence
from imports.vocabulary import fold

WHY = "récapitulatif d'un autre tableau"
"""Why the rows of a summary are ignored."""

_DETAIL = ("birth_date", "contract_kind", "starts_on", "ends_on")
_COMPANY = ("contractor_name", "contractor_siret")
_PLACES = ("market", "lot", *_COMPANY)


@dataclass(frozen=True)
class Recap:
    """A table that sums up others: its rows that are repeated, those whose hours stand nowhere else, what is said."""

    repeated: tuple[int, ...]
    alone: tuple[int, ...]
    issues: tuple[Issue, ...]


def recap(taken: Taken, others: Sequence[Taken], lexicon: Lexicon) -> Recap | None:
    """What a table sums up of others, each more detailed than it; None where it is a table of its own."""
    detailed = [other for other in others if _is_less_detailed(taken, other)]
    if not detailed or taken.frame.is_empty() or "last_name" not in taken.frame.columns:
        return None
    mine, theirs = _hours_of(taken, lexicon), pl.concat([_hours_of(other, lexicon) for other in detailed])
    # A title above the table names its company as the detail does; a cell of it may spell it otherwise.
    judged = _against(mine, theirs, {name for name in _COMPANY if name in taken.block.mapping})
    met, same = judged["detail"].is_not_null(), judged["detail"] == judged["hours"]
    if not met.any():
        return None
    of_total = _is_a_total(taken) and not any(_is_a_total(other) for other in detailed)
    told = taken.block.sums_up or of_total
    if not (2 * int(met.sum()) >= len(met) if told else same.fill_null(value=False).all()):
        return None
    alone = judged.filter(~met)
    differing = judged.filter(met & ~same)
    return Recap(
        tuple(judged.filter(met)["row"].unique().sort()),
        tuple(sorted(set(alone["row"]) - set(judged.filter(met)["row"]))),
        (*_stale(taken, differing), *_nowhere_else(taken, alone)),
    )


def _is_less_detailed(taken: Taken, other: Taken) -> bool:
    """Whether a table says less than another of each person, or sums up in one column what the other gives."""
    if other is taken or other.frame.is_empty() or "last_name" not in other.frame.columns:
        return False
    if not _same_place(taken.block.context, other.block.context):
        return False
    here, there = taken.block.mapping, other.block.mapping
    says_less = any(name in there and name not in here for name in _DETAIL)
    says_more = any(name in here and name not in there for name in _DETAIL)
    by_total = _is_a_total(taken) and not _is_a_total(other)
    return (says_less or by_total or taken.block.sums_up) and not says_more


def _is_a_total(taken: Taken) -> bool:
    column = taken.block.mapping.get("hours")
    return column is not None and column.match.why in (TOTAL, PAID)


def _hours_of(taken: Taken, lexicon: Lexicon) -> pl.DataFrame:
    """``row``, ``who``, ``month``, `_PLACES`, ``hours`` (hundredths): a row a cell of hours."""
    frame = taken.frame
    names = [
        spread(_folded(lexicon, name), frame[name]) for name in ("last_name", "first_name") if name in frame.columns
    ]
    who = pl.DataFrame([name.fill_null("").alias(str(place)) for place, name in enumerate(names)]).select(
        pl.concat_str(pl.all(), separator=" ").str.split(" ").list.sort().list.join(" ").str.strip_chars(" ")
    )
    worked = _each("hours", frame, hours(lexicon.words("hours")).value, pl.Int64())
    month = fields(FileKind.HOURS)["month"]
    dated = _each("month", frame, values.read(month, lexicon.words("month"), today=date.max).value, pl.Date())
    return pl.DataFrame(
        [
            frame["row"], who.to_series().alias("who"), dated.alias("month"), worked.alias("hours"),
            *(_each(name, frame, _folded(lexicon, name), pl.String()).alias(name) for name in _PLACES),
        ]
    ).filter(pl.col("hours").is_not_null())  # fmt: skip


def _folded(lexicon: Lexicon, name: str) -> pl.Series:
    """The texts of a field as they are compared; lots without the zeros in front."""
    bare = lexicon.words(name).to_frame("text").select(fold(pl.col("text"))).to_series()
    return bare.str.replace(r"^(?:lot )?(?:n |no |numero )?0*(\w)", "${1}") if name == "lot" else bare


def _each(name: str, frame: pl.DataFrame, each: pl.Series, kind: pl.DataType) -> pl.Series:
    if name not in frame.columns or each.is_empty():
        return repeated(None, frame.height, kind)
    return spread(each, frame[name])


def _against(mine: pl.DataFrame, theirs: pl.DataFrame, left_out: Set[str]) -> pl.DataFrame:
    """Rows of a summary with ``detail``: what the others make of the same person, null where they name nobody so.

    A month, a lot, a market or a company is compared where both sides give it on every row, unless ``left_out``.
    """
    both = (name for name in ("month", *_PLACES) if not mine[name].null_count() and not theirs[name].null_count())
    keys = [name for name in both if name not in left_out]
    summed = theirs.group_by("who", *keys).agg(pl.col("hours").sum().alias("detail"))
    by_person = mine.group_by("row", "who", *keys).agg(pl.col("hours").sum())
    return by_person.join(summed, on=["who", *keys], how="left").sort("row")


def _stale(taken: Taken, rows: pl.DataFrame) -> list[Issue]:
    """Figures that the detail does not make."""
    field, place = fields(FileKind.HOURS)["hours"], Place.of(taken.block)
    said = []
    for row, written, summed in rows.select("row", "hours", "detail").iter_rows():
        text = sentence("stale_total", Cell(french_hours(written), field, french_hours(summed)))
        said.append(
            Issue(
                code="hours.stale_total", message=of_row(row, text.message), severity=Severity.WARNING,
                sheet=taken.sheet, row=row, column=place.header(field, None), letters=place.letters(field, None),
            )
        )  # fmt: skip
    return said


def _nowhere_else(taken: Taken, rows: pl.DataFrame) -> list[Issue]:
    field, place = fields(FileKind.HOURS)["hours"], Place.of(taken.block)
    return [
        Issue(
            code="hours.only_in_recap",
            message=of_row(
                row, f"ces {french_hours(written)} figurent dans un récapitulatif et dans aucun détail : elles ne sont "
                "pas lues. Ajoutez la personne au tableau détaillé.",
            ),
            severity=Severity.ERROR, sheet=taken.sheet, row=row, column=place.header(field, None),
            letters=place.letters(field, None),
        )
        for row, written in rows.select("row", "hours").iter_rows()
    ]  # fmt: skip


def _same_place(here: Context, there: Context) -> bool:
    """Whether two tables are of the same market, lot, company and month, as far as both say."""
    told = ("market", "lot", "contractor_name", "contractor_siret", "month", "month_number")
    pairs = [(getattr(here, name), getattr(there, name)) for name in told]
    return all(first is None or second is None or first == second for first, second in pairs)
