"""Orientations: one person once, with the origin of the first one, every sector, and the last decision for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import polars as pl

from clauses.dates import Period
from clauses.people.rules import Sector
from clauses.reference.qpv import BUILT_IN, Quartiers
from clauses.reference.rules import Decision, Origin
from clauses.reports.bilan_qpv import counts, not_in_force
from clauses.reports.figures import Orientations, OriginFigures, Outcome, by_size
from clauses.words import folded, tidy

PRINTED_SECTORS = (Sector.BTP, Sector.MS, Sector.PI)
"""Rows of the bilan whatever their orientations; « non renseigné » is a row when it has some."""

PRINTED_ORIGINS = (Origin.PLIE, Origin.AUTRES)

UNKNOWN = Sector.UNKNOWN.value
"""The row of an origin that no file gave, as of a sector."""

NO_PRESCRIBER = "NON RENSEIGNÉ"

VALIDATED, NOT_INTEGRATED, PENDING = Decision.VALIDATED.value, Decision.NOT_INTEGRATED.value, "pending"


def people_oriented(orientations: pl.DataFrame, period: Period) -> pl.DataFrame:
    """One row a person: ``on`` (the first orientation), ``origin``, ``prescriber``, ``outcome``.

    Origin and prescriber are those of the first orientation of the period (of its first row that gives one, where
    several sectors were asked for that day).
    """
    known = _of_period(orientations, period)
    first_day = pl.col("oriented_on") == pl.col("oriented_on").min().over("person_id")
    firsts = (
        known.filter(first_day)
        .sort("id")
        .group_by("person_id", maintain_order=True)
        .agg(
            pl.col("oriented_on").first().alias("on"),
            pl.col("origin").drop_nulls().first().fill_null(UNKNOWN),
            pl.col("prescriber").drop_nulls().first(),
        )
    )
    return firsts.join(_outcomes(sectors_of(orientations, period)), on="person_id")


def sectors_of(orientations: pl.DataFrame, period: Period) -> pl.DataFrame:
    """One row a person and sector oriented to in the period, with the last ``decision`` dated by its end (or null).

    A decision without a date is dated by its orientation; of two on one day, the later orientation's.
    """
    known = _of_period(orientations, period).with_columns(
        dated=pl.coalesce("decided_on", "oriented_on"), place=pl.struct("oriented_on", "id")
    )
    decided = (
        known.filter(pl.col("decision").is_not_null() & (pl.col("dated") <= period.ends_on))
        .sort("dated", "oriented_on", "id")
        .group_by("person_id", "sector", maintain_order=True)
        .agg(pl.col("decision").last())
    )
    sectors = known.select("person_id", "sector").unique()
    return sectors.join(decided, on=["person_id", "sector"], how="left").sort("person_id", "sector")


def figures(
    people: pl.DataFrame,
    sectors: pl.DataFrame,
    lived: pl.DataFrame,
    names: Mapping[str, str],
    quartiers: Quartiers = BUILT_IN,
) -> Orientations:
    """The figures of ``people_oriented`` and ``sectors_of``, with where those people lived that day."""
    validated = lived.join(people.filter(pl.col("outcome") == VALIDATED), on="person_id", how="semi")
    per_person = sectors.group_by("person_id").agg(pl.len())
    return Orientations(
        total=people.height,
        by_sector=_by_sector(sectors),
        in_several_sectors=per_person.filter(pl.col("len") > 1).height,
        by_origin=_by_origin(people, sectors, lived),
        by_prescriber=_by_prescriber(people),
        by_qpv=counts(lived, names),
        validated_by_qpv=counts(validated, names),
        qpv_not_in_force=not_in_force(lived, names, quartiers),
        outcome=_outcome(people, sectors),
    )


def _of_period(orientations: pl.DataFrame, period: Period) -> pl.DataFrame:
    return orientations.filter(pl.col("oriented_on").is_between(period.starts_on, period.ends_on))


def _outcomes(sectors: pl.DataFrame) -> pl.DataFrame:
    """Validated when one sector is, not integrated when all are decided and none validated, else pending."""
    decision = pl.col("decision")
    outcome = (
        pl.when((decision == VALIDATED).any())
        .then(pl.lit(VALIDATED))
        .when(decision.is_not_null().all())
        .then(pl.lit(NOT_INTEGRATED))
        .otherwise(pl.lit(PENDING))
    )
    return sectors.group_by("person_id").agg(outcome.alias("outcome"))


def _by_sector(sectors: pl.DataFrame) -> dict[str, int]:
    found = dict(sectors.group_by("sector").agg(pl.len()).iter_rows())
    rows = {sector.value: int(found.get(sector.value, 0)) for sector in Sector}
    return {sector: people for sector, people in rows.items() if people or sector in PRINTED_SECTORS}


def _outcome(people: pl.DataFrame, sectors: pl.DataFrame) -> Outcome:
    met = Counter(people["outcome"].to_list())
    return Outcome(
        validated=met[VALIDATED],
        validated_by_sector=_by_sector(sectors.filter(pl.col("decision") == VALIDATED)),
        not_integrated=met[NOT_INTEGRATED],
        pending=met[PENDING],
    )


def _by_origin(people: pl.DataFrame, sectors: pl.DataFrame, lived: pl.DataFrame) -> dict[str, OriginFigures]:
    found = set(people["origin"].to_list())
    origins = [*(origin.value for origin in PRINTED_ORIGINS), *({UNKNOWN} & found)]
    return {origin: _origin(people.filter(pl.col("origin") == origin), sectors, lived) for origin in origins}


def _origin(people: pl.DataFrame, sectors: pl.DataFrame, lived: pl.DataFrame) -> OriginFigures:
    theirs = sectors.join(people, on="person_id", how="semi")
    in_qpv = lived.join(people, on="person_id", how="semi").drop_nulls("qpv_key")
    return OriginFigures(
        total=people.height,
        qpv=in_qpv.height,
        by_sector=_by_sector(theirs),
        outcome=_outcome(people, theirs),
    )


def _by_prescriber(people: pl.DataFrame) -> dict[str, int]:
    """People of origin AUTRES by who sent them; « France Travail » and « FRANCE TRAVAIL » are one row, in capitals.

    Capitals keep their accents: of « ID INTERIM » and « ID Intérim », the second is printed, as ID INTÉRIM.
    """
    spellings: dict[str, Counter[str]] = {}
    for given in people.filter(pl.col("origin") == Origin.AUTRES.value)["prescriber"].to_list():
        name = tidy(given or "").upper() or NO_PRESCRIBER
        spellings.setdefault(folded(name), Counter())[name] += 1
    return by_size({_best(given): given.total() for given in spellings.values()})


def _best(spellings: Counter[str]) -> str:
    return min(spellings, key=lambda name: (-sum(not sign.isascii() for sign in name), -spellings[name], name))
