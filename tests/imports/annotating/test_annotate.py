"""The sender's own file back: marked, kept as it was, and read again once corrected."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

import imports.annotate
import imports.annotating.book
import imports.annotating.text
from clauses.errors import Misused, Unusable
from clauses.files.rules import FileKind, Issue, Severity
from imports.annotate import Form, give_back, place
from imports.annotating import child
from imports.annotating.book import AUTHOR, FILLS, WITHOUT_VALUE, copied
from imports.containers import read_sheets
from imports.ours import SIGNATURE, TO_CORRECT
from imports.reading import guard
from imports.report import Report
from tests.files import ods, xls
from tests.imports.annotating.workbooks import BAD, GOOD, HOSTILE, corrected, headers_of, workbook
from tests.imports.office import HOURS, KARIM_HOURS, Office, as_csv, unguarded
from tests.imports.sheets import sheet


@pytest.fixture(autouse=True)
def _in_this_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The work of the guarded child done here, but in the test that shows it at work."""

    def work(_main: str, job: dict[str, Any], *_: object) -> dict[str, Any]:
        return child.written(job)

    if "guarded" not in request.node.name:
        monkeypatch.setattr(guard, "work", work)


@pytest.fixture
def masons(small_office: Office) -> Office:
    """An office where hours may come in."""
    small_office.prepare()
    small_office.desk.mkdir(exist_ok=True)
    return small_office


def sent(office: Office, path: Path, *, out: str) -> tuple[Report, Path]:
    """A file imported, and its marked copy."""
    report = office.send_path(FileKind.HOURS, path)
    given = give_back(path, report, place(path, office.desk / out))
    assert given.form is Form.MARKED
    return report, given.path


# --- workbooks --------------------------------------------------------------------------------------------------------


def test_a_workbook_comes_back_with_its_bad_cells_coloured_and_commented(masons: Office) -> None:
    _, copy = sent(masons, workbook(masons.desk / "mars.xlsx", *BAD), out="copie.xlsx")
    book = load_workbook(copy)
    assert book.sheetnames == [TO_CORRECT, "Mars", "Calculs"]
    page = book["Mars"]
    cell = page.cell(5, headers_of(page)["Heures travaillées"])
    assert cell.value == "abc"
    assert cell.fill.start_color.rgb.endswith(FILLS[Severity.ERROR])
    assert cell.comment.author == AUTHOR
    assert cell.comment.text.startswith("Refusé")
    assert "n'est pas un nombre d'heures" in cell.comment.text
    marked = {
        cell.coordinate for row in page.iter_rows() for cell in row if cell.comment and cell.comment.author == AUTHOR
    }
    assert cell.coordinate in marked
    assert page.cell(6, headers_of(page)["Type de contrat"]).coordinate in marked


def test_what_is_not_at_fault_stays_as_it_was(masons: Office) -> None:
    path = workbook(masons.desk / "mars.xlsx", *BAD)
    _, copy = sent(masons, path, out="copie.xlsx")
    before, after = load_workbook(path), load_workbook(copy)
    for page in before.worksheets:
        for row in page.iter_rows():
            for cell in row:
                assert (after[page.title][cell.coordinate].value, after[page.title][cell.coordinate].font.b) == (
                    cell.value,
                    cell.font.b,
                )
    assert after["Mars"].column_dimensions["A"].width == 33
    assert after["Mars"]["A4"].comment.text.endswith("vu avec la paie")
    assert after["Calculs"]["A2"].value == "=A1*2"
    assert after["Calculs"]["B1"].data_type == "s"
    assert after["Calculs"]["B1"].value == HOSTILE


def test_the_first_sheet_lists_every_remark_with_a_link_to_its_cell(masons: Office) -> None:
    report, copy = sent(masons, workbook(masons.desk / "mars.xlsx", *BAD, title="L'été = mars"), out="copie.xlsx")
    book = load_workbook(copy)
    page = book.active
    assert page is not None
    assert (page.title, page["A1"].value) == (TO_CORRECT, SIGNATURE)
    rows = list(page.iter_rows(min_row=5, values_only=True))
    assert len(rows) == len(report.issues)
    assert rows[0][0] == "Refusé"
    links = [row[7].hyperlink.location for row in page.iter_rows(min_row=5) if row[7].hyperlink]
    assert "'L''été = mars'!J5" in links
    assert [sheet.sheet_view.tabSelected for sheet in book.worksheets] == [True, False, False]


