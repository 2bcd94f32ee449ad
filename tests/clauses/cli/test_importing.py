"""`clauses import` and `clauses template`: what they say, and how they end."""

import io
from pathlib import Path

import pytest

from clauses.cli.importing import _progress
from clauses.files.rules import FileKind
from tests.clauses.cli.conftest import CommandLine
from tests.imports.office import EXIT, HOURS, KARIM_HOURS, LEA, MARKET, NEED, STRANGER

SPACE = "\u00a0"


@pytest.fixture
def ready(clauses: CommandLine) -> CommandLine:
    """A market and two people are recorded."""
    clauses.bring(FileKind.MARKETS, FileKind.PEOPLE)
    return clauses


# --- for people -------------------------------------------------------------------------------------------------------


def test_a_good_file_is_told_in_two_lines(ready: CommandLine) -> None:
    told = ready("import", "hours", ready.write("mars.csv", HOURS, KARIM_HOURS), status=0)
    assert told.out.splitlines() == [
        "mars.csv : 2 lignes lues – 2 acceptées, 0 refusée, 0 ignorée (vide, total).",
        f"  Enregistré : 2 nouvelles, 0 remplacée, 0 inchangée ; 221,67{SPACE}h.",
    ]
    assert told.err == ""


def test_a_refused_row_is_said_with_what_to_write_and_ends_with_1(ready: CommandLine) -> None:
    told = ready("import", "hours", ready.write("mars.csv", HOURS, {**KARIM_HOURS, "Heures travaillées": "abc"}))
    assert told.status == 1
    assert "1 refusée" in told.out
    assert f"✗ refusé : Ligne 3{SPACE}: «{SPACE}abc{SPACE}» n'est pas un nombre d'heures" in told.out


def test_the_same_remark_about_several_rows_is_said_once(ready: CommandLine) -> None:
    rows = [{**HOURS, "Mois": f"{month:02d}/2024", "Lot": "9"} for month in (1, 2, 3, 5)]
    told = ready("import", "hours", ready.write("mars.csv", *rows), status=1)
    assert f"✗ refusé : Lignes 2-5{SPACE}: le marché" in told.out


def test_a_row_to_check_and_a_correction_are_told_apart(ready: CommandLine) -> None:
    validate = ("--validate", "--by", "Reprise")
    ready("import", "hours", ready.write("mars.csv", HOURS), *validate, status=0)
    told = ready("import", "hours", ready.write("mars.csv", {**HOURS, "Heures travaillées": "140"}), status=0)
    assert "1 correction à accepter" in told.out
    assert "· remarque : Ligne 2" in told.out
    told = ready("import", "hours", ready.write("avril.csv", {**STRANGER, "Mois": "04/2024"}), status=0)
    assert "? à vérifier : Ligne 2" in told.out


def test_a_long_list_of_remarks_is_cut_and_the_rest_counted(ready: CommandLine) -> None:
    rows = [{**HOURS, "Heures travaillées": f"abc{number}"} for number in range(45)]
    told = ready("import", "hours", ready.write("mars.csv", *rows), status=1)
    assert told.out.count("✗ refusé") == 40
    assert f"… et 5 autres remarques{SPACE}:" in told.out.replace(" :", f"{SPACE}:")


def test_a_dry_run_says_what_was_understood_of_each_column_and_writes_nothing(ready: CommandLine) -> None:
    before = ready.database.read_bytes()
    told = ready("import", "hours", ready.write("mars.csv", HOURS), "--dry-run", status=0)
    out = told.out.replace(SPACE, " ")
    assert "  feuille « mars », en-tête ligne 1 :" in out
    assert "    A « Référence marché » → Référence marché (en-tête attendu, sûr à 100 %) : 2024-T001" in out
    assert "  Changerait : 1 nouvelle" in told.out
    assert ready.database.read_bytes() == before


def test_what_the_file_does_not_say_may_be_said_beside_it(ready: CommandLine) -> None:
    missing = ("Référence marché", "Lot", "SIRET attributaire", "Mois")
    bare = {name: text for name, text in HOURS.items() if name not in missing}
    told = ready(
        "import", "hours", ready.write("heures.csv", bare), "--market", "2024-T001", "--lot", "1",
        "--contractor", "732 829 320 00074", "--month", "2024-03", status=0,
    )  # fmt: skip
    assert "1 nouvelle" in told.out


def test_a_replacement_that_a_bad_row_holds_back_is_confirmed(ready: CommandLine) -> None:
    ready("import", "hours", ready.write("mars.csv", HOURS), status=0)
    spoilt = ready.write("mars2.csv", {**HOURS, "Heures travaillées": "140"}, {**KARIM_HOURS, "Mois": ""})
    assert "0 remplacée" in ready("import", "hours", spoilt, status=1).out
    assert "1 remplacée" in ready("import", "hours", spoilt, "--replace", status=1).out


