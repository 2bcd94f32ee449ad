"""`clauses report market` and `clauses report overview`: shapes of the contract, files, refusals."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from clauses.dates import local_day
from clauses.db import engine_for, writing
from tests import factories as f
from tests.clauses.cli.conftest import CommandLine, Ended
from tests.clauses.reports.standing import Told, each_month

Report = Callable[..., Ended]


@pytest.fixture
def report(clauses: CommandLine) -> Report:
    """`clauses report`, on a territory of one market that is late."""
    engine = engine_for(f"sqlite:///{clauses.database}")
    with writing(engine) as session:
        story = Told.of(session, title="Écoles", buyer_id=f.id_of(f.organisation(session, name="Ville de Test")))
        f.obligation(session, lot_id=story.lot_id, contractor_id=story.holder_id, due=100_000)
        f.penalty_rule(session, contractor_id=story.holder_id, cents_per_hour=20_000)
        story.work(each_month(date(2023, 2, 1), 5, 4_000))
    engine.dispose()

    def run(*arguments: object, status: int = 0) -> Ended:
        return clauses("report", *arguments, status=status)

    return run


CONTRACTED = {
    "siret", "name", "role", "due", "done", "to_check", "projected", "starts_on", "ends_on", "status", "penalty"
}  # fmt: skip


def test_a_market_is_told_in_the_shape_of_the_contract(report: Report) -> None:
    ended = report("market", "2023-T01", "--on", "2023-06-30", "--format", "json")
    found = json.loads(ended.out)
    contractor = found["lots"][0]["contractors"][0]
    assert (found["market"], found["on"], found["lots"][0]["lot"]) == ("2023-T01", "2023-06-30", "1")
    assert set(contractor) >= CONTRACTED
    assert {key: contractor[key] for key in ("due", "done", "to_check", "projected", "status")} == {
        "due": "1000.00",
        "done": "200.00",
        "to_check": "0.00",
        "projected": "680.00",
        "status": "late",
    }
    assert (contractor["starts_on"], contractor["ends_on"]) == ("2023-01-02", "2024-06-30")
    assert contractor["penalty"]["missing_hours"] == contractor["penalty"]["amount"] == "0.00"
    assert contractor["at_risk"] == {"missing_hours": "320.00", "amount": "64000.00"}


def test_the_same_market_once_over(report: Report) -> None:
    ended = report("market", "2023-T01", "--on", "01/07/2024", "--format", "json")
    contractor = json.loads(ended.out)["lots"][0]["contractors"][0]
    assert contractor["status"] == "missed"
    assert contractor["penalty"]["missing_hours"] == "800.00"
    assert contractor["penalty"]["amount"] == "160000.00"


def test_the_open_lots_are_listed_with_what_they_risk(report: Report) -> None:
    ended = report("overview", "--on", "2023-06-30", "--format", "json")
    found = json.loads(ended.out)
    assert [(lot["market"], lot["late"], lot["penalty_at_risk"]) for lot in found["lots"]] == [
        ("2023-T01", True, "64000.00")
    ]
    assert found["totals"]["penalty_at_risk"] == "64000.00"
    ended = report("overview", "--on", "2024-07-01", "--format", "json")
    assert json.loads(ended.out)["lots"] == []


def test_a_person_reads_tables(report: Report) -> None:
    ended = report("market", "2023-t01", "--on", "2023-06-30")
    assert "Marché 2023-T01 au 30/06/2023" in ended.out
    assert "En retard" in ended.out
    ended = report("overview", "--on", "2023-06-30")
    assert "1 en retard sur 1" in ended.out
    ended = report("overview", "--on", "2022-06-30")
    assert "Aucun lot en cours" in ended.out


@pytest.mark.parametrize("form", ["xlsx", "html", "docx", "pdf", "json", "table"])
def test_every_format_is_written_to_a_file(report: Report, tmp_path: Path, form: str) -> None:
    for command in (("market", "2023-T01"), ("overview",)):
        path = tmp_path / f"{command[0]}.{form}"
        report(*command, "--on", "2023-06-30", "--format", form, "-o", str(path))
        assert path.stat().st_size > 100


def test_without_a_day_it_is_today(report: Report) -> None:
    ended = report("overview", "--format", "json")
    assert json.loads(ended.out)["on"] == local_day(datetime.now(UTC)).isoformat()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("market", "2023-T99"), "Aucun marché n'a la référence"),
        (("market", "2023-T01", "--on", "hier"), "n'est pas une date"),
        (("market", "2023-T01", "--format", "xlsx"), "ajoutez -o etat.xlsx"),
        (("overview", "--format", "pdf"), "ajoutez -o etat.pdf"),
        (("market", "2023-T01", "--buyer", "Personne"), "n'est le donneur d'ordre d'aucun marché"),
    ],
)
def test_what_cannot_be_told_is_refused_in_words(report: Report, arguments: tuple[str, ...], words: str) -> None:
    ended = report(*arguments, status=2)
    assert ended.out == ""
    assert words in ended.err.replace("\u00a0", " ")


def test_a_reference_that_two_buyers_use_asks_which(report: Report, clauses: CommandLine) -> None:
    engine = engine_for(f"sqlite:///{clauses.database}")
    with writing(engine) as session:
        f.market(session, reference="2023-T01")
    engine.dispose()
    assert "Plusieurs donneurs d'ordre" in report("market", "2023-T01", status=2).err
    report("market", "2023-T01", "--buyer", "Ville de Test", status=0)


def test_series_are_printed_for_charts(report: Report) -> None:
    ended = report("series", "--by", "market", "--from", "2023-01-01", "--to", "2023-12-31", "--market", "2023-T01")
    found = json.loads(ended.out)
    assert (found["total"], found["series"][0]["name"]) == ("200.00", "2023-T01")
    assert found["burn_up"][0]["points"][-1]["counted"] == "200.00"
    assert "finit" in report("series", "--from", "2023-02-01", "--to", "2023-01-01", status=2).err


def test_hours_to_ask_for_are_computed_before_the_tender(clauses: CommandLine) -> None:
    amount = ("calibrate", "--amount", "1000000", "--share", "50", "--rate", "5", "--cost", "30")
    assert json.loads(clauses(*amount, "--json", status=0).out)["whole_hours"] == 833
    told = clauses(*amount, "--months", "3", status=0).out.replace("\u00a0", " ")
    assert "833 h" in told
    assert "Sur 3 mois : 2 personnes" in told
    assert "1 personne à" in clauses(*amount, "--months", "12", status=0).out
    trades = (
        "calibrate",
        "--trade",
        "peinture=1 500 000",
        "--rate",
        "10 %",
        "--cost",
        "30,00",
        "--months",
        "12",
        "--json",
    )
    found = json.loads(clauses(*trades, status=0).out)
    assert (found["whole_hours"], found["people"]) == (3_500, 2)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--amount", "1", "--rate", "5", "--cost", "30"), "vont ensemble"),
        (("--trade", "peinture", "--rate", "5", "--cost", "30"), "peinture=250000"),
        (("--trade", "zinc=3", "--rate", "5", "--cost", "30"), "n'est pas connue"),
        (("--amount", "x", "--share", "5", "--rate", "5", "--cost", "30"), "n'est pas un nombre"),
        (("--rate", "5", "--cost", "30"), "au moins un montant"),
    ],
)
def test_a_calibration_that_makes_no_sense_is_refused(
    clauses: CommandLine, arguments: tuple[str, ...], words: str
) -> None:
    assert words in clauses("calibrate", *arguments, status=2).err
