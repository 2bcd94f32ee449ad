"""What counts for a market, and the reason of every hour that does not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clauses.dates import add_months
from clauses.hours.counting import (
    GENERAL,
    LINES,
    PERIODS,
    VERDICTS,
    Count,
    Counting,
    Uncounted,
    count,
    hired,
    rule_on,
)
from clauses.people.eligibility import Verdict
from clauses.reference.rules import ContractKind

LINE = {
    "line_id": 1,
    "market_id": 7,
    "contractor_id": 70,
    "person_id": 1,
    "kind": "CDI",
    "starts_on": date(2021, 3, 15),
    "ends_on": None,
    "month": date(2023, 4, 1),
    "hours": 10_000,
    "training": 500,
}


def lines(*changes: Mapping[str, Any]) -> pl.DataFrame:
    rows = [{**LINE, "line_id": number, **each} for number, each in enumerate(changes, 1)]
    return pl.DataFrame(rows, schema=LINES)


def counted(
    frame: pl.DataFrame,
    *rules: Counting,
    notified_on: date | None = date(2021, 1, 1),
    until: date | None = date(2026, 12, 31),
    verdict: Verdict | Callable[[date], Verdict] | None = None,
) -> Count:
    periods = pl.DataFrame([(70, notified_on, until)], schema=PERIODS, orient="row")
    ready = hired(frame)
    people = ready.select("person_id", "hired_on").unique().rows() if verdict else []
    known = [(7, who, day, verdict(day) if callable(verdict) else verdict) for who, day in people]
    return count(ready, periods, {7: rules} if rules else {}, pl.DataFrame(known, schema=VERDICTS, orient="row"))


def hours(found: Count) -> list[int]:
    return found.lines.sort("line_id")["counted"].to_list()


def reasons(found: Count) -> list[tuple[int, str, int]]:
    return found.uncounted.rows()


def test_where_a_market_says_nothing_hours_worked_count_and_training_does_not() -> None:
    found = counted(lines({}))
    assert hours(found) == [10_000]
    assert reasons(found) == [(1, "training", 500)]
    assert hours(counted(lines({}), Counting(1, training_counts=True))) == [10_500]


@pytest.mark.parametrize(
    ("month", "reason"),
    [
        (date(2023, 5, 1), "before_market"),
        (date(2023, 6, 1), None),  # notified on 14 June: June is in
        (date(2024, 5, 1), None),  # ends on 28 May: May is in
        (date(2024, 6, 1), "after_market"),
    ],
)
def test_a_month_counts_when_it_has_a_day_in_common_with_its_market(month: date, reason: str | None) -> None:
    found = counted(lines({"month": month, "training": 0}), notified_on=date(2023, 6, 14), until=date(2024, 5, 28))
    assert reasons(found) == ([(1, reason, 10_000)] if reason else [])


def test_a_market_without_dates_bounds_nothing() -> None:
    assert hours(counted(lines({}), notified_on=None, until=None)) == [10_000]


def test_someone_known_not_to_be_eligible_at_hiring_does_not_count() -> None:
    found = counted(lines({"training": 0}), verdict=Verdict.NOT_ELIGIBLE)
    assert reasons(found) == [(1, "not_eligible", 10_000)]


def test_an_eligibility_to_check_counts_unless_the_market_asks_for_proofs() -> None:
    frame = lines({"training": 0})
    assert hours(counted(frame, verdict=Verdict.TO_CHECK)) == [10_000]
    asking = Counting(1, proof_required=True)
    assert reasons(counted(frame, asking, verdict=Verdict.TO_CHECK)) == [(1, "unproven", 10_000)]
    assert hours(counted(frame, asking, verdict=Verdict.ELIGIBLE)) == [10_000]


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (Counting(1, eligibility_months=24), "eligibility_ended"),
        (Counting(1, kind_months={ContractKind.CDI: 24}), "kind_cap"),
        (Counting(1, person_months=24), "person_months"),
    ],
)
def test_a_duration_runs_from_hiring_to_the_month_that_it_reaches(rule: Counting, reason: str) -> None:
    """Hired on 15 March 2021 for 24 months: March 2023 counts, April does not."""
    frame = lines({"month": date(2023, 3, 1), "training": 0}, {"month": date(2023, 4, 1), "training": 0})
    assert reasons(counted(frame, rule)) == [(2, reason, 10_000)]


def test_a_contract_that_starts_on_the_first_counts_whole_months() -> None:
    frame = lines(*({"starts_on": date(2021, 3, 1), "month": date(2023, month, 1), "training": 0} for month in (2, 3)))
    assert hours(counted(frame, Counting(1, eligibility_months=24))) == [10_000, 0]


def test_the_cap_of_one_kind_bounds_no_other() -> None:
    frame = lines({"kind": "CDD", "training": 0})
    assert hours(counted(frame, Counting(1, kind_months={ContractKind.CDI: 24}))) == [10_000]


def test_hours_of_a_person_count_up_to_the_cap_month_after_month() -> None:
    frame = lines(
        {"month": date(2023, 5, 1), "training": 0},
        {"month": date(2023, 4, 1), "training": 0},
        {"month": date(2023, 6, 1), "training": 0},
        {"person_id": 2, "training": 0},
    )
    found = counted(frame, Counting(1, person_hours=15_000))
    assert hours(found) == [5_000, 10_000, 0, 10_000]
    assert reasons(found) == [(1, "person_hours", 5_000), (3, "person_hours", 10_000)]


def test_the_rule_of_a_month_is_the_one_in_force_on_its_first_day() -> None:
    rules = [Counting(1, training_counts=True), Counting(2, in_force_on=date(2023, 4, 2))]
    frame = lines({"month": date(2023, 4, 1)}, {"month": date(2023, 5, 1)})
    assert hours(counted(frame, *rules)) == [10_500, 10_000]
    assert hours(counted(frame, *reversed(rules))) == [10_500, 10_000]
    assert rule_on(rules, date(2023, 4, 1)).number == 1
    assert rule_on(rules, date(2023, 4, 2)).number == 2
    assert rule_on([], date(2023, 4, 2)) == GENERAL


def test_of_two_rules_of_the_same_day_the_last_one_holds() -> None:
    day = date(2023, 1, 1)
    rules = [Counting(2, day, training_counts=True), Counting(1, day)]
    assert hours(counted(lines({}), *rules)) == [10_500]


def test_a_rule_that_is_not_in_force_yet_leaves_the_general_one() -> None:
    assert hours(counted(lines({}), Counting(1, date(2024, 1, 1), training_counts=True))) == [10_000]


def test_a_contract_renewed_the_next_day_is_one_hiring_and_a_gap_makes_another() -> None:
    first = {"starts_on": date(2021, 3, 15), "ends_on": date(2022, 6, 30), "month": date(2022, 6, 1)}
    next_day = {"starts_on": date(2022, 7, 1), "ends_on": date(2023, 5, 31)}
    later = {"starts_on": date(2023, 6, 2), "month": date(2023, 6, 1)}
    found = hired(lines(first, next_day, later)).sort("line_id")
    assert found["hired_on"].to_list() == [date(2021, 3, 15), date(2021, 3, 15), date(2023, 6, 2)]
    assert set(found["person_since"]) == {date(2021, 3, 15)}


def test_every_reason_has_its_words() -> None:
    assert all(reason.label for reason in Uncounted)


def test_no_line_counts_nothing() -> None:
    assert counted(pl.DataFrame(schema=LINES)).lines.is_empty()


RULES = st.builds(
    Counting,
    st.integers(1, 5),
    st.none() | st.dates(date(2021, 1, 1), date(2023, 12, 31)),
    training_counts=st.booleans(),
    eligibility_months=st.none() | st.integers(1, 30),
    person_months=st.none() | st.integers(1, 30),
    person_hours=st.none() | st.integers(0, 60_000),
    kind_months=st.dictionaries(st.sampled_from([ContractKind.CDI, ContractKind.CDD]), st.integers(1, 30)),
)
MONTHS = st.integers(0, 40).map(lambda after: add_months(date(2021, 1, 1), after))
DRAWN = st.lists(
    st.fixed_dictionaries(
        {
            "person_id": st.integers(1, 3),
            "kind": st.sampled_from(["CDI", "CDD"]),
            "starts_on": st.dates(date(2020, 6, 1), date(2022, 12, 31)),
            "month": MONTHS,
            "hours": st.integers(0, 20_000),
            "training": st.integers(0, 2_000),
        }
    ),
    max_size=10,
)


@given(DRAWN, st.lists(RULES, max_size=3))
def test_counted_is_never_more_than_done_and_every_other_hour_has_a_reason(
    drawn: list[dict[str, Any]], rules: Sequence[Counting]
) -> None:
    found = counted(lines(*drawn), *rules, notified_on=date(2021, 6, 14), until=date(2023, 10, 28))
    frame = found.lines
    assert (frame["counted"] <= frame["done"]).all()
    why = found.uncounted.group_by("line_id").agg(pl.col("hours").sum().alias("why"))
    told = frame.join(why, on="line_id", how="left").with_columns(pl.col("why").fill_null(0))
    assert (told["counted"] + told["why"] == told["hours"] + told["training"]).all()


def totals(found: Count) -> list[tuple[Any, ...]]:
    grouped = found.lines.group_by("person_id", "month").agg(pl.col("counted").sum())
    return grouped.filter(pl.col("counted") > 0).sort("person_id", "month").rows()


@given(DRAWN, RULES, st.data())
def test_a_month_split_in_two_changes_nothing(drawn: list[dict[str, Any]], rule: Counting, data: st.DataObject) -> None:
    split: list[dict[str, Any]] = []
    for row in drawn:
        part = data.draw(st.integers(0, row["hours"]))
        split += [{**row, "hours": part, "training": 0}, {**row, "hours": row["hours"] - part}]
    assert totals(counted(lines(*split), rule)) == totals(counted(lines(*drawn), rule))


@given(st.lists(st.tuples(MONTHS, st.integers(0, 20_000)), max_size=8), RULES, st.integers(1, 700))
def test_a_contract_split_in_two_changes_nothing(worked: list[tuple[date, int]], rule: Counting, after: int) -> None:
    """The months are those of one contract; the second part takes over the day after the first one ends.

    The person was eligible when first hired, and would not be on any other day.
    """
    start = date(2021, 1, 1)
    cut = start + timedelta(days=after)
    first = {"starts_on": start, "ends_on": cut - timedelta(days=1), "training": 0}
    second = {"starts_on": cut, "training": 0}
    told = [(start, 0), *worked]
    whole = [{"starts_on": start, "month": month, "hours": each, "training": 0} for month, each in told]
    parts = [{**(second if month >= cut else first), "month": month, "hours": each} for month, each in told]

    def verdict(hired_on: date) -> Verdict:
        return Verdict.ELIGIBLE if hired_on == start else Verdict.NOT_ELIGIBLE

    found = totals(counted(lines(*parts), rule, verdict=verdict))
    assert found == totals(counted(lines(*whole), rule, verdict=verdict))


CAPPED: list[dict[str, Any]] = [{"month": date(2022, month, 1), "training": 0} for month in (5, 7)]
"""A hundred hours of one person in a month, and again two months later."""


@example(CAPPED, [Counting(1, person_hours=10_000)], Counting(2))
@given(DRAWN, st.lists(RULES, max_size=2), RULES)
def test_a_rule_of_later_never_changes_the_months_before_it(
    drawn: list[dict[str, Any]], rules: list[Counting], later: Counting
) -> None:
    """Whatever was worked since, too: a cap of hours per person is filled from the first month on."""
    since = date(2022, 6, 1)
    later = replace(later, number=9, in_force_on=since)
    rules = [replace(rule, number=number) for number, rule in enumerate(rules, 1)]  # no two versions have one number
    worked = lines(*drawn)
    with_it, without = (
        [each for each in totals(counted(worked, *said)) if each[1] < since] for said in ((*rules, later), rules)
    )
    assert with_it == without
