"""Texts folded, so that a secret is found however it is written: capitals, accents, marks, spaces, dashes, digits of any script."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from html import unescape
from urllib.parse import unquote

_WORD = re.compile(r"[^\W_]+")
_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_TAG = re.compile(r"<[^<>]{0,200}>")
_HYPHENATED = re.compile(r"[-\u2010\u00ad]\s*\n\s*")
_UNICODE_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{12,}={0,2}")
_HEX = re.compile(rb"(?:[0-9a-fA-F]{2}){6,}")
_RUN = re.compile(rb"[ -~]{6,}")
_WIDE_RUN = re.compile(rb"(?:[ -~]\0){4,}")
ARABIC = re.compile("[\u0600-\u06ff]")
# Letters of one sound that are written now this way, now that; hamza and madda are marks and fall by themselves.
_ONE_LETTER = str.maketrans(
    {
        "\u0649": "\u064a",
        "\u0629": "\u0647",
        "\u0671": "\u0627",
        "\u0621": "",
        "\u0640": "",
        "\u0131": "i",
        "ł": "l",
        "ø": "o",
        "đ": "d",
    }
)
# And, then, in, as, for: written in one word with what follows.
_BEFORE_A_WORD = ("\u0648", "\u0641", "\u0628", "\u0643", "\u0644")
_LONG_ENOUGH = 4  # letters that are left of a word without its plural or its prefix


def fold(text: str) -> str:
    """Return a text in small letters without accents, vowel marks, lengthenings and signs that are not seen, its digits as 0 to 9."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_ONE_LETTER)
    return "".join(map(_folded_sign, plain))


@cache
def _folded_sign(sign: str) -> str:
    category = unicodedata.category(sign)
    if category in ("Mn", "Cf", "Me"):
        return ""
    return str(unicodedata.digit(sign)) if category == "Nd" else sign


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded: whatever stands between them - spaces, dashes, lines - is the same to all."""
    if text.isascii():  # most of what is searched: the same, at a third of the time
        return text.translate(_ASCII).split()
    return _WORD.findall(fold(text))


def forms_of(word: str) -> tuple[str, ...]:
    """Return the forms in which a word of a file may stand for a secret: itself, one of several, behind a prefix of Arabic."""
    forms = [word]
    if word.isascii():
        if word.endswith("s") and len(word) > _LONG_ENOUGH:
            forms.append(word[:-1])
    elif ARABIC.search(word):
        forms += _without_prefix(word)
    return tuple(forms)


def _without_prefix(word: str) -> Iterator[str]:
    rest = word
    while rest.startswith(_BEFORE_A_WORD) and len(rest) > _LONG_ENOUGH:
        if rest.startswith("\u0644\u0644"):
            yield f"\u0627\u0644{rest[2:]}"
        rest = rest[1:]
        yield rest


def spellings(data: bytes) -> Iterator[str]:
    """Yield the texts that bytes may be: as they stand, unescaped, without markup, as UTF-16, and what is written in base 64 or hex."""
    plain = data.decode("utf-8", "replace")
    yield plain
    unescaped = _unescaped(plain)
    if unescaped != plain:
        yield unescaped
    if "<" in plain:
        bare = _TAG.sub("", unescaped)
        yield bare
    if "-\n" in plain or "\u00ad" in plain:
        yield _HYPHENATED.sub("", plain)
    if _CAMEL.search(plain):
        yield _CAMEL.sub(" ", plain)
    if data.count(b"\0") * 8 > len(data):
        yield from (data[shift:].decode(code, "replace") for code in ("utf-16-le", "utf-16-be") for shift in (0, 1))


def strings_in(data: bytes) -> str:
    """Return the runs of letters in bytes that are no text, of one byte each or of two: what somebody sees who opens them in an editor."""
    runs = [match.group().decode("ascii") for match in _RUN.finditer(data)]
    wide = [match.group().replace(b"\0", b"").decode("ascii") for match in _WIDE_RUN.finditer(data)]
    return "\n".join((*runs, *wide))


def is_text(data: bytes) -> bool:
    """Tell whether bytes are a text: UTF-8 but for one sign in fifty."""
    plain = data.decode("utf-8", "replace")
    return plain.count("\ufffd") * 50 < max(1, len(plain))


def encoded_in(data: bytes) -> bytes:
    """Return what stands in bytes in base 64 or as hexadecimal digits, one after the other: pictures of a page, blobs in a text."""
    found = bytearray()
    for match in _BASE64.finditer(data):
        run = match.group().rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
        try:
            found += base64.b64decode(run + b"=" * (-len(run) % 4)) + b"\n"
        except binascii.Error:
            continue  # five signs over: no text in base 64 has so many
    for match in _HEX.finditer(data):
        found += binascii.unhexlify(match.group()) + b"\n"
    return bytes(found)


def _unescaped(text: str) -> str:
    if "\\u" in text:
        spelled = _UNICODE_ESCAPE.sub(lambda m: chr(int(m.group(1), 16)), text)
        # Signs beyond the first 65,536 are escaped as two halves.
        text = spelled.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if "&" in text:
        text = unescape(text)
    return unquote(text, errors="replace") if "%" in text else text
