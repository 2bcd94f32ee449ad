"""One file, one transaction: what is stored, what is said, what is left alone. On both engines."""

import json
import os
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

import imports.run
from clauses.db import reading, writing
from clauses.errors import Conflict
from clauses.files.actions import shelf_place
from clauses.files.rules import FileKind, Severity
from clauses.hours import actions
from clauses.hours.models import Declaration, Line
from clauses.hours.rules import DeclarationState, LineState
from imports.reader import Given
from imports.report import DONE, SOME_REJECTED, UNUSABLE, Changes, Report
from imports.run import Order
from imports.said import LONGEST
from tests.imports.office import EXIT, FILES, HOURS, KARIM_HOURS, LEA, MARKET, NEED, STRANGER, Office

MARCH = date(2024, 3, 1)


def codes(report: Report) -> list[str]:
    return [issue.code for issue in report.issues]


# --- rows and changes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "bad", "code"),
    [
        (FileKind.MARKETS, {**MARKET, "Lot": "9", "Date de fin": "01/01/2020"}, "markets.ends_before_start"),
        (FileKind.PEOPLE, {**LEA, "Date de naissance": "hier"}, "people.not_a_date"),
        (FileKind.HOURS, {**HOURS, "Lot": "9"}, "hours.unknown_lot"),
        (FileKind.NEEDS, {**NEED, "Nombre de postes": "0"}, "needs.posts"),
        (FileKind.EXITS, {**EXIT, "Nom": "Inconnu"}, "exits.unknown_person"),
    ],
)
def test_every_row_is_accepted_rejected_or_ignored_and_the_run_says_so(
    office: Office, kind: FileKind, bad: dict[str, str], code: str
) -> None:
    office.prepare(kind)
    report = office.send(kind, *FILES[kind], bad, dict.fromkeys(bad, ""))
    good = len(FILES[kind])
    assert (report.status, report.rows.read, report.rows.accepted) == (SOME_REJECTED, good + 1, good)
    assert report.rows.read == report.rows.accepted + report.rows.rejected + report.rows.ignored
    assert [issue.row for issue in report.issues if issue.severity is Severity.ERROR] == [good + 2]
    assert code in codes(report)
    stored = office.rows(
        "SELECT rows_read, rows_accepted, rows_rejected, rows_ignored, rows_warned, lines_created, lines_replaced,"
        f" lines_unchanged, hours FROM import_run WHERE id = {report.run}"
    )
    assert stored == [(*vars(report.rows).values(), *list(vars(report.changes).values())[:3], report.hours or 0)]


def test_a_row_of_totals_is_ignored_and_said(small_office: Office) -> None:
    small_office.prepare()
    total = {"Référence marché": "TOTAL", "Heures travaillées": "221,67"}
    report = small_office.hours(HOURS, KARIM_HOURS, total)
    assert (report.status, report.rows.read, report.rows.accepted, report.rows.ignored) == (DONE, 3, 2, 1)
    assert report.hours == 221_67


@pytest.mark.parametrize("kind", list(FILES))
def test_the_same_file_again_changes_nothing(office: Office, kind: FileKind) -> None:
    office.prepare(kind)
    path = office.write(*FILES[kind])
    first = office.send_path(kind, path)
    before = office.recorded()
    second = office.send_path(kind, path)
    assert first.changes == Changes(created=len(FILES[kind]))
    assert (second.status, second.changes, second.rows) == (DONE, Changes(unchanged=len(FILES[kind])), first.rows)
    after = office.recorded()
    accounts = {"import_run", "import_issue", "journal", "journal_head", "stored_file"}
    assert {name: rows for name, rows in after.items() if name not in accounts} == {
        name: rows for name, rows in before.items() if name not in accounts
    }
    # Of a file, only the time when its bytes last came is new.
    assert [row[:3] for row in after["stored_file"]] == [row[:3] for row in before["stored_file"]]
    assert len(after["import_run"]) == len(before["import_run"]) + 1
    assert len(office.shelved()) == list(FILES).index(kind) + 1
    assert office.faults() == []


