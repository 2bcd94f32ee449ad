"""Job search from the command line: in the compact table, then in the official ROME once it is imported."""

import json

from tests.clauses.cli.conftest import CommandLine
from tests.imports.nomenclatures.published import MASON, published


def test_the_search_says_what_it_searched_in(clauses: CommandLine) -> None:
    assert "table réduite du logiciel" in clauses("search", "jobs", "maçon", status=0).out
    for name in ("unix_referentiel_code_rome", "unix_referentiel_appellation"):
        clauses("import", "rome", published(clauses.desk, name), status=0)
    told = clauses("search", "jobs", "trucideuse de parpaings", "--top", "1", status=0).out
    assert f"{MASON}  Maçon / Maçonne  (1.00)" in told
    assert "Source\u00a0: ROME 4.0, version 460, enregistré le " in told.replace(" :", "\u00a0:")
    assert list(clauses.home.glob("rome-*.npz"))


def test_a_search_needs_no_database(clauses: CommandLine) -> None:
    clauses.database.unlink()
    assert MASON in clauses("search", "jobs", "maçon", "--top", "1", status=0).out
    assert not clauses.database.exists()


def test_a_database_of_another_version_is_refused(clauses: CommandLine) -> None:
    import sqlite3

    with sqlite3.connect(clauses.database) as opened:
        opened.execute("UPDATE alembic_version SET version_num = '9999'")
    opened.close()
    assert "clauses migrate" in clauses("search", "jobs", "maçon", status=3).err


def test_a_place_a_name_and_a_code_say_their_quartier(clauses: CommandLine) -> None:
    assert "On ne sait pas" in clauses("search", "qpv", "47.305, 5.005", status=0).out
    side = [[5.0, 47.3], [5.01, 47.3], [5.01, 47.31], [5.0, 47.31]]
    feature = {
        "properties": {"code_qp": "QN02102M", "nom_qp": "Fontaine d'Ouche"},
        "geometry": {"type": "Polygon", "coordinates": [side]},
    }
    path = clauses.desk / "qpv2024.geojson"
    path.write_text(json.dumps({"features": [feature]}), encoding="utf-8")
    clauses("import", "qpv", path, status=0)
    for asked in (["47.305, 5.005"], ["fontaine d ouche", "--commune", "DIJON"], ["QP021002"]):
        assert "QN02102M  Fontaine d'Ouche" in clauses("search", "qpv", *asked, "--on", "2024-06-01", status=0).out
    assert "sur la limite" in clauses("search", "qpv", "47.305, 5.0", status=0).out
    assert "Hors quartier" in clauses("search", "qpv", "48.85, 2.35", status=0).out
    assert "Hors quartier" in clauses("search", "qpv", "-21.1, 55.5", status=0).out
    told = clauses("search", "qpv", "47.305, 5.005", "--on", "2023-06-01", "--json", status=0).objects[0]
    assert told == {"known": False, "quartiers": [], "on": "2023-06-01"}
    assert "--on" in clauses("search", "qpv", "x", "--on", "hier", status=2).err
