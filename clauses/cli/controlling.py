"""Controls: people drawn at random, and the proofs of each."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import rich_click as click

from clauses.cli.context import database, settings, today, whoever_runs
from clauses.cli.french import YEAR, Between, Group
from clauses.cli.statuses import FOUND
from clauses.cli.writing import written
from clauses.errors import Misused, NotFound


@click.group(cls=Group)
def control() -> None:
    """Les contrôles : des personnes tirées au sort, et les preuves de chacune."""


@control.command()
@click.option("--people", default=10, show_default=True, type=Between(1, 1000), help="Combien de personnes.")
@click.option(
    "--seed", required=True, metavar="MOT", help="Ce qui décide du tirage : le même mot tire les mêmes personnes."
)
@click.option("--operator", metavar="NOM", help="L'opérateur : son nom ou son SIRET.")
@click.option("--year", type=YEAR, metavar="ANNÉE", help="L'année de l'action.")
@click.option(
    "-o", "--output", metavar="DOSSIER", required=True, type=click.Path(path_type=Path), help="Où les écrire."
)
def sites(*, people: int, seed: str, operator: str | None, year: int | None, output: Path) -> None:
    """Le suivi de chantier : une archive par personne tirée au sort, avec chaque preuve, et ce qui manque."""
    from clauses.audit import record
    from clauses.db import writing
    from clauses.reports.control_papers import deposited
    from clauses.reports.documents.look import look_of
    from clauses.reports.site_controls import controlled, said
    from clauses.sites.controls import drawn
    from clauses.sites.reading import find_action, read_action

    chosen = settings()
    with writing(database(chosen)) as session:
        action = find_action(session, operator=operator, year=year)
        facts = read_action(session, action)
        found = drawn(facts, people, seed)
        papers = deposited(session, found)
        # Before the archives leave: they name people.
        record(
            session,
            "control",
            by=whoever_runs(),
            subject="operator_action",
            subject_id=action,
            people=len(found),
            seed=seed,
        )
    if not found:
        raise NotFound("Cette action n'a encore reçu personne : il n'y a personne à tirer au sort.")
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Misused(f"Le dossier « {output} » ne peut pas être créé : choisissez un autre endroit.") from error
    lacking, look = 0, look_of(chosen.home)
    for person in found:
        made = controlled(
            facts, person, chosen.files, established_on=today(), papers=papers.get(person.id, ()), look=look
        )
        written(output / made.name, partial(_fill, content=made.content), said=False)
        lacking += bool(made.lacks)
        click.echo(f"{made.name} : {said(made.lacks)}")
        for sentence in made.lacks:
            click.echo(f"  · {sentence}")
    click.echo(f"{len(found)} personnes, dont {lacking} à qui il manque au moins une pièce.")
    sys.exit(FOUND if lacking else 0)


def _fill(place: Path, *, content: bytes) -> None:
    place.write_bytes(content)