# --- replacement and correction ---------------------------------------------------------------------------------------


def lines(office: Office) -> list[tuple[Any, ...]]:
    """(version, its state, hours, state of the line, author), oldest first."""
    with reading(office.engine) as session:
        return [
            (version.version, version.state, line.hours, line.state, version.author)
            for line, version in session.exec(
                select(Line, Declaration)
                .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
                .order_by(col(Declaration.version), col(Line.row))
            ).all()
        ]


def validate_all(office: Office, by: str = "Facilitatrice") -> None:
    with writing(office.engine) as session:
        for line in session.exec(select(Line).where(col(Line.state) == LineState.SUBMITTED)).all():
            assert line.id is not None
            actions.validate_line(session, line_id=line.id, version=line.version, by=by)


def test_a_unit_sent_again_is_replaced_and_its_former_version_stays_readable(office: Office) -> None:
    office.prepare()
    office.hours(HOURS, KARIM_HOURS)
    report = office.hours({**HOURS, "Heures travaillées": "140"}, by="Comptable")
    assert (report.status, report.changes) == (DONE, Changes(replaced=1))
    assert codes(report) == ["hours.person_dropped"]
    aside, current = DeclarationState.SUPERSEDED, DeclarationState.CURRENT
    assert lines(office) == [
        (1, aside, 151_67, LineState.SUPERSEDED, "Maçons du Sud"),
        (1, aside, 70_00, LineState.SUPERSEDED, "Maçons du Sud"),
        (2, current, 140_00, LineState.SUBMITTED, "Comptable"),
    ]
    assert office.faults() == []


def test_only_the_units_that_a_file_holds_are_replaced(small_office: Office) -> None:
    small_office.prepare()
    small_office.hours(HOURS, {**HOURS, "Mois": "04/2024"})
    assert small_office.hours({**HOURS, "Heures travaillées": "1"}).changes == Changes(replaced=1)
    states = small_office.rows(
        "SELECT declaration.month, line.state FROM line JOIN declaration ON declaration.id = declaration_id"
        " ORDER BY declaration.month, declaration.version"
    )
    assert [state.upper() for _, state in states] == ["SUPERSEDED", "SUBMITTED", "SUBMITTED"]


def proposed(office: Office) -> tuple[Report, int]:
    """March validated, then sent again with other hours: the report, and the correction that waits."""
    office.prepare()
    office.hours(HOURS)
    validate_all(office)
    report = office.hours({**HOURS, "Heures travaillées": "140"}, by="Comptable")
    with reading(office.engine) as session:
        waiting = session.exec(select(Declaration.id).where(col(Declaration.state) == DeclarationState.PROPOSED)).one()
    assert waiting is not None
    return report, waiting


def test_hours_sent_over_validated_ones_wait_as_a_correction(office: Office) -> None:
    report, _ = proposed(office)
    assert (report.status, report.changes) == (DONE, Changes(proposed=1))
    assert codes(report) == ["hours.correction_to_accept"]
    assert [(state, hours, line) for _, state, hours, line, _ in lines(office)] == [
        (DeclarationState.CURRENT, 151_67, LineState.VALIDATED),
        (DeclarationState.PROPOSED, 140_00, LineState.SUBMITTED),
    ]
    again = office.hours({**HOURS, "Heures travaillées": "140"})
    assert again.changes == Changes(unchanged=1)


def test_a_correction_accepted_takes_the_place_of_the_validated_version(office: Office) -> None:
    _, waiting = proposed(office)
    with pytest.raises(Conflict, match="par une autre personne"), writing(office.engine) as session:
        actions.accept_correction(session, declaration_id=waiting, by="Comptable")
    with writing(office.engine) as session:
        actions.accept_correction(session, declaration_id=waiting, by="Facilitatrice")
    assert [(state, hours, line) for _, state, hours, line, _ in lines(office)] == [
        (DeclarationState.SUPERSEDED, 151_67, LineState.SUPERSEDED),
        (DeclarationState.CURRENT, 140_00, LineState.SUBMITTED),
    ]
    validate_all(office)
    assert office.faults() == []


