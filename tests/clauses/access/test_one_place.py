"""Personal tables are read in the places made for it, and nowhere else."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PERSONAL = frozenset(
    {
        "Person", "Residence", "Participation", "Orientation", "Contract", "Declaration", "Line", "Exit", "ImportRun",
        "ImportIssue", "StoredFile", "Journal", "Membership", "User", "Assignment", "Referral",
        "Attendance", "Mission", "FollowUp", "ActivitySheet",
    }
)  # fmt: skip
EDGES = ("web/", "cli/")
"""Where requests come in. A feature reads its own tables: it is told by ids, once the edge has said who may."""
READERS = frozenset({"select", "exists", "get", "query", "scalars", "text", "exec_driver_sql"})


def raw_reads(text: str) -> list[str]:
    """Calls that read a personal table: ``select(Person)``, ``session.get(Person, …)``, SQL as text."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called not in READERS:
            continue
        if called in ("text", "exec_driver_sql"):
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and str(first.value).lstrip().upper().startswith("SELECT"):
                found.append(f"line {node.lineno}: SQL as text")
            continue
        names = {name for argument in node.args for name in _named(argument)}
        found += [f"line {node.lineno}: {called}({name})" for name in sorted(names & PERSONAL)]
    return found


def _named(part: ast.AST) -> Iterator[str]:
    """The names that an argument holds, but for what `clauses.access` narrows: ``scalars(narrowed(scope, Person))``."""
    start = part
    while isinstance(start, ast.Call) and isinstance(start.func, ast.Attribute):  # narrowed(…).where(…).order_by(…)
        start = start.func.value
    if isinstance(start, ast.Call) and getattr(start.func, "id", "") in ("narrowed", "within", "found", "row_of"):
        return
    if isinstance(part, ast.Name):
        yield part.id
    for child in ast.iter_child_nodes(part):
        yield from _named(child)


def looked_at() -> list[Path]:
    """The code that must ask `clauses.access`."""
    every = sorted((ROOT / "clauses").rglob("*.py"))
    return [path for path in every if path.relative_to(ROOT / "clauses").as_posix().startswith(EDGES)]


def test_personal_tables_are_read_through_access() -> None:
    wrong = {str(path.relative_to(ROOT)): said for path in looked_at() if (said := raw_reads(path.read_text()))}
    assert wrong == {}


def test_pages_are_looked_at() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in looked_at()}
    assert {"clauses/web/app.py", "clauses/web/bilan_pages.py", "clauses/cli/importing.py"} <= names


@pytest.mark.parametrize(
    "code",
    [
        "session.exec(select(Person))",
        "select(col(Line.id), Declaration.month)",
        "session.get(Person, 1)",
        "session.query(Exit)",
        "select(Market).where(exists(select(Contract)))",
        "connection.execute(text('SELECT * FROM person'))",
    ],
)
def test_a_raw_read_would_be_found(code: str) -> None:
    assert raw_reads(code)
    assert raw_reads("session.exec(narrowed(scope, Person))") == []
    assert raw_reads("session.scalars(narrowed(scope, Person).where(col(Market.id) == 1))") == []
