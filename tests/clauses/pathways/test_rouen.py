"""Exits judged by the protocol of Rouen, the borders first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from clauses.pathways.rules import Protocol
from tests.clauses.pathways.exits import EXIT, Case, check, contract, founded, leaving, trained, verdicts

COMMITTEE = " ; le comité technique décide"
WEEKS = "(il faut 26 semaines, soit 182 jours)"


@verdicts(
    [
        Case("CDI of six months, full time", leaving(contract("CDI", "2024-01-01")), True, "CDI",
             "CDI depuis 6 mois au 30/06/2024"),
        Case("CDI of six months minus a day", leaving(contract("CDI", "2024-01-02")), None, "CDI",
             "CDI depuis 5 mois au 30/06/2024 (il faut 6 mois)" + COMMITTEE),
        Case("part time, not agreed", leaving(contract("CDI", "2023-12-01", hours=3499)), None, "CDI",
             "moins de 35,00 h par semaine, sans accord enregistré de la personne" + COMMITTEE),
        Case("part time, agreed", leaving(contract("CDI", "2023-12-01", hours=1000), agreed=True), True, "CDI",
             "CDI depuis 7 mois au 30/06/2024"),
        Case("CDI ended before the exit", leaving(contract("CDI", "2023-01-01", "2024-06-01")), None, "CDI",
             "CDI terminé le 01/06/2024, avant la sortie du 30/06/2024" + COMMITTEE),
        Case("CDI not started", leaving(contract("CDI", "2024-07-01")), None, "CDI",
             COMMITTEE),
        Case("CDI intérimaire", leaving(contract("CDI_INTERIMAIRE", "2024-01-01")), True, "CDI_INTERIMAIRE",
             "6 mois"),
        Case("CDD of 26 weeks", leaving(contract("CDD", "2024-01-01", "2024-06-30", hours=500)), True, "CDD",
             "CDD : 182 jours dans les 9 mois finissant le 30/06/2024"),
        Case("CDD of six months that are 26 weeks minus a day",
             leaving(contract("CDD", "2024-01-01", "2024-06-29")), None, "CDD",
             "CDD : 181 jours dans les 9 mois finissant le 30/06/2024 " + WEEKS + COMMITTEE),
        Case("CDD of 181 days, a calendar six months",
             replace(leaving(contract("CDD", "2022-09-01", "2023-02-28")), exited_on=date(2023, 2, 28)), None, "CDD",
             "CDD : 181 jours"),
        Case("26 weeks from the first day of the nine months",
             leaving(contract("CDD", "2023-10-01", "2024-03-30")), True, "CDD",
             "CDD : 182 jours"),
        Case("a day of the 26 weeks before the nine months",
             leaving(contract("CDD", "2023-09-30", "2024-03-29")), None, "CDD",
             "CDD : 181 jours"),
        Case("alternance of 26 weeks", leaving(contract("APPRENTISSAGE", "2024-01-01")), True, "APPRENTISSAGE",
             "Contrat d'apprentissage : 182 jours"),
        Case("missions of 28 h on average",
             leaving(contract("INTERIM", "2024-01-01", "2024-03-31", hours=3500),
                     contract("INTERIM", "2024-04-01", "2024-06-30", hours=2100)), True, "INTERIM",
             "Intérim : 182 jours dans les 9 mois finissant le 30/06/2024, 28,00 h par semaine en moyenne"),
        Case("missions a hundredth under 28 h on average",
             leaving(contract("INTERIM", "2024-01-01", "2024-03-31", hours=3500),
                     contract("INTERIM", "2024-04-01", "2024-06-30", hours=2099)), None, "INTERIM",
             "27,99 h par semaine en moyenne (il faut 28,00 h)" + COMMITTEE),
        Case("missions of unknown hours", leaving(contract("INTERIM", "2024-01-01", hours=None)), None, "INTERIM",
             "durée hebdomadaire à renseigner" + COMMITTEE),
        Case("missions of 181 days", leaving(contract("INTERIM", "2024-01-02")), None, "INTERIM",
             "Intérim : 181 jours dans les 9 mois finissant le 30/06/2024 " + WEEKS + COMMITTEE),
        Case("aided CDI of the market sector",
             leaving(contract("CDI", "2024-01-01", at="entreprise", aided=True)), True, "CDI",
             "CDI depuis 6 mois au 30/06/2024"),
        Case("contrat aidé of the market sector",
             leaving(contract("CUI", "2024-01-01", at="GEIQ", hours=2000)), True, "CUI",
             "Contrat aidé (CUI, PEC) : 182 jours"),
        Case("aided CDI out of the market sector",
             leaving(contract("CDI", "2023-01-01", at="ACI", aided=True)), None, "CDI",
             "CDI (contrat aidé) : non compté par ce protocole" + COMMITTEE),
        Case("contrat aidé of an employer not named", leaving(contract("CUI", "2023-01-01")), None, "CUI",
             COMMITTEE),
        Case("CDDI in an EI", leaving(contract("CDDI", "2023-10-01", at="EI")), None, "CDDI",
             COMMITTEE),
        Case("CTTI", leaving(contract("CTTI", "2023-10-01", at="ETTI")), None, "CTTI",
             COMMITTEE),
        Case("CDDI signed by a company", leaving(contract("CDDI", "2023-10-01", at="entreprise")), None, "CDDI", ""),
        Case("CDDI in an ACI at 55", leaving(contract("CDDI", "2024-01-01", at="ACI"), born="1960-01-01"), None, "CDDI",
             COMMITTEE),
        Case("diploma six months before", trained("2023-12-30"), True, "FORMATION",
             "Formation qualifiante validée le 30/12/2023"),
        Case("diploma a day too late", trained("2023-12-31", on="2024-06-29"), None, "FORMATION",
             "Formation qualifiante validée le 31/12/2023, moins de 6 mois avant la sortie du 29/06/2024" + COMMITTEE),
        Case("training without diploma", trained(None), None, "FORMATION",
             "sans diplôme, titre ni certificat" + COMMITTEE),
        Case("training not qualifying", trained(None, qualifying=False), False, None, "Ni contrat, ni formation"),
        Case("business of six months", founded("2024-01-01"), True, "CREATION", "depuis 6 mois au 30/06/2024"),
        Case("business too young", founded("2024-01-02"), None, "CREATION",
             "(il faut 6 mois)" + COMMITTEE),
        Case("business closed", founded("2023-01-01", "2024-01-01"), None, "CREATION", "fermée le 01/01/2024"),
        Case("a CDI too short beside a diploma",
             replace(trained("2023-12-30"), contracts=(contract("CDI", "2024-05-01"),)), True, "FORMATION",
             "Formation qualifiante validée le 30/12/2023"),
        Case("nothing", EXIT, False, None, "Ni contrat, ni formation qualifiante, ni entreprise au 30/06/2024"),
    ]
)  # fmt: skip
def test_rouen_sends_what_misses_a_threshold_to_its_committee(case: Case) -> None:
    check(case, Protocol.ROUEN_2021)
