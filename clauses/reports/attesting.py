"""Attestations d'heures made one after the other: each is a transaction of its own, and none is kept in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from clauses.dates import Period
from clauses.db import reading, writing
from clauses.files.rules import DocumentKind
from clauses.reports.attested_hours import attested_hours
from clauses.reports.documents.as_pdf import pdf_bytes
from clauses.reports.documents.attestation import attestation
from clauses.reports.documents.issued import NOT_ISSUED, issue_pdf, issued_pdf
from clauses.reports.documents.look import PLAIN, Look
from clauses.words import file_stem

Pair = tuple[int, int]
"""A contractor (organisation) and a market: what one attestation is about."""


@dataclass(frozen=True)
class Attestation:
    """A PDF, the name of its file, and whether it was issued now."""

    name: str
    content: bytes
    new: bool


def issued_attestations(
    engine: Engine,
    shelf: Path,
    pairs: Sequence[Pair],
    period: Period,
    *,
    established_on: date,
    by: str,
    look: Look = PLAIN,
) -> Iterator[Attestation]:
    """Issues each, or gives back the one issued before: what is issued stays, whatever stops the others.

    Raises ``NotFound`` when the hours of a pair are gone meanwhile.
    """
    for pair in pairs:
        with writing(engine) as session:
            attested = attested_hours(session, *pair, period)
            made = attestation(attested, established_on=established_on)
            people = attested.people
            issued = issue_pdf(session, shelf, made, DocumentKind.HOURS, by=by, look=look, people=people)
        name = f"{issued.number}-{file_stem(attested.market)}-{file_stem(attested.contractor)}.pdf"
        yield Attestation(name, issued.content, issued.new)


def copied_attestations(
    engine: Engine, shelf: Path, pairs: Sequence[Pair], period: Period, *, established_on: date, look: Look = PLAIN
) -> Iterator[Attestation]:
    """For whoever may not issue: each as it was issued, else a copy that says that it is not. Raises as above."""
    for rank, pair in enumerate(pairs, start=1):
        with reading(engine) as session:
            attested = attested_hours(session, *pair, period)
            made = attestation(attested, established_on=established_on)
            issued = issued_pdf(session, shelf, made, DocumentKind.HOURS)
        what = f"{file_stem(attested.market)}-{file_stem(attested.contractor)}.pdf"
        if issued is not None:
            yield Attestation(f"{issued.number}-{what}", issued.content, new=False)
        else:
            copy = replace(made, mentions=(*made.mentions, NOT_ISSUED))
            yield Attestation(f"projet-{rank:04d}-{what}", pdf_bytes(copy, look), new=False)
