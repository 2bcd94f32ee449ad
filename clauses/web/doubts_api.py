"""Questions that imports left to a person, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from litestar import Response
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from sqlmodel import Session

from clauses.access.doubts import candidates_of, subject_said
from clauses.access.lists import Wanted
from clauses.access.queries import found
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.db import writing
from clauses.errors import Invalid
from clauses.questions import actions
from clauses.questions.models import Question
from clauses.questions.rules import QuestionKind, QuestionState
from clauses.web.api_parts import (
    AnyRequest,
    Cursor,
    Given,
    Limit,
    Listing,
    Shown,
    Sort,
    Text,
    acts,
    one,
    page,
    shows,
    versioned,
)
from clauses.web.rule import every, on
from clauses.web.visitors import asker, place_of

TAG = "Questions et besoins"
_READS = on(Question, "number", Act.DECIDE)
_DECIDE = on(Question, "number", Act.DECIDE, proven=True, programs=False)


class CandidateShown(Shown):
    """Who or what may be meant, as far as the reader sees it."""

    id: int
    said: str


class QuestionShown(Shown):
    """A doubt. ``hidden`` counts the candidates of elsewhere, that the reader does not see."""

    id: int
    kind: QuestionKind
    state: QuestionState
    said: str
    candidates: list[CandidateShown]
    hidden: int
    asked_at: datetime
    decided_by: str | None


class Answer(Given):
    """« C'est le même » : which candidate, where there are several."""

    answer_id: int | None = None


class Refusal(Given):
    """« C'en est un autre »."""

    reason: Text | None = None


def _questions(session: Session, scope: Scope, rows: Sequence[Question]) -> list[QuestionShown]:
    named = candidates_of(session, scope, rows)
    return [
        QuestionShown(
            id=row.id or 0,
            kind=row.kind,
            state=row.state,
            said=subject_said(row),
            candidates=[CandidateShown(id=number, said=said) for number, said in named[row.id or 0].items() if said],
            hidden=sum(not said for said in named[row.id or 0].values()),
            asked_at=row.asked_at,
            decided_by=row.decided_by,
        )
        for row in rows
    ]


@shows("/api/questions", every(Resource.HOURS, Act.DECIDE), TAG)
def list_questions(
    request: AnyRequest,
    sort: Sort = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    standing: Annotated[QuestionState | None, QueryParameter(name="state")] = None,
    kind: FromQuery[QuestionKind | None] = None,
) -> Listing[QuestionShown]:
    """Les questions que les imports ont laissées : est-ce la même personne, le même organisme, le même marché."""
    return page(request, Question, _questions, Wanted("", sort, cursor, limit, {"state": standing, "kind": kind}))


@shows("/api/questions/{number:int}", _READS, TAG)
def get_question(request: AnyRequest, number: FromPath[int]) -> Response[QuestionShown]:
    """Une question."""
    return one(request, Question, number, _questions)


@acts("/api/questions/{number:int}/accept", _DECIDE, TAG)
def accept_question(request: AnyRequest, number: FromPath[int], data: JSONBody[Answer]) -> Response[QuestionShown]:
    """« C'est le même » : les lignes, ou la fiche, vont à celui qui est choisi."""

    def decide(session: Session, scope: Scope, row: Question) -> Question:
        named = candidates_of(session, scope, [row])[number]
        chosen = [data.answer_id] if data.answer_id is not None else list(named)
        if len(chosen) != 1 or not named.get(chosen[0]):
            raise Invalid("Dites lequel, parmi les réponses de la question.", field="answer_id")
        return actions.accept(session, question_id=number, answer_id=chosen[0], by=scope.author)

    return _decided(request, number, decide)


@acts("/api/questions/{number:int}/refuse", _DECIDE, TAG)
def refuse_question(request: AnyRequest, number: FromPath[int], data: JSONBody[Refusal]) -> Response[QuestionShown]:
    """« C'en est un autre » : la même question ne sera plus posée."""

    def decide(session: Session, scope: Scope, _row: Question) -> Question:
        return actions.refuse(session, question_id=number, by=scope.author, reason=data.reason)

    return _decided(request, number, decide)


@acts("/api/questions/{number:int}/undo", _DECIDE, TAG)
def undo_question(request: AnyRequest, number: FromPath[int]) -> Response[QuestionShown]:
    """Annule une réponse : tout redevient comme avant, et la question est posée à nouveau ; la nouvelle est rendue."""

    def decide(session: Session, scope: Scope, _row: Question) -> Question:
        return actions.undo(session, question_id=number, by=scope.author)

    return _decided(request, number, decide)


def _decided(request: AnyRequest, number: int, decide: Any) -> Response[QuestionShown]:
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        row = decide(session, scope, found(session, scope, Question, number, Act.DECIDE))
        (shown,) = _questions(session, scope, [row])
    return versioned(shown)


HANDLERS = [list_questions, get_question, accept_question, refuse_question, undo_question]
