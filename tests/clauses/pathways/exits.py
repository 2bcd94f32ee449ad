"""Facts of exits in few words, and how a table of them is judged. An exit is on 30/06/2024 unless it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

import pytest

from clauses.pathways.rules import BusinessFacts, ContractFacts, ExitFacts, Protocol, TrainingFacts, judge
from clauses.reference.rules import ContractKind, EmployerKind

EXIT = ExitFacts(exited_on=date(2024, 6, 30), birth_date=date(1980, 1, 1))
ALMOST_HALF_TIME = 1748
"""17 h 29 a week, in hundredths."""


def contract(
    kind: str,
    start: str,
    end: str | None = None,
    *,
    hours: int | None = 3500,
    at: str | None = None,
    aided: bool = False,
) -> ContractFacts:
    return ContractFacts(
        ContractKind(kind),
        date.fromisoformat(start),
        date.fromisoformat(end) if end else None,
        hours,
        EmployerKind(at) if at else None,
        aided,
    )


def leaving(*contracts: ContractFacts, agreed: bool = False, born: str = "1980-01-01") -> ExitFacts:
    return replace(EXIT, contracts=contracts, part_time_agreed=agreed, birth_date=date.fromisoformat(born))


def trained(certified: str | None, *, on: str = "2024-06-30", qualifying: bool = True) -> ExitFacts:
    day = date.fromisoformat(certified) if certified else None
    return replace(EXIT, exited_on=date.fromisoformat(on), training=TrainingFacts(qualifying, day))


def founded(registered: str, until: str | None = None) -> ExitFacts:
    closed = date.fromisoformat(until) if until else None
    return replace(EXIT, business=BusinessFacts(date.fromisoformat(registered), closed))


class Case(NamedTuple):
    what: str
    facts: ExitFacts
    positive: bool | None
    kind: str | None
    reason: str
    """What the reason holds: all of it, or what does not change from one protocol to the next."""


def verdicts(cases: list[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", [pytest.param(case, id=case.what) for case in cases])


def check(case: Case, protocol: Protocol) -> None:
    verdict = judge(case.facts, protocol)
    assert (verdict.positive, verdict.kind, verdict.needs_decision) == (case.positive, case.kind, case.positive is None)
    assert case.reason in verdict.reason.replace("\u00a0", " ")
