"""Eligibility of everyone at once: the answers of the rule, asked one by one."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from clauses.matching.eligible_people import EligiblePeople
from clauses.people.eligibility import Override, PersonFacts, Proof, Verdict, eligible
from clauses.people.publics import Criterion

DAYS = (date(2023, 1, 1), date(2024, 1, 31), date(2024, 5, 2), date(2025, 1, 1))
days = st.sampled_from(DAYS)
proofs = st.builds(
    Proof,
    st.sampled_from([Criterion.RSA, Criterion.SENIOR, Criterion.QPV]),
    st.booleans(),
    st.just("attestation"),
    days,
)
overrides = st.builds(Override, st.booleans(), days, st.just("situation vue"), st.just("Ana"))
times = st.tuples(days, st.none() | days).filter(lambda time: time[1] is None or time[0] <= time[1])
facts = st.builds(
    PersonFacts,
    birth_date=st.sampled_from([date(1974, 5, 2), date(1974, 5, 3), date(1990, 1, 1), date(2000, 2, 29)]),
    validated=st.lists(days, max_size=1).map(tuple),
    participations=st.lists(times, max_size=2).map(tuple),
    rsa=st.none() | st.booleans(),
    proofs=st.lists(proofs, max_size=2).map(tuple) | st.just(()),
    overrides=st.lists(overrides, max_size=1).map(tuple) | st.just(()),
)
ANSWERS = {Verdict.ELIGIBLE: True, Verdict.NOT_ELIGIBLE: False, Verdict.TO_CHECK: None}


RSA = frozenset({Criterion.RSA})


@given(
    st.lists(facts, max_size=6), st.sampled_from([None, RSA, RSA | {Criterion.DELD}, RSA | {Criterion.SENIOR}]), days
)
def test_everyone_at_once_is_everyone_one_by_one(
    people: list[PersonFacts], publics: frozenset[Criterion] | None, day: date
) -> None:
    answers = EligiblePeople(people).answer(publics, day)
    expected = [ANSWERS[eligible(person, publics, day).verdict] for person in people]
    assert [answers.of_person(at) for at in range(len(people))] == expected


def test_the_same_question_is_answered_once() -> None:
    people = EligiblePeople([PersonFacts(date(1990, 1, 1))])
    assert people.answer(RSA, DAYS[0]) is people.answer(frozenset({Criterion.RSA}), DAYS[0])
    assert people.answer(RSA, DAYS[0]) is not people.answer(RSA, DAYS[1])