def test_once_corrected_the_copy_is_read_as_a_clean_file_would_be(office: Office) -> None:
    office.prepare()
    office.desk.mkdir(exist_ok=True)
    report, copy = sent(office, workbook(office.desk / "mars.xlsx", *BAD), out="copie.xlsx")
    assert report.rows.rejected == 2
    again = office.send_path(FileKind.HOURS, corrected(copy))
    assert (again.status, again.rows.read, again.rows.accepted, again.hours) == (0, 5, 3, 373_34)
    dry = office.send_path(FileKind.HOURS, workbook(office.desk / "propre.xlsx", *GOOD), dry_run=True)
    assert (dry.rows, dry.hours, dry.changes.unchanged) == (again.rows, again.hours, 3)
    assert {issue.code for issue in dry.issues} == {issue.code for issue in again.issues}


def test_a_copy_sent_again_as_it_is_says_the_same(masons: Office) -> None:
    report, copy = sent(masons, workbook(masons.desk / "mars.xlsx", *BAD), out="copie.xlsx")
    again, second = sent(masons, copy, out="seconde.xlsx")
    assert again.rows == report.rows
    assert [issue.message for issue in again.issues] == [issue.message for issue in report.issues]
    assert load_workbook(second).sheetnames == [TO_CORRECT, "Mars", "Calculs"]
    text = load_workbook(second)["Mars"]["J5"].comment.text
    assert text.count("n'est pas un nombre") == 1


def test_marks_of_an_earlier_copy_go_once_their_cell_is_right(masons: Office) -> None:
    _, copy = sent(masons, workbook(masons.desk / "mars.xlsx", *BAD), out="copie.xlsx")
    _, second = sent(masons, corrected(copy), out="seconde.xlsx")
    cell = load_workbook(second)["Mars"]["J5"]
    assert (cell.comment, cell.fill.fill_type) == (None, None)


def test_the_values_that_formulas_made_are_kept(masons: Office) -> None:
    path = masons.desk / "formules.xlsx"
    book = Workbook()
    page = book.worksheets[0]
    page.append(list(HOURS))
    page.append([*list(HOURS.values())[:-1], "=100+51.67"])
    page.append([*list(KARIM_HOURS.values())[:-1], "abc"])
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = (
        parts[name]
        .replace(b"<f>100+51.67</f><v />", b"<f>100+51.67</f><v>151.67</v>")
        .replace(b"<f>100+51.67</f><v></v>", b"<f>100+51.67</f><v>151.67</v>")
    )
    with zipfile.ZipFile(path, "w") as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    report, copy = sent(masons, path, out="copie.xlsx")
    assert report.hours == 151_67
    assert load_workbook(copy)["Sheet"]["J2"].value == "=100+51.67"
    assert masons.send_path(FileKind.HOURS, copy).hours == 151_67


def test_a_sheet_of_the_sender_that_bears_the_same_name_is_read_and_kept(masons: Office) -> None:
    report, copy = sent(masons, workbook(masons.desk / "mars.xlsx", *BAD, title=TO_CORRECT), out="copie.xlsx")
    assert report.rows.accepted == 1
    assert load_workbook(copy).sheetnames == [f"{TO_CORRECT} (2)", TO_CORRECT, "Calculs"]
    assert masons.send_path(FileKind.HOURS, copy).rows == report.rows


def test_merged_cells_are_marked_on_the_one_that_shows(masons: Office) -> None:
    path = workbook(masons.desk / "mars.xlsx", {**HOURS, "Lot": "9"}, {**KARIM_HOURS, "Lot": "9"})
    book = load_workbook(path)
    book["Mars"].merge_cells("B4:B5")
    book.save(path)
    _, copy = sent(masons, path, out="copie.xlsx")
    assert "Refusé" in load_workbook(copy)["Mars"]["B4"].comment.text


