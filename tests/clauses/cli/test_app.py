"""How any command ends, what it costs to start, and the same through the installed command."""

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import rich_click as click
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from clauses.cli import context, keeping, main
from clauses.cli.app import application
from clauses.cli.french import Command, said
from clauses.cli.statuses import refusal_of, status_of
from clauses.errors import ClausesError, Conflict, Misused, NotFound, Unusable
from clauses.migrations import upgrade
from tests.clauses.cli.conftest import CommandLine

SPACE = "\u00a0"
CLAUSES = Path(sys.executable).with_name("clauses")


def raising(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """`clauses settings` meets this."""

    def broken() -> Any:
        raise error

    monkeypatch.setattr(keeping, "chosen_settings", broken)


# --- statuses ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("refusal", "status"), [(Conflict("x"), 3), (Misused("x"), 2), (Unusable("x"), 2), (NotFound("x"), 2)]
)
def test_a_state_that_forbids_is_3_and_what_cannot_be_used_is_2(refusal: ClausesError, status: int) -> None:
    assert status_of(refusal) == status
    assert refusal_of(refusal) is refusal


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OperationalError("SELECT 1", {}, Exception("database is locked")), "n'a pas pu répondre (database is locked)"),
        (DatabaseError("SELECT 1", {}, Exception("disk image is malformed")), "est abîmée (disk image is malformed)"),
    ],
)
def test_a_database_that_fails_on_the_way_ends_with_2_without_a_traceback(
    clauses: CommandLine, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    raising(monkeypatch, error)
    told = clauses("check", status=2)
    assert words in told.err


def test_ctrl_c_ends_as_a_shell_expects(clauses: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    raising(monkeypatch, KeyboardInterrupt())
    assert clauses("check", status=130).err.strip() == "Interrompu."


@pytest.mark.parametrize("bug", [ZeroDivisionError(), IntegrityError("INSERT", {}, Exception("duplicate"))])
def test_a_bug_crashes(clauses: CommandLine, monkeypatch: pytest.MonkeyPatch, bug: Exception) -> None:
    raising(monkeypatch, bug)
    with pytest.raises(AssertionError, match=type(bug).__name__):
        clauses("check")
    with pytest.raises(type(bug)):
        application(["check"], standalone_mode=False)


def test_a_bug_is_not_taken_for_a_refusal_before_any_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "sqlalchemy")
    assert refusal_of(ZeroDivisionError()) is None


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("zzz",), "La commande « zzz » n'existe pas. Aide : clauses --help"),
        (("repor",), "Vouliez-vous « report » ?"),
        (("check", "tout"), "suivie de mots de trop. Aide : clauses check --help"),
        (("report",), ""),
        (("search", "jobs", "x", "--top", "0"), "--top : « 0 » n'est pas un nombre entier de 1 à 1000"),
        (("search", "jobs", "x", "--top", "dix"), "--top : « dix » n'est pas un nombre entier"),
        (("search", "jobs", "x", "--json=oui"), "« --json » est mal employée"),
        (("template", "hours"), "Il manque --output. Aide : clauses template --help"),
    ],
)
def test_a_wrong_command_is_said_in_french(clauses: CommandLine, command: tuple[str, ...], words: str) -> None:
    told = clauses(*command, status=2)
    assert words in told.err.replace(SPACE, " ")


def test_what_click_says_of_no_command_in_particular_is_said_all_the_same() -> None:
    assert said(click.BadParameter("trop court")) == "une valeur : trop court"
    assert said(click.UsageError("x")).startswith("La commande est incomplète")
    assert "FICHIER" in said(click.MissingParameter(param=click.Argument(["fichier"])))


@pytest.mark.parametrize(
    "command",
    [(), ("import",), ("template",), ("report",), ("report", "bilan"), ("exits", "judge"), ("search", "jobs")],
)
def test_help_is_in_french(clauses: CommandLine, command: tuple[str, ...]) -> None:
    told = clauses(*command, "--help", status=0).out
    assert "Affiche cette aide." in told
    for english in ("Show this", "Commands", "required]", "default:", "COMMAND ["):
        assert english not in told


def test_a_command_may_go_without_help() -> None:
    bare = Command(name="bare", add_help_option=False)
    assert bare.get_help_option(bare.make_context("bare", [])) is None


def test_the_entry_point_speaks_utf8_wherever_it_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(written, encoding="ascii"))
    monkeypatch.setattr("sys.stderr", io.StringIO())  # some have nothing to set
    monkeypatch.setattr("sys.argv", ["clauses", "settings"])
    with pytest.raises(SystemExit) as ended:
        main()
    sys.stdout.flush()
    assert ended.value.code in (None, 0)
    assert "Base de données" in written.getvalue().decode("utf-8")


def test_jobs_are_searched_by_their_names(clauses: CommandLine) -> None:
    assert "F1703" in clauses("search", "jobs", "maçon", "--top", "1", status=0).out
    assert clauses("search", "jobs", "maçon", "--top", "1", "--json", status=0).objects[0][0]["code"] == "F1703"  # type: ignore[index]  # one list a line
    assert "Aucun métier ne ressemble" in clauses("search", "jobs", "zzzzqqqq", status=0).out


def test_who_runs_a_command_is_named_where_the_machine_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "claire")
    assert context.whoever_runs() == "claire (ligne de commande)"

    def nobody() -> str:
        raise KeyError("uid")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert context.whoever_runs() == "ligne de commande"


# --- what a command costs to start ------------------------------------------------------------------------------------

HEAVY = "{'polars', 'openpyxl', 'litestar', 'numpy', 'scipy', 'fastexcel', 'uvicorn'}"


@pytest.mark.parametrize(
    ("command", "heavy"),
    [
        ("--help", f"{HEAVY} | {{'sqlalchemy', 'alembic', 'pydantic'}}"),
        ("settings", f"{HEAVY} | {{'sqlalchemy', 'alembic'}}"),
        ("migrate", HEAVY),
        ("check", f"{HEAVY} | {{'alembic'}}"),
    ],
)
def test_a_command_loads_no_library_that_it_does_not_need(clauses: CommandLine, command: str, heavy: str) -> None:
    program = (
        "import sys\nfrom clauses.cli import main\n"
        f"sys.argv = ['clauses', {command!r}]\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        f"loaded = sorted(({heavy}) & set(sys.modules))\nassert not loaded, loaded"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_the_version_asked_is_that_of_the_migrations() -> None:
    """Read from the names of the files: Alembic, asked here, agrees."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(upgrade.__file__).parent))
    assert ScriptDirectory.from_config(config).get_current_head() == upgrade.head()


# --- the installed command --------------------------------------------------------------------------------------------


def installed(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a user runs it."""
    command = [str(CLAUSES), *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | environment, timeout=60
    )


def test_the_installed_command_imports_a_file_from_end_to_end(clauses: CommandLine) -> None:
    from tests.imports.office import MARKET

    path = clauses.write("marchés.csv", MARKET)
    told = installed("import", "markets", path, "--json")
    assert (told.returncode, told.stderr) == (0, "")
    assert '"accepted": 1' in told.stdout


def test_the_installed_command_speaks_utf8_whatever_the_machine(clauses: CommandLine) -> None:
    told = installed("import", "markets", clauses.desk / "absent.csv", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert told.returncode == 2
    assert "n'est enregistré" in told.stderr
    assert "Traceback" not in told.stderr
