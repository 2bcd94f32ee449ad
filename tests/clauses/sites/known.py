"""An action as values, for rules that need no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from clauses.pathways.facts import ContractFacts, ExitFacts
from clauses.reference.rules import ContractKind
from clauses.sites.facts import (
    ActionFacts,
    AttendanceFacts,
    MeetingFacts,
    MissionFacts,
    Objectives,
    Participant,
    SignedFacts,
)
from clauses.sites.rules import Manner, MeetingKind, ReferralState

_numbers = count(1)
NOON = datetime(2024, 2, 5, 12, 0, tzinfo=UTC)
SIGNED = SignedFacts(Manner.DRAWN, NOON, "Opératrice", "ab" * 32)

OBJECTIVES = Objectives(
    id=1, operator="ARIQ", name="Suivi BTP", year=2024, starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31),
    people_foreseen=90, positive_percent=25, pass_mark=None, visit_weeks=4, ending_days=30,
    funding_source="PLIE", funding_cents=4_500_000, fse_plus=True, source="appel à projets 2024",
)  # fmt: skip


def meeting(kind: MeetingKind, day: date, **said: Any) -> MeetingFacts:
    """A meeting of its own."""
    blank = dict.fromkeys(("place", "market", "lot", "company", "tutor", "seen"))
    return MeetingFacts(id=next(_numbers), kind=kind, held_on=day, author="Opératrice", **{**blank, **said})


def at(kind: MeetingKind, day: date, **said: Any) -> AttendanceFacts:
    """Somebody at it, who signed."""
    held = said.pop("meeting", None) or meeting(kind, day)
    return AttendanceFacts(id=next(_numbers), meeting=held, **{"present": True, "signature": SIGNED, **said})


def after_test(day: date) -> AttendanceFacts:
    """Somebody at the module, with its test."""
    return at(MeetingKind.MODULE, day, test_taken_on=day, score=14, out_of=20)


def mission(starts_on: date, ends_on: date | None = None, **said: Any) -> MissionFacts:
    """A mission at a mason's."""
    usual = {"company": "Maçons du Sud", "market": "2024-T001", "lot": "1", "job": "Maçon", "tutor": "M. Petit"}
    return MissionFacts(id=next(_numbers), starts_on=starts_on, ends_on=ends_on, **{**usual, **said})


def somebody(*attendances: AttendanceFacts, **said: Any) -> Participant:
    """Léa, or another, accepted on 9 January."""
    number = next(_numbers)
    usual: dict[str, Any] = {
        "identifier": f"P{number:04d}", "last_name": "Roux", "first_name": "Léa", "birth_date": date(1990, 5, 4),
        "referral_id": number, "sent_on": date(2024, 1, 8), "state": ReferralState.ACCEPTED,
        "decided_on": date(2024, 1, 9), "motive": None, "referent": "Mme Sylla", "structure": None,
        "fse_informed_on": date(2024, 1, 15),
    }  # fmt: skip
    return Participant(id=number, attendances=attendances, **{**usual, **said})


def left_for(kind: ContractKind, day: date, ends_on: date | None = None) -> ExitFacts:
    """An exit for a contract that starts that day."""
    return ExitFacts(day, contracts=(ContractFacts(kind, day, ends_on),))


def action(*people: Participant, **said: Any) -> ActionFacts:
    """The action with these people."""
    return ActionFacts(replace(OBJECTIVES, **said), people)
