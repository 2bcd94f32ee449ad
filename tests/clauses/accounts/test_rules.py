"""Passwords and addresses: what is refused, and why it is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.accounts.rules import email_fault, password_fault, signer, tidy_email

CLAIRE = {"email": "claire.aubry@exemple.fr", "name": "Claire Aubry-Lenoir"}


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("trop court", "14"),
        ("x" * 129, "128"),
        ("MotDePasse2024!!", "premiers"),
        ("aaaaaaaaaaaaaaaa", "premiers"),
        ("12345678901234", "premiers"),
        ("abcdefghijklmn", "premiers"),
        ("clauses-sociales-2026", "premiers"),
        ("claire.aubry.2026", "votre nom"),
        ("AubryLenoir-12345", "votre nom"),
    ],
)
def test_a_password_that_is_tried_first_is_refused(password: str, word: str) -> None:
    fault = password_fault(password, **CLAIRE)
    assert fault is not None
    assert word in fault


@pytest.mark.parametrize(
    "password", ["un cheval au bord de l'Ouche", "3 platanes & 2 péniches", "claire fontaine au lavoir"]
)
def test_a_sentence_is_a_good_password(password: str) -> None:
    assert password_fault(password, **CLAIRE) is None


@given(st.text(max_size=13))
def test_nothing_short_is_taken(password: str) -> None:
    assert password_fault(password, **CLAIRE) is not None


@pytest.mark.parametrize(
    "email",
    [
        "",
        "claire",
        "claire@",
        "@exemple.fr",
        "a b@exemple.fr",
        "a@b",
        "a@b@c.fr",
        "a\n@c.fr",
        "<a>@c.fr",
        f"{'a' * 200}@c.fr",
    ],
)
def test_an_address_that_cannot_be_written_to_is_refused(email: str) -> None:
    assert "adresse" in str(email_fault(email))


def test_an_address_is_compared_in_lower_case() -> None:
    assert tidy_email("  Claire.Aubry@Exemple.FR ") == "claire.aubry@exemple.fr"
    assert email_fault("claire.aubry@exemple.fr") is None


@pytest.mark.parametrize(
    ("author", "read"),
    [
        ("Ana Roux (compte 5)", "Ana Roux"),
        ("Ana (Dijon) (compte 12)", "Ana (Dijon)"),
        ("Paie (jeton 3, Ana Roux (compte 5))", "Paie, programme de Ana Roux"),
        (" (compte 5)", "compte supprimé"),
        ("ligne de commande", "ligne de commande"),
        ("Ana (compte 5) bis", "Ana (compte 5) bis"),
    ],
)
def test_people_read_who_signed_by_name_never_by_number(author: str, read: str) -> None:
    assert signer(author) == read
