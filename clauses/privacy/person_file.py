"""The file of one person: everything held on them, in French, as a document or as JSON (RGPD art. 15 and 20)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import MetaData, select
from sqlmodel import Session, col

from clauses import audit
from clauses.access.act_words import act_said
from clauses.accounts.rules import signer
from clauses.audit import Journal
from clauses.dates import french_day
from clauses.errors import Misused, NotFound
from clauses.privacy.belongings import PERSON, Belonging, belongings
from clauses.privacy.labels import COLUMNS, HIDDEN, IN_HUNDREDTHS, TITLES
from clauses.privacy.mentions import names
from clauses.privacy.names import Names, refers_to, text
from clauses.quantities import french_hours
from clauses.reports.documents.content import Chapter, Document
from clauses.reports.sheets import Row, Table

Entry = Mapping[str, str]
"""Label → text, in the order of the table's columns; what is not known is left out."""


@dataclass(frozen=True)
class Section:
    """What one table holds."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class PersonFile:
    """Everything, section by section; ``acts`` are those of the journal that are about the person."""

    name: str
    sections: tuple[Section, ...]
    acts: tuple[Entry, ...]


def export_person(session: Session, metadata: MetaData, person_id: int, *, by: str, reason: str) -> PersonFile:
    """The file of a person, once its leaving is written in the journal, in the caller's transaction.

    Raises ``NotFound`` when nobody has this number; ``Misused`` for a reason that names them, since the journal stays.
    """
    held = belongings(session, metadata, person_id)
    if not held:
        raise NotFound("Cette personne n'est pas enregistrée.")
    if names(reason, held[0].rows[0]):
        raise Misused(
            "Le journal se garde toujours : dites le motif sans nommer la personne.", code="journal.names_somebody"
        )
    audit.record(session, "person.exported", by=by, subject=PERSON, subject_id=person_id, reason=reason)
    known = Names(session, metadata)
    own = held[0].rows[0]
    return PersonFile(
        name=f"{own['first_name']} {own['last_name']}",
        sections=tuple(_section(belonging, metadata, known) for belonging in held),
        acts=_acts(session, person_id),
    )


def _section(belonging: Belonging, metadata: MetaData, names: Names) -> Section:
    table = metadata.tables[belonging.table]
    entries = []
    for row in belonging.rows:
        entry = {}
        for name, value in row.items():
            if name in HIDDEN or value is None:
                continue
            target = refers_to(table.c[name])
            if target == belonging.table or target is None:
                said = french_hours(value) if name in IN_HUNDREDTHS else text(name, value)
            else:
                said = names.of(target, value)
            entry[_label(name)] = said
        entries.append(entry)
    return Section(TITLES.get(belonging.table, belonging.table), tuple(entries))


def _label(name: str) -> str:
    return COLUMNS.get(name, name)


def _acts(session: Session, person_id: int) -> tuple[Entry, ...]:
    about = select(Journal).where(col(Journal.subject) == PERSON, col(Journal.subject_id) == person_id)
    found = session.execute(about.order_by(col(Journal.number))).scalars()
    return tuple({"Le": text("at", act.at), "Par": signer(act.author), "Acte": act_said(act.act)} for act in found)


def as_json(file: PersonFile) -> dict[str, Any]:
    """The same, for another program."""
    return {
        "person": file.name,
        "sections": [{"title": section.title, "entries": list(section.entries)} for section in file.sections],
        "journal": list(file.acts),
    }


def as_document(file: PersonFile, *, established_on: date) -> Document:
    """The same, to be read or printed: one table a row, so that nothing is cut."""
    sections = (*file.sections, Section("Actes du journal à son sujet", file.acts))
    return Document(
        title=f"Données enregistrées sur {file.name}",
        answer=f"{sum(len(section.entries) for section in sections)} enregistrements, au {french_day(established_on)}",
        heading=(
            "Droit d'accès (RGPD, articles 15 et 20). Une donnée venue d'un fichier est dite avec son origine.",
            "Une erreur ? Demandez sa rectification au facilitateur.",
        ),
        chapters=tuple(
            Chapter(section.title, tables=tuple(_table(section, number) for number in range(len(section.entries))))
            for section in sections
            if section.entries
        ),
        established_on=established_on,
    )


def _table(section: Section, number: int) -> Table:
    place = f"{section.title} – {number + 1} sur {len(section.entries)}" if len(section.entries) > 1 else section.title
    return Table(
        place, ("Donnée", "Valeur"), tuple(Row((label, said)) for label, said in section.entries[number].items())
    )
