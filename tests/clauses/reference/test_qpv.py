"""One key for every spelling of a quartier, and the perimeters in force on a day."""

import csv
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.reference import qpv
from clauses.reference.communes import find
from clauses.reference.qpv import QUARTIERS, Recognised, recognise
from clauses.words import folded

FONTAINE_D_OUCHE = "QN02102M"


def test_every_quartier_of_the_two_metropoles_is_in_the_official_list_and_no_other() -> None:
    folder = os.environ.get("CLAUSES_REFERENCE_DIR")
    if not folder:
        pytest.skip("CLAUSES_REFERENCE_DIR is not set: no official list to compare with")
    with (Path(folder) / "qpv" / "qpv2024_liste.csv").open(encoding="utf-8") as file:
        official = {
            row["code_qp"]: (folded(row["nom_qp"]), row["communes"].split(";"))
            for row in csv.DictReader(file)
            if any(find(commune) for commune in row["communes"].split(";")) and row["code_qp"][2:5] in ("021", "076")
        }
    assert {q.key: (folded(q.name), list(q.communes)) for q in QUARTIERS} == official


def test_keys_and_former_codes_are_unique() -> None:
    former = [quartier.former for quartier in QUARTIERS if quartier.former]
    assert len({quartier.key for quartier in QUARTIERS}) == len(QUARTIERS)
    assert len(set(former)) == len(former)


@pytest.mark.parametrize(
    ("written", "commune"),
    [
        ("Fontaine d'Ouche", "Dijon"),
        ("Dijon- Fontaine-d'ouche", None),
        ("FONTAINE D OUCHE", "DIJON"),
        ("La Fontaine d’Ouche", None),
        ("Quartier de la Fontaine d'Ouche", "Dijon"),
        ("QN02102M", None),
        ("qn 02102 m", None),
        ("QN02102", None),
        ("QP021002", None),
        ("QP021002 / QN02102M", None),
        ("Fontaine d'Ouche", "Longvic"),
    ],
)
def test_spellings_of_one_quartier_are_one_key(written: str, commune: str | None) -> None:
    assert recognise(written, commune).key == FONTAINE_D_OUCHE


@pytest.mark.parametrize(
    ("written", "commune", "key"),
    [
        ("Chenôve – Le Mail", None, "QN02101M"),
        ("Mail", "Chenove", "QN02101M"),
        ("Grésilles", "Dijon", "QN02103M"),
        ("Bief du Moulin", "Longvic", "QN02104M"),
        ("Le Belvédère", "Talant", "QN02105M"),
        ("Quetigny-Centre", "Quetigny", "QN02106N"),
        ("Centre-ville", "Quetigny", "QN02106N"),
        ("Centre ville", "Elbeuf", "QN07613M"),
        ("Plateau", "Canteleu", "QN07610M"),
        ("St Sever", "Rouen", "QN07619M"),
        ("Château Blanc", None, "QN07621M"),
    ],
)
def test_quartiers_are_recognised_with_the_commune_of_their_row(written: str, commune: str | None, key: str) -> None:
    assert recognise(written, commune).key == key


@pytest.mark.parametrize(
    ("written", "commune", "key"),
    [
        ("Centre ville", None, "centre ville"),
        ("Plateau", "Lyon", "plateau"),
        ("Le Mail", "Lyon", "le mail"),
        ("Feugrais", "Rouen", "feugrais"),
        ("Les Bourroches", "Dijon", "les bourroches"),
        ("Quartier", "Dijon", "quartier"),
        ("—", None, None),
    ],
)
def test_what_the_table_does_not_hold_stays_what_it_is(written: str, commune: str | None, key: str | None) -> None:
    assert recognise(written, commune).key == key


def test_the_name_is_kept_as_written_and_a_code_alone_has_none() -> None:
    assert recognise("  Dijon- Fontaine-d'ouche ").name == "Dijon- Fontaine-d'ouche"
    assert recognise("QN02102M").name is None
    assert recognise("QN02102M - Fontaine d'Ouche").name == "Fontaine d'Ouche"


@pytest.mark.parametrize("written", [None, "", "Non", "hors QPV", "0", " néant "])
def test_no_quartier_is_no_key(written: str | None) -> None:
    assert recognise(written) == Recognised(None)


