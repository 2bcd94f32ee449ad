"""A plan of hours, written in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
from imports.hours.units import Decided, Outcome, Unit


def apply(session: Session, plan: HoursPlan, *, run_id: int, by: str) -> None:
    """Writes employers, contracts, versions of declarations and their lines; sets replaced versions aside."""
    employers = _employers(session, plan)
    contracts = _contracts(session, plan, employers)
    actions.prolong_contracts(session, dict(plan.prolonged.iter_rows()))
    actions.supersede(session, _set_aside(plan))
    declarations = _declare(session, plan, employers, run_id=run_id, by=by)
    actions.add_lines(session, _lines(plan, declarations, contracts, by=by))
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


def _declare(
    session: Session, plan: HoursPlan, employers: Mapping[int, int], *, run_id: int, by: str
) -> Mapping[Unit, int]:
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

    numbers = actions.declare(session, [row(what) for what in plan.units])
    return {what.unit: number for what, number in zip(plan.units, numbers, strict=True)}


_WRITTEN = [
    "contractor_id", "employer_id", "month", "contract_id", "hours", "training_hours", "hours_text", "state",
    "blocking", "claim", "sheet", "row", "column",
]  # fmt: skip


def _lines(
    plan: HoursPlan, declarations: Mapping[Unit, int], contracts: Mapping[int, int], *, by: str
) -> Iterator[dict[str, Any]]:
    now = datetime.now(UTC)
    states = {state.value: state for state in LineState}
    ordered = plan.lines.with_columns(pl.col("training_hours").fill_null(0)).sort("sheet", "row", "column")
    for (
        contractor,
        employer,
        month,
        contract,
        hours,
        training,
        sent,
        state,
        blocking,
        claim,
        sheet,
        row,
        column,
    ) in ordered.select(_WRITTEN).iter_rows():
        validated = state == LineState.VALIDATED.value
        yield {
            "declaration_id": declarations[Unit(contractor, employer, month)],
            "contract_id": contracts.get(contract, contract),
            "hours": hours,
            "training": training,
            "sent": sent or "",
            "state": states[state],
            "blocking": blocking,
            "claim": claim,
            "validated_by": by if validated else None,
            "validated_at": now if validated else None,
            "sheet": sheet,
            "row": row,
            "column": column or "",
        }
