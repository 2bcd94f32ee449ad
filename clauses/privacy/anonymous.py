"""What is left of somebody once they are anonymous: what figures are made of, and nothing that says who they were.

Found by the foreign keys, as `belongings` finds it. Every column of theirs that holds words stands in one of the tables
below; a test says which one does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import Boolean, Column, Date, DateTime, Enum, Integer, MetaData, Table, delete, select, update
from sqlmodel import Session

from clauses.privacy.belongings import PERSON, Belonging, belongings
from clauses.privacy.due import blurred

SAID: Final = "(anonymisé)"
"""What stands where words must stand."""

ANONYMOUS: Final = "anonyme"
"""The folded name of whoever is: nobody is looked for under it."""

ERASED: Final[Mapping[str, frozenset[str]]] = {
    "person": frozenset({
        "identifier", "education_level", "french_level", "jobs", "skills", "licences", "mobility_km", "available_on",
        "work_permit_until",
    }),
    "residence": frozenset({"address", "postal_code", "commune"}),
    "orientation": frozenset({"referent", "reason"}),
    "evidence": frozenset({"document"}),
    "opinion": frozenset({"reason"}),
    "contract": frozenset({"job"}),
    "line": frozenset({"claim"}),
    "exit": frozenset({"reason_sent", "employer", "job", "evidence", "verdict_reason"}),
    "referral": frozenset({"referent", "structure"}),
    "follow_up": frozenset({"situation", "next_steps"}),
    "follow_up_sending": frozenset({"name"}),
    "mission": frozenset({"job", "tutor"}),
    "activity_sheet": frozenset({"tutor_remark", "person_remark"}),
    "activity_task": frozenset({"task"}),
    "attendance": frozenset({"remark"}),
    "suggestion": frozenset({"details"}),
    "proposal_decision": frozenset({"comment"}),
}  # fmt: skip
"""Columns emptied, or said to be anonymous where the database asks for words."""

EXCUSED: Final = (("line", "reason"), ("referral", "motive"), ("attendance", "exception_motive"))
"""Motives that the database asks for where they were given: said to be anonymous there, and there only."""

KEPT_WORDS: Final = frozenset({
    ("person", "last_name"), ("person", "first_name"), ("person", "last_key"), ("person", "first_key"),
    ("residence", "qpv_key"), ("residence", "qpv_name"), ("orientation", "prescriber"), ("line", "sent"),
    ("exit", "verdict_kind"), ("attendance", "module_kind"),
    ("attendance_signature", "first_witness"),
    ("attendance_signature", "second_witness"), ("attendance_signature", "reason"),
})  # fmt: skip
"""Written anew by this module (names, signatures), needed by a figure, or said of a rule rather than of somebody."""

_WHO: Final = frozenset({
    "author", "assigned_by", "validated_by", "withdrawn_by", "exception_by", "sheet", "column", "file_name",
})  # fmt: skip
"""Who recorded it, and where in which file: never the person themselves."""


def unplaced(metadata: MetaData, tables: Iterable[str]) -> list[str]:
    """The columns of words that nothing here disposes of; a table whose rows are destroyed has none."""
    return [
        f"{name}.{column.name}"
        for name in tables
        if name not in DESTROYED
        for column in metadata.tables[name].columns
        if worded(column)
        and column.name not in ERASED.get(name, frozenset()) | _WHO
        and (name, column.name) not in KEPT_WORDS.union(EXCUSED)
    ]


DESTROYED: Final = frozenset({"proof", "sent_cv"})
"""Tables whose rows of theirs go."""


_NO_WORDS: Final = (Integer, Boolean, Date, DateTime, Enum)


def worded(column: Column[Any]) -> bool:
    """Whether a column holds words: anything but a closed list, a day or a number."""
    kept = getattr(column.type, "impl", column.type)  # a type of ours says what it is kept as
    return not isinstance(kept, _NO_WORDS)


def make_anonymous(session: Session, metadata: MetaData, person_id: int) -> dict[int, str]:
    """Leaves of somebody what figures are made of; the SHA-256, by id, of the files that nothing refers to any more.

    Whoever calls says so in the journal, then takes these files off the shelf once the transaction is committed.
    """
    held = {each.table: each for each in belongings(session, metadata, person_id)}
    tables = metadata.tables
    _say_nothing_of_cells(session, tables, held)
    for name, belonging in held.items():
        if name not in DESTROYED and name in ERASED:
            _empty(session, tables[name], belonging, ERASED[name])
    for name, column in EXCUSED:
        if name in held:
            table = tables[name]
            given = update(table).where(_in(table, held[name]), table.c[column].is_not(None))
            session.execute(given.values({column: SAID}))
    _rename(session, tables["person"], held)
    _forget_questions(session, tables["question"], person_id)
    return _destroy_files(session, metadata, held)


def _empty(session: Session, table: Table, belonging: Belonging, names: frozenset[str]) -> None:
    values: dict[str, Any] = {name: None if table.c[name].nullable else SAID for name in names}
    session.execute(update(table).where(_in(table, belonging)).values(**values))


def _in(table: Table, belonging: Belonging) -> Any:
    return table.c.id.in_([row["id"] for row in belonging.rows])


def _rename(session: Session, table: Table, held: Mapping[str, Belonging]) -> None:
    (own,) = held[PERSON].rows
    hired = [row["starts_on"] for row in held["contract"].rows] if "contract" in held else []
    born: date = own["birth_date"]
    values = {
        "last_name": "Anonyme",
        "first_name": f"n° {own['id']}",
        "last_key": ANONYMOUS,
        "first_key": str(own["id"]),
        "birth_date": blurred(born, hired),
    }
    session.execute(update(table).where(table.c.id == own["id"]).values(**values))


def _say_nothing_of_cells(session: Session, tables: Mapping[str, Table], held: Mapping[str, Belonging]) -> None:
    """What imports said of the cells of their rows: the remark stays, what it quotes goes."""
    issue, declaration = tables["import_issue"], tables["declaration"]
    places = {
        (row["run_id"], row["sheet"], row["row"])
        for each in held.values()
        for row in each.rows
        if row.get("run_id") is not None and row.get("sheet") is not None
    }
    lines = held["line"].rows if "line" in held else ()
    numbers = {row["declaration_id"] for row in lines}
    asked = select(declaration.c.id, declaration.c.run_id).where(declaration.c.id.in_(numbers))
    runs = {row.id: row.run_id for row in session.execute(asked)}
    places |= {(runs[row["declaration_id"]], row["sheet"], row["row"]) for row in lines}
    for run, sheet, row in sorted(places):
        said = (issue.c.run_id == run) & (issue.c.sheet == sheet) & (issue.c.row == row)
        session.execute(update(issue).where(said).values(value=None, suggestion=None, message=SAID))


def _forget_questions(session: Session, table: Table, person_id: int) -> None:
    """What was asked about their name: it would give it back, and tie the files to come to them."""
    about = (table.c.kind == "same_person") & (table.c.state != "open")
    theirs = (table.c.answer_id == person_id) | (table.c.subject_id == person_id)
    named = table.c.candidates.in_([f"[{person_id}]"])
    session.execute(delete(table).where(about, theirs | named))


def _destroy_files(session: Session, metadata: MetaData, held: Mapping[str, Belonging]) -> dict[int, str]:
    """Takes away documents and drawn signatures; the files that nothing else refers to. Their SHA-256 stay."""
    signature, stored = metadata.tables["attendance_signature"], metadata.tables["stored_file"]
    files: set[int] = set()
    for name in DESTROYED & held.keys():
        files |= {row["stored_file_id"] for row in held[name].rows if row.get("stored_file_id") is not None}
        session.execute(delete(metadata.tables[name]).where(_in(metadata.tables[name], held[name])))
    if signature.name in held:
        files |= {row["stored_file_id"] for row in held[signature.name].rows if row["stored_file_id"] is not None}
        blank = {"manner": "typed", "stored_file_id": None, "first_witness": None, "second_witness": None}
        session.execute(update(signature).where(_in(signature, held[signature.name])).values(**blank, reason=SAID))
    links = [
        column for table in metadata.sorted_tables for column in table.columns
        for key in column.foreign_keys if key.column.table is stored
    ]  # fmt: skip
    used = {number for column in links for number in session.scalars(select(column).where(column.in_(files)))}
    gone = sorted(files - used)
    hashes = select(stored.c.id, stored.c.sha256).where(stored.c.id.in_(gone)).order_by(stored.c.id)
    return {row.id: row.sha256 for row in session.execute(hashes)}
