"""Which lot, which contractor, which employer each row of hours is about.

A company is told by its SIRET, else by its whole name; anything less is a suggestion, never a choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import polars as pl
from rapidfuzz import fuzz, process

from clauses.files.rules import Issue, Severity
from clauses.words import folded
from imports.companies import Body, Companies
from imports.hours.alike import Alike
from imports.hours.known import Known
from imports.said import Headers, Row, Saying, quoted, say

CLOSE_ENOUGH = 75
"""Below this likeness (rapidfuzz WRatio, 0-100) a suggestion would confuse more than it helps."""


@dataclass(frozen=True)
class Placed:
    """Rows whose place is known, rows that fell with what is known of theirs, and what is said."""

    frame: pl.DataFrame
    fallen: pl.DataFrame
    issues: tuple[Issue, ...]
    new_employers: pl.DataFrame
    """``employer_id`` (negative: to be created), ``siret``, ``name``."""
    completed: Mapping[int, str]
    """The SIRET that the file gives to an employer recorded by its name only."""


_TOLD = ["market", "lot", "buyer_name", "contractor_siret", "contractor_name", "employer_siret", "employer_name"]
"""What a row says of its place."""

_FOUND = [
    "alike", "lot", "lot_id", "market_id", "notified_on", "market_ends_on", "contractor_id", "contractor_organisation",
    "employer_id", "known_employer_kind", "employer_unnamed",
]  # fmt: skip
_Lost = tuple[pl.DataFrame, Saying]
"""Places that could not be found, and what is said of their rows."""


def place(frame: pl.DataFrame, known: Known, headers: Headers) -> Placed:
    """Adds ``lot_id``, ``market_id``, ``contractor_id``, ``contractor_organisation`` and ``employer_id``."""
    alike = Alike.of(frame, _TOLD)
    keyed = alike.once.with_columns(
        key("market").alias("market_key"),
        key("buyer_name").alias("buyer_key"),
        key("contractor_name").alias("contractor_key"),
        key("employer_name").alias("employer_key"),
    )
    named = _under_every_name(_named(keyed["market_key"], known))
    on_lot, lost_lot = _lots(keyed, named, known)
    held, lost_contractor = _contractors(on_lot, named)
    organisations = known.organisations.select("organisation_id", "siret", "name")
    companies = Companies(
        (Body(number, name, siret) for number, siret, name in organisations.iter_rows()),
        known.other_names.select("name_key", "organisation_id").iter_rows(),
    )
    employed, nameless = _employers(held, companies, known)
    lost = pl.concat([rows for rows, _ in (*lost_lot, *lost_contractor)], how="diagonal_relaxed")
    fallen = [*_employers(lost, companies, known), nameless]
    placed = alike.rows(frame, employed.select(_FOUND))
    new = pl.DataFrame(
        [(body.id, body.siret, body.name) for body in companies.new.values()],
        schema={"employer_id": pl.Int64, "siret": pl.String, "name": pl.String},
        orient="row",
    )
    ambiguous = Saying("hours.ambiguous_employer", "employer_name", Severity.ERROR, _ambiguous_employer)
    issues = [
        issue
        for rows, saying in (*lost_lot, *lost_contractor, (nameless, ambiguous))
        for issue in say(alike.rows(frame, rows), saying, headers)
    ]
    fell = pl.concat([alike.rows(frame, rows) for rows in fallen], how="diagonal_relaxed")
    return Placed(placed, fell, (*issues, *_without_employer(placed, headers)), new, companies.completed)


def _named(markets: pl.Series, known: Known) -> Known:
    """The markets that a file names, by any of their references, and who holds their lots: few, beside a country's."""
    said = pl.col("market_key").is_in(markets.drop_nulls().unique().implode())
    ids = pl.concat([each.filter(said)["market_id"] for each in (known.lots, known.other_references)])
    lots = known.lots.filter(pl.col("market_id").is_in(ids.implode()))
    held = pl.col("lot_id").is_in(lots["lot_id"].unique().implode())
    return replace(known, lots=lots, contractors=known.contractors.filter(held))


def _under_every_name(known: Known) -> Known:
    """Lots and contractors under the references and names that somebody said are theirs too."""
    references = known.other_references.rename({"market_key": "other"})
    lots = known.lots.join(references, on="market_id").with_columns(pl.col("other").alias("market_key")).drop("other")
    names = known.other_names.rename({"name_key": "other"})
    held = known.contractors.join(names, on="organisation_id").with_columns(pl.col("other").alias("name_key"))
    return replace(
        known,
        lots=pl.concat([known.lots, lots]).unique(maintain_order=True),
        contractors=pl.concat([known.contractors, held.drop("other")]).unique(maintain_order=True),
    )


def key(column: str) -> pl.Expr:
    """The folded words of a column, computed once a distinct text."""
    return pl.col(column).map_batches(_folded, return_dtype=pl.String)


