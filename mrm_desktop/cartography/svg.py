"""One way to write an SVG element: numbers short, text escaped."""

from __future__ import annotations

import re
from html import escape

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def tag(name: str, *children: str, **attributes: str | float) -> str:
    """Return ``<name …>children</name>``.

    Parameters
    ----------
    children : str
        Markup that is already safe; words go through :func:`words_as_markup` first.
    attributes : str or float
        ``stroke_width`` becomes ``stroke-width``; a float gets two decimals, or fewer.
    """
    written = "".join(f' {_name(key)}="{_value(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>{''.join(children)}</{name}>" if children else f"<{name}{written}/>"


def words_as_markup(words: str) -> str:
    """Escape words; signs that XML cannot hold are left out, for one of them would make the whole drawing unreadable."""
    return escape(_NOT_IN_XML.sub("", words))


def _name(key: str) -> str:
    return key.replace("_", "-")


def _value(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def root(width: float, height: float, *children: str) -> str:
    """Return a whole SVG of ``width`` x ``height`` millimetres whose user unit is the millimetre."""
    return tag(
        "svg",
        *children,
        xmlns="http://www.w3.org/2000/svg",
        width=f"{width:g}mm",
        height=f"{height:g}mm",
        viewBox=f"0 0 {width:g} {height:g}",
    )
