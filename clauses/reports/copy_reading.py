"""The frames of a bilan where the copy of locked months may serve: the same as from the database alone.

The copy is asked only for what it may be believed of, in the transaction that reads the rest; whatever it cannot answer
(an open month, a modality, a reader who counts line by line) is read in the database, and so is everything where it has
a fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
from sqlalchemy import ColumnElement
from sqlmodel import Session, col

from clauses.access.counted import Countable
from clauses.dates import Period
from clauses.markets.models import Contractor, Lot, Market
from clauses.reports import copy_files, frames
from clauses.reports.copy_belief import Believed, adds_contracts, believed
from clauses.reports.copy_rules import Copied, CopiedYear
from clauses.reports.figures import Selection
from clauses.reports.frame_columns import COPIED, COPIED_LINES, HEADS, LINES
from clauses.reports.frames import Frames, Heads
from clauses.reports.line_conditions import of_market
from clauses.reports.packed import Schema, select


def read(session: Session, selection: Selection, only: Countable | None = None, copy: Path | None = None) -> Frames:
    """The frames of a selection, as `frames.read`, by the copy of a folder where it may serve."""
    copied = copy_files.account(copy) if copy is not None and _may_serve(selection, only) else None
    if copy is None or copied is None:
        return frames.read(session, selection, only)
    trusted = believed(session, copied)
    months = frozenset(month for month in trusted.months if month in selection.period)
    parts = _lines(copy, copied, months, _kept(session, selection, only)) if months else None
    if parts is None:
        return frames.read(session, selection, only)
    if not _whole(selection.period, months):
        parts.append(frames.lines_of(session, selection, only, without=months))
    lines = parts[0] if len(parts) == 1 else pl.concat(parts)
    heads = _heads(session, selection.period, copy, copied, trusted) if only is None else None
    return frames.read(session, selection, only, lines=lines, heads=heads)


def _may_serve(selection: Selection, only: Countable | None) -> bool:
    """Whether lines may be told apart by their contractor and employer: all that the copy knows of them."""
    return selection.modality is None and (only is None or only.contractors is not None)


def _lines(folder: Path, copied: Copied, months: frozenset[date], kept: Sequence[pl.Expr]) -> list[pl.DataFrame] | None:
    """The lines of ``months``, a frame a year; None where a file is not what was written."""
    parts = []
    for year in copied.years.values():
        wanted = months & year.months.keys()
        if not wanted:
            continue
        found = sorted_lines(folder, year, COPIED if kept else LINES)
        if found is None:
            return None
        of_months = [] if len(wanted) == len(year.months) else [pl.col("month").is_in(sorted(wanted))]
        conditions = [*of_months, *kept]
        parts.append((found.filter(*conditions) if conditions else found).select(list(LINES)))
    return parts


def sorted_lines(folder: Path, year: CopiedYear, schema: Schema = COPIED) -> pl.DataFrame | None:
    """The lines of a year, by contract: polars adds up a column that it knows to be sorted ten times faster."""
    found = copy_files.frame(folder, year.files[COPIED_LINES], schema)
    if found is None or not found["contract_id"].is_sorted():
        return None
    return found.set_sorted("contract_id")


def _kept(session: Session, selection: Selection, only: Countable | None) -> list[pl.Expr]:
    """What keeps the lines of the markets looked at, as the database says now whose they are."""
    kept = []
    if selection.nature is not None:
        kept.append(pl.col("nature") == selection.nature.value)
    held = list(of_market(replace(selection, nature=None, company=None)))
    if only is not None and only.contractors is not None:
        held.append(only.contractors)
    if held:
        kept.append(pl.col("contractor_id").is_in(_contractors(session, *held)))
    if selection.company is not None:
        own = _contractors(session, col(Contractor.organisation_id) == selection.company.id)
        kept.append(pl.col("contractor_id").is_in(own) | (pl.col("employer_id") == selection.company.id))
    return kept


def _contractors(session: Session, *conditions: ColumnElement[bool]) -> list[int]:
    held = (
        select(Contractor.id)
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Market, col(Market.id) == col(Lot.market_id))
        .where(*conditions)
    )
    return list(session.connection().execute(held).scalars())


def _heads(session: Session, period: Period, folder: Path, copied: Copied, trusted: Believed) -> Heads | None:
    """The contracts and people of a period that the copy holds whole; None where it does not."""
    if not trusted.people or not _whole(period, trusted.months) or adds_contracts(session, copied, period):
        return None
    numbers = range(period.starts_on.year, period.ends_on.year + 1)
    if not all(number in copied.years for number in numbers):
        return None
    years = [copied.years[number] for number in numbers]
    held = [_part(folder, years, name) for name in HEADS]
    contracts, people, participations, residences = held
    if contracts is None or people is None or participations is None or residences is None:
        return None
    return Heads(contracts, people, participations, residences)


def _part(folder: Path, years: list[CopiedYear], name: str) -> pl.DataFrame | None:
    """A frame of several years: somebody known in two stands in both files."""
    found = [copy_files.frame(folder, year.files[name], HEADS[name]) for year in years]
    whole = [each for each in found if each is not None]
    if len(whole) < len(found):
        return None
    return whole[0] if len(whole) == 1 else pl.concat(whole).unique()


def _whole(period: Period, months: frozenset[date]) -> bool:
    """Whether every month of a period is among ``months``."""
    return all(month in months for month in _months(period))


def _months(period: Period) -> Iterator[date]:
    """The months whose first day is in a period."""
    first = period.starts_on
    number = first.year * 12 + first.month - (1 if first.day == 1 else 0)
    while (month := date(number // 12, number % 12 + 1, 1)) <= period.ends_on:
        yield month
        number += 1
