"""The QPV imported: contours and lists, two generations kept apart, and what is refused."""

import csv
import itertools
import json
import os
import random
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.db import reading
from clauses.errors import Unusable
from clauses.files.rules import FileKind
from clauses.reference import qpv
from clauses.reference.qpv import Quartier
from clauses.reference.qpv_queries import Residence, perimeter, qpv_at, quartiers
from imports.containers import read_sheets
from imports.reading.geojson import read_features
from imports.reading.limits import Limits
from imports.report import DONE, SOME_REJECTED, UNUSABLE
from tests.imports.office import LEA, Office

TODAY = date(2024, 6, 15)
BEFORE = date(2023, 6, 15)
DEGREE = 10_000_000


def square(west: float, south: float, side: float = 0.01) -> list[list[list[float]]]:
    east, north = round(west + side, 7), round(south + side, 7)
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def feature(code: str, name: str, polygons: Any, **properties: Any) -> dict[str, Any]:
    geometry = {"type": "MultiPolygon", "coordinates": polygons}
    told = {"code_qp": code, "nom_qp": name, "insee": ["21231"]} | properties
    return {"type": "Feature", "properties": told, "geometry": geometry}


FONTAINE = feature("QN02102M", "Fontaine d'Ouche", [square(5.0, 47.3)])
HOLED = feature("QN02103M", "Les Grésilles", [[*square(5.05, 47.3), *square(5.054, 47.304, 0.002)]])
STABLE = feature("QN07612I", "Parc du Robec", [square(1.1, 49.4)], insee=["76212"])
FORMER = feature("QP021002", "Fontaine d'Ouche", [square(5.0, 47.31)], commune_qp="Dijon")


def geojson(office: Office, *features: Any, name: str = "qpv2024.geojson") -> Path:
    office.desk.mkdir(exist_ok=True)
    path = office.desk / name
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
    return path


def at(office: Office, longitude: str, latitude: str, day: date = TODAY) -> Residence:
    with reading(office.engine) as session:
        return qpv_at(
            session, longitude=int(Decimal(longitude) * DEGREE), latitude=int(Decimal(latitude) * DEGREE), day=day
        )


def keys(found: Residence) -> list[tuple[str, bool]]:
    return [(place.key, place.on_border) for place in found.quartiers]


def test_contours_load_and_the_same_file_twice_changes_nothing(office: Office) -> None:
    report = office.send_path(FileKind.QPV, geojson(office, FONTAINE, HOLED, STABLE))
    assert (report.status, report.changes.created, vars(report.rows)["accepted"]) == (DONE, 3, 3)
    again = office.send_path(FileKind.QPV, geojson(office, FONTAINE, HOLED, STABLE))
    assert (again.changes.created, again.changes.unchanged) == (0, 3)
    with reading(office.engine) as session:
        row = perimeter(session, "QN02102M")
    assert row is not None
    assert (row.west, row.south, row.east, row.north) == (50_000_000, 473_000_000, 50_100_000, 473_100_000)
    assert office.faults() == []


@pytest.mark.parametrize(
    ("longitude", "latitude", "found"),
    [
        ("5.005", "47.305", [("QN02102M", False)]),
        ("5.0", "47.305", [("QN02102M", True)]),
        ("5.01", "47.31", [("QN02102M", True)]),
        ("5.0100001", "47.305", []),
        ("5.055", "47.305", []),
        ("5.054", "47.305", [("QN02103M", True)]),
        ("5.0539999", "47.305", [("QN02103M", False)]),
        ("0", "0", []),
    ],
)
def test_a_place_is_in_a_quartier_by_its_contour(
    small_office: Office, longitude: str, latitude: str, found: list[tuple[str, bool]]
) -> None:
    small_office.send_path(FileKind.QPV, geojson(small_office, FONTAINE, HOLED))
    answer = at(small_office, longitude, latitude)
    assert answer.known
    assert keys(answer) == found


