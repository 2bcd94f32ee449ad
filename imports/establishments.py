"""A SIREN where a SIRET is expected: the establishments of that company which are known are proposed, never chosen.

A depositor is told of the contractors whose hours they may send, and of their own company: of nobody else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from clauses.access.depositing import Depositor, contractors_of
from clauses.accounts.models import Organisation
from clauses.files.rules import Issue
from clauses.markets.models import Contractor

_CODE = ".siren_only"
_SHOWN = 5
"""So many establishments are named, at most: a large company has hundreds."""
_LOOKED_FOR = 50
"""So many SIREN, at most, are looked for: a file that has more has its SIRET elsewhere."""


def with_establishments(session: Session, issues: Sequence[Issue], depositor: Depositor | None) -> tuple[Issue, ...]:
    """The issues of a file, with the SIRETs known of each SIREN; ``depositor`` None sees every organisation."""
    sirens = {_siren(issue) for issue in issues if issue.code.endswith(_CODE)} - {""}
    if not sirens:
        return tuple(issues)
    known = _known(session, sorted(sirens)[:_LOOKED_FOR], depositor)
    return tuple(proposed(issue, known) if issue.code.endswith(_CODE) else issue for issue in issues)


def proposed(issue: Issue, known: Mapping[str, Sequence[str]]) -> Issue:
    """An issue about a SIREN with its establishments; the value to write instead where there is only one."""
    sirets = known.get(_siren(issue), ())
    if not sirets:
        return issue
    many = len(sirets) > 1
    listed = ", ".join(sirets[:_SHOWN]) + ("…" if len(sirets) > _SHOWN else ".")
    said = f" Établissement{'s' if many else ''} connu{'s' if many else ''} : {listed}"
    return replace(issue, message=issue.message + said, suggestion=None if many else sirets[0])


def _siren(issue: Issue) -> str:
    return re.sub(r"\D", "", issue.value or "")


def _known(session: Session, sirens: Collection[str], depositor: Depositor | None) -> Mapping[str, list[str]]:
    query = select(Organisation.siret).where(or_(*(col(Organisation.siret).startswith(siren) for siren in sirens)))
    if depositor is not None:
        query = query.where(_told_to(session, depositor))
    found: dict[str, list[str]] = defaultdict(list)
    for siret in session.exec(query.order_by(col(Organisation.siret))):
        if siret is not None:
            found[siret[:9]].append(siret)
    return found


def _told_to(session: Session, depositor: Depositor) -> ColumnElement[bool]:
    theirs = select(Contractor.organisation_id).where(col(Contractor.id).in_(contractors_of(session, depositor)))
    return or_(col(Organisation.id).in_(theirs), col(Organisation.id) == depositor.employer_id)
