"""An archive looked over before anything trusts it: names, overlaps, encryption, and sizes as actually counted.

The reader that comes after opens the same file by its own means; so whatever two readers could understand
differently (two entries of one name, entries that overlap, a size that lies) is refused here.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from imports.reading import refusals
from imports.reading.limits import Budget

_LOCAL = struct.Struct("<4s5H3L2H")  # APPNOTE 4.3.7
_ENCRYPTED, _STRONGLY = 0x1, 0x40
_PIECE = 1 << 20


class Archive:
    """A zip archive of which every entry has been checked; names use ``/`` and are compared without case."""

    def __init__(self, path: Path, budget: Budget) -> None:
        self._budget = budget
        self._counted: set[str] = set()
        self._file = path.open("rb")
        try:
            self._entries = self._read_directory(path.stat().st_size)
        except BaseException:
            self._file.close()
            raise

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._entries

    def names(self) -> list[str]:
        """Every entry, as the archive writes it."""
        return [entry.filename for entry in self._entries.values()]

    def size(self, name: str) -> int:
        """What an entry says that it inflates to; `chunks` holds it to its word. 0 when there is no such entry."""
        entry = self._entries.get(name.casefold())
        return entry.file_size if entry else 0

    def chunks(self, name: str) -> Iterator[bytes]:
        """An entry inflated piece by piece, counted; its size and checksum must be those announced."""
        entry = self._entries.get(name.casefold())
        if entry is None:
            raise refusals.damaged(f"« {name} » manque")
        count = checksum = 0
        for piece in self._inflated(entry):
            count += len(piece)
            if entry.filename not in self._counted:
                self._budget.inflate(len(piece))
            if count > entry.file_size:
                break
            checksum = zlib.crc32(piece, checksum)
            yield piece
        if count != entry.file_size or checksum != entry.CRC:
            raise refusals.damaged(f"« {entry.filename} » ne correspond pas à sa somme de contrôle")
        self._counted.add(entry.filename)

    def _inflated(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        position = entry.header_offset + self._local_size(entry)
        left = entry.compress_size
        stored = entry.compress_type == zipfile.ZIP_STORED
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        while left:
            self._file.seek(position)
            raw = self._file.read(min(_PIECE // 4, left))
            if not raw:
                raise refusals.damaged("fichier tronqué")
            position, left = position + len(raw), left - len(raw)
            if stored:
                yield raw
                continue
            while raw:
                try:
                    piece = inflater.decompress(raw, _PIECE)
                except zlib.error as error:
                    raise refusals.damaged(f"« {entry.filename} » ne se décompresse pas") from error
                if piece:
                    yield piece
                raw = inflater.unconsumed_tail
            if inflater.unused_data:
                break
        if not stored and (not inflater.eof or inflater.unused_data or left):
            raise refusals.damaged(f"« {entry.filename} » ne se décompresse pas en entier")

    def _read_directory(self, size: int) -> dict[str, zipfile.ZipInfo]:
        limits = self._budget.limits
        try:
            with zipfile.ZipFile(self._file) as opened:
                infos, start, comment = opened.infolist(), opened.start_dir, opened.comment
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, EOFError, OSError) as error:
            raise refusals.damaged("l'archive ne s'ouvre pas") from error
        if comment:  # a second directory may hide in it
            raise refusals.archive("commentaire")
        if len(infos) > limits.parts:
            raise refusals.too_many_parts(len(infos), limits.parts)
        entries: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            name = _checked_name(info)
            if name in entries:
                raise refusals.archive(f"deux éléments « {info.filename} »")
            entries[name] = info
        self._check_sizes(infos, size)
        self._check_places(infos, start)
        return entries

    def _check_sizes(self, infos: list[zipfile.ZipInfo], size: int) -> None:
        limits = self._budget.limits
        announced = sum(info.file_size for info in infos)
        if announced > limits.inflated_bytes and announced > limits.inflated_ratio * size:
            raise refusals.bomb()
        if announced > limits.inflated_bytes_most:
            raise refusals.bomb()

    def _check_places(self, infos: list[zipfile.ZipInfo], start: int) -> None:
        end = 0
        ordered = sorted(infos, key=lambda each: each.header_offset)
        if ordered and ordered[0].header_offset:
            raise refusals.archive("données avant le premier élément")
        for info in ordered:
            if info.header_offset < end:
                raise refusals.archive("éléments qui se chevauchent")
            end = info.header_offset + self._local_size(info) + info.compress_size
        if end > start:
            raise refusals.archive("éléments qui se chevauchent")

    def _local_size(self, info: zipfile.ZipInfo) -> int:
        """Bytes of an entry's own header, which must tell the same story as the directory."""
        self._file.seek(info.header_offset)
        raw = self._file.read(_LOCAL.size)
        if len(raw) < _LOCAL.size:
            raise refusals.damaged("fichier tronqué")
        signature, _, flags, method, *_rest, name_size, extra_size = _LOCAL.unpack(raw)
        if signature != b"PK\x03\x04":
            raise refusals.damaged("l'archive ne s'ouvre pas")
        if method != info.compress_type or flags & _ENCRYPTED or name_size != len(_raw_name(info)):
            raise refusals.archive(f"deux descriptions de « {info.filename} »")
        if self._file.read(name_size) != _raw_name(info):
            raise refusals.archive(f"deux noms pour « {info.filename} »")
        return _LOCAL.size + int(name_size) + int(extra_size)


def _raw_name(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & 0x800 else "cp437")


def _checked_name(info: zipfile.ZipInfo) -> str:
    """The name by which an entry is looked for; refused when it points outside the archive."""
    if info.flag_bits & (_ENCRYPTED | _STRONGLY):
        raise refusals.encrypted()
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refusals.archive("compression inconnue")
    name = info.orig_filename.replace("\\", "/")
    pieces = name.split("/")
    if name.startswith("/") or ".." in pieces or ":" in pieces[0] or "\0" in name:
        raise refusals.archive("nom de fichier interdit")
    return name.casefold()
