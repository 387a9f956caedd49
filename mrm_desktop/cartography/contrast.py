"""What can be read on which ground: contrasts as WCAG 2.2 defines them, of colours ``#rrggbb``."""

from __future__ import annotations

DARK, LIGHT = "#1d1a15", "#ffffff"


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def letters_on(ground: str) -> str:
    """Return dark or light letters, whichever read better on a ground."""
    return max((DARK, LIGHT), key=lambda letters: contrast(letters, ground))


def seen_through(colour: str, ground: str, opacity: float) -> str:
    """Return the colour that a veil of some opacity makes of a ground."""
    mixed = (round(a * opacity + b * (1 - opacity)) for a, b in zip(_parts(colour), _parts(ground), strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _luminance(colour: str) -> float:
    shares = (part / 255 for part in _parts(colour))
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
