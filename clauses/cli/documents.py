"""Documents that people sign, send and check."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import rich_click as click

from clauses.cli.context import database, settings, today, whoever_runs
from clauses.cli.days import day as day_of
from clauses.cli.french import NUMBER, YEAR, Group, OneOf
from clauses.cli.reporting import period_of
from clauses.cli.statuses import FOUND
from clauses.cli.writing import written
from clauses.errors import Misused, NotFound
from clauses.files.rules import DocumentKind

if TYPE_CHECKING:
    from clauses.reports.documents.content import Document
    from clauses.sites.facts import ActionFacts, Participant

_FORMATS = ("pdf", "docx", "html")
_Command = TypeVar("_Command", bound=Callable[..., Any])


@click.group(cls=Group)
def document() -> None:
    """Les documents que l'on signe, que l'on envoie et que l'on vérifie."""


def _written_to(command: _Command) -> _Command:
    """Where and how a document is written."""
    form = click.option(
        "--format", "form", type=OneOf(_FORMATS), help="Par défaut, celui que dit le nom du fichier, sinon pdf."
    )
    return form(
        click.option(
            "-o", "--output", metavar="FICHIER", required=True, type=click.Path(path_type=Path), help="Où l'écrire."
        )(command)
    )


def _of_action(command: _Command) -> _Command:
    """Which action of which operator."""
    operator = click.option("--operator", metavar="NOM", help="L'opérateur : son nom ou son SIRET.")
    return operator(click.option("--year", type=YEAR, metavar="ANNÉE", help="L'année de l'action.")(command))


@document.command()
@click.option("--contractor", metavar="SIRET", required=True, help="L'attributaire : son SIRET ou son nom.")
@click.option("--market", required=True, help="La référence du marché.")
@click.option("--from", "since", metavar="DATE", required=True, help="Premier jour (AAAA-MM-JJ ou jj/mm/aaaa).")
@click.option("--to", "until", metavar="DATE", required=True, help="Dernier jour.")
@_written_to
def attestation(*, contractor: str, market: str, since: str, until: str, form: str | None, output: Path) -> None:
    """L'attestation des heures validées d'un attributaire sur un marché."""
    period = period_of(since, until)

    from clauses.db import reading
    from clauses.reports.attested_hours import attested_hours, find_pair
    from clauses.reports.documents.attestation import attestation as made

    with reading(database()) as session:
        pair = find_pair(session, contractor=contractor, market=market)
        attested = attested_hours(session, *pair, period)
    _hand_over(made(attested, established_on=today()), DocumentKind.HOURS, form, output, people=attested.people)


@document.command()
@click.option("--from", "since", metavar="DATE", required=True, help="Premier jour (AAAA-MM-JJ ou jj/mm/aaaa).")
@click.option("--to", "until", metavar="DATE", required=True, help="Dernier jour.")
@click.option(
    "-o", "--output", metavar="DOSSIER", required=True, type=click.Path(path_type=Path), help="Où les écrire."
)
def attestations(*, since: str, until: str, output: Path) -> None:
    """Toutes les attestations d'une période, une par entreprise et marché, sous-traitants compris."""
    period = period_of(since, until)

    from clauses.db import reading
    from clauses.reports.attested_hours import pairs_with_hours
    from clauses.reports.attesting import issued_attestations
    from clauses.reports.documents.look import look_of

    chosen = settings()
    engine = database(chosen)
    with reading(engine) as session:
        pairs = pairs_with_hours(session, period)
    if not pairs:
        raise NotFound("Aucune heure validée dans cette période : il n'y a rien à attester.")
    _folder(output)
    new = 0
    with _progress(len(pairs)) as step:
        asked = issued_attestations(
            engine, chosen.files, pairs, period, established_on=today(), by=whoever_runs(), look=look_of(chosen.home)
        )
        for made in asked:
            _write(output / made.name, made.content)
            new += made.new
            step()
    click.echo(f"{len(pairs)} attestations dans {output}, dont {new} délivrées aujourd'hui.")


