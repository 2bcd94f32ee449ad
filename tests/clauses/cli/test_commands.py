"""The commands, as their users see them: words, JSON, files and exit statuses."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

from clauses.cli.app import application

MARKETS = ["Référence marché", "Intitulé marché", "Donneur d'ordre", "Nature", "Date de notification", "Date de fin",
           "Lot", "Attributaire", "SIRET attributaire", "Heures d'insertion"]  # fmt: skip
PEOPLE = ["Identifiant", "Nom", "Prénom", "Date de naissance", "Sexe", "Commune", "QPV", "Origine", "Entrée PLIE le",
          "Orienté le", "Secteur d'orientation", "Décision"]  # fmt: skip
HOURS = ["Référence marché", "Lot", "SIRET attributaire", "Nom", "Prénom", "Date de naissance", "Type de contrat",
         "Début de contrat", "Mois", "Heures travaillées"]  # fmt: skip
SIRET = "73282932000074"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAUSES_HOME", str(tmp_path / "home"))


def run(*words: object) -> Result:
    return CliRunner().invoke(application, [str(word) for word in words])


def workbook(path: Path, header: Sequence[str], *rows: Sequence[object]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (header, *rows):
        sheet.append(list(row))
    book.save(path)
    return path


@pytest.fixture
def year(tmp_path: Path) -> Path:
    """A migrated database with one market, one person and one month of hours, and its folder."""
    assert run("migrate").exit_code == 0
    start, end = date(2023, 1, 1), date(2024, 12, 31)
    market = ["2023-T001", "École", "Dijon", "Travaux", start, end, "1", "Maçons", SIRET, 500]
    person = ["P1", "Roux", "Léa", date(1990, 5, 4), "F", "Dijon", "Fontaine d'Ouche", "PLIE", date(2022, 1, 3),
              date(2023, 1, 5), "BTP", "validé"]  # fmt: skip
    line = ["2023-T001", "1", SIRET, "Roux", "Léa", date(1990, 5, 4), "CDD", date(2023, 3, 1), date(2023, 3, 1), 151.67]
    for kind, header, row in (("markets", MARKETS, market), ("people", PEOPLE, person), ("hours", HOURS, line)):
        file = workbook(tmp_path / f"{kind}.xlsx", header, row)
        how = ["--validate", "--by", "Claire"] if kind == "hours" else []
        made = run("import", kind, file, *how)
        assert (made.exit_code, "1 acceptée" in made.output) == (0, True), made.output
    return tmp_path


def test_a_year_comes_out_in_every_form(year: Path) -> None:
    period = ["--from", "2023-01-01", "--to", "31/12/2023"]
    found = json.loads(run("report", "bilan", *period, "--format", "json").output)
    assert (found["hours"]["total"], found["employees"]["total"]) == ("151.67", 1)
    assert "151,67" in run("report", "bilan", *period, "--perimeter", "all", "--include", "submitted").output
    assert run("report", "bilan", *period, "--format", "xlsx", "-o", year / "b.xlsx").exit_code == 0
    assert len(load_workbook(year / "b.xlsx").sheetnames) > 5
    assert run("report", "bilan", *period, "-o", year / "b.txt").exit_code == 0
    assert "151,67" in (year / "b.txt").read_text(encoding="utf-8")
    narrowed = run("report", "bilan", *period, "--market", "2023-T001", "--nature", "MS", "--format", "json")
    assert json.loads(narrowed.output)["hours"]["total"] == "0.00"


@pytest.mark.parametrize(
    "words",
    [
        ("report", "bilan", "--from", "hier", "--to", "2023-12-31"),
        ("report", "bilan", "--from", "2023-12-31", "--to", "2023-01-01"),
        ("report", "bilan", "--from", "2023-01-01", "--to", "2023-12-31", "--format", "xlsx"),
        ("report", "bilan", "--from", "2023-01-01", "--to", "2023-12-31", "--buyer", "Personne"),
        ("report", "bilan", "--from", "2023-01-01", "--to", "2023-12-31", "-o", "absent/b.txt"),
        ("import", "hours", "h.xlsx", "--validate"),
        ("import", "markets", "m.xlsx", "--validate", "--by", "Claire"),
        ("import", "hours", "h.xlsx", "--month", "mars"),
        ("import", "hours", "h.xlsx", "--month", "2024-13"),
        ("import", "hours", "h.xlsx", "--contractor", "123"),
        ("import", "recettes", "h.xlsx"),
        ("import", "hours", "absent.xlsx"),
        ("template", "hours", "-o", "absent/modele.xlsx"),
        ("exits", "judge", "absent.json", "--protocol", "dijon-2024"),
        ("backup", "absent/copie.zip"),
        ("restore", "absent.zip"),
        ("recette",),
    ],
)
def test_what_cannot_be_used_ends_with_2_in_words(year: Path, words: tuple[str, ...]) -> None:
    made = run(*words)
    assert (made.exit_code, "Traceback" in made.output) == (2, False), made.output


@pytest.mark.parametrize("words", [("check",), ("import", "hours", "h.xlsx"), ("seed",), ("serve",)])
def test_an_empty_database_is_refused_with_advice(words: tuple[str, ...]) -> None:
    made = run(*words)
    assert (made.exit_code, "clauses migrate" in made.output) == (3, True)


def test_json_is_one_object_a_file_and_the_worst_status_wins(year: Path) -> None:
    bad = workbook(year / "bad.xlsx", HOURS, ["2023-T001", "1", SIRET, "Roux", "Léa", None, "CDD", None, None, "abc"])
    made = run("import", "hours", year / "hours.xlsx", bad, year / "absent.xlsx", "--json")
    found = [json.loads(line) for line in made.stdout.splitlines()]
    assert made.exit_code == 2
    assert [one["rows"]["rejected"] for one in found] == [0, 1, 0]
    assert found[0]["changes"]["unchanged"] == 1
    assert found[2]["issues"][0]["code"].startswith("file.")


def test_a_dry_run_shows_what_was_recognised_and_writes_nothing(year: Path) -> None:
    other = ["2023-T001", "1", SIRET, "Roux", "Léa", date(1990, 5, 4), "CDD", date(2023, 3, 1), date(2023, 4, 1), 10]
    file = workbook(year / "april.xlsx", HOURS, other)
    made = run("import", "hours", file, "--dry-run")
    assert (made.exit_code, "Heures travaillées" in made.output) == (0, True)
    assert json.loads(run("import", "hours", file, "--json").stdout)["changes"]["created"] == 1


def test_many_remarks_are_counted_rather_than_poured(year: Path) -> None:
    rows = [["2023-T001", "1", SIRET, f"Inconnu{n}", "Léa", date(1990, 5, 4), "CDD", date(2023, 3, 1),
             date(2023, 5, 1), n + 1] for n in range(60)]  # fmt: skip
    made = run("import", "hours", workbook(year / "many.xlsx", HOURS, *rows))
    assert (made.exit_code, "autres remarques" in made.output) == (0, True)


def test_checks_find_what_was_changed(year: Path) -> None:
    assert run("check").exit_code == 0
    kept = next(path for path in (year / "home" / "files").rglob("*") if path.is_file())
    kept.write_bytes(b"x")
    made = run("check")
    assert (made.exit_code, "modifié" in made.output) == (1, True)


def test_a_copy_goes_out_and_comes_back(year: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("backup", year / "copie.zip").exit_code == 0
    assert run("backup", year / "copie.zip").exit_code == 2
    assert run("restore", year / "copie.zip").exit_code == 3
    monkeypatch.setenv("CLAUSES_HOME", str(year / "other"))
    assert run("restore", year / "copie.zip").exit_code == 0
    assert run("check").exit_code == 0


def test_exits_are_judged_in_words_and_in_json(tmp_path: Path) -> None:
    facts = [{"id": "a", "exited_on": "2024-06-30", "contracts": [
        {"kind": "CDI", "starts_on": "2023-12-01", "ends_on": None, "weekly_hours": "35", "employer": "entreprise"}]},
        {"id": "b", "exited_on": "2024-06-30"}]  # fmt: skip
    file = tmp_path / "exits.json"
    file.write_text(json.dumps(facts), encoding="utf-8")
    verdicts = json.loads(run("exits", "judge", file, "--protocol", "dijon-2024", "--json").output)
    assert [one["positive"] for one in verdicts] == [True, False]
    assert "a : positive" in run("exits", "judge", file, "--protocol", "dijon-2024").output
    file.write_bytes(b"\xff\xfe\x00")
    assert run("exits", "judge", file, "--protocol", "dijon-2024").exit_code == 2


def test_jobs_are_found_in_words_and_in_json() -> None:
    hits = json.loads(run("search", "jobs", "maçon", "--top", "2", "--json").output)
    assert hits[0]["code"] == "F1703"
    assert "F1703" in run("search", "jobs", "maçon").output
    assert "Aucun métier" in run("search", "jobs", "؟؟؟").output


@pytest.mark.parametrize("kind", ["markets", "people", "hours", "exits", "needs"])
def test_an_empty_workbook_is_handed_out(kind: str, tmp_path: Path) -> None:
    assert run("template", kind, "-o", tmp_path / "modele.xlsx").exit_code == 0
    assert "Exemple" in load_workbook(tmp_path / "modele.xlsx").sheetnames


def test_settings_are_listed_and_a_wrong_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "CLAUSES_HOME" in run("settings").output
    monkeypatch.setenv("CLAUSES_PORT", "none")
    made = run("settings")
    assert (made.exit_code, "CLAUSES_PORT" in made.output) == (2, True)


def test_the_application_is_served_to_this_machine_only(year: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSES_HOST", "0.0.0.0")
    assert run("serve").exit_code == 2
