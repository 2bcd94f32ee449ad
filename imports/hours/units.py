"""What becomes of each unit of declaration: lot × contractor × employer × month.

A file that holds a unit again replaces it whole, and only the units that it holds; the version before stays readable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from clauses.hours.rules import DeclarationState, LineState
from clauses.reference.rules import Labelled
from imports.hours.alike import Alike
from imports.hours.known import Known


class Outcome(Labelled):
    """What happens to a unit of the file."""

    CREATE = "create", "Nouvelle déclaration"
    REPLACE = "replace", "Remplace la version en vigueur"
    UNCHANGED = "unchanged", "Déjà enregistrée, identique"
    PROPOSE = "propose", "Correction à accepter : des lignes sont déjà validées"
    HELD = "held", "Non remplacée : à confirmer"
    LOCKED = "locked", "Mois verrouillé"


UNIT = ["contractor_id", "employer_id", "month"]
"""Whose hours of which month; the lot is the contractor's. A negative employer is one to create."""

_CONTENT = ["contract_id", "hours", "training", "claim"]
"""What makes two lines the same; where they stood in a file does not matter."""

_ASIDE = {"current": pl.Int64, "proposed": pl.Int64}
_PLACE = {"contractor_id": pl.Int64, "employer_id": pl.Int64, "month": pl.Date}


@dataclass(frozen=True)
class Decided:
    """What becomes of the units of a file.

    ``units``: ``unit`` (their number, in order), `UNIT`, ``outcome``, ``version`` (the number that a new one bears),
    ``current`` and ``proposed`` (the declarations that stand there, null for none). ``rows`` are those of the file,
    with the ``unit`` and ``outcome`` of theirs. ``dropped``: `UNIT` and ``contract_id`` of the contracts that the
    version in force names and the file does not, for the units that are written.
    """

    units: pl.DataFrame
    rows: pl.DataFrame
    dropped: pl.DataFrame


def decide(rows: pl.DataFrame, fallen: Sequence[pl.DataFrame], known: Known, *, confirmed: bool) -> Decided:
    """The outcome of every unit of the file, in the order of units.

    ``fallen`` are the refused rows (null where a part of their place could not be read): they spoil every unit that
    they may belong to. One without a contractor belongs to none for sure: it only spoils a unit that would lose
    somebody, who may be the person of that row. ``confirmed`` is ``--replace``.
    """
    lines = rows.select(*UNIT, "contract_id", "hours", pl.col("training_hours").fill_null(0).alias("training"), "claim")
    alike = Alike.of(rows, UNIT)
    units = _with_versions(alike.once, known)
    there = units.filter(pl.col("current").is_not_null())
    gone = _gone(there, lines, known)
    validated = known.lines.filter(pl.col("state") == LineState.VALIDATED.value)["declaration_id"].unique()
    is_same, is_asked = (_among(_same(units, name, lines, known)) for name in _ASIDE)
    is_validated = pl.col("current").is_in(validated.implode())
    spoilt = pl.lit(value=False) if confirmed else _among(_spoilt(there, rows, fallen, gone))
    outcome = (
        pl.when(is_same).then(_said(Outcome.UNCHANGED))
        .when(pl.col("month").is_in(sorted(known.locked_months))).then(_said(Outcome.LOCKED))
        .when(pl.col("current").is_null()).then(_said(Outcome.CREATE))
        .when(is_validated & is_asked).then(_said(Outcome.UNCHANGED))
        .when(is_validated).then(_said(Outcome.PROPOSE))
        .when(spoilt).then(_said(Outcome.HELD))
        .otherwise(_said(Outcome.REPLACE))
    )  # fmt: skip
    decided = units.select("alike", "unit", *UNIT, outcome.alias("outcome"), "version", *_ASIDE)
    written = decided.filter(pl.col("outcome").is_in([Outcome.REPLACE.value, Outcome.PROPOSE.value]))
    return Decided(
        decided.drop("alike"),
        alike.rows(rows, decided.select("alike", "unit", "outcome")),
        gone.join(written.select(UNIT), on=UNIT, how="semi", maintain_order="left"),
    )


def _said(outcome: Outcome) -> pl.Expr:
    return pl.lit(outcome.value)


def _among(units: pl.Series) -> pl.Expr:
    """Whether a unit is one of those, by their ``unit`` number."""
    return pl.col("unit").is_in(units.implode())


