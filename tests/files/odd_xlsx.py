"""Odd workbooks in the .xlsx format."""

from __future__ import annotations

from collections.abc import Callable

from tests.files import xlsx
from tests.files.archives import Entry, raw_zip, zipped
from tests.files.odd import NBSP, Odd
from tests.files.xlsx import MAIN, RELATIONS, Tab, cell, row, with_cells


def _one(value: object = None, *, format: int | str = 0, **others: object) -> Callable[[], bytes]:
    """A workbook of one cell."""
    written = cell("A1", value, style=1 if format else 0, **others)  # type: ignore[arg-type]  # keywords of `cell`
    return lambda: with_cells(written, formats=[format])


def _raw(inside: str, attributes: str = "") -> Callable[[], bytes]:
    return lambda: with_cells(f'<c r="A1"{attributes}>{inside}</c>')


def _strings(inside: str) -> Callable[[], bytes]:
    return lambda: xlsx.xlsx(Tab(row(1, cell("A1", 0, kind="s"))), strings=[inside])


def _prefixed() -> bytes:
    """Every element of the sheet with a prefix, as some libraries write."""
    sheet = (
        f'<?xml version="1.0"?><x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="2"><x:c r="B2" t="b"><x:v>1</x:v>'
        "</x:c></x:row></x:sheetData></x:worksheet>"
    )
    return xlsx.xlsx(Tab(raw=sheet.encode()))


def _strict() -> bytes:
    """The strict variant of the format: other namespaces, the same names."""
    changed = {
        name: data.replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
            RELATIONS.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, data in xlsx.parts(Tab(row(1, cell("A1", "a")))).items()
    }
    return zipped(changed)


def _elsewhere() -> bytes:
    """A workbook whose parts do not stand where those of Excel do."""
    found = xlsx.parts(Tab(row(1, cell("A1", "a"))))
    found["_rels/.rels"] = found["_rels/.rels"].replace(b"xl/workbook.xml", b"/livre/classeur.xml")
    found["livre/classeur.xml"] = found.pop("xl/workbook.xml")
    found["livre/_rels/classeur.xml.rels"] = found.pop("xl/_rels/workbook.xml.rels").replace(
        b"worksheets/sheet1.xml", b"../feuilles/une.xml"
    )
    found["feuilles/une.xml"] = found.pop("xl/worksheets/sheet1.xml")
    found["livre/styles.xml"] = found.pop("xl/styles.xml")
    return zipped(found)


def _with_backslashes() -> bytes:
    return raw_zip(
        [Entry(name.replace("/", "\\"), data) for name, data in xlsx.parts(Tab(row(1, cell("A1", "a")))).items()]
    )


def _with_chart_sheet() -> bytes:
    found = xlsx.parts(Tab(name="Graphique"), Tab(row(1, cell("A1", "a")), name="Heures"))
    name = "xl/_rels/workbook.xml.rels"
    found[name] = found[name].replace(b"/worksheet", b"/chartsheet", 1)
    return zipped(found)


def _macros() -> bytes:
    return xlsx.xlsx(Tab(row(1, cell("A1", "a"))), others={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + b"x" * 500})


DATES: tuple[tuple[str, float, str], ...] = (
    ("dd/mm/yyyy", 45413, "2024-05-01"),
    ("dd/mm/yy;@", 45413, "2024-05-01"),
    ("[$-40C]d mmmm yyyy", 45413, "2024-05-01"),
    ("mmm-yy", 45413, "2024-05-01"),
    ("mmmm", 45413, "2024-05-01"),
    ("dd/mm/yyyy hh:mm", 45413.5625, "2024-05-01 13:30:00"),
    ("yyyy-mm-dd", 60, "1900-02-28"),
    ("yyyy-mm-dd", 61, "1900-03-01"),
    ("yyyy-mm-dd", 1, "1900-01-01"),
    ("yyyy-mm-dd", 0, "0:00:00"),
    ("yyyy-mm-dd", 99_999_999, "99999999"),
    ("yyyy-mm-dd", 73_282_932_000_074, "73282932000074"),
    ("[h]:mm", 6.3194444444, "151:40:00"),
    ("[hh]:mm:ss", 6.3194444444, "151:40:00"),
    ('[h]"h"mm', 0.3194444444, "7:40:00"),
    ("h:mm", 0.3194444444, "7:40:00"),
    ("h:mm", 6.3194444444, "151:40:00"),
    ("h:mm AM/PM", 0.5, "12:00:00"),
    ("mm:ss", 0.0104166667, "0:15:00"),
    ("[mm]:ss", 1, "24:00:00"),
    ("[h]:mm", -0.5, "-12:00:00"),
    ("[h]:mm", 0, "0:00:00"),
    ('0.00" h"', 151.67, "151.67"),
    ("# ##0,00\\ \\h", 151.67, "151.67"),
    ("General", 151.67, "151.67"),
    ('General" heures"', 151.67, "151.67"),
    ("0.00%", 0.375, "0.375"),
    ('#,##0.00" €";[Red]-#,##0.00" €"', 2000, "2000"),
    ("0;\\-0;;@", 12, "12"),
    ("00000000000000", 8762328600074, "8762328600074"),
    ("[Blue]0.00", 7.5, "7.5"),
    ("[>=100][Magenta]0;0", 7.5, "7.5"),
)
"""Format, number, text."""

