"""Files brought in, and empty ones handed out."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import rich_click as click
from click import get_current_context

from clauses.cli.context import database, settings, today, whoever_runs
from clauses.cli.french import Command, OneOf
from clauses.cli.writing import written
from clauses.errors import Misused, Unusable
from clauses.files.rules import FileKind, Severity
from clauses.quantities import french_hours, grouped
from imports.report import UNUSABLE, Report, typeset
from imports.report import grouped as together

_STORED = ("markets", "people", "hours", "needs", "exits", "meetings")
_OFFICIAL = ("decp", "rome", "qpv", "communes", "naf", "cpv")
_LONGEST_NAME = 200
_WIDEST = 28
"""Characters of a cell shown beside what was understood of its column."""

_SHOWN = 40
"""Issues printed for a person; the rest is counted, and `--json` gives them all."""


@click.command(name="import", cls=Command)
@click.argument("kind", metavar="NATURE", type=OneOf((*_STORED, *_OFFICIAL)))
@click.argument("files", metavar="FICHIER…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Dit ce qui changerait, sans rien écrire.")
@click.option("--json", "as_json", is_flag=True, help="Pour un programme : un objet par fichier, un par ligne.")
@click.option("--market", help="Le marché, quand le fichier ne le dit pas.")
@click.option("--lot", help="Le lot, quand le fichier ne le dit pas.")
@click.option("--contractor", metavar="SIRET", help="L'attributaire, quand le fichier ne le dit pas.")
@click.option("--month", metavar="AAAA-MM", help="Le mois, quand le fichier ne le dit pas.")
@click.option(
    "--column",
    "pairs",
    metavar="EN-TÊTE=CHAMP",
    multiple=True,
    help="Ce que contient une colonne mal reconnue, par exemple « Qté=Heures travaillées », ou « Obs=- » pour ne pas "
    "la lire. Retenu pour les fichiers suivants de cet expéditeur. Peut être répété.",
)
@click.option("--validate", is_flag=True, help="Heures : valide les lignes acceptées (reprise d'historique).")
@click.option("--replace", is_flag=True, help="Heures : confirme le remplacement malgré des lignes refusées.")
@click.option(
    "--correction",
    is_flag=True,
    help="Marchés : ce que le fichier change était une erreur, corrigée pour tous les jours, pas à partir de ce jour.",
)
@click.option("--by", metavar="NOM", help="Qui dépose, et valide avec --validate.")
@click.option(
    "--annotated",
    metavar="FICHIER",
    type=click.Path(path_type=Path),
    help="Écrit une copie du fichier, cellules à corriger marquées et commentées, à corriger et renvoyer. "
    "Un dossier, pour plusieurs fichiers. Va aussi avec --dry-run.",
)
def import_(
    *,
    kind: str,
    files: tuple[Path, ...],
    dry_run: bool,
    as_json: bool,
    market: str | None,
    lot: str | None,
    contractor: str | None,
    month: str | None,
    pairs: tuple[str, ...],
    validate: bool,
    replace: bool,
    correction: bool,
    by: str | None,
    annotated: Path | None,
) -> None:
    """Lit des fichiers d'une NATURE (markets, people, hours, needs, exits, meetings) et les enregistre.

    Les données officielles entrent de même : decp, rome, qpv, communes, naf, cpv.

    Chaque fichier est enregistré en entier, ou pas du tout.
    """
    if (validate or replace) and kind != "hours":
        raise Misused(
            f"{'--validate' if validate else '--replace'} ne vaut que pour les heures : retirez cette option."
        )
    if correction and kind != "markets":
        raise Misused("--correction ne vaut que pour les marchés : retirez cette option.")
    author = _author(by)
    if validate and author is None:
        raise Misused("--validate demande qui valide ces heures : ajoutez --by NOM.")
    siret, first_day = _siret(contractor), _month(month)
    copies = _copies(files, annotated)

    from imports.reading.guard import expecting

    # The first reader starts while this process loads its own libraries.
    get_current_context().with_resource(expecting(len(files)))

    from imports.corrections import parsed
    from imports.reader import Given
    from imports.run import Order, import_file

    columns = parsed(FileKind(kind), pairs) if pairs else {}
    given = Given(market=market, lot=lot, contractor=siret, month=first_day)
    chosen = settings()
    engine = database(chosen)
    worst = 0
    for file in files:
        with _progress(file, quiet=as_json) as step:
            order = Order(
                kind=FileKind(kind),
                path=file,
                by=author or whoever_runs(),
                today=today(),
                given=given,
                dry_run=dry_run,
                validate=validate,
                confirmed=replace,
                correction=correction,
                columns=columns,
                step=step,
            )
            report = import_file(engine, chosen.files, order)
        worst = max(worst, report.status)
        given_back = _give_back(file, report, copies.get(file))
        if as_json:
            told = {} if annotated is None else {"annotated": str(given_back) if given_back else None}
            click.echo(json.dumps(report.as_json() | told, ensure_ascii=False, default=str))
        else:
            _tell(report)
    sys.exit(worst)


def _copies(files: tuple[Path, ...], out: Path | None) -> dict[Path, Path]:
    """Where the marked copy of each file goes; a wrong name is refused before anything is stored."""
    if out is None:
        return {}
    from imports.annotate import place

    if len(files) > 1 and not out.is_dir():
        raise Misused("--annotated : pour plusieurs fichiers, donnez un dossier qui existe.")
    if not out.parent.is_dir():
        raise Misused(f"--annotated : le dossier « {out.parent} » n'existe pas. Créez-le d'abord.")
    return {file: place(file, out) for file in files}


def _give_back(file: Path, report: Report, out: Path | None) -> Path | None:
    """Writes the marked copy and says so; says why where there is none."""
    if out is None:
        return None
    from imports.annotate import give_back

    try:
        given = give_back(file, report, out)
    except Unusable as refusal:
        click.echo(typeset(f"Pas de copie marquée : {refusal.message}"), err=True)
        return None
    click.echo(typeset(f"{given.path} : {given.form.value}."), err=True)
    return given.path


def _author(by: str | None) -> str | None:
    name = " ".join((by or "").encode(errors="replace").decode().split())
    if len(name) > _LONGEST_NAME:
        raise Misused(f"--by : un nom a {_LONGEST_NAME} caractères au plus. Raccourcissez-le.")
    return name or None


def _month(text: str | None) -> date | None:
    if text is None:
        return None
    found = re.fullmatch(r"(\d{4})-(\d{1,2})", text.strip())
    try:
        return date(int(found[1]), int(found[2]), 1) if found else _no_month(text)
    except ValueError:
        return _no_month(text)


def _no_month(text: str) -> date:
    raise Misused(f"--month : « {text} » n'est pas un mois. Écrivez par exemple 2024-03.")


def _siret(text: str | None) -> str | None:
    if text is None:
        return None
    digits = re.sub(r"\s", "", text)
    if not re.fullmatch(r"\d{14}", digits):
        raise Misused(f"--contractor : « {text} » n'est pas un SIRET. Écrivez ses 14 chiffres.")
    return digits


@contextmanager
def _progress(file: Path, *, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Says on a terminal what is being done, for those who wait."""
    if quiet or not sys.stderr.isatty():
        yield lambda _said: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(file.name, total=3)

        def step(said: str) -> None:
            progress.update(task, description=f"{file.name} : {said}", advance=1)

        yield step


