"""The demonstration brought in, and the application served."""

from __future__ import annotations

import gc
import math
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from clauses.cli.context import database, settings, today
from clauses.cli.french import Command
from clauses.errors import Misused, Unusable
from clauses.files.rules import FileKind

if TYPE_CHECKING:
    from sqlalchemy import Engine

DEMONSTRATOR = "Démonstration"
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@click.command(cls=Command)
def seed() -> None:
    """Fabrique les fichiers de la démonstration et les importe comme ceux d'un utilisateur."""
    from clauses.demo.seed import seed as bring_in
    from imports.report import SOME_REJECTED
    from imports.run import Order, import_file

    chosen = settings()
    engine = database(chosen)

    def import_one(kind: FileKind, path: Path, validated_by: str | None) -> None:
        order = Order(
            kind=kind, path=path, by=validated_by or DEMONSTRATOR, today=today(), validate=validated_by is not None
        )
        report = import_file(engine, chosen.files, order)
        if report.status > SOME_REJECTED:
            raise Unusable(report.issues[0].message)
        click.echo(f"  {path.name} : {report.rows.accepted} lignes acceptées, {report.rows.rejected} refusées.")

    click.echo("Démonstration : un territoire inventé.")
    try:
        bring_in(chosen.home / "demonstration", import_file=import_one, by=DEMONSTRATOR)
    except OSError as error:
        raise Unusable(
            f"Les fichiers de la démonstration ne peuvent pas être écrits : {error.strerror}. Vérifiez CLAUSES_HOME."
        ) from error
    from clauses.demo.events import happen
    from clauses.demo.site_missions import follow

    happen(engine, by=DEMONSTRATOR)
    follow(engine, by=DEMONSTRATOR)
    if chosen.environment == "demonstration":
        _tell_accounts(engine)


def _tell_accounts(engine: Engine) -> None:
    from clauses.demo.accounts import PASSWORD, open_accounts

    opened = open_accounts(engine, now=datetime.now(UTC), today=today(), by=DEMONSTRATOR)
    click.echo(f"Comptes de la démonstration (mot de passe : {PASSWORD}) :")
    for account in opened:
        click.echo(f"  {account.kind.value}  {account.email:<42} {account.kind.label}")


@click.command(cls=Command)
def serve() -> None:
    """Sert l'application web."""
    chosen = settings()
    if chosen.host not in _LOOPBACK and not chosen.in_production:
        raise Misused(
            "La démonstration n'est servie que sur cette machine. Écrivez CLAUSES_HOST=127.0.0.1, ou "
            "CLAUSES_ENVIRONMENT=production avec son adresse en https et son secret."
        )
    engine = database(chosen)

    import uvicorn

    from clauses.web import logs
    from clauses.web.app import application
    from imports.reading.guard import expecting

    made = application(engine, chosen)
    listening = _listen(chosen.host, chosen.port)
    logs.to_stderr()

    click.echo(f"http://{chosen.host}:{chosen.port} (Ctrl+C pour arrêter)")
    server = uvicorn.Server(
        uvicorn.Config(made, log_level="warning", server_header=False, proxy_headers=False, access_log=False)
    )
    gc.collect()
    gc.freeze()  # what is loaded is never garbage: to look at it again stops every request for a tenth of a second
    with expecting(math.inf):  # whoever sends a file does not wait for its reader to start
        server.run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens, or a refusal in words: the server itself would only log it, in English."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise Unusable(
            f"Le port {port} de {host} n'est pas libre : un autre programme s'en sert. Arrêtez-le, ou choisissez-en un "
            "autre avec CLAUSES_PORT.",
            code="serve.port_taken",
        ) from error


@click.command(cls=Command)
def openapi() -> None:
    """Imprime la description de l'API (OpenAPI)."""
    from clauses.db import engine_for
    from clauses.web.app import application
    from clauses.web.schema_api import described

    chosen = settings()
    described_only = chosen.model_copy(update={"secret": "x" * 32, "environment": "demonstration", "base_url": ""})
    click.echo(described(application(engine_for("sqlite://"), described_only)))
