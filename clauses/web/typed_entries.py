"""What is typed instead of sent in a file keeps its origin all the same: the request itself is the file received."""

from __future__ import annotations

import tempfile
from pathlib import Path

from pydantic import BaseModel
from sqlmodel import Session

from clauses.accounts.models import Deposit
from clauses.accounts.scope import Scope
from clauses.errors import Invalid
from clauses.files.actions import begin_run, close_run, keep_file, stored_file
from clauses.files.rules import FileKind
from clauses.web.installation import Installation
from imports.said import Row, Saying

SHEET = "saisie"


def typed(session: Session, place: Installation, scope: Scope, *, kind: FileKind, data: BaseModel) -> int:
    """Keeps what was typed as a file of one row; the run that brings it in, with its depositor."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "saisie.json"
        path.write_text(data.model_dump_json(), encoding="utf-8")
        kept = keep_file(path, place.settings.files)
    run = begin_run(
        session,
        kind=kind,
        stored_file_id=stored_file(session, kept),
        file_name="saisie.json",
        options={"typed": True},
        by=scope.author,
    )
    close_run(session, run, [], rows_read=1, rows_accepted=1, lines_created=1)
    number = run.id or 0
    deposited(session, scope, number)
    return number


def require_sayable(row: Row, saying: Saying | None) -> None:
    """Raises `Invalid` for what a row of a file could not say either: the same words, without a number of row."""
    if saying is None:
        return
    words = saying.sentence(row).removeprefix(f"Ligne {row['row']} : ")
    raise Invalid(words[0].upper() + words[1:], field=saying.field, code=saying.code)


def deposited(session: Session, scope: Scope, run_id: int) -> None:
    """Says for whom a run was deposited: the body, or the territory, of the first capacity that deposits."""
    standing = scope.standings[0]
    session.add(
        Deposit(
            run_id=run_id,
            user_id=scope.user_id,
            organisation_id=standing.organisation_id,
            territory_id=standing.territory_id,
        )
    )
    session.flush()
