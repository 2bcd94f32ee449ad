"""`clauses eligibility`: the one rule, asked from a terminal."""

import json
from collections.abc import Callable
from datetime import date

import pytest

from clauses.db import engine_for, writing
from clauses.hours.agreements import set_counting
from clauses.people.actions import record_evidence
from clauses.people.publics import Criterion
from tests import factories as f
from tests.clauses.cli.conftest import CommandLine, Ended
from tests.factories import id_of

Ask = Callable[..., Ended]


@pytest.fixture
def ask(clauses: CommandLine) -> Ask:
    """Someone with a certificate of RSA, a market for RSA and one for QPV only."""
    engine = engine_for(f"sqlite:///{clauses.database}")
    with writing(engine) as session:
        camille = id_of(f.person(session, identifier="P-1"))
        record_evidence(
            session, person_id=camille, criterion=Criterion.RSA, document="CAF", evidence_on=date(2023, 3, 1), by="Ana"
        )
        f.market(session, reference="RSA-1", publics="DELD ; RSA")
        only = id_of(f.market(session, reference="QPV-1", publics="RSA"))
        set_counting(session, market_id=only, source="CCAP", publics=frozenset({Criterion.QPV}), by="Ana")
    engine.dispose()
    return lambda *arguments, status=0: clauses("eligibility", *arguments, status=status)


def test_someone_is_eligible_until_a_day_for_the_publics_of_a_market(ask: Ask) -> None:
    said = ask("P-1", "--market", "RSA-1", "--on", "15/06/2023").out.replace("\u00a0", " ")
    assert said.startswith("Éligible jusqu'au 29/02/2024 : Bénéficiaire du RSA, ou ayant droit (CAF du 01/03/2023)")
    found = json.loads(ask("P-1", "--market", "RSA-1", "--on", "2023-06-15", "--json").out)
    assert (found["verdict"], found["until"], found["publics"]) == ("eligible", "2024-02-29", ["DELD", "RSA"])


def test_the_rule_of_the_market_goes_over_what_its_file_says(ask: Ask) -> None:
    assert ask("P-1", "--market", "QPV-1", "--on", "2023-06-15").out.startswith("À vérifier")
    assert ask("P-1", "--on", "2023-06-15").out.startswith("Éligible")


def test_nobody_and_nothing_are_refused_in_words(ask: Ask) -> None:
    assert ask("P-9", status=2).err
    assert "Aucun marché" in ask("P-1", "--market", "X-1", status=2).err
