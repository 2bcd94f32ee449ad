"""Where communes are."""

import csv
import os
from pathlib import Path

import pytest

from clauses.reference import centroids
from clauses.reference.centroids import Centre, centres, locate, points
from clauses.reference.communes import communes, name_key


def test_every_commune_of_the_two_metropoles_has_a_centre() -> None:
    assert {commune.insee for commune in communes()} <= set(points())


@pytest.mark.parametrize(
    ("name", "postal_code", "insee"),
    [
        ("CHENOVE", None, "21166"),
        ("St Apollinaire", "21850", "21540"),
        ("Longvic", None, "21355"),
        ("Longvic", "21600", "21355"),
        ("Neuilly-lès-Dijon", None, "21452"),
        ("Rouen", None, "76540"),
        ("Longvic", "69000", None),
        ("Beaune", "21200", None),
        ("Nulle-Part", None, None),
        ("", None, None),
    ],
)
def test_a_commune_is_found_by_the_name_people_write(name: str, postal_code: str | None, insee: str | None) -> None:
    assert locate(name, postal_code) == insee


def test_a_name_that_two_communes_bear_is_none_of_them_without_its_postal_code(monkeypatch: pytest.MonkeyPatch) -> None:
    twins = {
        insee: Centre(insee, (code,), "Saint-Martin", 47.0, 5.0) for insee, code in (("1", "21000"), ("2", "76000"))
    }
    monkeypatch.setattr(centroids, "centres", lambda: twins)
    monkeypatch.setattr(centroids, "_by_name", lambda: {name_key("Saint-Martin"): ("1", "2")})
    assert locate("St Martin") is None
    assert [locate("St Martin", code) for code in ("21000", "76000", "69000")] == ["1", "2", None]


def test_centres_are_those_of_the_official_file() -> None:
    folder = os.environ.get("CLAUSES_REFERENCE_DIR")
    if not folder:
        pytest.skip("CLAUSES_REFERENCE_DIR is not set: no official communes to compare with")
    with (Path(folder) / "communes/communes_2026.csv").open(encoding="utf-8", newline="") as file:
        official = {
            row["insee"]: (row["nom"], float(row["lat"]), float(row["lon"]))
            for row in csv.DictReader(file)
            if row["departement"] in ("21", "76")
        }
    assert {insee: centre.name for insee, centre in centres().items()} == {
        insee: official[insee][0] for insee in centres()
    }
    for insee, (latitude, longitude) in points().items():
        assert (latitude, longitude) == pytest.approx(official[insee][1:], abs=0.0006)
