"""How much a file may ask of the reader. A file past a limit is refused in words, never read in part."""

from __future__ import annotations

from dataclasses import dataclass

from imports.reading import refusals

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """Generous for a real workbook (a million lines of hours pass), short for a trap.

    What a file may cost grows with what its sender had to send: a 2 KB file gets almost nothing, an 80 MB file of
    hours gets its own budget.
    """

    file_bytes: int = 256 * MEGABYTE
    """A million lines of hours weigh 10 MB (repetitive) to 90 MB as .xlsx, 200 MB as .csv."""
    parts: int = 300
    """Entries of an archive: a sheet per company and month, with drawings, stays below."""
    inflated_bytes: int = 100 * MEGABYTE
    """What any archive may inflate to, as actually counted."""
    inflated_ratio: int = 100
    """Past ``inflated_bytes``: inflated ÷ sent. Real hours stand near 10, near 40 as .ods; bombs near 1 000."""
    inflated_bytes_most: int = 4_000 * MEGABYTE
    sheets: int = 250
    rows: int = 1_048_576
    """What Excel and LibreOffice can hold."""
    csv_rows: int = 5_000_000
    columns: int = 256
    """The 1.7 KB workbook with one cell in XFD1048576 takes the whole machine down in a dense reader."""
    depth: int = 64
    """Nested XML elements: a sheet has 6, an .ods text about 12."""
    elements: int = 1_000_000
    """XML elements read one by one in any file; past that, six for each byte sent."""
    elements_per_byte: int = 6
    repeats: int = 2_000_000
    """Cells that an .ods says to repeat; past that, six for each byte sent."""
    text: int = 32 * MEGABYTE
    """Characters of all cells together; past that, forty for each byte sent (one long shared string in every cell)."""
    text_per_byte: int = 40
    area: int = 4_000_000
    """Cells of the rectangle that holds a sheet, blanks included; past that, forty for each filled cell."""
    area_per_cell: int = 40
    seconds: float = 8.0
    """Processor time, and three times as much by the clock; past the first megabyte, two more for each."""
    seconds_per_megabyte: float = 2.0
    memory: int = 400 * MEGABYTE
    """Private memory of the child, of which polars takes 130 MB; forty times what is sent comes on top."""
    memory_per_byte: int = 40
    memory_most: int = 6_000 * MEGABYTE

    def seconds_for(self, size: int) -> float:
        """Processor seconds that a file of ``size`` bytes may use."""
        return self.seconds + self.seconds_per_megabyte * (size / MEGABYTE)

    def memory_for(self, size: int) -> int:
        """Bytes of private memory that reading a file of ``size`` bytes may use."""
        return min(self.memory + self.memory_per_byte * size, self.memory_most)


class Budget:
    """What one file may still use; every count raises ``Unusable`` when the file asks for too much."""

    def __init__(self, limits: Limits, size: int) -> None:
        self.limits = limits
        """As given."""
        self._repeats_left = max(limits.repeats, limits.elements_per_byte * size)
        self.elements_left = max(limits.elements, limits.elements_per_byte * size)
        self._text_left = max(limits.text, limits.text_per_byte * size)
        self._inflated_left = min(max(limits.inflated_bytes, limits.inflated_ratio * size), limits.inflated_bytes_most)

    def inflate(self, count: int) -> None:
        """``count`` more bytes came out of the archive."""
        self._inflated_left -= count
        if self._inflated_left < 0:
            raise refusals.bomb()

    def repeat(self, count: int) -> None:
        """``count`` more copies of cells that the file writes once."""
        self._repeats_left -= count
        if self._repeats_left < 0:
            raise refusals.bomb()

    @property
    def text_left(self) -> int:
        """Characters that cells may still hold."""
        return self._text_left

    def write(self, count: int) -> None:
        """``count`` more characters in cells."""
        self._text_left -= count
        if self._text_left < 0:
            raise refusals.bomb()
