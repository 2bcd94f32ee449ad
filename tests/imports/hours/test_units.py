"""What becomes of the units of a file, in columns: as the plain words of the rule would say, one unit at a time."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.hours.rules import DeclarationState, LineState
from imports.hours.known import DECLARATIONS, LINES
from imports.hours.units import UNIT, Outcome, decide
from tests.imports.hours.recorded import world

MONTHS = (date(2024, 3, 1), date(2024, 4, 1))
ROW = {
    "contractor_id": pl.Int64, "employer_id": pl.Int64, "month": pl.Date, "contract_id": pl.Int64, "hours": pl.Int64,
    "training_hours": pl.Int64, "claim": pl.String, "state": pl.String,
}  # fmt: skip
PLACE = {"contractor_id": pl.Int64, "employer_id": pl.Int64, "month": pl.Date}

units = st.tuples(st.sampled_from([1, 2]), st.sampled_from([-1, 5]), st.sampled_from(MONTHS))
contents = st.tuples(
    st.sampled_from([7, 8, None]),
    st.sampled_from([100, 200]),
    st.sampled_from([0, None, 50]),
    st.sampled_from("a") | st.none(),
).map(lambda content: content if content[0] is None else (*content[:3], None))  # only a row without a contract claims
states = st.sampled_from([LineState.SUBMITTED.value, LineState.TO_CHECK.value])
rows = st.lists(st.tuples(units, contents, states), min_size=1, max_size=6)
places = st.lists(st.tuples(*(st.none() | st.sampled_from(values) for values in ([1, 2], [-1, 5], MONTHS))), max_size=3)
recorded_lines = st.lists(
    st.tuples(contents, st.sampled_from([LineState.SUBMITTED.value, LineState.VALIDATED.value])), max_size=4
)
versions = st.dictionaries(units, st.tuples(recorded_lines, st.none() | recorded_lines, st.booleans()), max_size=4)


def by_hand(
    file: Sequence[Any], fallen: Sequence[Any], recorded: dict[Any, Any], locked: frozenset[date], *, confirmed: bool
) -> dict[Any, tuple[str, set[int]]]:
    """The rule said plainly: (outcome, contracts dropped) of each unit."""
    said = {}
    for unit in {unit for unit, _, _ in file}:
        mine = Counter((c, h, t or 0, claim) for place, (c, h, t, claim), _ in file if place == unit)
        current, proposed, has_current = recorded.get(unit, (None, None, False))
        now = _counted(current) if has_current else None
        asked = None if proposed is None else _counted(proposed)
        lost = {c for c, *_ in now if c is not None} - {c for c, *_ in mine} if now is not None else set()
        near = [place for place in fallen if all(a is None or a == b for a, b in zip(place, unit, strict=True))]
        spoilt = any(place == unit and state == LineState.TO_CHECK.value for place, _, state in file)
        spoilt = spoilt or any(place[0] is not None or lost for place in near)
        validated = has_current and any(state == LineState.VALIDATED.value for _, state in current)
        if now is not None and now == mine:
            outcome = Outcome.UNCHANGED
        elif unit[2] in locked:
            outcome = Outcome.LOCKED
        elif now is None:
            outcome = Outcome.CREATE
        elif validated:
            outcome = Outcome.UNCHANGED if asked == mine else Outcome.PROPOSE
        else:
            outcome = Outcome.HELD if spoilt and not confirmed else Outcome.REPLACE
        written = outcome in (Outcome.REPLACE, Outcome.PROPOSE)
        said[unit] = (outcome.value, lost if written else set())
    return said


def _counted(lines: Sequence[Any]) -> Counter[Any]:
    return Counter((c, h, t or 0, claim) for (c, h, t, claim), _ in lines)


@given(
    file=rows, fallen=places, recorded=versions, locked=st.frozensets(st.sampled_from(MONTHS)), confirmed=st.booleans()
)
def test_units_are_decided_as_the_rule_says_them_one_at_a_time(
    file: list[Any], fallen: list[Any], recorded: dict[Any, Any], locked: frozenset[date], confirmed: bool
) -> None:
    declarations: list[tuple[Any, ...]] = []
    lines: list[tuple[Any, ...]] = []
    for unit, (current, proposed, has_current) in recorded.items():
        standing = [(current, DeclarationState.CURRENT)] if has_current else []
        standing += [] if proposed is None else [(proposed, DeclarationState.PROPOSED)]
        for number, (content, state) in enumerate(standing, 1):
            declarations.append((len(declarations) + 1, *unit, number, state.value))
            for (contract, hours, training, claim), line_state in content:
                what = (contract, hours, training or 0, line_state, False, claim)
                lines.append((len(lines) + 1, len(declarations), *what))
    known = world(
        declarations=pl.DataFrame(declarations, schema=DECLARATIONS, orient="row"),
        lines=pl.DataFrame(lines, schema=LINES, orient="row"),
        locked_months=locked,
    )
    frame = pl.DataFrame([(*unit, *content, state) for unit, content, state in file], schema=ROW, orient="row")
    decided = decide(frame, [pl.DataFrame(fallen, schema=PLACE, orient="row")], known, confirmed=confirmed)
    dropped = decided.dropped.rows_by_key(UNIT) if decided.dropped.height else {}
    found = {
        tuple(unit): (outcome, {row[-1] for row in dropped.get(tuple(unit), [])})
        for *unit, outcome in decided.units.select(*UNIT, "outcome").iter_rows()
    }
    assert found == by_hand(file, fallen, recorded, locked, confirmed=confirmed)


def test_the_next_version_follows_the_last_one_whatever_became_of_it() -> None:
    unit = (1, 5, MONTHS[0])
    states = ("superseded", "current", "refused")
    declarations = pl.DataFrame(
        [(number, *unit, number, state) for number, state in enumerate(states, 1)], schema=DECLARATIONS, orient="row"
    )
    rows = [(*unit, 7, 100, 0, None, "submitted"), (*unit[:2], MONTHS[1], 7, 100, 0, None, "submitted")]
    frame = pl.DataFrame(rows, schema=ROW, orient="row")
    decided = decide(frame, [], world(declarations=declarations), confirmed=False).units
    assert decided.select("outcome", "version", "current").rows() == [("replace", 4, 2), ("create", 1, None)]


@pytest.mark.parametrize("column", UNIT)
def test_a_refused_row_without_the_columns_of_a_place_may_be_of_any_unit(column: str) -> None:
    unit = (1, 5, MONTHS[0])
    known = world(
        declarations=pl.DataFrame([(1, *unit, 1, "current")], schema=DECLARATIONS, orient="row"),
        lines=pl.DataFrame([(1, 1, 9, 100, 0, "submitted", False, None)], schema=LINES, orient="row"),
    )
    frame = pl.DataFrame([(*unit, 7, 100, 0, None, "submitted")], schema=ROW, orient="row")
    fallen = pl.DataFrame([unit], schema=PLACE, orient="row").drop(column)
    assert decide(frame, [fallen], known, confirmed=False).units["outcome"].to_list() == ["held"]
