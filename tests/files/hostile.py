"""Files that must end in a named refusal: name, name of the file as sent, code of the refusal, and how it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.files import xlsx
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
    """An entry that stands whole inside the bytes of another (as in the zip bomb of D. Fifield, 2019)."""
    inside = raw_zip([Entry("xl/copy.xml", b"<a/>")])
    outside = Entry("xl/outside.xml", inside[: inside.index(b"PK\1\2")], method=STORED)
    place = len(raw_zip([outside])) - len(outside.data) - 22 - 46 - len(outside.name)
    return raw_zip([outside, Entry("xl/copy.xml", b"<a/>", offset=place)])


def _climbing_back() -> bytes:
    """An entry whose header is not where the directory says, but where another entry is."""
    whole = _entries()
    first = len(raw_zip(whole[:1])) - 22 - 46 - len(whole[0].name)
    return raw_zip([*whole, Entry("xl/copy.xml", whole[1].data, body=b"", offset=first)])


def _one_body_for_all() -> bytes:
    return raw_zip([Entry(f"part{index}.xml", b"x", offset=0) for index in range(50)])


def changed(place: str, data: bytes) -> bytes:
    """A small workbook with another part in one place."""
    return zipped(xlsx.parts(Tab(row(1, cell("A1", "a"))), strings=["<t>a</t>"]) | {place: data})


def _sheet(rows: str, before: str = "") -> bytes:
    return xlsx.xlsx(Tab(rows, before=before))


def _raw_sheet(data: bytes) -> bytes:
    return xlsx.xlsx(Tab(raw=data))


def cut(data: bytes, share: float) -> bytes:
    """The beginning of a file."""
    return data[: int(len(data) * share)]


def spoilt(data: bytes, place: int, other: bytes) -> bytes:
    """A file with other bytes in one place."""
    return data[:place] + other + data[place + len(other) :]


def _wrong_checksum() -> bytes:
    return raw_zip(_entries(sheet=Entry(SHEET, xlsx.Tab().xml(), checksum=1)))


def _wrong_deflate() -> bytes:
    data = xlsx.Tab().xml()
    return raw_zip(_entries(sheet=Entry(SHEET, data, body=spoilt(deflated(data), 20, b"\xff\xff\xff\xff"))))


def doctype(root: str, inside: str = '<!ENTITY a "b">') -> bytes:
    """A part that starts with a document type."""
    return f'<?xml version="1.0"?><!DOCTYPE {root} [{inside}]><{root} xmlns="{MAIN}"><sheetData/></{root}>'.encode()


_LAUGHS = '<!ENTITY a "ha">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1 if i else str()};" * 10}">' for i in range(10))
_FILE_ENTITY = '<!ENTITY a SYSTEM "file:///etc/passwd">'
_PLAIN_SHEET = xlsx.Tab(row(1, cell("A1", "a"))).xml().decode()


def _amplified() -> bytes:
    """One shared text of 30 000 characters in 40 000 cells: 1.2 billion characters out of 100 KB."""
    rows = "".join(row(index, cell(f"A{index}", 0, kind="s")) for index in range(1, 40_001))
    return xlsx.xlsx(Tab(rows), strings=["<t>" + "heures" * 5000 + "</t>"])


ARCHIVES = (
    Hostile("a bomb in the sheet", "heures.xlsx", "file.bomb", lambda: _bomb("sheet", SHEET)),
    Hostile("a bomb in the shared texts", "heures.xlsx", "file.bomb", lambda: _bomb("strings", "xl/sharedStrings.xml")),
    Hostile("a bomb in a picture", "heures.xlsx", "file.bomb", lambda: _bomb("", "xl/media/logo.png")),
    Hostile("a bomb that lies on its size", "heures.xlsx", "file.damaged", _lying_bomb),
    Hostile("entries that overlap", "heures.xlsx", "file.archive", _overlapping),
    Hostile("an entry in the place of another", "heures.xlsx", "file.archive", _climbing_back),
    Hostile("a comment", "heures.xlsx", "file.archive", lambda: raw_zip(_entries(), comment=b"fait main")),
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
            lambda: spoilt(xlsx.xlsx(), xlsx.xlsx().index(b"PK\3\4", 9), b"XX")),
    Hostile("half a workbook", "heures.xlsx", "file.damaged", lambda: cut(xlsx.xlsx(), 0.5)),
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
    Hostile("a DTD in a sheet", "heures.xlsx", "file.dtd", lambda: _raw_sheet(doctype("worksheet"))),
    Hostile("a DTD in the workbook", "x.xlsx", "file.dtd", lambda: changed("xl/workbook.xml", doctype("workbook"))),
    Hostile("a DTD in the relations", "x.xlsx", "file.dtd",
            lambda: changed("xl/_rels/workbook.xml.rels", doctype("Relationships"))),
    Hostile("a billion laughs", "x.xlsx", "file.dtd",
        lambda: changed("xl/sharedStrings.xml", doctype("sst", _LAUGHS))),
    Hostile("an entity that reads a file", "x.xlsx", "file.dtd",
            lambda: changed("xl/styles.xml", doctype("styleSheet", _FILE_ENTITY))),
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
            lambda: changed("xl/_rels/workbook.xml.rels", b"<Relationships/>")),
    Hostile("a workbook that is another document", "x.xlsx", "file.not_a_workbook",
            lambda: changed("xl/workbook.xml", b"<document/>")),
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

HOSTILE_XLSX = (*ARCHIVES, *WORKBOOKS)