def test_generations_answer_each_for_its_days(small_office: Office) -> None:
    small_office.send_path(FileKind.QPV, geojson(small_office, FONTAINE, STABLE))
    assert not at(small_office, "5.005", "47.305", BEFORE).known
    assert keys(at(small_office, "1.105", "49.405", BEFORE)) == [("QN07612I", False)]
    small_office.send_path(FileKind.QPV, geojson(small_office, FORMER, name="qpv2015.geojson"))
    assert keys(at(small_office, "5.005", "47.305", BEFORE)) == []
    assert keys(at(small_office, "5.005", "47.315", BEFORE)) == [("QN02102M", False)]
    assert keys(at(small_office, "5.005", "47.315", TODAY)) == []
    assert keys(at(small_office, "5.005", "47.305", date(2024, 1, 1))) == [("QN02102M", False)]
    assert keys(at(small_office, "5.005", "47.315", date(2023, 12, 31))) == [("QN02102M", False)]
    assert at(small_office, "5.005", "47.315", date(2014, 12, 31)) == Residence(known=True)


def test_overseas_perimeters_changed_a_year_later(small_office: Office) -> None:
    overseas = feature("QN97101M", "Boissard", [square(-61.5, 16.27)], insee=["97101"])
    small_office.send_path(FileKind.QPV, geojson(small_office, overseas))
    assert keys(at(small_office, "-61.495", "16.275", date(2025, 1, 1))) == [("QN97101M", False)]
    assert keys(at(small_office, "-61.495", "16.275", date(2024, 12, 31))) == []


def test_the_list_names_the_communes_and_leaves_the_contours(office: Office) -> None:
    office.send_path(FileKind.QPV, geojson(office, FONTAINE))
    path = office.desk / "liste.csv"
    path.write_text("code_qp,nom_qp,insee_communes,communes\nQN02102M,Fontaine d'Ouche,21231,Dijon\n", encoding="utf-8")
    report = office.send_path(FileKind.QPV, path)
    assert (report.status, report.changes.replaced) == (DONE, 1)
    assert keys(at(office, "5.005", "47.305")) == [("QN02102M", False)]
    assert office.rows("SELECT communes FROM qpv_perimeter") == [("Dijon",)]


def test_a_quartier_de_veille_never_counts(office: Office) -> None:
    watched = feature("QV02101", "Les Lentillères", [square(5.1, 47.3)])
    named = feature("QN02199M", "Cœur de ville (quartier de veille)", [square(5.2, 47.3)])
    report = office.send_path(FileKind.QPV, geojson(office, FONTAINE, watched, named))
    assert vars(report.rows) == {"read": 3, "accepted": 1, "rejected": 0, "ignored": 2, "warned": 0}
    assert {issue.code for issue in report.issues} == {"qpv.left_out"}
    assert "quartier de veille : il ne compte pas" in report.issues[0].message.replace("\u00a0", " ")
    assert keys(at(office, "5.105", "47.305")) == []


BAD_GEOMETRIES: list[Any] = [
    None,
    {"type": "Point", "coordinates": [5, 47]},
    {"type": "Polygon", "coordinates": [[[852000, 6691000], [852100, 6691000], [852100, 6691100]]]},
    {"type": "Polygon", "coordinates": [[["x", 47], [5, 47], [5, 48]]]},
    {"type": "Polygon", "coordinates": [[[5, 47], [5, 47]]]},
    {"type": "Polygon", "coordinates": 12},
    {"type": "Polygon", "coordinates": [[[5], [6], [7]]]},
    {"type": "Polygon", "coordinates": [[[True, 47], [5, 47], [5, 48]]]},
    {"type": "MultiPolygon", "coordinates": [[5, 47], [5, 48]]},
]


@pytest.mark.parametrize("geometry", BAD_GEOMETRIES)
def test_a_bad_contour_is_named_and_the_others_load(small_office: Office, geometry: Any) -> None:
    bad = feature("QN02104M", "Le Bief du Moulin", []) | {"geometry": geometry}
    report = small_office.send_path(FileKind.QPV, geojson(small_office, FONTAINE, bad))
    assert (report.status, report.rows.accepted, report.rows.rejected) == (SOME_REJECTED, 1, 1)
    assert [(issue.code, issue.column, issue.row) for issue in report.issues] == [("qpv.unreadable", "contour", 3)]


