"""What one measure says, and how it is taken."""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

RUNS = 5


@dataclass(frozen=True)
class Measure:
    """One promise measured in one run, on one machine; times are medians, in seconds.

    ``floor``: the same work by the fastest known means. ``naive``: by what one would pick without thinking.
    ``limit``: how many times the floor the product may take. ``work``: what was done, with its size. ``processor``:
    the ratio of processor times, surer where the machine has other work. ``unit``: of what is measured, if not seconds.
    """

    promise: str
    work: str
    ours: float
    floor: float
    limit: float
    naive: float | None = None
    processor: float | None = None
    unit: str = "s"

    @property
    def ratio(self) -> float:
        """How many times the floor the product takes."""
        return self.ours / self.floor

    @property
    def kept(self) -> bool:
        """Whether the promise holds on this machine."""
        return self.ratio <= self.limit


def medians(*works: Callable[[], object], runs: int = RUNS) -> list[float]:
    """The median time of each work, in seconds. They run in turn, so that a busy moment weighs on all of them."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(runs):
        for work, taken in zip(works, times, strict=True):
            gc.collect()
            began = perf_counter()
            work()
            taken.append(perf_counter() - began)
    return [statistics.median(taken) for taken in times]
