"""Needs written: what the database holds once a file is imported, on both engines."""

from clauses.db import writing
from clauses.files.rules import FileKind
from tests.imports.office import MARKET, NEED, Office
from tests.official_factories import official_commune


def test_a_need_is_written_with_what_it_asks_for_and_where_it_was_said(office: Office) -> None:
    office.prepare(FileKind.NEEDS)
    assert office.send(FileKind.NEEDS, NEED).status == 0
    assert office.rows("SELECT reference, reference_key, state FROM need") == [("B001", "b001", "open")]
    said = office.rows(
        "SELECT version, job, skills, licences, french_level, commune, posts, contract_kind, weekly_hours, sheet, row"
        " FROM need_version"
    )
    assert said == [
        (1, "Maçon (F1703)", "coffrage ; lecture de plan", "CACES R482 A", "A2", "Chenôve", 2, "CDD", 35_00,
         said[0][9], 2)
    ]  # fmt: skip
    days = office.rows("SELECT starts_on, ends_on, qpv_only FROM need_version")
    assert [(str(start), str(end), bool(only)) for start, end, only in days] == [("2024-07-01", "2024-12-31", False)]


def test_a_changed_need_keeps_its_earlier_version_readable(office: Office) -> None:
    office.prepare(FileKind.NEEDS)
    office.send(FileKind.NEEDS, NEED)
    report = office.send(FileKind.NEEDS, {**NEED, "Nombre de postes": "3"})
    assert (report.changes.created, report.changes.replaced) == (0, 1)
    assert office.rows("SELECT version, posts, run_id FROM need_version ORDER BY version") == [
        (1, 2, report.run - 1 if report.run else 0),
        (2, 3, report.run),
    ]
    assert office.rows("SELECT count(*) FROM need") == [(1,)]


def test_close_spellings_of_headers_are_the_same_needs(office: Office) -> None:
    office.prepare(FileKind.NEEDS)
    office.send(FileKind.NEEDS, NEED)
    spelt = {
        "Réf. besoin": "B001", "N° marché": "2024-T001", "N° lot": "01", "SIRET": "732 829 320 00074",
        "Poste": "Maçon (F1703)", "Savoir-faire": "coffrage ; lecture de plan", "CACES exigés": "CACES R482 A",
        "Niveau français": "A2", "Lieu de travail": "Chenôve", "Nb postes": "2", "Contrat": "cdd",
        "H / semaine": "35h00", "À partir du": "1/7/24", "Jusqu'au": "2024-12-31", "Réservé QPV": "N",
    }  # fmt: skip
    report = office.send(FileKind.NEEDS, spelt)
    assert (report.status, report.changes.unchanged, report.issues) == (0, 1, ())


def test_a_contractor_without_a_siret_is_named_to_whoever_asks(small_office: Office) -> None:
    small_office.send(FileKind.MARKETS, {**MARKET, "SIRET attributaire": ""})
    report = small_office.send(FileKind.NEEDS, NEED)
    (issue,) = report.issues
    assert issue.code == "needs.contractor_without_siret"
    assert "« Maçons du Sud » est attributaire du lot 1 du marché « 2024-T001 », sans SIRET" in plain(issue.message)
    small_office.send(FileKind.MARKETS, MARKET)  # what the sentence asks for
    assert small_office.send(FileKind.NEEDS, NEED).status == 0


def plain(message: str) -> str:
    return message.replace("\xa0", " ").replace("\u202f", " ")


def test_a_need_whose_kind_of_contract_cannot_be_read_is_kept_and_said(small_office: Office) -> None:
    small_office.prepare(FileKind.NEEDS)
    report = small_office.send(FileKind.NEEDS, {**NEED, "Type de contrat": "CDD de six mois renouvelable"})
    assert (report.status, report.rows.accepted) == (0, 1)


def test_a_commune_of_the_official_file_is_known_once_it_is_loaded(office: Office) -> None:
    office.prepare(FileKind.NEEDS)
    far = {**NEED, "Commune du poste": "Villeurbanne"}
    assert [issue.code for issue in office.send(FileKind.NEEDS, far).issues] == ["needs.unknown_commune"]
    with writing(office.engine) as session:
        official_commune(session, insee="69266", name="Villeurbanne", name_key="villeurbanne", postal_codes="69100")
    assert office.send(FileKind.NEEDS, far).issues == ()
