"""What the database holds of the operator's follow-up and of documents issued, broken by name."""

from datetime import date

from clauses.sites.rules import Manner, MeetingKind, ReferralState
from tests import factories_sites as s
from tests.clauses.constraint_cases import ABSENT, UNKNOWN, Case, breaks, twice

LATER, EARLIER = date(2023, 12, 31), date(2022, 12, 31)
WITNESSED = {"manner": Manner.WITNESSED, "first_witness": "Ana", "second_witness": "Bob", "reason": "poignet plâtré"}
WAITING = {"state": ReferralState.WAITING, "decided_on": None}
EXCEPTION = {"exception_motive": "module complet", "exception_by": "Ana"}
NO_MODULE = {"module_id": None, "module_kind": None, "module_tested_on": None}

SITES: dict[str, Case] = {
    "fk_operator_action_operator_id": breaks(s.action, operator_id=ABSENT),
    "ck_operator_action_named": breaks(s.action, name_key=""),
    "ck_operator_action_in_order": breaks(s.action, ends_on=EARLIER),
    "ck_operator_action_people": breaks(s.action, people_foreseen=0),
    "ck_operator_action_positive": breaks(s.action, positive_percent=101),
    "ck_operator_action_pass_mark": breaks(s.action, pass_mark=101),
    "ck_operator_action_warnings": breaks(s.action, visit_weeks=0),
    "ck_operator_action_funding": breaks(s.action, funding_cents=-1),
    "ck_operator_action_sourced": breaks(s.action, source=""),
    "uq_operator_action_operator_year_name": twice(s.action),
    "fk_referral_action_id": breaks(s.referral, action_id=ABSENT),
    "fk_referral_person_id": breaks(s.referral, person_id=ABSENT),
    "ck_referral_referralstate": breaks(s.referral, state=UNKNOWN),
    "ck_referral_dated_when_decided": breaks(s.referral, decided_on=None),
    "ck_referral_in_order": breaks(s.referral, decided_on=EARLIER),
    "ck_referral_refused_with_motive": breaks(s.referral, state=ReferralState.REFUSED),
    "ck_referral_author_named": breaks(s.referral, author=""),
    "uq_referral_action_person": twice(s.referral),
    "fk_meeting_action_id": breaks(s.meeting, action_id=ABSENT),
    "fk_meeting_lot_id": breaks(s.visit, lot_id=ABSENT),
    "fk_meeting_run_id": breaks(s.meeting, run_id=ABSENT),
    "ck_meeting_meetingkind": breaks(s.meeting, kind=UNKNOWN),
    "ck_meeting_visit_of_a_lot": breaks(s.visit, lot_id=None),
    "ck_meeting_author_named": breaks(s.meeting, author=""),
    "fk_attendance_meeting_id": breaks(s.attendance, meeting_id=ABSENT, kind=MeetingKind.OTHER, held_on=LATER),
    "fk_attendance_person_id": breaks(s.attendance, person_id=ABSENT),
    "fk_attendance_run_id": breaks(s.attendance, run_id=ABSENT),
    "fk_attendance_module_id": breaks(
        s.interview, module_id=ABSENT, person_id=ABSENT, module_kind="module", module_tested_on=date(2023, 4, 4)
    ),
    "ck_attendance_meetingkind": breaks(s.attendance, kind=UNKNOWN),
    "ck_attendance_module_before_interview": breaks(s.interview, **NO_MODULE),
    "ck_attendance_module_is_one": breaks(s.interview, module_kind=None),
    "ck_attendance_exception_signed": breaks(s.interview, exception_motive="module complet"),
    "ck_attendance_test_in_module": breaks(s.attendance, test_taken_on=EARLIER),
    "ck_attendance_score": breaks(s.attendance, {"test_taken_on": s.SPRING}, score=21, out_of=20),
    "uq_attendance_meeting_person": twice(s.attendance),
    "fk_attendance_signature_attendance_id": breaks(s.signature, attendance_id=ABSENT),
    "fk_attendance_signature_stored_file_id": breaks(s.signature, stored_file_id=ABSENT),
    "ck_attendance_signature_manner": Case(
        s.signature, broken={"manner": UNKNOWN, "stored_file_id": None, "reason": "poignet plâtré"}
    ),
    "ck_attendance_signature_picture": breaks(s.signature, stored_file_id=None),
    "ck_attendance_signature_two_witnesses": breaks(s.signature, WITNESSED, second_witness="Ana"),
    "ck_attendance_signature_reasoned": breaks(s.signature, WITNESSED, reason=None),
    "ck_attendance_signature_author_named": breaks(s.signature, author=""),
    "uq_attendance_signature_attendance": twice(s.signature),
    "fk_visit_task_meeting_id": breaks(s.visit_task, meeting_id=ABSENT),
    "ck_visit_task_said": breaks(s.visit_task, what=""),
    "ck_visit_task_done_by_someone": breaks(s.visit_task, done_on=LATER),
    "fk_mission_action_id": breaks(s.mission, action_id=ABSENT),
    "fk_mission_person_id": breaks(s.mission, person_id=ABSENT),
    "fk_mission_contractor_id": breaks(s.mission, contractor_id=ABSENT),
    "ck_mission_in_order": breaks(s.mission, ends_on=EARLIER),
    "ck_mission_author_named": breaks(s.mission, author=""),
    "uq_mission_person_contractor_start": twice(s.mission),
    "fk_activity_sheet_mission_id": breaks(s.activity_sheet, mission_id=ABSENT),
    "ck_activity_sheet_in_order": breaks(s.activity_sheet, ends_on=EARLIER),
    "ck_activity_sheet_author_named": breaks(s.activity_sheet, author=""),
    "uq_activity_sheet_mission_start": twice(s.activity_sheet),
    "fk_activity_task_sheet_id": breaks(s.activity_task, sheet_id=ABSENT),
    "ck_activity_task_said": breaks(s.activity_task, task=""),
    "ck_activity_task_level": breaks(s.activity_task, level=UNKNOWN),
    "uq_activity_task_sheet_rank": twice(s.activity_task),
    "fk_follow_up_action_id": breaks(s.follow_up, action_id=ABSENT),
    "fk_follow_up_person_id": breaks(s.follow_up, person_id=ABSENT),
    "ck_follow_up_said": breaks(s.follow_up, situation=""),
    "ck_follow_up_author_named": breaks(s.follow_up, author=""),
    "fk_follow_up_sending_follow_up_id": breaks(s.sending, follow_up_id=ABSENT),
    "ck_follow_up_sending_named": breaks(s.sending, name=""),
    "ck_follow_up_sending_recipient": breaks(s.sending, recipient=UNKNOWN),
    "uq_follow_up_sending_to": twice(s.sending),
    "ck_client_entry_key_form": breaks(s.entry, key="court"),
    "ck_client_entry_fingerprint_form": breaks(s.entry, fingerprint="abc"),
    "ck_client_entry_entrykind": breaks(s.entry, kind=UNKNOWN),
    "fk_issued_document_stored_file_id": breaks(s.issued, stored_file_id=ABSENT),
    "ck_issued_document_documentkind": breaks(s.issued, kind=UNKNOWN),
    "ck_issued_document_code_form": breaks(s.issued, code="abc"),
    "ck_issued_document_fingerprint_form": breaks(s.issued, fingerprint="abc"),
    "ck_issued_document_author_named": breaks(s.issued, issued_by=""),
    "uq_issued_document_number": twice(s.issued),
    "uq_issued_document_code": twice(s.issued),
    "uq_issued_document_content": twice(s.issued),
}

