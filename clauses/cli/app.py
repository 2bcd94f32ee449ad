"""The commands, gathered."""

from __future__ import annotations

import rich_click as click

from clauses.cli.importing import import_, template
from clauses.cli.judging import exits
from clauses.cli.keeping import check, migrate, settings
from clauses.cli.reporting import report
from clauses.cli.searching import search
from clauses.cli.serving import seed, serve

click.rich_click.OPTIONS_PANEL_TITLE = "Options"
click.rich_click.ARGUMENTS_PANEL_TITLE = "Arguments"
click.rich_click.COMMANDS_PANEL_TITLE = "Commandes"
click.rich_click.ERRORS_PANEL_TITLE = "Erreur"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def application() -> None:
    """Le suivi des clauses sociales d'insertion : du marché au bilan, à l'heure près."""


for command in (migrate, import_, template, exits, search, report, seed, serve, check, settings):
    application.add_command(command)
