"""Published contracts become drafts: every shape, every row accounted for, nothing of a stranger believed."""

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clauses.db import reading
from clauses.errors import Unusable
from clauses.files.rules import FileKind
from clauses.markets.draft_queries import list_drafts
from clauses.markets.drafts import DraftFacts, from_text
from clauses.reference.rules import Nature
from imports.containers import read_sheets
from imports.report import DONE, SOME_REJECTED, UNUSABLE, Report
from imports.run import DECP_LIMITS
from tests.imports.decp.published import (
    BUYER,
    GARDENERS,
    MASONS,
    OLD,
    OTHER_BUYER,
    PAINTERS,
    ROW,
    company,
    contract,
    publication,
    put,
    table,
)
from tests.imports.office import Office


def send(office: Office, text: str | bytes, name: str = "decp.json", **how: Any) -> Report:
    return office.send_path(FileKind.DECP, put(office.desk, text, name), **how)


def facts(office: Office) -> list[DraftFacts]:
    return [from_text(row[0]) for row in office.rows("SELECT facts FROM market_draft ORDER BY reference_key")]


def codes(report: Report) -> list[str]:
    return sorted(issue.code for issue in report.issues)


def test_a_publication_of_schema_2_becomes_drafts(office: Office) -> None:
    report = send(office, publication(contract(), contract(id="2024-T002", considerationsSociales={})))
    assert report.as_json() | {"sha256": ""} == {
        "file": "decp.json",
        "kind": "decp",
        "sha256": "",
        "run": 1,
        "dry_run": False,
        "rows": {"read": 2, "accepted": 2, "rejected": 0, "ignored": 0, "warned": 0},
        "changes": {"created": 2, "replaced": 0, "unchanged": 0, "proposed": 0},
        "issues": [],
    }
    first, second = facts(office)
    assert first.title == "Réfection de l'école élémentaire"
    assert (first.amount_cents, first.months, first.notified_on) == (25_000_050, 12, date(2024, 2, 1))
    assert first.ends_on() == date(2025, 1, 31)
    assert first.considerations == ("Clause sociale", "Critère social")
    assert (first.nature, first.holders[0].name) == (Nature.BTP, "Maçons du Sud")
    assert (first.social, second.social) == (True, False)
    with reading(office.engine) as session:
        listed, count = list_drafts(session)
    assert ([one.reference for one in listed], count) == (["2024-T001", "2024-T002"], 2)
    assert office.rows("SELECT count(*) FROM market") == [(0,)]
    assert office.faults() == []


def test_the_schema_of_2019_is_read(office: Office) -> None:
    report = send(office, json.dumps({"marches": [OLD]}))
    assert (report.status, codes(report)) == (DONE, ["decp.unknown_duration"])
    (found,) = facts(office)
    assert (found.buyer_name, found.amount_cents, found.months) == ("Ville d'Ouchy", 1_470_000, None)
    assert (found.nature, found.place) == (Nature.MS, "21000 Dijon")
    assert [(one.subject, one.amount_cents) for one in found.modifications] == [("Prolongation", 2_000_000)]


@pytest.mark.parametrize("text", [json.dumps([OLD]), json.dumps({"marches": {"marche": OLD}})])
def test_a_bare_list_and_a_lone_contract_are_read(small_office: Office, text: str) -> None:
    assert send(small_office, text).changes.created == 1


def test_concessions_stand_after_markets(small_office: Office) -> None:
    concession = {
        "id": "C1",
        "autoriteConcedante": {"id": BUYER},
        "nature": "Concession de service",
        "objet": "Restauration scolaire",
        "dureeMois": 60,
        "dateSignature": "2024-01-02",
        "valeurGlobale": 1_000_000,
        "concessionnaires": [{"concessionnaire": {"id": MASONS, "typeIdentifiant": "SIRET"}}],
        "considerationsSociales": {"considerationSociale": ["Clause sociale"]},
    }
    report = send(small_office, publication(contract(), concessions=[concession]))
    assert report.rows.accepted == 2
    found = facts(small_office)[1]
    assert (found.concession, found.amount_cents, found.holders[0].siret) == (True, 100_000_000, MASONS)


