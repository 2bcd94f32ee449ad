"""A plan of hours, written in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import cast

import polars as pl
from sqlmodel import Session

from clauses.accounts.actions import add_organisations, complete_organisation, tell_employer_kinds
from clauses.hours import actions
from clauses.hours.rules import DeclarationState, LineState
from clauses.questions.actions import ask
from clauses.questions.rules import Asked, Claimed
from clauses.reference.rules import EmployerKind
from imports.attempts import repeated
from imports.hours.plan import HoursPlan
from imports.hours.units import Outcome

_MOMENT = pl.Datetime("us", "UTC")


def apply(session: Session, plan: HoursPlan, *, run_id: int, by: str) -> None:
    """Writes employers, contracts, versions of declarations and their lines; sets replaced versions aside."""
    employers = _employers(session, plan)
    contracts = _contracts(session, plan, employers)
    actions.move_ends(
        session, plan.prolonged.select("contract_id", "ends_on", "known_end").rows(), run_id=run_id, by=by
    )
    actions.supersede(session, _set_aside(plan))
    declarations = _declare(session, plan, employers, run_id=run_id, by=by)
    actions.add_line_frame(session, _lines(plan, declarations, contracts, by=by))
    actions.validate_taken_over(session, plan.validate, by=by)
    ask(session, _doubts(plan, employers), run_id=run_id)


def _doubts(plan: HoursPlan, employers: Mapping[int, int]) -> Iterator[Asked]:
    """One question for each name, whatever the lines that bear it."""
    for last, first, born, employer, candidates in plan.doubts.iter_rows():
        yield Claimed(last, first, born, employers.get(employer, employer)).asked(candidates)


def _employers(session: Session, plan: HoursPlan) -> Mapping[int, int]:
    """The id of each employer that the plan creates, by its negative number."""
    for organisation_id, siret in plan.completed_employers.items():
        complete_organisation(session, organisation_id, siret=siret)
    rows = plan.new_employers.sort("employer_id").rows()
    numbers = add_organisations(session, [(name, siret) for _, siret, name in rows])
    created = {number: stored for (number, *_), stored in zip(rows, numbers, strict=True)}
    kinds = {created.get(employer, employer): EmployerKind(kind) for employer, kind in plan.employer_kinds.iter_rows()}
    tell_employer_kinds(session, kinds)
    return created


def _stored(name: str, numbers: Mapping[int, int]) -> pl.Expr:
    """A column of ids where what the plan creates bears a negative number, as it is stored."""
    return pl.col(name).replace(list(numbers), list(numbers.values())) if numbers else pl.col(name)


def _contracts(session: Session, plan: HoursPlan, employers: Mapping[int, int]) -> pl.DataFrame:
    """The id of each contract that the plan creates (``stored_contract``), by its negative number."""
    new = plan.new_contracts
    rows = new.select(
        "person_id",
        _stored("employer_id", employers),
        "employer_kind",
        pl.col("contract_kind").alias("kind"),
        "starts_on",
        "ends_on",
        "job",
        "modality",
    )
    return new.select("contract_id", pl.Series("stored_contract", actions.add_contracts(session, rows), dtype=pl.Int64))


def _set_aside(plan: HoursPlan) -> list[int]:
    replaced = plan.units.filter(pl.col("outcome") == Outcome.REPLACE.value)["current"]
    return pl.concat([replaced, plan.units["proposed"]]).drop_nulls().sort().to_list()


def _declare(session: Session, plan: HoursPlan, employers: Mapping[int, int], *, run_id: int, by: str) -> pl.DataFrame:
    """The versions written: their ``unit``, as the plan numbers it, and ``declaration_id``."""
    proposed = pl.when(pl.col("outcome") == Outcome.PROPOSE.value).then(pl.lit(DeclarationState.PROPOSED.value))
    rows = plan.units.select(
        "contractor_id",
        _stored("employer_id", employers),
        "month",
        "version",
        proposed.otherwise(pl.lit(DeclarationState.CURRENT.value)).alias("state"),
        pl.lit(run_id).alias("run_id"),
        pl.lit(by).alias("author"),
        pl.lit(datetime.now(UTC), dtype=_MOMENT).alias("at"),
    )
    numbers = actions.declare(session, rows)
    return plan.units.select("unit", pl.Series("declaration_id", numbers, dtype=pl.Int64))


def _lines(plan: HoursPlan, declarations: pl.DataFrame, contracts: pl.DataFrame, *, by: str) -> pl.DataFrame:
    """The lines to write, a column each of `actions.LINE`, those of one version together, in the order of the file."""
    validated = pl.col("state") == LineState.VALIDATED.value
    told = plan.lines.select(
        "unit",
        "contract_id",
        "hours",
        pl.col("training_hours").fill_null(0).alias("training"),
        pl.col("hours_text").fill_null("").alias("sent"),
        "state",
        "blocking",
        "claim",
        "sheet",
        "row",
        pl.col("column").fill_null(""),
    )
    # Versions are numbered in the order of their units, and the lines of the plan are in that of the file.
    ordered = told.sort("unit", maintain_order=True)
    created = _placed(-ordered["contract_id"], -contracts["contract_id"], contracts["stored_contract"])
    return ordered.with_columns(
        _placed(ordered["unit"], declarations["unit"], declarations["declaration_id"]).alias("declaration_id"),
        created.alias("stored_contract"),
    ).select(
        "declaration_id",
        pl.coalesce("stored_contract", "contract_id").alias("contract_id"),
        "hours",
        "training",
        "sent",
        "state",
        "blocking",
        pl.lit(1).alias("version"),
        "claim",
        pl.lit(None, dtype=pl.String).alias("reason"),
        pl.when(validated).then(pl.lit(by)).alias("validated_by"),
        pl.when(validated).then(pl.lit(datetime.now(UTC), dtype=_MOMENT)).alias("validated_at"),
        "sheet",
        "row",
        "column",
    )


def _placed(asked: pl.Series, numbers: pl.Series, values: pl.Series) -> pl.Series:
    """The value that stands under each number asked for, null under the others: a table rather than a join.

    ``numbers`` are positive or 0, each once, and small: the plan counts them from there.
    """
    last = cast("int | None", numbers.max())
    table = repeated(None, (last or 0) + 1, pl.Int64()).scatter(numbers, values)
    inside = (asked >= 0) & (asked < len(table))
    return table.gather(asked.zip_with(inside, repeated(None, len(asked), asked.dtype)))
