"""Published contracts compared with the drafts that are kept, then written, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from clauses.files.rules import Issue
from clauses.markets.draft_actions import Publication, add_drafts, renew_draft
from clauses.markets.draft_queries import drafts_of
from clauses.markets.drafts import from_text
from imports.decp.plan import DraftsPlan, KnownDraft, plan, told_of
from imports.decp.reading import DecpRead
from imports.official import Place


@dataclass
class Account:
    """What a whole file does, batch after batch."""

    created: int = 0
    replaced: int = 0
    unchanged: int = 0
    ignored: int = 0
    issues: list[Issue] = field(default_factory=list)
    accepted: set[Place] = field(default_factory=set)


def account(session: Session, found: DecpRead, *, today: date) -> Account:
    """What a file would do; nothing is written."""
    whole = Account(issues=list(found.issues))
    for made in _plans(session, found, today=today):
        whole.created += len(made.added)
        whole.replaced += len(made.renewed)
        whole.unchanged += made.unchanged
        whole.ignored += made.rows.ignored
        whole.issues += made.rows.issues
        whole.accepted |= made.accepted
    return whole


def apply(session: Session, found: DecpRead, *, run_id: int, today: date) -> None:
    """Writes new drafts, and new versions of those whose publication changed."""
    for made in _plans(session, found, today=today):
        add_drafts(session, [Publication(one.facts, run_id, *one.place) for one in made.added])
        for draft, one in made.renewed:
            renew_draft(session, draft.id, Publication(one.facts, run_id, *one.place))


def _plans(session: Session, found: DecpRead, *, today: date) -> Iterator[DraftsPlan]:
    for groups in found.batches():
        made = DraftsPlan()
        told = told_of(groups, made, today=today)
        known = {
            (row.buyer_siret, row.reference_key): KnownDraft(row.id, row.facts, from_text(row.facts).published_on)
            for row in drafts_of(session, [one.facts.key for one in told])
        }
        yield plan(told, known, made)