def test_rows_of_one_contract_with_several_holders_are_one_groupement(office: Office) -> None:
    other = {**ROW, "titulaire_id": MASONS, "titulaire_denominationSociale": "Maçons du Sud"}
    report = send(office, table(ROW, other), "decp.csv")
    assert (report.rows.accepted, report.changes.created, report.issues) == (2, 1, ())
    (found,) = facts(office)
    assert [holder.siret for holder in found.holders] == [PAINTERS, MASONS]
    assert (found.grouping, found.social, found.nature) == ("solidaire", True, Nature.BTP)


def test_holders_in_columns_are_read_too(small_office: Office) -> None:
    row = {name: text for name, text in ROW.items() if not name.startswith("titulaire")}
    row |= {"titulaire_id_1": PAINTERS, "titulaire_denominationSociale_1": "Peintres", "titulaire_id_2": MASONS}
    send(small_office, table(row, delimiter=";"), "decp.csv")
    (found,) = facts(small_office)
    assert [(one.siret, one.name) for one in found.holders] == [(PAINTERS, "Peintres"), (MASONS, None)]


def test_rows_of_modifications_become_modifications(small_office: Office) -> None:
    changed = {
        **ROW,
        "modification_id": "1",
        "montant": "120000",
        "dureeMois": "9",
        "datePublicationDonnees": "2024-06-01",
    }
    report = send(small_office, table(ROW, changed), "decp.csv")
    assert (report.rows.accepted, report.changes.created) == (2, 1)
    (found,) = facts(small_office)
    assert (found.amount_cents, found.months) == (9_000_000, 6)
    assert [(one.number, one.amount_cents, one.months) for one in found.modifications] == [("1", 12_000_000, 9)]


def test_the_same_file_twice_changes_nothing(office: Office) -> None:
    send(office, publication(contract()))
    again = send(office, publication(contract()))
    assert (again.changes.created, again.changes.replaced, again.changes.unchanged) == (0, 0, 1)
    assert office.rows("SELECT count(*) FROM market_draft_version") == [(0,)]


def test_a_newer_publication_is_a_new_version_and_an_older_one_is_none(office: Office) -> None:
    send(office, publication(contract()))
    newer = contract(montant=300000, datePublicationDonnees="2024-05-01")
    assert send(office, publication(newer)).changes.replaced == 1
    assert office.rows("SELECT version, amount_cents FROM market_draft") == [(2, 30_000_000)]
    assert office.rows("SELECT version FROM market_draft_version") == [(1,)]
    older = send(office, publication(contract()))
    assert (older.changes.unchanged, codes(older)) == (1, ["decp.older_publication"])
    assert office.rows("SELECT version FROM market_draft") == [(2,)]


def test_a_dry_run_tells_and_writes_nothing(office: Office) -> None:
    report = send(office, publication(contract()), dry_run=True)
    assert (report.changes.created, report.run) == (1, None)
    assert office.rows("SELECT count(*) FROM market_draft") == [(0,)]


def test_a_contract_published_twice_is_counted_and_the_last_publication_kept(small_office: Office) -> None:
    later = contract(objet="Réfection complète", datePublicationDonnees="2024-04-01")
    report = send(small_office, publication(contract(), later, later))
    assert vars(report.rows) == {"read": 3, "accepted": 1, "rejected": 0, "ignored": 2, "warned": 0}
    assert codes(report) == ["decp.repeated", "decp.twice"]
    assert [one.title for one in facts(small_office)] == ["Réfection complète"]


def test_one_reference_of_two_buyers_is_two_drafts(small_office: Office) -> None:
    report = send(small_office, publication(contract(), contract(acheteur={"id": OTHER_BUYER})))
    assert report.changes.created == 2