def _folded(texts: pl.Series) -> pl.Series:
    distinct = texts.drop_nulls().unique()
    names = {text: folded(text) or None for text in distinct}
    return texts.replace_strict(names, default=None, return_dtype=pl.String)


def _lots(frame: pl.DataFrame, known: Known, everywhere: Known) -> tuple[pl.DataFrame, list[_Lost]]:
    """``everywhere``: what a reference that nobody knows may have been meant for."""
    markets = known.lots.group_by("market_key").agg(
        pl.col("market_id").n_unique().alias("markets"), pl.col("market_id").first().alias("only_market")
    )
    of_buyers = known.lots.select("market_key", "buyer_key", pl.col("market_id").alias("buyer_market")).unique()
    lots_there = known.lots.group_by("market_id").agg(
        pl.col("lot").unique().sort().alias("lots_there"),
        pl.col("lot").first().alias("only_lot"),
        pl.col("lot").n_unique().alias("how_many"),
    )
    seen = frame.join(markets, on="market_key", how="left").join(of_buyers, on=["market_key", "buyer_key"], how="left")
    unknown = seen.filter(pl.col("markets").is_null())
    ambiguous = seen.filter((pl.col("markets") > 1) & pl.col("buyer_market").is_null())
    alone = pl.col("lot").is_null() & (pl.col("how_many") == 1)
    sure = (
        seen.with_columns(
            pl.when(pl.col("markets") == 1).then("only_market").otherwise("buyer_market").alias("market_id")
        )
        .filter(pl.col("market_id").is_not_null())
        .join(lots_there.select("market_id", "only_lot", "how_many"), on="market_id", how="left")
        .with_columns(pl.when(alone).then("only_lot").otherwise("lot").alias("lot"))
    )
    lots = known.lots.select("market_id", "lot", "lot_id", "notified_on", "market_ends_on").unique()
    placed = sure.join(lots, on=["market_id", "lot"], how="left")
    # The lists of what there is are only for those who must be told: beside a million rows, they are heavy.
    lost = placed.filter(pl.col("lot_id").is_null()).join(lots_there, on="market_id", how="left", suffix="_again")
    missing, no_such_lot = lost.filter(pl.col("lot").is_null()), lost.filter(pl.col("lot").is_not_null())

    @cache
    def references() -> list[str]:
        recorded = everywhere.lots.select("market_key", "market_id")
        other = everywhere.other_references.join(recorded, on="market_id", how="semi").select("market_key")
        return pl.concat([recorded.select("market_key"), other]).unique(maintain_order=True).to_series().to_list()

    @cache
    def nearest(said: str) -> str | None:
        found = process.extractOne(said, references(), scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH)
        return str(found[0]).upper() if found else None

    def near(row: Row) -> str | None:
        return nearest(row["market_key"] or "")

    return placed.filter(pl.col("lot_id").is_not_null()), [
        (unknown, Saying("hours.unknown_market", "market", Severity.ERROR, _unknown_market, near)),
        (ambiguous, Saying("hours.ambiguous_market", "market", Severity.ERROR, _ambiguous_market)),
        (missing, Saying("hours.missing_value", "lot", Severity.ERROR, _lot_missing)),
        (no_such_lot, Saying("hours.unknown_lot", "lot", Severity.ERROR, _unknown_lot)),
    ]


def _unknown_market(row: Row) -> str:
    return (
        f"Ligne {row['row']} : le marché « {row['market']} » n'est pas enregistré. "
        "Corrigez la référence, ou enregistrez d'abord le marché."
    )


def _ambiguous_market(row: Row) -> str:
    return (
        f"Ligne {row['row']} : plusieurs donneurs d'ordre ont un marché « {row['market']} ». "
        "Indiquez le donneur d'ordre dans une colonne « Donneur d'ordre »."
    )


def _lot_missing(row: Row) -> str:
    return (
        f"Ligne {row['row']} : le lot manque, et le marché « {row['market']} » en a plusieurs. "
        f"Écrivez {quoted(row['lots_there'])}."
    )


def _unknown_lot(row: Row) -> str:
    return (
        f"Ligne {row['row']} : le marché « {row['market']} » n'a pas de lot « {row['lot']} ». "
        f"Ses lots : {quoted(row['lots_there'])}."
    )


