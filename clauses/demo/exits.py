"""The exits of the people: why they leave, and the contract they leave for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clauses.demo.contracts import Contract
from clauses.demo.groups import Leaving
from clauses.demo.people import Person
from clauses.reference.rules import ContractKind, EmployerKind

_FULL_WEEK = 35_00


@dataclass(frozen=True)
class Job:
    """The contract someone leaves for. ``weekly_hours``: hundredths of an hour a week."""

    kind: ContractKind
    starts_on: date
    ends_on: date | None
    weekly_hours: int
    employer: str
    employer_kind: EmployerKind
    job: str


@dataclass(frozen=True)
class Exit:
    """Somebody leaving; ``job`` None where no job is the reason."""

    person: Person
    leaving: Leaving
    job: Job | None


def left(people: Sequence[Person], contracts: Sequence[Contract]) -> list[Exit]:
    """The exits by day. A motive « Emploi » without a job elsewhere is the last contract on the clauses."""
    last = {contract.person.index: contract for contract in contracts}
    exits = [
        Exit(person, person.leaving, _job(person.leaving, last[person.index]))
        for person in people
        if person.leaving is not None
    ]
    return sorted(exits, key=lambda each: (each.leaving.day, each.person.index))


def _job(leaving: Leaving, contract: Contract) -> Job | None:
    if leaving.reason != "Emploi":
        return None
    elsewhere = leaving.elsewhere
    if elsewhere is not None:
        return Job(
            elsewhere.kind, elsewhere.starts_on, elsewhere.ends_on, elsewhere.weekly_hours, elsewhere.employer,
            elsewhere.employer_kind, elsewhere.job,
        )  # fmt: skip
    team = contract.team
    weekly = _FULL_WEEK if team.training else _FULL_WEEK * team.part // 100
    return Job(
        team.kind, contract.starts_on, contract.ends_on, weekly, team.employer.name, team.employer.kind, team.job
    )  # fmt: skip
