"""Files that must end in a named refusal: name, name of the file as sent, code of the refusal, and how it is made."""

from __future__ import annotations

import gzip
import json
import random
import struct
from collections.abc import Callable
from dataclasses import dataclass

from tests.files import ods, xls, xlsx
from tests.files.archives import STORED, Entry, deflated, deflated_zeros, raw_zip, zipped
from tests.files.xlsx import MAIN, Tab, cell, row

SHEET = "xl/worksheets/sheet1.xml"


@dataclass(frozen=True)
class Hostile:
    """A file to refuse with ``code``."""

    name: str
    sent_as: str
    code: str
    build: Callable[[], bytes]


def _entries(**changes: Entry) -> list[Entry]:
    """A small workbook entry by entry; ``sheet`` and the like take the place of the honest one."""
    honest = xlsx.parts(Tab(row(1, cell("A1", "a"))), strings=["<t>a</t>"])
    places = {"sheet": SHEET, "strings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}
    by_place = {places[key]: entry for key, entry in changes.items() if key in places}
    return [by_place.get(name, Entry(name, data)) for name, data in honest.items()]


def _more(*entries: Entry) -> bytes:
    return raw_zip([*_entries(), *entries])


def _bomb(place: str, name: str) -> bytes:
    body, size, checksum = deflated_zeros(300)
    entry = Entry(name, b"", body=body, size=size, checksum=checksum)
    return raw_zip(_entries(**{place: entry}) if place else [*_entries(), entry])


def _lying_bomb() -> bytes:
    body, _, checksum = deflated_zeros(300)
    return raw_zip(_entries(sheet=Entry(SHEET, b"", body=body, size=1000, checksum=checksum)))


def _overlapping() -> bytes:
    """Two entries that share the same compressed bytes (the method of the zip bomb of D. Fifield, 2019)."""
    whole = _entries()
    first = len(raw_zip(whole[:1])) - 22 - 46 - len(whole[0].name)
    second = Entry("xl/copy.xml", whole[1].data, body=b"", offset=first)
    return raw_zip([*whole, second])


def _one_body_for_all() -> bytes:
    return raw_zip([Entry(f"part{index}.xml", b"x", offset=0) for index in range(50)])


def _changed(place: str, data: bytes) -> bytes:
    return zipped(xlsx.parts(Tab(row(1, cell("A1", "a"))), strings=["<t>a</t>"]) | {place: data})


def _sheet(rows: str, before: str = "") -> bytes:
    return xlsx.xlsx(Tab(rows, before=before))


def _raw_sheet(data: bytes) -> bytes:
    return xlsx.xlsx(Tab(raw=data))


def _cut(data: bytes, share: float) -> bytes:
    return data[: int(len(data) * share)]


def _spoilt(data: bytes, place: int, other: bytes) -> bytes:
    return data[:place] + other + data[place + len(other) :]


def _wrong_checksum() -> bytes:
    return raw_zip(_entries(sheet=Entry(SHEET, xlsx.Tab().xml(), checksum=1)))


def _wrong_deflate() -> bytes:
    data = xlsx.Tab().xml()
    return raw_zip(_entries(sheet=Entry(SHEET, data, body=_spoilt(deflated(data), 20, b"\xff\xff\xff\xff"))))


def _doctype(root: str, inside: str = '<!ENTITY a "b">') -> bytes:
    return f'<?xml version="1.0"?><!DOCTYPE {root} [{inside}]><{root} xmlns="{MAIN}"><sheetData/></{root}>'.encode()


_LAUGHS = '<!ENTITY a "ha">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1 if i else str()};" * 10}">' for i in range(10))
_FILE_ENTITY = '<!ENTITY a SYSTEM "file:///etc/passwd">'
_PLAIN_SHEET = xlsx.Tab(row(1, cell("A1", "a"))).xml().decode()


def _amplified() -> bytes:
    """One shared text of 30 000 characters in 40 000 cells: 1.2 billion characters out of 100 KB."""
    rows = "".join(row(index, cell(f"A{index}", 0, kind="s")) for index in range(1, 40_001))
    return xlsx.xlsx(Tab(rows), strings=["<t>" + "heures" * 5000 + "</t>"])


def _looping_chain() -> bytes:
    data = bytearray(xls.Book().file())
    fat = 512 * (1 + struct.unpack_from("<I", data, 76)[0])
    return bytes(data[:fat] + struct.pack("<I", 0) * 8 + data[fat + 32 :])


