"""Facts that cannot be are refused wherever they come from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from clauses.pathways.facts import BusinessFacts, ContractFacts, ExitFacts, TrainingFacts
from clauses.reference.rules import ContractKind

DAY = date(2024, 6, 30)
FAR = date(9999, 12, 31)


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (lambda: ContractFacts(ContractKind.CDD, DAY, date(2024, 6, 29)), "ends on or after"),
        (lambda: ContractFacts(ContractKind.CDD, DAY, weekly_hours=-1), "not negative"),
        (lambda: ContractFacts(ContractKind.CDD, date(1899, 12, 31)), "stand between"),
        (lambda: ContractFacts(ContractKind.CDD, DAY, FAR), "stand between"),
        (lambda: TrainingFacts(True, FAR), "stand between"),
        (lambda: BusinessFacts(FAR), "stand between"),
        (lambda: BusinessFacts(DAY, date(2024, 6, 29)), "closes on or after"),
        (lambda: ExitFacts(FAR), "stand between"),
        (lambda: ExitFacts(DAY, date.min), "stand between"),
    ],
)
def test_impossible_facts_are_refused(made: Callable[[], object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        made()


def test_a_day_is_long_enough_for_a_contract_and_a_business() -> None:
    assert ContractFacts(ContractKind.CDD, DAY, DAY, weekly_hours=0).ends_on == DAY
    assert BusinessFacts(DAY, DAY).active_until == DAY


def test_an_end_without_a_start_is_a_fact_half_known() -> None:
    assert ContractFacts(ContractKind.CDD, None, DAY).starts_on is None
    assert BusinessFacts(None, DAY).registered_on is None


def test_the_first_and_last_days_of_the_calendar_of_exits_are_in_it() -> None:
    assert ContractFacts(ContractKind.CDI, date(1900, 1, 1), date(2199, 12, 31)).starts_on == date(1900, 1, 1)
