"""Whose hours each row is about, and under which contract."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from clauses.files.rules import Issue, Severity
from clauses.hours.rules import LineState
from clauses.people.rules import Doubt, KnownPerson, Likeness, Name, Recognition, Register
from imports.attempts import repeated
from imports.hours import ends
from imports.hours.alike import Alike
from imports.hours.known import CONTRACTS, ON_LOTS, Known
from imports.hours.places import key
from imports.said import Headers, Row, Saying, say

CONTRACT = ["person_id", "employer_id", "contract_kind", "starts_on"]
WHO = ["last_name", "first_name", "birth_date"]
_TOLD = [*WHO, *CONTRACT[1:], "ends_on", "employer_kind", "job", "modality"]
"""What a row says of its contract."""


@dataclass(frozen=True)
class Staffed:
    """Every row with ``contract_id`` (negative: to be created, null: to check) and ``state``; contracts to write."""

    frame: pl.DataFrame
    issues: tuple[Issue, ...]
    new_contracts: pl.DataFrame
    """`CONTRACTS` with ``employer_kind``, ``job`` and ``modality``; ids are negative."""
    prolonged: pl.DataFrame
    """``contract_id``, ``ends_on`` and ``known_end`` of the known contracts whose end moves."""

    doubts: pl.DataFrame
    """Names that may be several people, or another's: `WHO`, ``employer_id``, ``candidates``."""


def staff(frame: pl.DataFrame, known: Known, headers: Headers) -> Staffed:
    """Finds people and contracts; a row that names nobody for sure is kept, to check."""
    alike = Alike.of(frame, _TOLD)
    people = _people(alike.once, known)
    whole, partial = _split(people)
    contracts, new, told_ends = _contracts(whole, known)
    recorded = contracts.select(*CONTRACT, "contract_id", pl.col("ends_on").alias("recorded_end"))
    met = whole.join(recorded, on=CONTRACT, how="left").select(
        "alike",
        "person_id",
        "contract_id",
        pl.coalesce("ends_on", "recorded_end").alias("ends_on"),
        pl.col("ends_on").is_null().alias("end_recorded"),
    )
    rows = linked = alike.rows(frame, met)
    guessed, guess_issues = linked.clear().with_columns(candidates=pl.lit(None, _ANSWER["candidates"])), list[Issue]()
    if partial.height:
        asked = alike.rows(frame, partial.select("alike", *_ANSWER))
        there = pl.concat([known.on_lots, linked.select(list(ON_LOTS))]).unique()
        guessed, guess_issues = _guess(asked, contracts, there, known, headers)
        rows = pl.concat([linked, guessed], how="diagonal_relaxed").sort("row_id")
    prolonged = told_ends.filter(pl.col("how") != "kept").drop("how")
    state = pl.when(pl.col("contract_id").is_null()).then(pl.lit(LineState.TO_CHECK.value))
    staffed = rows.with_columns(state.otherwise(pl.lit(LineState.SUBMITTED.value)).alias("state"))
    return Staffed(
        _with_claims(staffed),
        (
            *_about_people(alike.rows(frame, people.select("alike", "doubt").drop_nulls()), headers),
            *guess_issues,
            *ends.said_of(linked, told_ends, headers),
        ),
        new,
        prolonged,
        _doubts(guessed.filter(pl.col("contract_id").is_null()), known),
    )


def state_is_to_check() -> pl.Expr:
    """Rows that wait for a person."""
    return pl.col("state") == LineState.TO_CHECK.value


def _about_people(doubted: pl.DataFrame, headers: Headers) -> list[Issue]:
    """Why nobody was found for sure."""
    unknown = doubted.filter(pl.col("doubt") == Doubt.UNKNOWN.value)
    several = doubted.filter(pl.col("doubt") != Doubt.UNKNOWN.value)
    return [
        *say(unknown, Saying("hours.unknown_person", "last_name", Severity.TO_CHECK, _unknown_person), headers),
        *say(several, Saying("hours.doubtful_person", "last_name", Severity.TO_CHECK, _doubtful_person), headers),
    ]


def _doubts(waiting: pl.DataFrame, known: Known) -> pl.DataFrame:
    """What may be asked: who is meant, among those of a near name; without a birth date, among the bearers of it."""
    doubtful = waiting.filter(pl.col("candidates").list.len() > 0).select(*WHO, "employer_id", "candidates")
    nameless = waiting.filter(pl.col("birth_date").is_null(), *(pl.col(name).is_not_null() for name in CONTRACT[2:]))
    bearers = _bearers(nameless, known).group_by("row_id").agg(pl.col("bearer").unique().alias("candidates"))
    homonyms = nameless.drop("candidates").join(bearers, on="row_id").select(*WHO, "employer_id", "candidates")
    return pl.concat([doubtful, homonyms]).unique(subset=[*WHO, "employer_id"], maintain_order=True)


