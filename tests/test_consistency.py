"""House rules: what a reviewer would say twice. Each rule is a function of a text, seen finding a fault below it."""

import ast
import enum
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
import sqlalchemy
from sqlmodel import SQLModel

from clauses import tables
from clauses.db import coded
from clauses.reference.rules import Nature
from clauses.settings import Settings

ROOT = Path(__file__).parents[1]
CODE = ("clauses", "imports")
LONGEST = 500
"""Lines. A longer file holds more than one thing."""

Rule = Callable[[str], list[str]]


def python_files(*folders: str) -> list[Path]:
    """The Python files of these folders, but for the scripts of migrations, which are generated then frozen."""
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if "versions" not in path.parts]


def texts() -> Iterator[Path]:
    """Every text of the project that a person wrote."""
    yield from python_files("clauses", "imports", "tests", "bench")
    for pattern in ("*.md", "Makefile", "pyproject.toml", ".ci/run", "docs/**/*.md", "clauses/**/*.html"):
        yield from sorted(ROOT.glob(pattern))


def faults(paths: list[Path], rule: Rule) -> list[str]:
    """What a rule says of each file, with its place."""
    return [f"{path.relative_to(ROOT)}: {said}" for path in paths for said in rule(path.read_text(encoding="utf-8"))]


# Names and sizes


def test_no_file_is_named_for_nothing() -> None:
    hollow = {"utils", "util", "helpers", "helper", "common", "misc", "services", "service", "tools", "base"}
    named = [path for path in python_files("clauses", "imports", "tests", "bench") if path.stem in hollow]
    assert named == []


def test_no_file_holds_more_than_one_thing() -> None:
    paths = python_files("clauses", "imports", "tests", "bench")
    assert [path.name for path in paths if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST] == []


# Words left behind


def marks_left(text: str) -> list[str]:
    """Work left for later: it belongs in an issue, or is done now."""
    words = "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK", "à faire plus" + " tard"))
    return re.findall(rf"\b(?:{words})\b", text)


def machine_paths(text: str) -> list[str]:
    """A folder of somebody's machine."""
    folders = "|".join(("wo" + "rk", "ro" + "ot", "ho" + "me", "Us" + "ers"))
    return re.findall(rf"(?<![\w.:/>~)-])/(?:{folders})/[\w.-]+", text)


@pytest.mark.parametrize("rule", [marks_left, machine_paths])
def test_nothing_of_the_workshop_is_left_in_the_house(rule: Rule) -> None:
    assert faults(list(texts()), rule) == []


def test_what_is_left_behind_would_be_found() -> None:
    assert marks_left("# TO" + "DO: later")
    assert marks_left("raise X  # FIX" + "ME")
    assert machine_paths('open("/ho' + 'me/somebody/x.csv")')
    assert machine_paths("https://exemple.fr/home/page") == []


# What is public says what it is


