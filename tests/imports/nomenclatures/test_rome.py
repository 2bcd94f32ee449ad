"""The official ROME imported file by file, and what it then answers."""

import itertools
import os
import random
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from clauses.db import reading
from clauses.files.rules import FileKind, Severity
from clauses.matching.jobs import search_jobs
from clauses.matching.nomenclature import job_index, known_rome
from clauses.reference import queries
from clauses.reference.commune_queries import towns
from clauses.reference.parts import ReferencePart, RomeItemKind
from imports.report import DONE, SOME_REJECTED, UNUSABLE
from tests.imports.nomenclatures.published import COATER, HEADERS, MASON, PICKER, ROME_FILES, ROWS, as_csv, published
from tests.imports.office import Office


def load(office: Office, *names: str) -> None:
    for name in names or ROME_FILES:
        report = office.send_path(FileKind.ROME, published(office.desk, name))
        assert report.status == DONE, report.issues


def test_each_file_is_known_by_its_headers(office: Office) -> None:
    load(office)
    with reading(office.engine) as session:
        found = queries.editions(session)
        rows = {part.value: edition.rows for part, edition in found.items()}
    assert {part.value for part in found} == {part.value for part in ReferencePart if part.value.startswith("rome")}
    assert rows == {
        "rome.jobs": 3,
        "rome.appellations": 4,
        "rome.skills": 1,
        "rome.knowledge": 1,
        "rome.contexts": 1,
        "rome.job_items": 4,
        "rome.mobility": 2,
        "rome.great_domains": 2,
        "rome.domains": 2,
        "rome.job_domains": 2,
        "rome.sectors": 3,
        "rome.job_sectors": 3,
        "rome.moves": 1,
        "rome.licences": 1,
    }
    assert {edition.version for edition in found.values()} == {"460"}


def test_every_row_is_accounted_for_and_the_run_is_kept(office: Office) -> None:
    report = office.send_path(FileKind.ROME, published(office.desk, "unix_referentiel_code_rome"))
    assert report.as_json() == {
        "file": "unix_referentiel_code_rome_v460_utf8.csv",
        "kind": "rome",
        "sha256": report.sha256,
        "run": 1,
        "dry_run": False,
        "rows": {"read": 3, "accepted": 3, "rejected": 0, "ignored": 0, "warned": 0},
        "changes": {"created": 3, "replaced": 0, "unchanged": 0, "proposed": 0},
        "issues": [],
    }
    assert office.rows("SELECT act, subject FROM journal ORDER BY number DESC LIMIT 1") == [("import", "import_run")]
    assert len(office.shelved()) == 1
    assert office.faults() == []


def test_a_dry_run_writes_nothing(office: Office) -> None:
    report = office.send_path(FileKind.ROME, published(office.desk, "unix_grand_domaine"), dry_run=True)
    assert (report.status, report.changes.created, report.run) == (DONE, 2, None)
    assert office.rows("SELECT count(*) FROM rome_domain") == [(0,)]


def test_what_is_loaded_answers(small_office: Office) -> None:
    load(small_office)
    with reading(small_office.engine) as session:
        assert queries.rome_labels(session)[COATER] == "Façadier / Façadière itéiste"
        assert queries.rome_parents(session) == {MASON: MASON, COATER: MASON, PICKER: PICKER}
        assert queries.rome_neighbours(session) == {MASON: (COATER, PICKER)}
        assert queries.rome_skills(session) == {
            MASON: ("Monter un mur", "Gestes et postures"),
            PICKER: ("Gestes et postures",),
        }
        assert queries.rome_skills(session, [MASON], [RomeItemKind.CONTEXTE]) == {MASON: ("Travail en extérieur",)}
        assert queries.rome_divisions(session) == {MASON: frozenset({"43"}), PICKER: frozenset({"01"})}
        assert queries.rome_sectors(session)["00"] == "Transverse aux secteurs"
        assert queries.rome_domains(session) == {
            "F": "Construction, bâtiment",
            "K": "Services",
            "F17": "Gros œuvre",
            "K23": "Nettoyage",
        }
        assert queries.rome_licences(session) == ("CACES R482 A",)
        rome = known_rome(session)
        assert rome.neighbours[MASON] == (COATER, PICKER)
        assert rome.label(PICKER) == "Ripeur / Ripeuse (K2303)"


def test_a_code_of_either_vintage_leads_to_those_of_today(small_office: Office) -> None:
    load(small_office)
    with reading(small_office.engine) as session:
        assert queries.rome_heirs(session, MASON) == (MASON, COATER)
        assert queries.rome_heirs(session, COATER) == (COATER,)
        assert queries.rome_heirs(session, "F1700") == (COATER,)
        assert queries.rome_heirs(session, "N9999") == ()


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_files_changes_nothing(small_office: Office, seed: int) -> None:
    names = list(ROME_FILES)
    random.Random(seed).shuffle(names)
    load(small_office, *names)
    tables = ("rome_job", "rome_appellation", "rome_item", "rome_job_item", "rome_domain", "rome_sector")
    counts = [small_office.rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables]
    assert counts == [3, 4, 3, 4, 4, 3]


