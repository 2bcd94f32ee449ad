"""The papers deposited about what an operator did with people: meetings where they were, contracts, exits.

Those about a criterion are not among them: what establishes a right tells of health or of means, and a control of the
operator asks for none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, true
from sqlmodel import Session, col, or_, select

from clauses.dates import french_day
from clauses.files.models import StoredFile
from clauses.hours.models import Contract
from clauses.pathways.models import Exit
from clauses.proofs.models import Proof
from clauses.reports.site_controls import Deposited
from clauses.sites.facts import Participant


def deposited(
    session: Session, people: Sequence[Participant], readable: ColumnElement[bool] | None = None
) -> Mapping[int, Sequence[Deposited]]:
    """The papers of each of these people by their day, among those ``readable``: all, unless said."""
    numbers = [person.id for person in people]
    contracts = {row.id: row for row in session.exec(select(Contract).where(col(Contract.person_id).in_(numbers)))}
    exits = {row.id: row for row in session.exec(select(Exit).where(col(Exit.person_id).in_(numbers)))}
    there = {each.meeting.id: each.meeting for person in people for each in person.attendances if each.present}
    rows = session.exec(
        select(Proof, StoredFile.sha256)
        .join(StoredFile, col(StoredFile.id) == col(Proof.stored_file_id))
        .where(
            col(Proof.withdrawn_at).is_(None),
            or_(
                col(Proof.contract_id).in_(contracts), col(Proof.exit_id).in_(exits), col(Proof.meeting_id).in_(there)
            ),
            true() if readable is None else readable,
        )
        .order_by(col(Proof.dated_on), col(Proof.id))
    ).all()  # fmt: skip
    found: dict[int, list[Deposited]] = defaultdict(list)
    for proof, sha256 in rows:
        if proof.meeting_id is not None:
            held = there[proof.meeting_id]
            about = f"{held.kind.label.lower()} du {french_day(held.held_on)}"
            owners = [person.id for person in people if any(one.meeting.id == held.id for one in person.attended())]
        elif proof.contract_id is not None:
            hired = contracts[proof.contract_id]
            about, owners = f"{hired.kind.label} du {french_day(hired.starts_on)}", [hired.person_id]
        else:
            left = exits[proof.exit_id]
            about, owners = f"sortie du {french_day(left.exited_on)}", [left.person_id]
        for owner in owners:
            found[owner].append(
                Deposited(proof.kind.label, about, proof.dated_on, sha256, establishes=proof.meeting_id is None)
            )
    return found
