"""What must come before what, and what a signature is, without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.sites.rules import (
    Manner,
    MeetingKind,
    Missing,
    ModuleTaken,
    Present,
    SignatureFacts,
    before_interview,
    fault_of_test,
    interview_refused,
    signature_fault,
)

DAY = date(2024, 3, 4)


def days(number: int) -> timedelta:
    return timedelta(days=number)


def test_an_interview_needs_the_module() -> None:
    assert before_interview([], DAY, pass_mark=None).missing is Missing.MODULE
    later = ModuleTaken(1, DAY + days(1), DAY + days(1))
    assert before_interview([later], DAY, pass_mark=None).missing is Missing.MODULE


def test_an_interview_needs_the_test_of_the_module() -> None:
    assert before_interview([ModuleTaken(1, DAY)], DAY, pass_mark=None).missing is Missing.TEST
    assert before_interview([ModuleTaken(1, DAY, DAY + days(1))], DAY, pass_mark=None).missing is Missing.TEST


def test_the_same_day_is_early_enough() -> None:
    module = ModuleTaken(1, DAY, DAY)
    assert before_interview([module], DAY, pass_mark=None).module == module


def test_without_a_pass_mark_any_test_will_do() -> None:
    assert before_interview([ModuleTaken(1, DAY, DAY, 0, 20)], DAY, pass_mark=None).missing is None


@pytest.mark.parametrize(
    ("score", "out_of", "missing"),
    [(12, 20, None), (11, 20, Missing.MARK), (None, None, Missing.MARK), (3, 5, None), (0, 0, Missing.MARK)],
)
def test_a_territory_may_set_a_pass_mark(score: int | None, out_of: int | None, missing: Missing | None) -> None:
    assert before_interview([ModuleTaken(1, DAY, DAY, score, out_of)], DAY, pass_mark=60).missing is missing


def test_the_earliest_module_that_opens_it_is_kept() -> None:
    first, second = ModuleTaken(1, DAY, DAY, 9, 20), ModuleTaken(2, DAY + days(7), DAY + days(7), 15, 20)
    assert before_interview([second, first], DAY + days(9), pass_mark=None).module == first
    assert before_interview([second, first], DAY + days(9), pass_mark=60).module == second


MODULES = st.lists(
    st.builds(
        ModuleTaken,
        attendance_id=st.integers(1, 9),
        held_on=st.dates(DAY - days(10), DAY + days(10)),
        test_taken_on=st.none() | st.dates(DAY - days(10), DAY + days(10)),
        score=st.integers(0, 20),
        out_of=st.just(20),
    ),
    max_size=5,
)


@given(MODULES, st.none() | st.integers(0, 100))
def test_a_gate_opens_by_a_module_and_test_that_came_before_or_says_what_is_missing(
    modules: list[ModuleTaken], pass_mark: int | None
) -> None:
    gate = before_interview(modules, DAY, pass_mark=pass_mark)
    assert (gate.module is None) is (gate.missing is not None)
    good = [
        m for m in modules if m.held_on <= DAY and m.test_taken_on and m.test_taken_on <= DAY and m.reaches(pass_mark)
    ]
    assert (gate.module is not None) is bool(good)
    if gate.module is not None:
        assert gate.module in good


@given(MODULES, st.integers(0, 100), st.integers(0, 100))
def test_a_higher_mark_never_opens_what_a_lower_one_closes(modules: list[ModuleTaken], one: int, other: int) -> None:
    low, high = sorted((one, other))
    if before_interview(modules, DAY, pass_mark=high).module is not None:
        assert before_interview(modules, DAY, pass_mark=low).module is not None


def test_the_refusal_says_who_what_and_what_to_do() -> None:
    said = interview_refused(Missing.TEST, "Léa Roux", DAY)
    assert "Léa Roux n'a pas encore passé le test" in said
    assert "04/03/2024" in said
    assert "motif de l'exception" in said


@pytest.mark.parametrize(
    ("facts", "lacks"),
    [
        (SignatureFacts(Manner.DRAWN, file=True), None),
        (SignatureFacts(Manner.FILED, file=True), None),
        (SignatureFacts(Manner.DRAWN), "demande son image"),
        (SignatureFacts(Manner.TYPED, file=True, reason="x"), "n'a pas d'image"),
        (SignatureFacts(Manner.WITNESSED, witnesses=("Ana", "Bob"), reason="main blessée"), None),
        (
            SignatureFacts(Manner.WITNESSED, witnesses=("Ana", " ana "), reason="main blessée"),
            "deux témoins différents",
        ),
        (SignatureFacts(Manner.WITNESSED, witnesses=("Ana",), reason="main blessée"), "deux témoins différents"),
        (SignatureFacts(Manner.WITNESSED, witnesses=("Ana", "Bob")), "Dites pourquoi"),
        (SignatureFacts(Manner.DRAWN, file=True, witnesses=("Ana", "Bob")), "n'a pas de témoins"),
        (SignatureFacts(Manner.TYPED, reason="lecteur d'écran"), None),
        (SignatureFacts(Manner.TYPED, reason="  "), "Dites pourquoi"),
    ],
)
def test_a_signature_is_a_picture_or_two_witnesses_or_a_reason(facts: SignatureFacts, lacks: str | None) -> None:
    said = signature_fault(facts)
    assert said is None if lacks is None else said is not None and lacks in said


@pytest.mark.parametrize(
    ("kind", "said", "wrong"),
    [
        (MeetingKind.MODULE, Present(1), None),
        (MeetingKind.MODULE, Present(1, test_taken_on=DAY), None),
        (MeetingKind.MODULE, Present(1, test_taken_on=DAY, score=0, out_of=20), None),
        (MeetingKind.MODULE, Present(1, test_taken_on=DAY, score=20, out_of=20), None),
        (MeetingKind.MODULE, Present(1, test_taken_on=DAY, score=21, out_of=20), "de 0 à son total"),
        (MeetingKind.MODULE, Present(1, test_taken_on=DAY, score=0, out_of=0), "de 0 à son total"),
        (MeetingKind.MODULE, Present(1, test_taken_on=DAY, score=-1, out_of=20), "de 0 à son total"),
        (MeetingKind.MODULE, Present(1, test_taken_on=DAY, score=14), "avec son total"),
        (MeetingKind.MODULE, Present(1, score=14, out_of=20), "le jour du test"),
        (MeetingKind.MODULE, Present(1, test_taken_on=DAY - days(1)), "antérieur"),
        (MeetingKind.MODULE, Present(1, present=False, test_taken_on=DAY), "qui y était"),
        (MeetingKind.MODULE, Present(1, present=None, test_taken_on=DAY), "qui y était"),
        (MeetingKind.EVALUATION, Present(1, test_taken_on=DAY), "au module"),
    ],
)
def test_a_test_is_taken_at_the_module_by_who_was_there(kind: MeetingKind, said: Present, wrong: str | None) -> None:
    fault = fault_of_test(kind, DAY, said)
    assert fault is None if wrong is None else fault is not None and wrong in fault
