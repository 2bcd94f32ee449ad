"""Numbers of the command line: every one is bounded, so that none is more than a database can count."""

from collections.abc import Iterator

import click
import pytest
from click.types import IntParamType

from clauses.cli.app import application
from tests.clauses.cli.conftest import CommandLine

HUGE = "99999999999999999999999"


def _numbers(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Parameter]]:
    for parameter in command.params:
        if isinstance(parameter.type, IntParamType):
            yield " ".join((*path, str(parameter.name))), parameter
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            inner = command.get_command(click.Context(command), name)
            assert inner is not None
            yield from _numbers(inner, (*path, name))


def test_every_number_of_every_command_has_a_least_and_a_most_that_a_database_can_hold() -> None:
    found = dict(_numbers(application))
    assert {"questions accept question", "declarations diff declaration", "layouts forget correction"} <= set(found)
    open_ended = [
        name
        for name, parameter in found.items()
        if not isinstance(parameter.type, click.IntRange)
        or parameter.type.min is None
        or parameter.type.max is None
        or parameter.type.max >= 2**31
    ]
    assert open_ended == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("questions", "accept", HUGE, "--by", "F"),
        ("questions", "refuse", HUGE, "--by", "F"),
        ("questions", "undo", HUGE, "--by", "F"),
        ("declarations", "diff", HUGE),
        ("declarations", "diff", "1", "--against", HUGE),
        ("corrections", "accept", HUGE, "--by", "F"),
        ("corrections", "refuse", HUGE, "--by", "F"),
        ("layouts", "forget", HUGE, "--by", "F"),
        ("questions", "undo", "9" * 5000, "--by", "F"),
    ],
)
def test_a_number_no_record_can_have_is_refused_in_words(clauses: CommandLine, arguments: tuple[str, ...]) -> None:
    told = clauses(*arguments, status=2).err
    assert "n'est pas un numéro" in told
    assert len(told) < 300


@pytest.mark.parametrize("year", ["99999999999999999999999", "-1", "0"])
def test_a_year_that_cannot_be_is_refused_in_words(clauses: CommandLine, year: str) -> None:
    told = clauses("control", "sites", "--seed", "x", "-o", clauses.desk, f"--year={year}", status=2).err
    assert "n'est pas un nombre entier de 1900 à 2100" in told
