"""Whether those hired were among the eligible publics: in columns for nearly everybody, as the rule says of each."""

from datetime import date
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from clauses.people.rules import Public, public_at_hiring
from imports.hours import checks
from imports.hours.known import PARTICIPATIONS, VALIDATED
from tests.imports.hours.recorded import HEADERS, LEA, LEO, file, row, world

days = st.integers(1, 5).map(lambda number: date(2024, 3, number))
people = st.sampled_from([LEA, LEO])
CODES = {
    Public.ORIENTED_LATER: "hours.oriented_after_hiring", Public.UNKNOWN: "hours.eligibility_unknown",
}  # fmt: skip


@given(
    hired=st.lists(st.tuples(people, days), min_size=1, max_size=5),
    validated=st.lists(st.tuples(people, days), max_size=4),
    times=st.lists(st.tuples(people, days, st.none() | days), max_size=4),
)
def test_everybody_is_judged_as_the_rule_judges_one(hired: list[Any], validated: list[Any], times: list[Any]) -> None:
    frame = file(*(row(starts_on=day) for _, day in hired)).with_columns(
        pl.Series("person_id", [person for person, _ in hired], dtype=pl.Int64),
        *(pl.lit(None, dtype=kind).alias(name) for name, kind in UNLOOKED_AT.items()),
    )
    known = world(
        validated=pl.DataFrame(validated, schema=VALIDATED, orient="row"),
        participations=pl.DataFrame(times, schema=PARTICIPATIONS, orient="row"),
    )
    said = {(issue.row, issue.code) for issue in checks.look(frame, known, HEADERS) if issue.code in CODES.values()}
    judged = {
        number: public_at_hiring(
            validated_orientations=[day for person, day in validated if person == who],
            participations=[(since, until) for person, since, until in times if person == who],
            hired_on=day,
        )
        for number, (who, day) in enumerate(hired, 2)
    }
    assert said == {(number, CODES[public]) for number, public in judged.items() if public in CODES}


UNLOOKED_AT = {
    "notified_on": pl.Date, "market_ends_on": pl.Date, "known_employer_kind": pl.String, "contractor_id": pl.Int64,
    "employer_id": pl.Int64, "lot_id": pl.Int64,
}  # fmt: skip
