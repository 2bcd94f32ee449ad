"""What the database holds of companies before, of the talks with them, of penalties given up, broken by name."""

from datetime import date

from clauses.reference.rules import Role
from tests import factories_exchanges as x
from tests.clauses.constraint_cases import ABSENT, UNKNOWN, Case, breaks
from tests.factories import NOON

EXCHANGES: dict[str, Case] = {
    "fk_exchange_contractor_id": breaks(x.exchange, contractor_id=ABSENT),
    "ck_exchange_exchangekind": breaks(x.exchange, kind=UNKNOWN),
    "ck_exchange_said": breaks(x.exchange, said=""),
    "ck_exchange_author_named": breaks(x.exchange, author=""),
    "ck_exchange_next_with_its_day": breaks(x.exchange, next_on=None),
    "ck_exchange_next_after": breaks(x.exchange, next_on=date(2023, 4, 2)),
    "ck_exchange_done_by_someone": breaks(x.exchange, done_by="Ana"),
    "ck_exchange_done_what_was_to_do": breaks(
        x.exchange, {"next_action": None, "next_on": None}, done_by="Ana", done_on=date(2023, 4, 20)
    ),
    "ck_exchange_withdrawn_by_someone": breaks(x.exchange, withdrawn_by="Ana"),
    "ck_penalty_waiver_amount": breaks(x.penalty_waiver, cents=0),
    "ck_penalty_waiver_author_named": breaks(x.penalty_waiver, author=""),
    "ck_penalty_waiver_documented": breaks(x.penalty_waiver, document=""),
    "ck_penalty_waiver_explained": breaks(x.penalty_waiver, motive=""),
    "ck_penalty_waiver_granted_by_two": breaks(
        x.penalty_waiver, needs_second=True, author="Ana", second_by="Ana", second_at=NOON
    ),
    "ck_penalty_waiver_second_by_someone": breaks(x.penalty_waiver, needs_second=True, second_at=NOON),
    "ck_penalty_waiver_waiverkind": breaks(x.penalty_waiver, kind=UNKNOWN),
    "ck_penalty_waiver_withdrawn_by_someone": breaks(x.penalty_waiver, withdrawn_by="Ana"),
    "fk_penalty_waiver_contractor_id": breaks(x.penalty_waiver, contractor_id=ABSENT),
    "fk_counterpart_contractor_id": breaks(x.counterpart, contractor_id=ABSENT),
    "ck_counterpart_counterpartrole": breaks(x.counterpart, role=UNKNOWN),
    "ck_counterpart_named": breaks(x.counterpart, name=""),
    "ck_counterpart_author_named": breaks(x.counterpart, author=""),
    "ck_counterpart_withdrawn_by_someone": breaks(x.counterpart, withdrawn_by="Ana"),
    "fk_contractor_before_contractor_id": breaks(x.contractor_before, contractor_id=ABSENT),
    "fk_contractor_before_credits_id": breaks(x.contractor_before, {"role": Role.SOUS_TRAITANT}, credits_id=ABSENT),
    "fk_contractor_before_run_id": breaks(x.contractor_before, run_id=ABSENT),
    "ck_contractor_before_role": breaks(x.contractor_before, role=UNKNOWN),
    "ck_contractor_before_rewriting": breaks(x.contractor_before, rewriting=UNKNOWN),
    "ck_contractor_before_only_subcontractors_credit": breaks(x.contractor_before, credits_id=ABSENT),
    "ck_contractor_before_author_named": breaks(x.contractor_before, author=""),
}
