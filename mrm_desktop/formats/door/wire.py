"""What passes through the door: plain values in frames. Nothing that comes back can run or name a class."""

from __future__ import annotations

import struct
from datetime import date
from pathlib import Path
from typing import IO, Any

import msgpack

from mrm_desktop.foundation.codec import Codec, Rules

MOST_BYTES = 1 << 30
"""A frame larger than this is not believed."""
_LENGTH = struct.Struct(">Q")
_DAY = 1

CODEC = Codec(Rules(json=False))
CODEC.converter.register_structure_hook(Path, lambda value, _: Path(str(value)))


class Unclear(ValueError):
    """Bytes that are no frame, or none of ours."""


def write_frame(stream: IO[bytes], value: Any) -> None:
    """Write a plain value."""
    packed = pack(value)
    stream.write(_LENGTH.pack(len(packed)))
    stream.write(packed)
    stream.flush()


def read_frame(stream: IO[bytes]) -> Any:
    """Read a plain value; None at the end of the stream.

    Raises
    ------
    Unclear
        The bytes are no frame.
    """
    head = stream.read(_LENGTH.size)
    if not head:
        return None
    if len(head) < _LENGTH.size:
        raise Unclear("half a head")
    length = _LENGTH.unpack(head)[0]
    if length > MOST_BYTES:
        raise Unclear("too large")
    body = stream.read(length)
    if len(body) < length:
        raise Unclear("half a frame")
    return unpack(body)


def pack(value: Any) -> bytes:
    """Return a plain value as bytes."""
    packed: bytes = msgpack.packb(value, default=_plain, unicode_errors="surrogatepass")
    return packed


def unpack(data: bytes) -> Any:
    """Return the plain value that bytes stand for.

    Raises
    ------
    Unclear
        They stand for none.
    """
    try:
        return msgpack.unpackb(data, ext_hook=_day, strict_map_key=False, unicode_errors="surrogatepass")
    except Exception as error:  # whatever the unpacker raises on bytes that somebody made
        raise Unclear("no message") from error


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return msgpack.ExtType(_DAY, value.isoformat().encode("ascii"))
    if isinstance(value, (tuple, set, frozenset)):
        return list(value)
    if hasattr(value, "item"):  # a number of numpy
        return value.item()
    return str(value)


def _day(code: int, data: bytes) -> date:
    if code != _DAY:
        raise ValueError("unknown kind")
    return date.fromisoformat(data.decode("ascii"))