def test_a_correction_refused_leaves_the_validated_version(small_office: Office) -> None:
    _, waiting = proposed(small_office)
    with writing(small_office.engine) as session:
        actions.refuse_correction(session, declaration_id=waiting, by="Facilitatrice")
    in_force = next((state, line) for _, state, _, line, _ in lines(small_office))
    assert in_force == (DeclarationState.CURRENT, LineState.VALIDATED)
    assert small_office.hours({**HOURS, "Heures travaillées": "140"}).changes == Changes(proposed=1)
    assert small_office.faults() == []


def test_a_second_correction_replaces_the_one_that_waits(small_office: Office) -> None:
    proposed(small_office)
    assert small_office.hours({**HOURS, "Heures travaillées": "130"}).changes == Changes(proposed=1)
    assert [(version, state) for version, state, *_ in lines(small_office)] == [
        (1, DeclarationState.CURRENT),
        (2, DeclarationState.SUPERSEDED),
        (3, DeclarationState.PROPOSED),
    ]


def test_a_locked_month_refuses_hours_until_two_people_reopen_it(office: Office) -> None:
    office.prepare()
    office.hours(HOURS)
    with writing(office.engine) as session:
        actions.lock_month(session, month=MARCH, by="Facilitatrice")
    before = lines(office)
    report = office.hours({**HOURS, "Heures travaillées": "140"}, {**HOURS, "Mois": "04/2024"})
    assert (report.status, report.changes, codes(report)) == (SOME_REJECTED, Changes(created=1), ["hours.month_locked"])
    assert lines(office)[: len(before)] == before
    with writing(office.engine) as session:
        actions.ask_reopening(session, month=MARCH, by="Facilitatrice")
        actions.reopen_month(session, month=MARCH, by="Direction")
    assert office.hours({**HOURS, "Heures travaillées": "140"}).changes == Changes(replaced=1)


def test_a_unit_that_a_bad_row_spoils_is_replaced_only_when_confirmed(small_office: Office) -> None:
    small_office.prepare()
    small_office.hours(HOURS)
    file = ({**HOURS, "Heures travaillées": "140"}, {**KARIM_HOURS, "Heures travaillées": "abc"})
    held = small_office.hours(*file)
    assert (held.changes, codes(held)) == (Changes(), ["hours.replacement_to_confirm", "hours.not_a_number"])
    assert small_office.hours(*file, confirmed=True).changes == Changes(replaced=1)


# --- to check, taken over ---------------------------------------------------------------------------------------------


def test_a_line_to_check_always_says_why(office: Office) -> None:
    office.prepare()
    report = office.hours(HOURS, STRANGER)
    assert (report.status, report.rows.accepted, report.rows.warned) == (DONE, 2, 1)
    assert [(line, hours) for _, _, hours, line, _ in lines(office)] == [
        (LineState.SUBMITTED, 151_67),
        (LineState.TO_CHECK, 10_00),
    ]
    said = office.rows("SELECT code, row, upper(severity) FROM import_issue")
    assert said == [("hours.unknown_person", 3, "TO_CHECK")]
    assert office.faults() == []


def test_hours_of_a_stranger_are_linked_once_the_person_is_recorded(small_office: Office) -> None:
    small_office.prepare()
    small_office.hours(STRANGER)
    small_office.send(FileKind.PEOPLE, {**LEA, "Nom": "Inconnu"})
    assert small_office.hours(STRANGER).changes == Changes(replaced=1)
    assert [line for _, _, _, line, _ in lines(small_office)] == [LineState.SUPERSEDED, LineState.SUBMITTED]


def test_history_taken_over_is_validated_in_the_name_of_who_takes_it(small_office: Office) -> None:
    small_office.prepare()
    small_office.hours(
        HOURS, {**KARIM_HOURS, "Mois": "12/2023", "Début de contrat": "01/12/2023"}, by="Reprise", validate=True
    )
    with reading(small_office.engine) as session:
        found = session.exec(select(Line).order_by(col(Line.row))).all()
    assert [(line.state, line.validated_by, line.blocking) for line in found] == [
        (LineState.VALIDATED, "Reprise", False),
        (LineState.SUBMITTED, None, True),
    ]
    assert found[0].validated_at is not None
    options = small_office.rows("SELECT options FROM import_run ORDER BY id DESC LIMIT 1")
    assert json.loads(options[0][0]) == {"validate": True}


