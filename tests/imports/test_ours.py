"""What the product added to a file is not read again; what looks like it and is the sender's is."""

from imports.ours import SIGNATURE, TO_CORRECT, without_ours
from tests.imports.sheets import HEADER, line, sheet


def test_the_sheet_of_remarks_is_left_out() -> None:
    ours = sheet((SIGNATURE,), ("12 remarques",), name=TO_CORRECT)
    theirs = sheet(HEADER, line(), name=TO_CORRECT)
    assert without_ours([ours, theirs]) == [theirs]
    assert without_ours([sheet((SIGNATURE,), name=f"{TO_CORRECT} (2)"), sheet(name=TO_CORRECT)])[0].cells.is_empty()


def test_a_last_column_of_remarks_is_left_out_wherever_the_header_stands() -> None:
    marked = sheet(("Titre",), (), ("Nom", "Heures", "A CORRIGER"), ("Roux", "7", "Refusé"))
    assert without_ours([marked])[0].cells.rows()[3] == ("Roux", "7")


def test_a_column_of_that_name_between_others_is_the_sender_s() -> None:
    between = sheet(("Nom", TO_CORRECT, "Heures"), ("Roux", "x", "7"))
    assert without_ours([between]) == [between]
