"""Needs listed, closed and opened again; people proposed for them, and what was decided since."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import rich_click as click

from clauses.cli.context import database, settings, today
from clauses.cli.french import Group, OneOf
from clauses.cli.writing import tell
from clauses.dates import french_day
from clauses.errors import NotFound
from clauses.matching.decisions import NeedState
from clauses.matching.rules import ProposalState, RefusalReason

if TYPE_CHECKING:
    from sqlmodel import Session

    from clauses.matching.queries import NamedPerson, StoredNeed, StoredProposal

_BY = click.option("--by", metavar="NOM", required=True, help="Qui décide.")
_COMMENT = click.option("--comment", metavar="TEXTE", help="En quelques mots.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Pour un programme.")
_NEED = click.argument("need", metavar="BESOIN")
_PERSON = click.argument("person", metavar="PERSONNE")
_REASONS = [reason.value for reason in RefusalReason]
_STATES = [state.value for state in ProposalState]


@click.group(cls=Group)
def needs() -> None:
    """Les besoins : les postes à pourvoir."""


@needs.command(name="list")
@click.option("--state", type=OneOf([state.value for state in NeedState]), help="Seulement ceux de cet état.")
@_JSON
def list_needs(*, state: str | None, as_json: bool) -> None:
    """Donne les besoins enregistrés, le premier à commencer d'abord."""
    from clauses.db import reading
    from clauses.matching import queries

    with reading(database()) as session:
        found = [need for need in queries.needs(session) if state in (None, need.state.value)]
    if as_json:
        click.echo(json.dumps([_need_as_json(need) for need in found], ensure_ascii=False))
        return
    for need in found:
        until = f" au {french_day(need.ends_on)}" if need.ends_on else ""
        tell(
            f"{need.key}  {need.job}, {need.left} sur {need.posts} à pourvoir, du {french_day(need.starts_on)}{until}, "
            f"{need.contractor}, marché {need.market} lot {need.lot} – {need.state.label}"
        )
    if not found:
        tell("Aucun besoin. « clauses import needs » en enregistre.")


@needs.command()
@_NEED
@_BY
def close(*, need: str, by: str) -> None:
    """Ferme un besoin : il n'attend plus personne."""
    from clauses.matching.actions import close_need

    _on_need(need, lambda session, found: close_need(session, need_id=found.id, by=by))
    tell(f"{need} est fermé.")


@needs.command()
@_NEED
@_BY
def reopen(*, need: str, by: str) -> None:
    """Rouvre un besoin fermé."""
    from clauses.matching.actions import reopen_need

    _on_need(need, lambda session, found: reopen_need(session, need_id=found.id, by=by))
    tell(f"{need} est rouvert.")


@click.group(cls=Group)
def proposals() -> None:
    """Les mises en relation : qui est proposé, et ce que les personnes ont décidé."""


@proposals.command()
@_NEED
@_PERSON
@_BY
@_COMMENT
def propose(*, need: str, person: str, by: str, comment: str | None) -> None:
    """Propose une PERSONNE (son identifiant) pour un BESOIN.

    L'avis de la machine ce jour-là est gardé à côté de la décision. Une personne exclue ne se propose qu'avec
    --comment, qui dit pourquoi.
    """
    from clauses.db import reading, writing
    from clauses.matching import actions
    from clauses.matching.references import need_named, person_named
    from clauses.reports.shortlisting import load

    chosen = settings()
    engine = database(chosen)
    with reading(engine) as session:  # comparing takes seconds: nobody waits for it
        board = load(session, today=today(), folder=chosen.home)
    found = need_named(need, board.needs)
    at = person_named(person, board.keys)
    match = board.candidate(found, at)
    with writing(engine) as session:
        actions.propose(
            session,
            need_version_id=found.version_id,
            person_id=board.people[at].id,
            match=match,
            weights_id=board.weights_id,
            by=by,
            comment=comment,
        )
    score = f"{match.score:.2f}".replace(".", ",")
    tell(f"{board.keys[at]} est proposé(e) pour {found.key} (score {score}, {match.verdict.label.lower()}).")


@proposals.command()
@_NEED
@_PERSON
@_BY
@_COMMENT
@click.option("--cv", metavar="CV", help="Le CV à joindre : pdf ou docx, fait de la fiche ; ou le n° d'une pièce.")
def send(*, need: str, person: str, by: str, comment: str | None, cv: str | None) -> None:
    """Transmet la proposition à l'entreprise, avec un CV ou sans."""
    _move(need, person, ProposalState.SENT, by=by, comment=comment, cv=cv)


@proposals.command()
@_NEED
@_PERSON
@_BY
@_COMMENT
def interview(*, need: str, person: str, by: str, comment: str | None) -> None:
    """Note un entretien."""
    _move(need, person, ProposalState.INTERVIEW, by=by, comment=comment)


@proposals.command()
@_NEED
@_PERSON
@_BY
@_COMMENT
def retain(*, need: str, person: str, by: str, comment: str | None) -> None:
    """Retient la personne ; le besoin est pourvu quand chaque poste a quelqu'un."""
    _move(need, person, ProposalState.RETAINED, by=by, comment=comment)


