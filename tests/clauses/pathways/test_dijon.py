"""Exits judged by the three protocols of Dijon, the borders first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clauses.pathways.rules import ContractFacts, Protocol
from clauses.reference.rules import ContractKind
from tests.clauses.pathways.exits import (
    ALMOST_HALF_TIME,
    EXIT,
    Case,
    check,
    contract,
    founded,
    leaving,
    trained,
    verdicts,
)

SIX_MONTHS_IN_ACI = contract("CDDI", "2024-01-01", at="ACI")


@verdicts(
    [
        Case("CDI of seven months", leaving(contract("CDI", "2023-12-01")), True, "CDI",
             "CDI depuis 7 mois au 30/06/2024"),
        Case("CDI of six months to the day", leaving(contract("CDI", "2024-01-01")), True, "CDI",
             "CDI depuis 6 mois au 30/06/2024"),
        Case("CDI of six months minus a day", leaving(contract("CDI", "2024-01-02")), False, None,
             "CDI depuis 5 mois au 30/06/2024 (il faut 6 mois)"),
        Case("CDI of a few days", leaving(contract("CDI", "2024-06-20")), False, None,
             "CDI depuis moins d'un mois au 30/06/2024 (il faut 6 mois)"),
        Case("CDI ended the day before the exit", leaving(contract("CDI", "2023-01-01", "2024-06-29")), False, None,
             "CDI terminé le 29/06/2024, avant la sortie du 30/06/2024"),
        Case("CDI whose last day is the exit", leaving(contract("CDI", "2023-01-01", "2024-06-30")), True, "CDI",
             "CDI depuis 18 mois au 30/06/2024"),
        Case("CDI that starts after the exit", leaving(contract("CDI", "2024-07-01")), False, None,
             "CDI qui commence le 01/07/2024, après la sortie du 30/06/2024"),
        Case("two CDI, neither of six months",
             leaving(contract("CDI", "2023-12-01", "2024-03-31"), contract("CDI", "2024-04-01")), False, None,
             "CDI depuis 3 mois au 30/06/2024 (il faut 6 mois)"),
        Case("17 h 30", leaving(contract("CDI", "2023-12-01", hours=1750)), True, "CDI",
             "CDI depuis 7 mois au 30/06/2024"),
        Case("hours unknown", leaving(contract("CDI", "2023-12-01", hours=None)), None, "CDI",
             "CDI depuis 7 mois au 30/06/2024, durée hebdomadaire à renseigner ; la commission décide"),
        Case("hours unknown of a CDI too short anyway",
             leaving(contract("CDI", "2024-02-01", hours=None)), False, None,
             "CDI depuis 5 mois au 30/06/2024 (il faut 6 mois)"),
        Case("start unknown", leaving(ContractFacts(ContractKind.CDI, None)), None, "CDI",
             "CDI : date de début à renseigner ; la commission décide"),
        Case("CDI intérimaire of six months",
             leaving(contract("CDI_INTERIMAIRE", "2024-01-01", at="ETT")), True, "CDI_INTERIMAIRE",
             "CDI intérimaire depuis 6 mois au 30/06/2024"),
        Case("CDD of six months of 181 days", leaving(contract("CDD", "2023-09-01", "2024-02-29")), True, "CDD",
             "CDD : 6 mois dans les 12 mois finissant le 30/06/2024"),
        Case("CDD of 183 days, yet six months minus a day",
             leaving(contract("CDD", "2023-07-01", "2023-12-30")), False, None,
             "CDD : 5 mois dans les 12 mois finissant le 30/06/2024 (il faut un contrat de 6 mois, ou 182 jours "
             "en plusieurs)"),
        Case("successive CDD of 182 days",
             leaving(contract("CDD", "2023-07-01", "2023-09-30"),
                     contract("CDD", "2024-01-01", "2024-03-30")), True, "CDD",
             "CDD : 182 jours dans les 12 mois finissant le 30/06/2024"),
        Case("successive CDD of 181 days",
             leaving(contract("CDD", "2023-07-01", "2023-09-30"),
                     contract("CDD", "2024-01-01", "2024-03-29")), False, None,
             "CDD : 181 jours dans les 12 mois finissant le 30/06/2024 (il faut un contrat de 6 mois, ou 182 "
             "jours en plusieurs)"),
        Case("CDD of 182 days of which one before the window",
             leaving(contract("CDD", "2023-06-30", "2023-09-30"),
                     contract("CDD", "2024-01-01", "2024-03-29")), False, None,
             "CDD : 181 jours dans les 12 mois finissant le 30/06/2024 (il faut un contrat de 6 mois, ou 182 "
             "jours en plusieurs)"),
        Case("overlapping CDD count their common days once",
             leaving(contract("CDD", "2024-01-01", "2024-05-31"),
                     contract("CDD", "2024-03-01", "2024-06-29")), False, None,
             "CDD : 181 jours dans les 12 mois finissant le 30/06/2024 (il faut un contrat de 6 mois, ou 182 "
             "jours en plusieurs)"),
        Case("CDD of a year that ended two years before",
             leaving(contract("CDD", "2021-07-01", "2022-06-30")), False, None,
             "CDD : 0 jour dans les 12 mois finissant le 30/06/2024 (il faut un contrat de 6 mois, ou 182 jours "
             "en plusieurs)"),
        Case("CDD that runs on counts to the exit only",
             leaving(contract("CDD", "2024-02-01", "2024-12-31")), False, None,
             "CDD : 5 mois dans les 12 mois finissant le 30/06/2024 (il faut un contrat de 6 mois, ou 182 jours "
             "en plusieurs)"),
        Case("CDD of one day", leaving(contract("CDD", "2024-06-30", "2024-06-30")), False, None,
             "CDD : 1 jour dans les 12 mois finissant le 30/06/2024 (il faut un contrat de 6 mois, ou 182 jours "
             "en plusieurs)"),
        Case("missions and CDD do not add up",
             leaving(contract("CDD", "2023-12-01", "2024-03-31"),
                     contract("INTERIM", "2024-04-01", "2024-06-30", at="ETT")), False, None,
             "CDD : 4 mois dans les 12 mois finissant le 30/06/2024 (il faut un contrat de 6 mois, ou 182 jours "
             "en plusieurs) ; Intérim : 3 mois dans les 12 mois finissant le 30/06/2024 (il faut un contrat de 6 "
             "mois, ou 182 jours en plusieurs)"),
        Case("missions add up, whatever their hours",
             leaving(contract("INTERIM", "2023-08-01", "2023-10-31", hours=1000),
                     contract("INTERIM", "2024-01-01", "2024-03-30")), True, "INTERIM",
             "Intérim : 182 jours dans les 12 mois finissant le 30/06/2024"),
        Case("contrat de professionnalisation of six months",
             leaving(contract("CPRO", "2024-01-01", "2024-12-31")), True, "CPRO",
             "Contrat de professionnalisation : 6 mois dans les 12 mois finissant le 30/06/2024"),
        Case("apprentissage of four months",
             leaving(contract("APPRENTISSAGE", "2024-03-01", "2026-02-28")), False, None,
             "Contrat d'apprentissage : 4 mois dans les 12 mois finissant le 30/06/2024 (il faut un contrat de 6 "
             "mois, ou 182 jours en plusieurs)"),
        Case("contract of a kind that no row names", leaving(contract("AUTRE", "2023-01-01")), False, None,
             "Autre : non compté par ce protocole"),
        Case("CTTI of seven months, the employer needs no naming",
             leaving(contract("CTTI", "2023-12-01", "2024-06-30")), True, "CTTI",
             "Contrat de travail temporaire d'insertion : 7 mois dans les 12 mois finissant le 30/06/2024"),
        Case("CTTI of 183 days in missions is more than six months",
             leaving(contract("CTTI", "2023-07-01", "2023-09-30"),
                     contract("CTTI", "2024-01-01", "2024-03-31")), True, "CTTI",
             "Contrat de travail temporaire d'insertion : 183 jours dans les 12 mois finissant le 30/06/2024"),
        Case("CDDI in an EI for seven months", leaving(contract("CDDI", "2023-12-01", at="EI")), True, "CDDI",
             "CDD d'insertion : 7 mois dans les 12 mois finissant le 30/06/2024"),
        Case("CDDI of an employer not named", leaving(contract("CDDI", "2023-12-01")), None, "CDDI",
             "CDD d'insertion : 7 mois dans les 12 mois finissant le 30/06/2024, type d'employeur à renseigner "
             "(ACI ou non) ; la commission décide"),
        Case("CDDI too short, of an employer not named", leaving(contract("CDDI", "2024-03-01")), False, None,
             "CDD d'insertion : 4 mois dans les 12 mois finissant le 30/06/2024 (il faut un contrat de "),
        Case("CDDI in an ACI before 55", leaving(contract("CDDI", "2023-12-01", at="ACI")), False, None,
             "CDD d'insertion en ACI : 7 mois dans les 12 mois finissant le 30/06/2024, avant 55 ans"),
        Case("CDDI in an ACI on the day before 55",
             leaving(contract("CDDI", "2023-12-01", at="ACI"), born="1969-07-01"), False, None,
             "CDD d'insertion en ACI : 7 mois dans les 12 mois finissant le 30/06/2024, avant 55 ans"),
        Case("CDDI in an ACI, birth date unknown",
             replace(leaving(contract("CDDI", "2023-12-01", at="ACI")), birth_date=None), None, "CDDI",
             "CDD d'insertion en ACI : 7 mois dans les 12 mois finissant le 30/06/2024, date de naissance à "
             "renseigner ; la commission décide"),
        Case("months in an EI and in an ACI do not add up",
             leaving(contract("CDDI", "2023-12-01", "2024-02-29", at="ACI"),
                     contract("CDDI", "2024-03-01", at="EI")), False, None,
             "CDD d'insertion hors ACI : 4 mois dans les 12 mois finissant le 30/06/2024 (il faut un contrat de "),
        Case("aided CDD and CDD do not add up",
             leaving(contract("CDD", "2023-12-01", "2024-02-29"),
                     contract("CDD", "2024-03-01", at="entreprise", aided=True)), False, None,
             "CDD : 3 mois dans les 12 mois finissant le 30/06/2024 (il faut un contrat de 6 mois, ou 182 jours "
             "en plusieurs) ; CDD : 4 mois dans les 12 mois finissant le 30/06/2024 (il faut un contrat de "),
        Case("diploma", trained("2024-06-30"), True, "FORMATION", "Formation qualifiante"),
        Case("training not qualifying, certificate or not", trained("2024-01-01", qualifying=False), False, None,
             "Ni contrat, ni formation qualifiante, ni entreprise au 30/06/2024"),
        Case("business of six months to the day", founded("2024-01-01"), True, "CREATION",
             "Entreprise immatriculée depuis 6 mois au 30/06/2024"),
        Case("business of six months minus a day", founded("2024-01-02"), False, None,
             "Entreprise immatriculée depuis 5 mois au 30/06/2024 (il faut 6 mois)"),
        Case("business closed before the exit", founded("2023-01-01", "2024-06-29"), False, None,
             "Entreprise fermée le 29/06/2024, avant la sortie du 30/06/2024"),
        Case("business closed on the day of the exit", founded("2023-01-01", "2024-06-30"), True, "CREATION",
             "Entreprise immatriculée depuis 18 mois au 30/06/2024"),
        Case("business registered after the exit", founded("2024-07-01"), False, None,
             "Entreprise immatriculée le 01/07/2024, après la sortie du 30/06/2024"),
        Case("nothing", EXIT, False, None, "Ni contrat, ni formation qualifiante, ni entreprise au 30/06/2024"),
    ]
)  # fmt: skip
@pytest.mark.parametrize("protocol", [Protocol.DIJON_2018, Protocol.DIJON_2023, Protocol.DIJON_2024])
def test_the_three_protocols_of_dijon_agree(case: Case, protocol: Protocol) -> None:
    check(case, protocol)


@verdicts(
    [
        Case("17 h 29, not agreed", leaving(contract("CDI", "2023-12-01", hours=ALMOST_HALF_TIME)), False, None,
             "CDI depuis 7 mois au 30/06/2024, moins de 17,50 h par semaine, sans accord enregistré de la "
             "personne"),
        Case("17 h 29, agreed",
             leaving(contract("CDI", "2023-12-01", hours=ALMOST_HALF_TIME), agreed=True), True, "CDI",
             "CDI depuis 7 mois au 30/06/2024"),
        Case("hours unknown, less would be agreed",
             leaving(contract("CDI", "2023-12-01", hours=None), agreed=True), True, "CDI",
             "CDI depuis 7 mois au 30/06/2024"),
        Case("CDD under half time, not agreed", leaving(contract("CDD", "2023-12-01", hours=1000)), False, None,
             "CDD : 7 mois dans les 12 mois finissant le 30/06/2024, moins de 17,50 h par semaine, sans accord"),
        Case("CDD under half time, agreed",
             leaving(contract("CDD", "2023-12-01", hours=1000), agreed=True), True, "CDD",
             "CDD : 7 mois dans les 12 mois finissant le 30/06/2024"),
        Case("CDD of unknown hours", leaving(contract("CDD", "2023-12-01", hours=None)), None, "CDD",
             "CDD : 7 mois dans les 12 mois finissant le 30/06/2024, durée hebdomadaire à renseigner"),
        Case("one CDD of two under half time",
             leaving(contract("CDD", "2023-12-01", "2024-03-31"),
                     contract("CDD", "2024-04-01", hours=1000)), False, None,
             "CDD : 213 jours"),
        Case("one CDD of two of unknown hours",
             leaving(contract("CDD", "2023-12-01", "2024-03-31"),
                     contract("CDD", "2024-04-01", hours=None)), None, "CDD",
             "CDD : 213 jours"),
        Case("alternance under half time", leaving(contract("CPRO", "2023-12-01", hours=1000)), False, None,
             "Contrat de professionnalisation : 7 mois"),
        Case("55 in an ACI after six months, case by case", leaving(SIX_MONTHS_IN_ACI, born="1969-06-30"), None, "CDDI",
             "CDD d'insertion en ACI : 6 mois dans les 12 mois finissant le 30/06/2024, à 55 ans ou plus, au cas "
             "par cas ; la commission décide"),
        Case("55 in an ACI, six months minus a day",
             leaving(contract("CDDI", "2024-01-02", at="ACI"), born="1960-01-01"), False, None,
             "CDD d'insertion en ACI : 5 mois dans les 12 mois finissant le 30/06/2024 (il faut un contrat de 6 "
             "mois, ou 182 jours en plusieurs)"),
        Case("55, six months of an employer not named",
             leaving(contract("CDDI", "2024-01-01"), born="1960-01-01"), None, "CDDI",
             "type d'employeur à renseigner (ACI ou non) ; la commission décide"),
        Case("CUI in an ACI at 55, and a CDI",
             leaving(contract("CUI", "2023-12-01", at="ACI"), contract("CDI", "2023-12-01"),
                     born="1960-01-01"), True, "CDI",
             "CDI depuis 7 mois au 30/06/2024"),
        Case("CDDI in an ACI at 55, and a CDI too short",
             leaving(SIX_MONTHS_IN_ACI, contract("CDI", "2024-04-01"), born="1960-01-01"), None, "CDDI",
             "au cas par cas ; la commission décide"),
    ]
)  # fmt: skip
@pytest.mark.parametrize("protocol", [Protocol.DIJON_2018, Protocol.DIJON_2024])
def test_dijon_2018_and_2024_take_less_than_half_time_when_agreed_and_leave_seniors_to_the_commission(
    case: Case, protocol: Protocol
) -> None:
    check(case, protocol)


@verdicts(
    [
        Case("contrat aidé of six months to the day",
             leaving(contract("CUI", "2024-01-01", at="entreprise")), False, None,
             "Contrat aidé (CUI, PEC) : 6 mois dans les 12 mois finissant le 30/06/2024 (il faut un contrat de "
             "plus de 6 mois, ou plus de 182 jours en plusieurs)"),
        Case("contrat aidé of six months and a day",
             leaving(contract("CUI", "2023-12-31", at="entreprise")), True, "CUI",
             "Contrat aidé (CUI, PEC) : 6 mois dans les 12 mois finissant le 30/06/2024"),
        Case("aided CDI of six months to the day",
             leaving(contract("CDI", "2024-01-01", at="entreprise", aided=True)), False, None,
             "CDI : 6 mois"),
        Case("CTTI of 182 days in missions",
             leaving(contract("CTTI", "2023-07-01", "2023-09-30"),
                     contract("CTTI", "2024-01-01", "2024-03-30")), False, None,
             "182 jours"),
    ]
)  # fmt: skip
@pytest.mark.parametrize("protocol", [Protocol.DIJON_2018, Protocol.DIJON_2023])
def test_dijon_2018_and_2023_want_more_than_six_months_of_a_contrat_aide(case: Case, protocol: Protocol) -> None:
    check(case, protocol)


@verdicts(
    [
        Case("training entered", trained(None), True, "FORMATION", "Formation qualifiante"),
        Case("diploma after the exit", trained("2024-07-01"), True, "FORMATION", "Formation qualifiante"),
    ]
)  # fmt: skip
def test_dijon_2018_takes_a_qualifying_training_without_its_diploma(case: Case) -> None:
    check(case, Protocol.DIJON_2018)


@verdicts(
    [
        Case("17 h 29, agreed",
             leaving(contract("CDI", "2023-12-01", hours=ALMOST_HALF_TIME), agreed=True), False, None,
             "CDI depuis 7 mois au 30/06/2024, moins de 17,50 h par semaine"),
        Case("hours unknown, agreed", leaving(contract("CDI", "2023-12-01", hours=None), agreed=True), None, "CDI",
             "durée hebdomadaire à renseigner ; la commission décide"),
        Case("CDD of ten hours", leaving(contract("CDD", "2023-12-01", hours=1000)), True, "CDD", "CDD : 7 mois"),
        Case("CDD of unknown hours", leaving(contract("CDD", "2023-12-01", hours=None)), True, "CDD", "CDD : 7 mois"),
        Case("alternance of ten hours", leaving(contract("CPRO", "2023-12-01", hours=1000)), True, "CPRO", "7 mois"),
        Case("55 in an ACI for more than six months",
             leaving(contract("CDDI", "2023-12-31", at="ACI"), born="1969-06-30"), True, "CDDI",
             "CDD d'insertion en ACI : 6 mois dans les 12 mois finissant le 30/06/2024, à 55 ans ou plus"),
        Case("55 in an ACI for six months to the day", leaving(SIX_MONTHS_IN_ACI, born="1960-01-01"), False, None,
             "(il faut un contrat de plus de 6 mois, ou plus de 182 jours en plusieurs)"),
        Case("training without diploma", trained(None), False, None,
             "Formation qualifiante sans diplôme, titre ni certificat"),
        Case("training without diploma on the last day of 2022", trained(None, on="2022-12-31"), False, None, "sans"),
        Case("training without diploma before the end of 2022", trained(None, on="2022-12-30"), True, "FORMATION",
             "Formation qualifiante"),
        Case("diploma after the exit", trained("2024-07-01"), False, None,
             "Formation qualifiante validée le 01/07/2024, après la sortie du 30/06/2024"),
    ]
)  # fmt: skip
def test_dijon_2023_wants_half_time_of_a_cdi_and_the_diploma(case: Case) -> None:
    check(case, Protocol.DIJON_2023)


@verdicts(
    [
        Case("contrat aidé of six months to the day", leaving(contract("CUI", "2024-01-01", at="AI")), True, "CUI",
             "Contrat aidé (CUI, PEC) : 6 mois dans les 12 mois finissant le 30/06/2024"),
        Case("contrat aidé of six months minus a day", leaving(contract("CUI", "2024-01-02", at="AI")), False, None,
             "(il faut un contrat de 6 mois, ou 182 jours en plusieurs)"),
        Case("training without diploma", trained(None), False, None, "sans diplôme"),
        Case("training without diploma in 2022", trained(None, on="2022-06-30"), False, None, "sans diplôme"),
        Case("diploma the day after the exit", trained("2024-07-01"), False, None, "après la sortie du 30/06/2024"),
    ]
)  # fmt: skip
def test_dijon_2024_takes_a_contrat_aide_of_six_months_and_wants_the_diploma(case: Case) -> None:
    check(case, Protocol.DIJON_2024)
