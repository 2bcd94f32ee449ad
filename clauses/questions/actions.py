"""Questions asked, answered, undone. Every answer is signed, journalised, and can be taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col, select

from clauses import audit
from clauses.db import one_at_a_time
from clauses.errors import Conflict, Misused
from clauses.people.actions import add_people
from clauses.people.models import Person
from clauses.people.queries import same_without_identifier
from clauses.questions.absorbing import Step, absorb, complete, is_pointed_at, put_back, row_of
from clauses.questions.completing import identity
from clauses.questions.leaning import leans_on
from clauses.questions.linking import link, unlink
from clauses.questions.models import Question
from clauses.questions.queries import question
from clauses.questions.rules import Asked, Claimed, QuestionKind, QuestionState, already_told

_AT_ONCE = 500
_COMPLETED = {
    QuestionKind.SAME_PERSON: (
        "identifier", "sex", "rsa", "rqth", "work_permit_until", "unemployed_since", "education_level", "french_level",
        "jobs", "skills", "licences", "mobility_km", "available_on",
    ),
    QuestionKind.SAME_COMPANY: ("siret", "employer_kind"),
    QuestionKind.SAME_MARKET: ("consulted_on", "notified_on", "ends_on", "social_consideration", "publics"),
}  # fmt: skip
"""What the record kept takes from the one that goes, where it says nothing itself."""

_LISTS = ("jobs", "skills", "licences")
_IDENTIFIERS = {
    QuestionKind.SAME_PERSON: ("identifier", "un identifiant"),
    QuestionKind.SAME_COMPANY: ("siret", "un SIRET"),
}

_TABLE_NAMES = {
    QuestionKind.SAME_PERSON: "person", QuestionKind.SAME_COMPANY: "organisation", QuestionKind.SAME_MARKET: "market",
}  # fmt: skip


def ask(session: Session, doubts: Iterable[Asked], *, run_id: int | None) -> int:
    """Opens a question for each doubt that is not waiting already and was not settled before; how many were opened."""
    doubts = [doubt for doubt in {(each.kind, each.key): each for each in doubts}.values() if doubt.candidates]
    known = _known(session, [doubt.key for doubt in doubts])
    now = datetime.now(UTC)
    rows = [
        {
            "kind": doubt.kind,
            "key": doubt.key,
            "subject": json.dumps(doubt.subject, ensure_ascii=False, sort_keys=True),
            "subject_id": doubt.subject_id,
            "candidates": json.dumps(doubt.candidates),
            "state": QuestionState.OPEN,
            "run_id": run_id,
            "asked_at": now,
            "effects": "[]",
        }
        for doubt in doubts
        if not _settled(doubt, known)
    ]
    if rows:
        session.execute(insert(Question), rows)
    return len(rows)


def _known(session: Session, keys: Sequence[str]) -> list[Question]:
    found: list[Question] = []
    for start in range(0, len(keys), _AT_ONCE):
        found += session.exec(
            select(Question).where(
                col(Question.key).in_(keys[start : start + _AT_ONCE]), col(Question.state) != QuestionState.REVERTED
            )
        ).all()
    return found


def _settled(doubt: Asked, known: Sequence[Question]) -> bool:
    same = [each for each in known if (each.kind, each.key) == (doubt.kind, doubt.key)]
    waits = any(each.state is QuestionState.OPEN for each in same)
    return waits or already_told(doubt, (frozenset(json.loads(each.candidates)) for each in same))


def accept(session: Session, *, question_id: int, answer_id: int | None = None, by: str) -> Question:
    """« It is the same »: as ``answer_id``, the only candidate when it is not given.

    Lines to check go to that person; a record is taken for the one kept, which gets all that pointed to it. Raises
    ``NotFound``, ``Misused`` when the candidate must be chosen, ``Conflict`` when it is settled or both hold something.
    """
    found = _open(session, question_id)
    answer = _chosen(json.loads(found.candidates), answer_id)
    aside: list[str] = []
    if found.subject_id is None:
        steps = link(session, Claimed.of(json.loads(found.subject)), answer)
        steps.append({"did": "told", "table": "person", "id": answer})
    else:
        steps, aside = _take_for(session, found, found.subject_id, answer)
    _settle(found, QuestionState.ACCEPTED, by=by, steps=steps)
    found.answer_id = answer
    session.add(found)
    audit.record(
        session,
        "accept",
        by=by,
        subject="question",
        subject_id=question_id,
        kind=found.kind.value,
        answer=answer,
        **({"set_aside": aside} if aside else {}),
    )
    session.flush()
    return found


def _open(session: Session, question_id: int) -> Question:
    one_at_a_time(session)
    found = question(session, question_id)
    if found.state is not QuestionState.OPEN:
        raise Conflict(
            f"La question {question_id} est déjà tranchée (« {found.state.label} »). Annulez d'abord la décision.",
            code="questions.settled",
        )
    return found


def _chosen(candidates: Sequence[int], answer_id: int | None) -> int:
    if answer_id is None and len(candidates) == 1:
        return candidates[0]
    if answer_id is None:
        raise Misused(f"Cette question a {len(candidates)} réponses possibles : dites laquelle.")
    if answer_id not in candidates:
        raise Misused(
            "Cette réponse n'est pas parmi celles de la question. Rechargez la page et choisissez de nouveau."
        )
    return answer_id


def _take_for(session: Session, found: Question, gone: int, kept: int) -> tuple[list[Step], list[str]]:
    """The steps, and the names of what the one kept says otherwise than the other."""
    table = SQLModel.metadata.tables[_TABLE_NAMES[found.kind]]
    one, other = row_of(session, table, gone), row_of(session, table, kept)
    if one is None or other is None:
        raise Conflict("L'un des deux n'est plus enregistré. Rechargez la liste.", code="questions.gone")
    _refuse_two_identifiers(found.kind, one, other)
    values, aside = identity(one, other, _COMPLETED[found.kind], _LISTS)
    steps = absorb(session, table.name, gone=gone, kept=kept)
    try:
        with session.begin_nested():
            steps += complete(session, table, kept, values)
    except IntegrityError as error:  # a market that would end before it starts
        raise Conflict(
            "Les dates des deux fiches se contredisent. Corrigez d'abord l'une des deux.",
            code="questions.contradiction",
        ) from error
    steps += [{"did": "set_aside", "names": aside}] if aside else []
    return steps + _redirect(session, found, gone, kept), aside


def _refuse_two_identifiers(kind: QuestionKind, one: Mapping[Any, Any], other: Mapping[Any, Any]) -> None:
    name, word = _IDENTIFIERS.get(kind, (None, ""))
    if name is not None and one[name] and other[name]:
        raise Conflict(
            f"Chacun a {word} : ils ne peuvent pas être réunis. Corrigez d'abord celui qui est faux.",
            code="questions.two_identifiers",
        )


def _redirect(session: Session, found: Question, gone: int, kept: int) -> list[Step]:
    """Other questions speak of the one kept from now on, and answers given too."""
    steps: list[Step] = []
    others = session.exec(select(Question).where(col(Question.kind) == found.kind, col(Question.id) != found.id)).all()
    for other in others:
        candidates = json.loads(other.candidates)
        if other.answer_id == gone:
            other.answer_id = kept
            steps.append({"did": "redirected", "question": other.id, "answer": gone})
        if other.state is QuestionState.OPEN and gone in candidates:
            other.candidates = json.dumps(sorted({kept if each == gone else each for each in candidates}))
            steps.append({"did": "redirected", "question": other.id, "candidates": candidates})
        session.add(other)
    return steps


def refuse(session: Session, *, question_id: int, by: str, reason: str | None = None) -> Question:
    """« It is somebody else »: a name of lines to check becomes a person of its own, where its birth date is known.

    Somebody recorded since under that very name and birth date is that person. A record stays as it is. The same is not
    asked again. Raises ``NotFound``, and ``Conflict`` when it is settled, or when a candidate has that very name.
    """
    found = _open(session, question_id)
    steps: list[Step] = []
    claimed = Claimed.of(json.loads(found.subject)) if found.subject_id is None else None
    if claimed is not None and claimed.birth_date is not None:
        who = {"last_name": claimed.last_name, "first_name": claimed.first_name, "birth_date": claimed.birth_date}
        person = same_without_identifier(session, who)
        if person in json.loads(found.candidates):
            raise Conflict(
                "Une personne proposée porte exactement ce nom et cette date de naissance. Acceptez la question pour "
                "elle ; ou, si ce sont deux personnes, donnez d'abord un identifiant à celle qui est enregistrée.",
                code="questions.same_person",
            )
        if person is None:
            (person,) = add_people(session, [who])
            steps.append({"did": "added", "table": "person", "id": person})
        steps += link(session, claimed, person)
    _settle(found, QuestionState.REFUSED, by=by, steps=steps)
    found.reason = reason
    session.add(found)
    audit.record(session, "refuse", by=by, subject="question", subject_id=question_id, kind=found.kind.value)
    session.flush()
    return found


def undo(session: Session, *, question_id: int, by: str) -> Question:
    """Takes an answer back: everything is as before, and the question is asked again; the new one.

    Raises ``NotFound``, and ``Conflict`` when it was not answered, or when what it changed was used since.
    """
    one_at_a_time(session)
    found = question(session, question_id)
    if found.state not in (QuestionState.ACCEPTED, QuestionState.REFUSED):
        raise Conflict(
            f"La question {question_id} n'a pas de décision à annuler. Rechargez la page.", code="questions.not_settled"
        )
    steps: list[Step] = json.loads(found.effects)
    _refuse_while_leaned_on(session, found, steps)
    _undo_redirections(session, steps)
    unlink(session, steps)
    put_back(session, [step for step in steps if step["did"] in ("moved", "removed", "completed")])
    _remove_people(session, steps)
    found = question(session, question_id)
    found.state = QuestionState.REVERTED
    session.add(found)
    session.flush()
    again = Question(
        kind=found.kind,
        key=found.key,
        subject=found.subject,
        subject_id=found.subject_id,
        candidates=found.candidates,
        run_id=found.run_id,
        asked_at=datetime.now(UTC),
    )
    session.add(again)
    audit.record(session, "undo", by=by, subject="question", subject_id=question_id, kind=found.kind.value)
    session.flush()
    return again


def _refuse_while_leaned_on(session: Session, found: Question, steps: Sequence[Step]) -> None:
    """A later decision about the same records is undone first: it was made of what this one had changed."""
    later = session.exec(
        select(Question)
        .where(
            col(Question.state).in_([QuestionState.ACCEPTED, QuestionState.REFUSED]),
            col(Question.decided_at) >= found.decided_at,
            col(Question.id) != found.id,
        )
        .order_by(col(Question.decided_at).desc(), col(Question.id).desc())
    ).all()
    for other in later:
        if leans_on(json.loads(other.effects), steps):
            raise Conflict(
                f"La question {other.id}, tranchée depuis, s'appuie sur cette décision. Annulez-la d'abord.",
                code="questions.leaned_on",
            )


def _settle(found: Question, state: QuestionState, *, by: str, steps: Sequence[Step]) -> None:
    found.state, found.decided_by, found.decided_at = state, by, datetime.now(UTC)
    found.effects = json.dumps(steps, ensure_ascii=False)


def _undo_redirections(session: Session, steps: Sequence[Step]) -> None:
    for step in reversed(steps):
        if step["did"] == "redirected":
            other = question(session, step["question"])
            if "answer" in step:
                other.answer_id = step["answer"]
            elif other.state is QuestionState.OPEN:
                other.candidates = json.dumps(step["candidates"])
            session.add(other)
    session.flush()


def _remove_people(session: Session, steps: Sequence[Step]) -> None:
    """Somebody made by a refusal, whom nothing else speaks of since."""
    for step in steps:
        if step["did"] == "added" and step["table"] == "person":
            if is_pointed_at(session, "person", step["id"]):
                raise Conflict(
                    "Des heures ou des faits ont été rattachés à cette personne depuis : la décision ne peut plus être "
                    "annulée. Corrigez plutôt la fiche de cette personne.",
                    code="questions.changed_since",
                )
            session.execute(delete(Person).where(col(Person.id) == step["id"]))