def _tell(report: Report) -> None:
    if report.status == UNUSABLE:
        click.echo(f"{report.file} : rien n'est enregistré. {report.issues[0].message}", err=True)
        return
    rows, changes = report.rows, report.changes
    title = f"{report.file} : {_count(rows.read, 'ligne lue', 'lignes lues')}"
    parts = [
        _count(rows.accepted, "acceptée", "acceptées"),
        _count(rows.rejected, "refusée", "refusées"),
        _count(rows.ignored, "ignorée (vide, total)", "ignorées (vides, totaux)"),
    ]
    click.echo(f"{title} – {', '.join(parts)}.")
    if report.dry_run:
        for line in _columns(report):
            click.echo(typeset(line))
    done = "Changerait" if report.dry_run else "Enregistré"
    stored = [
        _count(changes.created, "nouvelle", "nouvelles"),
        _count(changes.replaced, "remplacée", "remplacées"),
        _count(changes.unchanged, "inchangée", "inchangées"),
    ]
    if changes.proposed:
        stored.append(_count(changes.proposed, "correction à accepter", "corrections à accepter"))
    hours = "" if report.hours is None else f" ; {french_hours(report.hours)}"
    click.echo(f"  {done} : {', '.join(stored)}{hours}.")
    said = together(report.issues)
    for group in said[:_SHOWN]:
        click.echo(f"  {_MARKS[group.issue.severity]} {group.said}")
    if len(said) > _SHOWN:
        click.echo(f"  … et {grouped(len(said) - _SHOWN)} autres remarques : --json les donne toutes.")


_MARKS = {
    Severity.ERROR: "✗ refusé :",
    Severity.TO_CHECK: "? à vérifier :",
    Severity.BLOCKING: "! à regarder :",
    Severity.WARNING: "· remarque :",
}


def _count(number: int, one: str, many: str) -> str:
    return f"{grouped(number)} {one if number < 2 else many}"


def _columns(report: Report) -> Iterator[str]:
    """What was understood of each column, why, how sure, and what its first rows hold."""
    from imports.columns import fields

    known, sheet = (fields(report.kind) if report.recognised else {}), None
    for told in report.recognised:
        if told["sheet"] != sheet:
            sheet = told["sheet"]
            yield f"  feuille « {sheet} », en-tête ligne {told['row']} :"
        read = known[told["field"]].header if told["field"] else "non lue"
        shown = " · ".join(_short(text) for text in told["first"])
        sure = f", sûr à {int(100 * told['confidence'] + 0.5)} %" if told["field"] else ""
        yield f"    {told['column']} « {_short(told['header'])} » → {read} ({told['why']}{sure}) : {shown}"


def _short(text: str | None) -> str:
    if text is None:
        return "–"
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


@click.command(cls=Command)
@click.argument("kind", metavar="NATURE", type=OneOf(_STORED))
@click.option("-o", "--output", metavar="FICHIER", required=True, type=click.Path(path_type=Path), help="Où l'écrire.")
def template(kind: str, output: Path) -> None:
    """Écrit un classeur vide d'une NATURE, avec ses listes déroulantes, ses notes et un exemple."""
    from imports.template import write_template

    written(output, lambda place: write_template(FileKind(kind), place))
