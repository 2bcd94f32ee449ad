"""The teams made into contracts: who is hired, from when to when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle

from clauses.dates import add_months
from clauses.demo.people import Person
from clauses.demo.teams import TEAMS, Team


@dataclass(frozen=True)
class Contract:
    """A contract of work, both days included; ``ends_on`` None for a CDI. ``index`` counts from 0."""

    index: int
    person: Person
    team: Team
    starts_on: date
    ends_on: date | None


def hired(people: Sequence[Person]) -> list[Contract]:
    """The contracts of every team, each group in the order of its people, from its first one again when it is over."""
    turns: dict[str, Iterator[Person]] = {}
    of_group = defaultdict(list)
    for person in people:
        of_group[person.group.key].append(person)
    contracts: list[Contract] = []
    for team in TEAMS:
        starts_on = team.starts
        for group, number in team.recruits:
            queue = turns.setdefault(group.key, cycle(of_group[group.key]))
            for _ in range(number):
                contracts.append(_contract(len(contracts), next(queue), team, starts_on))
                starts_on += timedelta(weeks=team.every)
    return contracts


def _contract(index: int, person: Person, team: Team, planned: date) -> Contract:
    """Not before the decision, and then on a Monday."""
    starts_on = planned
    if person.hired_from > planned:
        starts_on = person.hired_from + timedelta(days=-person.hired_from.weekday() % 7)
    ends_on = None
    if team.months is not None:
        ends_on = add_months(starts_on, team.months) - timedelta(days=1)
    return Contract(index, person, team, starts_on, ends_on)