_NUMBERS: tuple[tuple[str, str], ...] = (
    ("0.30000000000000004", "0.3"),
    ("8.9100000000000001", "8.91"),
    ("151.66999999999999", "151.67"),
    ("1E5", "100000"),
    ("1.5e-3", "0.0015"),
    ("-0", "0"),
    ("-7.5", "-7.5"),
    ("142.0", "142"),
    ("73282932000074", "73282932000074"),
    ("1E+20", "100000000000000000000"),
    ("007", "7"),
    ("+5", "5"),
    ("0.0000000001", "0"),
)

NUMBERS = (
    *(Odd(f"{number} as {code}", "x.xlsx", _one(number, format=code), {"A1": text}) for code, number, text in DATES),
    *(Odd(f"the number {written}", "x.xlsx", _raw(f"<v>{written}</v>"), {"A1": text}) for written, text in _NUMBERS),
    Odd("a built-in date", "x.xlsx", _one(45413, format=14), {"A1": "2024-05-01"}),
    Odd("a built-in duration", "x.xlsx", _one(1.5, format=46), {"A1": "36:00:00"}),
    Odd("a built-in time", "x.xlsx", _one(0.5, format=20), {"A1": "12:00:00"}),
    Odd("a date since 1904", "x.xlsx", lambda: with_cells(cell("A1", 43951, style=1), formats=[14], since_1904=True),
        {"A1": "2024-05-01"}),
    Odd("a duration since 1904", "x.xlsx",
        lambda: with_cells(cell("A1", -0.5, style=1), formats=["[h]:mm"], since_1904=True), {"A1": "-12:00:00"}),
    Odd("an ISO date", "x.xlsx", _raw("<v>2024-05-01T00:00:00</v>", ' t="d"'), {"A1": "2024-05-01"}),
    Odd("an ISO date and time", "x.xlsx", _raw("<v>2024-05-01T13:00:00.000Z</v>", ' t="d"'),
        {"A1": "2024-05-01 13:00:00"}),
    Odd("an ISO date that is none", "x.xlsx", _raw("<v>2024-02-31</v>", ' t="d"'), {"A1": "2024-02-31"}),
    Odd("a number kept as text", "x.xlsx", _one("0151,67"), {"A1": "0151,67"}),
    Odd("a SIRET kept as text", "x.xlsx", _one("08762328600074"), {"A1": "08762328600074"}),
    Odd("a number with no-break spaces", "x.xlsx", _one(f"1{NBSP}234,56"), {"A1": f"1{NBSP}234,56"}),
    Odd("text where a number is announced", "x.xlsx", _raw("<v>abc</v>", ' t="n"'), {"A1": "abc"}),
    Odd("not a number", "x.xlsx", _raw("<v>NaN</v>"), {"A1": "NaN"}),
    Odd("a number with an underscore", "x.xlsx", _raw("<v>1_000</v>"), {"A1": "1_000"}),
    Odd("a number past all numbers", "x.xlsx", _raw("<v>1e999</v>"), {"A1": "1e999"}),
    Odd("true", "x.xlsx", _one(1, kind="b"), {"A1": "VRAI"}),
    Odd("false", "x.xlsx", _one(0, kind="b"), {"A1": "FAUX"}),
    Odd("the word true", "x.xlsx", _one("true"), {"A1": "true"}),
    Odd("a broken reference", "x.xlsx", _one("#REF!", kind="e"), {"A1": "#REF!"}),
    Odd("an error of a recent Excel", "x.xlsx", _one("#SPILL!", kind="e", formula="A:A"), {"A1": "#SPILL!"}),
    Odd("a style that does not exist", "x.xlsx", _raw("<v>45413</v>", ' s="99"'), {"A1": "45413"}),
    Odd("a text in a cell of durations", "x.xlsx", _one("7h30", format="[h]:mm"), {"A1": "7h30"}),
)  # fmt: skip

