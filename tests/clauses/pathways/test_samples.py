"""Exits judged as the shared samples expect, where they are at hand (CLAUSES_SAMPLES_DIR)."""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from clauses.pathways.facts_json import exits_from_text
from clauses.pathways.rules import (
    BusinessFacts,
    ContractFacts,
    ExitFacts,
    Protocol,
    TrainingFacts,
    default_protocol,
    judge,
)
from clauses.reference.rules import ContractKind

KINDS = {"CDI": "CDI", "CDD": "CDD", "Contrat de professionnalisation": "CPRO"}


@pytest.fixture
def samples() -> Path:
    folder = os.environ.get("CLAUSES_SAMPLES_DIR")
    if not folder:
        pytest.skip("CLAUSES_SAMPLES_DIR is not set: the shared samples are not at hand")
    return Path(folder)


def test_the_sample_exits_get_the_expected_verdicts(samples: Path) -> None:
    exits = exits_from_text((samples / "exits.json").read_text(encoding="utf-8"))
    expected = json.loads((samples / "exits-expected.json").read_text(encoding="utf-8"))
    assert expected
    judged = {code: {facts.id: judge(facts, Protocol(code)).positive for facts in exits} for code in expected}
    assert judged == expected


def _day(written: str) -> date | None:
    return datetime.strptime(written, "%d/%m/%Y").date() if written else None  # noqa: DTZ007 (a day has no time zone)


def _facts(row: dict[str, str]) -> ExitFacts:
    exited_on = _day(row["Sortie le"])
    assert exited_on is not None
    contract = ContractFacts(
        ContractKind(KINDS.get(row["Type de contrat"], "AUTRE")),
        _day(row["Début de contrat"]),
        _day(row["Fin de contrat"]),
        int(row["Heures par semaine"] or 0) * 100,
    )
    certified_on = _day(row["Diplôme obtenu le"])
    return ExitFacts(
        exited_on=exited_on,
        birth_date=_day(row["Date de naissance"]),
        contracts=(contract,) if row["Type de contrat"] else (),
        training=TrainingFacts(certified_on is not None, certified_on),
        business=BusinessFacts(_day(row["Immatriculée le"])),
    )


def test_the_exits_of_the_sample_year_are_as_positive_as_expected(samples: Path) -> None:
    with (samples / "year" / "sorties.csv").open(encoding="utf-8-sig", newline="") as file:
        exits = [_facts(row) for row in csv.DictReader(file, delimiter=";")]
    expected = json.loads((samples / "year" / "expected.json").read_text(encoding="utf-8"))["exits"]
    verdicts = [judge(facts, default_protocol(facts.exited_on)) for facts in exits]
    kinds = Counter(verdict.kind for verdict in verdicts if verdict.positive)
    assert (len(verdicts), kinds.total()) == (expected["total"], expected["positive"])
    assert {kind: kinds[kind] for kind in expected["by_kind"]} == expected["by_kind"]
