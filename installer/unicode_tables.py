"""Qt's tables of Unicode in the frozen folder, without what Qt never looks up.

ICU keeps all its tables in one shared library. Qt compares, sorts and converts text with them. Names of units, currencies,
languages, regions and time zones, numbers as words, transliteration and dictionaries of where words end serve programs that
format with ICU itself: Qt formats with tables of its own.
"""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Callable
from pathlib import Path

UNUSED = frozenset({"brkitr", "curr", "lang", "rbnf", "region", "translit", "unit", "zone"})
"""Folders of tables that Qt opens nowhere."""
ALIGNED_TO = 16
"""Bytes: where the content of a table may begin."""

ENTRY = struct.Struct("<II")
"""An entry of the table of contents: where a name begins and where its content does, bytes from the table's own begin."""
MAGIC, FORMAT = b"\xda\x27", b"CmnD"
"""What stands at bytes 2 and 12 of a package, after the length of its header."""

ASSEMBLY = """
    .section .rodata
    .balign {aligned_to}
    .globl {symbol}
    .type {symbol}, @object
{symbol}:
    .incbin "{tables}"
    .size {symbol}, . - {symbol}
    .section .note.GNU-stack, "", @progbits
"""


def slim_tables(library: Path, run: Callable[[list[str | Path]], object]) -> None:
    """Replace the library of ICU's tables by one of the same name and symbol that lacks :data:`UNUSED`.

    Parameters
    ----------
    library : Path
        ``libicudata.so.N``, which offers its package of tables as ``icudtN_dat``.
    run : callable
        Runs a command, and raises where it fails.
    """
    symbol = f"icudt{library.name.rsplit('.', 1)[1]}_dat"
    with tempfile.TemporaryDirectory() as folder:
        tables, source, compiled = (Path(folder) / name for name in ("tables", "tables.s", "tables.o"))
        tables.write_bytes(without_unused(package_in(library.read_bytes())))
        source.write_text(ASSEMBLY.format(aligned_to=ALIGNED_TO, symbol=symbol, tables=tables))
        run(["as", "-o", compiled, source])
        run(["ld", "-shared", "-z", "noexecstack", "--build-id=none", "-soname", library.name, "-o", library, compiled])


def package_in(library: bytes) -> bytes:
    """Return a library from where its package of tables begins.

    Raises
    ------
    ValueError
        There is none.
    """
    magic = library.find(MAGIC)
    while magic >= 0:
        if library[magic + 10 : magic + 14] == FORMAT:
            return library[magic - 2 :]
        magic = library.find(MAGIC, magic + 1)
    raise ValueError("no package of ICU tables")


def tables_of(package: bytes) -> dict[str, bytes]:
    """Return the tables of a package by their names, ``PACKAGE/FOLDER/TABLE``; the last may be followed by what follows the package."""
    contents = package[_length_of_header(package) :]
    (count,) = struct.unpack_from("<I", contents)
    entries = [ENTRY.unpack_from(contents, 4 + row * ENTRY.size) for row in range(count)]
    ends = [begin for _, begin in entries[1:]] + [len(contents)]
    return {
        contents[name : contents.index(b"\0", name)].decode("ascii"): contents[begin:end]
        for (name, begin), end in zip(entries, ends, strict=True)
    }


def without_unused(package: bytes) -> bytes:
    """Return a package without the tables of :data:`UNUSED`."""
    kept = {name: table for name, table in tables_of(package).items() if not UNUSED.intersection(name.split("/")[1:-1])}
    return package[: _length_of_header(package)] + _laid_out(kept)


def _length_of_header(package: bytes) -> int:
    (length,) = struct.unpack_from("<H", package)
    return int(length)


def _laid_out(tables: dict[str, bytes]) -> bytes:
    """Lay tables out behind their contents: the names one after the other, then each table where it may begin."""
    names = [name.encode("ascii") + b"\0" for name in tables]
    name_at = 4 + len(tables) * ENTRY.size
    begin = _aligned(name_at + sum(map(len, names)))
    contents, bodies = bytearray(struct.pack("<I", len(tables))), bytearray()
    for name, table in zip(names, tables.values(), strict=True):
        contents += ENTRY.pack(name_at, begin + len(bodies))
        name_at += len(name)
        bodies += table.ljust(_aligned(len(table)), b"\0")
    return bytes((contents + b"".join(names)).ljust(begin, b"\0") + bodies)


def _aligned(length: int) -> int:
    return -(-length // ALIGNED_TO) * ALIGNED_TO
