"""A short code on every page and file, by which the office that released it can be asked whether it is theirs."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Mapping
from typing import Any

SCHEME = "MRM1"
_CODE = re.compile(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}")
PICTURE = "qr.svg"


def code_of(content: bytes, seal: str = "") -> str:
    """Return the code of a content: twelve hex digits of its SHA-256, in groups to be read over a phone.

    Parameters
    ----------
    seal : str
        What else the code stands for: to whom the content goes, and of which day it is.
    """
    digest = hashlib.sha256(content + seal.encode("utf-8")).hexdigest().upper()
    return "-".join(digest[k : k + 4] for k in range(0, 12, 4))


def code_of_data(data: Mapping[str, Any], seal: str = "") -> str:
    """Return the code of what a page says, before it is typeset: a page cannot hold the checksum of its own file."""
    return code_of(json.dumps(data, ensure_ascii=False, sort_keys=True, default=str).encode("utf-8"), seal)


def is_code(text: str) -> bool:
    """Whether a text has the form of a code; small letters and missing hyphens are forgiven."""
    return bool(_CODE.fullmatch(normal_code(text)))


def normal_code(text: str) -> str:
    """Return a code as it is printed, from what somebody typed or a reader of QR codes returned."""
    plain = re.sub(r"[\s-]", "", text.upper().removeprefix(f"{SCHEME}:"))
    return "-".join(plain[k : k + 4] for k in range(0, len(plain), 4))


def qr_svg(code: str) -> str:
    """Return the code as a QR code (SVG). It holds the code and nothing else: no address, no name."""
    import segno

    stream = io.BytesIO()
    # Level Q survives a fold and a drop of water.
    segno.make(f"{SCHEME}:{code}", error="q", micro=False).save(stream, kind="svg", xmldecl=False, border=2, light="#fff")
    return stream.getvalue().decode("utf-8")
