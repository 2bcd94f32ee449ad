"""Whom each need may be offered, and a proposal for every need at once: shown, never decided."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import rich_click as click

from clauses.cli.context import database, settings, today
from clauses.cli.french import Between, Command
from clauses.cli.writing import tell
from clauses.dates import french_day
from clauses.errors import Misused
from clauses.matching.decisions import NeedState

if TYPE_CHECKING:
    from datetime import date

    from clauses.matching.queries import StoredNeed
    from clauses.matching.rules import CriterionScore, Match
    from clauses.reports.shortlisting import Board, WholeProposal

MOST = 1_000


@click.command(cls=Command)
@click.argument("need", metavar="BESOIN", required=False)
@click.option("--top", default=20, show_default=True, type=Between(1, MOST), help="Combien de personnes au plus.")
@click.option("--person", metavar="IDENTIFIANT", help="Une seule personne, avec tout ce qui est dit d'elle.")
@click.option("--all", "whole", is_flag=True, help="Une proposition pour tous les besoins ouverts à la fois.")
@click.option("--json", "as_json", is_flag=True, help="Pour un programme.")
def match(*, need: str | None, top: int, person: str | None, whole: bool, as_json: bool) -> None:
    """Donne les personnes à proposer pour un BESOIN, de la plus proche à la moins proche, avec les raisons.

    Les personnes exclues viennent après toutes les autres, avec ce qui les exclut. Rien n'est décidé ni enregistré :
    « clauses proposals propose » enregistre un choix.
    """
    if whole and (need or person):
        raise Misused("--all répond pour tous les besoins : ne donnez ni BESOIN ni --person.")
    if not whole and not need:
        raise Misused("Donnez la référence d'un besoin, ou --all pour tous les besoins ouverts.")

    from clauses.db import reading
    from clauses.matching.references import need_named, person_named
    from clauses.reports.shortlisting import load

    chosen = settings()
    with reading(database(chosen)) as session:
        board = load(session, today=today(), folder=chosen.home)
    if whole:
        found = board.whole()
        if as_json:
            click.echo(_dumped(_whole_as_json(found, board.today)))
        else:
            tell(_whole_as_text(board, found))
        return
    asked = need_named(need or "", board.needs)
    matches = (
        board.candidates(asked, top) if person is None else [board.candidate(asked, person_named(person, board.keys))]
    )
    if as_json:
        click.echo(
            _dumped({"need": asked.key, "candidates": [_candidate_as_json(asked, one, board) for one in matches]})
        )
        return
    for note in _notes(asked, board):
        click.echo(note, err=True)
    tell(_as_text(asked, matches, board))


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _match_as_json(match: Match) -> dict[str, Any]:
    return {
        "person": match.person,
        "score": match.score,
        "verdict": match.verdict.value,
        "weights": match.version,
        "criteria": [
            {"name": one.name, "score": round(one.score, 4), "weight": round(one.weight, 4), "reason": one.reason}
            for one in match.criteria
        ],
        "blocking": [
            {"criterion": one.criterion, "reason": one.reason, "verdict": one.verdict.value} for one in match.blocking
        ],
    }


def _candidate_as_json(need: StoredNeed, match: Match, board: Board) -> dict[str, Any]:
    proposal = board.proposal_of(need, match.person)
    return {**_match_as_json(match), "proposal": proposal.state.value if proposal else None}


def _whole_as_json(found: WholeProposal, day: date) -> dict[str, Any]:
    best, alone = found.assignment.best, found.assignment.one_by_one
    return {
        "decided": False,
        "posts": found.assignment.posts,
        "filled": best.filled,
        "score": best.total / 10_000,
        "one_by_one": {"filled": alone.filled, "score": alone.total / 10_000},
        "gain": found.assignment.gain / 10_000,
        "sentence": found.assignment.sentence,
        "proposals": [
            {"need": one.need.key, "over": one.need.is_over(day), **_match_as_json(one.match)} for one in found.placed
        ],
        "vacant": [{"need": need.key, "posts": posts} for need, posts in found.vacant],
    }


def _notes(need: StoredNeed, board: Board) -> list[str]:
    """What to know before reading a list."""
    said = []
    if need.state is not NeedState.OPEN:
        said.append(f"Ce besoin est {need.state.label.lower()} : il n'attend plus personne.")
    if need.is_over(board.today) and need.ends_on is not None:
        said.append(f"Ce besoin est terminé depuis le {french_day(need.ends_on)}.")
    return said


def _title(need: StoredNeed) -> str:
    until = f" au {french_day(need.ends_on)}" if need.ends_on else ""
    posts = f"{need.posts} poste{'s' if need.posts > 1 else ''}"
    place = f", {need.commune}" if need.commune else ""
    return (
        f"{need.key} – {need.job}, {posts}{place}, du {french_day(need.starts_on)}{until} "
        f"({need.contractor}, marché {need.market}, lot {need.lot})"
    )


def _as_text(need: StoredNeed, matches: list[Match], board: Board) -> str:
    lines = [_title(need)]
    if not matches:
        lines.append("Personne n'est enregistré : importez d'abord des personnes.")
    for rank, one in enumerate(matches, 1):
        proposal = board.proposal_of(need, one.person)
        stands = f" – déjà {proposal.state.label.lower()}" if proposal else ""
        lines.append(f"{rank:>3}. {_who(one.person, board)} – {_score(one.score)} – {one.verdict.label}{stands}")
        lines += [f"       ! {said.reason}" for said in one.blocking]
        lines += [_criterion(scored) for scored in one.criteria if scored.weight]
    return "\n".join(lines)


def _whole_as_text(board: Board, found: WholeProposal) -> str:
    lines = ["Proposition pour tous les besoins ouverts. Rien n'est décidé."]
    for one in found.placed:
        doubt = " – ".join(["", *(said.reason for said in one.match.blocking)])
        job = f"{one.need.job}{_over(one.need, board)}"
        who = f"{_who(one.match.person, board)} – {_score(one.match.score)} – {one.match.verdict.label}"
        lines.append(f"  {one.need.key} ({job}) : {who}{doubt}")
    lines += [f"  {need.key} ({need.job}) : {posts} sans proposition" for need, posts in found.vacant]
    if not found.assignment.posts:
        return "\n".join([*lines, "Aucun besoin ouvert n'attend quelqu'un."])
    sentence = found.assignment.sentence
    return "\n".join([*lines, sentence if sentence.endswith(".") else f"{sentence}."])


def _over(need: StoredNeed, board: Board) -> str:
    return ", terminé" if need.is_over(board.today) else ""


def _criterion(scored: CriterionScore) -> str:
    from clauses.matching.criteria import CRITERIA

    label = next(criterion.label for criterion in CRITERIA if criterion.name == scored.name)
    return f"       {_score(scored.score)} × {round(scored.weight * 100)} %  {label} : {scored.reason}"


def _who(key: str, board: Board) -> str:
    at = board.keys.index(key)
    return f"{key} {board.named[board.people[at].id].name}"


def _score(score: float) -> str:
    return f"{score:.2f}".replace(".", ",")