def test_the_same_file_twice_changes_nothing(office: Office) -> None:
    load(office, "unix_referentiel_appellation")
    again = office.send_path(FileKind.ROME, published(office.desk, "unix_referentiel_appellation"))
    assert (again.changes.created, again.changes.replaced, again.changes.unchanged) == (0, 0, 4)
    assert office.rows("SELECT count(*) FROM reference_edition") == [(1,)]


def test_a_newer_version_renews_adds_and_takes_away(office: Office) -> None:
    load(office, "unix_referentiel_code_rome")
    kept, changed, _ = ROWS["unix_referentiel_code_rome"]
    rows = [kept, (*changed[:3], "Façadier / Façadière", *changed[4:]), ("F1104", 9, 9, "Métreur", "", "F1108")]
    report = office.send_path(FileKind.ROME, published(office.desk, "unix_referentiel_code_rome", rows, version="470"))
    assert (report.changes.created, report.changes.replaced, report.changes.unchanged) == (1, 1, 1)
    assert [(issue.code, issue.severity) for issue in report.issues] == [("rome.gone", Severity.WARNING)]
    assert "1 ligne n'est plus dans ce fichier" in report.issues[0].message
    assert office.rows("SELECT code, label FROM rome_job ORDER BY code") == [
        ("F1104", "Métreur"),
        (COATER, "Façadier / Façadière"),
        (MASON, "Maçon / Maçonne"),
    ]
    assert office.rows("SELECT version FROM reference_edition ORDER BY id") == [("460",), ("470",)]


def test_a_version_before_the_one_in_use_is_refused(small_office: Office) -> None:
    load(small_office, "unix_referentiel_code_rome")
    before = small_office.recorded()
    report = small_office.send_path(
        FileKind.ROME, published(small_office.desk, "unix_referentiel_code_rome", version="347")
    )
    assert (report.status, report.issues[0].code) == (UNUSABLE, "rome.older_edition")
    assert "version 347, plus ancienne que celle enregistrée (460)" in report.issues[0].message
    assert small_office.recorded() == before


def test_parts_that_share_a_table_do_not_take_each_other_away(small_office: Office) -> None:
    load(small_office)
    for name in ("unix_referentiel_savoir", "unix_grand_domaine"):
        report = small_office.send_path(FileKind.ROME, published(small_office.desk, name, version="470"))
        assert [issue.code for issue in report.issues] == []
    assert small_office.rows("SELECT count(*) FROM rome_item") == [(3,)]
    assert small_office.rows("SELECT count(*) FROM rome_domain") == [(4,)]


def test_bad_rows_are_named_and_the_others_stored(office: Office) -> None:
    good = ROWS["unix_referentiel_code_rome"][0]
    rows = [good, ("Z1703", 1, 1, "Inconnu", "", MASON), ("F1201", 1, 1, "", "", MASON), ("", "", "", "", "", ""), good]
    rows.append((MASON, 1, 1, "Autre", "", MASON))
    report = office.send_path(FileKind.ROME, published(office.desk, "unix_referentiel_code_rome", rows))
    assert report.status == SOME_REJECTED
    assert vars(report.rows) == {"read": 5, "accepted": 1, "rejected": 3, "ignored": 1, "warned": 0}
    assert [(issue.row, issue.code, issue.column, issue.value) for issue in report.issues] == [
        (3, "rome.unreadable", "code_rome", "Z1703"),
        (4, "rome.missing", "libelle_rome", None),
        (6, "rome.repeated", None, MASON),
        (7, "rome.twice", None, MASON),
    ]
    assert "n'est pas un code ROME, une lettre et quatre chiffres, comme F1703" in report.issues[0].message


@pytest.mark.parametrize("text", ["a;b\n1;2\n", "", "code_rome\nF1703\n", "Nom;Prénom\nRoux;Léa\n", '{"features": []}'])
def test_another_file_is_refused_by_name(small_office: Office, text: str) -> None:
    small_office.desk.mkdir(exist_ok=True)
    path = small_office.desk / "autre.csv"
    path.write_text(text, encoding="utf-8")
    report = small_office.send_path(FileKind.ROME, path)
    assert report.status == UNUSABLE
    assert report.issues[0].code in ("rome.other_file", "file.not_a_workbook")
    assert "autre.csv" in report.issues[0].message
    assert small_office.rows("SELECT count(*) FROM import_run") == [(0,)]


