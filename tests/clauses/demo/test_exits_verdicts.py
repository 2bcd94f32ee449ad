"""The protocol in force agrees with every exit that was decided: no exit of the demonstration is to be argued about."""

from datetime import date
from typing import Any

from clauses.files.rules import FileKind
from clauses.pathways.rules import ContractFacts, ExitFacts, Protocol, default_protocol, judge
from clauses.reference.rules import ContractKind, EmployerKind

Row = dict[str, Any]

KINDS = {"CDI": ContractKind.CDI, "CDD": ContractKind.CDD, "Contrat de professionnalisation": ContractKind.CPRO}


def facts(leaver: Row) -> ExitFacts:
    contracts: tuple[ContractFacts, ...] = ()
    if leaver["Type de contrat"]:
        contracts = (
            ContractFacts(
                kind=KINDS[leaver["Type de contrat"]],
                starts_on=leaver["Début de contrat"],
                ends_on=leaver["Fin de contrat"],
                weekly_hours=leaver["Heures par semaine"],
                employer=EmployerKind(leaver["Type d'employeur"]),
            ),
        )
    return ExitFacts(leaver["Sortie le"], leaver["Date de naissance"], contracts)


def test_exits_of_2023_are_judged_by_the_protocol_of_2023() -> None:
    assert default_protocol(date(2023, 1, 1)) is default_protocol(date(2023, 12, 31)) is Protocol.DIJON_2023


def test_every_decided_exit_is_positive_exactly_when_its_motive_says_so(rows: dict[FileKind, list[Row]]) -> None:
    for leaver in rows[FileKind.EXITS]:
        if leaver["Décision de la commission le"] is None:
            continue
        verdict = judge(facts(leaver), default_protocol(leaver["Sortie le"]))
        assert verdict.positive is (leaver["Motif"] == "Emploi"), verdict.reason
        if verdict.positive:
            assert verdict.kind == KINDS[leaver["Type de contrat"]].value


def test_exits_are_decided_within_their_year_and_one_of_2024_waits(rows: dict[FileKind, list[Row]]) -> None:
    waiting = []
    for leaver in rows[FileKind.EXITS]:
        decided_on = leaver["Décision de la commission le"]
        if decided_on is None:
            waiting.append(leaver["Sortie le"].year)
        else:
            assert leaver["Sortie le"] < decided_on
            assert decided_on.year == leaver["Sortie le"].year
    assert waiting == [2024]