def _looping_directory() -> bytes:
    """A directory whose only entry is its own brother: no stream is ever reached."""
    data = bytearray(xls.compound({"Divers": b"x" * 5000}))
    directory = 512 * (1 + struct.unpack_from("<I", data, 48)[0])
    struct.pack_into("<3I", data, directory + 128 + 68, 1, 1, 1)
    return bytes(data)


def _short_stream() -> bytes:
    """A directory that announces more than the chain of sectors holds."""
    data = bytearray(xls.Book().file())
    entry = data.index("Workbook".encode("utf-16-le"))
    struct.pack_into("<Q", data, entry + 120, 4000)
    return bytes(data)


def _xls(*records: bytes, others: tuple[bytes, ...] = ()) -> bytes:
    return xls.Book([xls.Tab(records)], others=others).file()


def _xls_without_end() -> bytes:
    return xls.compound({"Workbook": xls.Book([xls.Tab([xls.number(0, 0, 1)])]).stream()[:-4]})


def _xls_sheet_elsewhere() -> bytes:
    stream = xls.Book().stream()
    place = stream.index(struct.pack("<H", 0x85)) + 4
    return xls.compound({"Workbook": _spoilt(stream, place, struct.pack("<I", 10_000_000))})


def _random_bytes() -> bytes:
    return bytes(random.Random(7).choices(range(1, 256), k=20_000))


def _repeated(rows: int, columns: int) -> bytes:
    repeated = ods.cell("x", attributes=f'table:number-columns-repeated="{columns}"')
    return ods.ods(ods.table(ods.row(repeated, attributes=f'table:number-rows-repeated="{rows}"')))


def _ods_with(text: str) -> bytes:
    return ods.ods(ods.table(ods.row(f'<table:table-cell office:value-type="string">{text}</table:table-cell>')))


def _ods_changed(data: bytes) -> bytes:
    return zipped({"mimetype": ods.MIMETYPE.encode(), "content.xml": data})


_BAD_REPEAT = '<table:table-cell table:number-columns-repeated="{}" office:value-type="float" office:value="1"/>'
_SPREADSHEET_2003 = (
    b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>'
)
_HTML = "<html><head><meta charset='utf-8'></head><body><table><tr><td>Heures</td></tr></table></body></html>"

