"""Questions that imports ask: listed, answered, taken back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import rich_click as click

from clauses.cli.context import database
from clauses.cli.french import NUMBER, Command, Group
from clauses.errors import Misused
from clauses.quantities import exact, french_hours, grouped

if TYPE_CHECKING:
    from clauses.questions.queries import Shown

_BY = click.option("--by", metavar="NOM", required=True, help="Qui décide.")
_LONGEST_NAME = 200


@click.group(cls=Group)
def questions() -> None:
    """Les doutes sur une personne, un organisme ou un marché : rien n'est réuni sans une réponse."""


@questions.command(name="list", cls=Command)
@click.option("--all", "every", is_flag=True, help="Aussi celles qui sont tranchées.")
@click.option("--json", "as_json", is_flag=True, help="Pour un programme : une liste.")
def list_(*, every: bool, as_json: bool) -> None:
    """Liste les questions à trancher, avec leurs réponses possibles."""
    from clauses.db import reading
    from clauses.questions.queries import asked

    with reading(database()) as session:
        found = asked(session, every=every)
        if as_json:
            click.echo(json.dumps([_as_json(each) for each in found], ensure_ascii=False))
            return
        for each in found:
            _tell(each)
    if not found:
        click.echo("Aucune question à trancher.")


def _as_json(each: Shown) -> dict[str, Any]:
    question = each.question
    return {
        "id": question.id,
        "kind": question.kind.value,
        "state": question.state.value,
        "subject": each.said,
        "candidates": [{"number": one.number, "id": one.id, "name": one.said} for one in each.candidates],
        "lines": each.lines,
        "hours": exact(each.hours),
        "asked_at": question.asked_at.isoformat(),
        "answer": question.answer_id,
        "decided_by": question.decided_by,
        "decided_at": question.decided_at.isoformat() if question.decided_at else None,
        "reason": question.reason,
    }


def _tell(each: Shown) -> None:
    question = each.question
    settled = "" if question.decided_by is None else f" [{question.state.label}, {question.decided_by}]"
    waits = ""
    if each.lines:
        many = "s" if each.lines > 1 else ""
        waits = f" ({grouped(each.lines)} ligne{many} en attente, {french_hours(each.hours)})"
    click.echo(f"{question.id}. {question.kind.label} ? {each.said}{waits}{settled}")
    for one in each.candidates:
        click.echo(f"     {one.number}. {one.said}")


@questions.command(cls=Command)
@click.argument("question", metavar="NUMÉRO", type=NUMBER)
@click.option("--candidate", metavar="N", type=NUMBER, help="Laquelle des réponses, quand il y en a plusieurs.")
@_BY
def accept(question: int, candidate: int | None, by: str) -> None:
    """C'est le même : les lignes en attente lui reviennent, ou les deux fiches n'en font plus qu'une."""
    from clauses.db import writing
    from clauses.questions import actions
    from clauses.questions.queries import question as one
    from clauses.questions.queries import shown

    decided_by = author(by)
    with writing(database()) as session:
        before = shown(session, one(session, question))
        candidates = before.candidates
        answer = _numbered({each.number: each.id for each in candidates}, candidate)
        found = actions.accept(session, question_id=question, answer_id=answer, by=decided_by)
        said = next(each.said for each in candidates if each.id == found.answer_id)
        linked = f" {_linked(found.effects)}" if before.lines else ""
        linked += _set_aside(found.effects)
    click.echo(f"Question {question} : c'est {said}.{linked}")


def _numbered(candidates: dict[int, int], number: int | None) -> int | None:
    if number is None:
        return None
    if number not in candidates:
        raise Misused(f"--candidate : {number} n'est pas une des réponses. Choisissez de 1 à {len(candidates)}.")
    return candidates[number]


def _linked(effects: str) -> str:
    count = sum(step["did"] == "linked" for step in json.loads(effects))
    many = "s" if count > 1 else ""
    return f"{count} ligne{many} rattachée{many}."


def _set_aside(effects: str) -> str:
    """What the one kept says otherwise: it stands, and whoever decides reads which."""
    from clauses.privacy.labels import COLUMNS

    names = [name for step in json.loads(effects) if step["did"] == "set_aside" for name in step["names"]]
    if not names:
        return ""
    told = ", ".join(COLUMNS.get(name, name).lower() for name in names)
    return f" Les deux fiches disaient autre chose ({told}) : ce que disait celle-ci reste."


@questions.command(cls=Command)
@click.argument("question", metavar="NUMÉRO", type=NUMBER)
@click.option("--reason", metavar="MOTIF", help="Pourquoi.")
@_BY
def refuse(question: int, reason: str | None, by: str) -> None:
    """C'en est un autre : chacun garde sa fiche, et la question n'est plus posée."""
    from clauses.db import writing
    from clauses.questions import actions

    with writing(database()) as session:
        found = actions.refuse(session, question_id=question, by=author(by), reason=reason)
        effects = found.effects
    linked = f" {_linked(effects)}" if '"linked"' in effects else ""
    click.echo(f"Question {question} : c'en est un autre.{linked}")


@questions.command(cls=Command)
@click.argument("question", metavar="NUMÉRO", type=NUMBER)
@_BY
def undo(question: int, by: str) -> None:
    """Annule une réponse : tout redevient comme avant, et la question est posée à nouveau."""
    from clauses.db import writing
    from clauses.questions import actions

    with writing(database()) as session:
        again = actions.undo(session, question_id=question, by=author(by)).id
    click.echo(f"Question {question} : réponse annulée. Elle est posée à nouveau sous le numéro {again}.")


def author(by: str) -> str:
    """A name on one line. Raises ``Misused`` without one, or when it is too long."""
    name = " ".join(by.encode(errors="replace").decode().split())
    if not name or len(name) > _LONGEST_NAME:
        raise Misused(f"--by : donnez un nom, de {_LONGEST_NAME} caractères au plus.")
    return name