def test_lines_recorded_before_are_validated_by_the_same_file_taken_over(small_office: Office) -> None:
    small_office.prepare()
    small_office.hours(HOURS)
    assert small_office.hours(HOURS, by="Reprise", validate=True).changes == Changes(unchanged=1)
    assert [(line, hours) for _, _, hours, line, _ in lines(small_office)] == [(LineState.VALIDATED, 151_67)]


# --- what is kept of a run --------------------------------------------------------------------------------------------


def test_each_line_says_the_file_sheet_row_column_author_and_time_it_came_from(office: Office) -> None:
    office.prepare()
    path = office.write(HOURS, KARIM_HOURS, name="heures de mars.csv")
    report = office.send_path(FileKind.HOURS, path)
    origin = office.rows(
        'SELECT stored_file.sha256, import_run.file_name, line.sheet, line.row, line."column", line.sent,'
        " declaration.author FROM line JOIN declaration ON declaration.id = line.declaration_id"
        " JOIN import_run ON import_run.id = declaration.run_id"
        " JOIN stored_file ON stored_file.id = import_run.stored_file_id ORDER BY line.row"
    )
    assert origin == [
        (report.sha256, "heures de mars.csv", "heures de mars", 2, "J", "151,67", "Maçons du Sud"),
        (report.sha256, "heures de mars.csv", "heures de mars", 3, "J", "70", "Maçons du Sud"),
    ]
    assert report.sha256 is not None
    assert shelf_place(office.shelf, report.sha256).read_bytes() == path.read_bytes()
    with reading(office.engine) as session:
        assert session.exec(select(Declaration)).one().at.tzinfo is not None


def test_an_import_is_one_act_of_the_journal_signed_by_its_author(office: Office) -> None:
    report = office.send(FileKind.MARKETS, MARKET, by="Facilitatrice")
    ((author, act, subject, subject_id, details),) = office.rows(
        "SELECT author, act, subject, subject_id, details FROM journal"
    )
    assert (author, act, subject, subject_id) == ("Facilitatrice", "import", "import_run", report.run)
    assert json.loads(details) | {"kind": "markets", "rows_accepted": 1, "lines_created": 1} == json.loads(details)


def test_what_was_said_is_kept_with_its_place(small_office: Office) -> None:
    small_office.prepare()
    report = small_office.hours({**HOURS, "Heures travaillées": "abc"})
    assert small_office.rows('SELECT run_id, code, row, "column", value FROM import_issue') == [
        (report.run, "hours.not_a_number", 2, "Heures travaillées", "abc")
    ]


def test_what_the_sender_said_beside_the_file_is_kept(small_office: Office) -> None:
    small_office.prepare()
    bare = {name: text for name, text in HOURS.items() if name not in ("Référence marché", "Lot", "Mois")}
    report = small_office.hours(bare, given=Given(market="2024-T001", lot="1", month=MARCH), confirmed=True)
    assert report.changes == Changes(created=1)
    options = small_office.rows("SELECT options FROM import_run ORDER BY id DESC LIMIT 1")
    assert json.loads(options[0][0]) == {"market": "2024-T001", "lot": "1", "month": "2024-03-01", "replace": True}


def test_the_same_bytes_are_kept_once_whatever_their_name(small_office: Office) -> None:
    small_office.send_path(FileKind.MARKETS, small_office.write(MARKET, name="a.csv"))
    small_office.send_path(FileKind.MARKETS, small_office.write(MARKET, name="b.csv"))
    assert len(small_office.shelved()) == 1
    assert small_office.rows("SELECT count(*) FROM stored_file") == [(1,)]
    assert small_office.rows("SELECT file_name FROM import_run ORDER BY id") == [("a.csv",), ("b.csv",)]