def _people(frame: pl.DataFrame, known: Known) -> pl.DataFrame:
    """Adds ``person_id`` where name and birth date tell someone, ``doubt`` and ``candidates`` where they do not."""
    names = frame.filter(pl.col("birth_date").is_not_null()).select(WHO).unique()
    told = {(last, first, born): person for last, first, born, _, person in known.confirmed.iter_rows() if born}
    exact = _exactly(names, known, told)
    others = names.join(exact, on=WHO, how="anti")
    answers = pl.concat([exact, _recognised(others, known, told)])
    return _told_for_employers(frame.join(answers, on=WHO, how="left", nulls_equal=True, maintain_order="left"), known)


_Told = Mapping[tuple[str, str, Any], int]
_ANSWER = {"person_id": pl.Int64(), "doubt": pl.String(), "candidates": pl.List(pl.Int64)}


def _exactly(names: pl.DataFrame, known: Known, told: _Told) -> pl.DataFrame:
    """The names that one person bears to the letter, as `Register.recognise` would find them, all at once."""
    people = known.people.group_by("last_key", "first_key", "birth_date").agg(
        pl.col("person_id").first(), pl.col("person_id").n_unique().alias("bearers")
    )
    keyed = names.with_columns(key("last_name").alias("last_key"), key("first_name").alias("first_key"))
    found = keyed.join(people.filter(pl.col("bearers") == 1), on=["last_key", "first_key", "birth_date"])
    if told:  # what somebody said goes before what is written
        settled = pl.DataFrame(list(told), schema=["last_key", "first_key", "birth_date"], orient="row")
        found = found.join(settled, on=["last_key", "first_key", "birth_date"], how="anti")
    nothing = [pl.lit(None, dtype=pl.String).alias("doubt"), pl.lit([], dtype=pl.List(pl.Int64)).alias("candidates")]
    return found.with_columns(nothing).select(*WHO, *_ANSWER)


def _recognised(names: pl.DataFrame, known: Known, told: _Told) -> pl.DataFrame:
    """Who the other names may be, one at a time."""
    if names.is_empty():
        return names.with_columns(pl.lit(None, dtype=kind).alias(name) for name, kind in _ANSWER.items())
    register = Register(
        KnownPerson(person, Name(last, first), born) for person, last, first, born in known.people.iter_rows()
    )
    found = [_recognise(register, told, *row) for row in names.iter_rows()]
    return names.with_columns(
        pl.Series("person_id", [answer.person for answer in found], dtype=pl.Int64),
        pl.Series("doubt", [None if answer.doubt is None else answer.doubt.value for answer in found], dtype=pl.String),
        pl.Series("candidates", [list(answer.candidates) for answer in found], dtype=pl.List(pl.Int64)),
    )


def _recognise(register: Register, told: _Told, last: str, first: str, born: Any) -> Recognition:
    """Who somebody said it is, else who bears that name."""
    name = Name.of(last, first)
    person = told.get((name.last, name.first, born))
    return register.recognise(name, born) if person is None else Recognition(person, likeness=Likeness.TOLD)


def _told_for_employers(people: pl.DataFrame, known: Known) -> pl.DataFrame:
    """Names without a birth date that somebody settled for one employer."""
    told = {
        (last, first, employer): person
        for last, first, born, employer, person in known.confirmed.iter_rows()
        if not born
    }
    if not told:
        return people
    rows = people.select("last_name", "first_name", "birth_date", "employer_id").iter_rows()
    said = [None if born else told.get((*_keys(last, first), employer)) for last, first, born, employer in rows]
    return people.with_columns(pl.coalesce(pl.Series(said, dtype=pl.Int64), "person_id").alias("person_id"))


def _keys(last: str, first: str) -> tuple[str, str]:
    name = Name.of(last, first)
    return name.last, name.first


def _unknown_person(row: Row) -> str:
    return (
        f"Ligne {row['row']} : {row['first_name']} {row['last_name']} n'est pas dans le fichier des personnes. "
        "Les heures sont gardées et ne comptent pas : vérifiez le nom et la date de naissance, "
        "ou enregistrez la personne."
    )


_DOUBTS = {doubt.value: doubt.label for doubt in Doubt}


def _doubtful_person(row: Row) -> str:
    return (
        f"Ligne {row['row']} : {row['first_name']} {row['last_name']} : {_DOUBTS[row['doubt']]}. "
        "Les heures sont gardées et ne comptent pas tant qu'un facilitateur n'a pas choisi."
    )


