"""Every invariant that the database holds, by name, with what breaks it and nothing else.

Each case starts from a valid row of `tests.factories` (the test stores it first: that is its control), then changes
the columns given. ``twin`` adds a second row that says the same as the first in the columns of a unique index.
"""

from datetime import date
from typing import Any

from sqlmodel import Session, SQLModel, select

from clauses.accounts.rules import ActorKind
from clauses.audit import Journal, JournalHead, record
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.models import MarketBefore
from clauses.markets.rules import MarketField, ObligationKind, PenaltyKind, Rewriting
from clauses.matching.rules import ProposalState, RefusalReason
from clauses.questions.rules import QuestionState
from clauses.reference.rules import Role
from tests import accounts as a
from tests import factories as f
from tests import official_factories as o
from tests.clauses.constraint_cases import ABSENT, UNKNOWN, Case, breaks, twice
from tests.clauses.constraints_exchanges import EXCHANGES
from tests.clauses.constraints_proofs import PROOFS, PROOFS_ALSO
from tests.clauses.constraints_sites import SITES, SITES_ALSO
from tests.factories import NOON


def act(session: Session, **values: Any) -> Journal:
    return record(session, "lock", by="Facilitatrice", subject="month")


def head(session: Session, **values: Any) -> JournalHead:
    return session.exec(select(JournalHead)).one()


def _no_contractor(session: Session, **values: Any) -> SQLModel:
    return f.obligation(session, contractor_id=None, **values)


def _before(session: Session, **values: Any) -> MarketBefore:
    """An end that was postponed."""
    if "market_id" not in values:
        values["market_id"] = f.id_of(f.market(session))
    said = {"field": MarketField.ENDS_ON, "said": "2023-12-31", "rewriting": Rewriting.CHANGE, "author": "Ana"}
    row = MarketBefore(**{**said, "until": LATER, "at": NOON, **values})
    session.add(row)
    session.flush()
    return row


REOPENED = {"reopening_asked_by": "Ana", "reopened_by": "Bob", "reopened_at": NOON}
LATER = date(2023, 12, 31)
EARLIER = date(2022, 12, 31)
MULTIPLE = {
    "kind": PenaltyKind.MULTIPLE,
    "cents_per_hour": None,
    "multiple": 300,
    "reference_rate": "smic_horaire_brut",
}
SET_ASIDE = {"state": DeclarationState.SUPERSEDED}
PROPOSED = {"state": DeclarationState.PROPOSED}