def test_the_name_that_a_sender_gave_goes_before_that_of_the_file(small_office: Office) -> None:
    assert small_office.send(FileKind.MARKETS, MARKET, name="marchés 2024.csv").file == "marchés 2024.csv"


def test_a_name_that_is_no_text_is_kept_readable(small_office: Office) -> None:
    small_office.desk.mkdir()
    path = Path(os.fsdecode(os.fsencode(small_office.desk) + b"/march\xe9s.csv"))
    path.write_bytes(small_office.write(MARKET).read_bytes())
    assert small_office.send_path(FileKind.MARKETS, path).file == "march?s.csv"


def test_those_who_wait_are_told_what_is_being_done(small_office: Office) -> None:
    told: list[str] = []
    small_office.send(FileKind.MARKETS, MARKET, step=told.append)
    assert told == ["lecture", "vérification", "écriture"]


# --- nothing written --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(FILES))
def test_a_dry_run_says_what_would_change_and_writes_nothing(office: Office, kind: FileKind) -> None:
    office.prepare(kind)
    before = office.recorded(), office.shelved()
    dry = office.send(kind, *FILES[kind], dry_run=True)
    assert (office.recorded(), office.shelved()) == before
    assert (dry.run, dry.dry_run, dry.changes) == (None, True, Changes(created=len(FILES[kind])))
    told = {FileKind.MARKETS: "market", FileKind.NEEDS: "job"}.get(kind, "last_name")
    assert told in {column["field"] for column in dry.recognised}
    done = office.send(kind, *FILES[kind])
    assert (done.rows, done.changes, done.hours, done.sha256) == (dry.rows, dry.changes, dry.hours, dry.sha256)
    assert [column["why"] for column in done.recognised] == [column["why"] for column in dry.recognised]
    assert ("recognised" in dry.as_json(), "recognised" in done.as_json()) == (True, False)


def test_a_dry_run_leaves_the_database_file_byte_for_byte(small_office: Office) -> None:
    small_office.prepare()
    small_office.engine.dispose()
    file = Path(str(small_office.engine.url.database))
    before = file.read_bytes()
    small_office.hours(HOURS, dry_run=True)
    small_office.engine.dispose()
    assert file.read_bytes() == before


def unusable(office: Office, path: Path) -> Report:
    """The report of a file that cannot be used, once it is sure that nothing of it is left."""
    before = office.recorded()
    report = office.send_path(FileKind.HOURS, path)
    assert (report.status, report.run, len(report.issues)) == (UNUSABLE, None, 1)
    assert (report.rows.read, report.changes) == (0, Changes())
    assert office.recorded() == before
    assert office.shelved() == {}
    return report


def test_a_missing_file_is_said(small_office: Office) -> None:
    report = unusable(small_office, small_office.desk / "absent.csv")
    assert (codes(report), report.sha256) == (["file.unreadable"], None)
    assert "n'existe pas" in report.issues[0].message


def test_a_folder_is_not_a_file(small_office: Office) -> None:
    small_office.desk.mkdir()
    assert "est un dossier" in unusable(small_office, small_office.desk).issues[0].message


@pytest.mark.parametrize("content", [b"", b"\n\n", b"%PDF-1.7\x00\xff", b"Nom;Pr\xe9nom\nRoux;L\xe9a\n"])
def test_a_file_without_what_it_takes_is_unusable(small_office: Office, content: bytes) -> None:
    small_office.desk.mkdir()
    path = small_office.desk / "heures.csv"
    path.write_bytes(content)
    report = unusable(small_office, path)
    assert report.sha256 is not None
    assert codes(report)[0].startswith("file.")


def test_a_shelf_that_cannot_be_is_said(small_office: Office) -> None:
    small_office.shelf.write_text("a file in its place")
    path = small_office.write(MARKET)
    report = small_office.send_path(FileKind.MARKETS, path)
    assert (report.status, codes(report)) == (UNUSABLE, ["file.no_shelf"])
    assert small_office.rows("SELECT count(*) FROM import_run") == [(0,)]


