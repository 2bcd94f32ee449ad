"""What a file of past meetings would do, decided without the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.people.rules import KnownPerson, Name, Register
from clauses.sites.rules import MeetingKind, ModuleTaken
from clauses.words import folded
from imports.meetings.facts import (
    AttendanceSaid,
    KnownAction,
    KnownAttendance,
    KnownMeeting,
    KnownMeetings,
    KnownReferral,
    MeetingSaid,
    MeetingsPlan,
    TaskSaid,
)
from imports.meetings.plan import plan
from imports.said import Headers

LEA, KARIM, LOT, ACTION = 51, 52, 7, 3
BORN, DAY, TODAY = date(1990, 5, 4), date(2023, 2, 6), date(2024, 6, 15)
HEADERS = Headers({}, {"last_name": "Nom"})
KNOWN = KnownMeetings(
    register=Register(
        KnownPerson(number, Name.of(last, first), BORN)
        for number, last, first in ((LEA, "Roux", "Léa"), (KARIM, "Dubois", "Karim"))
    ),
    operators={"ariq": 9},
    actions=(KnownAction(ACTION, "ariq", date(2023, 1, 1), date(2023, 12, 31)),),
    referrals={(ACTION, LEA): KnownReferral(), (ACTION, KARIM): KnownReferral()},
    lots={("2023 t001", "1"): (LOT,), ("2023 t002", "1"): (1, 2)},
)
_BLANK = dict.fromkeys(
    (
        "operator", "venue", "market", "lot", "company", "tutor", "present", "test_taken_on", "score", "exception",
        "seen", "task", "task_who", "task_due_on", "signature", "sent_on", "referent", "fse_informed_on",
        "people_foreseen", "positive_percent", "objective_source",
        "fse_plus",
    )
)  # fmt: skip
MODULE = {"meeting_kind": "module", "held_on": DAY, "test_taken_on": DAY, "score": "14/20"}
INTERVIEW = {"meeting_kind": "motivation", "held_on": DAY + timedelta(days=7)}
VISIT = {"meeting_kind": "site_visit", "held_on": DAY, "market": "2023-T001", "lot": "1"}
OPENING = {
    "operator": "Autre Opérateur", "held_on": date(2022, 3, 1), "people_foreseen": 90, "positive_percent": 25,
    "objective_source": "convention 2022", "meeting_kind": "evaluation",
}  # fmt: skip


def row(said: Mapping[str, Any]) -> dict[str, Any]:
    return {**_BLANK, "last_name": "Roux", "first_name": "Léa", "birth_date": BORN, **said}


def decided(*rows: Mapping[str, Any], known: KnownMeetings = KNOWN) -> MeetingsPlan:
    numbered = [{"sheet": "Rencontres", "row": number, **row(said)} for number, said in enumerate(rows, start=2)]
    return plan(numbered, known, HEADERS, today=TODAY)


def codes(made: MeetingsPlan) -> list[str]:
    return [issue.code.removeprefix("meetings.") for issue in made.issues]


def only(made: MeetingsPlan) -> AttendanceSaid:
    (written,) = made.attendances.values()
    return written.said


def of(made: MeetingsPlan, kind: MeetingKind) -> AttendanceSaid:
    (said,) = [each.said for each in made.attendances.values() if each.kind is kind]
    return said


def test_a_module_with_its_test_is_written() -> None:
    made = decided({**MODULE, "signature": " feuille classée"})
    said = only(made)
    assert (said.present, said.test_taken_on, said.score, said.out_of) == (True, DAY, 14, 20)
    assert said.signature == " feuille classée"
    assert (made.created, made.unchanged, codes(made)) == (1, 0, [])
    assert made.accepted == {("Rencontres", 2)}


def test_an_interview_names_the_module_of_the_file_whatever_the_order_of_the_rows() -> None:
    for rows in ((MODULE, INTERVIEW), (INTERVIEW, MODULE)):
        made = decided(*rows)
        interview = of(made, MeetingKind.MOTIVATION)
        assert interview.module is not None
        assert interview.module.attendance_id == -1
        assert made.created == 2


def test_an_interview_names_a_module_recorded_before() -> None:
    taken = ModuleTaken(77, DAY, DAY)
    made = decided(INTERVIEW, known=replace(KNOWN, modules={(ACTION, LEA): (taken,)}))
    assert only(made).module == taken


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ((INTERVIEW,), "module_missing"),
        (({**MODULE, "test_taken_on": None, "score": None}, INTERVIEW), "test_missing"),
        (({**MODULE, "present": False, "test_taken_on": None, "score": None}, INTERVIEW), "module_missing"),
        (({**MODULE, "last_name": "Dubois", "first_name": "Karim"}, INTERVIEW), "module_missing"),
    ],
)
def test_an_interview_before_its_module_and_test_is_refused(rows: tuple[dict[str, Any], ...], code: str) -> None:
    assert codes(decided(*rows)) == [code]


def test_an_exception_is_written_with_its_motive_only_where_it_is_one() -> None:
    made = decided({**INTERVIEW, "exception": "module complet"})
    assert (only(made).exception, only(made).module) == ("module complet", None)
    made = decided(MODULE, {**INTERVIEW, "exception": "inutile"})
    assert [each.said.exception for each in made.attendances.values()] == [None, None]


def test_someone_absent_from_an_interview_needs_no_module_and_no_signature() -> None:
    said = only(decided({**INTERVIEW, "present": False, "signature": "x"}))
    assert (said.present, said.module, said.signature) == (False, None, None)


def test_a_pass_mark_of_the_action_holds_for_the_past_too() -> None:
    marked = replace(KNOWN, actions=(replace(KNOWN.actions[0], pass_mark=80),))
    assert codes(decided(MODULE, INTERVIEW, known=marked)) == ["mark_missing"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({**MODULE, "last_name": "Inconnu"}, "unknown_person"),
        ({**MODULE, "held_on": TODAY + timedelta(days=1)}, "in_future"),
        ({**MODULE, "held_on": date(2022, 2, 6), "test_taken_on": None, "score": None}, "no_action"),
        ({**MODULE, "operator": "Autre"}, "no_action"),
        ({**MODULE, "score": "bien"}, "not_a_score"),
        ({**MODULE, "score": "21/20"}, "test_fault"),
        ({**MODULE, "test_taken_on": None}, "test_fault"),
        ({**VISIT, "market": None}, "unknown_lot"),
        ({**VISIT, "lot": None}, "unknown_lot"),
        ({**VISIT, "lot": "2"}, "unknown_lot"),
        ({**VISIT, "market": "2023-T002"}, "unknown_lot"),
        ({**VISIT, "task": "Changer le casque"}, "task_incomplete"),
        ({**OPENING, "positive_percent": 101}, "no_action"),
        ({**OPENING, "positive_percent": None}, "no_action"),
        ({**OPENING, "people_foreseen": 0}, "no_action"),
        ({**OPENING, "objective_source": None}, "no_action"),
        ({**OPENING, "operator": None}, "no_action"),
    ],
)
def test_what_cannot_be_taken_is_said(said: dict[str, Any], code: str) -> None:
    made = decided(said)
    assert codes(made) == [code]
    assert (made.created, made.accepted) == (0, set())


def test_two_actions_of_a_day_are_not_guessed_between() -> None:
    two = replace(KNOWN, actions=(*KNOWN.actions, KnownAction(4, "autre", date(2023, 1, 1), date(2023, 12, 31))))
    assert codes(decided(MODULE, known=two)) == ["several_actions"]
    assert decided({**MODULE, "operator": "ARIQ"}, known=two).created == 1


def test_a_file_opens_the_action_of_a_year_once() -> None:
    made = decided(OPENING, {**OPENING, "held_on": date(2022, 4, 1), "people_foreseen": None})
    ((number, new),) = made.actions.items()
    assert (number, new.operator, new.operator_id, new.year, new.people_foreseen) == (
        -1,
        "Autre Opérateur",
        None,
        2022,
        90,
    )
    assert {each.action for each in made.meetings.values()} == {-1}
    assert decided({**OPENING, "operator": "ariq"}).actions[-1].operator_id == 9


def test_somebody_who_was_not_sent_is_from_the_first_meeting() -> None:
    unsent = replace(KNOWN, referrals={})
    later = {
        **MODULE,
        "meeting_kind": "evaluation",
        "held_on": DAY + timedelta(days=30),
        "test_taken_on": None,
        "score": None,
    }
    made = decided(
        {**later, "referent": "Mme Sylla", "fse_informed_on": DAY}, {**MODULE, "sent_on": DAY - timedelta(days=3)},
        known=unsent,
    )  # fmt: skip
    sent = made.referrals[ACTION, LEA]
    assert (sent.sent_on, sent.decided_on, sent.referent, sent.fse_informed_on) == (
        DAY - timedelta(days=3), DAY, "Mme Sylla", DAY
    )  # fmt: skip
    assert codes(made) == ["sending_added"]
    assert decided(MODULE).referrals == {}
    after = decided({**MODULE, "sent_on": DAY + timedelta(days=9)}, known=unsent)
    assert after.referrals[ACTION, LEA].sent_on == DAY  # nobody is met before being sent


def test_a_repeated_row_still_says_who_sent_somebody() -> None:
    made = decided(MODULE, {**MODULE, "referent": "Mme Sylla"}, known=replace(KNOWN, referrals={}))
    assert made.referrals[ACTION, LEA].referent == "Mme Sylla"
    assert (made.created, made.unchanged) == (1, 1)


def test_someone_refused_is_not_met() -> None:
    assert codes(decided(MODULE, known=replace(KNOWN, refused=frozenset({(ACTION, LEA)})))) == ["refused_person"]


def test_rows_of_one_meeting_make_one_meeting_with_what_it_left_to_do() -> None:
    task = {"task": "Changer le casque", "task_who": "Le tuteur", "task_due_on": DAY}
    made = decided({**VISIT, **task}, {**VISIT, **task, "last_name": "Dubois", "first_name": "Karim"})
    assert len(made.meetings) == 1
    assert [*made.tasks.values()] == [[TaskSaid("Changer le casque", "Le tuteur", DAY)]]
    assert len(made.attendances) == 2


def test_the_same_row_twice_changes_nothing_and_another_is_refused() -> None:
    made = decided(MODULE, MODULE, {**MODULE, "score": "15/20"})
    assert (made.created, made.unchanged, codes(made)) == (1, 1, ["said_twice"])


# What is recorded already


def recorded(
    said: AttendanceSaid,
    kind: MeetingKind = MeetingKind.MODULE,
    *,
    meeting: MeetingSaid | None = None,
    known: KnownMeetings = KNOWN,
) -> KnownMeetings:
    """Léa at one meeting of the day; `meeting` says more of it."""
    told = meeting or MeetingSaid()
    held = KnownMeeting(61, told, frozenset({folded(told.seen)} if told.seen else ()))
    attended = KnownAttendance(71, 61, told.lot_id, said)
    taken = (ModuleTaken(71, DAY, said.test_taken_on),) if kind is MeetingKind.MODULE and said.present else ()
    return replace(
        known,
        meetings={(ACTION, kind, DAY): (held,)},
        attendances={(ACTION, LEA, kind, DAY): (attended,)},
        modules={(ACTION, LEA): taken},
    )


TESTED = AttendanceSaid(True, DAY, 14, 20)


def test_what_is_recorded_is_kept() -> None:
    known = recorded(TESTED)
    assert (decided(MODULE, known=known).unchanged, codes(decided(MODULE, known=known))) == (1, [])
    for other in ({"score": "15/20"}, {"test_taken_on": DAY + timedelta(days=1)}, {"score": "14/30"}):
        made = decided({**MODULE, **other}, known=known)
        assert (made.unchanged, made.attendances, made.completed, codes(made)) == (1, {}, {}, ["kept"])
    absent = {**MODULE, "present": False, "test_taken_on": None, "score": None}
    assert codes(decided(absent, known=known)) == ["kept"]


def test_a_row_that_says_less_than_what_is_recorded_changes_nothing() -> None:
    known = recorded(replace(TESTED, signature="feuille classée"), meeting=MeetingSaid("Mairie", None, "A", "B", "C"))
    for said in ({"test_taken_on": None, "score": None}, {"score": None}):
        made = decided({**MODULE, **said}, known=known)
        assert (made.unchanged, made.replaced, made.sayings, made.completed, codes(made)) == (1, 0, {}, {}, [])


def test_a_proof_of_signature_that_comes_later_is_written() -> None:
    known = recorded(TESTED)
    made = decided({**MODULE, "signature": "feuille classée"}, known=known)
    assert made.completed == {71: replace(TESTED, signature="feuille classée")}
    assert (made.created, made.replaced, made.unchanged, codes(made)) == (0, 1, 0, [])


def test_a_proof_comes_with_a_row_that_says_otherwise_of_the_rest() -> None:
    made = decided({**MODULE, "score": "3/20", "signature": "feuille classée"}, known=recorded(TESTED))
    assert made.completed == {71: replace(TESTED, signature="feuille classée")}
    assert codes(made) == ["kept"]
    absent = recorded(AttendanceSaid(present=False))
    made = decided({**MODULE, "signature": "feuille classée"}, known=absent)
    assert (made.completed, codes(made)) == ({}, ["kept"])


def test_another_proof_than_the_one_recorded_is_said_and_not_written() -> None:
    known = recorded(replace(TESTED, signature="Dessinée à l'écran"))
    made = decided({**MODULE, "signature": "feuille classée"}, known=known)
    assert (made.completed, made.unchanged, codes(made)) == ({}, 1, ["signature_kept"])
    assert codes(decided({**MODULE, "signature": "DESSINÉE à l'écran "}, known=known)) == []


def test_a_test_taken_since_completes_the_module_and_opens_the_interview() -> None:
    untested = AttendanceSaid(present=True)
    known = recorded(untested)
    assert codes(decided(INTERVIEW, known=known)) == ["test_missing"]
    made = decided(INTERVIEW, MODULE, known=known)
    assert made.completed == {71: TESTED}
    assert only(made).module == ModuleTaken(71, DAY, DAY, 14, 20)
    assert (made.created, made.replaced) == (1, 1)
    marked = decided(MODULE, known=recorded(AttendanceSaid(True, DAY)))
    assert marked.completed == {71: TESTED}


def test_somebody_expected_came_or_not() -> None:
    expected = AttendanceSaid(present=None)
    assert decided(MODULE, known=recorded(expected)).completed == {71: TESTED}
    away = {**MODULE, "present": False, "test_taken_on": None, "score": None}
    assert decided(away, known=recorded(expected)).completed == {71: AttendanceSaid(present=False)}
    waiting = recorded(expected, MeetingKind.MOTIVATION)
    interview = {**INTERVIEW, "held_on": DAY}
    assert codes(decided(interview, known=waiting)) == ["module_missing"]
    made = decided(interview, MODULE, known=waiting)
    module = made.completed[71].module
    assert module is not None
    assert module.attendance_id == -1


def test_an_exception_recorded_stands_beside_another() -> None:
    known = recorded(AttendanceSaid(present=True, exception="module complet"), MeetingKind.MOTIVATION)
    interview = {**INTERVIEW, "held_on": DAY}
    assert codes(decided(interview, known=known)) == []
    assert codes(decided({**interview, "exception": "module complet"}, known=known)) == []
    assert codes(decided({**interview, "exception": "autre"}, known=known)) == ["kept"]


def test_a_second_person_joins_the_meeting_that_is_recorded() -> None:
    known = recorded(TESTED, meeting=MeetingSaid("Salle du Lavoir"))
    karim = {**MODULE, "last_name": "Dubois", "first_name": "Karim"}
    for venue in ("Salle du Lavoir", "salle du  lavoir", None):
        made = decided({**karim, "venue": venue}, known=known)
        assert (made.meetings, [each.meeting for each in made.attendances.values()]) == ({}, [61])
    made = decided({**karim, "venue": "Mairie"}, known=known)
    assert [each.meeting for each in made.attendances.values()] == [-1]
    assert made.meetings[-1].said.place == "Mairie"


def test_a_place_that_two_meetings_could_be_of_is_not_guessed() -> None:
    two = (KnownMeeting(61, MeetingSaid("Mairie")), KnownMeeting(62, MeetingSaid("Lavoir")))
    known = replace(KNOWN, meetings={(ACTION, MeetingKind.MODULE, DAY): two})
    assert [each.meeting for each in decided(MODULE, known=known).attendances.values()] == [-1]


@pytest.mark.parametrize(
    ("recorded_lot", "said", "meeting"),
    [(None, {"market": "2023-T001", "lot": "1"}, 61), (LOT, {}, 61), (99, {"market": "2023-T001", "lot": "1"}, -1)],
)
def test_the_lot_of_a_meeting_that_is_no_visit_may_be_said_in_one_file_only(
    recorded_lot: int | None, said: dict[str, Any], meeting: int
) -> None:
    known = recorded(AttendanceSaid(present=True), MeetingKind.EVALUATION, meeting=MeetingSaid(lot_id=recorded_lot))
    made = decided({"meeting_kind": "evaluation", "held_on": DAY, **said}, known=known)
    assert made.created == (meeting < 0)
    sayings = [each for each, _ in made.sayings.get(61, ())]
    assert sayings == ([MeetingSaid(lot_id=LOT)] if recorded_lot is None else [])
    karim = {"last_name": "Dubois", "first_name": "Karim"}
    made = decided({"meeting_kind": "evaluation", "held_on": DAY, **karim, **said}, known=known)
    assert [each.meeting for each in made.attendances.values()] == [meeting]


def test_findings_said_in_a_second_file_are_kept_beside_the_first() -> None:
    known = recorded(TESTED, meeting=MeetingSaid(company="Maçons", seen="Gestes sûrs"))
    row_of = {**MODULE, "company": "Maçons du Sud", "tutor": "M. Petit", "seen": "Casque usé"}
    made = decided(row_of, {**row_of, "seen": "gestes sûrs."}, row_of, known=known)
    assert [said for said, _ in made.sayings[61]] == [
        MeetingSaid(None, None, "Maçons du Sud", "M. Petit", "Casque usé")
    ]
    assert (made.replaced, made.unchanged, codes(made)) == (1, 2, [])


def test_every_finding_and_task_of_the_rows_of_one_meeting_is_kept() -> None:
    karim = {**VISIT, "last_name": "Dubois", "first_name": "Karim"}
    task = {"task_who": "Le tuteur", "task_due_on": DAY}
    made = decided(
        {**VISIT, "seen": "Gestes sûrs", "task": "Casque", **task},
        {**VISIT, "seen": "Gestes sûrs", "task": "Gants", **task},
        {**VISIT, "seen": "—", "task": "casque", **task},
        {**karim, "seen": "Casque usé", "tutor": "M. Petit"},
    )
    assert made.meetings[-1].said.seen == "Gestes sûrs"
    assert [said for said, _ in made.sayings[-1]] == [MeetingSaid(tutor="M. Petit", seen="Casque usé")]
    assert made.tasks == {-1: [TaskSaid("Casque", "Le tuteur", DAY), TaskSaid("Gants", "Le tuteur", DAY)]}
    assert (made.created, made.unchanged, codes(made)) == (2, 2, [])


def test_a_task_that_the_meeting_has_already_is_not_left_twice() -> None:
    held = KnownMeeting(61, MeetingSaid(lot_id=LOT), frozenset(), frozenset({("casque", "le tuteur", DAY)}))
    known = replace(KNOWN, meetings={(ACTION, MeetingKind.SITE_VISIT, DAY): (held,)})
    left = {"task": "Casque", "task_who": "Le tuteur", "task_due_on": DAY}
    assert decided({**VISIT, **left}, known=known).tasks == {}
    later = decided({**VISIT, **left, "task_due_on": DAY + timedelta(days=9)}, known=known)
    assert [len(each) for each in later.tasks.values()] == [1]


def test_a_row_completes_the_one_before_it_in_its_file() -> None:
    made = decided({**MODULE, "test_taken_on": None, "score": None}, {**MODULE, "signature": "feuille"}, INTERVIEW)
    assert of(made, MeetingKind.MODULE) == replace(TESTED, signature="feuille")
    assert (made.created, made.unchanged, codes(made)) == (2, 1, [])


def test_what_was_not_known_of_somebody_sent_is_told_and_nothing_is_changed() -> None:
    made = decided({**MODULE, "referent": "Mme Sylla", "fse_informed_on": DAY})
    assert made.informed == {(ACTION, LEA): KnownReferral("Mme Sylla", DAY)}
    before = recorded(TESTED, known=replace(KNOWN, referrals={(ACTION, LEA): KnownReferral("Mme Sylla", DAY)}))
    assert codes(decided({**MODULE, "referent": "MME SYLLA", "fse_informed_on": DAY}, known=before)) == []
    for other in ({"referent": "M. Roy"}, {"fse_informed_on": DAY + timedelta(days=1)}):
        made = decided({**MODULE, **other}, known=before)
        assert (made.informed, made.unchanged, codes(made)) == ({}, 1, ["referral_kept"])
    since = recorded(TESTED)
    made = decided({**MODULE, "fse_informed_on": DAY}, known=since)
    assert (made.informed, made.replaced) == ({(ACTION, LEA): KnownReferral(None, DAY)}, 1)


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "meeting_kind": st.sampled_from(["module", "motivation", "evaluation"]),
            "held_on": st.dates(date(2023, 1, 1), date(2023, 3, 1)),
            "present": st.sampled_from([None, True, False]),
            "exception": st.sampled_from([None, "module complet"]),
        }
    ),
    max_size=8,
)


@given(ROWS, st.randoms(use_true_random=False))
def test_every_row_is_accepted_or_said_and_the_order_of_the_file_changes_no_refusal(
    rows: list[dict[str, Any]], shuffler: Any
) -> None:
    tested = [
        {**each, "test_taken_on": each["held_on"]}
        if each["meeting_kind"] == "module" and each["present"] is not False
        else each
        for each in rows
    ]
    made = decided(*tested)
    refused = {issue.row for issue in made.issues if issue.severity.value == "error"}
    assert len(made.accepted) + len(refused) == len(rows)
    for each in made.attendances.values():
        said, day = each.said, each.held_on
        if each.kind is MeetingKind.MOTIVATION and said.present:
            assert (said.module is None) is (said.exception is not None)
            assert said.module is None or (said.module.test_taken_on or day) <= day
