"""The files would stand up to a careful reader: nobody real, no month too long, no contract that could not be."""

import os
import re
from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from clauses.files.rules import FileKind

Row = dict[str, Any]
Rows = dict[FileKind, list[Row]]

SIGNERS = {
    "CDDI": {"EI", "ACI", "Régie de quartier"},
    "CTTI": {"ETTI"},
    "CPRO": {"GEIQ", "entreprise"},
    "CDI": {"entreprise"},
    "CDD": {"entreprise"},
}
OPEN = date(2099, 12, 31)


def contract_of(line: Row) -> tuple[Any, ...]:
    return line["person"]["Identifiant"], line["SIRET employeur"], line["Type de contrat"], line["Début de contrat"]


def passes_luhn(digits: str) -> bool:
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def test_no_month_is_longer_than_a_full_time(lines: list[Row]) -> None:
    months: Counter[tuple[str, date]] = Counter()
    for line in lines:
        assert line["Heures travaillées"] > 0
        months[line["person"]["Identifiant"], line["Mois"]] += line["Heures travaillées"]
        months[line["person"]["Identifiant"], line["Mois"]] += line["Heures de formation"] or 0
    assert max(months.values()) <= 151_67


def test_nobody_has_the_same_hours_on_two_lots_in_one_month(lines: list[Row]) -> None:
    seen = Counter((line["person"]["Identifiant"], line["Mois"], line["Heures travaillées"]) for line in lines)
    assert max(seen.values()) == 1


def test_some_people_share_their_month_between_two_lots(lines: list[Row]) -> None:
    lots = Counter((line["person"]["Identifiant"], line["Mois"]) for line in lines)
    assert max(lots.values()) == 2


def test_hours_fall_within_the_contract_and_the_contract_within_the_market(lines: list[Row]) -> None:
    for line in lines:
        starts_on, ends_on = line["Début de contrat"], line["Fin de contrat"] or OPEN
        market = line["market"]
        assert starts_on.replace(day=1) <= line["Mois"] <= ends_on
        assert market["Date de notification"] <= starts_on
        assert (line["Fin de contrat"] or line["Mois"]) <= market["Date de fin"]


def test_each_kind_of_contract_is_signed_by_an_employer_that_may(lines: list[Row]) -> None:
    for line in lines:
        assert line["Type d'employeur"] in SIGNERS[line["Type de contrat"]]
        assert (line["Fin de contrat"] is None) == (line["Type de contrat"] == "CDI")


def test_training_goes_with_contracts_of_professionnalisation_and_stops_in_august(lines: list[Row]) -> None:
    trained = [line for line in lines if line["Heures de formation"]]
    assert {line["Type de contrat"] for line in trained} == {"CPRO"}
    assert {line["Mois"].month for line in trained} == set(range(1, 13)) - {8}


def test_a_modality_agrees_with_who_employs(lines: list[Row]) -> None:
    for line in lines:
        lent = line["SIRET employeur"] != line["SIRET attributaire"]
        assert lent == (line["Modalité"] == "mise à disposition")
        assert lent == (line["Type d'employeur"] in {"ETTI", "GEIQ"})


def test_a_contract_says_the_same_on_all_its_lines(lines: list[Row]) -> None:
    said = defaultdict(set)
    for line in lines:
        said[contract_of(line)].add((line["Fin de contrat"], line["Poste"], line["Employeur"], line["Modalité"]))
    assert all(len(each) == 1 for each in said.values())


def test_a_contract_has_one_line_a_lot_and_a_month(lines: list[Row]) -> None:
    keys = Counter((*contract_of(line), line["Référence marché"], line["Lot"], line["Mois"]) for line in lines)
    assert max(keys.values()) == 1


def test_nobody_has_two_contracts_at_once(lines: list[Row]) -> None:
    spans = defaultdict(set)
    for line in lines:
        spans[line["person"]["Identifiant"]].add((line["Début de contrat"], line["Fin de contrat"] or OPEN))
    for own in spans.values():
        assert all(earlier[1] < later[0] for earlier, later in pairwise(sorted(own)))


def test_everybody_is_oriented_and_validated_before_being_hired(rows: Rows, lines: list[Row]) -> None:
    decided = defaultdict(list)
    for row in rows[FileKind.PEOPLE]:
        if row["Décision"] == "validé":
            decided[row["Identifiant"]].append(row["Décision le"])
    for line in lines:
        assert min(decided[line["person"]["Identifiant"]]) < line["Début de contrat"]


def test_a_decision_is_dated_after_its_orientation_and_a_refusal_has_a_reason(rows: Rows) -> None:
    for row in rows[FileKind.PEOPLE]:
        assert (row["Décision"] is None) == (row["Décision le"] is None)
        assert row["Décision le"] is None or row["Orienté le"] < row["Décision le"]
        assert (row["Motif"] is not None) == (row["Décision"] == "non intégré")


