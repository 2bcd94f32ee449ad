"""Job search from the command line: in the compact table, then in the official ROME once it is imported."""

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
