"""XML from strangers, parsed without entities and without end; what only lacks a declaration is read all the same.

Prefixes are not looked up: programs write ``gx:`` and ``gpxx:`` without saying what they mean, and no reader here asks.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import IO, Any, NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from mrm_desktop.domain.errors import KnownError

MAX_DEPTH = 200
MAX_ELEMENTS = 20_000_000
_BLOCK = 64 * 1024
_BLANK = b" \t\r\n"


def local(element: Element) -> str:
    """Name of an element without its prefix or namespace."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def walk(stream: IO[bytes], file: str, encoding: str = "") -> Iterator[tuple[str, Element]]:
    """Yield ``start`` and ``end`` of each element.

    Parameters
    ----------
    encoding : str
        What a person said about the text; "" for what it says itself.

    Raises
    ------
    KnownError
        ``xml.hostile`` for entities and bottomless nesting; ``xml.broken`` for what is no XML, with the line.
    """
    parser = _Parser(file, encoding)
    try:
        block = stream.read(_BLOCK).lstrip(_BLANK)  # a blank line before the declaration is against the rules, and common
        while block:
            parser.expat.Parse(block, False)
            yield from parser.take()
            block = stream.read(_BLOCK)
        parser.expat.Parse(b"", True)
    except expat.ExpatError as error:
        raise KnownError("xml.broken", file=file, line=error.lineno) from error
    except (ValueError, LookupError) as error:
        raise KnownError("xml.broken", file=file, line=parser.expat.CurrentLineNumber) from error
    yield from parser.take()


class _Parser:
    """Collects what expat finds until it is taken."""

    def __init__(self, file: str, encoding: str) -> None:
        self.expat = expat.ParserCreate(codecs.lookup(encoding).name if encoding else None)
        self._file = file
        self._builder = TreeBuilder()
        self._events: list[tuple[str, Element]] = []
        self._depth = self._count = 0
        self.expat.buffer_text = True
        self.expat.StartElementHandler = self._start
        self.expat.EndElementHandler = self._end
        self.expat.CharacterDataHandler = self._builder.data
        # A document type is harmless as long as it declares nothing; external ones are never fetched.
        self.expat.EntityDeclHandler = self._refuse
        self.expat.UnparsedEntityDeclHandler = self._refuse
        self.expat.ExternalEntityRefHandler = self._refuse

    def take(self) -> Iterator[tuple[str, Element]]:
        events, self._events = self._events, []
        return iter(events)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > MAX_DEPTH or self._count > MAX_ELEMENTS:
            self._refuse()
        self._events.append(("start", self._builder.start(tag, attributes)))

    def _end(self, tag: str) -> None:
        self._depth -= 1
        self._events.append(("end", self._builder.end(tag)))

    def _refuse(self, *_: Any) -> NoReturn:
        raise KnownError("xml.hostile", file=self._file)


def text_of(element: Element | None) -> str:
    """Text directly inside an element."""
    return (element.text or "").strip() if element is not None else ""
