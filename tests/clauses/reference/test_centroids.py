"""Where communes are."""

import csv
import os
from pathlib import Path

import pytest

from clauses.reference.centroids import centres, locate, points
from clauses.reference.communes import communes


def test_every_commune_of_the_two_metropoles_has_a_centre() -> None:
    assert {commune.insee for commune in communes()} <= set(points())


@pytest.mark.parametrize(
    ("name", "postal_code", "insee"),
    [
        ("CHENOVE", None, "21166"),
        ("St Apollinaire", "21850", "21540"),
        ("Beaune", None, "21054"),
        ("Beaune", "21200", "21054"),
        ("Neuilly-lès-Dijon", None, "21452"),
        ("Le Havre", None, "76351"),
        ("Beaune", "69000", None),
        ("Nulle-Part", None, None),
        ("", None, None),
    ],
)
def test_a_commune_is_found_by_the_name_people_write(name: str, postal_code: str | None, insee: str | None) -> None:
    assert locate(name, postal_code) == insee


def test_a_name_that_two_communes_bear_is_none_of_them_without_its_postal_code() -> None:
    named: dict[str, list[str]] = {}
    for insee, centre in centres().items():
        named.setdefault(centre.name, []).append(insee)
    name, (one, other) = next((name, codes) for name, codes in named.items() if len(codes) == 2)
    assert locate(name) is None
    assert {locate(name, centres()[insee].postal_codes[0]) for insee in (one, other)} == {one, other}


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
        insee: name for insee, (name, _, _) in official.items()
    }
    for insee, (latitude, longitude) in points().items():
        assert (latitude, longitude) == pytest.approx(official[insee][1:], abs=0.0006)
