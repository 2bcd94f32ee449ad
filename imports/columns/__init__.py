"""The known kinds of file as tables: one line a column, with its canonical header and what senders write instead.

Source of the canonical headers and of what is required: the description of the files that come in (`docs/`).
A foreign file's headers stand here and nowhere else. Synonyms are compared once folded (`imports.headers`): case,
accents, punctuation, little words and usual abbreviations ("N°", "Réf.", "Nbre") need not be listed.
"""

from __future__ import annotations

from functools import cache

from clauses.files.rules import FileKind
from clauses.reference.rules import ContractKind, Decision, EmployerKind, Labelled, Modality, Nature, Origin, Role, Sex
from clauses.sites.rules import MeetingKind
from imports.columns.exits import EXITS
from imports.columns.field import Field, Parser
from imports.columns.hours import HOURS
from imports.columns.markets import MARKETS
from imports.columns.meetings import MEETINGS
from imports.columns.needs import NEEDS
from imports.columns.people import PEOPLE

__all__ = ["KINDS", "VOCABULARIES", "Field", "Parser", "fields"]

KINDS: dict[FileKind, tuple[Field, ...]] = {
    FileKind.MARKETS: MARKETS,
    FileKind.PEOPLE: PEOPLE,
    FileKind.HOURS: HOURS,
    FileKind.NEEDS: NEEDS,
    FileKind.EXITS: EXITS,
    FileKind.MEETINGS: MEETINGS,
}
"""The columns of each kind of file that is a workbook, in the order of its template."""

VOCABULARIES: dict[str, type[Labelled]] = {
    "contract_kind": ContractKind,
    "employer_kind": EmployerKind,
    "modality": Modality,
    "nature": Nature,
    "role": Role,
    "sex": Sex,
    "origin": Origin,
    "decision": Decision,
    "meeting_kind": MeetingKind,
}
"""The closed list behind a column, where the profession has one."""


@cache
def fields(kind: FileKind) -> dict[str, Field]:
    """The columns of a kind of file by name; raises KeyError for a kind that is not a workbook (decp, rome, qpv)."""
    return {field.name: field for field in KINDS[kind]}
