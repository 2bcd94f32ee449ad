"""Habilitations as people write them."""

import csv
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.matching.licence_reading import holding, requirements
from clauses.matching.licences import PERMIT_CATEGORIES, Licence, LicenceKind

REFERENCE = os.environ.get("CLAUSES_REFERENCE_DIR")

WRITTEN: dict[str, list[str]] = {
    # CACES of today
    "CACES R482 A": ["CACES R482 A"],
    "R482 cat. A": ["CACES R482 A"],
    "caces r 482 catégorie B1": ["CACES R482 B1"],
    "CACES® R.482-C1": ["CACES R482 C1"],
    "R482 C1": ["CACES R482 C1"],
    "R482A": ["CACES R482 A"],
    "CACES R482 A, B1 et F": ["CACES R482 A", "CACES R482 B1", "CACES R482 F"],
    "CACES R489 1A-3-5": ["CACES R489 1A", "CACES R489 3", "CACES R489 5"],
    "CACES R489 cat 1B cat 3": ["CACES R489 1B", "CACES R489 3"],
    "CACES R489 catégorie 1-3-5 - Chariots élévateurs": ["CACES R489 1", "CACES R489 3", "CACES R489 5"],
    "CACES R486 A + B": ["CACES R486 A", "CACES R486 B"],
    "CACES Nacelle 3B R486": ["CACES R486 3B"],
    "CACES R490": ["CACES R490"],
    "CACES R487 GMA": ["CACES R487 GMA"],
    "CACES R482 B1 à B3": ["CACES R482 B1", "CACES R482 B3", "CACES R482 B2"],
    "Grues mobiles à flèche treillis (CACES R 483-A) - Depuis le 01/01/2020": ["CACES R483 A"],
    "Transpalettes sans élévation du poste (h < ou = à 1,20 m) (CACES R 489-1A)": ["CACES R489 1A"],
    # and before
    "CACES R372-10": ["CACES R372 10"],
    "R372m cat. 9": ["CACES R372 9"],
    "CACES R372 1-2-10": ["CACES R372 1", "CACES R372 2", "CACES R372 10"],
    "R389 1,3,5": ["CACES R389 1", "CACES R389 3", "CACES R389 5"],
    "R386 1B 3B": ["CACES R386 1B", "CACES R386 3B"],
    "R390": ["CACES R390"],
    "CACES R377 GME": ["CACES R377 GME"],
    # without a number: the machine says the family, the category is not guessed
    "Caces 1 nacelle": ["CACES R486"],
    "CACES nacelle B": ["CACES R486 B"],
    "cariste": ["CACES R489"],
    "permis cariste 3": ["CACES R489 3"],
    "CACES pelle": ["CACES R482"],
    "pont roulant": ["CACES R484"],
    "CACES 1 3 5": ["CACES 1", "CACES 3", "CACES 5"],
    "CACES": ["CACES"],
    "CACES R999": ["CACES"],
    # permits
    "Permis B": ["permis B"],
    "permis b et be": ["permis B", "permis BE"],
    "Permis B/BE": ["permis B", "permis BE"],
    "Permis de conduire catégorie CE": ["permis CE"],
    "Permis de conduire": ["permis B"],
    "titulaire du permis B": ["permis B"],
    "Permis B obligatoire": ["permis B"],
    "permis E(B)": ["permis BE"],
    "permis EC": ["permis CE"],
    "permis E": ["permis BE"],
    "permis B96": ["permis B"],
    "Permis PL": ["permis C"],
    "poids lourds": ["permis C"],
    "SPL": ["permis CE"],
    "permis transport en commun": ["permis D"],
    "Permis A2": ["permis A2"],
    "Permis AM - brevet de sécurité routière": ["permis AM"],
    "Permis B depuis 2015": ["permis B"],
    "B": ["permis B"],
    "B, C et CE": ["permis B", "permis C", "permis CE"],
    # electrical symbols
    "H0B0": ["habilitation électrique H0", "habilitation électrique B0"],
    "HOBO": ["habilitation électrique H0", "habilitation électrique B0"],
    "Habilitation électrique H0-B0 BR": [f"habilitation électrique {symbol}" for symbol in ("H0", "B0", "BR")],
    "B2V essai": ["habilitation électrique B2V Essai"],
    "BE manœuvre": ["habilitation électrique BE Manœuvre"],
    "hab. élec. BE mesurage": ["habilitation électrique BE Mesurage"],
    "HE vérification habilitation": ["habilitation électrique HE Vérification"],
    "habilitation électrique B2XL": ["habilitation électrique B2XL"],
    "habilitation BE": ["habilitation électrique BE"],
    "BS": ["habilitation électrique BS"],
    "Habilitation électrique": ["habilitation électrique"],
    # others
    "carte BTP": ["carte BTP"],
    "Carte d'identification professionnelle": ["carte BTP"],
    "AIPR opérateur": ["AIPR opérateur"],
    "A.I.P.R. encadrant et concepteur": ["AIPR encadrant", "AIPR concepteur"],
    "AIPR": ["AIPR"],
    "SST": ["SST"],
    "CACES R408 échafaudages de pied": ["échafaudage R408"],
    "Permis côtier": ["permis bateau"],
    "CAP maçon": ["Cap macon"],
    # several in one piece
    "Permis B, CACES R489 cat 3": ["permis B", "CACES R489 3"],
    "CACES R482 A / R489 3": ["CACES R482 A", "CACES R489 3"],
    "Permis C + FIMO": ["permis C", "FIMO"],
    "Permis B; CACES R482 A ;": ["permis B", "CACES R482 A"],
}


