"""What a controller would look at once people, contracts and markets are known."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import polars as pl

from clauses.dates import french_day, french_month
from clauses.files.rules import Issue, Severity
from clauses.people.rules import Public, public_at_hiring
from clauses.quantities import french_hours
from clauses.reference.rules import ContractKind, EmployerKind, may_sign
from imports.hours import doubles
from imports.hours.known import Known
from imports.hours.months import last_days
from imports.said import Headers, Row, Saying, say

HOURS_IN_A_DAY = 2400
"""Hundredths of an hour in a day: nobody works more."""


def refuse_impossible(frame: pl.DataFrame, headers: Headers) -> tuple[pl.DataFrame, pl.DataFrame, list[Issue]]:
    """Hours outside the contract, or more than 24 h on each of its days in the month; (kept, refused, issues)."""
    first = pl.max_horizontal("month", "starts_on")
    last = pl.min_horizontal(last_days(frame["month"]), "ends_on")
    days = (last - first).dt.total_days() + 1
    dated = frame.with_columns(days.alias("days"))
    worked = pl.col("hours") + pl.col("training_hours").fill_null(0)
    impossible = worked > pl.max_horizontal(pl.col("days"), pl.lit(0)) * HOURS_IN_A_DAY
    if not dated.select(impossible.any()).item():
        return frame, frame.clear(), []
    outside = dated.filter(impossible & (pl.col("days") <= 0))
    too_many = dated.filter(impossible & (pl.col("days") > 0))
    kept = dated.filter(~impossible.fill_null(value=False)).drop("days")
    return (
        kept,
        pl.concat([outside, too_many]).drop("days"),
        [
            *say(outside, Saying("hours.outside_contract", "hours", Severity.ERROR, _outside_contract), headers),
            *say(too_many, Saying("hours.impossible", "hours", Severity.ERROR, _too_many), headers),
        ],
    )


def _outside_contract(row: Row) -> str:
    until = f" au {french_day(row['ends_on'])}" if row["ends_on"] else ""
    recorded, help_ = "", "Corrigez le mois ou les dates du contrat."
    if row.get("end_recorded") and row["ends_on"]:
        recorded = ", fin enregistrée"
        help_ = "Corrigez le mois ou, si le contrat continue, écrivez sa nouvelle fin dans « Fin de contrat »."
    return (
        f"Ligne {row['row']} : {french_hours(row['hours'])} en {french_month(row['month'])}, hors du contrat "
        f"(du {french_day(row['starts_on'])}{until}{recorded}). {help_}"
    )


def _too_many(row: Row) -> str:
    return (
        f"Ligne {row['row']} : {french_hours(row['hours'])} en {french_month(row['month'])}, "
        f"plus de 24 h pour chacun des {row['days']} jours du contrat. Corrigez les heures ou les dates du contrat."
    )


def look(frame: pl.DataFrame, known: Known, headers: Headers) -> list[Issue]:
    """Warnings on rows that are kept: blocking where someone must look before the hours count."""
    return [
        *_outside_market(frame, headers),
        *_kind_against_employer(frame, headers),
        *doubles.look(frame, known, headers),
        *_publics(frame, known, headers),
    ]


def _outside_market(frame: pl.DataFrame, headers: Headers) -> list[Issue]:
    early = frame.filter(last_days(frame["month"]) < frame["notified_on"])
    late = frame.filter(pl.col("month") > pl.col("market_ends_on"))
    return [
        *say(early, Saying("hours.before_market", "month", Severity.BLOCKING, _before_market), headers),
        *say(late, Saying("hours.after_market", "month", Severity.BLOCKING, _after_market), headers),
    ]


def _before_market(row: Row) -> str:
    return (
        f"Ligne {row['row']} : {french_month(row['month'])} précède la notification du marché "
        f"({french_day(row['notified_on'])}). Corrigez le mois, ou la date du marché."
    )


def _after_market(row: Row) -> str:
    return (
        f"Ligne {row['row']} : {french_month(row['month'])} suit la fin du marché "
        f"({french_day(row['market_ends_on'])}). Corrigez le mois, ou prolongez le marché."
    )


def _kind_against_employer(frame: pl.DataFrame, headers: Headers) -> list[Issue]:
    forbidden = [
        f"{employer.value} {kind.value}"
        for employer, kind in product(EmployerKind, ContractKind)
        if not may_sign(employer, kind)
    ]
    said = frame.with_columns(pl.coalesce("employer_kind", "known_employer_kind").alias("signed_by"))
    wrong = said.filter(pl.concat_str("signed_by", "contract_kind", separator=" ").is_in(forbidden))
    saying = Saying("hours.kind_against_employer", "contract_kind", Severity.BLOCKING, _cannot_sign)
    return say(wrong, saying, headers)


def _cannot_sign(row: Row) -> str:
    employer = EmployerKind(row["signed_by"]).label
    return (
        f"Ligne {row['row']} : un employeur de type « {employer} » ne signe pas de contrat {row['contract_kind']}. "
        "Corrigez le type de contrat ou le type d'employeur."
    )


def _publics(frame: pl.DataFrame, known: Known, headers: Headers) -> list[Issue]:
    hired = pl.col("person_id").is_not_null() & pl.col("starts_on").is_not_null()
    pairs = _not_plainly_eligible(frame.select("person_id", "starts_on").filter(hired).unique(), known)
    if pairs.is_empty():
        return []
    people = pairs["person_id"].unique().implode()
    validated = _by_person(known.validated.filter(pl.col("person_id").is_in(people)))
    times = _by_person(known.participations.filter(pl.col("person_id").is_in(people)))
    answers = [
        public_at_hiring(
            validated_orientations=[day for (day,) in validated.get(person, [])],
            participations=times.get(person, []),
            hired_on=day,
        ).value
        for person, day in pairs.iter_rows()
    ]
    public = pairs.with_columns(pl.Series("public", answers, dtype=pl.String))
    judged = frame.join(public, on=["person_id", "starts_on"], maintain_order="left")
    later = judged.filter(pl.col("public") == Public.ORIENTED_LATER.value)
    unknown = judged.filter(pl.col("public") == Public.UNKNOWN.value)
    return [
        *say(later, Saying("hours.oriented_after_hiring", "starts_on", Severity.WARNING, _later), headers),
        *say(unknown, Saying("hours.eligibility_unknown", "last_name", Severity.WARNING, _unknown), headers),
    ]


def _not_plainly_eligible(pairs: pl.DataFrame, known: Known) -> pl.DataFrame:
    """People hired on a day that neither an orientation validated by then nor a time in the PLIE accompanies.

    Nearly everybody is accompanied: the rule (`public_at_hiring`) is then asked about the few others, one by one.
    """
    day, until = pl.col("starts_on"), pl.col("plie_until")
    oriented = pairs.join(known.validated, on="person_id").filter(pl.col("oriented_on") <= day)
    in_plie = pairs.join(known.participations, on="person_id").filter(
        pl.col("plie_from") <= day, until.is_null() | (day <= until)
    )
    plain = pl.concat([oriented.select(pairs.columns), in_plie.select(pairs.columns)])
    return pairs.join(plain, on=pairs.columns, how="anti")


def _by_person(frame: pl.DataFrame) -> Mapping[int, list[tuple[Any, ...]]]:
    return frame.rows_by_key("person_id")


def _later(row: Row) -> str:
    return (
        f"Ligne {row['row']} : {row['first_name']} {row['last_name']} a été orienté après son embauche du "
        f"{french_day(row['starts_on'])}. Vérifiez que la personne relevait des publics du marché ce jour-là."
    )


def _unknown(row: Row) -> str:
    return (
        f"Ligne {row['row']} : aucune orientation validée ni participation au PLIE n'est enregistrée pour "
        f"{row['first_name']} {row['last_name']}. Ajoutez-la au fichier des personnes, avec son justificatif."
    )
