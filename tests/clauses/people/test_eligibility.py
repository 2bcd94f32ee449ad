"""Eligible, until when, or what would settle it: one rule, told by examples, then by properties."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.people.eligibility import Override, PersonFacts, Proof, Verdict, eligible
from clauses.people.publics import Criterion
from clauses.reference.parameters import BUILT_IN, Dated, Family

BORN = date(1985, 3, 12)
DAY = date(2023, 6, 15)
RSA = Proof(Criterion.RSA, True, "attestation CAF", date(2023, 3, 1))
NOT_RSA = replace(RSA, holds=False)


def someone(**facts: object) -> PersonFacts:
    return PersonFacts(BORN, **facts)  # type: ignore[arg-type]  # each test gives facts of the right type


def said(facts: PersonFacts, publics: frozenset[Criterion] | None = None, on: date = DAY) -> str:
    return eligible(facts, publics, on).sentence.replace("\u00a0", " ")


def test_a_recent_document_makes_eligible_until_it_is_too_old() -> None:
    facts = someone(proofs=(RSA,))
    assert said(facts).startswith("éligible jusqu'au 29/02/2024 : Bénéficiaire du RSA")
    assert "attestation CAF du 01/03/2023" in said(facts)
    assert eligible(facts, None, date(2024, 2, 29)).verdict is Verdict.ELIGIBLE
    assert eligible(facts, None, date(2024, 3, 1)).verdict is Verdict.TO_CHECK
    assert "justificatif à renouveler" in said(facts, on=date(2024, 3, 1))


def test_a_document_says_nothing_before_its_own_day() -> None:
    assert eligible(someone(proofs=(RSA,)), None, date(2023, 2, 28)).verdict is Verdict.TO_CHECK


def test_the_end_written_on_a_document_goes_before_its_maximum_age() -> None:
    rqth = Proof(Criterion.RQTH, True, "notification MDPH", date(2020, 1, 1), until=date(2025, 1, 31))
    assert said(someone(proofs=(rqth,))).startswith("éligible jusqu'au 31/01/2025")
    short = replace(RSA, until=date(2023, 5, 31))
    assert eligible(someone(proofs=(short,)), None, DAY).verdict is Verdict.TO_CHECK


def test_a_territory_sets_its_own_maximum_age() -> None:
    values = (*BUILT_IN, Dated(Family.EVIDENCE_AGE, "RSA", date(2023, 1, 1), 3, "règlement local"))
    assert eligible(someone(proofs=(RSA,)), None, date(2023, 5, 31), values=values).until == date(2023, 5, 31)
    assert eligible(someone(proofs=(RSA,)), None, date(2023, 6, 1), values=values).verdict is Verdict.TO_CHECK


def test_one_criterion_among_the_publics_is_enough_and_only_those_count() -> None:
    facts = someone(proofs=(RSA,))
    assert eligible(facts, frozenset({Criterion.RSA, Criterion.QPV}), DAY).verdict is Verdict.ELIGIBLE
    assert eligible(facts, frozenset({Criterion.QPV}), DAY).verdict is Verdict.TO_CHECK


def test_someone_validated_at_an_orientation_is_eligible_whatever_its_date() -> None:
    for day in (date(2023, 1, 16), date(2023, 9, 1)):
        assert "validé à l'orientation" in said(someone(validated=(day,)))
        assert eligible(someone(validated=(day,)), frozenset({Criterion.QPV}), DAY).verdict is Verdict.ELIGIBLE


def test_a_participant_of_the_plie_is_eligible_while_the_participation_lasts() -> None:
    facts = someone(participations=((date(2022, 9, 1), date(2023, 8, 31)),))
    assert said(facts).startswith("éligible jusqu'au 31/08/2023 : participant du PLIE")
    assert eligible(facts, None, date(2023, 9, 1)).verdict is Verdict.TO_CHECK
    assert eligible(facts, None, date(2022, 8, 31)).verdict is Verdict.TO_CHECK


def test_unless_a_recorded_criterion_says_otherwise() -> None:
    facts = someone(validated=(date(2023, 1, 16),), proofs=(NOT_RSA,))
    assert said(facts, frozenset({Criterion.RSA})).startswith("non éligible : critère non rempli")
    assert eligible(facts, frozenset({Criterion.QPV}), DAY).verdict is Verdict.ELIGIBLE


def test_another_criterion_that_is_met_goes_over_one_that_is_not() -> None:
    qpv = Proof(Criterion.QPV, True, "justificatif de domicile", date(2023, 4, 1))
    assert eligible(someone(proofs=(NOT_RSA, qpv)), None, DAY).verdict is Verdict.ELIGIBLE


def test_the_last_document_of_a_criterion_is_the_one_that_speaks() -> None:
    later = replace(RSA, holds=False, on=date(2023, 5, 1))
    assert eligible(someone(proofs=(later, RSA)), frozenset({Criterion.RSA}), DAY).verdict is Verdict.NOT_ELIGIBLE
    assert eligible(someone(proofs=(NOT_RSA, RSA)), frozenset({Criterion.RSA}), DAY).verdict is Verdict.ELIGIBLE


def test_taking_part_in_the_plie_holds_where_the_market_asks_for_it_whatever_else_is_refused() -> None:
    facts = someone(proofs=(NOT_RSA,), participations=((date(2023, 1, 1), None),))
    both = frozenset({Criterion.RSA, Criterion.PLIE})
    assert eligible(facts, both, DAY).verdict is Verdict.ELIGIBLE
    assert said(facts, both).startswith("éligible : participant du PLIE depuis le 01/01/2023")
    assert eligible(facts, frozenset({Criterion.RSA}), DAY).verdict is Verdict.NOT_ELIGIBLE
    denied = replace(facts, proofs=(NOT_RSA, replace(NOT_RSA, criterion=Criterion.PLIE)))
    assert eligible(denied, both, DAY).verdict is Verdict.NOT_ELIGIBLE


def test_a_participant_of_the_plie_is_not_refused_while_other_publics_are_unknown() -> None:
    facts = someone(proofs=(NOT_RSA,), participations=((date(2023, 1, 1), None),))
    assert eligible(facts, frozenset({Criterion.RSA, Criterion.QPV}), DAY).verdict is Verdict.TO_CHECK


def test_one_refused_criterion_among_unknown_ones_is_a_question() -> None:
    answer = eligible(someone(proofs=(NOT_RSA,)), frozenset({Criterion.RSA, Criterion.QPV}), DAY)
    assert answer.verdict is Verdict.TO_CHECK
    assert "critère non rempli" in answer.sentence


def test_fifty_years_are_proven_by_the_birth_date() -> None:
    facts = PersonFacts(date(1973, 6, 15))
    assert eligible(facts, None, DAY).verdict is Verdict.ELIGIBLE
    assert eligible(facts, None, DAY).until is None
    assert eligible(facts, None, DAY - timedelta(days=1)).verdict is Verdict.TO_CHECK
    assert eligible(facts, frozenset({Criterion.RSA}), DAY).verdict is Verdict.TO_CHECK


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (someone(rsa=True), "RSA déclaré"),
        (someone(rqth=True), "RQTH déclarée"),
        (someone(unemployed_since=date(2022, 6, 15)), "demandeur d'emploi depuis le 15/06/2022"),
        (someone(in_qpv={date(2023, 1, 1): True}), "habite un quartier prioritaire"),
        (PersonFacts(date(1997, 6, 16)), "moins de 26 ans"),
        (someone(), "aucun critère n'est établi"),
        (someone(rsa=False, unemployed_since=date(2022, 6, 16)), "aucun critère n'est établi"),
        (someone(in_qpv={date(2023, 1, 1): True, date(2023, 6, 1): False}), "aucun critère n'est établi"),
        (someone(in_qpv={date(2023, 7, 1): True}), "aucun critère n'est établi"),
    ],
)
def test_what_is_said_without_a_document_is_a_question(facts: PersonFacts, words: str) -> None:
    assert said(facts).startswith("à vérifier : ")
    assert words in said(facts)


def test_a_reasoned_opinion_goes_over_everything_while_it_is_in_force() -> None:
    yes = Override(True, date(2023, 5, 1), "rupture de parcours", "Ana", until=date(2023, 12, 31))
    facts = someone(proofs=(NOT_RSA,), overrides=(yes,))
    only = frozenset({Criterion.RSA})
    assert said(facts, only) == (
        "éligible jusqu'au 31/12/2023 : avis motivé de Ana du 01/05/2023 (rupture de parcours)"
    )
    assert eligible(facts, only, date(2023, 4, 30)).verdict is Verdict.NOT_ELIGIBLE
    assert eligible(facts, only, date(2024, 1, 1)).verdict is Verdict.NOT_ELIGIBLE
    no = Override(False, date(2023, 6, 1), "déjà en emploi", "Bob")
    assert said(replace(facts, overrides=(yes, no)), only).startswith("non éligible : avis motivé de Bob")


PROOFS = st.lists(
    st.builds(
        Proof,
        st.sampled_from(Criterion),
        st.booleans(),
        st.just("document"),
        st.dates(date(2021, 6, 1), date(2024, 1, 1)),
    ),
    max_size=5,
).map(tuple)
FACTS = st.builds(
    PersonFacts,
    st.dates(date(1960, 1, 1), date(2005, 1, 1)),
    validated=st.lists(st.dates(date(2022, 1, 1), date(2024, 1, 1)), max_size=2).map(tuple),
    rsa=st.none() | st.booleans(),
    proofs=PROOFS,
)
PUBLICS = st.none() | st.frozensets(st.sampled_from(Criterion), min_size=1)
DAYS = st.dates(date(2022, 1, 1), date(2024, 12, 31))


@given(FACTS, PUBLICS, DAYS)
def test_an_answer_says_its_verdict_and_why(facts: PersonFacts, publics: frozenset[Criterion] | None, on: date) -> None:
    answer = eligible(facts, publics, on)
    assert answer.sentence.startswith(answer.verdict.label)
    assert answer.reasons
    assert answer.until is None or (answer.verdict is Verdict.ELIGIBLE and answer.until >= on)


@given(FACTS, PUBLICS, DAYS)
def test_eligibility_lasts_until_the_day_that_is_said(
    facts: PersonFacts, publics: frozenset[Criterion] | None, on: date
) -> None:
    """Unless a document of a later day says otherwise: documents after ``on`` are left out."""
    facts = replace(facts, proofs=tuple(proof for proof in facts.proofs if proof.on <= on))
    answer = eligible(facts, publics, on)
    if answer.until is not None:
        assert eligible(facts, publics, answer.until).verdict is Verdict.ELIGIBLE


@given(FACTS, DAYS)
def test_nobody_is_refused_without_a_document_or_an_opinion(facts: PersonFacts, on: date) -> None:
    assert eligible(replace(facts, proofs=()), None, on).verdict is not Verdict.NOT_ELIGIBLE
