"""What is kept as a document, by its bytes alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.errors import Unusable
from clauses.files.papers import LARGEST, PaperForm, form_of, suffix_of
from tests.clauses.files.papers import PDF, jpeg, packed, png


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (PDF, PaperForm.PDF),
        (packed(b"1 0 <</Type /Page>>"), PaperForm.PDF),
        (PDF.replace(b"/Catalog", b"/JSONfile"), PaperForm.PDF),
        (png(), PaperForm.PNG),
        (png(10_000, 10_000), PaperForm.PNG),
        (jpeg(), PaperForm.JPEG),
        (jpeg().replace(b"\xff\xc0", b"\xff\xff\xc0"), PaperForm.JPEG),  # a marker may be padded
    ],
)
def test_a_whole_and_inert_document_is_kept(content: bytes, form: PaperForm) -> None:
    assert form_of(content) is form
    assert suffix_of(content) == form.value.replace("jpeg", "jpg")


def test_a_file_of_another_form_has_a_suffix_that_opens_nothing() -> None:
    assert (suffix_of(b""), suffix_of(b"<html>")) == ("bin", "bin")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "proof.empty"),
        (PDF + b" " * LARGEST, "proof.too_large"),
        (b"PK\x03\x04word/document.xml", "proof.form"),
        (b"<html><script>alert(1)</script></html>", "proof.form"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "proof.form"),
        (b"MZ\x90\x00", "proof.form"),
        (b"GIF89a", "proof.form"),
        (b" " + PDF, "proof.form"),
        (b"%PDF-1.7\n1 0 obj", "proof.cut"),
        (PDF.replace(b"/Catalog", b"/Catalog /OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>"), "proof.active"),
        (PDF.replace(b"/Catalog", b"/Catalog /AA <</S /J#61vaScript>>"), "proof.active"),
        (PDF.replace(b"/Catalog", b"/Catalog /Names <</EmbeddedFiles 2 0 R>>"), "proof.active"),
        (PDF.replace(b"/Catalog", b"/Catalog /AcroForm <</XFA 3 0 R>>"), "proof.active"),
        (PDF.replace(b"/Catalog", b"/Action /S /Launch"), "proof.active"),
        (PDF.replace(b"trailer <<", b"trailer <</Encrypt 4 0 R "), "proof.encrypted"),
        (packed(b"1 0 <</S /JavaScript>>"), "proof.active"),
        (packed(b"0" * (21 << 20)), "proof.bomb"),
        (png()[:-8], "proof.cut"),
        (b"\x89PNG\r\n\x1a\nIEND", "proof.cut"),
        (png().replace(b"IHDR", b"iHDR"), "proof.cut"),
        (png(100_000, 100_000), "proof.picture"),
        (png(0, 5), "proof.picture"),
        (jpeg()[:-2], "proof.cut"),
        (b"\xff\xd8\xff\xd9", "proof.cut"),
        (b"\xff\xd8\xff\xc0\x00\x05abc\xff\xd9", "proof.cut"),
        (jpeg(60_000, 60_000), "proof.picture"),
        (b"\xff\xd8\xff\xe0\x00\x04ab" + b"nothing of a picture\xff\xd9", "proof.cut"),
    ],
)
def test_anything_else_is_refused_in_words(content: bytes, code: str) -> None:
    with pytest.raises(Unusable) as refused:
        form_of(content)
    assert refused.value.code == code


def test_a_stream_that_is_not_compressed_is_no_bomb() -> None:
    assert form_of(packed(b"x").replace(b"\nstream\n", b"\nstream\nzz")) is PaperForm.PDF


@given(st.binary(max_size=200), st.sampled_from([b"", b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"]))
def test_no_bytes_at_all_are_more_than_refused(content: bytes, start: bytes) -> None:
    try:
        assert form_of(start + content) in PaperForm
    except Unusable as refused:
        assert refused.code.startswith("proof.")  # noqa: PT017  # bytes that are a document are no refusal
