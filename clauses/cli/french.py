"""Click in French: what is wrong with a command line and the words of its help, said as the product speaks."""

from __future__ import annotations

from typing import Any

import rich_click as click
from click.exceptions import NoSuchCommand

_SHOWN = 40
"""How much of what was typed is said back."""


class Command(click.RichCommand):
    """A command whose help is in French to the last word."""

    def get_help_option(self, ctx: Any) -> click.Option | None:
        return _in_french(super().get_help_option(ctx))


class Group(click.RichGroup):
    """A group of such commands."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"subcommand_metavar": "COMMANDE…"} | kwargs))

    def get_help_option(self, ctx: Any) -> click.Option | None:
        return _in_french(super().get_help_option(ctx))


def _in_french(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "Affiche cette aide."
    return option


class OneOf(click.Choice[str]):
    """One word of a closed list."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:  # noqa: ARG002  # click's own
        return f"« {value} » n'est pas possible. Choisissez entre {_listed(self.choices)}."


class Between(click.IntRange):
    """A whole number between two others, both included."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"« {_short(value)} » n'est pas un nombre entier de {self.min} à {self.max}.", param, ctx)


class Numbered(click.IntRange):
    """The number of a record: never more than the databases can count (SQLite would raise ``OverflowError``)."""

    def __init__(self) -> None:
        super().__init__(1, 2**31 - 1)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"« {_short(value)} » n'est pas un numéro. Écrivez celui qu'affiche la liste.", param, ctx)


NUMBER = Numbered()
"""What every ``NUMÉRO`` or ``N°`` of the command line is."""

YEAR = Between(1900, 2100)
"""What every ``ANNÉE`` is."""


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _listed(words: Any) -> str:
    *first, last = [str(word) for word in words]
    return f"{', '.join(first)} et {last}" if first else last


def said(error: click.ClickException) -> str:
    """What is wrong with the command line, and where its help is."""
    context = getattr(error, "ctx", None)
    advice = f" Aide : {context.command_path} --help" if context is not None else ""
    return f"{_fault(error)}{advice}"


def _fault(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"L'option « {error.option_name} » n'existe pas.{_near(error.possibilities)}"
    if isinstance(error, NoSuchCommand):
        return f"La commande « {error.command_name} » n'existe pas.{_near(error.possibilities)}"
    if isinstance(error, click.MissingParameter):
        return f"Il manque {_named(error)}."
    if isinstance(error, click.BadParameter):
        return f"{_named(error)} : {error.message}"
    if isinstance(error, click.BadOptionUsage):
        return f"L'option « {error.option_name} » est mal employée : elle attend une valeur, ou n'en prend pas."
    return "La commande est incomplète, ou suivie de mots de trop."


def _near(possibilities: list[str] | None) -> str:
    return f" Vouliez-vous « {possibilities[0]} » ?" if possibilities else ""


def _named(error: click.BadParameter) -> str:
    parameter = error.param
    if isinstance(parameter, click.Argument):
        return str(parameter.make_metavar(error.ctx)) if error.ctx else parameter.human_readable_name
    return max(parameter.opts, key=len) if parameter is not None else "une valeur"
