"""Exits given as facts, judged without being stored."""

from __future__ import annotations

import json
from pathlib import Path

import rich_click as click

from clauses.cli.french import Group, OneOf
from clauses.errors import Unusable
from clauses.pathways.facts_json import exits_from_text
from clauses.pathways.protocols import Protocol
from clauses.pathways.rules import judge as judged

LARGEST = 50 << 20
"""Bytes: a hundred thousand exits."""


@click.group(cls=Group)
def exits() -> None:
    """Les sorties et leurs protocoles."""


@exits.command()
@click.argument("file", metavar="FICHIER.json", type=click.Path(path_type=Path))
@click.option("--protocol", required=True, type=OneOf([p.value for p in Protocol]), help="Le protocole qui juge.")
@click.option("--json", "as_json", is_flag=True, help="Pour un programme.")
def judge(file: Path, protocol: str, as_json: bool) -> None:
    """Dit de chaque sortie décrite dans FICHIER.json si elle est positive, et pourquoi."""
    verdicts = [(facts.id, judged(facts, Protocol(protocol))) for facts in exits_from_text(_read(file))]
    if as_json:
        click.echo(json.dumps([verdict.as_json(name) for name, verdict in verdicts], ensure_ascii=False))
        return
    words = {True: "positive", False: "non positive", None: "à décider par la commission"}
    for name, verdict in verdicts:
        click.echo(f"{name} : {words[verdict.positive]} – {verdict.reason}.")


def _read(file: Path) -> str:
    try:
        if file.stat().st_size > LARGEST:
            raise Unusable(f"« {file} » dépasse {LARGEST >> 20} Mo. Partagez-le.", code="file.too_large")
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise Unusable(f"« {file} » n'existe pas. Vérifiez le nom et le dossier.", code="file.unreadable") from error
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(
            f"« {file} » n'est pas un texte lisible. Enregistrez-le en UTF-8.", code="exits.not_json"
        ) from error