ARCHIVES = (
    Hostile("a bomb in the sheet", "heures.xlsx", "file.bomb", lambda: _bomb("sheet", SHEET)),
    Hostile("a bomb in the shared texts", "heures.xlsx", "file.bomb", lambda: _bomb("strings", "xl/sharedStrings.xml")),
    Hostile("a bomb in a picture", "heures.xlsx", "file.bomb", lambda: _bomb("", "xl/media/logo.png")),
    Hostile("a bomb that lies on its size", "heures.xlsx", "file.damaged", _lying_bomb),
    Hostile("entries that overlap", "heures.xlsx", "file.archive", _overlapping),
    Hostile("one body for fifty entries", "heures.xlsx", "file.archive", _one_body_for_all),
    Hostile("two entries of one name", "heures.xlsx", "file.archive", lambda: _more(Entry(SHEET, b"<a/>"))),
    Hostile("two names that differ by case", "x.xlsx", "file.archive", lambda: _more(Entry(SHEET.upper(), b"<a/>"))),
    Hostile("two names that differ by slashes", "x.xlsx", "file.archive",
            lambda: _more(Entry(SHEET.replace("/", "\\"), b"<a/>"))),
    Hostile("a name that climbs", "heures.xlsx", "file.archive", lambda: _more(Entry("../../etc/cron.d/x", b"x"))),
    Hostile("a name that climbs in the middle", "x.xlsx", "file.archive", lambda: _more(Entry("xl/../../x", b"x"))),
    Hostile("a name that climbs with backslashes", "x.xlsx", "file.archive", lambda: _more(Entry("..\\x", b"x"))),
    Hostile("an absolute name", "heures.xlsx", "file.archive", lambda: _more(Entry("/etc/passwd", b"x"))),
    Hostile("a name with a drive", "heures.xlsx", "file.archive", lambda: _more(Entry("C:/x", b"x"))),
    Hostile("a name that the entry contradicts", "x.xlsx", "file.archive",
            lambda: _more(Entry("a.xml", b"x", local_name="b.xml"))),
    Hostile("a name longer in the entry", "x.xlsx", "file.archive",
            lambda: _more(Entry("a.xml", b"x", local_name="aaaa.xml"))),
    Hostile("a compression that the entry contradicts", "x.xlsx", "file.archive",
            lambda: _more(Entry("a.xml", b"x", local_method=STORED))),
    Hostile("an unknown compression", "x.xlsx", "file.archive", lambda: _more(Entry("a.xml", b"x", method=12))),
    Hostile("a directory hidden in a comment", "x.xlsx", "file.archive",
            lambda: raw_zip(_entries(), comment=raw_zip(_entries()))),
    Hostile("a program before the archive", "x.xlsx", "file.not_a_workbook",
            lambda: raw_zip(_entries(), before=b"MZ\0" + b"\0" * 500)),
    Hostile("an archive inside another's beginning", "x.xlsx", "file.archive",
            lambda: raw_zip(_entries(), before=b"PK\3\4" + b"\0" * 500)),
    Hostile("301 parts", "heures.xlsx", "file.too_many_parts",
            lambda: _more(*(Entry(f"xl/{index}.xml", b"") for index in range(301)))),
    Hostile("an encrypted entry", "x.xlsx", "file.encrypted", lambda: _more(Entry("a.xml", b"x", flags=1))),
    Hostile("an entry without its mark", "x.xlsx", "file.damaged",
            lambda: _spoilt(xlsx.xlsx(), xlsx.xlsx().index(b"PK\3\4", 9), b"XX")),
    Hostile("half a workbook", "heures.xlsx", "file.damaged", lambda: _cut(xlsx.xlsx(), 0.5)),
    Hostile("a workbook without its last bytes", "heures.xlsx", "file.damaged", lambda: xlsx.xlsx()[:-10]),
    Hostile("the beginning of a workbook", "heures.xlsx", "file.damaged", lambda: xlsx.xlsx()[:4]),
    Hostile("a wrong checksum", "heures.xlsx", "file.damaged", _wrong_checksum),
    Hostile("bytes that do not inflate", "heures.xlsx", "file.damaged", _wrong_deflate),
)  # fmt: skip

