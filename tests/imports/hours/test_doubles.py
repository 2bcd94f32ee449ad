"""Hours claimed twice, in a file or across files, and months that nobody works."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from clauses.files.rules import Severity
from clauses.hours.rules import LineState
from imports.hours import known
from imports.hours.known import Known
from imports.hours.plan import HoursPlan, plan
from tests.imports.hours.recorded import (
    ETTI,
    GARDENER_ON_2,
    HEADERS,
    LEA,
    LEA_CDD,
    MARCH,
    MASON,
    MASON_ON_1,
    _frame,
    declared,
    file,
    row,
    world,
)

ON_LOT_2 = {"lot": "2", "contractor_siret": "22222222222222"}


def decided(*rows: dict[str, Any], recorded: Known | None = None) -> HoursPlan:
    frame = file(*rows)
    return plan(frame, frame.clear(), recorded or world(), HEADERS, frozenset())


def said(made: HoursPlan) -> dict[str, list[int | None]]:
    found: dict[str, list[int | None]] = {}
    for issue in made.issues:
        found.setdefault(issue.code, []).append(issue.row)
    return found


def elsewhere(hours: int = 10_000, state: str = "submitted", declaration: str = "current") -> Known:
    """The gardener has declared Léa's hours of March on lot 2, for an ETTI."""
    return world(
        declarations=_frame(known.DECLARATIONS, (901, GARDENER_ON_2, ETTI, MARCH, 1, declaration)),
        lines=_frame(known.LINES, (5, 901, LEA_CDD, hours, 0, state, False, None)),
        contracts=_frame(known.CONTRACTS, (LEA_CDD, LEA, ETTI, "CTTI", date(2024, 1, 2), None)),
    )


# --- in one unit ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "rows"),
    [
        ({}, [3]), ({"last_name": "ROUX", "first_name": "LEA"}, [3]), ({"contract_kind": "CDI"}, [3]),
        ({"hours": 9_000}, None), ({"month": date(2024, 2, 1)}, None),
        ({"starts_on": date(2024, 3, 16)}, [3]),
    ],
)  # fmt: skip
def test_the_same_hours_twice_in_one_unit_are_looked_at_and_one_line_counts(
    other: dict[str, Any], rows: list[int] | None
) -> None:
    made = decided(row(), row(**other))
    assert said(made).get("hours.same_line_twice") == rows
    assert made.lines["blocking"].to_list() == [False, rows is not None]


def test_the_same_hours_under_contracts_that_follow_one_another_are_two_lines() -> None:
    made = decided(row(ends_on=date(2024, 3, 15)), row(starts_on=date(2024, 3, 16)))
    assert "hours.same_line_twice" not in said(made)


def test_a_line_that_sums_up_the_others_of_its_unit_is_looked_at() -> None:
    made = decided(row(hours=4_000), row(hours=3_500), row(hours=7_500))
    assert said(made)["hours.sum_of_others"] == [4]
    assert "hours.sum_of_others" not in said(decided(row(hours=4_000), row(hours=3_500), row(hours=7_400)))


# --- in one file ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "other", [ON_LOT_2, {"employer_name": "ID Intérim"}, {**ON_LOT_2, "employer_name": "ID Intérim"}]
)
def test_the_same_hours_at_two_places_of_a_file_must_be_looked_at(other: dict[str, Any]) -> None:
    made = decided(row(), row(**other))
    assert said(made)["hours.same_on_two_lots"] == [2, 3]
    assert made.lines["blocking"].to_list() == [True, True]


def test_two_contractors_of_one_lot_are_two_places() -> None:
    both = world(
        contractors=pl.concat(
            [
                world().contractors,
                _frame(known.CONTRACTORS, (13, 101, 2, "22222222222222", "Verts Horizons", "verts horizons")),
            ]
        )
    )
    made = decided(
        row(employer_name="ID Intérim"),
        row(contractor_siret="22222222222222", employer_name="ID Intérim"),
        recorded=both,
    )
    assert said(made)["hours.same_on_two_lots"] == [2, 3]


def test_other_hours_another_month_or_no_hours_are_not_the_same() -> None:
    made = decided(
        row(), row(**ON_LOT_2, hours=9_999), row(**ON_LOT_2, month=date(2024, 4, 1)), row(hours=0, starts_on=MARCH),
        row(**ON_LOT_2, hours=0),
    )  # fmt: skip
    assert "hours.same_on_two_lots" not in said(made)


# --- against what is recorded -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["submitted", "validated"])
def test_the_same_hours_declared_by_another_file_must_be_looked_at(state: str) -> None:
    made = decided(row(), recorded=elsewhere(state=state))
    (issue,) = [issue for issue in made.issues if issue.code == "hours.already_declared"]
    assert (issue.row, issue.severity) == (2, Severity.BLOCKING)
    assert "déjà déclarées par « Verts Horizons » sur le lot 2" in issue.message
    assert made.lines["blocking"].to_list() == [True]


@pytest.mark.parametrize(
    "recorded",
    [
        elsewhere(hours=9_999),
        elsewhere(state=LineState.REJECTED.value),
        elsewhere(declaration="superseded"),
        elsewhere(declaration="proposed"),
    ],
)
def test_other_hours_or_hours_that_count_for_nothing_are_not_the_same(recorded: Known) -> None:
    assert "hours.already_declared" not in said(decided(row(), recorded=recorded))


def test_the_unit_that_a_file_declares_again_is_not_compared_with_itself() -> None:
    recorded = world(**declared((1, LEA_CDD, 10_000, "submitted")))
    made = decided(row(), row(starts_on=date(2024, 3, 1), hours=500), recorded=recorded)
    assert (made.replaced, "hours.already_declared" in said(made)) == (2, False)
    assert MASON_ON_1 != MASON


# --- what nobody works ------------------------------------------------------------------------------------------------


def test_a_month_that_several_lines_make_too_long_is_said() -> None:
    made = decided(row(hours=12_000), row(**ON_LOT_2, hours=10_001))
    assert said(made)["hours.improbable_total"] == [2, 3]
    assert {issue.severity for issue in made.issues if issue.code == "hours.improbable_total"} == {Severity.WARNING}
    assert "220,01" in next(issue.message for issue in made.issues if issue.code == "hours.improbable_total")
    assert "hours.improbable_total" not in said(decided(row(hours=12_000), row(**ON_LOT_2, hours=10_000)))


def test_what_was_declared_before_counts_in_the_month() -> None:
    assert said(decided(row(hours=12_000), recorded=elsewhere(hours=10_001)))["hours.improbable_total"] == [2]
    assert "hours.improbable_total" not in said(decided(row(hours=22_001)))


@pytest.mark.parametrize(("hours", "told"), [(3_600, False), (3_601, True)])
def test_a_short_contract_holds_so_many_hours(hours: int, told: bool) -> None:
    made = decided(row(starts_on=date(2024, 3, 12), ends_on=date(2024, 3, 14), hours=hours))
    assert ("hours.improbable_days" in said(made)) is told