CASES: dict[str, Case] = {
    **SITES,
    **EXCHANGES,
    **PROOFS,
    # accounts
    "ck_organisation_named": breaks(f.organisation, name=""),
    "ck_organisation_siret_form": breaks(f.organisation, siret="1234567890123"),
    "ck_organisation_employerkind": breaks(f.organisation, employer_kind=UNKNOWN),
    "uq_organisation_siret": twice(f.organisation),
    "uq_organisation_name_key_without_siret": twice(f.organisation, {"siret": None}),
    # audit
    "ck_journal_author_named": breaks(act, author=""),
    "uq_journal_seal": twice(act),
    "ck_journal_head_single": breaks(head, id=2),
    # files
    "ck_stored_file_sha256_form": breaks(f.stored_file, sha256="abc"),
    "ck_stored_file_size": breaks(f.stored_file, size=-1),
    "uq_stored_file_sha256": twice(f.stored_file),
    "fk_import_run_stored_file_id": breaks(f.run, stored_file_id=ABSENT),
    "ck_import_run_author_named": breaks(f.run, author=""),
    "ck_import_run_filekind": breaks(f.run, kind=UNKNOWN),
    "ck_import_run_rows_add_up": breaks(f.run, rows_read=3, rows_accepted=1, rows_rejected=1),
    "ck_import_issue_severity": breaks(f.issue, severity=UNKNOWN),
    "fk_import_issue_run_id": breaks(f.issue, run_id=ABSENT),
    # drafts
    "fk_market_before_market_id": breaks(_before, market_id=ABSENT),
    "fk_market_before_run_id": breaks(_before, run_id=ABSENT),
    "ck_market_before_marketfield": breaks(_before, field=UNKNOWN),
    "ck_market_before_rewriting": breaks(_before, rewriting=UNKNOWN),
    "ck_market_before_changed_from_something": breaks(_before, said=None),
    "ck_market_before_author_named": breaks(_before, author=""),
    "ck_market_draft_referenced": breaks(o.market_draft, reference_key=""),
    "ck_market_draft_version": breaks(o.market_draft, version=0),
    "ck_market_draft_draftstate": Case(
        o.market_draft, broken={"state": UNKNOWN}, aside="ck_market_draft_decided_by_someone"
    ),
    "ck_market_draft_decided_by_someone": breaks(o.market_draft, decided_by="Ana", decided_at=NOON),
    "ck_market_draft_decided_when": breaks(o.market_draft, decided_at=NOON),
    "ck_market_draft_accepted_into_a_market": breaks(o.accepted_draft, market_id=None),
    "fk_market_draft_market_id": breaks(o.accepted_draft, market_id=ABSENT),
    "fk_market_draft_run_id": breaks(o.market_draft, run_id=ABSENT),
    "uq_market_draft_buyer_reference": twice(o.market_draft),
    "ck_market_draft_version_version": breaks(o.market_draft_version, version=0),
    "fk_market_draft_version_draft_id": breaks(o.market_draft_version, draft_id=ABSENT),
    "fk_market_draft_version_run_id": breaks(o.market_draft_version, run_id=ABSENT),
    "uq_market_draft_version_draft_version": twice(o.market_draft_version),
    # reference
    "ck_reference_edition_referencepart": breaks(o.edition, part=UNKNOWN),
    "ck_reference_edition_rows": breaks(o.edition, rows=-1),
    "ck_reference_edition_sha256_form": breaks(o.edition, sha256="abc"),
    "fk_reference_edition_run_id": breaks(o.edition, run_id=ABSENT),
    "ck_rome_job_code_form": breaks(o.rome_job, code="F17"),
    "ck_rome_job_parent_form": breaks(o.rome_job, parent=""),
    "ck_rome_appellation_job_form": breaks(o.rome_appellation, job="F17"),
    "ck_rome_item_romeitemkind": breaks(o.rome_item, kind=UNKNOWN),
    "ck_rome_job_item_job_form": breaks(o.rome_job_item, job="F17"),
    "ck_rome_neighbour_job_form": breaks(o.rome_neighbour, job="F17"),
    "ck_rome_neighbour_near_form": breaks(o.rome_neighbour, near="F17"),
    "ck_rome_domain_code_form": breaks(o.rome_domain, code="F1"),
    "ck_rome_job_domain_job_form": breaks(o.rome_job_domain, job="F17"),
    "ck_rome_sector_division_form": breaks(o.rome_sector, division="1"),
    "ck_rome_job_sector_job_form": breaks(o.rome_job_sector, job="F17"),
    "ck_rome_move_before_form": breaks(o.rome_move, before=""),
    "ck_rome_move_after_form": breaks(o.rome_move, after=""),
    "ck_qpv_perimeter_coded": breaks(o.qpv_perimeter, code=""),
    "ck_qpv_perimeter_bounded": breaks(o.qpv_perimeter, contour="[]"),
    "ck_qpv_perimeter_qpvgeneration": breaks(o.qpv_perimeter, generation=UNKNOWN),
    "ck_official_commune_insee_form": breaks(o.official_commune, insee="2123"),
    "ck_official_commune_named": breaks(o.official_commune, name_key=""),
    "ck_official_commune_placed": breaks(o.official_commune, longitude=50_000_000),
    "ck_naf_code_coded": breaks(o.naf_code, code=""),
    "ck_cpv_code_code_form": breaks(o.cpv_code, code="45"),
    "ck_layout_correction_author_named": breaks(f.layout_correction, author=""),
    "ck_layout_correction_filekind": breaks(f.layout_correction, kind=UNKNOWN),
    "ck_layout_correction_named": breaks(f.layout_correction, header_key=""),
    "ck_layout_correction_shape_form": breaks(f.layout_correction, shape="abc"),
    "ck_layout_correction_superseded_by_someone": breaks(f.layout_correction, superseded_by="Ana"),
    "uq_layout_correction_in_force": twice(f.layout_correction),
    # questions
    "ck_question_accepted_as_something": breaks(
        f.question,
        {"state": QuestionState.ACCEPTED, "answer_id": 1, "decided_by": "Ana", "decided_at": NOON},
        answer_id=None,
    ),
    "ck_question_decided_by_someone": breaks(f.question, state=QuestionState.REFUSED),
    "ck_question_decided_when": breaks(
        f.question, {"state": QuestionState.REFUSED, "decided_by": "Ana", "decided_at": NOON}, decided_at=None
    ),
    "ck_question_named": breaks(f.question, key=""),
    "ck_question_questionkind": breaks(f.question, kind=UNKNOWN),
    "ck_question_questionstate": breaks(
        f.question, {"state": QuestionState.REFUSED, "decided_by": "Ana", "decided_at": NOON}, state=UNKNOWN
    ),
    "fk_question_run_id": breaks(f.question, run_id=ABSENT),
    "uq_question_kind_key_open": twice(f.question),
    # people
    "ck_person_named": breaks(f.person, first_key=""),
    "ck_person_sex": breaks(f.person, sex=UNKNOWN),
    "uq_person_identifier": twice(f.person, {"identifier": "P0001"}),
    "uq_person_same_without_identifier": twice(f.person),
    "ck_residence_qpv_name_with_key": breaks(f.residence, qpv_name="Grésilles"),
    "fk_residence_person_id": breaks(f.residence, person_id=ABSENT),
    "fk_residence_run_id": breaks(f.residence, run_id=ABSENT),
    "uq_residence_person_since": twice(f.residence),
    "ck_participation_in_order": breaks(f.participation, {"starts_on": date(2023, 1, 1)}, ends_on=EARLIER),
    "fk_participation_person_id": breaks(f.participation, person_id=ABSENT),
    "fk_participation_run_id": breaks(f.participation, run_id=ABSENT),
    "uq_participation_person_starts_on": twice(f.participation),
    "ck_orientation_date_with_decision": breaks(f.orientation, decided_on=LATER),
    "ck_orientation_decision": breaks(f.orientation, decision=UNKNOWN),
    "ck_orientation_origin": breaks(f.orientation, origin=UNKNOWN),
    "ck_orientation_sector": breaks(f.orientation, sector=UNKNOWN),
    "fk_orientation_person_id": breaks(f.orientation, person_id=ABSENT),
    "fk_orientation_run_id": breaks(f.orientation, run_id=ABSENT),
    "uq_orientation_person_day_sector": twice(f.orientation),
    # markets
    "ck_market_in_order": breaks(f.market, ends_on=EARLIER),
    "ck_market_nature": breaks(f.market, nature=UNKNOWN),
    "ck_market_referenced": breaks(f.market, reference_key=""),
    "fk_market_buyer_id": breaks(f.market, buyer_id=ABSENT),
    "uq_market_buyer_reference": twice(f.market),
    "ck_lot_nature": breaks(f.lot, nature=UNKNOWN),
    "ck_lot_numbered": breaks(f.lot, number=""),
    "fk_lot_market_id": breaks(f.lot, market_id=ABSENT),
    "uq_lot_market_number": twice(f.lot),
    "ck_contractor_amount": breaks(f.contractor, amount_cents=-1),
    "ck_contractor_only_subcontractors_credit": breaks(
        f.contractor, {"role": Role.SOUS_TRAITANT, "credits_id": f.contractor}, role=Role.COTRAITANT
    ),
    "ck_contractor_role": breaks(f.contractor, role=UNKNOWN),
    "fk_contractor_credits_id": breaks(f.contractor, {"role": Role.SOUS_TRAITANT}, credits_id=ABSENT),
    "fk_contractor_lot_id": breaks(f.contractor, lot_id=ABSENT),
    "fk_contractor_organisation_id": breaks(f.contractor, organisation_id=ABSENT),
    "uq_contractor_lot_organisation": twice(f.contractor),
    "ck_obligation_formula": breaks(f.obligation, cents_per_hour=200_000),
    "ck_obligation_obligationkind": Case(f.obligation, broken={"kind": UNKNOWN}, aside="ck_obligation_formula"),
    "ck_obligation_version": breaks(f.obligation, version=0),
    "fk_obligation_contractor_id": breaks(f.obligation, contractor_id=ABSENT),
    "fk_obligation_lot_id": breaks(f.obligation, lot_id=ABSENT),
    "fk_obligation_run_id": breaks(f.obligation, run_id=ABSENT),
    "uq_obligation_contractor_version": twice(f.obligation),
    "uq_obligation_lot_version": twice(_no_contractor),
    "ck_penalty_rule_amount": breaks(f.penalty_rule, cents_per_hour=-1),
    "ck_penalty_rule_version": breaks(f.penalty_rule, version=0),
    "fk_penalty_rule_contractor_id": breaks(f.penalty_rule, contractor_id=ABSENT),
    "uq_penalty_rule_contractor_version": twice(f.penalty_rule),
    # what happens to markets
    "ck_obligation_effect": breaks(f.obligation, effect=UNKNOWN),
    "fk_obligation_amendment_id": breaks(f.obligation, amendment_id=ABSENT),
    "ck_penalty_rule_cap": breaks(f.penalty_rule, cap_cents=-1),
    "ck_penalty_rule_late_day": breaks(f.penalty_rule, cents_per_late_day=-1),
    "ck_penalty_rule_penaltykind": Case(f.penalty_rule, broken={"kind": UNKNOWN}, aside="ck_penalty_rule_amount"),
    "ck_amendment_amendmentkind": breaks(f.amendment, kind=UNKNOWN),
    "ck_amendment_author_named": breaks(f.amendment, author=""),
    "ck_amendment_withdrawn_by_someone": breaks(f.amendment, withdrawn_by="Ana"),
    "fk_amendment_lot_id": breaks(f.amendment, lot_id=ABSENT),
    "fk_amendment_market_id": breaks(f.amendment, market_id=ABSENT),
    "fk_amendment_run_id": breaks(f.amendment, run_id=ABSENT),
    "ck_grouping_groupingkind": breaks(f.grouping, kind=UNKNOWN),
    "ck_grouping_version": breaks(f.grouping, version=0),
    "fk_grouping_lot_id": breaks(f.grouping, lot_id=ABSENT),
    "uq_grouping_lot_version": twice(f.grouping),
    "ck_invoice_numbered": breaks(f.invoice, number=""),
    "ck_invoice_withdrawn_by_someone": breaks(f.invoice, withdrawn_at=NOON),
    "fk_invoice_contractor_id": breaks(f.invoice, contractor_id=ABSENT),
    "uq_invoice_contractor_number": twice(f.invoice),
    "ck_formal_notice_in_order": breaks(f.formal_notice, received_on=EARLIER),
    "fk_formal_notice_contractor_id": breaks(f.formal_notice, contractor_id=ABSENT),
    "uq_formal_notice_contractor_served_on": twice(f.formal_notice),
    "ck_shortfall_explained": breaks(f.shortfall, details=""),
    "ck_shortfall_shortfallmotive": breaks(f.shortfall, motive=UNKNOWN),
    "fk_shortfall_contractor_id": breaks(f.shortfall, contractor_id=ABSENT),
    "ck_closing_reopened_by_someone": breaks(f.closing, reopened_by="Ana"),
    "fk_closing_lot_id": breaks(f.closing, lot_id=ABSENT),
    "uq_closing_lot_id_open": twice(f.closing),
    "ck_mention_check_mention": breaks(f.mention_check, mention=UNKNOWN),
    "fk_mention_check_market_id": breaks(f.mention_check, market_id=ABSENT),
    "ck_derogation_derogationmotive": breaks(f.derogation, motive=UNKNOWN),
    "ck_derogation_explained": breaks(f.derogation, details=""),
    "fk_derogation_market_id": breaks(f.derogation, market_id=ABSENT),
    # what counts
    "ck_counting_rule_bounds": breaks(f.counting_rule, person_months=0),
    "ck_counting_rule_sourced": breaks(f.counting_rule, source=""),
    "ck_counting_rule_version": breaks(f.counting_rule, version=0),
    "fk_counting_rule_market_id": breaks(f.counting_rule, market_id=ABSENT),
    "uq_counting_rule_market_version": twice(f.counting_rule),
    "ck_contract_cap_contractkind": breaks(f.contract_cap, kind=UNKNOWN),
    "ck_contract_cap_months": breaks(f.contract_cap, months=0),
    "fk_contract_cap_counting_rule_id": breaks(f.contract_cap, counting_rule_id=ABSENT),
    "uq_contract_cap_rule_kind": twice(f.contract_cap),
    "ck_convention_referenced": breaks(f.convention, reference=""),
    "uq_convention_reference": twice(f.convention),
    "fk_signature_buyer_id": breaks(f.signature, buyer_id=ABSENT),
    "fk_signature_convention_id": breaks(f.signature, convention_id=ABSENT),
    "uq_signature_convention_buyer": twice(f.signature),
    "ck_allocation_hours": breaks(f.allocation, hours=0),
    "ck_allocation_two_contractors": breaks(f.allocation, lender_id=ABSENT, borrower_id=ABSENT),
    "ck_allocation_whole_month": breaks(f.allocation, month=date(2023, 4, 2)),
    "ck_allocation_withdrawn_by_someone": breaks(f.allocation, withdrawn_by="Ana"),
    "fk_allocation_borrower_id": breaks(f.allocation, borrower_id=ABSENT),
    "fk_allocation_convention_id": breaks(f.allocation, convention_id=ABSENT),
    "fk_allocation_lender_id": breaks(f.allocation, lender_id=ABSENT),
    # eligibility
    "ck_evidence_criterion": breaks(f.evidence, criterion=UNKNOWN),
    "ck_evidence_documented": breaks(f.evidence, document=""),
    "ck_evidence_in_order": breaks(f.evidence, until=EARLIER),
    "ck_evidence_withdrawn_by_someone": breaks(f.evidence, withdrawn_by="Ana"),
    "fk_evidence_person_id": breaks(f.evidence, person_id=ABSENT),
    "ck_opinion_in_order": breaks(f.opinion, until=EARLIER),
    "ck_opinion_reasoned": breaks(f.opinion, reason=""),
    "ck_opinion_withdrawn_by_someone": breaks(f.opinion, withdrawn_by="Ana"),
    "fk_opinion_person_id": breaks(f.opinion, person_id=ABSENT),
    # dated values
    "ck_parameter_family": breaks(o.parameter, family=UNKNOWN),
    "ck_parameter_not_negative": breaks(o.parameter, value=-1),
    "ck_parameter_sourced": breaks(o.parameter, source=""),
    "uq_parameter_family_name_since": twice(o.parameter),
    # hours
    "ck_contract_contractkind": breaks(f.contract, kind=UNKNOWN),
    "ck_contract_employerkind": breaks(f.contract, employer_kind=UNKNOWN),
    "ck_contract_in_order": breaks(f.contract, ends_on=EARLIER),
    "ck_contract_modality": breaks(f.contract, modality=UNKNOWN),
    "fk_contract_employer_id": breaks(f.contract, employer_id=ABSENT),
    "fk_contract_person_id": breaks(f.contract, person_id=ABSENT),
    "uq_contract_same": twice(f.contract),
    "ck_declaration_declarationstate": breaks(f.declaration, state=UNKNOWN),
    "ck_declaration_version": breaks(f.declaration, version=0),
    "ck_declaration_whole_month": breaks(f.declaration, month=date(2023, 4, 2)),
    "fk_declaration_submission": breaks(f.declaration, contractor_id=ABSENT, employer_id=ABSENT, run_id=ABSENT),
    "fk_submission_contractor_id": breaks(f.submission, contractor_id=ABSENT),
    "fk_submission_employer_id": breaks(f.submission, employer_id=ABSENT),
    "fk_submission_run_id": breaks(f.submission, run_id=ABSENT),
    "uq_declaration_unit_version": twice(f.declaration, SET_ASIDE),
    "uq_declaration_unit_current": twice(f.declaration, version=2),
    "uq_declaration_unit_proposed": twice(f.declaration, PROPOSED, version=2),
    "ck_line_counts_with_contract": breaks(f.line, contract_id=None),
    "ck_line_linestate": breaks(f.line, state=UNKNOWN),
    "ck_line_not_negative": breaks(f.line, hours=-1),
    "ck_line_rejected_with_reason": breaks(f.line, state=LineState.REJECTED),
    "ck_line_validated_by_someone": breaks(f.line, state=LineState.VALIDATED),
    "fk_line_contract_id": breaks(f.line, contract_id=ABSENT),
    "fk_line_declaration_id": breaks(f.line, declaration_id=ABSENT),
    "uq_line_origin": twice(f.line),
    "ck_locked_month_reopened_by_two": breaks(f.locked_month, REOPENED, reopened_by="Ana"),
    "ck_locked_month_reopened_when": breaks(f.locked_month, REOPENED, reopened_at=None),
    "uq_locked_month_month_open": twice(f.locked_month),
    # matching
    "ck_weights_version_named": breaks(f.weights, name=""),
    "ck_weights_version_author_named": breaks(f.weights, author=""),
    "uq_weights_version_name": twice(f.weights),
    "ck_need_referenced": breaks(f.posted_need, reference_key=""),
    "ck_need_needstate": breaks(f.posted_need, state=UNKNOWN),
    "fk_need_market_id": breaks(f.posted_need, market_id=ABSENT),
    "uq_need_market_reference": twice(f.posted_need),
    "ck_need_version_version": breaks(f.need_version, version=0),
    "ck_need_version_job_said": breaks(f.need_version, job=""),
    "ck_need_version_posts": breaks(f.need_version, posts=0),
    "ck_need_version_weekly_hours": breaks(f.need_version, weekly_hours=-1),
    "ck_need_version_in_order": breaks(f.need_version, ends_on=EARLIER),
    "ck_need_version_contractkind": breaks(f.need_version, contract_kind=UNKNOWN),
    "fk_need_version_need_id": breaks(f.need_version, need_id=ABSENT),
    "fk_need_version_contractor_id": breaks(f.need_version, contractor_id=ABSENT),
    "fk_need_version_run_id": breaks(f.need_version, run_id=ABSENT),
    "uq_need_version_need_version": twice(f.need_version),
    "ck_proposal_version": breaks(f.proposal, version=0),
    "ck_proposal_proposalstate": breaks(f.proposal, state=UNKNOWN),
    "fk_proposal_need_id": breaks(f.proposal, need_id=ABSENT),
    "fk_proposal_person_id": breaks(f.proposal, person_id=ABSENT),
    "uq_proposal_need_person": twice(f.proposal),
    "ck_suggestion_score": breaks(f.suggestion, score=10_001),
    "ck_suggestion_verdict": breaks(f.suggestion, verdict=UNKNOWN),
    "fk_suggestion_proposal_id": breaks(f.suggestion, proposal_id=ABSENT),
    "fk_suggestion_need_version_id": breaks(f.suggestion, need_version_id=ABSENT),
    "fk_suggestion_weights_id": breaks(f.suggestion, weights_id=ABSENT),
    "ck_proposal_decision_number": breaks(f.proposal_decision, number=0),
    "ck_proposal_decision_author_named": breaks(f.proposal_decision, author=""),
    "ck_proposal_decision_refused_with_reason": breaks(f.proposal_decision, reason=RefusalReason.TRAJET),
    "ck_proposal_decision_proposalstate": breaks(f.proposal_decision, after=UNKNOWN),
    "ck_proposal_decision_refusalreason": breaks(
        f.proposal_decision, {"after": ProposalState.REFUSED, "reason": RefusalReason.TRAJET}, reason=UNKNOWN
    ),
    "fk_proposal_decision_proposal_id": breaks(f.proposal_decision, proposal_id=ABSENT),
    "fk_proposal_decision_suggestion_id": breaks(f.proposal_decision, suggestion_id=ABSENT),
    "fk_proposal_decision_undoes_id": breaks(f.proposal_decision, undoes_id=ABSENT),
    "uq_proposal_decision_number": twice(f.proposal_decision),
    "uq_proposal_decision_undoes_id": twice(f.proposal_decision, {"undoes_id": f.proposal_decision}, number=2),
    # pathways
    "ck_exit_contractkind": breaks(f.leaving, contract_kind=UNKNOWN),
    "ck_exit_dated_when_decided": breaks(f.leaving, {"decided": False}, decided_on=LATER),
    "ck_exit_employerkind": breaks(f.leaving, employer_kind=UNKNOWN),
    "ck_exit_exitreason": breaks(f.leaving, reason=UNKNOWN),
    "ck_exit_in_order": breaks(f.leaving, starts_on=LATER, ends_on=EARLIER),
    "ck_exit_not_negative": breaks(f.leaving, weekly_hours=-1),
    "ck_exit_protocol": breaks(f.leaving, protocol=UNKNOWN),
    "fk_exit_person_id": breaks(f.leaving, person_id=ABSENT),
    "fk_exit_run_id": breaks(f.leaving, run_id=ABSENT),
    "uq_exit_person_exited_on": twice(f.leaving),
    # accounts
    "ck_territory_named": breaks(a.territory, name=""),
    "uq_territory_name": twice(a.territory),
    "fk_territory_market_market_id": breaks(a.territory_market, market_id=ABSENT),
    "fk_territory_market_territory_id": breaks(a.territory_market, territory_id=ABSENT),
    "fk_territory_person_person_id": breaks(a.territory_person, person_id=ABSENT),
    "fk_territory_person_territory_id": breaks(a.territory_person, territory_id=ABSENT),
    "ck_user_account_named": breaks(a.user, name=""),
    "ck_user_account_email_form": breaks(a.user, email="Camille@exemple.fr"),
    "ck_user_account_confirmed_with_secret": breaks(a.user, totp_confirmed_at=NOON),
    "uq_user_account_email": twice(a.user),
    "ck_membership_actorkind": breaks(a.membership, kind=UNKNOWN),
    "ck_membership_body_of_kind": breaks(a.membership, kind=ActorKind.E),
    "ck_membership_granted_by_two": breaks(a.membership, approved_by="Ana"),
    "ck_membership_in_order": breaks(a.membership, ends_on=date(2022, 12, 31)),
    "fk_membership_organisation_id": breaks(a.membership, organisation_id=ABSENT),
    "fk_membership_territory_id": breaks(a.membership, territory_id=ABSENT),
    "fk_membership_user_id": breaks(a.membership, user_id=ABSENT),
    "ck_assignment_in_order": breaks(a.assignment, ends_on=date(2022, 12, 31)),
    "ck_assignment_one_thing": breaks(a.assignment, person_id=None),
    "fk_assignment_lot_id": breaks(a.lot_assignment, lot_id=ABSENT),
    "fk_assignment_membership_id": breaks(a.assignment, membership_id=ABSENT),
    "fk_assignment_person_id": breaks(a.assignment, person_id=ABSENT),
    "uq_assignment_lot": twice(a.lot_assignment),
    "uq_assignment_person": twice(a.assignment),
    "fk_deposit_organisation_id": breaks(a.deposit, organisation_id=ABSENT),
    "fk_deposit_run_id": breaks(a.deposit, run_id=ABSENT),
    "fk_deposit_territory_id": breaks(a.deposit, territory_id=ABSENT),
    "fk_deposit_user_id": breaks(a.deposit, user_id=ABSENT),
    "ck_signed_in_token_hash_form": breaks(a.signed_in, token_hash="abc"),
    "fk_signed_in_user_id": breaks(a.signed_in, user_id=ABSENT),
    "uq_signed_in_token_hash": twice(a.signed_in),
    "ck_external_identity_named": breaks(a.external_identity, subject=""),
    "fk_external_identity_user_id": breaks(a.external_identity, user_id=ABSENT),
    "uq_external_identity_issuer_subject": twice(a.external_identity),
    "uq_external_identity_user_issuer": twice(a.external_identity),
    "ck_break_glass_in_order": breaks(a.break_glass, ends_at=NOON),
    "ck_break_glass_motivated": breaks(a.break_glass, motive=""),
    "fk_break_glass_territory_id": breaks(a.break_glass, territory_id=ABSENT),
    "fk_break_glass_user_id": breaks(a.break_glass, user_id=ABSENT),
    "ck_once_link_in_order": breaks(a.once_link, expires_at=NOON),
    "ck_once_link_linkkind": breaks(a.once_link, kind=UNKNOWN),
    "ck_once_link_token_hash_form": breaks(a.once_link, token_hash="abc"),
    "fk_once_link_user_id": breaks(a.once_link, user_id=ABSENT),
    "uq_once_link_token_hash": twice(a.once_link),
    "ck_recovery_code_code_hash_form": breaks(a.recovery_code, code_hash="abc"),
    "fk_recovery_code_user_id": breaks(a.recovery_code, user_id=ABSENT),
    "uq_recovery_code_user_code": twice(a.recovery_code),
    "ck_token_in_order": breaks(a.token, expires_at=NOON),
    "ck_token_named": breaks(a.token, name=""),
    "ck_token_token_hash_form": breaks(a.token, token_hash="abc"),
    "ck_token_tokenscope": breaks(a.token, allows=UNKNOWN),
    "fk_token_membership_id": breaks(a.token, membership_id=ABSENT),
    "uq_token_token_hash": twice(a.token),
    "ck_tries_count": breaks(a.tries, count=-1),
    "ck_mail_addressed": breaks(a.mail, recipient=""),
    "ck_mail_emptied_when_sent": breaks(a.mail, sent_at=NOON),
    "uq_answered_actor_key": twice(a.answered),
}

