"""Exits judged by the protocol of the BTP operator, the borders first."""

from __future__ import annotations

from clauses.pathways.rules import Protocol
from tests.clauses.pathways.exits import EXIT, Case, check, contract, founded, leaving, trained, verdicts


@verdicts(
    [
        Case("CDI signed the week before, of ten hours",
             leaving(contract("CDI", "2024-06-24", hours=1000)), True, "CDI",
             "CDI depuis moins d'un mois au 30/06/2024"),
        Case("CDI started on the day of the exit", leaving(contract("CDI", "2024-06-30", hours=None)), True, "CDI",
             "CDI"),
        Case("CDI over", leaving(contract("CDI", "2023-01-01", "2024-06-29")), False, None, "terminé le 29/06/2024"),
        Case("CDI not started", leaving(contract("CDI", "2024-07-01")), False, None, "commence le 01/07/2024"),
        Case("CDD signed for six months to the day",
             leaving(contract("CDD", "2024-06-01", "2024-11-30")), False, None,
             "CDD du 01/06/2024 au 30/11/2024 (il faut plus de 6 mois)"),
        Case("CDD signed for six months and a day", leaving(contract("CDD", "2024-06-01", "2024-12-01")), True, "CDD",
             "CDD du 01/06/2024 au 01/12/2024, plus de 6 mois"),
        Case("CDD of seven months, over", leaving(contract("CDD", "2023-11-01", "2024-05-31")), True, "CDD",
             "plus de 6 mois"),
        Case("CDD of seven months that ended a year before",
             leaving(contract("CDD", "2022-12-01", "2023-06-30")), False, None,
             "CDD terminé le 30/06/2023, plus de 12 mois avant la sortie"),
        Case("CDD without an end, of more than six months", leaving(contract("CDD", "2023-12-31")), True, "CDD",
             "CDD du 31/12/2023 avec une date de fin à renseigner, plus de 6 mois"),
        Case("CDD without an end, of six months so far", leaving(contract("CDD", "2024-01-01")), None, "CDD",
             "CDD du 01/01/2024 avec une date de fin à renseigner ; la commission décide"),
        Case("CDD do not add up",
             leaving(contract("CDD", "2023-10-01", "2024-01-31"),
                     contract("CDD", "2024-02-01", "2024-06-30")), False, None,
             "CDD du 01/02/2024 au 30/06/2024"),
        Case("alternance signed for a year", leaving(contract("CPRO", "2024-06-01", "2025-05-31")), True, "CPRO",
             "Contrat de professionnalisation du 01/06/2024 au 31/05/2025, plus de 6 mois"),
        Case("missions", leaving(contract("INTERIM", "2023-01-01")), False, None,
             "Intérim : non compté par ce protocole"),
        Case("CDDI", leaving(contract("CDDI", "2023-01-01", at="EI")), False, None, "non compté par ce protocole"),
        Case("CUI", leaving(contract("CUI", "2023-01-01", at="entreprise")), False, None, "non compté"),
        Case("aided CDD", leaving(contract("CDD", "2023-07-01", aided=True)), False, None,
             "CDD (contrat aidé) : non compté par ce protocole"),
        Case("training entered", trained(None), True, "FORMATION", "Formation qualifiante"),
        Case("training not qualifying", trained(None, qualifying=False), False, None, "Ni contrat"),
        Case("business registered on the day", founded("2024-06-30"), True, "CREATION", "depuis moins d'un mois"),
        Case("business registered the day after", founded("2024-07-01"), False, None, "après la sortie"),
        Case("nothing", EXIT, False, None, "Ni contrat, ni formation qualifiante, ni entreprise au 30/06/2024"),
    ]
)  # fmt: skip
def test_the_operator_counts_a_signature_or_an_entry(case: Case) -> None:
    check(case, Protocol.ARIQ_2024)
