"""The copy of locked months made again, from one moment of the database: the lines of each year, and their people.

What the former copy may still be believed of is not read again: a night's work is the months locked that day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
from sqlalchemy import Engine
from sqlmodel import Session, col, func
from sqlmodel import select as chosen

from clauses.dates import Period
from clauses.db import one_at_a_time, reading, writing
from clauses.errors import Conflict
from clauses.hours.models import Contract, Declaration
from clauses.reports import copy_belief, copy_files, frames
from clauses.reports.copy_reading import sorted_lines
from clauses.reports.copy_rules import Copied, CopiedYear
from clauses.reports.figures import Perimeter, Selection
from clauses.reports.frame_columns import COPIED, COPIED_LINES, HEADS, LINES
from clauses.reports.frames import Heads
from clauses.reports.packed import packed


@dataclass(frozen=True)
class Built:
    """A copy made: what it holds, its months that were read again in the database, the bytes that it takes."""

    copied: Copied
    read_again: int
    size: int


def build(engine: Engine, folder: Path, *, whole: bool = False) -> Built:
    """Makes the copy of every month locked now; ``whole``: everything is read again, whatever may still be believed.

    Raises ``Unusable`` when its folder cannot be written, ``Conflict`` when another copy is being made, when this one
    was dropped meanwhile, or when somebody was made anonymous meanwhile: then no copy is left.
    """
    with copy_files.alone(folder):
        return _built(engine, folder, whole=whole)


def _built(engine: Engine, folder: Path, *, whole: bool) -> Built:
    with reading(engine) as session:
        with writing(engine) as turn:
            one_at_a_time(turn)  # no import is under way at the moment looked at: its contracts would be missed
            stamp = copy_belief.now(session)
        former = None if whole else copy_files.account(folder)
        still = copy_belief.believed(session, former).months if former is not None else frozenset()
        by_year: dict[int, dict[date, int]] = defaultdict(dict)
        for month, lock in sorted(copy_belief.locks(session).items()):
            by_year[month.year][month] = lock
        again = 0
        years = {}
        for year, months in by_year.items():
            lines, missing = _lines(session, folder, former.years.get(year) if former else None, months, still)
            again += missing
            years[year] = _kept(folder, months, lines, _heads(session, year, lines))
        last = session.exec(chosen(func.max(Contract.id))).one() or 0
        copied = Copied(stamp, last, years)
    copy_files.keep_account(folder, copied)
    # Whoever anonymises drops the copy: of one that is under way, files were still to be written.
    with reading(engine) as session:
        gone = copy_belief.anonymised_since(session, stamp.act)
    if gone:
        copy_files.drop(folder)
        raise Conflict(
            "Quelqu'un a été anonymisé pendant que la copie se faisait : elle est effacée. Relancez « clauses copy "
            "build ».",
            code="copy.anonymised_meanwhile",
        )
    return Built(copied, again, copy_files.size(folder, copied))


def _lines(
    session: Session, folder: Path, former: CopiedYear | None, months: Mapping[date, int], still: frozenset[date]
) -> tuple[pl.DataFrame, int]:
    """The lines of some months of a year, and how many months were read again in the database."""
    kept = sorted_lines(folder, former) if former is not None else None
    known = still & months.keys() & former.months.keys() if former is not None and kept is not None else frozenset()
    parts = [kept.filter(pl.col("month").is_in(sorted(known)))] if kept is not None and known else []
    if missing := sorted(months.keys() - known):
        parts.append(_read(session, missing))
    return pl.concat(parts).sort("contract_id", "month"), len(missing)


def _read(session: Session, months: list[date]) -> pl.DataFrame:
    """The lines of some months of a year, with their contractor and employer."""
    period = Period(months[0], months[-1])
    query = frames.lines_query(Selection(period, Perimeter.ALL)).where(col(Declaration.month).in_(months))
    query = query.add_columns(col(Declaration.contractor_id), col(Declaration.employer_id))
    whole = {**LINES, "contractor_id": COPIED["contractor_id"], "employer_id": COPIED["employer_id"]}
    return packed(session, query, whole, chunk=col(Declaration.month)).select(list(COPIED))


def _heads(session: Session, year: int, lines: pl.DataFrame) -> Heads:
    """The contracts of these lines and those that start in the year, their people, and whoever was met that year."""
    period = Period(date(year, 1, 1), date(year, 12, 31))
    met = frames.people_met(session, period)
    wide = frames.heads_of(session, period, lines["contract_id"], None, met)
    starting = pl.col("starts_on").is_between(period.starts_on, period.ends_on)
    used = pl.col("contract_id").is_in(lines["contract_id"].drop_nulls().unique().implode())
    contracts = wide.contracts.filter(used | starting)
    people = pl.concat([frame["person_id"] for frame in (contracts, *met)]).unique().implode()
    theirs = pl.col("person_id").is_in(people)
    return Heads(
        contracts.sort("contract_id"),
        wide.people.filter(theirs),
        wide.participations.filter(theirs),
        wide.residences.filter(theirs),
    )


def _kept(folder: Path, months: Mapping[date, int], lines: pl.DataFrame, heads: Heads) -> CopiedYear:
    files = {COPIED_LINES: copy_files.keep(folder, lines)}
    files |= {name: copy_files.keep(folder, getattr(heads, name)) for name in HEADS}
    return CopiedYear(dict(months), lines.height, files)