def _split(people: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows that tell the whole contract, and rows where something is missing."""
    whole = pl.all_horizontal(pl.col(name).is_not_null() for name in CONTRACT)
    return people.filter(whole), people.filter(~whole)


def _contracts(whole: pl.DataFrame, known: Known) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """All contracts known after this file, those to create, and the ends said otherwise (`imports.hours.ends`).

    Where the file gives several ends of one contract, the latest is its word.
    """
    told = whole.group_by(CONTRACT).agg(
        pl.col("ends_on").max(),
        *(pl.col(name).drop_nulls().first() for name in ("employer_kind", "job", "modality")),
    )
    met = told.join(known.contracts.rename({"ends_on": "known_end"}), on=CONTRACT, how="left")
    new = (
        met.filter(pl.col("contract_id").is_null())
        .sort(CONTRACT)
        .with_row_index("number", offset=1)
        .with_columns((-pl.col("number").cast(pl.Int64)).alias("contract_id"))
        .select(*CONTRACTS, "employer_kind", "job", "modality")
    )
    told_ends = met.filter(pl.col("contract_id").is_not_null() & pl.col("ends_on").is_not_null())
    found = ends.settled(told_ends.select("contract_id", "ends_on", "known_end"), known.later)
    moved = found.filter(pl.col("how") != "kept").select("contract_id", "ends_on")
    recorded = known.contracts.update(moved, on="contract_id")
    return pl.concat([recorded.select(*CONTRACTS), new.select(*CONTRACTS)]), new, found


def _guess(
    partial: pl.DataFrame, contracts: pl.DataFrame, there: pl.DataFrame, known: Known, headers: Headers
) -> tuple[pl.DataFrame, list[Issue]]:
    """A row without birth date, kind or start: the one open contract of that employer on that lot, or to check.

    ``there`` says which contracts were seen on which lots, those of this file included.
    """
    open_contracts = contracts.rename(
        {"person_id": "bearer", "contract_kind": "open_kind", "starts_on": "open_from", "ends_on": "open_until"}
    )
    candidates = (
        _bearers(partial, known)
        .join(open_contracts, on=["bearer", "employer_id"], how="inner")
        .join(there, on=["contract_id", "lot_id"], how="semi")
        .filter(
            pl.col("open_from") <= pl.col("month").dt.month_end(),
            pl.col("open_until").is_null() | (pl.col("open_until") >= pl.col("month")),
            pl.col("contract_kind").is_null() | (pl.col("contract_kind") == pl.col("open_kind")),
            pl.col("starts_on").is_null() | (pl.col("starts_on") == pl.col("open_from")),
        )
        .select("row_id", "contract_id", "bearer", "open_kind", "open_from", "open_until")
        .unique()
        .unique(subset="row_id", keep="none")
    )
    met = partial.join(candidates, on="row_id", how="left").with_columns(
        pl.coalesce("person_id", "bearer").alias("person_id"),
        pl.coalesce("contract_kind", "open_kind").alias("contract_kind"),
        pl.coalesce("starts_on", "open_from").alias("starts_on"),
        pl.coalesce("ends_on", "open_until").alias("ends_on"),
    )
    silent = met.filter(pl.col("contract_id").is_null() & pl.col("doubt").is_null())
    saying = Saying("hours.contract_not_told", "last_name", Severity.TO_CHECK, _contract_not_told)
    return met.drop("bearer", "open_kind", "open_from", "open_until"), say(silent, saying, headers)


def _bearers(partial: pl.DataFrame, known: Known) -> pl.DataFrame:
    """Each row with everyone it may be about: who was recognised, else all who bear the name."""
    needed = ["row_id", "lot_id", "employer_id", "month", "contract_kind", "starts_on"]
    recognised = partial.filter(pl.col("person_id").is_not_null())
    nameless = partial.filter(pl.col("birth_date").is_null())
    names = known.people.select(
        pl.col("person_id").alias("bearer"),
        pl.concat_str("last_key", "first_key").str.replace_all(" ", "").alias("name"),
    )
    written = [_both_orders(*row) for row in nameless.select("last_name", "first_name").iter_rows()]
    by_name = (
        nameless.select(*needed, pl.Series("name", written, dtype=pl.List(pl.String)))
        .explode("name", empty_as_null=True, keep_nulls=True)
        .join(names, on="name", how="inner")
    )
    by_person = recognised.select(*needed, pl.col("person_id").alias("bearer"))
    return pl.concat([by_person, by_name.select(*needed, "bearer")])


def _both_orders(last: str, first: str) -> list[str]:
    name = Name.of(last, first)
    return ["".join(name.compact), "".join(name.swapped.compact)]


_MISSING = {
    "birth_date": "la date de naissance",
    "contract_kind": "le type de contrat",
    "starts_on": "le début de contrat",
}


def _contract_not_told(row: Row) -> str:
    missing = " et ".join(words for field, words in _MISSING.items() if row[field] is None)
    return (
        f"Ligne {row['row']} : il manque {missing} de {row['first_name']} {row['last_name']}, "
        "et aucun contrat en cours chez cet employeur sur ce lot ne permet de choisir. "
        "Complétez la ligne ; en attendant, les heures sont gardées et ne comptent pas."
    )


def _with_claims(frame: pl.DataFrame) -> pl.DataFrame:
    """``claim``: what a row to check said, so that it can be settled without the file."""
    fields = [*WHO, "contract_kind", "starts_on", "ends_on", "job", "modality", "employer_kind"]
    to_check = (frame["state"] == LineState.TO_CHECK.value).arg_true()
    claims = repeated(None, frame.height, pl.String()).alias("claim")
    said = [_claim(row) for row in frame.select(fields)[to_check].iter_rows(named=True)]
    return frame.with_columns(claims.scatter(to_check, said) if said else claims)


def _claim(row: dict[str, Any]) -> str:
    told = {name: str(value) for name, value in row.items() if value is not None}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)