def test_a_file_that_cannot_take_its_place_on_the_shelf_undoes_its_import(small_office: Office) -> None:
    report = small_office.send(FileKind.MARKETS, MARKET, dry_run=True)
    assert report.sha256 is not None
    small_office.shelf.mkdir()
    (small_office.shelf / report.sha256[:2]).write_text("a file where its folder should be")
    refused = small_office.send(FileKind.MARKETS, MARKET)
    assert codes(refused) == ["file.no_shelf"]
    assert (
        small_office.rows("SELECT count(*) FROM market")
        == small_office.rows("SELECT count(*) FROM import_run")
        == [(0,)]
    )


def test_what_a_killed_import_left_arriving_is_removed_a_day_later(small_office: Office) -> None:
    for name, age in (("arriving-old", 25 * 3600), ("arriving-new", 3600)):
        (small_office.shelf / name).mkdir(parents=True)
        os.utime(small_office.shelf / name, (time.time() - age,) * 2)
    small_office.send(FileKind.MARKETS, MARKET)
    assert [path.name for path in small_office.shelf.glob("arriving-*")] == ["arriving-new"]


def test_a_bug_crashes_and_leaves_nothing(small_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(imports.run, "close_run", broken)
    before = small_office.recorded()
    with pytest.raises(ZeroDivisionError):
        small_office.send(FileKind.MARKETS, MARKET)
    assert (small_office.recorded(), small_office.shelved()) == (before, {})


# --- what the database could not keep ---------------------------------------------------------------------------------

TEXTS = {
    FileKind.MARKETS: ("Référence marché", "Donneur d'ordre", "Lot", "Attributaire"),
    FileKind.PEOPLE: ("Nom", "Prénom", "Identifiant", "Commune", "Prescripteur", "Référent", "QPV"),
    FileKind.HOURS: ("Employeur",),
    FileKind.NEEDS: ("Référence besoin", "Commune du poste"),
}


@pytest.mark.parametrize("kind", list(TEXTS))
def test_a_text_too_long_to_be_kept_is_refused_with_its_row(office: Office, kind: FileKind) -> None:
    office.prepare(kind)
    good = FILES[kind][0]
    usual = {**good, "SIRET attributaire": ""} if kind is FileKind.MARKETS else good
    report = office.send(kind, *({**usual, column: "À" * 301} for column in TEXTS[kind]), good)
    assert (report.rows.accepted, set(codes(report))) == (1, {f"{kind.value}.too_long"})
    assert [(issue.row, issue.column) for issue in report.issues] == list(enumerate(TEXTS[kind], start=2))
    assert "caractères au plus" in report.issues[0].message


def test_a_short_text_whose_letters_unfold_is_refused_too(small_office: Office) -> None:
    report = small_office.send(FileKind.PEOPLE, {**LEA, "Nom": "\ufdfa" * 12})
    assert codes(report) == ["people.too_long"]


def test_the_longest_texts_are_those_of_the_database(small_office: Office) -> None:
    from clauses import tables

    kept = {
        "market": ("market", "reference"), "lot": ("lot", "number"), "cpv": ("lot", "cpv"),
        "buyer_name": ("organisation", "name"), "contractor_name": ("organisation", "name"),
        "employer_name": ("organisation", "name"), "qpv": ("residence", "qpv_name"),
        "prescriber": ("orientation", "prescriber"), "referent": ("orientation", "referent"),
        "postal_code": ("residence", "postal_code"), "commune": ("residence", "commune"),
        "reference": ("need", "reference"),
    }  # fmt: skip
    lengths = {
        name: getattr(tables.metadata.tables[table].columns[column].type, "length", None)
        for name, (table, column) in {name: kept.get(name, ("person", name)) for name in LONGEST}.items()
    }
    assert lengths == LONGEST
    assert small_office.rows("SELECT count(*) FROM person") == [(0,)]


def test_every_kind_of_file_is_stored() -> None:
    assert set(imports.run.READABLE) == set(FileKind)


def test_an_order_is_called_by_its_file() -> None:
    assert Order(kind=FileKind.HOURS, path=Path("dossier/heures.csv"), by="X", today=MARCH).called == "heures.csv"