# --- for programs -----------------------------------------------------------------------------------------------------


def test_json_is_one_object_a_line_for_each_file_and_the_worst_status_wins(ready: CommandLine) -> None:
    good = ready.write("mars.csv", HOURS)
    bad = ready.write("avril.csv", {**HOURS, "Lot": "9"})
    told = ready("import", "hours", good, bad, ready.desk / "absent.csv", good, "--json")
    assert told.status == 2
    assert [(each["file"], each["rows"]["accepted"], each["run"]) for each in told.objects] == [
        ("mars.csv", 1, 3), ("avril.csv", 0, 4), ("absent.csv", 0, None), ("mars.csv", 1, 5),
    ]  # fmt: skip
    assert told.objects[0]["hours"] == "151.67"
    assert told.objects[1]["issues"][0]["code"] == "hours.unknown_lot"
    assert told.objects[2]["issues"][0]["code"] == "file.unreadable"
    assert told.objects[3]["changes"] == {"created": 0, "replaced": 0, "unchanged": 1, "proposed": 0}
    assert told.err == ""
    assert ready("import", "hours", good, bad, "--json").status == 1


def test_each_file_is_stored_whatever_becomes_of_the_next(ready: CommandLine) -> None:
    told = ready("import", "hours", ready.write("mars.csv", HOURS), ready.desk / "absent.csv", status=2)
    assert "1 nouvelle" in told.out
    assert "absent.csv : rien n'est enregistré." in told.err


def test_who_deposits_is_kept(ready: CommandLine) -> None:
    ready("import", "hours", ready.write("mars.csv", HOURS), "--by", "  Maçons   du Sud ", status=0)
    assert b"Ma\xc3\xa7ons du Sud" in ready.database.read_bytes() + _wal(ready)


def _wal(ready: CommandLine) -> bytes:
    journal = ready.home / "clauses.db-wal"
    return journal.read_bytes() if journal.exists() else b""


# --- what cannot be used ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "n'existe pas"),
        (b"", "rien"),
        (b"%PDF-1.7\x00\xff", "PDF"),
        (b"Nom;Pr\xe9nom\nRoux;L\xe9a\n", "colonne"),
    ],
)
def test_an_unusable_file_ends_with_2_in_french_and_stores_nothing(
    ready: CommandLine, content: bytes | None, words: str
) -> None:
    path = ready.desk / "heures.csv"
    if content is not None:
        path.write_bytes(content)
    told = ready("import", "hours", path, status=2)
    assert told.out == ""
    assert told.err.startswith("heures.csv : rien n'est enregistré.")
    assert words in told.err


def test_a_folder_is_not_a_file(ready: CommandLine) -> None:
    assert "est un dossier" in ready("import", "hours", ready.desk, status=2).err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("hours", "x.csv", "--validate"), "ajoutez --by NOM"),
        (("hours", "x.csv", "--validate", "--by", "  "), "ajoutez --by NOM"),
        (("people", "x.csv", "--validate", "--by", "X"), "--validate ne vaut que pour les heures"),
        (("people", "x.csv", "--replace"), "--replace ne vaut que pour les heures"),
        (("people", "x.csv", "--correction"), "--correction ne vaut que pour les marchés"),
        (("hours", "x.csv", "--month", "mars"), "« mars » n'est pas un mois. Écrivez par exemple 2024-03"),
        (("hours", "x.csv", "--month", "2024-13"), "n'est pas un mois"),
        (("hours", "x.csv", "--month", "0000-01"), "n'est pas un mois"),
        (("hours", "x.csv", "--contractor", "123"), "n'est pas un SIRET. Écrivez ses 14 chiffres"),
        (("hours", "x.csv", "--by", "x" * 201), "un nom a 200 caractères au plus"),
        (("heures", "x.csv"), "« heures » n'est pas possible. Choisissez entre markets, people, hours, needs, exits"),
        (("hours",), "Il manque FICHIER"),
        ((), "Il manque NATURE"),
        (("hours", "x.csv", "--zzz"), "L'option « --zzz » n'existe pas"),
        (("hours", "x.csv", "--validat"), "Vouliez-vous « --validate »"),
        (("hours", "x.csv", "--lot"), "L'option « --lot » est mal employée"),
    ],
)
def test_a_wrong_command_line_ends_with_2_and_says_what_to_write(
    clauses: CommandLine, options: tuple[str, ...], words: str
) -> None:
    told = clauses("import", *options, status=2)
    assert told.out == ""
    assert told.err.startswith("Refusé")
    assert words in told.err.replace(SPACE, " ")


class Terminal(io.StringIO):
    """Where a person reads."""

    def isatty(self) -> bool:
        return True