@pytest.mark.parametrize("text", WRITTEN)
def test_a_licence_is_recognised_however_it_is_written(text: str) -> None:
    read = holding(text)
    assert [licence.label for licence in read.licences] == WRITTEN[text]
    assert read.known
    assert read.unread == ()


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("CACES R482 A (jusqu'au 12/2026)", date(2026, 12, 31)),
        ("CACES R482 A jusqu’au 12/26", date(2026, 12, 31)),
        ("CACES R482 A expire le 01/02/2025", date(2025, 2, 1)),
        ("R489 3 - fin de validité : 03-2027", date(2027, 3, 31)),
        ("R489 1-3-5 exp. 12/12/25", date(2025, 12, 12)),
        ("AIPR opérateur valable jusqu'en 2027", date(2027, 12, 31)),
        ("CACES R482 A valide jusqu'au 5 mars 2026", date(2026, 3, 5)),
        ("CACES R482 A jusqu'à fin juin 2026", date(2026, 6, 30)),
        ("CACES R482 A jusqu'au 2026-06-15", date(2026, 6, 15)),
        ("CACES R482 A du 02/01/2020 au 01/01/2030", date(2030, 1, 1)),
        # obtained: ten years for R482, five for the others, two for the SST, no end for a permit
        ("CACES R482 A obtenu le 12/03/2021", date(2031, 3, 11)),
        ("CACES R489 3 (obtenu le 12/03/2021)", date(2026, 3, 11)),
        ("AIPR opérateur délivrée le 29/02/2024", date(2029, 2, 27)),
        ("SST du 01/06/2024", date(2026, 5, 31)),
        ("Permis B obtenu le 12/03/2021", None),
        # neither a first day nor a last
        ("CACES R482 A (2021)", None),
        ("CACES R 482-A - Depuis le 01/01/2020", None),
        ("CACES R372 2/9/10", None),
    ],
)
def test_a_date_beside_a_licence_says_until_when(text: str, until: date | None) -> None:
    assert {licence.valid_until for licence in holding(text).licences} == {until}


def test_dates_go_with_the_licence_that_they_follow() -> None:
    read = holding("CACES R482 A (jusqu'au 12/2026), CACES R489 3 (jusqu'au 06/2025)")
    assert [licence.valid_until for licence in read.licences] == [date(2026, 12, 31), date(2025, 6, 30)]


def test_what_is_over_without_a_date_has_ended_long_ago() -> None:
    (licence,) = holding("CACES R482 A périmé").licences
    assert licence.valid_until is not None
    assert licence.valid_until < date(2000, 1, 1)


@pytest.mark.parametrize(
    "text",
    ["Permis B en cours", "Permis B suspendu", "CACES R482 A à renouveler", "R482 A jusqu'au 31/02/2026",
     "Permis étranger", "R482 A jusqu'au 13/2026"],
)  # fmt: skip
def test_what_leaves_a_doubt_says_so(text: str) -> None:
    assert [licence.unsure for licence in holding(text).licences] == [True]


@pytest.mark.parametrize("text", ["", "   ", "NR", "non renseigné", "?", "\x00", " , ;", None])
def test_a_cell_that_says_nothing_is_not_known(text: str | None) -> None:
    assert holding(text) == holding(())
    assert not holding(text).known


@pytest.mark.parametrize("text", ["aucune", "Néant", "non", "RAS", "-", "sans habilitation"])
def test_a_cell_that_says_none_is_known(text: str) -> None:
    read = holding(text)
    assert read.known
    assert (read.licences, read.unread) == ((), ())


