"""The CV that goes with a proposal: the file that the person gave, else one made from what is recorded of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from clauses import audit
from clauses.errors import Conflict, Misused, Unusable
from clauses.files.actions import keep_bytes, shelf_place, stored_file
from clauses.files.models import StoredFile
from clauses.files.papers import suffix_of
from clauses.matching.models import Proposal, ProposalDecision, SentCv
from clauses.matching.rules import ProposalState
from clauses.proofs.models import Proof
from clauses.proofs.rules import ProofKind
from clauses.reports.documents.as_docx import docx_bytes
from clauses.reports.documents.as_pdf import pdf_bytes
from clauses.reports.documents.cv import WHOLE, Sight, cv, cv_of
from clauses.reports.documents.look import PLAIN, Look

FORMS: Final = ("pdf", "docx")
"""What a CV is made as: to be read, or to be gone on with."""

OPEN: Final = frozenset({ProposalState.SENT, ProposalState.INTERVIEW})
"""While a company has a proposal before it: before, it knows of nobody; after, it needs nothing more."""

_ZIPPED: Final = b"PK\x03\x04"


@dataclass(frozen=True)
class Paper:
    """A CV as a file: its bytes, and the suffix of its name."""

    content: bytes
    form: str


def made(
    session: Session, person_id: int, form: str, *, today: date, sight: Sight = WHOLE, look: Look = PLAIN
) -> Paper:
    """The CV made from what is recorded. Raises ``NotFound``, ``Conflict`` when nothing recorded makes one."""
    found = cv_of(session, person_id, today=today, sight=sight)
    if not found.says_something:
        raise Conflict(
            "Rien de ce qui est enregistré ne fait un CV : ni métier, ni compétence, ni permis, ni emploi. "
            "Complétez la fiche de la personne, ou joignez le CV qu'elle a donné à ses pièces.",
            code="cv.empty",
        )
    document = cv(found, established_on=today)
    return Paper(docx_bytes(document, look) if form == "docx" else pdf_bytes(document, look), form)


def given(session: Session, people: Sequence[int], readable: ColumnElement[bool]) -> Mapping[int, Sequence[Proof]]:
    """The CVs that these people gave and that nobody withdrew, the last first, among those ``readable``."""
    rows = session.exec(
        select(Proof)
        .where(col(Proof.person_id).in_(people), col(Proof.kind) == ProofKind.CV, col(Proof.withdrawn_at).is_(None))
        .where(readable)
        .order_by(col(Proof.dated_on).desc(), col(Proof.id).desc())
    )
    found: dict[int, list[Proof]] = defaultdict(list)
    for row in rows:
        found[row.person_id or 0].append(row)
    return found


def joined(
    session: Session,
    shelf: Path,
    *,
    person_id: int,
    choice: str,
    today: date,
    sight: Sight = WHOLE,
    look: Look = PLAIN,
) -> int | None:
    """The stored file of the CV chosen, None for none; ``choice`` is a form of `FORMS`, or the number of a document.

    Raises ``Conflict`` when nothing makes a CV or when the one chosen is gone, ``Misused`` for what is no choice.
    """
    if not choice:
        return None
    if choice in FORMS:
        paper = made(session, person_id, choice, today=today, sight=sight, look=look)
        return stored_file(session, keep_bytes(paper.content, shelf, "cv"))
    if not choice.isascii() or not choice.isdecimal():
        raise Misused(f"« {choice} » n'est pas un CV : prenez-en un de la liste (pdf, docx, ou le n° d'une pièce).")
    for proof in given(session, [person_id], sight.proofs).get(person_id, ()):
        if proof.id == int(choice):
            return proof.stored_file_id
    raise Conflict("Ce CV n'est plus parmi les pièces de la personne. Rechargez la page.", code="cv.gone")


def sent_with(session: Session, proposals: Sequence[int]) -> Mapping[int, int]:
    """The stored file that went with the last sending of each of these proposals, for those that had one."""
    rows = session.execute(
        select(col(ProposalDecision.proposal_id), col(SentCv.stored_file_id))
        .outerjoin(SentCv, col(SentCv.decision_id) == col(ProposalDecision.id))
        .where(
            col(ProposalDecision.proposal_id).in_(proposals),
            col(ProposalDecision.after) == ProposalState.SENT,
            col(ProposalDecision.undoes_id).is_(None),
        )
        .order_by(col(ProposalDecision.number))
    )
    last = dict(list(rows))
    return {proposal: number for proposal, number in last.items() if number is not None}


def read_sent(session: Session, shelf: Path, proposal: Proposal, *, by: str) -> Paper:
    """The CV that went with a proposal, byte for byte; who reads it is written in the journal first.

    Raises ``Conflict`` when none went with it, ``Unusable`` when its file is no longer on the shelf.
    """
    number = sent_with(session, [proposal.id or 0]).get(proposal.id or 0)
    if number is None:
        raise Conflict("Aucun CV n'est parti avec cette mise en relation. Demandez-le au facilitateur.", code="cv.none")
    sha256 = session.exec(select(StoredFile.sha256).where(col(StoredFile.id) == number)).one()
    place = shelf_place(shelf, sha256)
    if not place.is_file():
        words = "Ce CV n'est plus sur son étagère. Prévenez qui tient l'installation."
        raise Unusable(words, code="file.missing")
    audit.record(session, "read_cv", by=by, subject="proposal", subject_id=proposal.id)
    content = place.read_bytes()
    return Paper(content, "docx" if content.startswith(_ZIPPED) else suffix_of(content))