def test_somebody_still_waits_for_a_decision_but_nobody_oriented_in_2023(rows: Rows) -> None:
    waiting = {row["Orienté le"].year for row in rows[FileKind.PEOPLE] if row["Décision"] is None}
    assert waiting == {2024}


def test_the_plie_is_entered_before_it_is_left(rows: Rows) -> None:
    for row in rows[FileKind.PEOPLE]:
        assert row["Sortie PLIE le"] is None or row["Entrée PLIE le"] < row["Sortie PLIE le"]
        assert row["Origine"] == "AUTRES" or row["Entrée PLIE le"] < row["Orienté le"]


def test_a_decided_exit_closes_the_time_in_the_plie(rows: Rows, people: dict[tuple[str, str, date], Row]) -> None:
    for leaver in rows[FileKind.EXITS]:
        person = people[leaver["Nom"].upper(), leaver["Prénom"], leaver["Date de naissance"]]
        closed = leaver["Sortie le"] if leaver["Décision de la commission le"] else None
        assert person["Sortie PLIE le"] == closed


def test_everybody_has_a_name_and_a_birth_date_of_their_own_and_is_of_age(rows: Rows) -> None:
    people = {row["Identifiant"]: row for row in rows[FileKind.PEOPLE]}
    assert len({(row["Nom"], row["Prénom"]) for row in people.values()}) == len(people)
    assert len({row["Date de naissance"] for row in people.values()}) == len(people)
    for row in people.values():
        born, oriented = row["Date de naissance"], row["Orienté le"]
        assert date(born.year + 18, born.month, min(born.day, 28)) < oriented
        assert born.year > oriented.year - 64


def test_somebody_lives_where_their_quartier_stands_and_has_one_only(rows: Rows) -> None:
    homes = defaultdict(set)
    for row in rows[FileKind.PEOPLE]:
        homes[row["Identifiant"]].add((row["QPV"], row["Commune"], row["Code postal"]))
    assert all(len(each) == 1 for each in homes.values())
    where = {home[0]: home[1] for each in homes.values() for home in each if home[0]}
    assert where == {
        "Le Mail": "Chenôve", "Fontaine d'Ouche": "Dijon", "Grésilles": "Dijon", "Bief du Moulin": "Longvic",
        "Le Belvédère": "Talant", "Quetigny-Centre": "Quetigny",
    }  # fmt: skip


def test_every_siret_is_invented_and_has_right_keys(rows: Rows) -> None:
    names: dict[str, str] = {}
    for row in [*rows[FileKind.MARKETS], *rows[FileKind.HOURS]]:
        for siret, name in (
            ("SIRET donneur d'ordre", "Donneur d'ordre"),
            ("SIRET attributaire", "Attributaire"),
            ("SIRET employeur", "Employeur"),
        ):
            if siret in row:
                assert names.setdefault(row[siret], row[name]) == row[name]
    assert len(set(names.values())) == len(names)
    for siret in names:
        assert re.fullmatch(r"999\d{11}", siret)
        assert passes_luhn(siret)
        assert passes_luhn(siret[:9])


def test_nothing_looks_like_a_number_of_social_security_a_telephone_or_an_address_of_mail(rows: Rows) -> None:
    for kind in rows.values():
        for row in kind:
            for header, cell in row.items():
                if isinstance(cell, str) and "SIRET" not in header:
                    assert "@" not in cell
                    assert not re.search(r"[12]\d{12}|0[1-9]\d{8}", re.sub(r"[ .]", "", cell)), (header, cell)


def test_a_lot_with_a_subcontractor_has_one_titulaire_whom_its_hours_credit(rows: Rows) -> None:
    roles = defaultdict(list)
    for row in rows[FileKind.MARKETS]:
        roles[row["Référence marché"], row["Lot"]].append(row["Rôle"])
        assert (row["Heures d'insertion"] is None) == (row["Rôle"] == "sous-traitant")
    subcontracted = [each for each in roles.values() if "sous-traitant" in each]
    assert subcontracted
    assert all(sorted(each) == ["sous-traitant", "titulaire"] for each in subcontracted)
    assert any("cotraitant" in each for each in roles.values())


def test_there_are_a_dozen_markets_of_works_and_services_and_one_of_studies(rows: Rows) -> None:
    natures = {row["Référence marché"]: row["Nature"] for row in rows[FileKind.MARKETS]}
    assert Counter(natures.values()) == {"Travaux": 6, "Services": 6, "Prestations intellectuelles": 1}


def test_every_cpv_is_of_the_official_vocabulary(rows: Rows) -> None:
    reference = os.environ.get("CLAUSES_REFERENCE_DIR")
    if not reference:
        pytest.skip("CLAUSES_REFERENCE_DIR ne dit pas où sont les données de référence")
    official = (Path(reference) / "cpv" / "cpv_2008_fr.csv").read_text(encoding="utf-8")
    codes = {line.split(",")[0] for line in official.splitlines()}
    assert {row["CPV"] for row in rows[FileKind.MARKETS]} <= codes
