"""A document as a PDF."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest

from clauses.errors import Unusable
from clauses.reports.documents.as_pdf import pdf_bytes
from clauses.reports.documents.content import Chapter
from clauses.reports.documents.look import PLAIN, Look, look_of
from clauses.reports.sheets import Row, Table
from tests.clauses.files.papers import png
from tests.clauses.reports.documents.invented import HOSTILE, document


def opened(tmp_path: Path, made: bytes) -> pypdf.PdfReader:
    place = tmp_path / "document.pdf"
    place.write_bytes(made)
    return pypdf.PdfReader(place)


def said(reader: pypdf.PdfReader) -> str:
    """The words of every page, one space between them."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_every_text_prints_as_it_is(tmp_path: Path) -> None:
    words = said(opened(tmp_path, pdf_bytes(document())))
    assert words.replace(" ", "").count(HOSTILE.replace(" ", "")) >= 4  # answer, sentence, point, cell
    assert "avantaprès" in words
    for figure in ("42 437,89", "37,5 %", "non calculable", "Une note <i>."):
        assert figure in words


def test_it_is_tagged_for_screen_readers(tmp_path: Path) -> None:
    reader = opened(tmp_path, pdf_bytes(document()))
    root: Any = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("fr")
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == "Bilan d'essai"


def test_the_same_document_gives_the_same_bytes() -> None:
    assert pdf_bytes(document()) == pdf_bytes(document())


def test_a_long_table_goes_over_pages_with_its_headers(tmp_path: Path) -> None:
    from clauses.reports.sheets import Row, Table

    rows = tuple(Row((f"Quartier {number}", number)) for number in range(150))
    reader = opened(tmp_path, pdf_bytes(document(Chapter("Long", tables=(Table("T", ("Quartier", "N"), rows),)))))
    assert len(reader.pages) >= 3
    assert all("Quartier" in page.extract_text() for page in reader.pages)
    assert "Quartier 149" in said(reader)


def test_a_territory_may_give_its_own_template(tmp_path: Path) -> None:
    own = tmp_path / "notre.typ"
    own.write_text(
        '#let content = json(bytes(sys.inputs.content))\n#set document(title: "Métropole")\n#set text(lang: "fr")\n'
        "= Notre en-tête\n#content.answer",
        encoding="utf-8",
    )
    words = said(opened(tmp_path, pdf_bytes(document(), Look(own))))
    assert words.startswith("Notre en-tête")
    own.write_text("#inconnu", encoding="utf-8")
    with pytest.raises(Unusable, match="modeles"):
        pdf_bytes(document(), Look(own))


def test_a_territory_gives_its_look_in_a_folder_and_its_logo_is_on_the_first_page(tmp_path: Path) -> None:
    assert look_of(tmp_path) == PLAIN
    (tmp_path / "modeles").mkdir()
    for name in ("document.typ", "entete.docx", "logo.png"):
        (tmp_path / "modeles" / name).write_bytes(png() if name == "logo.png" else b"")
    given = look_of(tmp_path)
    assert [each and each.name for each in (given.template, given.letterhead, given.logo)] == [
        "document.typ", "entete.docx", "logo.png"
    ]  # fmt: skip
    paid = replace(document(), emblem=True, mentions=("Cofinancé.",))
    pages = opened(tmp_path, pdf_bytes(paid, Look(logo=given.logo))).pages
    assert len(pages[0].images) > len(opened(tmp_path, pdf_bytes(paid)).pages[0].images)
    (tmp_path / "modeles" / "logo.png").write_text("pas une image")
    with pytest.raises(Unusable, match="modeles"):
        pdf_bytes(paid, Look(logo=given.logo))


def test_a_word_too_long_for_its_column_is_cut_and_stays_whole_in_the_text(tmp_path: Path) -> None:
    word = "Anticonstitutionnellement" * 4
    rows = (Row((word, "24/01/2023", "Présent(e)", word)),)
    table = Table("Rencontres", ("Rencontre", "Date", "Présence", "Émargement"), rows, worded=True)
    words = said(opened(tmp_path, pdf_bytes(document(Chapter("Rencontres", tables=(table,))))))
    assert words.replace(" ", "").count(word) == 2
    assert max(map(len, words.split())) < len(word)
    assert "24/01/2023" in words
