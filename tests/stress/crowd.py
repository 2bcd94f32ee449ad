"""A lot where many people work: what a version of its hours says, and whether what is recorded is one whole version."""

from __future__ import annotations

from collections.abc import Sequence

from tests.imports.office import HOURS, LEA, Office, Written
from tests.stress.workers import day

PEOPLE = 40
MONTHS = ("01/2024", "02/2024", "03/2024")
LINES = PEOPLE * len(MONTHS)

NAMES = [f"{first}{last}" for first in "BCDFGLMNPRSTV" for last in ("abois", "elmonte", "ixerac", "orvillon")][:PEOPLE]


def people() -> list[Written]:
    """The people of the crowd, all with names that nobody confuses."""
    return [{**LEA, "Nom": name, "Date de naissance": day(number)} for number, name in enumerate(NAMES)]


def hours(version: int) -> list[Written]:
    """Their hours of three months; each line says the version: 10,01 h, 10,02 h…"""
    said = {**HOURS, "Heures travaillées": worked(version)}
    return [
        {**said, "Nom": name, "Date de naissance": day(number), "Mois": month}
        for month in MONTHS
        for number, name in enumerate(NAMES)
    ]


def worked(version: int) -> str:
    """The hours of each line of a version."""
    return f"{10 + version // 100},{version % 100:02d}"


def hundredths(version: int) -> int:
    return 1_000 + version


def in_force(office: Office) -> list[tuple[int, int]]:
    """(hours of a line, how many such lines) of the versions in force."""
    found = office.rows(
        "SELECT line.hours, count(*) FROM line JOIN declaration ON declaration.id = line.declaration_id"
        " WHERE declaration.state = 'current' GROUP BY line.hours ORDER BY line.hours"
    )
    return [(int(each), int(many)) for each, many in found]


def torn(office: Office, versions: Sequence[int]) -> list[str]:
    """What is half stored, in words: nothing when one of these versions is in force, whole (0: none was ever sent)."""
    found = in_force(office)
    whole = [[] if version == 0 else [(hundredths(version), LINES)] for version in versions]
    runs, acts = office.rows("SELECT count(*) FROM import_run"), office.rows("SELECT count(*) FROM journal")
    empty = office.rows(
        "SELECT count(*) FROM declaration WHERE NOT EXISTS"
        " (SELECT 1 FROM line WHERE line.declaration_id = declaration.id)"
    )
    return [
        *([] if found in whole else [f"{found} lines in force, none of {whole}"]),
        *([] if runs == acts else [f"{runs} runs and {acts} acts"]),
        *([] if empty == [(0,)] else [f"{empty} declarations without a line"]),
        *office.faults(),
    ]