def test_macros_stay_in_a_workbook_that_has_some(masons: Office) -> None:
    path = workbook(masons.desk / "mars.xlsx", *BAD)
    macro = masons.desk / "mars.xlsm"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(macro, "w") as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == "[Content_Types].xml":
                data = data.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                )
            target.writestr(entry.filename, data)
        target.writestr("xl/vbaProject.bin", b"macro")
    _, copy = sent(masons, macro, out="copie.xlsm")
    with zipfile.ZipFile(copy) as archive:
        assert archive.read("xl/vbaProject.bin") == b"macro"
    _, bare = sent(masons, macro, out="copie.xlsx")
    with zipfile.ZipFile(bare) as archive:
        assert "xl/vbaProject.bin" not in archive.namelist()


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_other_workbooks_come_back_as_a_marked_xlsx(masons: Office, kind: str) -> None:
    rows = [list(HOURS), list(HOURS.values()), [*list(KARIM_HOURS.values())[:-1], "abc"]]
    path = masons.desk / f"mars.{kind}"
    path.write_bytes(_written(kind, rows))
    report = masons.send_path(FileKind.HOURS, path)
    assert report.rows.rejected == 1
    given = give_back(path, report, place(path, masons.desk / "copie.xlsx"))
    assert given.form is Form.COPIED
    book = load_workbook(given.path)
    assert "abc" in book["Mars"]["J3"].comment.text
    book["Mars"]["J3"].value = 70
    book.save(given.path)
    assert masons.send_path(FileKind.HOURS, given.path).hours == 221_67


def _written(kind: str, rows: list[list[str]]) -> bytes:
    if kind == "ods":
        return ods.ods(ods.table(*(ods.row(*map(ods.cell, row)) for row in rows), name="Mars"))
    cells = [xls.label(row, column, text) for row, texts in enumerate(rows) for column, text in enumerate(texts)]
    return xls.Book([xls.Tab(cells, "Mars")]).file()


def test_a_copy_says_where_a_formula_had_no_value_and_covers_nothing(tmp_path: Path) -> None:
    original = sheet(
        ("Nom", "Heures"), ("Roux", None), ("Petit", "7"), merged=("A2:A3", "$B$1:$B$1", "nulle part"),
        without_value=frozenset({(2, "B")}),
    )  # fmt: skip
    book, titles = copied([original])
    page = book[titles["Feuil1"]]
    assert (page["B2"].value, page["A3"].value, list(page.merged_cells.ranges)) == (WITHOUT_VALUE, "Petit", [])
    blank = sheet(("Nom", "Heures"), ("Roux", "7"), (None, "8"), merged=("A2:A3",))
    assert [str(span) for span in copied([blank])[0].worksheets[0].merged_cells.ranges] == ["A2:A3"]


def test_a_guarded_child_does_the_same(masons: Office) -> None:
    _, copy = sent(masons, workbook(masons.desk / "mars.xlsx", *BAD), out="copie.xlsx")
    assert load_workbook(copy).sheetnames == [TO_CORRECT, "Mars", "Calculs"]


def test_cells_merged_by_the_million_or_twice_stay_apart_in_a_copy() -> None:
    """Each would be an object for openpyxl: a mergeCell of a few bytes, the memory of the machine."""
    spans = ("A1:XFD1048576", *["A1:IV700"] * 20_000, "C2:C3", "C3:C4", *["C2:C3"] * 5_000, "D5:E6")
    made = copied([sheet(("Nom", "Heures"), ("Roux", "7"), merged=spans)])[0].worksheets[0]
    assert len(made._cells) < 20
    assert [str(span) for span in made.merged_cells.ranges] == ["C2:C3", "D5:E6"]


