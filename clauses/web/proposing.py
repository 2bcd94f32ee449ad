"""Somebody put forward for a need, whoever asks, a page or a program: looked at as ranked, then chosen by a person."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from clauses.access.parts import parts_of
from clauses.access.queries import found, within
from clauses.accounts.scope import Scope
from clauses.hours.models import Contract
from clauses.matching import actions
from clauses.matching.models import Proposal
from clauses.matching.queries import StoredNeed
from clauses.matching.rules import Match, Verdict
from clauses.proofs.models import Proof
from clauses.reports.documents.cv import Sight
from clauses.reports.joined_cv import joined
from clauses.reports.shortlisting import Board, load
from clauses.sites.models import Mission
from clauses.web import needs_reads
from clauses.web.installation import Installation

WHY_EXCLUDED = "Cette personne est exclue pour ce besoin : dites pourquoi vous la proposez quand même."


def board_of(session: Session, scope: Scope, place: Installation) -> Board:
    """The needs and the people whom the asker may see."""
    people = needs_reads.visible_people(session, scope)
    return load(session, today=scope.today, folder=place.settings.home, only=people)


def sight_of(session: Session, scope: Scope, person_id: int) -> Sight:
    """What somebody sees of a person that a CV may say."""
    return Sight(
        contracts=within(scope, Contract),
        missions=within(scope, Mission),
        proofs=within(scope, Proof),
        commune=bool(parts_of(session, scope, person_id) & {"address", "commune"}),
    )


def chosen_cv(session: Session, scope: Scope, place: Installation, proposal_id: int, choice: str) -> int | None:
    """The stored file of the CV that is to go with a proposal; None for none. Raises as `joined`."""
    row = found(session, scope, Proposal, proposal_id)
    sight = sight_of(session, scope, row.person_id)
    shelf, look = place.settings.files, place.look
    return joined(session, shelf, person_id=row.person_id, choice=choice, today=scope.today, sight=sight, look=look)


@dataclass(frozen=True)
class Looked:
    """Somebody looked at for a need; ``weights_id`` are the points that they were looked at with."""

    need: StoredNeed
    person_id: int
    match: Match
    weights_id: int

    @property
    def excluded(self) -> bool:
        """Whether a hard filter excludes them: they are proposed only with the reason why all the same."""
        return self.match.verdict is Verdict.EXCLUDED


def looked_at(board: Board, need_id: int, person_id: int | None) -> Looked | None:
    """Somebody for a need, with every reason; None for whom the asker does not see."""
    stored = next(each for each in board.needs if each.id == need_id)
    at = next((at for at, each in enumerate(board.people) if each.id == person_id), None)
    if at is None:
        return None
    return Looked(stored, board.people[at].id, board.candidate(stored, at), board.weights_id)


def put_forward(session: Session, looked: Looked, *, by: str, comment: str | None) -> Proposal:
    """Proposes them; raises as `actions.propose`."""
    return actions.propose(
        session,
        need_version_id=looked.need.version_id,
        person_id=looked.person_id,
        match=looked.match,
        weights_id=looked.weights_id,
        by=by,
        comment=comment,
    )
