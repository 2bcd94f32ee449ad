"""Columns of tabular exports: each flattens the schema in its own way."""

import pytest

from imports.decp.tabular import columns, is_decp, raw


@pytest.mark.parametrize(
    "headers",
    [
        ("id", "acheteur.id", "objet"),
        ("uid", "idAcheteur", "Objet"),
        ("Id marché", "SIRET acheteur", "objet marché"),
        ("id", "acheteur_id", "objet"),
    ],
)
def test_a_table_of_contracts_is_known_by_its_headers(headers: tuple[str, ...]) -> None:
    assert is_decp(columns(headers))
    assert not is_decp(columns(headers[:2]))


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("titulaire_id", (1, "id")),
        ("titulaire_id_2", (2, "id")),
        ("titulaire 3 id", (3, "id")),
        ("idTitulaire", (1, "id")),
        ("titulaires.denominationSociale", (1, "denominationSociale")),
        ("titulaire_typeIdentifiant_2", (2, "typeIdentifiant")),
        ("couleur", None),
    ],
)
def test_a_column_of_a_holder_says_its_rank(header: str, told: tuple[int, str] | None) -> None:
    assert columns([header]).get(0) == told


def test_the_first_of_two_columns_of_a_field_is_kept() -> None:
    assert columns(["objet", "Objet"]) == {0: "objet"}


def test_cells_that_hold_json_are_read_and_those_that_only_look_like_it_are_words() -> None:
    found = columns(["id", "acheteur_id", "objet", "titulaires", "considerationsSociales"])
    told = raw(["1", "2", "[lot 3] peinture", '[{"titulaire": {"id": "7"}}]', '["Clause sociale"]'], found)
    assert told == {
        "id": "1",
        "acheteur": {"id": "2"},
        "objet": "[lot 3] peinture",
        "titulaires": [{"titulaire": {"id": "7"}}],
        "considerationsSociales": ["Clause sociale"],
    }
    assert raw(["1", "2", "{}", None, " "], found)["objet"] == {}


def test_a_row_of_a_modification_keeps_its_values_apart() -> None:
    found = columns(["id", "acheteur_id", "objet", "montant", "modification_id", "dateNotificationModification"])
    told = raw(["1", "2", "x", "500", "1", "2024-05-01"], found)
    assert "montant" not in told
    assert told["modifications"][0]["modification"]["montant"] == "500"
    assert "modifications" not in raw(["1", "2", "x", "500", "0", None], found)
