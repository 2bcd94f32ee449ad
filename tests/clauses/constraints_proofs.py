"""What the database holds of proof documents, by name, with what breaks it and nothing else."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlmodel import Session

from clauses.matching.models import SentCv
from clauses.matching.rules import ProposalState
from clauses.proofs.models import Proof
from tests import factories as f
from tests import factories_sites as s
from tests.clauses.constraint_cases import ABSENT, UNKNOWN, Case, breaks, twice
from tests.factories import id_of

_THINGS: dict[str, Callable[..., Any]] = {
    "evidence": f.evidence, "contract": f.contract, "declaration": f.declaration, "exit": f.leaving,
    "meeting": s.meeting, "person": f.person,
}  # fmt: skip


def about(name: str) -> Callable[..., Proof]:
    """Makes a document about a row of that table."""

    def make(session: Session, **values: Any) -> Proof:
        if f"{name}_id" not in values:
            values[f"{name}_id"] = id_of(_THINGS[name](session))
        return f.proof(session, **values)

    return make


def sent_cv(session: Session, **values: Any) -> SentCv:
    """The CV that went with a decision."""
    if "decision_id" not in values:
        values["decision_id"] = id_of(f.proposal_decision(session, after=ProposalState.SENT))
    made = SentCv(**{"stored_file_id": id_of(f.stored_file(session)), **values})
    session.add(made)
    session.flush()
    return made


PROOFS: dict[str, Case] = {
    "ck_proof_one_subject": breaks(f.proof, contract_id=None),
    "ck_proof_in_order": breaks(f.proof, valid_until=date(2023, 2, 28)),
    "ck_proof_named": breaks(f.proof, file_name=""),
    "ck_proof_author_named": breaks(f.proof, author=""),
    "ck_proof_withdrawn_by_someone": breaks(f.proof, withdrawn_by="Ana"),
    "ck_proof_proofkind": breaks(f.proof, kind=UNKNOWN),
    "ck_proof_paperform": breaks(f.proof, form=UNKNOWN),
    "fk_sent_cv_decision_id": breaks(sent_cv, decision_id=ABSENT),
    "fk_sent_cv_stored_file_id": breaks(sent_cv, stored_file_id=ABSENT),
    "uq_sent_cv_decision_id": twice(sent_cv),
    "fk_proof_stored_file_id": breaks(f.proof, stored_file_id=ABSENT),
    "fk_proof_organisation_id": breaks(f.proof, organisation_id=ABSENT),
    **{f"fk_proof_{name}_id": breaks(about(name), **{f"{name}_id": ABSENT}) for name in _THINGS},
    **{f"uq_proof_{name}_id_file": twice(about(name)) for name in _THINGS},
}

PROOFS_ALSO: tuple[tuple[str, Case], ...] = (
    ("ck_proof_one_subject", breaks(f.proof, exit_id=1)),
    ("ck_proof_withdrawn_by_someone", breaks(f.proof, withdrawn_at=f.NOON)),
)
"""Other ways of breaking the same ones."""
