"""The best five of each need are people whom a facilitateur would send, and never someone they could not."""

from collections.abc import Callable
from functools import cache

import pytest

from clauses.matching import jobs
from clauses.matching.assignment import assign_all
from clauses.matching.grounds import Grounds
from clauses.matching.population import Eligibility
from clauses.matching.records import candidate_of, need_of
from clauses.matching.rome import Rome
from clauses.matching.rules import Candidate, Engagement, Match, Need, Standing, Verdict
from clauses.matching.shortlists import Matcher
from clauses.people.rules import Sector
from tests.clauses.matching.judged import (
    CENTROIDS,
    PLACES,
    TODAY,
    Person,
    Post,
    day,
    impossible,
    people,
    posts,
    would_propose,
)

FIRST = 5


@cache
def codes(text: str) -> list[tuple[str, float]]:
    """What the job search of the product finds in the built-in table."""
    return [(hit.code, hit.score) for hit in jobs.search_jobs(jobs.built_in(), text, 3)]


def place(commune: str, _: str | None) -> str | None:
    return CENTROIDS[commune][0] if commune in CENTROIDS else None


def candidate(person: Person) -> Candidate:
    cells = person.cells
    return candidate_of(
        {
            "key": person.key, "jobs": cells["jobs"], "skills": cells["skills"], "licences": cells["licences"],
            "commune": cells["commune"], "mobility_km": int(cells["mobility"]) if cells["mobility"] else None,
            "french_level": cells["french"], "available_on": day(cells["available"]) if cells["available"] else None,
            "waiting_since": day(cells["waiting"]) if cells["waiting"] else None,
            "sectors": tuple(cells["sectors"].replace(" ", "").split(",")),
        },
        codes=codes, places=place,
    )  # fmt: skip


def standing(person: Person) -> Standing:
    contracts = (Engagement(TODAY, person.contract_until),) if person.contract_until else ()
    return Standing(person.in_qpv, person.permit_until, contracts)


def need(post: Post) -> Need:
    cells = post.cells
    return need_of(
        {
            "key": post.key, "job": cells["job"], "skills": cells["skills"], "licences": cells["licences"],
            "french_level": cells["french"], "commune": cells["commune"], "posts": int(cells["posts"]),
            "starts_on": post.starts_on, "ends_on": post.ends_on, "sector": Sector(cells["sector"]),
            "qpv_only": cells["qpv"] == "oui",
        },
        codes=codes, places=place,
    )  # fmt: skip


@cache
def matcher() -> Matcher:
    rome = Rome({code: label for code, label, _ in jobs.built_in().rows})
    answers = Eligibility.of([person.eligible for person in people()])
    pairs = [(candidate(person), standing(person)) for person in people()]
    return Matcher(pairs, Grounds(TODAY, rome, PLACES), lambda _: answers)


@cache
def best(key: str, limit: int = 100) -> list[Match]:
    return matcher().best(need(by_key()[key]), limit)


@cache
def by_key() -> dict[str, Post]:
    return {post.key: post for post in posts()}


@cache
def persons() -> dict[str, Person]:
    return {person.key: person for person in people()}


def precision(post: Post) -> float:
    """The share of the first five whom a facilitateur would send (of those there are, when there are fewer)."""
    wanted = {person.key for person in people() if would_propose(person, post)}
    first = [match.person for match in best(post.key)[: min(FIRST, len(wanted))]]
    return sum(person in wanted for person in first) / len(first)


def test_the_set_is_large_enough_and_every_need_has_someone() -> None:
    assert len(posts()) >= 60
    assert len(people()) >= 90
    for post in posts():
        assert any(would_propose(person, post) for person in people()), post.key
    assert sum(impossible(person, post) is not None for person in people() for post in posts()) > 500


def test_most_of_the_first_five_are_whom_a_facilitateur_would_send(
    record_testsuite_property: Callable[[str, object], None],
) -> None:
    found = {post.key: precision(post) for post in posts()}
    mean = sum(found.values()) / len(found)
    record_testsuite_property(f"precision@{FIRST}", round(mean, 3))
    low = {key: round(share, 2) for key, share in found.items() if share < 0.6}
    assert mean >= 0.8, f"précision@{FIRST} {mean:.3f} sur {len(found)} besoins, les plus bas : {low}"


@pytest.mark.parametrize("key", sorted(by_key()))
def test_nobody_who_cannot_be_sent_is_ever_ranked(key: str) -> None:
    """In the whole list, not in its first ranks only; a doubt of the product may only be someone's unread licence."""
    for match in best(key):
        assert impossible(persons()[match.person], by_key()[key]) is None, (match.person, match.blocking)
        assert match.verdict is not Verdict.EXCLUDED


def test_whoever_is_left_out_could_not_be_sent() -> None:
    """Exclusion is on known facts: whoever the product excludes, the facilitateur could not have sent."""
    for post in posts():
        ranked = {match.person for match in best(post.key)}
        for person in people():
            if person.key not in ranked:
                assert impossible(person, post), (post.key, person.key)


def test_the_whole_assignment_sends_people_whom_a_facilitateur_would_send() -> None:
    rankings = matcher().rank_all([need(post) for post in posts()])
    found = assign_all(matcher(), rankings)
    pairs = [(people()[placement.person], posts()[placement.need]) for placement in found.best.placements]
    assert len({person.key for person, _ in pairs}) == len(pairs)
    assert all(impossible(person, post) is None for person, post in pairs)
    sent = sum(would_propose(person, post) for person, post in pairs) / len(pairs)
    assert sent >= 0.8, f"{sent:.3f} de {len(pairs)} placements. {found.sentence}"