WORKBOOKS = (
    Hostile("the far cell that brings a dense reader down", "heures.xlsx", "file.too_large",
            lambda: _sheet(row(1, cell("A1", 1)) + row(1_048_576, cell("XFD1048576", 1)))),
    Hostile("a far column", "heures.xlsx", "file.too_large", lambda: _sheet(row(1, cell("IW1", "x")))),
    Hostile("a far row", "heures.xlsx", "file.too_large", lambda: _sheet(row(1_048_577, cell("A1048577", "x")))),
    Hostile("two cells a million rows apart", "heures.xlsx", "file.too_large",
            lambda: _sheet(row(1, cell("A1", 1)) + row(1_048_576, cell("BC1048576", 1)))),
    Hostile("a far formula without a value", "heures.xlsx", "file.too_large",
            lambda: _sheet(row(1, cell("XFD1", formula="1+1")))),
    Hostile("cells without places past the last column", "x.xlsx", "file.too_large",
            lambda: _sheet("<row>" + "<c><v>1</v></c>" * 300 + "</row>")),
    Hostile("251 sheets", "heures.xlsx", "file.too_large",
            lambda: xlsx.xlsx(*(Tab(name=f"F{index}") for index in range(251)))),
    Hostile("a DTD in a sheet", "heures.xlsx", "file.dtd", lambda: _raw_sheet(_doctype("worksheet"))),
    Hostile("a DTD in the workbook", "x.xlsx", "file.dtd", lambda: _changed("xl/workbook.xml", _doctype("workbook"))),
    Hostile("a DTD in the relations", "x.xlsx", "file.dtd",
            lambda: _changed("xl/_rels/workbook.xml.rels", _doctype("Relationships"))),
    Hostile("a billion laughs", "x.xlsx", "file.dtd",
        lambda: _changed("xl/sharedStrings.xml", _doctype("sst", _LAUGHS))),
    Hostile("an entity that reads a file", "x.xlsx", "file.dtd",
            lambda: _changed("xl/styles.xml", _doctype("styleSheet", _FILE_ENTITY))),
    Hostile("a sheet in UTF-16", "x.xlsx", "file.encoding", lambda: _raw_sheet(_PLAIN_SHEET.encode("utf-16"))),
    Hostile("a sheet in UTF-16 without a mark", "x.xlsx", "file.encoding",
            lambda: _raw_sheet(_PLAIN_SHEET.encode("utf-16-be"))),
    Hostile("a sheet in UTF-32", "x.xlsx", "file.encoding", lambda: _raw_sheet(_PLAIN_SHEET.encode("utf-32-be"))),
    Hostile("a sheet that says UTF-16", "x.xlsx", "file.encoding",
            lambda: _raw_sheet(_PLAIN_SHEET.replace("UTF-8", "UTF-16").encode())),
    Hostile("a sheet that says Latin-1", "x.xlsx", "file.encoding",
            lambda: _raw_sheet(_PLAIN_SHEET.replace("UTF-8", "iso-8859-1").encode("latin-1"))),
    Hostile("a sheet that says UTF-7", "x.xlsx", "file.encoding",
            lambda: _raw_sheet(_PLAIN_SHEET.replace('"UTF-8"', "'utf-7'").encode())),
    Hostile("bytes that are not UTF-8", "x.xlsx", "file.damaged",
            lambda: _raw_sheet(_PLAIN_SHEET.replace(">a<", ">é<").encode("latin-1"))),
    Hostile("an entity nobody declared", "x.xlsx", "file.damaged", lambda: _sheet(row(1, '<c r="A1"><v>&a;</v></c>'))),
    Hostile("XML that never closes", "x.xlsx", "file.damaged", lambda: _raw_sheet(_PLAIN_SHEET[:-20].encode())),
    Hostile("ten thousand nested elements", "x.xlsx", "file.bomb",
            lambda: _sheet("<row>" * 10_000 + "</row>" * 10_000)),
    Hostile("three million empty elements", "x.xlsx", "file.bomb", lambda: _sheet("", before="<a/>" * 3_000_000)),
    Hostile("three million blank cells", "x.xlsx", "file.bomb",
        lambda: _sheet("<row>" + "<c/>" * 3_000_000 + "</row>")),
    Hostile("a shared text in every cell", "heures.xlsx", "file.bomb", _amplified),
    Hostile("no sheet where one is announced", "x.xlsx", "file.damaged",
            lambda: raw_zip([entry for entry in _entries() if entry.name != SHEET])),
    Hostile("no workbook", "x.xlsx", "file.damaged", lambda: zipped({"[Content_Types].xml": b"<Types/>"})),
    Hostile("a sheet without a relation", "x.xlsx", "file.damaged",
            lambda: _changed("xl/_rels/workbook.xml.rels", b"<Relationships/>")),
    Hostile("a workbook that is another document", "x.xlsx", "file.not_a_workbook",
            lambda: _changed("xl/workbook.xml", b"<document/>")),
    Hostile("a sheet that is another document", "x.xlsx", "file.damaged", lambda: _raw_sheet(b"<document/>")),
    Hostile("a cell in row 0", "x.xlsx", "file.damaged", lambda: _sheet(row(1, cell("A0", 1)))),
    Hostile("a cell upside down", "x.xlsx", "file.damaged", lambda: _sheet(row(1, cell("1A", 1)))),
    Hostile("a cell of four letters", "x.xlsx", "file.damaged", lambda: _sheet(row(1, cell("AAAA1", 1)))),
    Hostile("a row of eleven digits", "x.xlsx", "file.damaged", lambda: _sheet('<row r="99999999999"/>')),
    Hostile("a row number in letters", "x.xlsx", "file.damaged", lambda: _sheet('<row r="x"/>')),
    Hostile("a negative row", "x.xlsx", "file.damaged", lambda: _sheet('<row r="-1"/>')),
    Hostile("a style in letters", "x.xlsx", "file.damaged", lambda: _sheet(row(1, '<c r="A1" s="x"><v>1</v></c>'))),
    Hostile("a shared text that does not exist", "x.xlsx", "file.damaged",
            lambda: xlsx.xlsx(Tab(row(1, cell("A1", 7, kind="s"))), strings=["<t>a</t>"])),
    Hostile("a shared text of number minus one", "x.xlsx", "file.damaged",
            lambda: xlsx.xlsx(Tab(row(1, cell("A1", -1, kind="s"))), strings=["<t>a</t>"])),
)  # fmt: skip