GARBAGE = [
    "[[[",
    "[[[x]]]",
    "[[[1,2]]]",
    "[[[[1,2],[3,4]]]]",
    "[[[[1,2],[3,4],[1,2]]]]",
    "[[[[1,2],[3,4],[5]]]]",
    "[[[[1,2],[3,4],[5,null]]]]",
    "[[[[1,2],[3,4],[5,true]]]]",
    "[[[[5.0,47.3],[5.1,47.3],[5.1,47.4]]]]",
    "[[[[1,2],[3,4],[5,1900000000]]]]",
    "[[[[1,2],[3,4],[18000000001,6]]]]",
    '[[[{"x":1}]]]',
    "[[[" + "9" * 5_000 + "]]]",
    "[" * 5_000,
    "[[[[1,2],[3,4],[5,6]]]] et après",
    "[[[[1,2],[3,4],[NaN,6]]]]",
]


@pytest.mark.parametrize("contour", GARBAGE)
def test_a_contour_of_a_csv_that_is_none_is_named_and_the_others_load(small_office: Office, contour: str) -> None:
    small_office.desk.mkdir(exist_ok=True)
    path = small_office.desk / "liste-qpv.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["code_qp", "nom_qp", "contour"])
        writer.writerow(["QN02102M", "Fontaine d'Ouche", contour])
        writer.writerow(["QN02103M", "Les Grésilles", "[[[[1,2],[3,2],[3,6],[1,2]]]]"])
    report = small_office.send_path(FileKind.QPV, path)
    assert report.status == SOME_REJECTED
    assert [(issue.code, issue.row, issue.column) for issue in report.issues] == [("qpv.unreadable", 2, "contour")]
    assert small_office.rows("SELECT code, contour FROM qpv_perimeter") == [("QN02103M", "[[[[1,2],[3,2],[3,6]]]]")]


@pytest.mark.parametrize("bad", [{}, {"properties": None}, "x", 12, None, {"properties": {"code_qp": "??"}}])
def test_a_feature_that_says_nothing_is_rejected(small_office: Office, bad: Any) -> None:
    report = small_office.send_path(FileKind.QPV, geojson(small_office, FONTAINE, bad))
    assert (report.rows.accepted, report.rows.rejected) == (1, 1)