ALSO: tuple[tuple[str, Case], ...] = (
    *SITES_ALSO,
    *PROOFS_ALSO,
    ("ck_person_named", breaks(f.person, last_key="")),
    ("ck_organisation_siret_form", breaks(f.organisation, siret="")),
    ("ck_organisation_siret_form", breaks(f.organisation, siret="1234567890123A")),
    ("ck_line_not_negative", breaks(f.line, training=-1)),
    ("ck_line_rejected_with_reason", breaks(f.line, state=LineState.REJECTED, reason="")),
    ("ck_line_validated_by_someone", breaks(f.line, validated_by="Ana", validated_at=NOON)),
    ("ck_line_validated_by_someone", breaks(f.line, state=LineState.VALIDATED, validated_by="Ana")),
    ("ck_locked_month_reopened_by_two", breaks(f.locked_month, REOPENED, reopening_asked_by=None)),
    ("ck_obligation_formula", breaks(f.obligation, due=None)),
    ("ck_obligation_formula", breaks(f.obligation, due=-1)),
    ("ck_obligation_formula", breaks(f.obligation, kind=ObligationKind.PER_EURO, due=None)),
    ("ck_obligation_formula", breaks(f.obligation, kind=ObligationKind.PER_EURO, due=None, cents_per_hour=0)),
    ("ck_obligation_formula", breaks(f.obligation, kind=ObligationKind.PER_EURO, due=None, cents_per_hour=None)),
    ("ck_penalty_rule_amount", breaks(f.penalty_rule, cents_per_hour=None)),
    ("ck_penalty_rule_amount", breaks(f.penalty_rule, MULTIPLE, multiple=None)),
    ("ck_penalty_rule_amount", breaks(f.penalty_rule, MULTIPLE, reference_rate=None)),
    ("ck_penalty_rule_amount", breaks(f.penalty_rule, MULTIPLE, cents_per_hour=100)),
    ("ck_counting_rule_bounds", breaks(f.counting_rule, eligibility_months=0)),
    ("ck_counting_rule_bounds", breaks(f.counting_rule, person_hours=-1)),
    ("ck_import_run_rows_add_up", breaks(f.run, rows_ignored=1)),
    ("ck_suggestion_score", breaks(f.suggestion, score=-1)),
    ("ck_proposal_decision_refused_with_reason", breaks(f.proposal_decision, after=ProposalState.REFUSED)),
    ("ck_declaration_whole_month", breaks(f.declaration, month=date(2023, 4, 30))),
)
"""Other ways of breaking the same ones."""