OTHER_FILES = (
    Hostile("a binary workbook", "heures.xlsb", "file.binary_workbook",
            lambda: zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"x"})),
    Hostile("a binary workbook under another name", "heures.xlsx", "file.binary_workbook",
            lambda: _changed("_rels/.rels", xlsx.parts()["_rels/.rels"].replace(b"workbook.xml", b"livre.bin"))),
    Hostile("a Word document", "heures.xlsx", "file.not_a_workbook",
            lambda: zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<a/>"})),
    Hostile("a presentation", "heures.xlsx", "file.not_a_workbook",
            lambda: zipped({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<a/>"})),
    Hostile("an Apple document", "heures.numbers", "file.not_a_workbook", lambda: zipped({"Index/Document.iwa": b"x"})),
    Hostile("an archive of files", "heures.zip", "file.not_a_workbook", lambda: zipped({"heures.csv": b"a;b"})),
    Hostile("an empty archive", "heures.xlsx", "file.not_a_workbook", lambda: zipped({})),
    Hostile("a text document", "heures.ods", "file.not_a_workbook",
            lambda: ods.ods(mimetype="application/vnd.oasis.opendocument.text")),
    Hostile("a web page named .xls", "heures.xls", "file.web_page", _HTML.encode),
    Hostile("a web page with a mark and blank lines", "heures.xls", "file.web_page",
            lambda: b"\xef\xbb\xbf\r\n\r\n<!DOCTYPE html>" + _HTML.encode()),
    Hostile("a web page in UTF-16", "heures.xls", "file.web_page", lambda: _HTML.encode("utf-16")),
    Hostile("a lone table", "heures.xls", "file.web_page", lambda: b"<TABLE border=1><tr><td>1</td></tr></TABLE>"),
    Hostile("an XML workbook of Excel 2003", "heures.xls", "file.xml_workbook", lambda: _SPREADSHEET_2003),
    Hostile("a flat OpenDocument", "heures.fods", "file.xml_workbook",
            lambda: b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns"/>'),
    Hostile("some XML", "heures.xml", "file.not_a_workbook", lambda: b"<?xml version='1.0'?><heures/>"),
    Hostile("some JSON", "heures.json", "file.not_a_workbook", lambda: json.dumps({"heures": 12}).encode()),
    Hostile("a list in JSON", "heures.csv", "file.not_a_workbook", lambda: json.dumps([{"heures": 12}]).encode()),
    Hostile("a PNG named .xlsx", "heures.xlsx", "file.not_a_workbook", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 99),
    Hostile("a JPEG named .csv", "heures.csv", "file.not_a_workbook", lambda: b"\xff\xd8\xff\xe0" + b"\0" * 99),
    Hostile("a GIF named .ods", "heures.ods", "file.not_a_workbook", lambda: b"GIF89a" + b"\0" * 99),
    Hostile("a bitmap named .xls", "heures.xls", "file.not_a_workbook", lambda: b"BM" + b"\0" * 99),
    Hostile("a PDF named .xlsx", "heures.xlsx", "file.not_a_workbook", lambda: b"%PDF-1.7\n%\xe2\xe3\n1 0 obj"),
    Hostile("a program", "heures.xlsx", "file.not_a_workbook", lambda: b"\x7fELF" + b"\0" * 99),
    Hostile("a database", "heures.xlsx", "file.not_a_workbook", lambda: b"SQLite format 3\0" + b"\0" * 99),
    Hostile("a compressed csv", "heures.csv", "file.not_a_workbook", lambda: gzip.compress(b"a;b\n1;2\n")),
    Hostile("a RAR", "heures.xlsx", "file.not_a_workbook", lambda: b"Rar!\x1a\x07\x01\0" + b"\0" * 99),
    Hostile("a 7-Zip", "heures.xlsx", "file.not_a_workbook", lambda: b"7z\xbc\xaf\x27\x1c" + b"\0" * 99),
    Hostile("a video", "heures.xlsx", "file.not_a_workbook", lambda: b"\0\0\0\x18ftypmp42" + b"\0" * 99),
    Hostile("a rich text", "heures.csv", "file.not_a_workbook", lambda: b"{\\rtf1 heures}"),
    Hostile("bytes at random", "heures.csv", "file.not_a_workbook", _random_bytes),
    Hostile("a workbook of Excel 4", "heures.xls", "file.too_old",
        lambda: b"\x09\x04\x06\x00\x00\x00\x10\x00" + b"\0" * 99),
)  # fmt: skip

OLD_WORKBOOKS = (
    Hostile("an encrypted .xlsx", "heures.xlsx", "file.encrypted",
            lambda: xls.compound({"EncryptionInfo": b"x" * 5000, "EncryptedPackage": b"x" * 9000})),
    Hostile("an encrypted .xls", "heures.xls", "file.encrypted",
            lambda: _xls(others=(xls.record(0x2F, b"\1\0" + b"\0" * 52),))),
    Hostile("an old Word document", "heures.xls", "file.not_a_workbook",
            lambda: xls.compound({"WordDocument": b"x" * 5000})),
    Hostile("an unknown compound file", "heures.xls", "file.not_a_workbook", lambda: xls.compound({"Divers": b"x"})),
    Hostile("half an .xls", "heures.xls", "file.damaged", lambda: _cut(xls.Book().file(), 0.5)),
    Hostile("the beginning of an .xls", "heures.xls", "file.damaged", lambda: xls.Book().file()[:300]),
    Hostile("an .xls with another byte order", "x.xls", "file.damaged",
        lambda: _spoilt(xls.Book().file(), 28, b"\xff\xfe")),
    Hostile("a chain that comes back on itself", "heures.xls", "file.damaged", _looping_chain),
    Hostile("a directory that comes back on itself", "heures.xls", "file.not_a_workbook", _looping_directory),
    Hostile("a directory beyond the file", "x.xls", "file.damaged",
            lambda: _spoilt(xls.Book().file(), 48, struct.pack("<I", 9_999_999))),
    Hostile("an empty directory", "x.xls", "file.damaged",
            lambda: _spoilt(xls.Book().file(), 48, struct.pack("<I", 0xFFFFFFFE))),
    Hostile("a stream shorter than it says", "x.xls", "file.damaged", _short_stream),
    Hostile("251 sheets in .xls", "x.xls", "file.too_large", lambda: xls.Book([xls.Tab()] * 251).file()),
    Hostile("a workbook that does not begin", "x.xls", "file.damaged",
            lambda: xls.compound({"Workbook": xls.number(0, 0, 1) + xls.Book().stream()})),
    Hostile("records cut short", "heures.xls", "file.damaged", _xls_without_end),
    Hostile("a record longer than the file", "heures.xls", "file.damaged",
            lambda: xls.compound({"Workbook": xls.Book().stream()[:-4] + b"\x03\x02\xff\xff\0"})),
    Hostile("a number of three bytes", "heures.xls", "file.damaged", lambda: _xls(xls.record(0x203, b"\0\0\0"))),
    Hostile("a sheet beyond the file", "heures.xls", "file.damaged", _xls_sheet_elsewhere),
    Hostile("shared texts that are not there", "heures.xls", "file.damaged",
            lambda: _xls(others=(xls.shared_strings(b"", count=4_000_000_000),))),
    Hostile("a shared text that is not there", "heures.xls", "file.damaged", lambda: _xls(xls.label_shared(0, 0, 3))),
    Hostile("a text longer than its record", "heures.xls", "file.damaged",
            lambda: _xls(xls.record(0x204, struct.pack("<4HB", 0, 0, 0, 500, 0) + b"abc"))),
    Hostile("merged cells that are not there", "heures.xls", "file.damaged",
            lambda: _xls(xls.record(0xE5, struct.pack("<H", 60_000)))),
    Hostile("a far column in .xls", "heures.xls", "file.too_large", lambda: _xls(xls.number(0, 300, 1))),
    Hostile("two far cells in .xls", "heures.xls", "file.too_large",
            lambda: _xls(xls.number(0, 0, 1), xls.number(65_535, 255, 1))),
)  # fmt: skip

OPEN_DOCUMENTS = (
    Hostile("an encrypted .ods", "heures.ods", "file.encrypted",
            lambda: ods.ods(manifest="<manifest:encryption-data/>")),
    Hostile("a cell repeated a billion times", "heures.ods", "file.bomb", lambda: _repeated(1_000_000, 200)),
    Hostile("a cell repeated past the last column", "x.ods", "file.too_large", lambda: _repeated(1, 16_384)),
    Hostile("a row repeated past the last row", "x.ods", "file.too_large", lambda: _repeated(1_048_577, 1)),
    Hostile("a cell repeated past all", "x.ods", "file.bomb", lambda: _repeated(1, 999_999_999)),
    Hostile("a billion spaces", "heures.ods", "file.bomb",
        lambda: _ods_with('<text:p><text:s text:c="999999999"/></text:p>')),
    Hostile("a long text repeated", "heures.ods", "file.bomb",
            lambda: ods.ods(ods.table(ods.row(
            ods.cell("x" * 30_000), attributes='table:number-rows-repeated="9999"')))),
    Hostile("a repetition in letters", "x.ods", "file.damaged",
            lambda: ods.ods(ods.table(ods.row(_BAD_REPEAT.format("abc"))))),
    Hostile("no repetition at all", "x.ods", "file.damaged", lambda: ods.ods(ods.table(
        ods.row(_BAD_REPEAT.format("0"))))),
    Hostile("a negative repetition", "x.ods", "file.damaged",
            lambda: ods.ods(ods.table(ods.row(_BAD_REPEAT.format("-1"))))),
    Hostile("a DTD in an .ods", "heures.ods", "file.dtd", lambda: _ods_changed(_doctype("office:document-content"))),
    Hostile("an .ods without content", "heures.ods", "file.damaged",
        lambda: zipped({"mimetype": ods.MIMETYPE.encode()})),
    Hostile("an .ods of another document", "heures.ods", "file.damaged", lambda: _ods_changed(b"<document/>")),
    Hostile("an .ods nested without end", "x.ods", "file.bomb",
            lambda: _ods_with("<text:span>" * 10_000 + "</text:span>" * 10_000)),
    Hostile("an .ods in UTF-16", "x.ods", "file.encoding",
            lambda: _ods_changed(ods.content().decode().replace("UTF-8", "UTF-16").encode("utf-16"))),
    Hostile("an .ods of 251 sheets", "x.ods", "file.too_large", lambda: ods.ods(*[ods.table(ods.row(
        ods.cell(1)))] * 251)),
    Hostile("an .ods bomb", "x.ods", "file.bomb",
            lambda: raw_zip([Entry("mimetype", ods.MIMETYPE.encode()), _ods_bomb_entry()])),
)  # fmt: skip


def _ods_bomb_entry() -> Entry:
    body, size, checksum = deflated_zeros(300)
    return Entry("content.xml", b"", body=body, size=size, checksum=checksum)


TEXTS = (
    Hostile("NUL bytes", "heures.csv", "file.nul", lambda: b"Nom;Heures\nDupont;\0\n"),
    Hostile("NUL characters in UTF-16", "heures.csv", "file.nul", lambda: "Nom;Heures\nDu\0pont;1\n".encode("utf-16")),
    Hostile("UTF-16 without a mark", "heures.csv", "file.nul", lambda: "Nom;Heures\n".encode("utf-16-le")),
    Hostile("UTF-16 cut in the middle", "heures.csv", "file.damaged", lambda: "Nom;Heures\n".encode("utf-16")[:-1]),
    Hostile("a quote that never closes", "heures.csv", "file.open_quote",
            lambda: b'Nom;Heures\n"Dupont;12\n' + b"Martin;10\n" * 100),
    Hostile("a quote that swallows the file", "heures.csv", "file.open_quote",
            lambda: b'Nom;Heures\n"Dupont;12\n' + b"Martin;10\n" * 100_000),
    Hostile("twenty thousand columns", "heures.csv", "file.too_large", lambda: b"x;" * 20_000),
    Hostile("257 columns", "heures.csv", "file.too_large", lambda: b";".join([b"x"] * 257)),
    Hostile("a wide line among blank ones", "heures.csv", "file.too_large",
            lambda: b";".join([b"x"] * 200) + b"\n" * 1_000_000),
    Hostile("a wide quoted line among blank ones", "heures.csv", "file.too_large",
            lambda: b";".join([b'"x"'] * 200) + b"\n" * 1_000_000),
    Hostile("six million blank lines", "heures.csv", "file.too_large", lambda: b"\n" * 6_000_000),
)  # fmt: skip

HOSTILE = (*ARCHIVES, *WORKBOOKS, *OTHER_FILES, *OLD_WORKBOOKS, *OPEN_DOCUMENTS, *TEXTS)