SITES_ALSO: tuple[tuple[str, Case], ...] = (
    ("ck_operator_action_warnings", breaks(s.action, ending_days=0)),
    ("ck_operator_action_positive", breaks(s.action, positive_percent=-1)),
    ("ck_operator_action_pass_mark", breaks(s.action, pass_mark=-1)),
    ("ck_referral_dated_when_decided", breaks(s.referral, WAITING, decided_on=LATER)),
    ("ck_referral_refused_with_motive", breaks(s.referral, state=ReferralState.REFUSED, motive="")),
    ("ck_attendance_module_before_interview", breaks(s.interview, **NO_MODULE, exception_motive="", exception_by="A")),
    ("ck_attendance_module_is_one", breaks(s.interview, module_tested_on=None)),
    ("ck_attendance_module_is_one", breaks(s.interview, module_kind="other")),
    ("ck_attendance_module_is_one", breaks(s.interview, module_tested_on=date(2023, 4, 18))),
    ("ck_attendance_exception_signed", breaks(s.interview, EXCEPTION, exception_by=None)),
    ("ck_attendance_test_in_module", breaks(s.attendance, present=False, test_taken_on=s.SPRING)),
    ("ck_attendance_test_in_module", breaks(s.attendance, present=None, test_taken_on=s.SPRING)),
    (
        "ck_attendance_test_in_module",
        breaks(s.attendance, {"kind": MeetingKind.OTHER}, test_taken_on=s.SPRING),
    ),
    ("ck_attendance_score", breaks(s.attendance, {"test_taken_on": s.SPRING}, score=14)),
    ("ck_attendance_score", breaks(s.attendance, {"test_taken_on": s.SPRING}, score=-1, out_of=20)),
    ("ck_attendance_score", breaks(s.attendance, {"test_taken_on": s.SPRING}, score=0, out_of=0)),
    ("ck_attendance_score", breaks(s.attendance, score=14, out_of=20)),
    ("ck_attendance_signature_picture", breaks(s.signature, **WITNESSED)),
    ("ck_attendance_signature_two_witnesses", breaks(s.signature, WITNESSED, second_witness=None)),
    ("ck_attendance_signature_reasoned", breaks(s.signature, WITNESSED, reason="")),
    ("ck_visit_task_said", breaks(s.visit_task, who="")),
    ("ck_visit_task_done_by_someone", breaks(s.visit_task, done_by="Ana")),
    ("ck_client_entry_key_form", breaks(s.entry, key="x" * 15)),
)
"""Other ways of breaking the same ones."""
