"""« Same company? »: a suggestion, with its reason."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.matching.companies import (
    MOST_ALIKE,
    Company,
    Sameness,
    alike,
    compare,
    name_words,
    suggestions,
)
from clauses.matching.sirets import digits, key_agrees, siren_of

SEAT, BRANCH, OTHER = "73282932000074", "73282932000082", "08762328600074"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("EIFFAGE CONSTRUCTION BOURGOGNE", "Eiffage Constr. Bourgogne SAS"),
        ("Maçonnerie de l'Ouche SARL", "MACONNERIE OUCHE"),
        ("S.A.S. Roger Martin", "ROGER MARTIN"),
        ("Eurovia Bourgogne Franche-Comté", "EUROVIA BFC"),
        ("Sud-Est TP", "SUD EST TRAVAUX PUBLICS"),
        ("Idverde", "ID Verde"),
        ("Régie de quartier des Grésilles", "Régie quartier Grésilles"),
        ("Entreprise Générale Dupont", "Dupont Gale"),
        ("Nett. Services Dijon", "Nettoyage Service Dijon"),
        ("Colas Bourgogne", "Colas Bourgonge"),
        ("Electricité Morvan", "Elec. Morvan"),
        ("Construct. Ouche", "Constructions de l'Ouche"),
    ],
)
def test_one_company_is_written_in_several_ways(one: str, other: str) -> None:
    found = compare(Company("a", one), Company("b", other))
    assert found.sameness is Sameness.LIKELY, alike(one, other)
    assert found.reason.startswith("Noms proches\u00a0: «\u00a0")
    assert (found.one, found.other) == ("a", "b")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Colas Dijon", "Colas Rouen"),
        ("Maçonnerie Martin", "Maçonnerie Martinez"),
        ("Lot 12 Constructions", "Lot 13 Constructions"),
        ("ID Intérim", "ID'ées Intérim"),
        ("Dupont Frères", "Dupont Fils"),
        ("Bâtiment 21", "Bâtiment 71"),
        ("SAS", "SARL"),
        ("", "Eiffage"),
        ("", ""),
    ],
)
def test_companies_that_look_alike_stay_two(one: str, other: str) -> None:
    found = compare(Company("a", one), Company("b", other))
    assert found.sameness is Sameness.DIFFERENT, alike(one, other)
    assert found.reason.startswith("Noms différents")


@pytest.mark.parametrize(
    ("one", "other", "sameness", "said"),
    [
        (SEAT, SEAT, Sameness.SAME, f"Même SIRET {SEAT}."),
        (SEAT, "732 829 320 00074", Sameness.SAME, f"Même SIRET {SEAT}."),
        (SEAT, BRANCH, Sameness.SAME_COMPANY, "Même SIREN 732829320, deux établissements"),
        (SEAT, OTHER, Sameness.DIFFERENT, "SIREN différents (732829320 et 087623286)"),
        (SEAT, None, Sameness.LIKELY, "Noms proches"),
        (None, None, Sameness.LIKELY, "Noms proches"),
        (SEAT, "73282932000075", Sameness.LIKELY, "La clé d'un des SIRET est fausse."),
        (SEAT, "7328293200007", Sameness.LIKELY, "Noms proches"),
    ],
)
def test_identifiers_say_more_than_names(one: str | None, other: str | None, sameness: Sameness, said: str) -> None:
    found = compare(Company("a", "Eiffage Bourgogne", one), Company("b", "EIFFAGE BOURGOGNE", other))
    assert found.sameness is sameness
    assert said in found.reason


def test_a_wrong_key_is_said_even_of_different_names() -> None:
    found = compare(Company("a", "Eiffage", SEAT), Company("b", "Colas", "73282932000075"))
    assert (found.sameness, found.score) == (Sameness.DIFFERENT, 0.0)
    assert found.reason.endswith("La clé d'un des SIRET est fausse.")


def test_words_that_any_company_has_do_not_tell_it_apart() -> None:
    assert name_words("Société Générale de Constr. SARL") == ("generale", "construction")
    assert name_words("SARL") == ("sarl",)
    assert name_words("  ") == ()


COMPANIES = [
    Company("1", "Eiffage Construction Bourgogne", SEAT),
    Company("2", "Eiffage Constr. Bourgogne SAS"),
    Company("3", "Colas Rouen", OTHER),
    Company("4", "Agence de Dijon", BRANCH),
    Company("5", "Colas Dijon"),
]


def test_among_many_companies_only_likely_pairs_are_suggested() -> None:
    found = suggestions(COMPANIES)
    assert [(each.one, each.other, each.sameness) for each in found] == [
        ("1", "4", Sameness.SAME_COMPANY),
        ("1", "2", Sameness.LIKELY),
    ]


def test_a_word_that_everybody_has_does_not_make_everybody_a_pair() -> None:
    many = [Company(str(at), f"Constructions {at:05d}") for at in range(MOST_ALIKE + 1)]
    assert suggestions(many) == []


names = st.lists(
    st.sampled_from(["Eiffage", "Constr.", "Construction", "Bourgogne", "SAS", "Dijon", "de", "S.A.R.L.", "12"]),
    max_size=4,
).map(" ".join) | st.text(max_size=20)
sirets = st.none() | st.sampled_from([SEAT, BRANCH, OTHER, "123", "73282932000075"]) | st.text(max_size=16)
companies = st.builds(Company, st.text(max_size=3), names, sirets)


@given(companies, companies)
@settings(deadline=None)
def test_two_companies_are_as_alike_both_ways(one: Company, other: Company) -> None:
    there, back = compare(one, other), compare(other, one)
    assert there.sameness is back.sameness or abs(there.score - back.score) < 0.1
    assert 0 <= there.score <= 1
    assert there.reason.endswith(".")


@given(st.lists(companies, max_size=8))
@settings(deadline=None)
def test_suggestions_are_what_comparing_says(given_companies: list[Company]) -> None:
    for found in suggestions(given_companies):
        assert found.sameness is not Sameness.DIFFERENT


@pytest.mark.parametrize(
    ("siret", "agrees"),
    [
        (SEAT, True), (BRANCH, True), (OTHER, True), ("73282932000075", False), ("35600000000048", True),
        # an establishment of La Poste: its digits add up to 35, and Luhn's key fails
        ("35600000009075", True), ("35600000009076", False), ("00000000000000", True),
    ],
)  # fmt: skip
def test_the_key_of_a_siret(siret: str, agrees: bool) -> None:
    assert key_agrees(siret) is agrees


def test_fourteen_digits_are_read_with_spaces_or_none() -> None:
    assert digits("732 829 320 00074") == digits("732.829.320-00074") == SEAT
    for text in ("7328293200007", "", None, "732829320000741", "73282932O00074", "٧٣٢٨٢٩٣٢٠٠٠٠٧٤"):
        assert digits(text) is None
    assert siren_of(SEAT) == "732829320"
