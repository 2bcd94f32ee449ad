"""A column named by a person: read so at once, and in the next files of the same sender and shape."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from clauses.dates import local_day
from clauses.db import reading, writing
from clauses.errors import Conflict, Misused, NotFound
from clauses.files import layouts
from clauses.files.rules import FileKind
from imports.corrections import parsed
from imports.reader import Given
from imports.shapes import sender_of, shape, shapes_there
from tests.imports.office import HOURS, KARIM_HOURS, Office, Written
from tests.imports.sheets import sheet

ODD = "Qté prestée"


def odd(row: Written, **said: str) -> Written:
    """A row whose hours stand under a header that nobody knows."""
    return {(ODD if name == "Heures travaillées" else name): text for name, text in row.items()} | said


@pytest.fixture
def ready(office: Office) -> Office:
    """Hours may come in."""
    office.prepare()
    return office


def whys(office: Office, *rows: Written, name: str, **how: object) -> list[str]:
    """Why each column that somebody named is read as it is, in a dry run."""
    report = office.send_path(FileKind.HOURS, office.write(*rows, name=name), dry_run=True, **how)
    return [column["why"] for column in report.recognised if column["header"] == ODD]


def test_a_header_that_nobody_knows_is_read_as_said_and_remembered(ready: Office) -> None:
    first = ready.write(odd(HOURS), name="heures mars 2024.csv")
    assert ready.send_path(FileKind.HOURS, first).issues[0].code == "file.missing_column"
    report = ready.send_path(FileKind.HOURS, first, columns={"QTE PRESTEE": "hours"}, by="Facilitatrice")
    assert (report.status, report.hours) == (0, 151_67)
    later = odd(KARIM_HOURS, Mois="04/2024")
    assert ready.send_path(FileKind.HOURS, ready.write(later, name="Heures avril 2024 (2).csv")).hours == 70_00
    today = local_day(datetime.now(UTC))
    assert whys(ready, later, name="heures mai 2024.csv") == [f"corrigé par Facilitatrice le {today:%d/%m/%Y}"]


def test_another_sender_or_another_shape_is_not_read_so(ready: Office) -> None:
    ready.send_path(FileKind.HOURS, ready.write(odd(HOURS), name="heures mars.csv"), columns={ODD: "hours"})
    other = ready.send_path(FileKind.HOURS, ready.write(odd(HOURS), name="paie.csv"))
    assert other.issues[0].code == "file.missing_column"
    wider = ready.send_path(FileKind.HOURS, ready.write(odd(HOURS, Poste="Maçon"), name="heures avril.csv"))
    assert wider.issues[0].code == "file.missing_column"
    company = Given(contractor="73282932000074")
    ready.send_path(FileKind.HOURS, ready.write(odd(HOURS), name="x.csv"), columns={ODD: "hours"}, given=company)
    assert ready.send_path(FileKind.HOURS, ready.write(odd(HOURS), name="tout autre.csv"), given=company).status == 0


def test_a_dry_run_shows_what_is_said_and_remembers_nothing(ready: Office) -> None:
    assert whys(ready, odd(HOURS), name="a.csv", columns={ODD: "hours"}) == ["dit par l'expéditeur pour ce fichier"]
    assert ready.rows("SELECT count(*) FROM layout_correction") == [(0,)]


def test_a_column_may_be_left_out(ready: Office) -> None:
    two = {**HOURS, ODD: "140"}
    path = ready.write(two, name="deux.csv")
    report = ready.send_path(FileKind.HOURS, path, columns={"Heures travaillées": None, ODD: "hours"})
    assert report.hours == 140_00
    assert {column["header"]: column["field"] for column in report.recognised}["Heures travaillées"] is None


def test_what_is_said_again_sets_aside_what_was_said_before(ready: Office) -> None:
    two = {**HOURS, ODD: "140"}
    path = ready.write(two, name="deux.csv")
    ready.send_path(FileKind.HOURS, path, columns={ODD: "hours"}, by="Ana")
    ready.send_path(FileKind.HOURS, path, columns={ODD: "hours"}, by="Ana")
    ready.send_path(FileKind.HOURS, path, columns={ODD: None}, by="Bob")
    assert ready.rows("SELECT field, author, superseded_by FROM layout_correction ORDER BY id") == [
        ("hours", "Ana", "Bob"),
        (None, "Bob", None),
    ]


def test_a_correction_forgotten_no_longer_applies_and_stays_readable(ready: Office) -> None:
    path = ready.write(odd(HOURS), name="heures.csv")
    ready.send_path(FileKind.HOURS, path, columns={ODD: "hours"})
    with reading(ready.engine) as session:
        (kept,) = layouts.remembered(session)
    with writing(ready.engine) as session:
        layouts.forget(session, correction_id=kept.id or 0, by="Ana")
    assert ready.send_path(FileKind.HOURS, path).issues[0].code == "file.missing_column"
    assert ready.rows("SELECT superseded_by FROM layout_correction") == [("Ana",)]
    with pytest.raises(Conflict), writing(ready.engine) as session:
        layouts.forget(session, correction_id=kept.id or 0, by="Ana")
    with pytest.raises(NotFound), writing(ready.engine) as session:
        layouts.forget(session, correction_id=99, by="Ana")


def test_a_header_that_the_file_does_not_have_is_refused_and_nothing_is_stored(ready: Office) -> None:
    before = ready.recorded()
    with pytest.raises(Misused, match="n'est pas un en-tête du fichier"):
        ready.hours(HOURS, columns={"Absent": "hours"})
    assert ready.recorded() == before


def test_pairs_are_read_as_people_write_them() -> None:
    assert parsed(FileKind.HOURS, ["Qté = Heures travaillées", "a=b=mois", "Obs=-", "X=last_name"]) == {
        "Qté": "hours", "a=b": "month", "Obs": None, "X": "last_name",
    }  # fmt: skip
    for wrong in ("Qté", "=Mois", "Qté=n'importe quoi", "Qté="):
        with pytest.raises(Misused):
            parsed(FileKind.HOURS, [wrong])


def test_the_shape_forgets_order_case_and_months() -> None:
    one = shape(FileKind.HOURS, ["Nom", "janvier 2024", "février 2024"])
    assert one == shape(FileKind.HOURS, ["mars-24", "NOM"])
    assert one != shape(FileKind.HOURS, ["Nom"])
    assert one in shapes_there([sheet(("Un titre",), ("nom", "Janv. 2025"), ("Roux", "7"))], FileKind.HOURS)


def test_a_sender_without_a_number_is_the_family_of_its_files() -> None:
    assert (
        sender_of(None, "Heures Mars 2024 v2.xlsx") == sender_of(None, "heures_avril_2025_v3.XLSX") == "file:heures v"
    )
    assert sender_of("73282932000074", "x.csv") == "siret:73282932000074"