def _contractors(frame: pl.DataFrame, known: Known) -> tuple[pl.DataFrame, list[_Lost]]:
    there = known.contractors.select(
        "lot_id",
        "contractor_id",
        pl.col("organisation_id").alias("contractor_organisation"),
        pl.col("siret").alias("contractor_siret"),
        pl.col("name_key").alias("contractor_key"),
    )
    by_siret = there.filter(pl.col("contractor_siret").is_not_null()).drop("contractor_key").unique()
    # A contractor recorded by its name only is met by that name, whatever the SIRET beside it that nobody else bears.
    borne = known.organisations["siret"].drop_nulls().implode()
    nameless = there.filter(pl.col("contractor_siret").is_null()).drop("contractor_siret")
    alone_so_named = nameless.unique(subset=["lot_id", "contractor_key"], keep="none")
    by_name = there.drop("contractor_siret").unique(subset=["lot_id", "contractor_key"], keep="none")
    each = there.select("lot_id", "contractor_id", "contractor_organisation").unique()
    alone = each.unique(subset="lot_id", keep="none")
    names = known.contractors.group_by("lot_id").agg(pl.col("name").unique().sort().alias("contractors_there"))
    given_siret, given_name = pl.col("contractor_siret").is_not_null(), pl.col("contractor_key").is_not_null()
    met = given_siret & given_name & ~pl.col("contractor_siret").is_in(borne)
    by_both = frame.filter(met).join(alone_so_named, on=["lot_id", "contractor_key"], how="left")
    found = pl.concat(
        [
            by_both,
            frame.filter(given_siret & ~met).join(by_siret, on=["lot_id", "contractor_siret"], how="left"),
            frame.filter(~given_siret & given_name).join(by_name, on=["lot_id", "contractor_key"], how="left"),
            frame.filter(~given_siret & ~given_name).join(alone, on="lot_id", how="left"),
        ],
        how="diagonal_relaxed",
    )
    lost = found.filter(pl.col("contractor_id").is_null()).join(names, on="lot_id", how="left")
    field = pl.when(pl.col("contractor_siret").is_not_null())
    unknown = lost.with_columns(field.then("contractor_siret").otherwise("contractor_name").alias("company"))
    with_siret = pl.col("contractor_siret").is_not_null()
    return found.filter(pl.col("contractor_id").is_not_null()), [
        (unknown.filter(said), Saying("hours.unknown_contractor", name, Severity.ERROR, _unknown_contractor))
        for name, said in (("contractor_siret", with_siret), ("contractor_name", ~with_siret))
    ]


def _unknown_contractor(row: Row) -> str:
    there = row["contractors_there"]
    held_by = f"Ce lot est attribué à {quoted(there)}." if there else "Ce lot n'a pas encore d'attributaire."
    if row["company"] is None:
        return f"Ligne {row['row']} : l'attributaire manque. {held_by}"
    return (
        f"Ligne {row['row']} : « {row['company']} » n'est pas attributaire du lot {row['lot']} "
        f"du marché « {row['market']} ». {held_by}"
    )


def _employers(frame: pl.DataFrame, companies: Companies, known: Known) -> tuple[pl.DataFrame, pl.DataFrame]:
    """By SIRET, else by name when one body bears it, else the contractor itself; (placed, lost)."""
    own_name = known.organisations.select(
        pl.col("organisation_id").alias("contractor_organisation"), pl.col("name_key").alias("contractor_own_key")
    )
    nameless = pl.col("employer_siret").is_null() & pl.col("employer_key").is_null()
    itself = pl.col("employer_siret").is_null() & (pl.col("employer_key") == pl.col("contractor_own_key"))
    seen = frame.join(own_name, on="contractor_organisation", how="left").with_columns(
        nameless.alias("employer_unnamed"), (nameless | itself.fill_null(value=False)).alias("employs_itself")
    )
    told = seen.filter(~pl.col("employs_itself")).select("employer_name", "employer_siret").unique(maintain_order=True)
    companies.learn(told.iter_rows())
    found = [companies.find(name, siret) for name, siret in told.iter_rows()]
    answers = told.with_columns(pl.Series("named_employer", found, dtype=pl.Int64))
    kinds = known.organisations.select(pl.col("organisation_id").alias("employer_id"), "known_employer_kind")
    employed = (
        seen.join(answers, on=["employer_name", "employer_siret"], how="left", nulls_equal=True)
        .with_columns(
            pl.when("employs_itself").then("contractor_organisation").otherwise("named_employer").alias("employer_id")
        )
        .drop("named_employer", "contractor_own_key")
        .join(kinds, on="employer_id", how="left")
    )
    is_lost = pl.col("employer_id").is_null() & ~pl.col("employs_itself")
    return employed.filter(~is_lost), employed.filter(is_lost)


def _without_employer(placed: pl.DataFrame, headers: Headers) -> list[Issue]:
    unnamed = placed.filter(pl.col("employer_unnamed") & pl.col("contract_kind").is_in(["CDDI", "CTTI", "INTERIM"]))
    saying = Saying("hours.employer_not_named", "employer_name", Severity.WARNING, _employer_not_named)
    return say(unnamed, saying, headers)


def _ambiguous_employer(row: Row) -> str:
    return (
        f"Ligne {row['row']} : plusieurs employeurs s'appellent « {row['employer_name']} ». "
        "Indiquez son SIRET dans « SIRET employeur »."
    )


def _employer_not_named(row: Row) -> str:
    return (
        f"Ligne {row['row']} : un contrat {row['contract_kind']} est signé par une structure d'insertion "
        "ou une agence, qui n'est pas nommée. Indiquez-la dans « Employeur » et « SIRET employeur »."
    )
