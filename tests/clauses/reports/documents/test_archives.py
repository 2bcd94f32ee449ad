"""The same parts, the same archive."""

import io
import zipfile

from clauses.reports.documents.archives import rezipped


def archive(year: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        parts.writestr(zipfile.ZipInfo("a.xml", (year, 1, 2, 3, 4, 5)), "un")
        parts.writestr(zipfile.ZipInfo("b/c.xml", (year, 5, 2, 3, 4, 5)), "deux")
    return made.getvalue()


def test_what_the_clock_wrote_is_gone_and_the_parts_are_not() -> None:
    assert archive(2023) != archive(2024)
    assert rezipped(archive(2023)) == rezipped(archive(2024))
    with zipfile.ZipFile(io.BytesIO(rezipped(archive(2023)))) as parts:
        assert [(part.filename, parts.read(part)) for part in parts.infolist()] == [
            ("a.xml", b"un"),
            ("b/c.xml", b"deux"),
        ]