def test_a_progress_bar_shows_on_a_terminal_and_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    with _progress(Path("mars.csv"), quiet=True) as step:
        step("lecture")
    assert screen.getvalue() == ""
    with _progress(Path("mars.csv"), quiet=False) as step:
        step("lecture")
    assert "mars.csv" in screen.getvalue()
    pipe = io.StringIO()
    monkeypatch.setattr("sys.stderr", pipe)
    with _progress(Path("mars.csv"), quiet=False) as step:
        step("lecture")
    assert pipe.getvalue() == ""


# --- the sender's own file back ---------------------------------------------------------------------------------------


def test_a_marked_copy_is_written_where_it_was_asked_and_said(ready: CommandLine) -> None:
    file = ready.write("mars.csv", HOURS, {**KARIM_HOURS, "Heures travaillées": "abc"})
    copy = ready.desk / "copie.csv"
    told = ready("import", "hours", file, "--annotated", copy, status=1)
    assert told.err.replace(SPACE, " ") == f"{copy} : votre fichier, cellules à corriger marquées.\n"
    copy.write_text(copy.read_text(encoding="utf-8").replace(";abc;", ";70;"), encoding="utf-8")
    assert "2 acceptées" in ready("import", "hours", copy, status=0).out


def test_a_dry_run_gives_a_marked_copy_too_and_programs_are_told_where(ready: CommandLine) -> None:
    copies = ready.desk / "copies"
    copies.mkdir()
    files = [ready.write(name, {**HOURS, "Heures travaillées": "abc"}) for name in ("mars.csv", "avril.csv")]
    told = ready("import", "hours", *files, ready.desk / "absent.csv", "--dry-run", "--json", "--annotated", copies)
    assert [one["annotated"] for one in told.objects] == [
        str(copies / "mars-à-corriger.csv"),
        str(copies / "avril-à-corriger.csv"),
        None,
    ]
    assert sorted(path.name for path in copies.iterdir()) == ["avril-à-corriger.csv", "mars-à-corriger.csv"]
    assert "Pas de copie marquée" in told.err
    assert "annotated" not in ready("import", "hours", files[0], "--dry-run", "--json").objects[0]


@pytest.mark.parametrize(
    ("out", "why"),
    [("copie.doc", "ne convient pas"), ("absent/copie.csv", "n'existe pas"), ("mars.csv", "serait écrasé")],
)
def test_a_copy_that_cannot_be_is_refused_before_anything_is_stored(ready: CommandLine, out: str, why: str) -> None:
    told = ready("import", "hours", ready.write("mars.csv", HOURS), "--annotated", ready.desk / out, status=2)
    assert why in told.err
    assert "1 nouvelle" in ready("import", "hours", ready.desk / "mars.csv", "--dry-run", status=0).out


def test_several_files_need_a_folder_for_their_copies(ready: CommandLine) -> None:
    files = [ready.write(name, HOURS) for name in ("mars.csv", "avril.csv")]
    told = ready("import", "hours", *files, "--annotated", ready.desk / "copie.csv", status=2)
    assert "donnez un dossier" in told.err


# --- templates --------------------------------------------------------------------------------------------------------

FILLED = {
    FileKind.MARKETS: MARKET,
    FileKind.PEOPLE: LEA,
    FileKind.HOURS: HOURS,
    FileKind.NEEDS: NEED,
    FileKind.EXITS: EXIT,
}


def test_each_template_once_filled_is_imported(clauses: CommandLine) -> None:
    from openpyxl import load_workbook

    for kind, said in FILLED.items():
        path = clauses.desk / f"{kind}.xlsx"
        assert clauses("template", kind, "-o", path, status=0).err == f"{path} est écrit.\n"
        book = load_workbook(path)
        sheet = book.worksheets[0]
        headers = {cell.value: cell.column for cell in sheet[1]}
        for name, text in said.items():
            sheet.cell(2, headers[name], text)
        book.save(path)
        told = clauses("import", kind, path)
        assert (told.status, "1 nouvelle" in told.out) == (0, True), told


def test_a_template_of_needs_can_be_written(clauses: CommandLine) -> None:
    clauses("template", "needs", "-o", clauses.desk / "besoins.xlsx", status=0)
    assert (clauses.desk / "besoins.xlsx").stat().st_size > 1000


@pytest.mark.parametrize(
    ("output", "why"), [("absent/modele.xlsx", "le dossier n'existe pas"), (".", "c'est un dossier")]
)
def test_a_template_that_cannot_be_written_is_said(clauses: CommandLine, output: str, why: str) -> None:
    told = clauses("template", "hours", "-o", clauses.desk / output, status=2)
    assert f"ne peut pas être écrit : {why}. Choisissez un autre endroit." in told.err.replace(SPACE, " ")
