"""What names somebody outside of their own rows: remarks of imports, lines never given a contract, questions, texts.

Foreign keys do not lead there (`belongings`): names do. Every column of words of the database stands in one of the
tables of columns here or in `anonymous`; a test says which one does not.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Any, Final

from sqlalchemy import MetaData, Table, and_, delete, func, or_, select, update
from sqlmodel import Session

from clauses.dates import add_months
from clauses.errors import Conflict
from clauses.files.rules import Severity
from clauses.hours.rules import DeclarationState, LineState
from clauses.people.rules import Name
from clauses.privacy.anonymous import ANONYMOUS, ERASED, EXCUSED, SAID, worded
from clauses.privacy.due import KEPT_MONTHS
from clauses.privacy.files_naming import NAMING
from clauses.privacy.mentions import Mention, without
from clauses.questions.rules import QuestionState

MENTIONING: Final[Mapping[str, frozenset[str]]] = {
    "answered": frozenset({"body"}),
    "break_glass": frozenset({"motive"}),
    "closing": frozenset({"reason"}),
    "exchange": frozenset({"said", "next_action"}),
    "formal_notice": frozenset({"about"}),
    "import_run": frozenset({"file_name"}),
    "mail": frozenset({"subject", "body"}),
    "meeting": frozenset({"place", "company", "tutor", "seen"}),
    "meeting_saying": frozenset({"place", "company", "tutor", "seen"}),
    "penalty_waiver": frozenset({"motive", "document"}),
    "proof": frozenset({"file_name"}),
    "question": frozenset({"reason"}),
    "shortfall": frozenset({"details"}),
    "visit_task": frozenset({"what", "who"}),
}
"""Columns in which people write of others, and so of somebody whose row it is not."""

_NOT_WRITTEN: Final = frozenset({("line", "claim")})
"""What a row said of somebody, name and birth date apart: another of their name stays in it."""

_MEETINGS: Final = ("meeting", "meeting_saying", "visit_task")
"""Where somebody who was there is named by one name alone."""

_NOTHING: Final[Mapping[str, str | None]] = {"value": None, "suggestion": None, "message": SAID}
"""What is left of a remark."""

_IN_PLAY: Final = (DeclarationState.CURRENT, DeclarationState.PROPOSED)


@dataclass(frozen=True)
class Whom:
    """Somebody to forget, by what files and texts may call them."""

    id: int
    name: Name
    birth_date: date
    kept: frozenset[Name] = frozenset()
    """The names of people who still have one, and who share a word of theirs: what says one of them is left."""

    @cached_property
    def mention(self) -> Mention:
        return Mention.of(self.name, kept=self.kept)

    @cached_property
    def there(self) -> Mention:
        """Where it is known that they were: their own name is them, even where somebody kept has the same."""
        return Mention.of(self.name, kept=self.kept - {self.name, self.name.swapped})

    def is_claimed(self, said: Mapping[str, Any]) -> bool:
        """Whether what a row said of a person is them: the same name, and no other birth date."""
        born = said.get("birth_date") in (None, self.birth_date.isoformat())
        return born and _name(said) in (self.name, self.name.swapped)


def whom(session: Session, metadata: MetaData, person_id: int) -> Whom:
    """Read before their name goes."""
    person = metadata.tables["person"]
    row = session.execute(select(person).where(person.c.id == person_id)).mappings().one()
    return Whom(person_id, Name(row["last_key"], row["first_key"]), row["birth_date"])


def _alike(session: Session, person: Table, known: Whom) -> frozenset[Name]:
    keys = (person.c.last_key, person.c.first_key)
    shares = [
        or_((" " + key).concat(" ").contains(f" {word} "), func.replace(key, " ", "") == word)
        for key in keys
        for word in sorted(known.mention.words)
    ]
    others = select(*keys).where(person.c.id != known.id, person.c.last_key != ANONYMOUS, or_(*shares)).distinct()
    return frozenset(Name(last, first) for last, first in session.execute(others))


def require_settled(session: Session, metadata: MetaData, people: Iterable[int]) -> None:
    """Raises ``Conflict`` while lines that nobody has settled may be of one of them: settling needs the name."""
    line, declaration = metadata.tables["line"], metadata.tables["declaration"]
    waiting = (
        select(line.c.claim)
        .join(declaration, declaration.c.id == line.c.declaration_id)
        .where(
            line.c.contract_id.is_(None),
            line.c.claim.is_not(None),
            line.c.state == LineState.TO_CHECK,
            declaration.c.state.in_(_IN_PLAY),
        )
    )
    claims = [json.loads(claim) for claim in session.scalars(waiting)]
    for number in people if claims else ():
        known = whom(session, metadata, number)
        asked = _asked_about(session, metadata.tables["question"], known)
        if any(_claim_of(said, known, asked) for said in claims):
            raise Conflict(
                "Des heures à vérifier portent peut-être le nom de l'une de ces personnes. Tranchez-les d'abord : une "
                "fois le nom effacé, on ne saurait plus à qui elles sont.",
                code="privacy.lines_wait",
            )


def forget(session: Session, metadata: MetaData, known: Whom) -> None:
    """Puts somebody out of what is not theirs: what they are called in it is found in any spelling.

    What is the full name of somebody who still has one is left: nobody can say whose it is, and it would not come back.
    """
    tables = metadata.tables
    known = replace(known, kept=_alike(session, tables["person"], known))
    _claims(session, tables, known)
    _questions(session, tables["question"], known)
    _remarks(session, tables["import_issue"], known)
    _where_met(session, tables, known)
    for table in metadata.sorted_tables:
        for column in written_of_others(table):
            # Two sheets of one file stay two.
            instead = f"{SAID} n°\u00a0{known.id}" if column == "sheet" else SAID
            _put_out(session, table, column, known.mention, instead)


def written_of_others(table: Table) -> list[str]:
    """The columns of a table in which somebody whose row it is not may be named."""
    own = ERASED[table.name] if table.name in ERASED and table.name not in ("person", "residence") else frozenset()
    own |= {column for owner, column in EXCUSED if owner == table.name}
    names = own | MENTIONING.get(table.name, frozenset()) | ({"sheet"} & set(table.c.keys()))
    return sorted(name for name in names if worded(table.c[name]) and (table.name, name) not in _NOT_WRITTEN)


def forget_refused(session: Session, metadata: MetaData, today: date) -> None:
    """What the refused cells of old files held, whoever it was about: the remark stays, what it quotes goes.

    Nothing was stored of these rows: whom they name is known to nobody, and their file may name others for years.
    """
    issue, run = metadata.tables["import_issue"], metadata.tables["import_run"]
    since = datetime.combine(add_months(today, -KEPT_MONTHS), time.min, UTC)
    old = select(run.c.id).where(run.c.at < since, run.c.kind.in_(NAMING))
    refused = (issue.c.severity == Severity.ERROR) & issue.c.run_id.in_(old)
    session.execute(update(issue).where(refused).values(**_NOTHING))


def _put_out(session: Session, table: Table, name: str, mention: Mention, instead: str) -> None:
    column = table.c[name]
    for said in list(session.scalars(select(column).where(column.is_not(None)).distinct())):
        left = without(said, mention, instead)
        if left != said:
            session.execute(update(table).where(column == said).values({name: left}))


def _where_met(session: Session, tables: Mapping[str, Table], known: Whom) -> None:
    attendance, person = tables["attendance"], tables["person"]
    met = set(session.scalars(select(attendance.c.meeting_id).where(attendance.c.person_id == known.id)))
    same = or_(*(
        and_(person.c.last_key == name.last, person.c.first_key == name.first)
        for name in (known.name, known.name.swapped)
    ))  # fmt: skip
    with_a_namesake = set(
        session.scalars(
            select(attendance.c.meeting_id)
            .join(person, person.c.id == attendance.c.person_id)
            .where(attendance.c.meeting_id.in_(met), person.c.id != known.id, same)
        )
    )
    for name in _MEETINGS:
        table, columns = tables[name], sorted(MENTIONING[name])
        key = table.c.id if name == "meeting" else table.c.meeting_id
        for row in session.execute(select(table).where(key.in_(met))).mappings().all():
            whose = known.mention if row[key.name] in with_a_namesake else known.there
            left = {column: without(row[column], whose, SAID, alone=True) for column in columns if row[column]}
            changed = {column: text for column, text in left.items() if text != row[column]}
            if changed:
                session.execute(update(table).where(table.c.id == row["id"]).values(**changed))


def _remarks(session: Session, table: Table, known: Whom) -> None:
    """What imports said of a row that names them, wherever it stands: the remark stays, what it quotes goes."""
    told = select(table.c.id, table.c.run_id, table.c.sheet, table.c.row, table.c.message, table.c.value,
                  table.c.suggestion).where(table.c.message != SAID)  # fmt: skip
    naming = [
        row for row in session.execute(told)
        if any(text and without(text, known.mention, "") != text for text in (row.message, row.value, row.suggestion))
    ]  # fmt: skip
    for row in naming:
        same_row = and_(table.c.run_id == row.run_id, table.c.sheet == row.sheet, table.c.row == row.row)
        session.execute(update(table).where(or_(table.c.id == row.id, same_row)).values(**_NOTHING))


def _claims(session: Session, tables: Mapping[str, Table], known: Whom) -> None:
    """Lines that were refused or replaced before anybody said whose they were."""
    line, asked = tables["line"], _asked_about(session, tables["question"], known)
    unsettled = select(line.c.id, line.c.claim).where(line.c.contract_id.is_(None), line.c.claim.is_not(None))
    theirs = [number for number, claim in session.execute(unsettled) if _claim_of(json.loads(claim), known, asked)]
    for number in theirs:
        session.execute(update(line).where(line.c.id == number).values(claim=None))


def _questions(session: Session, table: Table, known: Whom) -> None:
    """What was asked about their name goes; of other questions, only that they could have been the answer."""
    same_person = select(table).where(table.c.kind == "same_person")
    for row in session.execute(same_person).mappings().all():
        candidates = json.loads(row["candidates"])
        theirs = known.id in (row["answer_id"], row["subject_id"]) or candidates == [known.id]
        if theirs or known.is_claimed(json.loads(row["subject"])):
            session.execute(delete(table).where(table.c.id == row["id"]))
        elif known.id in candidates:
            left = json.dumps([number for number in candidates if number != known.id])
            session.execute(update(table).where(table.c.id == row["id"]).values(candidates=left))


def _asked_about(session: Session, table: Table, known: Whom) -> list[Mapping[str, Any]]:
    """The names in lines that somebody said were theirs, or that may be, as files wrote them."""
    asked = select(table.c.state, table.c.answer_id, table.c.candidates, table.c.subject).where(
        table.c.kind == "same_person", table.c.subject_id.is_(None)
    )
    return [
        json.loads(subject)
        for state, answer, candidates, subject in session.execute(asked)
        if answer == known.id or (state == QuestionState.OPEN and known.id in json.loads(candidates))
    ]


def _claim_of(said: Mapping[str, Any], known: Whom, asked: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a line names them, or names somebody of whom it was asked whether it is them."""
    return known.is_claimed(said) or any(
        _name(said) == _name(each) and said.get("birth_date") == each.get("birth_date") for each in asked
    )


def _name(said: Mapping[str, Any]) -> Name:
    return Name.of(said.get("last_name") or "", said.get("first_name") or "")
