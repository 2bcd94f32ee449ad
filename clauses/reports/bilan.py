"""Frames and a selection → the bilan. Pure: no session, no clock; the same frames give the same figures.

Every definition is a named rule beside this module: lines and hours (`bilan_lines`), orientations
(`bilan_orientations`), exits (`bilan_exits`), quartiers (`bilan_qpv`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from clauses.reference.rules import Nature, Sex
from clauses.reports import bilan_exits, bilan_orientations
from clauses.reports.bilan_lines import counted, hours_of, leftovers, worked
from clauses.reports.bilan_qpv import at_dates, counts, names_of, not_in_force
from clauses.reports.checks import checks
from clauses.reports.figures import Bilan, Employees, Selection
from clauses.reports.frames import Frames

PRINTED_EMPLOYEE_NATURES = (Nature.BTP, Nature.MS)
"""Rows of the published table of employees; another nature is a row when someone worked on it."""


def compute(frames: Frames, selection: Selection) -> Bilan:
    """Every figure, with its checks."""
    lines = counted(frames, selection)
    at_work = worked(lines)
    at_work_under = frames.contracts.filter(_among(at_work["contract_id"]))
    starts = at_work_under.group_by("person_id").agg(pl.col("starts_on").min().alias("on"))
    oriented = bilan_orientations.people_oriented(frames.orientations, selection.period)
    exits = bilan_exits.exits_of_workers(frames, selection)

    residences = _of_the_period(frames)
    names = names_of(residences, frames.quartiers)
    homes = at_dates(residences, starts)
    bilan = Bilan(
        selection=selection,
        hours=hours_of(lines),
        orientations=bilan_orientations.figures(
            oriented,
            bilan_orientations.sectors_of(frames.orientations, selection.period),
            at_dates(residences, oriented.select("person_id", "on")),
            names,
            frames.quartiers,
        ),
        employees=_employees(at_work, frames, homes, names),
        exits=bilan_exits.figures(
            exits,
            at_dates(residences, exits.select("person_id", "on", "exit_id")),
            names,
            frames.quartiers,
            without_hours=_in_period(frames.exits, selection).height - exits.height,
        ),
        leftovers=leftovers(frames, selection),
    )
    return replace(bilan, checks=checks(bilan))


def _employees(lines: pl.DataFrame, frames: Frames, homes: pl.DataFrame, names: Mapping[str, str]) -> Employees:
    """The distinct people of lines with hours."""
    of_each = {
        nature: lines.filter(pl.col("nature") == nature)["person_id"].unique() for nature in lines["nature"].unique()
    }
    everybody = pl.concat([lines["person_id"].clear(), *of_each.values()])
    sexes = homes.select("person_id").join(frames.people, on="person_id", how="left")["sex"]
    return Employees(
        total=homes.height,
        women=int((sexes == Sex.F.value).sum()),
        men=int((sexes == Sex.M.value).sum()),
        by_nature={
            nature.value: len(of_each.get(nature.value, ()))
            for nature in Nature
            if nature in PRINTED_EMPLOYEE_NATURES or nature.value in of_each
        },
        in_several_natures=everybody.filter(everybody.is_duplicated()).n_unique(),
        by_qpv=counts(homes, names),
        qpv_not_in_force=not_in_force(homes, names, frames.quartiers),
        without_residence=homes.filter(~pl.col("known")).height,
    )


def _among(contracts: pl.Series) -> pl.Expr:
    """The contracts of some lines: far fewer than the lines are."""
    return pl.col("contract_id").is_in(contracts.unique().implode())


def _in_period(exits: pl.DataFrame, selection: Selection) -> pl.DataFrame:
    period = selection.period
    return exits.filter(pl.col("exited_on").is_between(period.starts_on, period.ends_on))


def _of_the_period(frames: Frames) -> pl.DataFrame:
    """The residences of those who worked, were oriented or left, whatever the perimeter.

    A quartier has one printed name in every table and both perimeters; people of other years do not change it.
    """
    workers = frames.contracts.filter(_among(frames.lines["contract_id"].drop_nulls()))
    people = pl.concat([frame.select("person_id") for frame in (workers, frames.orientations, frames.exits)]).unique()
    return frames.residences.join(people, on="person_id", how="semi")
