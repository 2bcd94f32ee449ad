"""A file of hours + what is recorded → what to write and what to say. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl
from polars import selectors

from clauses.dates import french_month, of_month
from clauses.files.rules import Issue, Severity
from clauses.hours.rules import LineState
from imports.hours import checks, discreet, doubles, doubted, places, units, workers
from imports.hours.known import Known
from imports.hours.units import UNIT, Outcome
from imports.said import Headers, Row, Saying, say

STORED = (Outcome.CREATE, Outcome.REPLACE, Outcome.PROPOSE)
_ASKED = [*workers.WHO, "employer_id"]
_OF_LINES = [
    "unit", *UNIT, *workers.WHO, "contract_id", "hours", "training_hours", "hours_text", "state", "claim", "sheet",
    "row", "column", "outcome", "employer_kind", "known_employer_kind", "market", "market_text", "lot", "employer_name",
    "employer_siret", "contractor_name",
]  # fmt: skip
"""What is written of a row, and what shows it to its sender first."""


@dataclass(frozen=True)
class HoursPlan:
    """What an import of hours would do.

    ``lines`` are those to write: their unit, ``contract_id`` (negative: one of ``new_contracts``), ``hours`` and
    ``training_hours`` in hundredths, ``state``, ``blocking``, ``claim``, and their origin; those of a correction move
    the end of no contract. ``validate`` lists recorded lines, already identical, that a takeover validates. ``units``
    are those that are written (`units.Decided`). ``accepted`` are the ``sheet`` and ``row`` of the rows of the file.
    """

    lines: pl.DataFrame
    units: pl.DataFrame
    new_employers: pl.DataFrame
    completed_employers: Mapping[int, str]
    new_contracts: pl.DataFrame
    prolonged: pl.DataFrame
    employer_kinds: pl.DataFrame
    validate: tuple[int, ...]
    issues: tuple[Issue, ...]
    accepted: pl.DataFrame
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
    held: pl.DataFrame | None = None,
    confirmed: bool = False,
    validate: bool = False,
) -> HoursPlan:
    """Decides everything about the rows of a file.

    ``frame`` holds the rows that could be read, ``refused`` those that could not, with what could be read of them;
    ``blocking`` are the rows about which the reading already said something that someone must look at; ``held``
    (``sheet``, ``row``), those of which it said so of their whole sheet, or of the file.
    """
    placed = places.place(frame, known, headers)
    staffed = workers.staff(placed.frame, known, headers)
    placed = replace(placed, frame=placed.frame.clear())  # a million rows, let go of as soon as they are not looked at
    possible, impossible, impossible_issues = checks.refuse_impossible(staffed.frame, headers)
    staffed = replace(staffed, frame=staffed.frame.clear())
    kept, aside_issues, unsaid = doubted.set_aside(possible, known.contracts, known.doubted, headers, known.seen)
    del possible
    looked = checks.look(kept, known, headers)
    spoiling = places.place(refused, known, headers) if refused.height else None
    fallen = [placed.fallen, impossible, *((spoiling.frame, spoiling.fallen) if spoiling else ())]
    decided = units.decide(kept, fallen, known, confirmed=confirmed)
    rows = decided.rows
    unseen = pl.concat([unsaid, doubles.unseen(kept, known)])
    del kept
    rows, quiet_issues = discreet.wait(rows, unseen, headers)
    stays = pl.col("outcome").is_in([Outcome.HELD.value, Outcome.LOCKED.value])
    accepted = rows.select("sheet", "row", "employer_id", "hours", "outcome").filter(~stays)
    issues = [
        *placed.issues,
        *staffed.issues,
        *impossible_issues,
        *aside_issues,
        *looked,
        *quiet_issues,
        *_about_units(rows, headers),
        *_about_dropped(decided.dropped, rows, known),
    ]
    blocked = _blocked(rows, blocking, issues, held)
    stored = pl.col("outcome").is_in([outcome.value for outcome in STORED])
    written = rows.select(selectors.by_name(*_OF_LINES, require_all=False)).filter(stored)
    lines = _ends_kept(_states(written, blocked, validate=validate), staffed.prolonged)
    contracts = lines["contract_id"].unique().implode()
    in_force = lines.select("contract_id", "employer_id", "employer_kind", "known_employer_kind", "outcome").filter(
        ~_is_proposed()
    )
    employers = accepted["employer_id"].unique().to_list()
    return HoursPlan(
        lines=lines,
        units=decided.units.filter(stored),
        new_employers=placed.new_employers.filter(pl.col("employer_id").is_in(employers)),
        completed_employers={number: siret for number, siret in placed.completed.items() if number in employers},
        new_contracts=staffed.new_contracts.filter(pl.col("contract_id").is_in(contracts)),
        prolonged=staffed.prolonged.filter(pl.col("contract_id").is_in(in_force["contract_id"].unique().implode())),
        employer_kinds=_employer_kinds(in_force),
        validate=_to_validate(decided.units, known, _same_as_recorded(rows, blocked)) if validate else (),
        issues=tuple(issues),
        accepted=_once(accepted.select("sheet", "row")),
        created=_count(rows, Outcome.CREATE),
        replaced=_count(rows, Outcome.REPLACE),
        unchanged=_count(rows, Outcome.UNCHANGED),
        proposed=_count(rows, Outcome.PROPOSE),
        hours=int(accepted["hours"].sum()),
        doubts=staffed.doubts.join(lines.filter(workers.state_is_to_check()), on=_ASKED, how="semi", nulls_equal=True),
    )


def _once(places: pl.DataFrame) -> pl.DataFrame:
    """Each row of the sheets once: months in columns make several of one, and only they do."""
    return places if places["row"].n_unique() == places.height else places.unique()


def _count(rows: pl.DataFrame, outcome: Outcome) -> int:
    return int((rows["outcome"] == outcome.value).sum())


def _blocked(
    rows: pl.DataFrame, blocking: frozenset[tuple[str, int]], issues: list[Issue], held: pl.DataFrame | None
) -> pl.DataFrame:
    """``sheet`` and ``row`` of the rows that somebody must look at, each once."""
    said = blocking | {(i.sheet, i.row) for i in issues if i.severity is Severity.BLOCKING and i.sheet and i.row}
    kinds = {name: rows.schema[name] for name in ("sheet", "row")}
    places = pl.DataFrame(list(said), schema=kinds, orient="row")
    if held is None or held.is_empty():
        return places
    return pl.concat([places, held.select(pl.col(name).cast(kind) for name, kind in kinds.items())]).unique()


def _states(lines: pl.DataFrame, blocked: pl.DataFrame, *, validate: bool) -> pl.DataFrame:
    """Which lines someone must look at, and which a takeover validates at once."""
    if blocked.is_empty():
        return _validated(lines.with_columns(pl.lit(value=False).alias("blocking")), validate=validate)
    waiting = blocked.with_columns(pl.lit(value=True).alias("blocking"))
    marked = lines.join(waiting, on=["sheet", "row"], how="left", maintain_order="left").with_columns(
        pl.col("blocking").fill_null(value=False)
    )
    return _validated(marked, validate=validate)


def _validated(marked: pl.DataFrame, *, validate: bool) -> pl.DataFrame:
    if not validate:
        return marked
    ready = (pl.col("state") == LineState.SUBMITTED.value) & ~pl.col("blocking")
    return marked.with_columns(
        pl.when(ready & ~_is_proposed()).then(pl.lit(LineState.VALIDATED.value)).otherwise("state").alias("state")
    )


def _is_proposed() -> pl.Expr:
    return pl.col("outcome") == Outcome.PROPOSE.value


def _ends_kept(lines: pl.DataFrame, prolonged: pl.DataFrame) -> pl.DataFrame:
    """Lines of a correction that waits keep the new end of their contract, which moves once it is accepted."""
    if prolonged.is_empty():
        return lines
    ends = prolonged.select("contract_id", pl.col("ends_on").alias("new_end"))
    moved = _is_proposed() & pl.col("new_end").is_not_null()
    claim = pl.when(moved).then(pl.concat_str(pl.lit('{"ends_on": "'), "new_end", pl.lit('"}'))).otherwise("claim")
    return lines.join(ends, on="contract_id", how="left", maintain_order="left").with_columns(claim.alias("claim"))


def _same_as_recorded(rows: pl.DataFrame, blocked: pl.DataFrame) -> pl.DataFrame:
    """The units and contracts of the rows that change nothing, and that somebody must look at in this file."""
    same = rows.filter(pl.col("outcome") == Outcome.UNCHANGED.value)
    return same.join(blocked, on=["sheet", "row"], how="semi").select("unit", "contract_id")


def _to_validate(decided: pl.DataFrame, known: Known, looked_at: pl.DataFrame) -> tuple[int, ...]:
    same = decided.filter(pl.col("outcome") == Outcome.UNCHANGED.value).select(
        "unit", pl.col("current").alias("declaration_id")
    )
    ready = known.lines.filter(pl.col("state") == LineState.SUBMITTED.value, ~pl.col("blocking")).join(
        same.drop_nulls(), on="declaration_id"
    )
    return tuple(ready.join(looked_at, on=["unit", "contract_id"], how="anti")["line_id"].sort())


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
        f"Ligne {row['row']} : des heures {of_month(row['month'])} sont déjà validées : cet envoi devient "
        "une correction, que le facilitateur accepte ou refuse."
    )


def _about_dropped(dropped: pl.DataFrame, rows: pl.DataFrame, known: Known) -> list[Issue]:
    """Who stands in the version in force and no longer in the file: said, for each unit."""
    if dropped.is_empty():
        return []
    absent = (
        dropped.join(known.contracts.select("contract_id", "person_id"), on="contract_id", maintain_order="left")
        .join(rows, on=[*UNIT, "person_id"], how="anti", maintain_order="left")
        .join(known.people, on="person_id", maintain_order="left")
    )
    return [
        Issue(
            code="hours.person_dropped",
            message=f"{first.title()} {last.upper()} figurait dans la version précédente de "
            f"{french_month(month)} et n'est plus dans ce fichier : ses heures de ce mois sont retirées.",
            severity=Severity.WARNING,
        )
        for month, first, last in absent.select("month", "first_key", "last_key").iter_rows()
    ]