def _with_versions(units: pl.DataFrame, known: Known) -> pl.DataFrame:
    """Units with their ``unit`` number, the version in force, the correction that waits, and the number of the next."""
    sorted_units = units.sort(UNIT).with_row_index("unit")
    latest = known.declarations.group_by(UNIT).agg((pl.col("version").max() + 1).alias("version"))
    found = sorted_units.join(latest, on=UNIT, how="left", maintain_order="left")
    for name, state in zip(_ASIDE, (DeclarationState.CURRENT, DeclarationState.PROPOSED), strict=True):
        standing = known.declarations.filter(pl.col("declaration_state") == state.value)
        numbered = standing.select(*UNIT, pl.col("declaration_id").alias(name)).unique(subset=UNIT, keep="last")
        found = found.join(numbered, on=UNIT, how="left", maintain_order="left")
    return found.with_columns(pl.col("version").fill_null(1))


def _recorded(units: pl.DataFrame, name: str, known: Known) -> pl.DataFrame:
    """The lines of the versions that stand as ``name`` in some units, with the ``unit`` number of each."""
    versions = units.select("unit", pl.col(name).alias("declaration_id")).drop_nulls()
    # Beside a contract, a claim is what a correction would change of it: not what the line says.
    claim = pl.when(pl.col("contract_id").is_null()).then("claim").alias("claim")
    return versions.join(known.lines, on="declaration_id").with_columns(claim).select("unit", *_CONTENT)


def _same(units: pl.DataFrame, name: str, lines: pl.DataFrame, known: Known) -> pl.Series:
    """The units whose recorded version holds the very lines of the file, each as many times."""
    versions = units.filter(pl.col(name).is_not_null())
    mine = lines.join(versions.select("unit", *UNIT), on=UNIT).group_by("unit", *_CONTENT).agg(pl.len().alias("mine"))
    theirs = _recorded(versions, name, known).group_by("unit", *_CONTENT).agg(pl.len().alias("theirs"))
    both = mine.join(theirs, on=["unit", *_CONTENT], how="full", coalesce=True, nulls_equal=True)
    other = both.filter(pl.col("mine").ne_missing(pl.col("theirs")))["unit"]
    return versions["unit"].filter(~versions["unit"].is_in(other.implode()))


def _gone(there: pl.DataFrame, lines: pl.DataFrame, known: Known) -> pl.DataFrame:
    """The contracts of the versions in force that the file no longer names: ``unit``, `UNIT`, ``contract_id``."""
    before = _recorded(there, "current", known).select("unit", "contract_id").drop_nulls().unique()
    named = lines.select(*UNIT, "contract_id")
    return (
        before.join(there.select("unit", *UNIT), on="unit")
        .join(named if before.height else named.clear(), on=[*UNIT, "contract_id"], how="anti")
        .sort("unit", "contract_id")
    )


def _spoilt(there: pl.DataFrame, rows: pl.DataFrame, fallen: Sequence[pl.DataFrame], gone: pl.DataFrame) -> pl.Series:
    """The units, of those with a version in force, where a row waits for a person or was refused."""
    waiting = rows.filter(pl.col("state") == LineState.TO_CHECK.value)
    spoilt = [there.join(waiting, on=UNIT, how="semi")["unit"]]
    for places in _by_what_is_known(fallen):
        told = [name for name in UNIT if places[name].null_count() == 0]
        # A row whose contractor is unknown belongs to no unit for sure: it may be who a unit would lose.
        near = there if "contractor_id" in told else there.join(gone, on="unit", how="semi")
        spoilt.append((near.join(places, on=told, how="semi") if told else near)["unit"])
    return pl.concat(spoilt)


def _by_what_is_known(fallen: Sequence[pl.DataFrame]) -> list[pl.DataFrame]:
    """The places of the refused rows, apart by which of their parts could be read."""
    found = [
        rows.select(
            pl.col(name).cast(kind) if name in rows.columns else pl.lit(None, dtype=kind).alias(name)
            for name, kind in _PLACE.items()
        )
        for rows in fallen
        if rows.height
    ]
    if not found:
        return []
    places = pl.concat(found)
    unread_parts = [pl.col(name).is_null().alias(f"no_{name}") for name in UNIT]
    return [alike for _, alike in places.unique().group_by(unread_parts)]