TEXTS = (
    Odd("a shared text", "x.xlsx", _strings("<t>Été</t>"), {"A1": "Été"}),
    Odd("a text of several runs", "x.xlsx",
        _strings('<r><t xml:space="preserve">Du </t></r><r><rPr><b/></rPr><t>pont</t></r>'), {"A1": "Du pont"}),
    Odd("a text with its reading", "x.xlsx", _strings("<t>東京</t><rPh><t>トウキョウ</t></rPh>"), {"A1": "東京"}),
    Odd("spaces that are not kept", "x.xlsx", _strings("<t>  Dupont </t>"), {"A1": "Dupont"}),
    Odd("spaces that are kept", "x.xlsx", _strings('<t xml:space="preserve"> Dupont </t>'), {"A1": " Dupont "}),
    Odd("a line break", "x.xlsx", _strings('<t xml:space="preserve">Heures\ntravaillées</t>'),
        {"A1": "Heures\ntravaillées"}),
    Odd("an escaped control", "x.xlsx", _strings("<t>a_x000D_b_x005F_c</t>"), {"A1": "a\rb_c"}),
    Odd("an escaped NUL", "x.xlsx", _strings("<t>a_x0000_b</t>"), {"A1": "ab"}),
    Odd("something like an escape", "x.xlsx", _strings("<t>REF_x12_</t>"), {"A1": "REF_x12_"}),
    Odd("an escaped ampersand", "x.xlsx", _strings("<t>Martin &amp; fils &lt;SARL&gt;</t>"),
        {"A1": "Martin & fils <SARL>"}),
    Odd("an empty text", "x.xlsx", _strings("<t></t>"), {}, size=(0, 0)),
    Odd("a text of spaces", "x.xlsx", _one("   "), {}, size=(0, 0)),
    Odd("a text of no-break spaces", "x.xlsx", _one(f"{NBSP}\u202f"), {}, size=(0, 0)),
    Odd("a section kept apart from markup", "x.xlsx", _raw("<is><t><![CDATA[a<b]]></t></is>", ' t="inlineStr"'),
        {"A1": "a<b"}),
    Odd("a comment in the sheet", "x.xlsx", lambda: xlsx.xlsx(Tab("<!-- fait main -->" + row(1, cell("A1", "a")))),
        {"A1": "a"}),
    Odd("a kind of cell nobody knows", "x.xlsx", _raw("<v>a</v>", ' t="z"'), {"A1": "a"}),
    Odd("extensions inside a cell", "x.xlsx", _raw("<v>1</v><extLst><ext><v>2</v></ext></extLst>"), {"A1": "2"}),
    Odd("a text and its copy", "x.xlsx", _raw("<v>b</v><is><t>a</t></is>", ' t="inlineStr"'), {"A1": "a"}),
)  # fmt: skip

FORMULAS = (
    Odd("a formula and its value", "x.xlsx", _one(142, formula="SUM(B1:B9)"), {"A1": "142"},
        said={"without_value": frozenset()}),
    Odd("a formula without a value", "x.xlsx", _one(formula="1+1"), {"A1": None}, size=(1, 1),
        said={"without_value": frozenset({(1, "A")})}),
    Odd("a formula with an empty value", "x.xlsx", _raw("<f>1+1</f><v/>"), {"A1": None},
        said={"without_value": frozenset({(1, "A")})}),
    Odd("a formula of a text without a value", "x.xlsx", _raw("<f>A2</f>", ' t="str"'), {"A1": None},
        said={"without_value": frozenset({(1, "A")})}),
    Odd("a formula that gives an empty text", "x.xlsx", _raw('<f>IF(1,"","")</f><v></v>', ' t="str"'), {}, size=(0, 0),
        said={"without_value": frozenset()}),
    Odd("a formula that gives a text", "x.xlsx", _raw("<f>B1</f><v>Zoé</v>", ' t="str"'), {"A1": "Zoé"}),
    Odd("shared formulas, one without a value", "x.xlsx", lambda: xlsx.xlsx(Tab(
        row(1, '<c r="A1"><f t="shared" ref="A1:A2" si="0">1</f><v>1</v></c>')
        + row(2, '<c r="A2"><f t="shared" si="0"/></c>'))), {"A1": "1"}, size=(2, 1),
        said={"without_value": frozenset({(2, "A")})}),
    Odd("a last row of formulas without values", "x.xlsx",
        lambda: xlsx.xlsx(Tab(row(1, cell("A1", 1)) + row(9, cell("C9", formula="A1")))), {"A1": "1"}, size=(9, 3),
        said={"without_value": frozenset({(9, "C")})}),
)  # fmt: skip

