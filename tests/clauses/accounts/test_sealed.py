"""Sealed and opened: only by the keys of the installation, only for whom it was sealed, only unchanged."""

import base64

from hypothesis import given
from hypothesis import strategies as st

from clauses.accounts.sealed import Seals, Unsealed

SEALS = Seals.of(["un secret", "celui d'avant"])
FORMER = Seals.of(["celui d'avant"])


@given(st.binary(max_size=64), st.text(max_size=20))
def test_what_is_sealed_opens_for_the_same_thing(secret: bytes, about: str) -> None:
    sealed = SEALS.seal(secret, about=about)
    assert SEALS.open(sealed, about=about) == Unsealed(secret, fresh=True)
    assert SEALS.open(sealed, about=f"{about}.") is None
    assert FORMER.open(sealed, about=about) is None


@given(st.binary(min_size=8, max_size=64))
def test_a_former_secret_opens_what_it_sealed_and_says_so(secret: bytes) -> None:
    assert SEALS.open(FORMER.seal(secret, about="x"), about="x") == Unsealed(secret, fresh=False)


@given(st.binary(min_size=8, max_size=64), st.integers(min_value=0), st.integers(1, 255))
def test_a_changed_byte_is_seen(secret: bytes, where: int, by: int) -> None:
    made = bytearray(base64.urlsafe_b64decode(SEALS.seal(secret, about="x")))
    made[where % len(made)] ^= by
    assert SEALS.open(base64.urlsafe_b64encode(made).decode(), about="x") is None


@given(st.text(max_size=80))
def test_what_nobody_sealed_does_not_open(text: str) -> None:
    assert SEALS.open(text, about="x") is None


def test_the_same_secret_sealed_twice_is_not_twice_the_same_text() -> None:
    assert len({SEALS.seal(b"secret", about="x") for _ in range(50)}) == 50
