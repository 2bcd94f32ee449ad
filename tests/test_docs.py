"""The documentation says what is: commands, targets, files, layers and settings that exist.

`make snapshots` writes again the parts that are computed.
"""

import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from pydantic.fields import FieldInfo

from clauses.cli.app import application
from clauses.settings import Settings

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
REWRITE = os.environ.get("SNAPSHOTS") == "write"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
DECISIONS = sorted((ROOT / "docs/adr").glob("[0-9]*.md"))


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


# Commands and targets


def code_of(text: str) -> list[str]:
    """What stands between backquotes, and the lines of blocks of shell commands."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    rest = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return [*re.findall(r"`([^`\n]+)`", rest), *(line for block in blocks for line in block.splitlines())]


def commands_of(text: str) -> Iterator[list[str]]:
    """The words after `clauses` in every command of a page."""
    for code in code_of(text):
        found = re.search(r"(?:^|[ /])clauses ([a-z][^#|]*)", code.partition("#")[0])
        if found and not re.search(r"pg_|git ", code):
            yield found[1].split()


def unknown(words: list[str]) -> str | None:
    """What the command line does not know of a command written in the documentation."""
    command: click.Command = application
    for word in words:
        if isinstance(command, click.Group) and not word.startswith("-"):
            if word not in command.commands:
                return word
            command = command.commands[word]
        elif word.startswith("-"):
            known = {option for parameter in command.params for option in parameter.opts}
            if word not in known | {"--help"}:
                return word
    return None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_of_a_page_exists(page: Path) -> None:
    wrong = {" ".join(words): unknown(words) for words in commands_of(page.read_text(encoding="utf-8"))}
    assert {command: word for command, word in wrong.items() if word} == {}


def test_a_command_that_does_not_exist_would_be_found() -> None:
    assert list(commands_of("```sh\n.venv/bin/clauses report bilan --form x  # le bilan\n```")) == [
        ["report", "bilan", "--form", "x"]
    ]
    assert unknown(["report", "bilan", "--form", "x"]) == "--form"
    assert unknown(["migrer"]) == "migrer"
    assert unknown(["report", "bilan", "--from", "2023-01-01"]) is None


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_target_of_a_page_exists(page: Path) -> None:
    named = {
        word for code in code_of(page.read_text(encoding="utf-8")) for word in re.findall(r"\bmake ([a-z]+)", code)
    }
    assert named <= targets()


def test_the_makefile_says_what_each_target_does() -> None:
    described = set(re.findall(r"^([a-z]+):.*## .+", text_of("Makefile"), re.MULTILINE))
    assert targets() == described
    assert {"demo", "test", "check", "fix", "migrate", "snapshots", "bench", "stress", "fuzz", "mutate"} <= described


# Files and links


def missing_links(page: Path, text: str) -> list[str]:
    """Links to files of the project that do not exist."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", text)
    return [link for link in links if not (page.parent / link).exists()]


def missing_files(text: str) -> list[str]:
    """Files and folders of the project named between backquotes that do not exist."""
    named = re.findall(r"`((?:clauses|imports|tests|bench|docs)/[\w./-]*)`", text)
    return [name for name in named if not (ROOT / name).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert missing_links(page, text) == []
    assert missing_files(text) == []


def test_a_missing_file_would_be_found() -> None:
    assert missing_links(ROOT / "README.md", "[ici](docs/nulle-part.md)") == ["docs/nulle-part.md"]
    assert missing_files("voir `clauses/nulle/part.py`") == ["clauses/nulle/part.py"]


# The house


def test_the_layers_of_the_page_are_those_of_the_contract() -> None:
    drawn = re.search(r"^```\n(cli\n.*?)^```", text_of("docs/architecture.md"), re.MULTILINE | re.DOTALL)
    assert drawn is not None
    contract = next(one for one in PROJECT["tool"]["importlinter"]["contracts"] if one["id"] == "house")
    layers = [re.sub(r"\bclauses\.|[()]", "", layer) for layer in contract["layers"]]
    assert drawn[1].splitlines() == layers


def test_every_contract_is_explained() -> None:
    contracts = {contract["id"] for contract in PROJECT["tool"]["importlinter"]["contracts"]}
    assert contracts <= set(re.findall(r"^\| `(\w+)` \|", text_of("docs/architecture.md"), re.MULTILINE))


def test_each_decision_has_its_number_and_is_listed_under_it() -> None:
    numbers = [int(page.name[:4]) for page in DECISIONS]
    assert len(set(numbers)) == len(numbers)
    listed = re.findall(r"^(\d+)\. \[.+\]\((.+\.md)\)$", text_of("docs/adr/README.md"), re.MULTILINE)
    assert listed == [(str(number), page.name) for number, page in zip(numbers, DECISIONS, strict=True)]


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_has_its_four_parts(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"^\*\*(\w+)\.\*\*", text, re.MULTILINE) == ["Contexte", "Décision", "Conséquences", "Mesure"]
    assert text.startswith(f"# {page.name[:4]}. ")


# What is promised outside


def test_the_licence_is_said_once_and_the_same() -> None:
    assert PROJECT["project"]["license"] in text_of("README.md")


def test_this_version_has_its_changes() -> None:
    changes = text_of("CHANGELOG.md")
    assert re.search(rf"^## {re.escape(PROJECT['project']['version'])}\b", changes, re.MULTILINE)
    assert "### Changements techniques" in changes


# Parts computed from the code

BEGIN, END = "<!-- réglages : réécrit par make snapshots -->\n", "<!-- fin des réglages -->"


def setting_line(name: str, field: FieldInfo) -> str:
    shown = f"`{field.default}`" if str(field.default) else "(vide)"
    said = (field.description or "").replace("|", "\\|")
    return f"| `CLAUSES_{name.upper()}` | {said} | {shown} |"


@pytest.mark.snapshot
def test_the_settings_of_the_page_are_those_of_the_code() -> None:
    page = ROOT / "docs/exploitation.md"
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    written, _, after = rest.partition(END)
    lines = [setting_line(name, field) for name, field in Settings.model_fields.items()]
    computed = "\n".join(["", "| réglage | sens | par défaut |", "|---|---|---|", *lines, "", ""])
    if REWRITE:
        page.write_text(before + BEGIN + computed + END + after, encoding="utf-8")
        written = computed
    assert written == computed