def undocumented(text: str) -> list[str]:
    """Public functions and classes of a module without a docstring. A method may speak by its name and its class."""
    defined = [
        node
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    return [f"{node.name} says nothing of itself" for node in defined if not ast.get_docstring(node)]


def undocumented_module(text: str) -> list[str]:
    """A module that does not say what it holds; an empty one has nothing to say."""
    return [] if not text.strip() or ast.get_docstring(ast.parse(text)) else ["no docstring"]


@pytest.mark.parametrize("rule", [undocumented, undocumented_module])
def test_what_is_public_says_what_it_is(rule: Rule) -> None:
    assert faults(python_files(*CODE, "bench"), rule) == []


def test_a_silent_function_would_be_found() -> None:
    assert undocumented("def due() -> int: ...") == ["due says nothing of itself"]
    assert undocumented_module("x = 1") == ["no docstring"]


# Hours and amounts


def floats(text: str) -> list[str]:
    """Whatever can make a float: the name, a literal, a true division, a column of floats, a mean."""
    found = []
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Name(id="float"):
                found.append(f"line {node.lineno}: float")
            case ast.Constant(value=float() as written):
                found.append(f"line {node.lineno}: {written}")
            case ast.BinOp(op=ast.Div()):
                found.append(f"line {node.lineno}: /")
            case ast.Attribute(attr="Float64" | "Float32" | "mean" | "median") as named:
                found.append(f"line {named.lineno}: {named.attr}")
            case _:
                pass
    return found


HOURS_PATHS = (
    "clauses/quantities.py",
    "clauses/hours",
    "clauses/markets",
    "clauses/reports/bilan*.py",
    "clauses/reports/compliance*.py",
    "clauses/reports/overview.py",
    "clauses/reports/figures.py",
    "imports/numbers.py",
    "imports/values.py",
    "imports/hours",
    "imports/markets",
)


def hours_files() -> list[Path]:
    """The files that hours and amounts go through."""
    named = [path for pattern in HOURS_PATHS for path in sorted(ROOT.glob(pattern))]
    return [file for path in named for file in (sorted(path.rglob("*.py")) if path.is_dir() else [path])]


def test_no_float_on_the_path_of_an_hour() -> None:
    assert faults(hours_files(), floats) == []


def test_the_path_of_an_hour_is_looked_at() -> None:
    read = {path.relative_to(ROOT).as_posix() for path in hours_files()}
    assert {"clauses/quantities.py", "clauses/hours/actions.py", "imports/numbers.py", "imports/hours/plan.py"} <= read


@pytest.mark.parametrize("code", ["float(x)", "x: float = y", "x = 0.5", "x = a / b", "pl.Float64", "c.mean()"])
def test_a_float_would_be_found(code: str) -> None:
    assert floats(code)
    assert floats("hours = 7 // 2 + sum(parts)") == []


def test_hours_and_amounts_are_whole_numbers_in_the_database() -> None:
    columns = [column for table in tables.metadata.sorted_tables for column in table.columns]
    assert [str(column) for column in columns if isinstance(column.type, sqlalchemy.Numeric | sqlalchemy.Float)] == []


# Codes


def enum_fields() -> Iterator[tuple[str, type[enum.Enum], Any]]:
    """The fields of tables that hold a code: name, enum, column type."""
    for model in SQLModel.__subclasses__():
        table = getattr(model, "__table__", None)
        if table is None:
            continue
        for name, field in model.model_fields.items():
            for part in (field.annotation, *get_args(field.annotation)):
                if isinstance(part, type) and issubclass(part, enum.Enum):
                    yield f"{model.__name__}.{name}", part, table.columns[name].type


def kept_badly(codes: type[enum.Enum], kept: Any) -> bool:
    """Whether a column keeps anything but the values of its codes, under a CHECK."""
    if not isinstance(kept, sqlalchemy.Enum) or kept.native_enum or not kept.create_constraint:
        return True
    return kept.enums != [member.value for member in codes]


def test_every_code_is_checked_by_the_database() -> None:
    """`Field(sa_type=coded(…))`: values and a CHECK; SQLModel's own choice is names without one."""
    assert [name for name, codes, kept in enum_fields() if kept_badly(codes, kept)] == []
    assert len(list(enum_fields())) > 10


def test_a_code_kept_as_a_name_would_be_found() -> None:
    assert kept_badly(Nature, sqlalchemy.Enum(Nature))
    assert kept_badly(Nature, sqlalchemy.String())
    assert not kept_badly(Nature, coded(Nature))


# Where things are spoken


def web_libraries(text: str) -> list[str]:
    """Imports of what speaks HTTP."""
    found = [
        name.name if isinstance(node, ast.Import) else node.module or ""
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    ]
    return [name for name in found if name.split(".")[0] in ("litestar", "uvicorn", "starlette", "jinja2")]


def test_http_is_spoken_in_web_alone() -> None:
    """`clauses serve` starts the server; nobody else knows that there is one. A document is a page without a server."""
    knowing = (ROOT / "clauses/cli/serving.py", ROOT / "clauses/reports/documents/as_html.py")
    elsewhere = [
        path for path in python_files(*CODE) if not path.is_relative_to(ROOT / "clauses/web") and path not in knowing
    ]
    assert faults(elsewhere, web_libraries) == []
    assert web_libraries("from litestar.di import Provide") == ["litestar.di"]


def read_in_utc(text: str) -> list[str]:
    """A moment shown to people as it is stored: its day or its hour may be those of another day in France."""
    return re.findall(
        r"strftime\([^)]*%H[^)]*\)|\w+:%H[^}]*|[\w.]*\bat\.date\(\) \||french_day\([\w.]*\.date\(\)\)", text
    )


def test_a_moment_is_said_in_one_place() -> None:
    """`clauses.dates` says it, by the clocks of France; the journal's own proof alone is of UTC."""
    read = [*python_files(*CODE), *sorted((ROOT / "clauses").rglob("*.html"))]
    assert faults([path for path in read if path.name != "audit.py"], read_in_utc) == []


def test_a_moment_said_elsewhere_would_be_found() -> None:
    for said in (
        'row.at.strftime("%H:%M")',
        "f'{signed_at:%H:%M}'",
        "{{ act.at.date() | day }}",
        "french_day(a.at.date())",
    ):
        assert read_in_utc(said), said
    assert not read_in_utc('month.strftime("%Y-%m") {{ act.at | day }} french_day(before.sent_at)')


# Dependencies


def without_reason(text: str) -> list[str]:
    """Dependencies of a pyproject whose line does not say why they are there."""
    project = tomllib.loads(text)
    declared = [
        *project["project"].get("dependencies", []),
        *(name for group in project.get("dependency-groups", {}).values() for name in group),
        *project.get("build-system", {}).get("requires", []),
    ]
    return [name for name in declared if not re.search(re.escape(f'"{name}"') + r"[,\]]+\s+# \w", text)]


def test_every_dependency_has_its_reason() -> None:
    assert without_reason((ROOT / "pyproject.toml").read_text(encoding="utf-8")) == []


def test_a_dependency_without_a_reason_would_be_found() -> None:
    text = '[project]\ndependencies = [\n    "polars>=2",  # tables\n    "requests>=2",\n]\n'
    assert without_reason(text) == ["requests>=2"]


# Words


def defined_terms() -> set[str]:
    """The tables, and the closed lists, of the profession."""
    found = set()
    for path in python_files("clauses"):
        if path.is_relative_to(ROOT / "clauses/demo"):
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                bases = {ast.unparse(base).split(".")[-1] for base in node.bases}
                is_table = any(word.arg == "table" for word in node.keywords)
                if is_table or bases & {"Labelled", "StrEnum", "Enum", "IntEnum"}:
                    found.add(node.name)
    return found


def explained_terms(glossary: str) -> set[str]:
    """The names that a line of the glossary translates: ``| terme | `Name` | sens |``."""
    lines = re.findall(r"^\| *([^|]+?) *\| *([^|]*?) *\| *([^|]+?) *\|$", glossary, re.MULTILINE)
    return {name for _, code, _ in lines for name in re.findall(r"`(\w+)`", code)}


def test_every_term_of_the_code_has_a_line_in_the_glossary() -> None:
    glossary = (ROOT / "docs/glossaire.md").read_text(encoding="utf-8")
    assert defined_terms() - explained_terms(glossary) == set()


def test_a_term_without_a_line_would_be_found() -> None:
    assert {"Market", "ContractKind", "Line"} <= defined_terms()
    assert explained_terms("| marché | `Market` | Ce que passe un acheteur. |") == {"Market"}
    assert explained_terms("Un `Market` est un marché.") == set()


def test_every_setting_says_what_it_is_for() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


_REFUSALS = frozenset({"Conflict", "Unusable", "Forbidden", "Invalid", "Misused", "Changed", "TooMany"})
_STEP = re.compile(r"(?<!ous )\b(?:\w+ez|dites|faites)\b", re.IGNORECASE)
"""An imperative: « Corrigez », « dites », not « vous avez »."""


def words_of(node: ast.expr, named: Mapping[str, str]) -> str:
    """The letters of a sentence written in the code; a single « … » for each value, nothing for what is no sentence.

    ``named``: the sentences that have a name there.
    """
    if isinstance(node, ast.JoinedStr):
        return "".join(words_of(part, named) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return words_of(node.value, named) or "…"
    if isinstance(node, ast.Name):
        return named.get(node.id, "")
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def sentences_before(tree: ast.AST, line: int) -> dict[str, str]:
    """The sentences that were given a name higher up in a file, the last one for each name."""
    found: dict[str, str] = {}
    given = [node for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.AnnAssign) and node.lineno < line]
    for node in sorted(given, key=lambda each: each.lineno):
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if isinstance(target, ast.Name) and node.value is not None:
                found[target.id] = words_of(node.value, found)
    return found


def steps_left_out(text: str) -> list[str]:
    """Refusals whose sentence, written where they are raised, does not say what to do."""
    tree = ast.parse(text)
    raised = (node.exc for node in ast.walk(tree) if isinstance(node, ast.Raise))
    calls = [call for call in raised if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.args]
    said = [
        words_of(call.args[0], sentences_before(tree, call.lineno))
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in _REFUSALS
    ]
    return [words for words in said if words.strip("… ") and not _STEP.search(words)]


def test_a_refusal_says_what_to_do() -> None:
    assert faults(python_files("clauses", "imports"), steps_left_out) == []


def test_a_refusal_that_leaves_its_reader_there_would_be_found() -> None:
    assert steps_left_out('raise Conflict(f"La fiche {name} est déjà écrite.", code="x")') == [
        "La fiche … est déjà écrite."
    ]
    assert steps_left_out('raise Unusable("Ce que vous avez écrit est vide.")') != []
    assert steps_left_out('raise Unusable("La date manque. " "Donnez-la.")\nraise NotFound("Rien.")') == []
    assert steps_left_out("raise Conflict(REFUSED)\nraise") == []
    assert steps_left_out('words = "C\'est fait."\nraise Conflict(words)') == ["C'est fait."]
    assert steps_left_out('_STEP = "Relisez-le."\nraise Conflict(f"C\'est fait. {_STEP}")') == []
