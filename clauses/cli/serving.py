"""The demonstration brought in, and the application served."""

from __future__ import annotations

import rich_click as click

from clauses.cli.context import database, today
from clauses.errors import Misused, Unusable
from clauses.files.rules import FileKind
from clauses.settings import load

DEMONSTRATOR = "Démonstration"
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@click.command()
def seed() -> None:
    """Fabrique les fichiers de la démonstration et les importe comme ceux d'un utilisateur."""
    from pathlib import Path

    from clauses.demo.seed import seed as bring_in
    from imports.report import SOME_REJECTED
    from imports.run import Order, import_file

    chosen = load()
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
    bring_in(chosen.home / "demonstration", import_file=import_one, by=DEMONSTRATOR)


@click.command()
def serve() -> None:
    """Sert l'application web."""
    chosen = load()
    if chosen.host not in _LOOPBACK:
        raise Misused("Sans comptes, l'application n'est servie que sur cette machine : CLAUSES_HOST=127.0.0.1.")
    engine = database(chosen)

    import uvicorn

    from clauses.web.app import application

    click.echo(f"http://{chosen.host}:{chosen.port} (Ctrl+C pour arrêter)")
    uvicorn.run(application(engine), host=chosen.host, port=chosen.port, log_level="warning", server_header=False)
