"""A file of hours + what is recorded → what to write and what to say. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from clauses.dates import french_month
from clauses.files.rules import Issue, Severity
from clauses.hours.rules import LineState
from imports.hours import checks, places, units, workers
from imports.hours.known import Known
from imports.hours.units import Decided, Outcome, Unit
from imports.said import Headers, Row, Saying, say

STORED = (Outcome.CREATE, Outcome.REPLACE, Outcome.PROPOSE)
UNIT = ["contractor_id", "employer_id", "month"]
_ASKED = [*workers.WHO, "employer_id"]


@dataclass(frozen=True)
class HoursPlan:
    """What an import of hours would do.

    ``lines`` are those to write: their unit, ``contract_id`` (negative: one of ``new_contracts``), ``hours`` and
    ``training_hours`` in hundredths, ``state``, ``blocking``, ``claim``, and their origin. ``validate`` lists recorded
    lines, already identical, that a takeover validates. ``refused`` are (sheet, row) pairs, one a row of the file.
    """

    lines: pl.DataFrame
    units: tuple[Decided, ...]
    new_employers: pl.DataFrame
    completed_employers: Mapping[int, str]
    new_contracts: pl.DataFrame
    prolonged: pl.DataFrame
    employer_kinds: pl.DataFrame
    validate: tuple[int, ...]
    issues: tuple[Issue, ...]
    accepted: frozenset[tuple[str, int]]
    created: int
    replaced: int
    unchanged: int
    proposed: int
    hours: int
    doubts: pl.DataFrame
    """Who to ask about: see `imports.hours.workers.Staffed`; only of units that are written."""


def plan(
    frame: pl.DataFrame,
    refused: pl.DataFrame,
    known: Known,
    headers: Headers,
    blocking: frozenset[tuple[str, int]],
    *,
    confirmed: bool = False,
    validate: bool = False,
) -> HoursPlan:
    """Decides everything about the rows of a file.

    ``frame`` holds the rows that could be read, ``refused`` those that could not, with what could be read of them;
    ``blocking`` are the rows about which the reading already said something that someone must look at.
    """
    placed = places.place(frame, known, headers)
    staffed = workers.staff(placed.frame, known, headers)
    kept, impossible, impossible_issues = checks.refuse_impossible(staffed.frame, headers)
    looked = checks.look(kept, known, headers)
    spoiling = places.place(refused, known, headers) if refused.height else None
    fallen = [placed.fallen, impossible, *((spoiling.frame, spoiling.fallen) if spoiling else ())]
    decided = units.decide(
        units.contents(kept),
        [place for rows in fallen for place in _places(rows)],
        frozenset(Unit(*row) for row in kept.filter(pl.col("state") == LineState.TO_CHECK.value).select(UNIT).rows()),
        known,
        confirmed=confirmed,
    )
    rows = _with_outcomes(kept, decided)
    stays = pl.col("outcome").is_in([Outcome.HELD.value, Outcome.LOCKED.value])
    accepted = rows.filter(~stays)
    issues = [
        *placed.issues,
        *staffed.issues,
        *impossible_issues,
        *looked,
        *_about_units(rows, headers),
        *_about_dropped(decided, kept, known),
    ]
    blocked = blocking | {(i.sheet, i.row) for i in issues if i.severity is Severity.BLOCKING and i.sheet and i.row}
    written = accepted.filter(pl.col("outcome").is_in([outcome.value for outcome in STORED]))
    lines = _states(written, blocked, validate=validate)
    contracts = lines["contract_id"].unique().implode()
    employers = set(accepted["employer_id"])
    return HoursPlan(
        lines=lines,
        units=tuple(decided[unit] for unit in sorted(decided) if decided[unit].outcome in STORED),
        new_employers=placed.new_employers.filter(pl.col("employer_id").is_in(list(employers))),
        completed_employers={number: siret for number, siret in placed.completed.items() if number in employers},
        new_contracts=staffed.new_contracts.filter(pl.col("contract_id").is_in(contracts)),
        prolonged=staffed.prolonged.filter(pl.col("contract_id").is_in(contracts)),
        employer_kinds=_employer_kinds(lines),
        validate=_to_validate(decided, known) if validate else (),
        issues=tuple(issues),
        accepted=frozenset(accepted.select("sheet", "row").unique().rows()),
        created=_count(rows, Outcome.CREATE),
        replaced=_count(rows, Outcome.REPLACE),
        unchanged=_count(rows, Outcome.UNCHANGED),
        proposed=_count(rows, Outcome.PROPOSE),
        hours=int(accepted["hours"].sum()),
        doubts=staffed.doubts.join(lines.filter(workers.state_is_to_check()), on=_ASKED, how="semi", nulls_equal=True),
    )


def _places(rows: pl.DataFrame) -> list[tuple[int | None, int | None, date | None]]:
    """The unit of each fallen row, as far as it is known."""
    missing = [pl.lit(None).alias(name) for name in UNIT if name not in rows.columns]
    return rows.with_columns(missing).select(UNIT).unique().rows()


def _with_outcomes(rows: pl.DataFrame, decided: dict[Unit, Decided]) -> pl.DataFrame:
    outcomes = pl.DataFrame(
        [(*unit, what.outcome.value) for unit, what in decided.items()],
        schema={"contractor_id": pl.Int64, "employer_id": pl.Int64, "month": pl.Date, "outcome": pl.String},
        orient="row",
    )
    return rows.join(outcomes, on=UNIT, how="left", maintain_order="left")


def _count(rows: pl.DataFrame, outcome: Outcome) -> int:
    return rows.filter(pl.col("outcome") == outcome.value).height


def _states(lines: pl.DataFrame, blocked: frozenset[tuple[str, int]], *, validate: bool) -> pl.DataFrame:
    """Which lines someone must look at, and which a takeover validates at once."""
    marked = lines.with_columns(
        pl.Series(
            "blocking", [place in blocked for place in lines.select("sheet", "row").iter_rows()], dtype=pl.Boolean
        )
    )
    if not validate:
        return marked
    ready = (pl.col("state") == LineState.SUBMITTED.value) & ~pl.col("blocking")
    proposed = pl.col("outcome") == Outcome.PROPOSE.value
    return marked.with_columns(
        pl.when(ready & ~proposed).then(pl.lit(LineState.VALIDATED.value)).otherwise("state").alias("state")
    )


def _to_validate(decided: dict[Unit, Decided], known: Known) -> tuple[int, ...]:
    same = [
        what.current.declaration_id
        for what in decided.values()
        if what.outcome is Outcome.UNCHANGED and what.current is not None
    ]
    ready = known.lines.filter(
        pl.col("declaration_id").is_in(same), pl.col("state") == LineState.SUBMITTED.value, ~pl.col("blocking")
    )
    return tuple(ready["line_id"].sort())


def _employer_kinds(lines: pl.DataFrame) -> pl.DataFrame:
    """What the file says of employers whose kind was not known; said twice differently, nothing is kept."""
    told = lines.filter(pl.col("employer_kind").is_not_null() & pl.col("known_employer_kind").is_null())
    return told.select("employer_id", "employer_kind").unique().unique(subset="employer_id", keep="none")


def _about_units(rows: pl.DataFrame, headers: Headers) -> list[Issue]:
    held = rows.filter(pl.col("outcome") == Outcome.HELD.value)
    locked = rows.filter(pl.col("outcome") == Outcome.LOCKED.value)
    proposed = rows.filter(pl.col("outcome") == Outcome.PROPOSE.value)
    return [
        *say(held, Saying("hours.replacement_to_confirm", "month", Severity.ERROR, _held), headers),
        *say(locked, Saying("hours.month_locked", "month", Severity.ERROR, _locked), headers),
        *say(proposed, Saying("hours.correction_to_accept", "month", Severity.WARNING, _proposed), headers),
    ]


def _held(row: Row) -> str:
    return (
        f"Ligne {row['row']} : {french_month(row['month'])} est déjà déclaré pour ce lot, et ce fichier y a des lignes "
        "refusées ou à vérifier : la version en vigueur est gardée. Corrigez ces lignes, ou confirmez le remplacement "
        "(--replace)."
    )


def _locked(row: Row) -> str:
    return (
        f"Ligne {row['row']} : {french_month(row['month'])} est verrouillé. "
        "Demandez au facilitateur de rouvrir le mois : il y faut deux personnes."
    )


def _proposed(row: Row) -> str:
    return (
        f"Ligne {row['row']} : des heures de {french_month(row['month'])} sont déjà validées : cet envoi devient "
        "une correction, que le facilitateur accepte ou refuse."
    )


def _about_dropped(decided: dict[Unit, Decided], rows: pl.DataFrame, known: Known) -> list[Issue]:
    """Who stands in the version in force and no longer in the file: said, for each unit."""
    names = known.contracts.join(known.people, on="person_id").rows_by_key("contract_id", named=True, unique=True)
    present = set(rows.select(*UNIT, "person_id").unique().iter_rows())
    return [
        Issue(
            code="hours.person_dropped",
            message=f"{_named(names[contract])} figurait dans la version précédente de "
            f"{french_month(what.unit.month)} et n'est plus dans ce fichier : ses heures de ce mois sont retirées.",
            severity=Severity.WARNING,
        )
        for what in decided.values()
        for contract in what.dropped
        if (*what.unit, names[contract]["person_id"]) not in present
    ]


def _named(person: Row) -> str:
    return f"{person['first_key'].title()} {person['last_key'].upper()}"
