"""Why a title answers, in French."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.matching.reasons import LONGEST_QUOTE, quoted
from clauses.matching.titles import TitleIndex

TITLES = [
    "Coffreur / Coffreuse",
    "Maçon / Maçonne",
    "Maçon / Maçonne du paysage",
    "Agent / Agente d'entretien",
    "Technicien / Technicienne de surface",
    "Éboueur / Éboueuse",
    "Soudeur / Soudeuse",
    "Ouvrier / Ouvrière de la maçonnerie",
    "Conducteur / Conductrice d'engins",
    "",
]
CODES = ["F1701", "F1703", "F1707", "K2204", "K2205", "K2303", "H2913", "F1703", "F1302", "X"]
INDEX = TitleIndex(TITLES, CODES, {"F1302": ["Gerbage de palettes"]})


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("query", "title", "reason"),
    [
        ("coffreur", 0, "« coffreur » est une appellation de F1701"),
        ("COFFREUSES", 0, "« COFFREUSES » est une appellation de F1701"),
        ("agt entretien", 3, "« agt entretien » se lit « Agent / Agente d'entretien », appellation de K2204"),
        ("maçon H/F CDI Dijon", 1, "« maçon H/F CDI Dijon » se lit « Maçon / Maçonne », appellation de F1703"),
        (
            "maçon paysagiste",
            2,
            (
                "« Maçon / Maçonne du paysage », appellation de F1707 : « maçon » en commun ; "
                "« paysagiste » est de la famille de « paysage »"
            ),
        ),
        ("cofreur", 0, "« Coffreur / Coffreuse », appellation de F1701 : « cofreur » ressemble à « coffreur »"),
        ("ripeur", 5, "« Éboueur / Éboueuse », appellation de K2303 : « ripeur » se dit aussi « éboueur »"),
        (
            "femme de ménage",
            4,
            (
                "« Technicien / Technicienne de surface », appellation de K2205 : "
                "« femme de ménage » se dit aussi « technicien de surface »"
            ),
        ),
        (
            "cond. pelle",
            8,
            (
                "« Conducteur / Conductrice d'engins », appellation de F1302 : « conducteur » en commun ; "
                "« pelle » fait penser à « conducteur d'engins de chantier »"
            ),
        ),
        (
            "gerbage",
            8,
            (
                "« Conducteur / Conductrice d'engins », appellation de F1302 : "
                "« gerbage » figure dans les compétences de F1302"
            ),
        ),
        (
            "maçon ouvrier",
            1,
            (
                "« Maçon / Maçonne », appellation de F1703 : « maçon » en commun ; "
                "« ouvrier » figure dans une autre appellation de F1703"
            ),
        ),
        (
            "agent de conduite d'engins",
            8,
            (
                "« Conducteur / Conductrice d'engins », appellation de F1302 : « engins » en commun ; "
                "« conduite » est de la famille de « conducteur »"
            ),
        ),
        ("cantinier", 6, "« Soudeur / Soudeuse », appellation de H2913, s'écrit un peu comme « cantinier »"),
        ("", 0, "« Coffreur / Coffreuse », appellation de F1701, s'écrit un peu comme « »"),
        ("coffreur", 9, "« », intitulé de la nomenclature, s'écrit un peu comme « coffreur »"),
    ],
)
def test_a_title_says_why_it_answers(query: str, title: int, reason: str) -> None:
    assert " ".join(plain(INDEX.reason(query, title)).split()) == reason


def test_a_synonym_that_a_title_says_in_part_is_called_so() -> None:
    index = TitleIndex(["Agent de tri des déchets"], ["K2304"])
    assert "« ripeur » fait penser à « agent de collecte des déchets »" in plain(index.reason("ripeur", 0))


def test_an_abbreviation_that_titles_use_is_read_out() -> None:
    index = TitleIndex(["Agent de maintenance", "Titulaire agt"], ["A", "B"])
    assert "« agt » se lit « agent »" in plain(index.reason("agt de maintenance", 0))


def test_without_codes_a_title_is_one_of_the_nomenclature() -> None:
    index = TitleIndex(["Coffreur", "Maçon"])
    assert plain(index.reason("coffreur", 0)) == "« coffreur » est un intitulé de la nomenclature"
    assert plain(index.reason("maçon plombier", 1)).endswith("intitulé de la nomenclature : « maçon » en commun")


def test_at_most_three_reasons_are_given_and_several_words_are_said_together() -> None:
    index = TitleIndex(["dix deux trois quatre"], ["A"])
    assert plain(index.reason("quatre dix deux neuf", 0)).endswith(": « quatre », « dix » et « deux » en commun")


def test_a_long_text_is_quoted_in_part() -> None:
    assert len(quoted("mot " * 1000)) <= LONGEST_QUOTE + 4
    assert quoted("  deux   mots ") == "«\u00a0deux mots\u00a0»"


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(st.text(), st.sampled_from(["x" * 5000, "maçon " * 5000, "(.*)+[", "\\"])),
    st.integers(0, len(TITLES) - 1),
)
def test_any_query_gets_a_sentence(query: str, title: int) -> None:
    reason = INDEX.reason(query, title)
    assert "«" in reason
    assert len(reason) < 600
