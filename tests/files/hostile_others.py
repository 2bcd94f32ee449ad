"""Hostile files in the other formats, and files of other kinds."""

from __future__ import annotations

import gzip
import json
import random
import struct

from tests.files import ods, xls, xlsx
from tests.files.archives import Entry, deflated_zeros, raw_zip, zipped
from tests.files.hostile import Hostile, changed, cut, doctype, spoilt


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
    return xls.compound({"Workbook": spoilt(stream, place, struct.pack("<I", 10_000_000))})


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

OTHER_FILES = (
    Hostile("a binary workbook", "heures.xlsb", "file.binary_workbook",
            lambda: zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"x"})),
    Hostile("a binary workbook under another name", "heures.xlsx", "file.binary_workbook",
            lambda: changed("_rels/.rels", xlsx.parts()["_rels/.rels"].replace(b"workbook.xml", b"livre.bin"))),
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
    Hostile("half an .xls", "heures.xls", "file.damaged", lambda: cut(xls.Book().file(), 0.5)),
    Hostile("the beginning of an .xls", "heures.xls", "file.damaged", lambda: xls.Book().file()[:300]),
    Hostile("an .xls with another byte order", "x.xls", "file.damaged",
        lambda: spoilt(xls.Book().file(), 28, b"\xff\xfe")),
    Hostile("a chain that comes back on itself", "heures.xls", "file.damaged", _looping_chain),
    Hostile("a directory that comes back on itself", "heures.xls", "file.not_a_workbook", _looping_directory),
    Hostile("a directory beyond the file", "x.xls", "file.damaged",
            lambda: spoilt(xls.Book().file(), 48, struct.pack("<I", 9_999_999))),
    Hostile("an empty directory", "x.xls", "file.damaged",
            lambda: spoilt(xls.Book().file(), 48, struct.pack("<I", 0xFFFFFFFE))),
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
    Hostile("a DTD in an .ods", "heures.ods", "file.dtd", lambda: _ods_changed(doctype("office:document-content"))),
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

HOSTILE_OTHERS = (*OTHER_FILES, *OLD_WORKBOOKS, *OPEN_DOCUMENTS, *TEXTS)
