"""Since when somebody of whom nothing else is known is here: the day that a file, or a colleague, brought them."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from clauses.audit import Journal
from clauses.dates import local_day
from clauses.files.models import ImportRun
from clauses.people.models import Residence


def arrivals(session: Session, people: Select[Any]) -> dict[int, date]:
    """The day of the last import that told where each of them lives, else of their being written. Two queries."""
    told = (
        select(col(Residence.person_id), func.max(col(ImportRun.at)))
        .join(ImportRun, col(ImportRun.id) == col(Residence.run_id))
        .where(col(Residence.person_id).in_(people))
        .group_by(col(Residence.person_id))
    )
    written = (
        select(col(Journal.subject_id), func.max(col(Journal.at)))
        .where(col(Journal.act) == "create", col(Journal.subject) == "person", col(Journal.subject_id).in_(people))
        .group_by(col(Journal.subject_id))
    )
    days = {number: local_day(at) for number, at in session.execute(written)}
    return days | {number: local_day(at) for number, at in session.execute(told)}
