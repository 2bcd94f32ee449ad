"""A control of the operator: for each person drawn, one archive with every proof, and what is missing by name.

Names of files start with a number, so that they stand in the order in which a controller reads them: the summary, what
is missing, then each proof by its date.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from clauses.dates import french_day
from clauses.files.actions import shelf_place
from clauses.files.papers import suffix_of
from clauses.quantities import ABSENT
from clauses.reports.documents.as_pdf import pdf_bytes
from clauses.reports.documents.content import Chapter, Document
from clauses.reports.documents.look import PLAIN, Look
from clauses.reports.documents.site_documents import (
    activity_sheet,
    follow_up_sheet,
    meetings_chapter,
    mentions,
)
from clauses.reports.sheets import Row, Table
from clauses.sites.controls import missing
from clauses.sites.facts import ActionFacts, Participant
from clauses.sites.figures import verdict_of
from clauses.words import file_stem

SUMMARY: Final = "00-sommaire.pdf"
LACKING: Final = "01-manquants.txt"
_SIGNED, _ACTIVITIES, _FOLLOW_UPS, _PAPERS = "02-emargements", "03-fiches-activites", "04-fiches-suivi", "05-pieces"
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Deposited:
    """A paper deposited about a meeting, a contract or an exit of somebody; ``about`` says which, in words.

    ``establishes``: whether it may establish an exit: a paper about it, or about a contract.
    """

    kind: str
    about: str
    dated_on: date
    sha256: str
    establishes: bool = False


@dataclass(frozen=True)
class Controlled:
    """The archive of somebody: its name and bytes, and what it lacks, in sentences."""

    name: str
    content: bytes
    lacks: tuple[str, ...]


@dataclass(frozen=True)
class _Part:
    """A proof in the archive: its file, what it is, of which day."""

    name: str
    said: str
    day: date
    content: bytes


def controlled(
    facts: ActionFacts,
    person: Participant,
    shelf: Path,
    *,
    established_on: date,
    papers: Sequence[Deposited] = (),
    look: Look = PLAIN,
) -> Controlled:
    """The proofs of somebody in one archive; the same data give the same bytes."""
    kept, lost = _kept(person, papers, shelf)
    parts = sorted([*kept, *_sheets(facts, person, established_on, look)], key=lambda part: part.name)
    lacks = (*missing(person, facts.objectives), *_unestablished(person, papers), *lost)
    content = _zipped(
        [
            (SUMMARY, pdf_bytes(_summary(facts, person, lacks, parts, established_on), look)),
            (LACKING, ("\n".join(lacks) or "Rien ne manque.").encode() + b"\n"),
            *((part.name, part.content) for part in parts),
        ]
    )
    number = re.sub(r"[^A-Za-z0-9_]+", "-", person.identifier or str(person.id))
    return Controlled(f"{number}-{file_stem(f'{person.last_name} {person.first_name}')}.zip", content, lacks)


def _kept(person: Participant, papers: Sequence[Deposited], shelf: Path) -> tuple[list[_Part], list[str]]:
    """The pictures of signatures and the papers, checked against their hash; those that are lost or changed."""
    parts, lost = [], []
    for each in person.attendances:
        sha256 = each.signature.sha256 if each.signature else None
        if each.signature is None or sha256 is None:
            continue
        day, content = each.meeting.held_on, _read(shelf, sha256)
        if content is None:
            lost.append(f"L'image de l'émargement du {french_day(day)} : le fichier a disparu ou changé.")
            continue
        kind = each.meeting.kind.value.replace("_", "-")
        name = f"{_SIGNED}/{day}-{kind}-{sha256[:12]}.{suffix_of(content)}"
        parts.append(_Part(name, f"Émargement, {each.meeting.kind.label.lower()}", day, content))
    for paper in papers:
        content = _read(shelf, paper.sha256)
        if content is None:
            lost.append(f"La pièce du {french_day(paper.dated_on)}, {paper.about} : le fichier a disparu ou changé.")
            continue
        name = f"{_PAPERS}/{paper.dated_on}-{file_stem(paper.kind, most=40)}-{paper.sha256[:12]}.{suffix_of(content)}"
        parts.append(_Part(name, f"{paper.kind}, {paper.about}", paper.dated_on, content))
    return parts, lost


def _unestablished(person: Participant, papers: Sequence[Deposited]) -> Iterator[str]:
    """Positive exits that no paper establishes: what the figures count, a controller asks to see."""
    if any(paper.establishes for paper in papers):
        return
    for left in person.exits:
        if verdict_of(left).positive:
            yield f"La pièce qui établit la sortie positive du {french_day(left.exited_on)}."


def _read(shelf: Path, sha256: str) -> bytes | None:
    """A file of the shelf; None for one that is gone or is no longer itself."""
    place = shelf_place(shelf, sha256)
    content = place.read_bytes() if place.is_file() else b""
    return content if hashlib.sha256(content).hexdigest() == sha256 else None


def _sheets(facts: ActionFacts, person: Participant, day: date, look: Look) -> Iterator[_Part]:
    for mission in person.missions:
        for sheet in mission.sheets:
            made = activity_sheet(facts, person, mission, sheet, established_on=day)
            name = f"{_ACTIVITIES}/{sheet.starts_on}-{file_stem(mission.company, most=30)}-{sheet.id}.pdf"
            yield _Part(name, f"Fiche d'activités, {mission.company}", sheet.starts_on, pdf_bytes(made, look))
    for fiche in person.follow_ups:
        made = follow_up_sheet(facts, person, fiche, established_on=day)
        name = f"{_FOLLOW_UPS}/{fiche.written_on}-{fiche.id}.pdf"
        yield _Part(name, "Fiche de suivi", fiche.written_on, pdf_bytes(made, look))


def _summary(
    facts: ActionFacts, person: Participant, lacks: Sequence[str], parts: Sequence[_Part], day: date
) -> Document:
    action = facts.objectives
    told = (
        ("Né(e) le", french_day(person.birth_date)),
        ("Identifiant", person.identifier or ABSENT),
        ("Adressé(e) le", french_day(person.sent_on)),
        ("Référent de parcours", person.referent or ABSENT),
        ("Réponse", person.state.label),
        ("Information FSE+", ABSENT if person.fse_informed_on is None else french_day(person.fse_informed_on)),
        ("Missions", str(len(person.missions))),
        ("Fiches de suivi", str(len(person.follow_ups))),
    )
    return Document(
        title="Contrôle de service fait",
        answer=f"{person.name} : {said(lacks)}",
        heading=(f"{action.operator}, action « {action.name} » {action.year}.",),
        chapters=(
            Chapter("Ce qui manque", sentences=() if lacks else ("Rien ne manque.",), points=tuple(lacks)),
            Chapter("Personne", facts=told),
            meetings_chapter(list(person.attendances)),
            _contents(parts),
        ),
        established_on=day,
        mentions=mentions(action),
        emblem=action.fse_plus,
    )


def said(lacks: Sequence[str]) -> str:
    """How much is missing, in a few words."""
    if not lacks:
        return "rien ne manque"
    return "il manque 1 pièce" if len(lacks) == 1 else f"il manque {len(lacks)} pièces"


def _contents(parts: Sequence[_Part]) -> Chapter:
    """What the archive holds beside this summary, in the order of its files."""
    title = "Pièces de cette archive"
    if not parts:
        return Chapter(title, sentences=("Aucune pièce.",))
    rows = tuple(Row((part.name, part.said, french_day(part.day))) for part in parts)
    return Chapter(title, tables=(Table("Fichiers, dans leur ordre", ("Fichier", "Pièce", "Date"), rows, worded=True),))


def _zipped(parts: Sequence[tuple[str, bytes]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