@proposals.command()
@_NEED
@_PERSON
@click.option("--reason", required=True, type=OneOf(_REASONS), help="Le motif : il nourrit les statistiques.")
@_BY
@_COMMENT
def refuse(*, need: str, person: str, reason: str, by: str, comment: str | None) -> None:
    """Arrête une mise en relation, avec son motif."""
    _move(need, person, ProposalState.REFUSED, by=by, comment=comment, reason=RefusalReason(reason))


@proposals.command()
@_NEED
@_PERSON
@_BY
@_COMMENT
def undo(*, need: str, person: str, by: str, comment: str | None) -> None:
    """Annule la dernière décision ; les deux restent lisibles."""
    from clauses.matching import actions

    def annulled(session: Session, proposal: StoredProposal) -> ProposalState:
        return actions.undo(session, proposal_id=proposal.id, by=by, comment=comment).state

    _tell(need, person, _on_proposal(need, person, annulled))


@proposals.command(name="list")
@click.option("--need", metavar="BESOIN", help="Seulement celles de ce besoin.")
@click.option("--state", type=OneOf(_STATES), help="Seulement celles de cet état.")
@_JSON
def list_proposals(*, need: str | None, state: str | None, as_json: bool) -> None:
    """Donne les mises en relation, la dernière décidée d'abord."""
    from clauses.db import reading
    from clauses.matching import queries
    from clauses.matching.references import need_named

    with reading(database()) as session:
        known = {each.id: each for each in queries.needs(session)}
        people = queries.named_people(session)
        wanted = need_named(need, list(known.values())).id if need is not None else None
        found = [
            each
            for each in queries.proposals(session)
            if wanted in (None, each.need_id) and state in (None, each.state.value)
        ]
    if as_json:
        shown = [_proposal_as_json(each, known[each.need_id], people[each.person_id]) for each in found]
        click.echo(json.dumps(shown, ensure_ascii=False))
        return
    for each in found:
        who = people[each.person_id]
        reason = f" ({each.reason.label})" if each.reason else ""
        tell(
            f"{known[each.need_id].key}  {who.key} {who.name} – {each.state.label}{reason}, {each.author}, "
            f"le {french_day(each.at)}"
        )
    if not found:
        tell("Aucune mise en relation.")


def _need_as_json(need: StoredNeed) -> dict[str, Any]:
    return {
        "need": need.key,
        "market": need.market,
        "lot": need.lot,
        "contractor": need.contractor,
        "job": need.job,
        "posts": need.posts,
        "retained": need.retained,
        "state": need.state.value,
        "version": need.version,
        "starts_on": need.starts_on.isoformat(),
        "ends_on": need.ends_on.isoformat() if need.ends_on else None,
    }


def _proposal_as_json(proposal: StoredProposal, need: StoredNeed, person: NamedPerson) -> dict[str, Any]:
    return {
        "need": need.key,
        "person": person.key,
        "state": proposal.state.value,
        "decided_by": proposal.author,
        "decided_at": proposal.at.isoformat(),
        "reason": proposal.reason.value if proposal.reason else None,
        "comment": proposal.comment,
        "machine": {
            "score": proposal.score / 10_000,
            "verdict": proposal.verdict.value,
            "weights": proposal.weights,
        },
    }


def _on_need(text: str, act: Callable[[Session, StoredNeed], None]) -> None:
    from clauses.db import writing
    from clauses.matching import queries
    from clauses.matching.references import need_named

    with writing(database()) as session:
        act(session, need_named(text, queries.needs(session)))


def _move(
    need: str, person: str, to: ProposalState, *, by: str, comment: str | None, reason: RefusalReason | None = None,
    cv: str | None = None,
) -> None:  # fmt: skip
    from clauses.matching import actions

    def moved(session: Session, proposal: StoredProposal) -> ProposalState:
        joined = None if cv is None else partial(_joined, session, proposal, cv)
        done = actions.decide(session, proposal_id=proposal.id, to=to, by=by, reason=reason, comment=comment, cv=joined)
        return done.state

    _tell(need, person, _on_proposal(need, person, moved))


def _joined(session: Session, proposal: StoredProposal, choice: str) -> int | None:
    from clauses.reports.documents.look import look_of
    from clauses.reports.joined_cv import joined

    chosen = settings()
    who, look = proposal.person_id, look_of(chosen.home)
    return joined(session, chosen.files, person_id=who, choice=choice, today=today(), look=look)


def _on_proposal(need: str, person: str, act: Callable[[Session, StoredProposal], ProposalState]) -> ProposalState:
    from clauses.db import writing
    from clauses.matching import queries
    from clauses.matching.references import need_named, person_named

    with writing(database()) as session:
        found = need_named(need, queries.needs(session))
        people = list(queries.named_people(session).values())
        who = people[person_named(person, [each.key for each in people])]
        mine = [each for each in queries.proposals(session) if (each.need_id, each.person_id) == (found.id, who.id)]
        if not mine:
            raise NotFound(
                f"{who.key} n'est pas proposé(e) pour {found.key}. « clauses proposals propose » le fait d'abord."
            )
        return act(session, mine[0])


def _tell(need: str, person: str, state: ProposalState) -> None:
    tell(f"{person} pour {need} : {state.label.lower()}.")
