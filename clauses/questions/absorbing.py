"""One record taken for another: all that pointed to it points to the one kept, and how to put it back.

Works from the foreign keys of the tables, so that a feature added later is not forgotten. Each step is a plain value,
kept with the decision: undoing it plays them backwards.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, UniqueConstraint, delete, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

from clauses.errors import Conflict
from clauses.questions.completing import Contradiction, completion
from clauses.questions.pointing import point, pointing

Step = dict[str, Any]
Key = list[Any]

TWINS = frozenset({"contract", "residence", "participation", "orientation", "exit", "contractor", "lot", "proof"})
"""Tables where a row of the one and the same row of the other say one thing, and become one."""

_AT_ONCE = 500
_CHANGED = "Ce qui avait été réuni a changé depuis : la décision ne peut plus être annulée. Corrigez plutôt les fiches."


def absorb(session: Session, table: str, *, gone: int, kept: int) -> list[Step]:
    """Moves everything from one record to another of the same table, then removes it; what was done, in order.

    Raises ``Conflict`` where both hold something that cannot be one: a declaration of the same month, for instance.
    """
    session.flush()
    steps = _absorbed(session, SQLModel.metadata.tables[table], gone, kept)
    session.expire_all()
    return steps


def is_pointed_at(session: Session, table: str, record_id: int) -> bool:
    """Whether a row of another table speaks of a record."""
    return any(
        session.execute(select(child.c[column]).where(child.c[column] == record_id).limit(1)).first()
        for child, column in pointing(SQLModel.metadata.tables[table])
    )


def put_back(session: Session, steps: Sequence[Step]) -> None:
    """Undoes steps, the last first. Raises ``Conflict`` when what was moved has moved again since.

    A value that was taken is given back first: an identifier is one record's only. One written since stays.
    """
    session.flush()
    for step in (step for step in reversed(steps) if step["did"] == "completed"):
        _give_back(session, step)
    try:
        with session.begin_nested():
            for step in reversed(steps):
                _put_back(session, step)
    except IntegrityError as error:
        raise Conflict(_CHANGED, code="questions.changed_since") from error
    session.expire_all()


def _put_back(session: Session, step: Step) -> None:
    table = SQLModel.metadata.tables[step["table"]]
    if step["did"] == "removed":
        session.execute(insert(table).values(_unpacked(step["row"])))
    elif step["did"] == "moved":
        for keys in _chunks(step["keys"]):
            here = _among(table, _now(table, keys, step)) & (table.c[step["column"]] == step["to"])
            if point(session, table, here, step["column"], step["from"]) != len(keys):
                raise Conflict(_CHANGED, code="questions.changed_since")


def row_of(session: Session, table: Table, row_id: int) -> dict[str, Any] | None:
    """A row by column name, as the database holds it now; None when it is gone."""
    found = session.execute(select(table).where(table.c.id == row_id)).mappings().one_or_none()
    return None if found is None else {str(name): value for name, value in found.items()}


def complete(session: Session, table: Table, row_id: int, values: Mapping[str, Any]) -> list[Step]:
    """Writes what a row takes of another; what it said before is kept with the step."""
    if not values:
        return []
    here = table.c.id == row_id
    before = session.execute(select(*(table.c[name] for name in values)).where(here)).mappings().one()
    session.execute(update(table).where(here).values(dict(values)))
    return [
        {"did": "completed", "table": table.name, "id": row_id, "before": _packed(before), "after": _packed(values)}
    ]


def _give_back(session: Session, step: Step) -> None:
    table = SQLModel.metadata.tables[step["table"]]
    names = list(step["after"])
    here = table.c.id == step["id"]
    found = session.execute(select(*(table.c[name] for name in names)).where(here)).mappings().one_or_none()
    now = _packed(found or {})
    untouched = {name: step["before"][name] for name in names if now and now[name] == step["after"][name]}
    if untouched:
        session.execute(update(table).where(here).values(_unpacked(untouched)))


def _absorbed(session: Session, table: Table, gone: int, kept: int) -> list[Step]:
    steps: list[Step] = [{"did": "absorbed", "table": table.name, "id": gone, "into": kept}]
    for child, column in pointing(table):
        steps += _moved(session, child, column, gone, kept)
    row = session.execute(select(table).where(table.c.id == gone)).mappings().one()
    session.execute(delete(table).where(table.c.id == gone))
    return [*steps, {"did": "removed", "table": table.name, "row": _packed(row)}]


def _moved(session: Session, child: Table, column: str, gone: int, kept: int) -> list[Step]:
    """Points the rows of a table to the one kept, together, else one by one with their twins."""
    names = [key.name for key in child.primary_key]
    rows = session.execute(select(*(child.c[name] for name in names)).where(child.c[column] == gone).order_by(*names))
    keys = [list(_packed(row).values()) for row in rows.mappings()]
    if not keys or _pointed(session, child, column, keys, kept):
        return [_move(child, column, keys, gone, kept)] if keys else []
    steps = []
    for key in keys:
        if _pointed(session, child, column, [key], kept):
            steps.append(_move(child, column, [key], gone, kept))
        else:
            twin, names = _twin(session, child, column, key, kept)
            steps += _completed(session, child, key[0], twin, names)
            steps += _absorbed(session, child, key[0], twin)
    return steps


def _completed(session: Session, table: Table, gone: int, kept: int, apart: Sequence[str]) -> list[Step]:
    """What the row kept takes of its twin. Raises ``Conflict`` when they contradict each other."""
    one, other = row_of(session, table, gone) or {}, row_of(session, table, kept) or {}
    try:
        with session.begin_nested():
            return complete(session, table, kept, completion(table.name, one, other, apart=apart))
    except (Contradiction, IntegrityError) as error:
        said = error.said if isinstance(error, Contradiction) else str(Contradiction(table.name, ["starts_on"]))
        raise Conflict(
            f"Les deux fiches se contredisent à propos {said} : réunies, l'une des deux réponses serait perdue. "
            "Corrigez d'abord l'une des deux.",
            code="questions.contradiction",
        ) from error


def _move(child: Table, column: str, keys: list[Key], gone: int, kept: int) -> Step:
    return {"did": "moved", "table": child.name, "column": column, "keys": keys, "from": gone, "to": kept}


def _among(table: Table, keys: Sequence[Key]) -> ColumnElement[bool]:
    """Rows by the values of their primary key."""
    columns = list(table.primary_key)
    values = [tuple(_unpacked_value(value) for value in key) for key in keys]
    if len(columns) == 1:
        return columns[0].in_([value for (value,) in values])
    return tuple_(*columns).in_(values)


def _now(table: Table, keys: Sequence[Key], step: Step) -> list[Key]:
    """The keys once moved: the column may be part of them."""
    at = [key.name for key in table.primary_key]
    return [
        [step["to"] if name == step["column"] else value for name, value in zip(at, key, strict=True)] for key in keys
    ]


def _pointed(session: Session, child: Table, column: str, keys: list[Key], kept: int) -> bool:
    """Points rows to the one kept; False, and nothing done, when a unique index forbids it."""
    try:
        with session.begin_nested():
            for some in _chunks(keys):
                point(session, child, _among(child, some), column, kept)
    except IntegrityError:
        return False
    return True


def _twin(session: Session, child: Table, column: str, key: Key, kept: int) -> tuple[int, list[str]]:
    """The row of the one kept that says the same: same values in a unique index, whose columns are given too."""
    row = session.execute(select(child).where(_among(child, [key]))).mappings().one()
    for names in _unique(child):
        if child.name in TWINS and column in names:
            same = [child.c[name].is_not_distinct_from(kept if name == column else row[name]) for name in names]
            found = session.execute(select(child.c.id).where(*same)).scalar_one_or_none()
            if found is not None:
                return int(found), names
    raise Conflict(
        "Les deux ont chacun une déclaration, une obligation ou un accès pour la même chose : ils ne peuvent pas être "
        "réunis. Corrigez d'abord l'un des deux.",
        code="questions.both_hold",
    )


def _unique(table: Table) -> Iterator[list[str]]:
    for index in table.indexes:
        if index.unique:
            yield [column.name for column in index.columns]
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield [column.name for column in constraint.columns]


def _packed(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row as JSON holds it; days and moments say what they are."""

    def packed(value: Any) -> Any:
        if isinstance(value, datetime):
            return {"moment": value.isoformat()}
        if isinstance(value, date):
            return {"day": value.isoformat()}
        return value.value if isinstance(value, enum.Enum) else value

    return {str(name): packed(value) for name, value in row.items()}


def _unpacked(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _unpacked_value(value) for name, value in row.items()}


def _unpacked_value(value: Any) -> Any:
    if isinstance(value, dict):
        kind, text = next(iter(value.items()))
        return datetime.fromisoformat(text) if kind == "moment" else date.fromisoformat(text)
    return value


def _chunks(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    return (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))
