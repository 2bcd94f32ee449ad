"""The commands, gathered, and how any of them ends."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import rich_click as click

from clauses.cli import complying as _complying  # noqa: F401  # adds its reports to the group
from clauses.cli.accounts import users
from clauses.cli.asking import questions
from clauses.cli.backing_up import backup, restore
from clauses.cli.calibrating import calibration
from clauses.cli.controlling import control
from clauses.cli.copying import copy
from clauses.cli.declaring import corrections, declarations
from clauses.cli.documents import document
from clauses.cli.drafting import drafts
from clauses.cli.eligibility import eligibility
from clauses.cli.fairness import equity, refusals
from clauses.cli.french import Group, said
from clauses.cli.importing import import_, template
from clauses.cli.judging import exits
from clauses.cli.keeping import check, migrate, settings
from clauses.cli.layouts import layouts
from clauses.cli.matching import match
from clauses.cli.people import person
from clauses.cli.proposing import needs, proposals
from clauses.cli.reporting import report
from clauses.cli.searching import search
from clauses.cli.serving import openapi, seed, serve
from clauses.cli.statuses import INTERRUPTED, UNUSABLE, refusal_of, status_of
from clauses.cli.weighing import weights
from imports.report import typeset

click.rich_click.OPTIONS_PANEL_TITLE = "Options"
click.rich_click.ARGUMENTS_PANEL_TITLE = "Arguments"
click.rich_click.COMMANDS_PANEL_TITLE = "Commandes"
click.rich_click.REQUIRED_LONG_STRING = "(obligatoire)"
click.rich_click.DEFAULT_STRING = "(par défaut : {})"


class Application(Group):
    """Ends with the status of the contract; says in French what it refuses, and shows no traceback for bad input."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        try:
            sys.exit(super().main(args, prog_name or "clauses", complete_var, standalone_mode=False, **extra))
        except click.Abort:
            _end("Interrompu.", INTERRUPTED)
        except click.ClickException as error:
            _end(f"Refusé : {said(error)}", UNUSABLE)
        except Exception as error:
            refusal = refusal_of(error)
            if refusal is None:
                raise
            _end(f"Refusé : {refusal.message}", status_of(refusal))


def _end(sentence: str, status: int) -> None:
    click.echo(typeset(sentence), err=True)
    sys.exit(status)


@click.group(
    name="clauses", cls=Application, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
def application() -> None:
    """Le suivi des clauses sociales d'insertion : du marché au bilan, à l'heure près."""


for command in (
    migrate,
    import_,
    layouts,
    questions,
    declarations,
    corrections,
    template,
    drafts,
    exits,
    search,
    match,
    needs,
    proposals,
    weights,
    report,
    calibration,
    eligibility,
    seed,
    serve,
    openapi,
    backup,
    restore,
    copy,
    check,
    users,
    person,
    settings,
    document,
    control,
):
    application.add_command(command)
for command in (equity, refusals):
    report.add_command(command)
