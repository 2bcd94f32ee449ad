"""Documents asked from the command line: written, issued once, checked."""

from __future__ import annotations

import pytest

from clauses.files.rules import FileKind
from tests.clauses.cli.conftest import CommandLine


def test_a_fiche_is_issued_once_and_its_code_answers_valid_or_not(operating: CommandLine) -> None:
    one, two = operating.desk / "un.pdf", operating.desk / "deux.pdf"
    first = operating("document", "fiche-suivi", "--person", "P0001", "-o", one, status=0)
    again = operating("document", "fiche-suivi", "--person", "P0001", "-o", two, "--on", "05/02/2024", status=0)
    assert "FS-" in first.out
    assert "rendu à l'identique" in again.out
    assert one.read_bytes() == two.read_bytes()
    import pypdf

    said = "".join(page.extract_text() for page in pypdf.PdfReader(one).pages)
    code = said.partition("vérification : ")[2].replace("\n", "")[:19]
    assert operating("document", "verify", code, status=0).out == "valide\n"
    assert operating("document", "verify", code, "--file", one, status=0).out == "valide\n"
    two.write_bytes(two.read_bytes() + b" ")
    assert operating("document", "verify", code, "--file", two, status=1).out == "non valide\n"
    assert operating("document", "verify", "0000-0000-0000-0000", status=1).out == "non valide\n"
    operating("document", "verify", code, "--file", operating.desk / "rien.pdf", status=2)
    operating("check", status=0)


@pytest.mark.parametrize(
    "asked",
    [
        ("emargement", "--on", "2024-02-05", "--meeting", "1"),
        ("fiche-suivi", "--person", "P0001", "--operator", "ARIQ", "--year", "2024"),
        ("fiche-activites", "--person", "P0001", "--on", "2024-02-20"),
        ("bilan-operateur", "--on", "2024-06-30"),
        ("candidat", "P0001"),
    ],
)
@pytest.mark.parametrize("form", ["pdf", "docx", "html"])
def test_each_document_has_three_writings(operating: CommandLine, asked: tuple[str, ...], form: str) -> None:
    path = operating.desk / f"document.{form}"
    operating("document", *asked, "-o", path, status=0)
    starts = {"pdf": b"%PDF", "docx": b"PK", "html": b"<!doctype html>"}[form]
    assert path.read_bytes().startswith(starts)
    other = operating.desk / "sans-suffixe"
    operating("document", *asked, "-o", other, "--format", form, status=0)
    assert other.read_bytes().startswith(starts)


def test_a_working_copy_says_that_it_is_one(operating: CommandLine) -> None:
    path = operating.desk / "fiche.html"
    operating("document", "fiche-activites", "--person", "P0001", "-o", path, status=0)
    assert "seul le PDF délivré" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("emargement", "--on", "2024-02-05"), "Choisissez avec --meeting"),
        (("emargement", "--on", "2024-02-06"), "Aucune rencontre"),
        (("emargement", "--on", "hier"), "n'est pas une date"),
        (("fiche-suivi", "--person", "P0002"), "dans cette action"),
        (("fiche-suivi", "--person", "P0001", "--on", "2024-02-06"), "pas de fiche de suivi du"),
        (("fiche-activites", "--person", "P0001", "--on", "2025-01-01"), "pas de fiche d'activités"),
        (("bilan-operateur", "--operator", "Autre"), "Aucune action ne répond"),
        (("candidat", "P9999"), "Personne ne porte l'identifiant"),
        (("etat-marche", "2019-X"), "2019-X"),
        (
            ("attestation", "--contractor", "x", "--market", "y", "--from", "2024-01-01", "--to", "2024-12-31"),
            "n'existe pas",
        ),
        (("attestation", "--contractor", "x", "--market", "y", "--from", "2024-02-01", "--to", "2024-01-01"), "finit"),
        (("attestations", "--from", "2024-01-01", "--to", "2024-12-31"), "rien à attester"),
    ],
)
def test_what_cannot_be_written_is_refused_in_french(operating: CommandLine, asked: tuple[str, ...], said: str) -> None:
    ended = operating("document", *asked, "-o", operating.desk / "x.pdf", status=2)
    assert said in ended.err.replace("\u00a0", " ")


def test_attestations_of_a_period_are_written_together(clauses: CommandLine) -> None:
    from tests.imports.office import FILES

    clauses.bring(FileKind.MARKETS, FileKind.PEOPLE)
    sent = clauses.write("heures.csv", *FILES[FileKind.HOURS])
    clauses("import", "hours", sent, "--validate", "--by", "Ana", status=0)
    folder = clauses.desk / "attestations"
    first = clauses("document", "attestations", "--from", "2020-01-01", "--to", "2026-12-31", "-o", folder, status=0)
    made = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert made
    assert all(name.startswith("AH-") for name in made)
    assert f"{len(made)} attestations" in first.out
    again = clauses("document", "attestations", "--from", "2020-01-01", "--to", "2026-12-31", "-o", folder, status=0)
    assert "dont 0 délivrées" in again.out
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == made
    one = clauses.desk / "une.pdf"
    asked = ("--contractor", "73282932000074", "--market", "2024-T001", "--from", "2020-01-01", "--to", "2026-12-31")
    clauses("document", "attestation", *asked, "-o", one, status=0)
    assert one.read_bytes() in made.values()
    state = clauses.desk / "etat.pdf"
    clauses("document", "etat-marche", "2024-T001", "--on", "2024-06-15", "-o", state, status=0)
    assert state.read_bytes().startswith(b"%PDF")
    blocked = clauses.desk / "fichier"
    blocked.write_text("")
    clauses("document", "attestations", "--from", "2020-01-01", "--to", "2026-12-31", "-o", blocked / "x", status=2)