SURVIVES: dict[str, tuple[dict[str, Any], str]] = {
    "wrong key of a holder": ({"titulaires": [company("12345678901234")]}, "decp.siret_key"),
    "wrong key of the buyer": ({"acheteur": {"id": "21750001630066"}}, "decp.siret_key"),
    "VAT number": ({"titulaires": [company("FR40303265045", kind="TVA")]}, "decp.holder_without_siret"),
    "VAT number as a SIRET": ({"titulaires": [company("FR40303265045")]}, "decp.holder_without_siret"),
    "short identifier": ({"titulaires": [company("214356")]}, "decp.holder_without_siret"),
    "no identifier": ({"titulaires": [{"titulaire": {"id": "", "typeIdentifiant": ""}}]}, "decp.unknown_holder"),
    "NC": ({"dureeMois": "NC"}, "decp.unknown_duration"),
    "a length without end": ({"dureeMois": 99999}, "decp.unknown_duration"),
    "a day of the year 202": ({"dateNotification": "0202-01-15"}, "decp.bad_date"),
    "30 February": ({"dateNotification": "2024-02-30"}, "decp.bad_date"),
    "a day to come": ({"dateNotification": "2031-01-01"}, "decp.future_date"),
    "a negative amount": ({"montant": -5}, "decp.bad_amount"),
    "an amount in words": ({"montant": "sur bordereau"}, "decp.bad_amount"),
    "an endless amount": ({"montant": "1e400"}, "decp.bad_amount"),
    "a CPV in words": ({"codeCPV": "travaux"}, "decp.bad_cpv"),
    "a modification before the contract": (
        {"modifications": [{"id": "1", "dateNotificationModification": "2000-01-01"}]},
        "decp.modified_before_notification",
    ),
    "a modification that is none": ({"modifications": ["x"]}, "decp.bad_modification"),
}


@pytest.mark.parametrize("name", SURVIVES)
def test_what_is_wrong_of_a_contract_is_named_and_the_contract_survives(small_office: Office, name: str) -> None:
    values, code = SURVIVES[name]
    report = send(small_office, publication(contract(**values)))
    assert (report.status, report.rows.accepted, report.rows.warned, codes(report)) == (DONE, 1, 1, [code])
    assert report.issues[0].row == 1


REJECTED: dict[str, tuple[Any, str]] = {
    "no id": (contract(id=""), "decp.missing_reference"),
    "an id of dashes": (contract(id="--"), "decp.missing_reference"),
    "an endless id": (contract(id="x" * 121), "decp.reference_too_long"),
    "no buyer": (contract(acheteur=None), "decp.no_buyer"),
    "a buyer of nine digits": (contract(acheteur={"id": "212102313"}), "decp.no_buyer"),
    "a number": (12, "decp.not_a_contract"),
    "nothing": (None, "decp.not_a_contract"),
    "an endless contract": (contract(objet="x" * 1_100_000), "decp.not_a_contract"),
}


@pytest.mark.parametrize("name", REJECTED)
def test_what_is_no_contract_is_rejected_alone(small_office: Office, name: str) -> None:
    bad, code = REJECTED[name]
    report = send(small_office, publication(contract(), bad))
    assert (report.status, report.rows.accepted, report.rows.rejected) == (SOME_REJECTED, 1, 1)
    assert [(issue.code, issue.row) for issue in report.issues] == [(code, 2)]