@document.command()
@click.option("--on", "day", metavar="DATE", required=True, help="Le jour de la rencontre.")
@click.option("--meeting", type=NUMBER, metavar="N°", help="Son numéro, quand il y en a plusieurs ce jour-là.")
@_of_action
@_written_to
def emargement(
    *, day: str, meeting: int | None, operator: str | None, year: int | None, form: str | None, output: Path
) -> None:
    """La feuille d'émargement d'une rencontre, à faire signer ou déjà signée."""
    held_on = day_of(day, "--on")

    from clauses.reports.documents.site_documents import attendance_sheet

    facts = _facts(operator, year)
    found = [each for each in facts.meetings if each.held_on == held_on and meeting in (None, each.id)]
    if not found:
        raise NotFound(f"Aucune rencontre le {day}. Vérifiez la date, et l'action.")
    if len(found) > 1:
        listed = " ; ".join(f"{each.id} ({each.kind.label}{f', {each.place}' if each.place else ''})" for each in found)
        raise Misused(f"Plusieurs rencontres le {day}. Choisissez avec --meeting : {listed}.")
    _hand_over(attendance_sheet(facts, found[0], established_on=today()), None, form, output)


@document.command("fiche-suivi")
@click.option("--person", metavar="IDENTIFIANT", required=True, help="La personne : son identifiant.")
@click.option("--on", "day", metavar="DATE", help="La fiche de ce jour ; sans cela, la dernière.")
@_of_action
@_written_to
def follow_up(
    *, person: str, day: str | None, operator: str | None, year: int | None, form: str | None, output: Path
) -> None:
    """La fiche de suivi d'une personne, pour son référent et la structure d'animation."""
    from clauses.reports.documents.site_documents import follow_up_sheet

    facts = _facts(operator, year)
    who = _participant(facts, person)
    fiches = [each for each in who.follow_ups if day is None or each.written_on == day_of(day, "--on")]
    if not fiches:
        raise NotFound(f"{who.name} n'a pas de fiche de suivi{f' du {day}' if day else ''}.")
    content = follow_up_sheet(facts, who, fiches[-1], established_on=today())
    _hand_over(content, DocumentKind.FOLLOW_UP, form, output, people=(who.id,))


@document.command("fiche-activites")
@click.option("--person", metavar="IDENTIFIANT", required=True, help="La personne : son identifiant.")
@click.option("--on", "day", metavar="DATE", help="La fiche qui couvre ce jour ; sans cela, la dernière.")
@_of_action
@_written_to
def activities(
    *, person: str, day: str | None, operator: str | None, year: int | None, form: str | None, output: Path
) -> None:
    """La fiche d'activités et de tâches d'une personne en mission."""
    from clauses.reports.documents.site_documents import activity_sheet

    facts = _facts(operator, year)
    who = _participant(facts, person)
    on = day_of(day, "--on") if day else None
    fiches = sorted(
        (
            (sheet.starts_on, sheet.id, mission, sheet)
            for mission in who.missions
            for sheet in mission.sheets
            if on is None or sheet.starts_on <= on <= sheet.ends_on
        ),
        key=lambda each: each[:2],
    )
    if not fiches:
        raise NotFound(f"{who.name} n'a pas de fiche d'activités{f' qui couvre le {day}' if day else ''}.")
    _, _, mission, sheet = fiches[-1]
    content = activity_sheet(facts, who, mission, sheet, established_on=today())
    _hand_over(content, DocumentKind.ACTIVITY_SHEET, form, output, people=(who.id,))


@document.command("bilan-operateur")
@click.option("--on", "day", metavar="DATE", help="Arrêté à ce jour ; sans cela, aujourd'hui.")
@_of_action
@_written_to
def operator_bilan(*, day: str | None, operator: str | None, year: int | None, form: str | None, output: Path) -> None:
    """Le bilan de l'opérateur, intermédiaire ou final : chiffres, bases et graphiques."""
    from clauses.reports.documents.operator_report import operator_report

    facts = _facts(operator, year)
    content = operator_report(facts, on=day_of(day, "--on") if day else today(), established_on=today())
    _hand_over(content, DocumentKind.OPERATOR_REPORT, form, output)


@document.command("etat-marche")
@click.argument("reference", metavar="RÉFÉRENCE")
@click.option("--on", "day", metavar="DATE", help="Le jour jugé ; sans cela, aujourd'hui.")
@click.option("--buyer", help="Le donneur d'ordre, quand deux ont un marché de cette référence : nom ou SIRET.")
@_written_to
def market(*, reference: str, day: str | None, buyer: str | None, form: str | None, output: Path) -> None:
    """L'état d'un marché pour son acheteur, en une page : ses lots aujourd'hui et à leur fin, sans nom de personne."""
    from clauses.db import reading
    from clauses.reports.compliance_query import market_at
    from clauses.reports.documents.market_state import market_state

    with reading(database()) as session:
        found = market_at(session, reference, on=day_of(day, "--on") if day else today(), buyer=buyer)
    _hand_over(market_state(found, established_on=today()), DocumentKind.MARKET_STATE, form, output)


