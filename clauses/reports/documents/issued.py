"""A document issued as a PDF: the same content is issued once, and comes back byte for byte."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, replace
from pathlib import Path

from sqlmodel import Session

from clauses.files.issuing import Issued, issue, issued_before, number_issued
from clauses.files.rules import DocumentKind
from clauses.reports.documents.as_pdf import pdf_bytes
from clauses.reports.documents.content import Document
from clauses.reports.documents.look import PLAIN, Look

NOT_ISSUED = "Projet : seul le PDF délivré porte un numéro et un code de vérification."
"""What a working copy says of itself."""


def issue_pdf(
    session: Session,
    shelf: Path,
    document: Document,
    kind: DocumentKind,
    *,
    by: str,
    look: Look = PLAIN,
    people: Collection[int] = (),
) -> Issued:
    """Issues a document, or gives back the same one issued before, whatever the day it is asked again.

    ``people`` are those whom it names.
    """

    def render(number: str, code: str) -> bytes:
        told = (
            f"Document n° {number}. Code de vérification : {code}. "
            "La page « Vérifier un document » de l'application répond valide, ou non valide."
        )
        return pdf_bytes(replace(document, mentions=(*document.mentions, told)), look)

    return issue(session, shelf, kind=kind, fingerprint=fingerprint(document), render=render, by=by, people=people)


def issued_pdf(session: Session, shelf: Path, document: Document, kind: DocumentKind) -> Issued | None:
    """The same document as it was issued before; None where it was not."""
    return issued_before(session, shelf, kind=kind, fingerprint=fingerprint(document))


def issued_number(session: Session, document: Document, kind: DocumentKind) -> str | None:
    """The number under which the same document was issued; None where it was not."""
    return number_issued(session, kind=kind, fingerprint=fingerprint(document))


def fingerprint(document: Document) -> str:
    """The SHA-256 of what a document says, but for the day it was established and what is only seen."""
    said = {name: value for name, value in asdict(document).items() if name not in ("established_on", "emblem")}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