HOSTILE = {
    "truncated": ('{"type": "FeatureCollection", "features": [{"type"', "file.truncated_json"),
    "not json": ('{"type": FeatureCollection}', "file.not_json"),
    "nan": ('{"features": [{"geometry": {"coordinates": [NaN]}}]}', "file.json_number"),
    "infinity": ('{"features": [-Infinity]}', "file.json_number"),
    "huge": ('{"features": [' + "9" * 5_000 + "]}", "file.json_number"),
    "deep": ("[" * 100_000, "file.json_depth"),
    "deep enough": ('{"features": [' + "[" * 200 + "]" * 200 + "]}", "file.json_depth"),
    "no features": ('{"type": "Topology"}', "qpv.other_file"),
    "none at all": ('{"features": []}', "qpv.other_file"),
    "a list": ("[1, 2]", "qpv.other_file"),
    "markets": ('{"marches": {"marche": []}}', "qpv.other_file"),
    "workbook words": ("a;b\n1;2\n", "qpv.other_file"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_words_with_nothing_stored(small_office: Office, name: str) -> None:
    text, code = HOSTILE[name]
    path = geojson(small_office)
    path.write_text(text, encoding="utf-8")
    report = small_office.send_path(FileKind.QPV, path)
    assert (report.status, report.issues[0].code) == (UNUSABLE, code)
    assert report.issues[0].message.startswith("«\u00a0qpv2024.geojson\u00a0»")
    assert small_office.rows("SELECT count(*) FROM import_run") == [(0,)]


def test_other_encodings_are_named(small_office: Office) -> None:
    path = geojson(small_office)
    path.write_bytes('{"features": "é"}'.encode("latin-1"))
    assert small_office.send_path(FileKind.QPV, path).issues[0].code == "file.not_json"


@pytest.mark.parametrize("name", ["truncated", "deep", "nan"])
def test_the_guarded_process_says_the_same(tmp_path: Path, name: str) -> None:
    text, code = HOSTILE[name]
    path = tmp_path / "qpv.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Unusable) as refusal:
        read_sheets(path, how="features", limits=Limits(seconds=1, seconds_per_megabyte=0, memory=300_000_000))
    assert refusal.value.code == code


def test_the_guarded_process_reads_contours(tmp_path: Path) -> None:
    path = tmp_path / "qpv.geojson"
    path.write_text(json.dumps({"features": [FONTAINE]}), encoding="utf-8")
    (sheet,) = read_sheets(path, how="features")
    assert sheet.cells.row(0) == ("code_qp", "nom_qp", "insee", "contour")
    assert sheet.cells.equals(read_features(path, "qpv.geojson", Limits())[0].cells)


# The table of quartiers, once loaded

LISTED = (
    "code_qp,nom_qp,insee_communes,communes\nQN99901N,Les Tilleuls,99001,Bourg-Fictif\nQN02102M,Fontaine d'Ouche,,\n"
)


def test_the_official_list_takes_over_when_people_are_read(small_office: Office) -> None:
    person = {**LEA, "Commune": "Bourg-Fictif", "QPV": "QUARTIER DES TILLEULS"}
    assert [issue.code for issue in small_office.send(FileKind.PEOPLE, person, dry_run=True).issues] == [
        "people.unknown_qpv"
    ]
    path = small_office.desk / "liste.csv"
    path.write_text(LISTED, encoding="utf-8")
    assert small_office.send_path(FileKind.QPV, path).status == DONE
    assert small_office.send(FileKind.PEOPLE, person).issues == ()
    assert small_office.rows("SELECT qpv_key FROM residence") == [("QN99901N",)]


SPELLINGS = [
    ("Fontaine d'Ouche", "Dijon"),
    ("FONTAINE D OUCHE", "DIJON"),
    ("Dijon- Fontaine-d'ouche", None),
    ("La Fontaine d’Ouche", "dijon"),
    ("Quartier de la Fontaine d'Ouche", "Dijon"),
    ("QPV Fontaine d'ouche", "Dijon"),
    ("fontaine  d'ouche (Dijon)", None),
    ("QN02102M", None),
    ("QN 02102 M – Fontaine d'Ouche", "Longvic"),
    ("QP021002", None),
    ("Fontaines d'Ouche", "Dijon"),
]


@pytest.mark.parametrize(("written", "commune"), SPELLINGS)
def test_a_name_in_ten_spellings_is_one_quartier(small_office: Office, written: str, commune: str | None) -> None:
    small_office.send_path(FileKind.QPV, geojson(small_office, FONTAINE, HOLED, STABLE))
    small_office.send_path(FileKind.QPV, geojson(small_office, FORMER, name="qpv2015.geojson"))
    with reading(small_office.engine) as session:
        assert quartiers(session).recognise(written, commune).key == "QN02102M"


def test_a_quartier_of_2015_that_goes_on_is_that_of_2024_and_another_stays_itself() -> None:
    table = qpv.BUILT_IN.completed(
        [
            Quartier("QN99901M", "Les Tilleuls", ("Bourg-Fictif",)),
            Quartier("QP999001", "Les Tilleuls", ("Bourg-Fictif",)),
            Quartier("QP999002", "La Gare", ("Bourg-Fictif",)),
        ]
    )
    assert table.recognise("QP999001").key == "QN99901M"
    assert table.recognise("Les Tilleuls", "Bourg-Fictif").key == "QN99901M"
    assert table.recognise("La Gare", "Bourg-Fictif").key == "QP999002"
    assert table.in_force("QP999002", date(2023, 1, 1)) is True
    assert table.in_force("QP999002", date(2024, 1, 1)) is None
    assert table.recognise("Les Tilleuls").key == "les tilleuls"
    assert table.recognise("QP021002").key == "QN02102M"


def test_before_anything_is_loaded_the_compact_table_answers(small_office: Office) -> None:
    with reading(small_office.engine) as session:
        assert quartiers(session) is qpv.BUILT_IN
    assert at(small_office, "5.0", "47.3") == Residence(known=False)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 100_000), st.integers(0, 100_000))
