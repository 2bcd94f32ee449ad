"""The life of a need and of its proposals, decided purely: what follows, what may be undone, when a need is filled.

The machine's word (score, verdict, weights) is never changed by a decision, nor a decision by the machine
(RGPD art. 22).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clauses.errors import Conflict, Misused
from clauses.matching.rules import ProposalState, RefusalReason, Verdict
from clauses.reference.rules import Labelled
from clauses.words import tidy

LONGEST_NAME = 200
"""Characters of an author's name that the database keeps."""


class NeedState(Labelled):
    """Where a need stands. Filled follows from what was retained; closed is somebody's decision."""

    OPEN = "open", "Ouvert"
    FILLED = "filled", "Pourvu"
    CLOSED = "closed", "Fermé"


@dataclass(frozen=True)
class Taken:
    """One decision of a proposal, in order. ``before`` is None for the first; ``undoes``: the number of another."""

    number: int
    before: ProposalState | None
    after: ProposalState
    reason: RefusalReason | None = None
    undoes: int | None = None


def to_undo(decisions: Sequence[Taken]) -> Taken:
    """The last decision that still stands. Raises `Conflict` when there is none left."""
    undone = {decision.undoes for decision in decisions}
    for decision in reversed(decisions):
        if decision.undoes is None and decision.number not in undone:
            return decision
    raise Conflict(
        "Il ne reste aucune décision à annuler sur cette mise en relation. Proposez de nouveau la personne, si le "
        "besoin l'attend encore.",
        code="proposals.nothing_to_undo",
    )


def undoing(decisions: Sequence[Taken]) -> Taken:
    """The decision that undoes the last one: back to the state before it, with that state's own reason.

    Undoing the first one, by which someone was proposed, withdraws the proposal.
    """
    last = to_undo(decisions)
    back = last.before or ProposalState.WITHDRAWN
    reason = None
    if back is ProposalState.REFUSED:
        earlier = [decision for decision in decisions if decision.number < last.number]
        reason = next(decision.reason for decision in reversed(earlier) if decision.after is ProposalState.REFUSED)
    return Taken(decisions[-1].number + 1, decisions[-1].after, back, reason, undoes=last.number)


def check_proposable(verdict: Verdict, comment: str | None, blocking: Sequence[str]) -> None:
    """Refuses to propose whom a hard filter excludes, unless a person says why. Raises `Conflict`."""
    if verdict is Verdict.EXCLUDED and not (comment or "").strip():
        said = " ".join(blocking)
        raise Conflict(
            f"Cette personne est exclue pour ce besoin : {said} "
            "Si vous la proposez quand même, dites pourquoi avec --comment.",
            code="proposals.excluded",
        )


def check_open(state: NeedState, reference: str) -> None:
    """Refuses a new proposal for a need that takes nobody any more. Raises `Conflict`."""
    if state is not NeedState.OPEN:
        raise Conflict(
            f"Le besoin « {reference} » est {state.label.lower()} : il n'attend plus personne. "
            "Rouvrez-le d'abord (clauses needs reopen).",
            code="needs.not_open",
        )


def check_signed(by: str) -> str:
    """The author of a decision, tidied. Raises `Misused` without one, or for a name too long to be kept."""
    author = as_kept(by)
    if not author:
        raise Misused("Une décision est signée : dites qui décide (--by NOM).")
    if len(author) > LONGEST_NAME:
        raise Misused(f"--by : un nom a {LONGEST_NAME} caractères au plus. Donnez-en un plus court.")
    return author


def as_kept(text: str) -> str:
    """What somebody wrote, as both engines can keep it: tidied, without what is no character."""
    return tidy(text.encode(errors="replace").decode().replace("\x00", ""))


def state_after(current: NeedState, *, posts: int, retained: int) -> NeedState:
    """Filled when every post has someone retained, open again when one has not; closed stays closed."""
    if current is NeedState.CLOSED:
        return current
    return NeedState.FILLED if retained >= posts else NeedState.OPEN
