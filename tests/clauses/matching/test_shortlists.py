"""The columns say what the rules say, one pair at a time, to the last bit."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clauses.matching.grounds import Grounds
from clauses.matching.hard_filters import Facts
from clauses.matching.pairs import ranked
from clauses.matching.population import Eligibility
from clauses.matching.rules import Candidate, Match, Need, Standing, Verdict
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
