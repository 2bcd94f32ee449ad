"""The whole assignment is the best there is, proven against every possible one on small cases."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.matching.assignment import Assignment, Outcome, Placement, assign, assign_all
from clauses.matching.bipartite import Edges, earnings
from clauses.matching.rules import Candidate, Job, JobCode, Need, Standing, Verdict
from clauses.matching.shortlists import Matcher, Shortlist
from tests.clauses.matching import drawn

Table = list[list[int]]
"""One row a need, one score a person, in ten-thousandths; 0 for who may not be proposed."""


class Market:
    """Needs and people given by their scores alone."""

    def __init__(self, table: Table, posts: list[int], waited: list[int]) -> None:
        self.table, self.posts = table, posts
        self.waited = np.array(waited, np.int64)
        self.asked: list[tuple[int, int]] = []

    def shortlist(self, need: int, limit: int) -> Shortlist:
        self.asked.append((need, limit))
        able = [(score, self.waited[at], -at) for at, score in enumerate(self.table[need]) if score > 0]
        best = sorted(able, reverse=True)[:limit]
        return Shortlist(
            np.array([-at for _, _, at in best], np.int64),
            np.array([score for score, _, _ in best], np.int64),
            complete=len(best) == len(able),
        )

    def assign(self, limit: int, least: int = 1) -> Assignment:
        lists = [self.shortlist(need, limit) for need in range(len(self.posts))]
        order = range(len(self.posts))
        return assign(self.posts, lists, self.waited, least=least, more=self.shortlist, order=order)

    def every_total(self, least: int = 1) -> list[tuple[int, int]]:
        """The total of scores and of waits of every possible assignment, vacancies included."""
        rows = [need for need, count in enumerate(self.posts) for _ in range(count)]
        people = [*range(len(self.waited)), *[None] * len(rows)]
        return [
            (sum(score for score, _ in pairs), sum(wait for _, wait in pairs))
            for chosen in set(permutations(people, len(rows)))
            if (pairs := self.pairs(rows, chosen, least)) is not None
        ]

    def pairs(self, rows: list[int], chosen: tuple[int | None, ...], least: int) -> list[tuple[int, int]] | None:
        found = [
            (self.table[row][at], int(self.waited[at])) for row, at in zip(rows, chosen, strict=True) if at is not None
        ]
        return None if any(score < least for score, _ in found) else found


@st.composite
def markets(draw: st.DrawFn) -> Market:
    people, needs = draw(st.integers(1, 5)), draw(st.integers(1, 3))
    scores = st.integers(0, 6) if draw(st.booleans()) else st.integers(0, 10_000)
    table = [[draw(scores) for _ in range(people)] for _ in range(needs)]
    posts = [draw(st.integers(0, 2)) for _ in range(needs)]
    waited = [draw(st.sampled_from([0, 1, 10, 400])) for _ in range(people)]
    return Market(table, posts[:2] + [min(1, count) for count in posts[2:]], waited)


@given(markets(), st.integers(1, 3), st.sampled_from([1, 3]))
@settings(max_examples=200, deadline=None)
def test_no_assignment_is_better_and_ties_go_to_the_longest_wait(market: Market, limit: int, least: int) -> None:
    best = market.assign(limit, least).best
    waits = sum(int(market.waited[placement.person]) for placement in best.placements)
    assert (best.total, waits) == max(market.every_total(least), default=(0, 0))


@given(markets(), st.integers(1, 3))
@settings(deadline=None)
def test_each_person_is_placed_once_and_each_post_filled_once(market: Market, limit: int) -> None:
    found = market.assign(limit)
    for outcome in (found.best, found.one_by_one):
        people = [placement.person for placement in outcome.placements]
        assert len(people) == len(set(people))
        for need, count in enumerate(market.posts):
            assert sum(placement.need == need for placement in outcome.placements) <= count
        assert all(
            market.table[placement.need][placement.person] == placement.score for placement in outcome.placements
        )
    assert found.gain >= 0


@given(markets())
@settings(deadline=None)
def test_the_length_of_the_first_lists_changes_nothing(market: Market) -> None:
    assert market.assign(1).best.total == market.assign(99).best.total


def test_the_first_need_does_not_take_the_only_one_who_suits_the_second() -> None:
    found = Market([[9_000, 8_900], [8_000, 0]], [1, 1], [0, 0]).assign(2)
    assert [(placement.need, placement.person) for placement in found.best.placements] == [(0, 1), (1, 0)]
    assert [(placement.need, placement.person) for placement in found.one_by_one.placements] == [(0, 0)]
    assert found.gain == 8_900 + 8_000 - 9_000
    assert found.sentence == (
        "2 postes sur 2 ont une personne proposée\u00a0: 1 en servant les besoins l'un après l'autre."
    )


def test_equals_go_by_longest_wait() -> None:
    found = Market([[7_000, 7_000, 7_000]], [2], [10, 300, 20]).assign(1)
    assert {placement.person for placement in found.best.placements} == {1, 2}


def test_a_short_list_grows_until_the_optimum_is_proven() -> None:
    """Three needs want the same person first: their lists of one prove nothing."""
    market = Market([[9_000, 8_000, 7_000], [9_000, 8_500, 0], [9_000, 100, 50]], [1, 1, 1], [0, 0, 0])
    assert market.assign(1).best.total == 7_000 + 8_500 + 9_000
    assert any(limit > 1 for _, limit in market.asked)


def test_a_list_long_enough_is_asked_once() -> None:
    market = Market([[9_000, 1_000], [1_000, 9_000]], [1, 1], [0, 0])
    market.assign(1)
    assert {limit for _, limit in market.asked} == {1}


def test_needs_served_one_by_one_look_further_too() -> None:
    """The second need loses the only one of its list, whom the whole assignment leaves to it for nothing."""
    market = Market([[9_000, 9_000, 0], [8_000, 0, 100]], [1, 1], [0, 0, 0])
    lists = [market.shortlist(0, 3), market.shortlist(1, 1)]
    found = assign(market.posts, lists, market.waited, least=1, more=market.shortlist, order=[0, 1])
    assert [(placement.need, placement.person) for placement in found.best.placements] == [(0, 1), (1, 0)]
    assert [(placement.need, placement.person) for placement in found.one_by_one.placements] == [(0, 0), (1, 2)]


def test_nobody_below_the_least_score_is_proposed() -> None:
    found = Market([[5_999, 6_000]], [2], [0, 0]).assign(2, least=6_000)
    assert [placement.person for placement in found.best.placements] == [1]
    assert found.best == found.one_by_one
    assert found.posts == 2


@pytest.mark.parametrize("market", [Market([], [], []), Market([[]], [2], []), Market([[0]], [0], [0])])
def test_without_people_or_posts_there_is_nothing_to_propose(market: Market) -> None:
    assert market.assign(1).best.placements == ()


def test_the_sentence_says_what_the_whole_gains() -> None:
    best = Outcome((Placement(0, 0, 9_000), Placement(1, 1, 8_000)))
    worse = Outcome((Placement(0, 1, 8_500), Placement(1, 0, 7_265)))
    assert Assignment(best, best, 3).sentence == (
        "2 postes sur 3 ont une personne proposée\u00a0: "
        "autant, et aussi bien, qu'en servant les besoins l'un après l'autre."
    )
    assert Assignment(best, worse, 2).sentence.endswith("et mieux de 12,35 points de score au total.")


def test_pairs_that_are_not_the_best_prove_nothing() -> None:
    """Each would rather have the other's person: prices would rise for ever."""
    people = np.array([0, 1, 0, 1])
    worths = np.array([5, 9, 9, 5])
    edges = Edges(np.array([0, 0, 1, 1]), people, worths, worths)
    assert earnings([1, 1], edges, np.array([1, 2])).tolist() == [9, 9]
    assert earnings([1, 1], edges, np.array([0, 3])).tolist() == [-np.inf, -np.inf]


def test_needs_and_people_are_assigned_from_their_rankings() -> None:
    masons = [
        (Candidate(f"P{number}", (Job("maçon", (JobCode("F1703"),)),), place="21231"), Standing())
        for number in range(3)
    ]
    matcher = Matcher(masons, drawn.GROUNDS)
    need = Need("B1", Job("maçon", (JobCode("F1703"),)), drawn.TODAY, posts=2, place="21231")
    found = assign_all(matcher, matcher.rank_all([need], kept=1))
    assert found.best.filled == 2
    placed = [placement.person for placement in found.best.placements]
    assert [match.verdict for match in matcher.matches(placed, need)] == [Verdict.TO_CHECK] * 2
