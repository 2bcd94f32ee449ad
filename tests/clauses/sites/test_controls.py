"""Who is drawn for a control, and what a file lacks."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.sites.controls import drawn, missing
from clauses.sites.facts import FollowUpFacts, Participant, SheetFacts
from clauses.sites.rules import Level, MeetingKind, Recipient
from tests.clauses.sites.known import OBJECTIVES, action, after_test, at, mission, somebody

DAY = date(2024, 2, 5)
NOON = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)
SHEET = SheetFacts(1, DAY, date(2024, 2, 29), (("Coffrer", Level.ALONE),), None, None, "Ana")
SENT = tuple((recipient, "Mme Sylla", NOON) for recipient in Recipient)
FICHE = FollowUpFacts(1, date(2024, 3, 1), "En mission", None, "Ana", SENT)


def complete(**said: object) -> Participant:
    usual = {"missions": (mission(DAY, sheets=(SHEET,)),), "follow_ups": (FICHE,), **said}
    return somebody(after_test(DAY), at(MeetingKind.SITE_VISIT, date(2024, 2, 20)), **usual)


def test_a_complete_file_lacks_nothing() -> None:
    assert missing(complete(), OBJECTIVES) == ()


@pytest.mark.parametrize(
    ("person", "lacks"),
    [
        (complete(referent=None), "Le nom du référent"),
        (complete(fse_informed_on=None), "L'information FSE+"),
        (complete(missions=(mission(DAY),)), "Une fiche d'activités"),
        (complete(missions=(mission(date(2024, 2, 21), sheets=(SHEET,)),)), "Une visite de chantier pendant"),
        (complete(follow_ups=()), "Une fiche de suivi."),
        (complete(follow_ups=(FollowUpFacts(1, DAY, "x", None, "Ana", SENT[:1]),)), "structure d'animation"),
        (somebody(at(MeetingKind.EVALUATION, DAY), follow_ups=(FICHE,)), "Le module"),
        (somebody(at(MeetingKind.MODULE, DAY), follow_ups=(FICHE,)), "Le test"),
        (somebody(after_test(DAY), at(MeetingKind.OTHER, DAY, signature=None), follow_ups=(FICHE,)), "L'émargement"),
    ],
)
def test_each_missing_proof_is_named(person: Participant, lacks: str) -> None:
    (said,) = missing(person, OBJECTIVES)
    assert lacks in said


def test_without_european_money_nobody_has_to_be_told_of_it() -> None:
    assert missing(complete(fse_informed_on=None), action(fse_plus=False).objectives) == ()


@given(st.integers(0, 12), st.integers(1, 15), st.text(max_size=8))
def test_a_draw_is_of_people_received_once_each_and_the_same_for_the_same_seed(
    people: int, asked: int, seed: str
) -> None:
    facts = action(*(somebody(after_test(DAY)) for _ in range(people)), somebody())
    found = drawn(facts, asked, seed)
    assert len(found) == min(people, asked) == len({person.id for person in found})
    assert all(person.received for person in found)
    assert found == drawn(facts, asked, seed)
    assert found == drawn(facts, asked + 3, seed)[: len(found)]


def test_another_seed_draws_others() -> None:
    facts = action(*(somebody(after_test(DAY)) for _ in range(40)))
    assert drawn(facts, 10, "2024") != drawn(facts, 10, "2025")