SHEETS = (
    Odd("nothing at all", "heures.xlsx", lambda: b"", sheets=()),
    Odd("an empty sheet", "heures.xlsx", xlsx.xlsx, size=(0, 0), sheets=("Feuil1",)),
    Odd("a sheet without rows", "x.xlsx", lambda: xlsx.xlsx(Tab(raw=f'<worksheet xmlns="{MAIN}"/>'.encode())),
        size=(0, 0)),
    Odd("headers only", "x.xlsx", lambda: with_cells(cell("A1", "Nom"), cell("B1", "Heures")), size=(1, 2)),
    Odd("a table in the middle", "x.xlsx", lambda: xlsx.xlsx(Tab(row(4, cell("C4", "Nom")) + row(6, cell("C6",
        "Zoé")))),
        {"A1": None, "C4": "Nom", "C6": "Zoé"}, size=(6, 3)),
    Odd("cells and rows without places", "x.xlsx",
        lambda: xlsx.xlsx(Tab("<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row>")),
        {"A1": "1", "B1": None, "C1": "3", "A2": "4"}, size=(2, 3)),
    Odd("rows out of order", "x.xlsx", lambda: xlsx.xlsx(Tab(row(2, cell("A2", "b")) + row(1, cell("A1", "a")))),
        {"A1": "a", "A2": "b"}),
    Odd("the same cell twice", "x.xlsx", lambda: with_cells(cell("A1", 1), cell("A1", 2)), {"A1": "2"}),
    Odd("blank styled cells to the end of the sheet", "x.xlsx",
        lambda: xlsx.xlsx(Tab(row(1, cell("A1", "a")) + row(1_048_576, cell("XFD1048576", style=1))), formats=[14]),
        {"A1": "a"}, size=(1, 1)),
    Odd("a dimension that lies", "x.xlsx", lambda: xlsx.xlsx(Tab(row(1, cell("A1", "a")) + row(2, cell("B2", "b")),
        before='<dimension ref="A1"/>')), {"A1": "a", "B2": "b"}),
    Odd("a dimension past all", "x.xlsx",
        lambda: xlsx.xlsx(Tab(row(1, cell("A1", "a")), before='<dimension ref="A1:XFD1048576"/>')), {"A1": "a"},
        size=(1, 1)),
    Odd("hidden rows and columns", "x.xlsx", lambda: xlsx.xlsx(Tab(
        row(1, cell("A1", 1), cell("D1", 1)) + row(2, cell("A2", 2), attributes='hidden="1"')
        + row(3, cell("A3", 3), attributes='hidden="true"') + row(9, attributes='hidden="1"'),
        before='<cols><col min="2" max="3" width="9" hidden="1"/><col min="7" max="16384" hidden="1"/></cols>')),
        {"A2": "2"}, size=(3, 4), said={"hidden_rows": frozenset({2, 3}), "hidden_columns": frozenset({"B", "C"})}),
    Odd("merged cells", "x.xlsx", lambda: xlsx.xlsx(Tab(row(1, cell("A1", "Heures")),
        after='<mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="A2:A3"/></mergeCells>')), {"A1": "Heures"},
        said={"merged": ("A1:C1", "A2:A3")}),
    Odd("hidden sheets", "x.xlsx", lambda: xlsx.xlsx(Tab(state="hidden"), Tab(name="b", state="veryHidden"),
        Tab(name="c")),
        sheets=("Feuil1", "b", "c"), said={"hidden": True}),
    Odd("several sheets, in the order of the tabs", "x.xlsx",
        lambda: xlsx.xlsx(*(Tab(row(1, cell("A1", name)), name=name) for name in ("Mars", "Février", "Avril & mai"))),
        {"A1": "Mars"}, sheets=("Mars", "Février", "Avril & mai")),
    Odd("a sheet of charts", "x.xlsx", _with_chart_sheet, {"A1": "a"}, sheets=("Heures",)),
    Odd("macros", "heures.xlsm", _macros, {"A1": "a"}),
    Odd("a workbook named .csv", "heures.csv", lambda: with_cells(cell("A1", "a")), {"A1": "a"}, sheets=("Feuil1",)),
    Odd("a workbook named .xls", "heures.xls", lambda: with_cells(cell("A1", "a")), {"A1": "a"}),
    Odd("elements with prefixes", "x.xlsx", _prefixed, {"B2": "VRAI"}, size=(2, 2)),
    Odd("the strict variant", "x.xlsx", _strict, {"A1": "a"}),
    Odd("parts in other places", "x.xlsx", _elsewhere, {"A1": "a"}),
    Odd("parts named with backslashes", "x.xlsx", _with_backslashes, {"A1": "a"}),
    Odd("an archive without compression", "x.xlsx",
        lambda: zipped(xlsx.parts(Tab(row(1, cell("A1", "a")))), method=0), {"A1": "a"}),
    Odd("a mark before the XML", "x.xlsx",
        lambda: xlsx.xlsx(Tab(raw=b"\xef\xbb\xbf" + Tab(row(1, cell("A1", "é"))).xml())), {"A1": "é"}),
    Odd("absolute places with dollars", "x.xlsx", lambda: with_cells(cell("$B$1", "b")), {"B1": "b"}),
)  # fmt: skip

ODD_XLSX = (*NUMBERS, *TEXTS, *FORMULAS, *SHEETS)
