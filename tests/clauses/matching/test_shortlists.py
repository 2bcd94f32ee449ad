"""The columns say what the rules say, one pair at a time, to the last bit."""

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from clauses.matching import population_scores, shortlists
from clauses.matching.assignment import assign_all
from clauses.matching.grounds import Grounds
from clauses.matching.hard_filters import Facts
from clauses.matching.pairs import ranked
from clauses.matching.population import Eligibility
from clauses.matching.rules import Candidate, Job, JobCode, Match, Need, Standing, Verdict, Weights
from clauses.matching.shortlists import Matcher
from tests.clauses.matching import drawn

People = list[tuple[Candidate, Standing, bool | None]]


def matcher(people: People, grounds: Grounds = drawn.GROUNDS) -> Matcher:
    answers = Eligibility.of([eligible for _, _, eligible in people])
    return Matcher([(candidate, standing) for candidate, standing, _ in people], grounds, lambda _: answers)


def slowly(people: People, need: Need, grounds: Grounds = drawn.GROUNDS) -> list[Match]:
    """Every pair judged one by one, those excluded left out."""
    pairs = [Facts(candidate, standing, eligible, need, grounds) for candidate, standing, eligible in people]
    return [found for found in ranked(pairs) if found.verdict is not Verdict.EXCLUDED]


@given(drawn.people, drawn.needs, st.integers(0, 30))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_best_are_those_of_the_exhaustive_computation(people: People, need: Need, limit: int) -> None:
    assert matcher(people).best(need, limit) == slowly(people, need)[:limit]


@given(drawn.people, st.lists(drawn.needs, max_size=6))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_needs_asked_before_change_nothing(people: People, needs: list[Need]) -> None:
    """What is remembered from one need to the next is never another's."""
    loaded = matcher(people)
    asked = [loaded.best(need) for need in needs]
    assert asked == [matcher(people).best(need) for need in needs]
    assert asked == loaded.rank_all(needs).matches


def test_what_is_remembered_is_forgotten_when_it_takes_too_much_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(population_scores, "MOST_NUMBERS", 0)
    loaded = matcher(MASONS)
    assert [loaded.best(need) for need in NEEDS] == [slowly(MASONS, need) for need in NEEDS]


def test_more_people_than_positions_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortlists, "MOST_PEOPLE", 1)
    with pytest.raises(ValueError, match="more people"):
        matcher(MASONS)


def mason(number: int, **known: Any) -> tuple[Candidate, Standing, bool | None]:
    return Candidate(f"P{number:03d}", (Job("maçon", (JobCode("F1703"),)),), **known), Standing(), True


MASONS: People = [
    mason(1, place="21231", waiting_since=date(2025, 6, 1)),
    mason(2, place="21231", waiting_since=date(2025, 1, 1)),
    mason(3, place="21166"),
    (replace(mason(4)[0], jobs=(Job("cuisinier", (JobCode("G1602"),)),)), Standing(), True),
    (mason(5)[0], Standing(), False),
]
NEEDS = [
    Need("B1", Job("maçon", (JobCode("F1703"),)), date(2026, 4, 1), place=place, weekly_hours=hours)
    for place in ("21231", "21166") for hours in (None, 3500)
]  # fmt: skip


def test_equals_go_by_longest_wait_then_by_key() -> None:
    twins = [mason(2), mason(1), mason(3, waiting_since=date(2020, 1, 1)), mason(4, waiting_since=date(2019, 1, 1))]
    need = Need("B1", Job("maçon", (JobCode("F1703"),)), date(2026, 4, 1))
    assert [match.person for match in matcher(twins).best(need)] == ["P004", "P003", "P001", "P002"]


def test_a_list_knows_whether_anybody_is_left() -> None:
    loaded = matcher(MASONS)
    assert [loaded.shortlist(NEEDS[0], limit).complete for limit in (0, 3, 4, 99)] == [False, False, True, True]
    assert len(loaded.shortlist(NEEDS[0], 99).people) == 4
    assert matcher([]).best(NEEDS[0]) == []


def test_whoever_is_excluded_is_ordered_apart() -> None:
    loaded = matcher([*MASONS, (mason(6, waiting_since=date(2020, 1, 1))[0], Standing(), False)])
    assert [loaded.left_out(NEEDS[0], limit).people.tolist() for limit in (0, 1, 9)] == [[], [5], [5, 4]]
    assert [loaded.left_out(NEEDS[0], limit).complete for limit in (1, 2)] == [False, True]
    assert {match.verdict for match in loaded.matches([5, 4], NEEDS[0])} == {Verdict.EXCLUDED}


def test_people_set_aside_for_a_need_are_in_none_of_its_lists() -> None:
    loaded = matcher(MASONS)
    aside = loaded.setting_aside({NEEDS[0].key: [0, 1]})
    assert set(loaded.shortlist(NEEDS[0], 9).people.tolist()) == {0, 1, 2, 3}
    assert set(aside.shortlist(NEEDS[0], 9).people.tolist()) == {2, 3}
    assert set(aside.shortlist(replace(NEEDS[0], key="other"), 9).people.tolist()) == {0, 1, 2, 3}


def test_without_an_answer_about_the_publics_everyone_is_to_be_checked() -> None:
    loaded = Matcher([(candidate, standing) for candidate, standing, _ in MASONS], drawn.GROUNDS)
    found = loaded.best(NEEDS[0])
    assert len(found) == len(MASONS)
    assert {match.verdict for match in found} == {Verdict.TO_CHECK}


def test_a_match_keeps_the_version_of_the_weights() -> None:
    grounds = Grounds(drawn.TODAY, weights=Weights("territoire 2026-2", {"metier": 1}))
    assert {match.version for match in matcher(MASONS, grounds).best(NEEDS[0])} == {"territoire 2026-2"}


def test_the_whole_assignment_is_the_optimum_over_everyone() -> None:
    """Against the dense assignment of scipy, over every pair, for lists that start short."""
    draw = random.Random(7)
    places = ("21231", "21166", "21515", "21054")
    people = [
        mason(
            at,
            place=draw.choice(places),
            mobility_km=draw.randint(5, 60),
            waiting_since=date(2025, 1, 1) + timedelta(days=draw.randrange(400)),
        )
        for at in range(120)
    ]
    needs = [
        replace(
            NEEDS[0],
            key=f"B{at}",
            starts_on=NEEDS[0].starts_on + timedelta(days=at),
            place=draw.choice(places),
            posts=draw.randint(1, 3),
        )
        for at in range(40)
    ]
    loaded = matcher(people)
    found = assign_all(loaded, loaded.rank_all(needs, limit=1, kept=2))
    worth = np.array([_scores(loaded, need) for need in needs for _ in range(need.posts)])
    worth[worth < 6_000] = 0
    rows, columns = linear_sum_assignment(worth, maximize=True)
    assert found.best.total == worth[rows, columns].sum()
    assert found.best.total > found.one_by_one.total


def _scores(loaded: Matcher, need: Need) -> list[int]:
    everyone = loaded.shortlist(need, loaded.population.count)
    scores = dict(zip(everyone.people.tolist(), everyone.scores.tolist(), strict=True))
    return [scores.get(at, 0) for at in range(loaded.population.count)]
