"""What the operator is told to look at, to the day."""

from datetime import date, timedelta
from typing import Any

import pytest

from clauses.reference.rules import ContractKind
from clauses.sites.alerts import Alert, AlertKind, alerts
from clauses.sites.facts import ActionFacts, TaskFacts
from clauses.sites.rules import MeetingKind, ReferralState
from tests.clauses.sites.known import action, after_test, at, left_for, meeting, mission, somebody

DAY = date(2024, 1, 15)


def of(kind: AlertKind, facts: ActionFacts, today: date) -> list[Alert]:
    return [alert for alert in alerts(facts, today) if alert.kind is kind]


def test_someone_accepted_without_the_test_is_named() -> None:
    person = somebody(at(MeetingKind.MODULE, DAY))
    (alert,) = of(AlertKind.TEST_MISSING, action(person), DAY)
    assert (alert.person_id, alert.since) == (person.id, date(2024, 1, 9))
    assert "Léa Roux" in alert.message


@pytest.mark.parametrize(
    "said",
    [
        {"state": ReferralState.WAITING, "decided_on": None},
        {"state": ReferralState.REFUSED, "motive": "x"},
        {"exits": (left_for(ContractKind.CDI, DAY),)},
    ],
)
def test_no_test_is_asked_of_who_is_not_followed(said: dict[str, Any]) -> None:
    assert of(AlertKind.TEST_MISSING, action(somebody(**said)), DAY) == []


def test_four_weeks_without_a_visit_are_enough_and_one_day_more_is_too_many() -> None:
    person = somebody(after_test(DAY), missions=(mission(DAY),))
    last_day = DAY + timedelta(weeks=4)
    assert of(AlertKind.NO_VISIT, action(person), last_day) == []
    (alert,) = of(AlertKind.NO_VISIT, action(person), last_day + timedelta(days=1))
    assert alert.since == last_day + timedelta(days=1)
    assert "aucune depuis le 15/01/2024" in alert.message
    assert of(AlertKind.NO_VISIT, action(person, visit_weeks=6), last_day + timedelta(days=1)) == []


def test_a_visit_starts_the_weeks_again() -> None:
    visit = at(MeetingKind.SITE_VISIT, DAY + timedelta(weeks=3))
    person = somebody(after_test(DAY), visit, missions=(mission(DAY),))
    assert of(AlertKind.NO_VISIT, action(person), DAY + timedelta(weeks=7)) == []
    (alert,) = of(AlertKind.NO_VISIT, action(person), DAY + timedelta(weeks=7, days=1))
    assert "dernière le 05/02/2024" in alert.message


def test_only_a_mission_under_way_asks_for_visits() -> None:
    person = somebody(after_test(DAY), missions=(mission(DAY, DAY + timedelta(weeks=6)),))
    assert of(AlertKind.NO_VISIT, action(person), DAY + timedelta(weeks=6, days=1)) == []
    assert of(AlertKind.NO_VISIT, action(person), DAY - timedelta(days=1)) == []


def test_a_mission_is_said_to_end_thirty_days_before_and_until_its_last_day() -> None:
    ends_on = date(2024, 6, 30)
    facts = action(somebody(after_test(DAY), missions=(mission(DAY, ends_on), mission(DAY))))
    for today, said in ((date(2024, 5, 30), 0), (date(2024, 5, 31), 1), (ends_on, 1), (date(2024, 7, 1), 0)):
        assert len(of(AlertKind.MISSION_ENDING, facts, today)) == said, today
    (alert,) = of(AlertKind.MISSION_ENDING, facts, ends_on)
    assert alert.since == date(2024, 5, 31)


def test_a_meeting_without_signature_is_visible_from_its_day() -> None:
    person = somebody(at(MeetingKind.EVALUATION, DAY, signature=None), after_test(DAY))
    assert of(AlertKind.UNSIGNED, action(person), DAY - timedelta(days=1)) == []
    (alert,) = of(AlertKind.UNSIGNED, action(person), DAY)
    assert "Évaluation du 15/01/2024, sans émargement" in alert.message


def test_what_is_left_to_do_is_late_the_day_after() -> None:
    late = TaskFacts(1, "Fournir un casque", "Le tuteur", DAY, None)
    done = TaskFacts(2, "Rappeler", "Ana", DAY, DAY)
    visit = meeting(MeetingKind.SITE_VISIT, DAY, tasks=(late, done))
    facts = action(somebody(at(MeetingKind.SITE_VISIT, DAY, meeting=visit)))
    assert of(AlertKind.TASK_LATE, facts, DAY) == []
    (alert,) = of(AlertKind.TASK_LATE, facts, DAY + timedelta(days=1))
    assert "casque" in alert.message


def test_an_objective_is_at_risk_when_the_pace_falls_short_after_a_month() -> None:
    facts = action(somebody(after_test(DAY)))
    assert of(AlertKind.OBJECTIVE, facts, date(2024, 1, 30)) == []
    people, positive = of(AlertKind.OBJECTIVE, facts, date(2024, 1, 31))
    assert {people.person_id, positive.person_id} == {None}
    assert any("pour 90 prévues" in alert.message for alert in (people, positive))
    assert any("pour 23 prévues" in alert.message for alert in (people, positive))


def test_an_objective_that_is_reached_is_not_at_risk() -> None:
    person = somebody(after_test(DAY), exits=(left_for(ContractKind.CDI, DAY),))
    facts = action(person, people_foreseen=1, positive_percent=100)
    assert of(AlertKind.OBJECTIVE, facts, date(2025, 3, 1)) == []
    assert len(of(AlertKind.OBJECTIVE, action(people_foreseen=1), date(2025, 3, 1))) == 2


def test_the_oldest_comes_first() -> None:
    facts = action(somebody(at(MeetingKind.EVALUATION, DAY, signature=None)), somebody())
    days = [alert.since for alert in alerts(facts, date(2024, 12, 31))]
    assert days == sorted(days)
    assert len(days) >= 4
