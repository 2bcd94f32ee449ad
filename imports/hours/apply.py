"""A plan of hours, written in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl
from sqlmodel import Session

from clauses.accounts.actions import add_organisations, complete_organisation, tell_employer_kinds
from clauses.hours import actions
from clauses.hours.rules import DeclarationState, LineState
from clauses.questions.actions import ask
from clauses.questions.rules import Asked, Claimed
from clauses.reference.rules import ContractKind, EmployerKind, Modality
from imports.hours.plan import HoursPlan
from imports.hours.units import Decided, Outcome


def apply(session: Session, plan: HoursPlan, *, run_id: int, by: str) -> None:
    """Writes employers, contracts, versions of declarations and their lines; sets replaced versions aside."""
    employers = _employers(session, plan)
    contracts = _contracts(session, plan, employers)
    actions.prolong_contracts(session, dict(plan.prolonged.iter_rows()))
    actions.supersede(session, _set_aside(plan))
    declarations = _declare(session, plan, employers, run_id=run_id, by=by)
    actions.add_line_rows(session, _lines(plan, declarations, contracts, by=by).iter_rows())
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


def _contracts(session: Session, plan: HoursPlan, employers: Mapping[int, int]) -> Mapping[int, int]:
    rows = plan.new_contracts.rows(named=True)
    numbers = actions.add_contracts(
        session,
        [
            {
                "person_id": row["person_id"],
                "employer_id": employers.get(row["employer_id"], row["employer_id"]),
                "employer_kind": row["employer_kind"] and EmployerKind(row["employer_kind"]),
                "kind": ContractKind(row["contract_kind"]),
                "starts_on": row["starts_on"],
                "ends_on": row["ends_on"],
                "job": row["job"],
                "modality": row["modality"] and Modality(row["modality"]),
            }
            for row in rows
        ],
    )
    return {row["contract_id"]: number for row, number in zip(rows, numbers, strict=True)}


def _set_aside(plan: HoursPlan) -> list[int]:
    replaced = [what.current for what in plan.units if what.outcome is Outcome.REPLACE]
    waiting = [what.proposed for what in plan.units]
    return sorted(version.declaration_id for version in (*replaced, *waiting) if version is not None)


def _declare(session: Session, plan: HoursPlan, employers: Mapping[int, int], *, run_id: int, by: str) -> list[int]:
    """The ids of the versions written, in the order of the units."""
    now = datetime.now(UTC)

    def row(what: Decided) -> dict[str, Any]:
        proposed = what.outcome is Outcome.PROPOSE
        return {
            "contractor_id": what.unit.contractor_id,
            "employer_id": employers.get(what.unit.employer_id, what.unit.employer_id),
            "month": what.unit.month,
            "version": what.version,
            "state": DeclarationState.PROPOSED if proposed else DeclarationState.CURRENT,
            "run_id": run_id,
            "author": by,
            "at": now,
        }

    return actions.declare(session, [row(what) for what in plan.units])


_UNIT = {"contractor_id": pl.Int64, "employer_id": pl.Int64, "month": pl.Date, "declaration_id": pl.Int64}


def _lines(plan: HoursPlan, declarations: Sequence[int], contracts: Mapping[int, int], *, by: str) -> pl.DataFrame:
    """The lines to write, a column each of `actions.LINE`, those of one version together, in the order of the file."""
    units = [(*what.unit, number) for what, number in zip(plan.units, declarations, strict=True)]
    validated = pl.col("state") == LineState.VALIDATED.value
    moment = pl.lit(datetime.now(UTC), dtype=pl.Datetime("us", "UTC"))
    return (
        plan.lines.join(pl.DataFrame(units, schema=_UNIT, orient="row"), on=list(_UNIT)[:3])
        .with_columns(
            pl.col("contract_id").replace(list(contracts), list(contracts.values())),
            pl.col("training_hours").fill_null(0).alias("training"),
            pl.col("hours_text").fill_null("").alias("sent"),
            pl.col("column").fill_null(""),
            pl.lit(1).alias("version"),
            pl.lit(None, dtype=pl.String).alias("reason"),
            pl.when(validated).then(pl.lit(by)).alias("validated_by"),
            pl.when(validated).then(moment).alias("validated_at"),
        )
        .sort("declaration_id", "sheet", "row", "column")
        .select(actions.LINE)
    )
