"""Communes, NAF and CPV: what is read of them, and what is refused."""

import os
from pathlib import Path

import pytest

from clauses.files.rules import FileKind
from imports.nomenclatures import forms
from imports.nomenclatures.parts import PARTS, parts_of
from imports.nomenclatures.reading import version_of
from imports.report import DONE, SOME_REJECTED, UNUSABLE
from tests.imports.nomenclatures.published import ROWS, published
from tests.imports.office import Office


def test_communes_have_codes_centroids_and_the_zeros_they_lost(office: Office) -> None:
    report = office.send_path(FileKind.COMMUNES, published(office.desk, "communes", version="2026"))
    assert (report.status, report.changes.created) == (DONE, 3)
    assert office.rows(
        "SELECT insee, name_key, postal_codes, epci, longitude, latitude FROM official_commune ORDER BY insee"
    ) == [
        ("01001", "l abergement", "01400;01401", None, None, None),
        ("21231", "dijon", "21000", "242100410", 50_415_000, 473_220_000),
        ("2A004", "ajaccio", "20000", None, 87_369_000, 419_257_000),
    ]
    assert office.rows("SELECT part, version FROM reference_edition") == [("communes", "2026")]


def test_a_commune_that_merged_stays(small_office: Office) -> None:
    small_office.send_path(FileKind.COMMUNES, published(small_office.desk, "communes", version="2026"))
    rows = ROWS["communes"][:1]
    report = small_office.send_path(FileKind.COMMUNES, published(small_office.desk, "communes", rows, version="2027"))
    assert (report.changes.unchanged, report.issues) == (1, ())
    assert small_office.rows("SELECT count(*) FROM official_commune") == [(3,)]


def test_naf_and_cpv_are_read_at_every_level(office: Office) -> None:
    assert office.send_path(FileKind.NAF, published(office.desk, "naf")).status == DONE
    assert office.send_path(FileKind.CPV, published(office.desk, "cpv")).status == DONE
    assert office.rows("SELECT code, label FROM naf_code ORDER BY code")[1] == (
        "43.34Z",
        "Travaux de peinture et vitrerie",
    )
    assert office.rows("SELECT code, check_digit, parent FROM cpv_code ORDER BY code") == [
        ("45000000", "7", None),
        ("45442100", "8", "45000000"),
    ]


def test_a_code_that_is_none_is_named(small_office: Office) -> None:
    report = small_office.send_path(
        FileKind.CPV, published(small_office.desk, "cpv", [("4500", "x", ""), *ROWS["cpv"]])
    )
    assert (report.status, report.rows.accepted, report.rows.rejected) == (SOME_REJECTED, 2, 1)
    assert report.issues[0].code == "cpv.unreadable"


def test_one_nomenclature_is_not_another(small_office: Office) -> None:
    report = small_office.send_path(FileKind.COMMUNES, published(small_office.desk, "cpv"))
    assert (report.status, report.issues[0].code) == (UNUSABLE, "communes.other_file")
    assert "n'est pas la liste des communes" in report.issues[0].message


@pytest.mark.parametrize(
    ("text", "units"),
    [("5.0415", 50_415_000), ("-61,25", -612_500_000), ("1e400", None), ("NaN", None), ("x", None), ("180.1", None)],
)
def test_a_coordinate_is_a_whole_number_of_ten_millionths(text: str, units: int | None) -> None:
    assert forms.coordinate(text) == units


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("unix_referentiel_code_rome_v460_utf8.csv", "460"),
        ("rome/RefRome-v461.csv", "461"),
        ("communes_2026.csv", "2026"),
        ("communes.csv", None),
        ("devis12.csv", None),
    ],
)
def test_the_version_is_that_of_the_name(name: str, version: str | None) -> None:
    assert version_of(name) == version


def test_the_keys_and_fields_of_a_part_are_columns_of_its_table() -> None:
    for part in PARTS:
        columns = set(part.table.model_fields)
        assert {*part.key, *part.same, *(column.name for column in part.columns)} <= columns
        assert part in parts_of(part.kind)


@pytest.mark.parametrize(
    ("kind", "name", "rows"),
    [
        (FileKind.COMMUNES, "communes/communes_2026.csv", 34_969),
        (FileKind.NAF, "naf/naf_rev2_socialgouv.csv", 1_707),
        (FileKind.CPV, "cpv/cpv_2008_fr.csv", 9_454),
    ],
)
def test_the_official_lists_load_whole(small_office: Office, kind: FileKind, name: str, rows: int) -> None:
    folder = os.environ.get("CLAUSES_REFERENCE_DIR")
    if not folder:
        pytest.skip("CLAUSES_REFERENCE_DIR is not set: no official list to load")
    report = small_office.send_path(kind, Path(folder) / name)
    assert (report.status, report.rows.accepted, report.issues[:3]) == (DONE, rows, ())
