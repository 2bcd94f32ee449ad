"""A control asked from the command line."""

from __future__ import annotations

import zipfile

from tests.clauses.cli.conftest import CommandLine


def test_a_control_writes_one_archive_a_person_and_names_what_is_missing(operating: CommandLine) -> None:
    folder = operating.desk / "controle"
    ended = operating("control", "sites", "--people", "10", "--seed", "2024", "-o", folder, status=1)
    (archive,) = folder.iterdir()
    assert archive.name == "P0001-roux-lea.zip"
    assert zipfile.is_zipfile(archive)
    assert "L'information FSE+" in ended.out
    assert "1 personnes, dont 1" in ended.out
    before = archive.read_bytes()
    operating("control", "sites", "--seed", "2024", "-o", folder, "--operator", "ariq", "--year", "2024", status=1)
    assert archive.read_bytes() == before
    operating("check", status=0)


def test_a_control_that_cannot_be_made_is_refused(operating: CommandLine) -> None:
    operating("control", "sites", "--seed", "x", "-o", operating.desk, "--year", "1999", status=2)
    operating("control", "sites", "-o", operating.desk, status=2)
    blocked = operating.desk / "fichier"
    blocked.write_text("")
    operating("control", "sites", "--seed", "x", "-o", blocked / "x", status=2)
