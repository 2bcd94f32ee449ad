"""Files spoilt at random are read, or refused in words by the reader itself: never a fault of ours."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imports.reading import xlsx as xlsx_reader
from imports.reading.child import examined
from imports.reading.limits import Limits
from tests.files import ods, xls, xlsx
from tests.files.archives import zipped
from tests.files.xlsx import Tab, cell, row

LIMITS = Limits(elements=50_000, elements_per_byte=0, repeats=50_000, text=1_000_000, text_per_byte=0, area=100_000)
"""A tenth of what is allowed: thousands of examples must not wait for it."""

fuzzed = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

_ROWS = row(1, cell("A1", 0, kind="s"), cell("B1", 45_413, style=1), cell("C1", 6.3, style=2)) + row(
    2,
    cell("A2", "Été & fils"),
    cell("B2", 1, kind="b"),
    cell("C2", "#REF!", kind="e"),
    cell("D2", formula="1+1"),
    cell("E2", "2024-05-01", kind="d"),
    attributes='hidden="1"',
)
PARTS = xlsx.parts(
    Tab(_ROWS, before='<cols><col min="2" max="2" hidden="1"/></cols>', after='<mergeCell ref="A1:B1"/>'),
    Tab(name="b", state="hidden"),
    formats=[14, "[h]:mm"],
    strings=["<r><t>Nom</t></r><rPh><t>x</t></rPh>"],
)
ODS_PARTS = {
    "mimetype": ods.MIMETYPE.encode(),
    "content.xml": ods.content(
        ods.table(
            ods.row(
                ods.cell("Été", attributes='table:number-columns-repeated="2" table:number-columns-spanned="2"'),
                ods.cell(8.91),
                ods.cell(value_type="date", date_value="2024-05-01T13:00:00"),
                ods.cell(value_type="time", time_value="PT151H40M00S"),
                ods.cell(value_type="boolean", boolean_value="true"),
                attributes='table:number-rows-repeated="2" table:visibility="collapse"',
            )
        )
    ),
}
_RECORDS = [
    xls.number(0, 0, 45_413, 1),
    xls.rk(0, 1, (7 << 2) | 2),
    xls.mulrk(1, 0, [(1, 6), (2, 10)]),
    xls.label(2, 0, "Été €"),
    xls.label_shared(3, 0, 1),
    xls.boolean(4, 0, 23, is_error=True),
    xls.formula(5, 0, xls.special(0)),
    xls.text_result("Zoé"),
    xls.formula(6, 0, xls.special(3), options=1),
    xls.row_options(3, hidden=True),
    xls.hidden_columns(1, 1),
    xls.merged((0, 0, 0, 1)),
]
_STRINGS = xls.shared_strings(xls.text8("Nom") + xls.text8("dé")[:4], b"\1" + "é".encode("utf-16-le"), count=2)
STREAM = xls.Book([xls.Tab(_RECORDS)], formats=[14, "[h]:mm"], others=[_STRINGS]).stream()
TEXT = 'sep=;\r\nNom;"Heures\ntravaillées";Mois\r\n"Du ""pont""";151,67;mars\r\n\r\nZoé;8;'.encode()
COMPOUND = xls.compound({"Workbook": STREAM, xls.SUMMARY: b"x" * 80})


def spoilt(data: bytes, draw: st.DrawFn) -> bytes:
    """A few bytes changed, dropped, doubled or put in."""
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, max(0, len(data) - 1)))
        length = draw(st.integers(0, 8))
        other = draw(st.one_of(st.binary(max_size=8), st.just(data[place : place + length] * 2)))
        data = data[:place] + other + data[place + length :]
    return data


@st.composite
def spoilt_files(draw: st.DrawFn) -> bytes:
    """A file spoilt as a whole, or in one part of it so that the damage goes deeper."""
    which = draw(st.sampled_from(["file", "part", "ods part", "stream", "text"]))
    if which == "part":
        name = draw(st.sampled_from(sorted(PARTS)))
        return zipped(PARTS | {name: spoilt(PARTS[name], draw)})
    if which == "ods part":
        return zipped(ODS_PARTS | {"content.xml": spoilt(ODS_PARTS["content.xml"], draw)})
    if which == "stream":
        return xls.compound({"Workbook": spoilt(STREAM, draw)})
    if which == "text":
        return spoilt(TEXT, draw)
    return spoilt(draw(st.sampled_from([zipped(PARTS), zipped(ODS_PARTS), COMPOUND])), draw)


@st.composite
def spoilt_sheets(draw: st.DrawFn) -> bytes:
    """A workbook of which one part of the cells is spoilt."""
    name = draw(st.sampled_from(["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"]))
    return zipped(PARTS | {name: spoilt(PARTS[name], draw)})


def no_fault(data: bytes, folder: Path) -> None:
    path = folder / "stored"
    path.write_bytes(data)
    answer = examined(path, "heures.xlsx", folder, LIMITS)
    assert "fault" not in answer, answer
    assert "sheets" in answer or answer["code"].startswith("file.")


@fuzzed
@given(spoilt_files())
def test_a_spoilt_file_is_read_or_refused_in_words(tmp_path: Path, data: bytes) -> None:
    no_fault(data, tmp_path)


@fuzzed
@given(spoilt_sheets())
def test_a_spoilt_sheet_before_the_quick_reader_too(tmp_path: Path, data: bytes) -> None:
    before, xlsx_reader.CAREFUL_BYTES = xlsx_reader.CAREFUL_BYTES, 0
    try:
        no_fault(data, tmp_path)
    finally:
        xlsx_reader.CAREFUL_BYTES = before


def test_the_files_to_spoil_are_sound(tmp_path: Path) -> None:
    for data in (zipped(PARTS), zipped(ODS_PARTS), COMPOUND, TEXT):
        path = tmp_path / "stored"
        path.write_bytes(data)
        assert examined(path, "heures", tmp_path, LIMITS)["sheets"]