def test_an_archive_of_the_published_files_loads_whole(office: Office) -> None:
    office.desk.mkdir(exist_ok=True)
    path = office.desk / "rome.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ROME_FILES:
            archive.writestr(f"RefRomeCsv/{name}_v460_utf8.csv", as_csv(name))
        archive.writestr("version.txt", "Numero de version : 60\n\nDate de publication : 18/09/2025\n")
    report = office.send_path(FileKind.ROME, path)
    assert (report.status, report.changes.created) == (DONE, sum(len(ROWS[name]) for name in ROME_FILES))
    assert {issue.code for issue in report.issues} == {"rome.unknown_sheet"}
    assert office.rows("SELECT DISTINCT version FROM reference_edition") == [("460",)]


def archive_of(office: Office, texts: Mapping[str, str]) -> Path:
    office.desk.mkdir(exist_ok=True)
    path = office.desk / "rome.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return path


def test_two_files_of_one_part_in_an_archive_are_read_as_one(office: Office) -> None:
    mason, coater, picker = ROWS["unix_referentiel_code_rome"]
    name = "unix_referentiel_code_rome"
    other = ("F1700", 9, 9, "Autre", "", MASON)
    texts = {
        f"a_{name}_v460.csv": as_csv(name, [mason, coater]),
        f"b_{name}_v460.csv": as_csv(name, [picker, mason, (COATER, *other[1:])]),
    }
    report = office.send_path(FileKind.ROME, archive_of(office, texts))
    assert vars(report.rows) == {"read": 5, "accepted": 3, "rejected": 1, "ignored": 1, "warned": 0}
    assert [(issue.sheet, issue.row, issue.code) for issue in report.issues] == [
        (f"b_{name}_v460.csv", 3, "rome.repeated"),
        (f"b_{name}_v460.csv", 4, "rome.twice"),
    ]
    assert f"« {MASON} » est déjà à la ligne 2 de « a_{name}_v460.csv »" in report.issues[0].message.replace(
        "\xa0", " "
    )
    assert office.rows("SELECT code FROM rome_job ORDER BY code") == [(COATER,), (MASON,), (PICKER,)]
    assert office.rows("SELECT part, version, rows FROM reference_edition") == [("rome.jobs", "460", 3)]
    again = office.send_path(FileKind.ROME, archive_of(office, texts))
    assert (again.changes.created, again.changes.replaced, again.changes.unchanged) == (0, 0, 3)


def test_two_versions_of_one_part_in_an_archive_are_not_mixed(small_office: Office) -> None:
    name = "unix_referentiel_code_rome"
    texts = {f"{name}_v{version}.csv": as_csv(name) for version in ("347", "460")}
    report = small_office.send_path(FileKind.ROME, archive_of(small_office, texts))
    assert (report.status, [issue.code for issue in report.issues]) == (UNUSABLE, ["rome.two_versions"])
    assert "347" in report.issues[0].message
    assert "460" in report.issues[0].message
    assert small_office.rows("SELECT count(*) FROM import_run") == [(0,)]


def test_files_of_one_name_in_two_folders_of_an_archive_are_both_read(small_office: Office) -> None:
    mason, coater, picker = ROWS["unix_referentiel_code_rome"]
    name = "unix_referentiel_code_rome"
    texts = {
        f"nord/{name}_v460.csv": as_csv(name, [mason, ("??", *coater[1:])]),
        f"Sud/{name.upper()}_v460.csv": as_csv(name, [picker, coater]),
        f"__MACOSX/nord/._{name}_v460.csv": "Mac OS X\0\0",
        f"nord/.~lock.{name}_v460.csv": ",someone,",
    }
    report = small_office.send_path(FileKind.ROME, archive_of(small_office, texts))
    assert vars(report.rows) == {"read": 4, "accepted": 3, "rejected": 1, "ignored": 0, "warned": 0}
    assert [(issue.sheet, issue.row) for issue in report.issues] == [(f"nord/{name}_v460.csv", 3)]
    assert small_office.rows("SELECT code FROM rome_job ORDER BY code") == [(COATER,), (MASON,), (PICKER,)]


def test_accents_written_in_another_encoding_are_read(small_office: Office) -> None:
    """The official sectors by job are CP1252 in spite of their name."""
    path = small_office.desk / "unix_secteur_naf_v460_utf8.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(as_csv("unix_secteur_naf").replace("Culture", "Forêt").encode("cp1252"))
    assert small_office.send_path(FileKind.ROME, path).status == DONE
    assert small_office.rows("SELECT label FROM rome_sector WHERE division = '01'") == [("Forêt",)]


# What it changes for those who search