@pytest.mark.parametrize("name", ["mars.xlsx", "mars.xls", "mars.csv"])
def test_what_the_file_is_made_of_stays_in_the_child(
    masons: Office, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A file that its child dies of is given back as the list of remarks, and is opened by nobody else."""
    path = masons.desk / name
    path.write_bytes(
        as_csv(*BAD).encode() if name.endswith("csv")
        else _written("xls", [list(HOURS), [*list(KARIM_HOURS.values())[:-1], "abc"]])
    )  # fmt: skip
    if name.endswith("xlsx"):
        workbook(path, *BAD)
    report = masons.send_path(FileKind.HOURS, path)
    monkeypatch.setattr(guard, "work", lambda *_: None)
    given = give_back(path, report, place(path, masons.desk))
    assert given.form is Form.LISTED
    assert "n'est pas un nombre d'heures" in str(unguarded(given.path)[0].cells.rows())


# --- csv --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_csv_comes_back_in_its_own_encoding_with_one_more_column(
    masons: Office, encoding: str, delimiter: str
) -> None:
    path = masons.desk / "mars.csv"
    path.write_bytes(as_csv(*BAD).replace(";", delimiter).encode(encoding))
    report, copy = sent(masons, path, out="copie.csv")
    text = copy.read_bytes().decode(encoding)
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    assert rows[0][-1] == TO_CORRECT
    assert [row[:-1] for row in rows] == list(csv.reader(io.StringIO(as_csv(*BAD)), delimiter=";"))
    assert rows[1][-1] == ""
    assert "Heures travaillées" in rows[2][-1]
    again = masons.send_path(FileKind.HOURS, copy)
    assert (again.rows, [issue.message for issue in again.issues]) == (
        report.rows,
        [issue.message for issue in report.issues],
    )
    right = copy.read_bytes().decode(encoding).replace("abc", "70").replace("CDDIE", "CDDI")
    copy.write_bytes(right.encode(encoding))
    assert (masons.send_path(FileKind.HOURS, copy).status, masons.send_path(FileKind.HOURS, copy).hours) == (0, 373_34)


def test_titles_blank_lines_and_the_ends_of_lines_of_a_csv_stay(masons: Office) -> None:
    path = masons.desk / "mars.csv"
    body = as_csv(*BAD).replace("\r\n", "\n").split("\n", 1)
    path.write_text(f"Relevé des heures\n\n{body[0]}\n\n{body[1]}", encoding="utf-8")
    _, copy = sent(masons, path, out="copie.csv")
    lines = copy.read_bytes().decode().split("\n")
    assert (lines[0], lines[1], lines[3]) == ("Relevé des heures" + ";" * 10, "", "")
    assert lines[2].endswith(f";{TO_CORRECT}")
    assert "\r" not in copy.read_bytes().decode()


def test_a_csv_that_could_run_does_not_once_it_comes_back(masons: Office) -> None:
    bad = {
        **HOURS,
        "Poste": "=cmd|'/C calc'!A0",
        "Type de contrat": "@SUM(A1)",
        "Nom": "+cmd",
        "Heures travaillées": "-5",
    }
    path = masons.write(bad, name="mars.csv")
    report, copy = sent(masons, path, out="copie.csv")
    text = copy.read_text(encoding="utf-8-sig")
    assert ";'=cmd|" in text
    assert ";'@SUM(A1)" in text
    assert ";'+cmd" in text
    assert ";-5;" in text
    again = masons.send_path(FileKind.HOURS, copy)
    assert [issue.value for issue in again.issues] == [issue.value for issue in report.issues]


def test_a_second_copy_of_a_csv_has_one_column_of_remarks(masons: Office) -> None:
    _, copy = sent(masons, masons.write(*BAD, name="mars.csv"), out="copie.csv")
    _, second = sent(masons, copy, out="seconde.csv")
    assert second.read_bytes() == copy.read_bytes()


def test_a_csv_may_come_back_as_a_workbook(masons: Office) -> None:
    path = masons.write(*BAD, name="mars.csv")
    report = masons.send_path(FileKind.HOURS, path)
    given = give_back(path, report, place(path, masons.desk / "copie.xlsx"))
    assert given.form is Form.COPIED
    again = masons.send_path(FileKind.HOURS, given.path)
    assert (again.rows, again.hours) == (report.rows, report.hours)


def test_separators_at_the_end_of_lines_do_not_push_the_remarks_away(masons: Office) -> None:
    path = masons.desk / "mars.csv"
    path.write_text("\r\n".join(f"{line};;;;" for line in as_csv(*BAD).splitlines()), encoding="utf-8-sig")
    report, copy = sent(masons, path, out="copie.csv")
    assert copy.read_text(encoding="utf-8-sig").splitlines()[0].endswith(f"Heures travaillées;{TO_CORRECT}")
    assert masons.send_path(FileKind.HOURS, copy).rows == report.rows


def test_an_announced_delimiter_is_announced_again(masons: Office) -> None:
    path = masons.desk / "mars.csv"
    path.write_text("sep=;\n" + as_csv(*BAD), encoding="utf-8-sig")
    report, copy = sent(masons, path, out="copie.csv")
    assert copy.read_text(encoding="utf-8-sig").startswith("sep=;\n")
    assert masons.send_path(FileKind.HOURS, copy).rows == report.rows


@pytest.mark.parametrize(
    "body", ["a;" * 40_000 + "\n" + "b\n" * 20_000, as_csv(HOURS) + "x\n" * 1_000 + ";" * 16_000 + "x"]
)
def test_a_csv_out_of_proportion_comes_back_as_the_list_of_remarks(masons: Office, body: str) -> None:
    """One very wide row among many short ones: a column of remarks beside them all would be a thousand times larger."""
    path = masons.desk / "mars.csv"
    path.write_text(body, encoding="utf-8")
    given = give_back(path, masons.send_path(FileKind.HOURS, path), masons.desk / "copie.csv")
    assert given.form is Form.LISTED
    assert given.path.stat().st_size < 10_000


def test_remarks_out_of_proportion_with_a_csv_are_given_in_a_list(
    masons: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = masons.write(*BAD, name="mars.csv")
    monkeypatch.setattr(imports.annotating.text, "REMARKS_LEAST", 0)
    monkeypatch.setattr(imports.annotating.text, "REMARKS_PER_BYTE", 0)
    monkeypatch.setattr(imports.annotating.book, "LISTED", 1)
    report = masons.send_path(FileKind.HOURS, path)
    given = give_back(path, report, masons.desk / "copie.csv")
    lines = given.path.read_text(encoding="utf-8-sig").splitlines()
    assert (given.form, len(lines)) == (Form.LISTED, 3)
    assert lines[2] == f"Les {len(report.issues) - 1} dernières remarques ne sont pas écrites ici."


def test_an_archive_of_another_age_is_refused_in_words(masons: Office) -> None:
    """What a later version of the format made cannot even be listed: neither macros nor a traceback."""
    path = workbook(masons.desk / "mars.xlsx", *BAD)
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    data[at + 6 : at + 8] = (99).to_bytes(2, "little")  # the version needed to extract the first entry
    path.write_bytes(data)
    report = masons.send_path(FileKind.HOURS, path)
    assert report.status == 2
    assert place(path, masons.desk).name == "mars-à-corriger.xlsx"
    with pytest.raises(Unusable):
        give_back(path, report, masons.desk / "copie.xlsx")


# --- large, unreadable, misplaced -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["copie.xlsx", "copie.csv"])
def test_a_file_too_large_to_be_copied_comes_back_as_the_list_of_remarks(
    masons: Office, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = masons.write(*BAD, name="mars.csv")
    report = masons.send_path(FileKind.HOURS, path)
    monkeypatch.setattr(imports.annotate, "LARGEST_BYTES", 10)
    given = give_back(path, report, masons.desk / name)
    assert given.form is Form.LISTED
    read = unguarded(given.path)
    assert "n'est pas un nombre d'heures" in str(read[0].cells.rows())


def test_a_workbook_that_openpyxl_cannot_open_is_copied(masons: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(masons.desk / "mars.xlsx", *BAD)
    report = masons.send_path(FileKind.HOURS, path)
    there = guard.work

    def work(main: str, job: dict[str, Any], *limits: Any) -> dict[str, Any] | None:
        return {"fault": "KeyError"} if job["how"] == "mark" else there(main, job, *limits)

    monkeypatch.setattr(guard, "work", work)
    given = give_back(path, report, masons.desk / "copie.xlsx")
    assert given.form is Form.COPIED
    assert load_workbook(given.path).sheetnames == [TO_CORRECT, "Mars", "Calculs"]


def test_a_file_that_cannot_be_read_has_no_copy(masons: Office) -> None:
    path = masons.desk / "image.xlsx"
    path.write_bytes(b"PK\x03\x04 rien")
    report = masons.send_path(FileKind.HOURS, path)
    with pytest.raises(Unusable):
        give_back(path, report, masons.desk / "copie.xlsx")
    assert not (masons.desk / "copie.xlsx").exists()


def test_a_place_that_cannot_be_written_is_said(masons: Office) -> None:
    path = masons.write(*BAD, name="mars.csv")
    report = masons.send_path(FileKind.HOURS, path)
    with pytest.raises(Unusable, match="ne peut pas être écrit"):
        give_back(path, report, masons.desk / "absent" / "copie.csv")


@pytest.mark.parametrize(
    ("source", "out", "why"),
    [
        ("mars.xlsx", "copie.csv", "Donnez un nom en .xlsx"),
        ("mars.csv", "copie.doc", "Donnez un nom en .csv ou .xlsx"),
        ("mars.xlsx", "copie.xlsm", "n'a pas de macros"),
        ("mars.xlsx", "mars.xlsx", "serait écrasé"),
    ],
)
def test_a_name_that_does_not_suit_the_file_is_refused(tmp_path: Path, source: str, out: str, why: str) -> None:
    workbook(tmp_path / "mars.xlsx", HOURS)
    (tmp_path / "mars.csv").write_text(as_csv(HOURS))
    with pytest.raises(Misused, match=why):
        place(tmp_path / source, tmp_path / out)


def test_in_a_folder_a_copy_is_named_after_its_file(tmp_path: Path) -> None:
    (tmp_path / "copies").mkdir()
    workbook(tmp_path / "mars.xlsx", HOURS)
    (tmp_path / "avril.csv").write_text(as_csv(HOURS))
    assert place(tmp_path / "mars.xlsx", tmp_path / "copies").name == "mars-à-corriger.xlsx"
    assert place(tmp_path / "avril.csv", tmp_path / "copies").name == "avril-à-corriger.csv"
    assert place(tmp_path / "absent.csv", tmp_path / "copies").name == "absent-à-corriger.csv"


def test_a_file_without_remarks_comes_back_saying_so(masons: Office) -> None:
    _, copy = sent(masons, workbook(masons.desk / "mars.xlsx", HOURS), out="copie.xlsx")
    book = load_workbook(copy)
    assert "remarque" in str(book[TO_CORRECT]["A2"].value)
    report = Report("f.xlsx", FileKind.HOURS, None)
    plain = give_back(masons.desk / "mars.xlsx", report, masons.desk / "rien.xlsx")
    assert load_workbook(plain.path)[TO_CORRECT]["A2"].value == "Rien à corriger."


def test_the_list_is_text_whatever_cells_held(masons: Office) -> None:
    path = workbook(masons.desk / "mars.xlsx", HOURS)
    issue = Issue("x", "Ligne 4 : =1+1\x00 dit\x07.", sheet="Mars", row=4, column="Nom", value="=1+1", letters="D")
    given = give_back(path, Report("f.xlsx", FileKind.HOURS, None, issues=(issue,)), masons.desk / "c.xlsx")
    page = load_workbook(given.path)[TO_CORRECT]
    assert [(cell.value, cell.data_type) for cell in page[5]][4:6] == [("=1+1", "s"), ("=1+1 dit.", "s")]
    assert read_sheets(given.path)[0].name == TO_CORRECT