@document.command()
@click.argument("person", metavar="IDENTIFIANT")
@_written_to
def candidat(*, person: str, form: str | None, output: Path) -> None:
    """La fiche d'une candidature, à joindre à une mise en relation : ce qu'un employeur peut savoir."""
    from clauses.audit import record
    from clauses.db import writing
    from clauses.reports.documents.candidate import candidate, candidate_sheet

    with writing(database()) as session:
        found = candidate(session, person)
        record(session, "export", by=whoever_runs(), subject="person", subject_id=found.id, document="candidat")
    _hand_over(candidate_sheet(found, established_on=today()), None, form, output)


@document.command()
@click.argument("person", metavar="IDENTIFIANT")
@_written_to
def cv(*, person: str, form: str | None, output: Path) -> None:
    """Le CV d'une personne, fait de ce qui est enregistré : métiers, compétences, permis, emplois."""
    from clauses.audit import record
    from clauses.db import writing
    from clauses.reports.documents.candidate import numbered
    from clauses.reports.documents.cv import cv as made
    from clauses.reports.documents.cv import cv_of

    with writing(database()) as session:
        number = numbered(session, person)
        found = cv_of(session, number, today=today())
        record(session, "export", by=whoever_runs(), subject="person", subject_id=number, document="cv")
    _hand_over(made(found, established_on=today()), None, form, output)


@document.command()
@click.argument("code", metavar="CODE")
@click.option("--file", metavar="FICHIER", type=click.Path(path_type=Path), help="Vérifie aussi le fichier reçu.")
def verify(*, code: str, file: Path | None) -> None:
    """Dit si un document délivré porte ce code : valide, ou non valide, et rien d'autre."""
    from clauses.db import reading
    from clauses.files.issuing import is_valid

    sha256 = None
    if file is not None:
        try:
            sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
        except OSError as error:
            raise Misused(f"« {file} » ne peut pas être lu. Vérifiez le nom et le dossier.") from error
    with reading(database()) as session:
        valid = is_valid(session, code, sha256=sha256)
    click.echo("valide" if valid else "non valide")
    sys.exit(0 if valid else FOUND)


def _facts(operator: str | None, year: int | None) -> ActionFacts:
    from clauses.db import reading
    from clauses.sites.reading import find_action, read_action

    with reading(database()) as session:
        return read_action(session, find_action(session, operator=operator, year=year))


def _participant(facts: ActionFacts, identifier: str) -> Participant:
    for person in facts.people:
        if person.identifier == identifier:
            return person
    raise NotFound(f"Personne ne porte l'identifiant « {identifier} » dans cette action.")


def _hand_over(
    content: Document, kind: DocumentKind | None, form: str | None, output: Path, *, people: Collection[int] = ()
) -> None:
    """Writes a document: issued and frozen when it is a PDF of a kind that is, else a working copy."""
    from dataclasses import replace

    from clauses.reports.documents.issued import NOT_ISSUED, issue_pdf
    from clauses.reports.documents.look import look_of

    form = form or (named if (named := output.suffix.lower().removeprefix(".")) in _FORMATS else "pdf")
    if form == "pdf" and kind is not None:
        from clauses.db import writing

        chosen = settings()
        with writing(database(chosen)) as session:
            look = look_of(chosen.home)
            issued = issue_pdf(session, chosen.files, content, kind, by=whoever_runs(), look=look, people=people)
        _write(output, issued.content, said=True)
        said = "délivré" if issued.new else "déjà délivré, rendu à l'identique"
        click.echo(f"Document n° {issued.number}, {said}.")
        return
    if kind is not None:
        content = replace(content, mentions=(*content.mentions, NOT_ISSUED))
    _write(output, _rendered(content, form), said=True)


def _rendered(content: Document, form: str) -> bytes:
    from clauses.reports.documents.look import look_of

    if form == "html":
        from clauses.reports.documents.as_html import html

        return html(content).encode()
    if form == "docx":
        from clauses.reports.documents.as_docx import docx_bytes

        return docx_bytes(content, look_of(settings().home))
    from clauses.reports.documents.as_pdf import pdf_bytes

    return pdf_bytes(content, look_of(settings().home))


def _write(output: Path, content: bytes, *, said: bool = False) -> None:
    written(output, lambda place: place.write_bytes(content), said=said)


def _folder(output: Path) -> None:
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Misused(f"Le dossier « {output} » ne peut pas être créé : choisissez un autre endroit.") from error


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """Says on a terminal how many are made."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Attestations", total=total)
        yield lambda: progress.advance(task)
