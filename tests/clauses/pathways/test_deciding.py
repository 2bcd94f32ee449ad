"""When somebody who decides of an exit must say why."""

from datetime import date

from clauses.pathways.deciding import Decision, departs
from clauses.pathways.protocols import ExitReason

JULY = Decision(ExitReason.EMPLOI, date(2024, 7, 2))


def test_a_decision_that_departs_from_the_protocol_or_from_an_earlier_one_is_explained() -> None:
    health = Decision(ExitReason.SANTE, date(2024, 7, 2))
    for now, verdict, before, asked in (
        (JULY, True, None, False), (JULY, False, None, True), (health, True, None, True), (health, False, None, False),
        (JULY, None, None, False), (JULY, True, JULY, False), (JULY, True, health, True),
        (JULY, None, Decision(ExitReason.EMPLOI, None), True),
    ):  # fmt: skip
        assert departs(now, verdict, before) is asked


def test_a_decision_is_kept_in_words() -> None:
    assert JULY.as_kept() == {"reason": "emploi", "decided_on": "2024-07-02"}
    assert Decision(ExitReason.AUTRE, None).as_kept() == {"reason": "autre", "decided_on": None}