def test_coordinates_of_a_cell_are_those_of_the_contour(across: int, up: int) -> None:
    """A point of the square at any fraction of its side: inside when both are strictly between its sides."""
    from clauses.reference.contours import Standing, standing, understood
    from imports.reading.geojson import _geometry

    contour = understood(_geometry(json.loads(json.dumps(FONTAINE), parse_float=Decimal)))
    found = standing(contour, 50_000_000 + across, 473_000_000 + up)
    on_side = across in (0, 100_000) or up in (0, 100_000)
    assert found is (Standing.BORDER if on_side else Standing.INSIDE)


def across(polygons: Any) -> tuple[int, int, int]:
    """A line from west to east through a contour, reckoned apart from the product: where it comes in first, the middle
    of its widest part inside, and its latitude."""
    rings = [
        [(Fraction(str(x)) * DEGREE, Fraction(str(y)) * DEGREE) for x, y, *_ in ring]
        for polygon in polygons
        for ring in polygon
    ]
    heights = sorted(y for ring in rings for _, y in ring)
    level = (heights[0] + heights[-1]) / 2
    while level.denominator > 1 or level in heights:
        level = Fraction(int(level) + 1)
    crossings = sorted(
        x1 + (x2 - x1) * (level - y1) / (y2 - y1)
        for ring in rings
        for (x1, y1), (x2, y2) in itertools.pairwise([*ring, ring[0]])
        if (y1 > level) != (y2 > level)
    )
    parts = list(zip(crossings[::2], crossings[1::2], strict=True))
    start, end = max(parts, key=lambda part: part[1] - part[0])
    return int(crossings[0]), int((start + end) / 2), int(level)


def test_the_official_contours_hold_their_own_points(small_office: Office) -> None:
    """102 points: corners on the border, the middle of a wide part inside, and beside its western end outside."""
    folder = os.environ.get("CLAUSES_REFERENCE_DIR")
    if not folder:
        pytest.skip("CLAUSES_REFERENCE_DIR is not set: no official contours to load")
    for name in ("qpv2024.geojson", "qpv2024_liste.csv"):
        report = small_office.send_path(FileKind.QPV, Path(folder) / "qpv" / name)
        assert (report.status, report.rows.accepted) == (DONE, 1_584)
    drawn = random.Random(2024).sample(
        json.loads((Path(folder) / "qpv" / "qpv2024.geojson").read_text())["features"], 34
    )
    day = date(2025, 6, 1)
    with reading(small_office.engine) as session:
        table = quartiers(session)
        assert table.official_name("QN02106N") == "Quetigny Centre"
        for one in drawn:
            code, ring = one["properties"]["code_qp"], one["geometry"]["coordinates"][0][0]
            x, y = (int(Decimal(str(value)) * DEGREE) for value in ring[0])
            corner = qpv_at(session, longitude=x, latitude=y, day=day)
            assert (code, True) in [(place.code, place.on_border) for place in corner.quartiers]
            west, middle, level = across(one["geometry"]["coordinates"])
            inside = qpv_at(session, longitude=middle, latitude=level, day=day)
            assert (code, False) in [(place.code, place.on_border) for place in inside.quartiers]
            outside = qpv_at(session, longitude=west - 1, latitude=level, day=day)
            assert outside.known
            assert code not in [place.code for place in outside.quartiers]
