"""The account of an import: which file, by whom, how many rows, what was said, one act in the journal."""

import json
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from clauses.audit import Journal, verify
from clauses.db import reading, writing
from clauses.files.actions import Kept, begin_run, close_run, stored_file
from clauses.files.models import ImportIssue, ImportRun, StoredFile
from clauses.files.rules import FileKind, Issue, Origin, Severity
from tests import factories
from tests.factories import id_of

KEPT = Kept(Path("files/ab/ab"), "ab" * 32, 1234)
COUNTS = {
    "rows_read": 120,
    "rows_accepted": 110,
    "rows_rejected": 3,
    "rows_ignored": 7,
    "rows_warned": 4,
    "lines_created": 90,
    "lines_replaced": 13,
    "lines_unchanged": 7,
    "hours": 123_456,
}


def _begin(session: Session, *, options: Mapping[str, object] | None = None, by: str = "Facilitatrice") -> ImportRun:
    return begin_run(
        session,
        kind=FileKind.HOURS,
        stored_file_id=stored_file(session, KEPT),
        file_name="heures avril.xlsx",
        options=options or {},
        by=by,
    )


def test_a_kept_file_has_one_row(engine: Engine) -> None:
    with writing(engine) as session:
        first = stored_file(session, KEPT)
        assert stored_file(session, KEPT) == first
    with writing(engine) as session:
        assert stored_file(session, KEPT) == first
        assert stored_file(session, Kept(KEPT.path, "cd" * 32, 5)) != first
    with reading(engine) as session:
        rows = session.exec(select(StoredFile).order_by(col(StoredFile.id))).all()
        assert [(row.sha256, row.size) for row in rows] == [("ab" * 32, 1234), ("cd" * 32, 5)]


def test_a_file_sent_twice_at_once_has_one_row(engine: Engine) -> None:
    together = threading.Barrier(2, timeout=30)

    def store(_: int) -> int:
        together.wait()
        with writing(engine) as session:
            return stored_file(session, KEPT)

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(store, range(2)))) == 1


def test_a_run_says_what_was_imported_by_whom_and_when(engine: Engine) -> None:
    before = datetime.now(UTC)
    with writing(engine) as session:
        _begin(session, options={"month": date(2023, 4, 1), "marché": "2023-T004"})
    with reading(engine) as session:
        run = session.exec(select(ImportRun)).one()
        assert (run.kind, run.file_name, run.author) == (FileKind.HOURS, "heures avril.xlsx", "Facilitatrice")
        assert json.loads(run.options) == {"month": "2023-04-01", "marché": "2023-T004"}
        assert before <= run.at <= datetime.now(UTC)


def test_a_closed_run_says_what_changed_and_what_was_said(engine: Engine) -> None:
    said = [
        Issue(
            "hours.not_a_number",
            "Ligne 14 : « abc » n'est pas un nombre d'heures.",
            sheet="Feuil1",
            row=14,
            column="Heures travaillées",
            value="abc",
            suggestion="151,67",
        ),
        Issue(
            "hours.hidden_rows", "La feuille cache des lignes : elles ont été lues.", Severity.WARNING, sheet="Feuil1"
        ),
    ]
    with writing(engine) as session:
        run = _begin(session)
        close_run(session, run, said, **COUNTS)
    with reading(engine) as session:
        run = session.exec(select(ImportRun)).one()
        assert {name: getattr(run, name) for name in COUNTS} == COUNTS
        issues = session.exec(select(ImportIssue).order_by(col(ImportIssue.id))).all()
        kept = [
            Issue(
                issue.code, issue.message, issue.severity, issue.sheet, issue.row, issue.column, issue.value,
                issue.suggestion,
            )
            for issue in issues
        ]  # fmt: skip
        assert kept == said


def test_a_closed_run_is_one_act_of_the_journal(engine: Engine) -> None:
    with writing(engine) as session:
        close_run(session, _begin(session), [], **COUNTS)
    with reading(engine) as session:
        assert verify(session) == []
        act = session.exec(select(Journal)).one()
        run = session.exec(select(ImportRun)).one()
        assert (act.act, act.author, act.subject, act.subject_id) == ("import", "Facilitatrice", "import_run", run.id)
        assert json.loads(act.details) == {"kind": "hours", **COUNTS}


def test_counts_of_rows_that_do_not_add_up_are_refused(engine: Engine) -> None:
    """`accepted + rejected + ignored` accounts for every row: nothing of a file is lost in silence."""

    def close(**counts: int) -> None:
        with writing(engine) as session:
            close_run(session, _begin(session), [], **counts)

    with pytest.raises(IntegrityError, match="ck_import_run_rows_add_up"):
        close(rows_read=120, rows_accepted=119)
    close(rows_read=120, rows_accepted=119, rows_ignored=1)
    with reading(engine) as session:
        assert [run.rows_read for run in session.exec(select(ImportRun)).all()] == [120]
        assert len(session.exec(select(Journal)).all()) == 1


def test_a_run_has_an_author(engine: Engine) -> None:
    with pytest.raises(IntegrityError, match="ck_import_run_author_named"), writing(engine) as session:
        _begin(session, by="")


def test_a_count_that_does_not_exist_is_a_bug(engine: Engine) -> None:
    with pytest.raises(ValueError, match="rows_raed"), writing(engine) as session:
        close_run(session, _begin(session), [], rows_raed=1)


def test_the_factories_make_runs_and_issues_that_hold(engine: Engine) -> None:
    with writing(engine) as session:
        issue = factories.issue(session, severity=Severity.BLOCKING)
        assert session.get_one(ImportRun, issue.run_id).kind is FileKind.HOURS
        assert id_of(issue) > 0


def test_what_is_said_of_a_cell_says_where_it_stands() -> None:
    assert Origin("Feuil1", 14) == Origin("Feuil1", 14, None)
    assert Issue("x", "…").severity is Severity.ERROR
    assert {severity.value: severity.label for severity in Severity} == {
        "error": "Refusé",
        "to_check": "À vérifier",
        "blocking": "À regarder avant validation",
        "warning": "Remarque",
    }
    assert {"markets", "people", "hours", "needs", "exits", "decp", "rome", "qpv", "meetings"} <= {*FileKind}