HOSTILE: dict[str, tuple[str | bytes, str]] = {
    "truncated": (publication(contract())[:-40], "file.truncated_json"),
    "truncated early": ('{"marches": {"marche": [', "file.truncated_json"),
    "not json": ('{"marches": {"marche": [{id: 1}]}}', "file.not_json"),
    "garbage after": (publication(contract()) + "x", "file.not_json"),
    "nan": ('{"marches": {"marche": [{"montant": NaN}]}}', "file.json_number"),
    "infinity": ('{"marches": {"marche": [{"montant": -Infinity}]}}', "file.json_number"),
    "huge": ('{"marches": {"marche": [{"montant": ' + "9" * 5_000 + "}]}}", "file.json_number"),
    "deep": ("[" * 200_000, "file.json_depth"),
    "deep inside": ('{"marches": {"marche": [{"x": ' + "[" * 300 + "]" * 300 + "}]}}", "file.json_depth"),
    "deep objects": ('{"marches": {"marche": [' + '{"x":' * 300 + "1" + "}" * 300 + "]}}", "file.json_depth"),
    "latin-1": (publication(contract(objet="é")).encode("latin-1"), "file.not_json"),
    "other json": ('{"type": "FeatureCollection", "features": []}', "decp.other_file"),
    "a list of numbers": ("[1, 2]", "decp.other_file"),
    "other csv": ("Nom;Prénom\nRoux;Léa\n", "decp.other_file"),
    "a pdf": (b"%PDF-1.7\0", "file.not_a_workbook"),
    "a text without end": ('{"marches": {"marche": [{"objet": "' + "x" * 5_000_000, "file.not_json"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_words_with_nothing_stored(small_office: Office, name: str) -> None:
    content, code = HOSTILE[name]
    report = send(small_office, content, "marchés.json")
    assert (report.status, report.issues[0].code) == (UNUSABLE, code)
    assert report.issues[0].message.startswith("«\u00a0marchés.json\u00a0»")
    assert small_office.rows("SELECT count(*) FROM import_run") == [(0,)]


@pytest.mark.parametrize("name", ["truncated", "deep", "huge", "nan"])
def test_the_guarded_process_says_the_same(tmp_path: Path, name: str) -> None:
    content, code = HOSTILE[name]
    with pytest.raises(Unusable) as refusal:
        read_sheets(put(tmp_path / "desk", content), how="contracts", limits=DECP_LIMITS)
    assert refusal.value.code == code


def test_the_guarded_process_reads_in_pieces(tmp_path: Path) -> None:
    path = put(tmp_path / "desk", publication(*(contract(id=f"M{number}") for number in range(10_001))))
    sheets = read_sheets(path, how="contracts", limits=DECP_LIMITS)
    assert [sheet.cells.height for sheet in sheets] == [10_000, 1]
    assert sheets[1].cells["rank"].to_list() == [10_001]


def test_many_contracts_are_each_counted_once(small_office: Office) -> None:
    """More than a batch, in an order that is not that of their keys."""
    many = [contract(id=f"M{number * 7919 % 5003}", titulaires=[company(GARDENERS)]) for number in range(5_003)]
    report = send(small_office, publication(*many))
    assert (report.rows.read, report.rows.accepted, report.changes.created) == (5_003, 5_003, 5_003)


def test_an_empty_publication_is_an_empty_file(small_office: Office) -> None:
    report = send(small_office, publication())
    assert (report.status, report.rows.read) == (DONE, 0)


def test_a_mark_of_utf_8_is_no_fault(small_office: Office) -> None:
    assert send(small_office, b"\xef\xbb\xbf" + publication(contract()).encode()).status == DONE


def test_the_published_example_loads_with_every_row_accounted_for(small_office: Office) -> None:
    folder = os.environ.get("CLAUSES_REFERENCE_DIR")
    if not folder:
        pytest.skip("CLAUSES_REFERENCE_DIR is not set: no published contracts to load")
    report = small_office.send_path(FileKind.DECP, Path(folder) / "decp" / "marches_avec_modifications.json")
    assert (report.status, report.rows.read, report.rows.accepted) == (DONE, 2, 2)
    # Both contracts of this example are modified in 2022 and notified in 2024.
    said = {"decp.siret_key", "decp.holder_without_siret", "decp.modified_before_notification"}
    assert set(codes(report)) == said
    schema = small_office.send_path(FileKind.DECP, Path(folder) / "decp" / "schema_decp_v2.0.4.json")
    assert (schema.status, schema.issues[0].code) == (UNUSABLE, "decp.other_file")