def test_the_official_titles_take_over_once_loaded(small_office: Office, tmp_path: Path) -> None:
    with reading(small_office.engine) as session:
        before = job_index(session, tmp_path)
    assert before.edition is None
    assert search_jobs(before.index, "trucideur de parpaings", 1)[0].score < 1
    load(small_office)
    with reading(small_office.engine) as session:
        built, kept = job_index(session, tmp_path), job_index(session, tmp_path)
    assert built.edition is not None
    assert built.edition.version == "460"
    for found in (built, kept):
        (hit,) = search_jobs(found.index, "trucideuse de parpaings", 1)
        assert (hit.code, hit.label, hit.score) == (MASON, "Maçon / Maçonne", 1.0)
    assert len(list(tmp_path.glob("rome-*.npz"))) == 1


def test_the_index_is_built_again_when_the_nomenclature_changes(small_office: Office, tmp_path: Path) -> None:
    load(small_office, "unix_referentiel_appellation", "unix_referentiel_code_rome")
    with reading(small_office.engine) as session:
        job_index(session, tmp_path)
    rows = [*ROWS["unix_referentiel_appellation"], (105, "Zingueur / Zingueuse", "Zingueur(se)", MASON, "", MASON, "N")]
    small_office.send_path(
        FileKind.ROME, published(small_office.desk, "unix_referentiel_appellation", rows, version="470")
    )
    with reading(small_office.engine) as session:
        found = job_index(session, tmp_path)
    assert search_jobs(found.index, "zingueuse", 1)[0].code == MASON
    assert len(list(tmp_path.glob("rome-*.npz"))) == 1


def test_the_towns_of_the_official_communes_are_no_words_of_a_job(small_office: Office, tmp_path: Path) -> None:
    def best() -> tuple[str, float]:
        with reading(small_office.engine) as session:
            (hit,) = search_jobs(job_index(session, tmp_path).index, "maçon Ripeux", 1)
        return hit.code, hit.score

    load(small_office, "unix_referentiel_appellation", "unix_referentiel_code_rome")
    assert best() != (MASON, 1.0)  # « ripeux » looks like a misspelt « ripeur »
    rows = [
        ("99001", "Ripeux", "99000", "99", "1", "45000", "", "", "", "", ""),
        ("99002", "Maçon", "99000", "99", "1", "9999", "", "", "", "", ""),
        ("99003", "Bourg-Ripeux", "99000", "99", "1", "45000", "", "", "", "", ""),
    ]
    report = small_office.send_path(FileKind.COMMUNES, published(small_office.desk, "communes", rows))
    assert report.status == DONE
    with reading(small_office.engine) as session:
        assert towns(session) == {"ripeux"}
    assert best() == (MASON, 1.0)


def test_towns_serve_the_compact_table_too(small_office: Office, tmp_path: Path) -> None:
    with reading(small_office.engine) as session:
        assert not job_index(session, tmp_path).index.titles.tuning.towns
    rows = [("69266", "Villeurbanne", "69100", "69", "84", "150000", "", "", "", "", "")]
    small_office.send_path(FileKind.COMMUNES, published(small_office.desk, "communes", rows))
    with reading(small_office.engine) as session:
        built = job_index(session, tmp_path)
    assert built.edition is None
    assert built.index.titles.tuning.towns == {"villeurbanne"}


def test_a_torn_index_or_a_folder_that_cannot_be_written_stops_no_search(small_office: Office, tmp_path: Path) -> None:
    load(small_office, "unix_referentiel_appellation")
    with reading(small_office.engine) as session:
        job_index(session, tmp_path)
        (kept,) = tmp_path.glob("rome-*.npz")
        kept.write_bytes(b"PK torn")
        assert search_jobs(job_index(session, tmp_path).index, "ripeur", 1)[0].code == PICKER
        (tmp_path / "file").write_text("")
        assert search_jobs(job_index(session, tmp_path / "file" / "in").index, "ripeur", 1)[0].code == PICKER


def test_no_two_published_files_share_their_headers() -> None:
    assert all(HEADERS[one] != HEADERS[other] for one, other in itertools.combinations(HEADERS, 2))


def test_the_official_files_load_whole(small_office: Office) -> None:
    folder = os.environ.get("CLAUSES_REFERENCE_DIR")
    if not folder:
        pytest.skip("CLAUSES_REFERENCE_DIR is not set: no official ROME to load")
    paths = sorted((Path(folder) / "rome").glob("*.csv"))
    assert len(paths) == 14
    for path in paths:
        report = small_office.send_path(FileKind.ROME, path)
        assert (report.status, report.rows.read) == (DONE, report.rows.accepted), (path.name, report.issues[:3])
    with reading(small_office.engine) as session:
        assert len(queries.rome_titles(session)) == 13_120
        assert len(queries.rome_labels(session)) == 1_584
        assert len(queries.rome_neighbours(session)[MASON]) > 3
        assert "43" in queries.rome_divisions(session)[MASON]
