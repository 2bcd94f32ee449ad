import re
import zipfile
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from clauses.demo.generate import VALIDATED_UNTIL, files, write_files
from clauses.demo.seed import seed
from clauses.files.rules import FileKind

Row = dict[str, Any]


def test_files_come_in_the_order_of_import(tmp_path: Path) -> None:
    written = write_files(tmp_path / "new" / "folder")
    kinds = [kind for kind, _ in written]
    hours = [FileKind.HOURS] * (len(kinds) - 5)
    assert kinds == [FileKind.MARKETS, FileKind.PEOPLE, *hours, FileKind.NEEDS, FileKind.EXITS, FileKind.MEETINGS]
    assert all(path.is_file() for _, path in written)
    assert len({path.name for _, path in written}) == len(written)


def test_the_same_bytes_are_written_each_time(tmp_path: Path, folder: Path) -> None:
    for _, path in write_files(tmp_path):
        assert path.read_bytes() == (folder / path.name).read_bytes(), path.name


def test_the_clock_of_every_workbook_is_stopped(folder: Path) -> None:
    workbooks = sorted(folder.glob("*.xlsx"))
    assert workbooks
    for path in workbooks:
        with zipfile.ZipFile(path) as archive:
            assert {part.date_time for part in archive.infolist()} == {(2024, 4, 2, 8, 0, 0)}
            stamps = re.findall(r"<dcterms:\w+[^>]*>([^<]*)<", archive.read("docProps/core.xml").decode())
        assert stamps == ["2024-04-02T08:00:00Z"] * 2


def test_workbooks_keep_numbers_days_and_identifiers_apart(folder: Path) -> None:
    sheet = load_workbook(folder / "heures-2022-reprise.xlsx")["Heures"]
    headers = {str(cell.value): cell.column - 1 for cell in sheet[1]}
    row = sheet[2]
    assert row[headers["SIRET attributaire"]].data_type == "s"
    assert row[headers["Lot"]].data_type == "s"
    assert row[headers["Date de naissance"]].number_format == "dd/mm/yyyy"
    assert row[headers["Mois"]].number_format == "mm/yyyy"
    assert row[headers["Heures travaillées"]].data_type == "n"
    assert row[headers["Heures travaillées"]].number_format == "0.00"


def test_the_people_file_is_the_windows_export_of_a_french_software(folder: Path) -> None:
    sent = (folder / "personnes.csv").read_bytes()
    assert sent.startswith(b"Identifiant;Nom;Pr\xe9nom;")
    assert sent.count(b"\r\n") == sent.count(b"\n")
    sent.decode("cp1252")


def test_a_payroll_export_has_a_byte_order_mark_decimal_commas_and_capitals(folder: Path) -> None:
    exports = sorted(folder.glob("heures-*.csv"))
    assert exports
    for path in exports:
        sent = path.read_bytes()
        assert sent.startswith(b"\xef\xbb\xbf")
        _, first, *_ = sent.decode("utf-8-sig").splitlines()
        cells = first.split(";")
        assert cells[8] == cells[8].upper()
        assert re.fullmatch(r"\d\d/2023", cells[15])
        assert re.fullmatch(r"\d+,\d\d", cells[16])


def test_an_employer_declares_for_several_companies_in_one_file(rows: dict[FileKind, list[Row]]) -> None:
    in_file: dict[str, set[str]] = {}
    for row in rows[FileKind.HOURS]:
        if "passerelle" in row["file"] and "2023" in row["file"]:
            in_file.setdefault(row["file"], set()).add(row["SIRET attributaire"])
            assert row["Employeur"] == "Passerelle d'Ouche Intérim"
    assert max(len(each) for each in in_file.values()) >= 4


def test_a_month_of_an_employer_on_a_lot_stands_in_one_file_only(rows: dict[FileKind, list[Row]]) -> None:
    unit_files: dict[tuple[Any, ...], set[str]] = {}
    for row in rows[FileKind.HOURS]:
        unit = tuple(
            row[header] for header in ("Référence marché", "Lot", "SIRET attributaire", "SIRET employeur", "Mois")
        )
        unit_files.setdefault(unit, set()).add(row["file"])
    assert all(len(each) == 1 for each in unit_files.values())


def test_one_stranger_stands_in_the_last_file_and_nowhere_else(
    rows: dict[FileKind, list[Row]], people: dict[Any, Row]
) -> None:
    strangers = [
        row
        for row in rows[FileKind.HOURS]
        if (row["Nom"].upper(), row["Prénom"], row["Date de naissance"]) not in people
    ]
    assert [(row["Nom"], row["file"]) for row in strangers] == [
        ("Vasseur-Okoye", "heures-2024-03-passerelle-d-ouche-interim.xlsx")
    ]
    assert strangers[0]["Mois"] > VALIDATED_UNTIL


def test_only_history_is_taken_over(rows: dict[FileKind, list[Row]]) -> None:
    validated = {file.name: file.validated for file in files()}
    months = {row["file"]: row["Mois"] for row in rows[FileKind.HOURS]}
    for name, month in months.items():
        assert validated[name] == (month <= VALIDATED_UNTIL), name
    assert not any(validated[name] for name in validated if name not in months)


def test_seeding_imports_every_file_once_in_order_and_signs_history(tmp_path: Path) -> None:
    calls: list[tuple[FileKind, str, str | None]] = []

    def import_file(kind: FileKind, path: Path, validate_by: str | None) -> None:
        assert path.is_file()
        calls.append((kind, path.name, validate_by))

    paths = seed(tmp_path / "seed", import_file=import_file, by="Reprise")
    assert [(file.kind, file.name, "Reprise" if file.validated else None) for file in files()] == calls
    assert [path.name for path in paths] == [name for _, name, _ in calls]
