"""What a file may cost grows with what was sent; each count stops at its limit and not before."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from clauses.errors import Unusable
from imports.reading.limits import Budget, Limits

LIMITS = Limits(text=10, text_per_byte=2, repeats=10, elements_per_byte=3, inflated_bytes=10, inflated_ratio=4,
                inflated_bytes_most=30)  # fmt: skip


@pytest.mark.parametrize(
    ("count", "size", "most"),
    [
        (Budget.write, 1, 10), (Budget.write, 20, 40), (Budget.repeat, 1, 10), (Budget.repeat, 20, 60),
        (Budget.inflate, 1, 10), (Budget.inflate, 5, 20), (Budget.inflate, 20, 30),
    ],
)  # fmt: skip
def test_a_count_stops_past_its_limit(count: Callable[[Budget, int], None], size: int, most: int) -> None:
    count(Budget(LIMITS, size), most)
    budget = Budget(LIMITS, size)
    count(budget, most - 1)
    count(budget, 1)
    with pytest.raises(Unusable) as refusal:
        count(budget, 1)
    assert refusal.value.code == "file.bomb"


def test_time_and_memory_grow_with_what_is_sent_up_to_a_limit() -> None:
    limits = Limits()
    assert limits.seconds_for(0) == limits.seconds
    assert limits.seconds_for(90_000_000) == pytest.approx(188)
    assert limits.memory_for(0) == limits.memory
    assert limits.memory_for(1_000_000) == 440_000_000
    assert limits.memory_for(10**9) == limits.memory_most
