"""XML from strangers, parsed without entities, without document types and without end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from mrm_desktop.domain.errors import KnownError

MAX_DEPTH = 200
MAX_ELEMENTS = 20_000_000


def local(element: Element) -> str:
    """Name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def walk(stream: IO[bytes], file: str) -> Iterator[tuple[str, Element]]:
    """Yield ``start`` and ``end`` of each element.

    Raises
    ------
    KnownError
        ``xml.hostile`` for entities, document types and bottomless nesting; ``xml.broken`` for what is no XML.
    """
    depth = count = 0
    try:
        for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            count += event == "start"
            if depth > MAX_DEPTH or count > MAX_ELEMENTS:
                raise KnownError("xml.hostile", file=file)
            yield event, element
    except DefusedXmlException as error:
        raise KnownError("xml.hostile", file=file) from error
    except (ParseError, ValueError, LookupError) as error:
        raise KnownError("xml.broken", file=file) from error


def text_of(element: Element | None) -> str:
    """Text directly inside an element."""
    return (element.text or "").strip() if element is not None else ""
