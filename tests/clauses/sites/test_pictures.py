"""Pictures keep what is seen, and lose what tells where and with what they were taken."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.errors import Unusable
from clauses.sites.pictures import bare
from tests.clauses.files.papers import PDF
from tests.clauses.sites.drawing import chunk, photograph, picture, segment

PLACE = b"Exif\x00\x00GPS 47.32 5.04"


def test_a_photograph_loses_its_place_and_its_comments() -> None:
    taken = photograph(segment(0xE1, PLACE), segment(0xED, b"Photoshop"), segment(0xFE, b"chez moi"))
    assert bare(taken) == photograph()


def test_what_follows_the_end_of_a_photograph_is_dropped() -> None:
    assert bare(photograph() + photograph(segment(0xE1, PLACE))) == photograph()


def test_colours_of_adobe_and_padding_between_segments_are_understood() -> None:
    colours = segment(0xEE, b"Adobe")
    assert bare(photograph(colours)) == photograph(colours)
    assert bare(photograph(b"\xff" + segment(0xE1, PLACE))) == photograph()


def test_a_drawing_loses_its_words() -> None:
    assert bare(picture(chunk(b"eXIf", PLACE), chunk(b"tEXt", b"Author\x00Ana"))) == picture()
    assert bare(picture() + b"more") == picture()


def test_a_pdf_is_kept_as_it_is() -> None:
    assert bare(PDF) == PDF


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7 scanned", "proof.cut"),
        (PDF.replace(b"/Catalog", b"/Catalog /OpenAction <</S /JavaScript>>"), "proof.active"),
        (PDF.replace(b"/Root", b"/Encrypt 2 0 R /Root"), "proof.encrypted"),
    ],
)
def test_a_pdf_cut_active_or_locked_is_no_sheet_signed(content: bytes, code: str) -> None:
    with pytest.raises(Unusable) as refusal:
        bare(content)
    assert refusal.value.code == code


@pytest.mark.parametrize("immense", [picture(side=20_000), photograph(side=20_000), picture(side=0)])
def test_a_picture_meant_to_exhaust_whoever_opens_it_is_refused(immense: bytes) -> None:
    with pytest.raises(Unusable) as refusal:
        bare(immense)
    assert refusal.value.code == "proof.picture"


def test_a_film_after_a_photograph_is_dropped() -> None:
    assert bare(photograph() + b"\x00\x00\x00\x18ftypmp42" + bytes(5000)) == photograph()


def test_a_photograph_that_ends_before_it_is_drawn_is_refused() -> None:
    frame = photograph().index(b"\xff\xda")
    with pytest.raises(Unusable) as refusal:
        bare(photograph()[:frame] + b"\xff\xd9")
    assert refusal.value.code == "sites.picture_form"


@given(st.integers(min_value=0, max_value=len(photograph()) - 1))
def test_half_a_photograph_is_refused(at: int) -> None:
    with pytest.raises(Unusable) as refusal:
        bare(photograph()[:at])
    assert refusal.value.code == "sites.picture_form"


@given(st.integers(min_value=0, max_value=len(picture()) - 1))
def test_half_a_drawing_is_refused(at: int) -> None:
    with pytest.raises(Unusable):
        bare(picture()[:at])


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]))
def test_no_bytes_make_it_fail_otherwise(noise: bytes, start: bytes) -> None:
    with suppress(Unusable):
        assert bare(start + noise).startswith(start)


def test_a_longer_chunk_than_the_file_is_refused() -> None:
    with pytest.raises(Unusable):
        bare(picture()[:8] + (2**31).to_bytes(4) + b"IDAT" + bytes(20))
