"""The action, who is sent, missions, fiches: written, refused in words, journalised."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, col, select

from clauses.audit import Journal
from clauses.db import writing
from clauses.errors import ClausesError, Conflict, NotFound, Unusable
from clauses.sites.actions import (
    answer_referral,
    begin_mission,
    end_mission,
    inform_of_fse,
    open_action,
    send_follow_up,
    send_person,
    write_activity_sheet,
    write_follow_up,
)
from clauses.sites.models import ActivityTask, FollowUpSending, Mission, OperatorAction, Referral
from clauses.sites.rules import Done, Level, Recipient, ReferralState
from tests import factories as f
from tests.clauses.sites.conftest import BY, OBJECTIVES, Office
from tests.factories import id_of

DAY, LATER = date(2024, 3, 4), date(2024, 3, 29)


def code_of(verb: Callable[[], object]) -> tuple[str, type[ClausesError]]:
    with pytest.raises(ClausesError) as refused:
        verb()
    return refused.value.code, type(refused.value)


def test_an_action_is_opened_once_a_year(office: Office) -> None:
    with writing(office.engine) as session:
        operator = session.get_one(OperatorAction, office.action).operator_id
        again: Callable[..., int] = lambda **said: open_action(  # noqa: E731
            session, **{"operator_id": operator, "year": 2024, "name": "SUIVI  btp", "by": BY, **OBJECTIVES, **said}
        )
        assert code_of(again) == ("sites.action_open", Conflict)
        assert code_of(lambda: again(name=" – ")) == ("sites.action_unnamed", Unusable)
        assert again(year=2025)


def test_somebody_is_sent_once_and_answered_once(office: Office) -> None:
    with writing(office.engine) as session:
        send: Callable[..., int] = lambda **said: send_person(  # noqa: E731
            session, **{"action_id": office.action, "person_id": office.lea, "sent_on": DAY, "by": BY, **said}
        )
        assert code_of(send) == ("sites.sent_already", Conflict)
        assert code_of(lambda: send(person_id=999_999))[1] is NotFound
        assert code_of(lambda: send(action_id=999_999))[1] is NotFound
        sent = send(person_id=id_of(f.person(session)), referent="Mme Sylla")
        answer: Callable[..., None] = lambda **said: answer_referral(  # noqa: E731
            session, **{"referral_id": sent, "accepted": False, "decided_on": LATER, "by": BY, **said}
        )
        assert code_of(answer) == ("sites.motive_missing", Unusable)
        assert code_of(lambda: answer(motive="x", decided_on=date(2024, 3, 3))) == ("sites.before_sending", Unusable)
        answer(motive=" autre projet ")
        row = session.get_one(Referral, sent)
        assert (row.state, row.motive, row.decided_on) == (ReferralState.REFUSED, "autre projet", LATER)
        assert code_of(lambda: answer(accepted=True)) == ("sites.answered_already", Conflict)
        assert code_of(lambda: answer(referral_id=999_999))[1] is NotFound


def test_the_fse_information_is_dated_once(office: Office) -> None:
    with writing(office.engine) as session:
        sent = session.exec(select(Referral.id)).one()
        assert sent is not None
        for _ in range(2):
            inform_of_fse(session, referral_id=sent, informed_on=DAY, by=BY)
        again = code_of(lambda: inform_of_fse(session, referral_id=sent, informed_on=LATER, by=BY))
        assert again == ("sites.fse_informed_already", Conflict)


def _mission(office: Office, session: Session, **said: Any) -> int:
    given = {"action_id": office.action, "person_id": office.lea, "starts_on": DAY, "ends_on": LATER, **said}
    if "contractor_id" not in given:
        given["contractor_id"] = id_of(f.contractor(session))
    return begin_mission(session, by=BY, **given)


def test_a_mission_is_followed_once_and_ends_after_it_starts(office: Office) -> None:
    with writing(office.engine) as session:
        contractor = id_of(f.contractor(session))
        mission = _mission(office, session, contractor_id=contractor)
        again = code_of(lambda: _mission(office, session, contractor_id=contractor))
        assert again == ("sites.mission_known", Conflict)
        reversed_ = code_of(lambda: _mission(office, session, ends_on=date(2024, 3, 3)))
        assert reversed_ == ("sites.mission_reversed", Unusable)
        end_mission(session, mission_id=mission, ends_on=date(2024, 4, 30), by=BY)
        assert session.get_one(Mission, mission).ends_on == date(2024, 4, 30)
        early = code_of(lambda: end_mission(session, mission_id=mission, ends_on=date(2024, 3, 1), by=BY))
        assert early == ("sites.mission_reversed", Unusable)


def test_a_fiche_of_activities_says_its_tasks_in_order(office: Office) -> None:
    with writing(office.engine) as session:
        mission = _mission(office, session)
        write: Callable[..., int] = lambda **said: write_activity_sheet(  # noqa: E731
            session,
            **{
                "mission_id": mission, "starts_on": DAY, "ends_on": LATER, "by": BY,
                "tasks": (Done("Coffrer  une semelle", Level.HELPED), Done("Nettoyer", Level.MASTERED)), **said,
            },
        )  # fmt: skip
        sheet = write(tutor_remark="bien", person_remark="intéressant")
        rows = session.exec(select(ActivityTask).where(col(ActivityTask.sheet_id) == sheet)).all()
        assert [(row.rank, row.task, row.level) for row in rows] == [
            (1, "Coffrer une semelle", Level.HELPED), (2, "Nettoyer", Level.MASTERED)
        ]  # fmt: skip
        assert code_of(write) == ("sites.sheet_known", Conflict)
        assert code_of(lambda: write(tasks=())) == ("sites.sheet_empty", Unusable)
        assert code_of(lambda: write(tasks=(Done(" ", Level.SEEN),))) == ("sites.sheet_empty", Unusable)
        assert code_of(lambda: write(ends_on=date(2024, 3, 1))) == ("sites.sheet_reversed", Unusable)
        assert code_of(lambda: write(mission_id=999_999))[1] is NotFound


def test_a_fiche_de_suivi_goes_once_to_each(office: Office) -> None:
    with writing(office.engine) as session:
        write: Callable[..., int] = lambda **said: write_follow_up(  # noqa: E731
            session,
            **{
                "action_id": office.action, "person_id": office.lea, "written_on": DAY, "situation": "En mission",
                "by": BY, **said,
            },
        )  # fmt: skip
        assert code_of(lambda: write(situation=" ")) == ("sites.follow_up_empty", Unusable)
        assert code_of(lambda: write(person_id=id_of(f.person(session)))) == ("sites.not_sent", Conflict)
        fiche = write()
        for recipient, name in ((Recipient.REFERENT, "Mme Sylla"), (Recipient.STRUCTURE, "Créativ'")):
            send_follow_up(session, follow_up_id=fiche, recipient=recipient, name=name, by=BY)
        send: Callable[[str], int] = lambda name: send_follow_up(  # noqa: E731
            session, follow_up_id=fiche, recipient=Recipient.REFERENT, name=name, by=BY
        )
        assert code_of(lambda: send("Mme Sylla")) == ("sites.follow_up_sent", Conflict)
        assert code_of(lambda: send(" ")) == ("sites.recipient_missing", Unusable)
        assert len(session.exec(select(FollowUpSending)).all()) == 2
        assert session.exec(select(Journal.act)).all().count("send_follow_up") == 2