@pytest.mark.parametrize("text", ["sans permis", "pas de permis B", "permis : non", "Non titulaire du permis B"])
def test_a_permit_may_be_denied(text: str) -> None:
    read = holding(text)
    assert read.known
    assert (read.licences, read.unread) == ((), ())
    assert read.denied == (Licence(LicenceKind.PERMIS, category="B"),)


@pytest.mark.parametrize("text", ["BE", "brevet de natation", "🚜", "مرحبا", "permis T", "<script>"])
def test_what_nobody_can_recognise_stays_unread(text: str) -> None:
    read = holding(text)
    assert read.licences == ()
    assert read.unread == (text.lower(),)


@pytest.mark.parametrize(
    ("text", "vehicle", "labels"),
    [
        ("Permis B + véhicule", True, ["permis B"]),
        ("Permis B, véhiculée", True, ["permis B"]),
        ("Permis B sans véhicule", False, ["permis B"]),
        ("Permis B", None, ["permis B"]),
        ("véhiculé", True, ["permis B"]),
        ("non véhiculé", False, []),
    ],
)
def test_a_vehicle_is_told_apart_from_a_permit(text: str, vehicle: bool | None, labels: list[str]) -> None:
    read = holding(text)
    assert read.vehicle is vehicle
    assert [licence.label for licence in read.licences] == labels


def test_a_vehicle_alone_leaves_the_permit_to_be_checked() -> None:
    assert [licence.unsure for licence in holding("véhiculé").licences] == [True]
    assert not holding("non véhiculé").known


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("CACES R482 A ; Permis B", ["CACES R482 A", "permis B"]),
        ("CACES R482 A, B1", ["CACES R482 A", "CACES R482 B1"]),
        ("CACES R482 A ou R372 1", ["CACES R482 A ou CACES R372 1"]),
        ("CACES R489 3 ou 5", ["CACES R489 3 ou CACES R489 5"]),
        ("Permis B ou BE", ["permis B ou permis BE"]),
        ("Permis B et véhicule", ["permis B"]),
        ("attestation maison ou autre", ["attestation maison ou autre"]),
        ("attestation maison", ["attestation maison"]),
        ("aucune", []),
        ("NR", []),
        ("", []),
    ],
)
def test_each_part_is_asked_for_unless_it_says_or(text: str, labels: list[str]) -> None:
    assert [asked.label for asked in requirements(text)] == labels


def test_what_is_wished_for_is_not_demanded() -> None:
    wished, demanded = requirements("Permis B souhaité ; CACES R482 A")
    assert (wished.optional, wished.label) == (True, "permis B")
    assert (demanded.optional, demanded.label) == (False, "CACES R482 A")


def test_what_is_asked_for_in_unknown_words_is_kept_as_written() -> None:
    (asked,) = requirements("attestation maison")
    assert asked.any_of == ()
    assert asked.kind is LicenceKind.AUTRE


@given(st.text(max_size=80) | st.lists(st.text(max_size=20), max_size=3))
def test_any_text_is_read_without_a_crash(text: str | list[str]) -> None:
    read = holding(text)
    assert all(licence.label for licence in read.licences)
    assert all(asked.label for asked in requirements(text))
    assert not (read.licences or read.unread) or read.known or read.vehicle


@given(st.sampled_from(sorted(WRITTEN)), st.sampled_from(sorted(WRITTEN)))
def test_two_parts_say_what_each_says(one: str, other: str) -> None:
    both = holding([one, other]).licences
    assert set(both) == set(holding(one).licences) | set(holding(other).licences)


@pytest.mark.parametrize("category", sorted(PERMIT_CATEGORIES))
def test_every_category_of_permit_is_read(category: str) -> None:
    assert [licence.category for licence in holding(f"Permis {category}").licences] == [category]


@pytest.mark.skipif(REFERENCE is None, reason="CLAUSES_REFERENCE_DIR n'est pas défini")
def test_the_licences_of_the_rome_are_recognised() -> None:
    """Every CACES and permit of the official list; the rest of it is of other trades."""
    path = Path(REFERENCE or "") / "rome/caces_habilitations.csv"
    with path.open(encoding="utf-8", newline="") as file:
        labels = [row["libelle"] for row in csv.DictReader(file)]
    caces = [label for label in labels if "CACES" in label or "conduite en sécurité R4" in label]
    permits = [label for label in labels if label.startswith("Permis de conduire")]
    assert (len(caces), len(permits)) == (106, 17)
    for label in caces:
        read = holding(label).licences
        assert read, label
        assert all(one.kind is LicenceKind.CACES or one.family.startswith("échafaudage") for one in read), label
    for label in permits:
        (licence,) = holding(label).licences
        assert licence.kind is LicenceKind.PERMIS
