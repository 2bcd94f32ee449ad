"""A control of the operator: for each person drawn, one archive with every proof, and what is missing by name."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from clauses.dates import french_day
from clauses.files.actions import shelf_place
from clauses.files.papers import suffix_of
from clauses.quantities import ABSENT
from clauses.reports.documents.as_pdf import pdf_bytes
from clauses.reports.documents.content import Chapter, Document
from clauses.reports.documents.site_documents import (
    activity_sheet,
    follow_up_sheet,
    meetings_table,
    mentions,
)
from clauses.sites.controls import missing
from clauses.sites.facts import ActionFacts, Participant
from clauses.words import file_stem

_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Controlled:
    """The archive of somebody: its name and bytes, and what it lacks, in sentences."""

    name: str
    content: bytes
    lacks: tuple[str, ...]


def controlled(facts: ActionFacts, person: Participant, shelf: Path, *, established_on: date) -> Controlled:
    """The proofs of somebody in one archive; the same data give the same bytes."""
    proofs, lost = _pictures(person, shelf)
    lacks = (*missing(person, facts.objectives), *lost)
    parts = [
        ("synthese.pdf", pdf_bytes(_summary(facts, person, lacks, established_on))),
        *_sheets(facts, person, established_on),
        *proofs,
        ("manquants.txt", ("\n".join(lacks) or "Rien ne manque.").encode() + b"\n"),
    ]
    number = re.sub(r"[^A-Za-z0-9_]+", "-", person.identifier or str(person.id))
    return Controlled(f"{number}-{file_stem(f'{person.last_name} {person.first_name}')}.zip", _zipped(parts), lacks)


def _pictures(person: Participant, shelf: Path) -> tuple[list[tuple[str, bytes]], list[str]]:
    """The pictures of signatures, read again and checked against their hash; those that are lost or changed."""
    proofs, lost = [], []
    for each in person.attendances:
        sha256 = each.signature.sha256 if each.signature else None
        if sha256 is None:
            continue
        place = shelf_place(shelf, sha256)
        content = place.read_bytes() if place.is_file() else b""
        if hashlib.sha256(content).hexdigest() != sha256:
            lost.append(
                f"L'image de l'émargement du {french_day(each.meeting.held_on)} : le fichier a disparu ou changé."
            )
            continue
        suffix = suffix_of(content)
        kind = each.meeting.kind.value.replace("_", "-")
        proofs.append((f"emargements/{each.meeting.held_on}-{kind}-{sha256[:12]}.{suffix}", content))
    return proofs, lost


def _sheets(facts: ActionFacts, person: Participant, day: date) -> Iterator[tuple[str, bytes]]:
    for mission in person.missions:
        for sheet in mission.sheets:
            made = activity_sheet(facts, person, mission, sheet, established_on=day)
            yield f"fiches/activites-{sheet.starts_on}-{sheet.id}.pdf", pdf_bytes(made)
    for fiche in person.follow_ups:
        made = follow_up_sheet(facts, person, fiche, established_on=day)
        yield f"fiches/suivi-{fiche.written_on}-{fiche.id}.pdf", pdf_bytes(made)


def _summary(facts: ActionFacts, person: Participant, lacks: Sequence[str], day: date) -> Document:
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
        answer=f"{person.name} : {'rien ne manque' if not lacks else f'{len(lacks)} pièces manquent'}",
        heading=(f"{action.operator}, action « {action.name} » {action.year}.",),
        chapters=(
            Chapter("Personne", facts=told),
            Chapter("Rencontres", tables=(meetings_table(list(person.attendances)),)),
            Chapter("Ce qui manque", sentences=() if lacks else ("Rien ne manque.",), points=tuple(lacks)),
        ),
        established_on=day,
        mentions=mentions(action),
    )


def _zipped(parts: Sequence[tuple[str, bytes]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