def test_a_quartier_de_veille_is_named_and_never_counts() -> None:
    assert recognise("Quartier de veille Quetigny") == Recognised(None, "Quartier de veille Quetigny", watched=True)
    assert recognise("QVA Quetigny").watched


def test_what_says_outside_or_unknown_is_no_quartier() -> None:
    outside = (
        "hors zone|pas en QPV|Aucun quartier|autre|Grésilles (hors périmètre)|Hors-QPV|non (Grésilles)|Non éligible"
        "|aucune|Dijon hors quartier|autre quartier|sans|QN02103M hors périmètre|Non concerné"
    )
    unsure = (
        "NC|N/A|nsp|NR|ne sait pas|à vérifier|?|inconnu|en attente|limite QPV|proche Grésilles|Grésilles ?|oui ?|2|ZUS"
        "|non renseigné|ancien QPV|oui (à vérifier)|sans réponse|pas renseigné|vide"
    )
    assert {text: recognise(text, "Dijon") for text in outside.split("|")} == dict.fromkeys(
        outside.split("|"), Recognised(None)
    )
    assert {text: recognise(text, "Dijon") for text in unsure.split("|")} == {
        text: Recognised(None, text, unsure=True) for text in unsure.split("|")
    }
    named = {"oui - Grésilles": "QN02103M", "Oui (Grésilles)": "QN02103M", "QPV 2024": "qpv non precise"}
    named |= {"oui non précisé": "qpv non precise", "Centre Ancien": "centre ancien", "Sans-Souci": "sans souci"}
    named |= {"Pas du Loup": "pas du loup", "QPV à préciser": "qpv non precise"}
    assert {text: recognise(text, "Dijon").key for text in named} == named


def test_yes_counts_without_a_name() -> None:
    assert recognise("oui", "Chenôve") == Recognised("qpv non precise", "QPV non précisé")


def test_codes_of_elsewhere_are_their_own_keys() -> None:
    assert recognise("qn07501m").key == "QN07501M"
    assert recognise("QP075001").key == "QP075001"


def test_official_names() -> None:
    assert qpv.official_name(FONTAINE_D_OUCHE) == "Fontaine d'Ouche"
    assert qpv.official_name("bourroches") is None
    found = qpv.quartier_of(FONTAINE_D_OUCHE)
    assert found is not None
    assert found.communes == ("Dijon",)


@pytest.mark.parametrize(
    ("key", "day", "expected"),
    [
        (FONTAINE_D_OUCHE, date(2014, 12, 31), False),
        (FONTAINE_D_OUCHE, date(2015, 1, 1), True),
        ("QN02106N", date(2023, 12, 31), False),
        ("QN02106N", date(2024, 1, 1), True),
        ("QN07501M", date(2015, 1, 1), True),
        ("QN07501N", date(2023, 12, 31), False),
        ("QP075001", date(2014, 12, 31), False),
        ("QP075001", date(2023, 12, 31), True),
        ("QP075001", date(2024, 1, 1), None),
        ("bourroches", date(2023, 6, 1), None),
    ],
)
def test_perimeters_in_force_that_day(key: str, day: date, expected: bool | None) -> None:
    assert qpv.in_force(key, day) is expected


def test_a_spelling_is_bare_without_its_commune_in_front() -> None:
    assert qpv.bare("Fontaine d'Ouche", FONTAINE_D_OUCHE)
    assert not qpv.bare("Dijon- Fontaine-d'ouche", FONTAINE_D_OUCHE)
    assert qpv.bare("Les Hauts de Rouen", "QN07620M")
    assert qpv.bare("Quetigny Centre", "QN02106N")
    assert qpv.bare("Dijon Bourroches", "dijon bourroches")


@settings(deadline=None)
@given(st.text(), st.none() | st.sampled_from(["Dijon", "Lyon", ""]))
def test_any_text_gives_the_same_key_twice_and_a_key_that_fits_its_column(text: str, commune: str | None) -> None:
    found = recognise(text, commune)
    assert found == recognise(text, commune)
    assert found.key is None or 0 < len(found.key) <= qpv.KEY_LENGTH


@settings(deadline=None)
@given(st.sampled_from(QUARTIERS))
def test_a_key_is_recognised_as_itself(quartier: qpv.Quartier) -> None:
    assert recognise(quartier.key) == Recognised(quartier.key)
    assert recognise(quartier.name, quartier.communes[0]).key == quartier.key
