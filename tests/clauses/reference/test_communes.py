"""The communes that come with the product, against the official file and against what people write."""

import csv
import os
from pathlib import Path

import pytest

from clauses.reference.communes import Metropolis, communes, find, name_key


def test_every_commune_of_the_official_file_is_there_with_its_postal_codes() -> None:
    folder = os.environ.get("CLAUSES_REFERENCE_DIR")
    if not folder:
        pytest.skip("CLAUSES_REFERENCE_DIR is not set: no official file to compare with")
    with (Path(folder) / "communes" / "communes_2026.csv").open(encoding="utf-8") as file:
        official = {
            (row["insee"], row["nom"], tuple(row["codes_postaux"].split("|")), row["siren_epci"])
            for row in csv.DictReader(file)
            if row["siren_epci"] in set(Metropolis)
        }
    assert {(c.insee, c.name, c.postal_codes, c.metropolis.value) for c in communes()} == official


def test_there_are_23_communes_in_dijon_and_71_in_rouen() -> None:
    counts = {m: sum(c.metropolis is m for c in communes()) for m in Metropolis}
    assert counts == {Metropolis.DIJON: 23, Metropolis.ROUEN: 71}


def test_no_two_communes_have_the_same_key() -> None:
    assert len({name_key(commune.name) for commune in communes()}) == len(communes())


@pytest.mark.parametrize(
    ("written", "insee"),
    [
        ("Chenôve", "21166"),
        ("CHENOVE", "21166"),
        ("Fontaine les Dijon", "21278"),
        ("ST APOLLINAIRE", "21540"),
        ("Ste Marguerite s/ Duclair", "76608"),
        ("Petit Quevilly", "76498"),
        ("LE PETIT-QUEVILLY", "76498"),
        ("Neuilly-lès-Dijon", "21452"),
        ("Oissel", "76484"),
        ("Dijon Cedex", "21231"),
    ],
)
def test_a_commune_is_found_again_as_people_write_it(written: str, insee: str) -> None:
    found = find(written)
    assert found is not None
    assert found.insee == insee


def test_a_commune_from_elsewhere_is_not_found() -> None:
    assert find("Lyon") is None
    assert find("") is None


def test_a_postal_code_that_the_commune_does_not_have_makes_it_another_one() -> None:
    assert find("Rouen", "76100") is not None
    assert find("Freneuse", "78840") is None
