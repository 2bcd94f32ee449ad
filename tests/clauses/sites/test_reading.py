"""An action read whole, on both engines."""

from datetime import date

import pytest
from sqlmodel import col, select

from clauses.db import reading, writing
from clauses.errors import NotFound
from clauses.pathways.protocols import ExitReason
from clauses.reference.rules import ContractKind
from clauses.sites.actions import (
    begin_mission,
    inform_of_fse,
    send_follow_up,
    write_activity_sheet,
    write_follow_up,
)
from clauses.sites.figures import figures
from clauses.sites.models import Referral
from clauses.sites.reading import find_action, read_action
from clauses.sites.rules import Done, Level, Manner, MeetingKind, Present, Recipient, Task
from tests import factories as f
from tests.clauses.sites.conftest import BY, INTERVIEW_ON, MODULE_ON, Office, attendance_at
from tests.factories import id_of

DAY = date(2024, 3, 4)


def a_year(office: Office) -> None:
    """Everything that can happen to Léa."""
    with writing(office.engine) as session:
        office.sign(session, id_of(attendance_at(session, office.module(session, score=14, out_of=20))))
        interview = attendance_at(session, office.hold(session, MeetingKind.MOTIVATION, INTERVIEW_ON))
        office.sign(
            session, id_of(interview), manner=Manner.WITNESSED, picture=None, witnesses=("Ana", "Bob"), reason="plâtre"
        )
        holder = f.contractor(session)
        mission = begin_mission(
            session, action_id=office.action, person_id=office.lea, contractor_id=id_of(holder), starts_on=DAY, by=BY
        )
        write_activity_sheet(
            session, mission_id=mission, starts_on=DAY, ends_on=DAY, tasks=(Done("Coffrer", Level.ALONE),), by=BY
        )
        task = Task("Casque", "Tuteur", DAY)
        office.hold(session, MeetingKind.SITE_VISIT, DAY, Present(office.lea), lot_id=holder.lot_id, tasks=(task,))
        fiche = write_follow_up(
            session, action_id=office.action, person_id=office.lea, written_on=DAY, situation="En mission", by=BY
        )
        send_follow_up(session, follow_up_id=fiche, recipient=Recipient.REFERENT, name="Mme Sylla", by=BY)
        sent = session.exec(select(Referral.id).where(col(Referral.person_id) == office.lea)).one()
        inform_of_fse(session, referral_id=sent or 0, informed_on=MODULE_ON, by=BY)
        f.leaving(
            session, person_id=office.lea, exited_on=date(2024, 9, 2), contract_kind=ContractKind.CDI,
            starts_on=date(2024, 9, 2), reason=ExitReason.EMPLOI,
        )  # fmt: skip
        f.leaving(session, person_id=office.lea, exited_on=date(2023, 9, 2))  # before the action
        office.accepted(session, last_name="Abel")


def test_everything_recorded_is_read(office: Office) -> None:
    a_year(office)
    with reading(office.engine) as session:
        facts = read_action(session, office.action)
    abel, lea = facts.people
    assert (abel.last_name, lea.name, lea.fse_informed_on) == ("Abel", "Léa Roux", MODULE_ON)
    module, interview, visit = lea.attendances
    assert (module.test_taken_on, module.score) == (MODULE_ON, 14)
    assert module.signature is not None
    assert module.signature.sha256 is not None
    assert interview.signature is not None
    assert (interview.signature.witnesses, interview.signature.sha256) == (("Ana", "Bob"), None)
    assert visit.unsigned
    assert visit.meeting.tasks[0].what == "Casque"
    assert visit.meeting.lot is not None
    assert lea.missions[0].sheets[0].tasks == (("Coffrer", Level.ALONE),)
    assert lea.follow_ups[0].sent[0][:2] == (Recipient.REFERENT, "Mme Sylla")
    assert len(lea.exits) == 1
    found = figures(facts)
    assert (found.received, found.positive, found.unsigned, found.activity_sheets) == (1, 1, 1, 1)


def test_an_action_is_found_by_its_operator_and_year(office: Office) -> None:
    with reading(office.engine) as session:
        assert find_action(session, operator="ariq", year=2024) == office.action
        assert find_action(session, operator=None, year=None) == office.action
        with pytest.raises(NotFound, match=r"Aucune action ne répond.*ARIQ 2024"):
            find_action(session, operator="ARIQ", year=2019)
        with pytest.raises(NotFound):
            read_action(session, 999_999)


def test_several_actions_are_not_guessed_between(office: Office) -> None:
    from tests.factories_sites import action

    with writing(office.engine) as session:
        action(session, year=2024)
        with pytest.raises(NotFound, match="Plusieurs actions"):
            find_action(session, operator=None, year=2024)
