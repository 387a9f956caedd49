"""Find something on the map by what people type: a name, another name, a P-code, or a position in any of four notations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area
from mrm_desktop.geo.coordinates import parse_position
from mrm_desktop.geo.names import normalised
from mrm_desktop.geo.wkb import from_wkb
from mrm_desktop.project.knowledge import Knowledge

MOST_HITS = 20
MAX_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found.

    Attributes
    ----------
    kind : str
        ``area``, ``place``, ``presence`` or ``position``.
    id : str
        Code of the area, identifier of the place or presence; "" for a position.
    detail : str
        What tells it apart: a P-code, or the area around it.
    at : tuple[float, float]
        Longitude and latitude, degrees, WGS 84.
    """

    kind: str
    id: str
    name: str
    detail: str
    at: tuple[float, float]


def find_place(knowledge: Knowledge, text: str) -> tuple[Hit, ...]:
    """Find areas, places and presence whose name or P-code holds the text, the best first; else read it as a position.

    Names are compared without accents, case and punctuation. The very P-code of an area finds that area alone.

    Raises
    ------
    KnownError
        ``search.nothing`` where nothing was found and the text is no position.
    """
    wanted = text.strip()[:MAX_LENGTH]
    key = normalised(wanted)
    area = knowledge.index.with_code(wanted)
    if area is not None:
        return (Hit("area", area.code, area.name, area.code, _middle(area)),)
    hits = sorted(_named(knowledge, key, wanted.casefold()), key=lambda ranked: ranked[0]) if key else []
    found = [hit for _, hit in hits[:MOST_HITS]]
    try:
        position = parse_position(wanted)
    except KnownError:
        if not found:
            raise KnownError("search.nothing") from None
        return tuple(found)
    return (Hit("position", "", wanted, position.notation, (position.longitude, position.latitude)), *found)


Rank = tuple[int, int, str]


def _named(knowledge: Knowledge, key: str, code: str) -> Iterator[tuple[Rank, Hit]]:
    shown = {area.code for area in knowledge.assessed_areas}
    for area in knowledge.areas:
        rank = _rank(key, (area.name, *area.names.values()), code, area.code)
        if rank is not None:
            yield (rank, 0 if area.code in shown else 1, area.name), Hit("area", area.code, area.name, area.code, _middle(area))
    for place in knowledge.places:
        rank = _rank(key, (place.name,), code, place.code)
        if rank is not None and place.point is not None:
            yield (rank, 2, place.name), Hit("place", place.id, place.name, place.area_code or "", place.point)
    for item in knowledge.presence:
        rank = _rank(key, (item.name,), code, "")
        if rank is not None:
            inside = from_wkb(item.geometry).representative_point()
            yield (rank, 3, item.name), Hit("presence", item.id, item.name, item.mission, item.base_point or (inside.x, inside.y))


def _rank(key: str, names: tuple[str, ...], code: str, own_code: str) -> int | None:
    """Return 0 for the very code or name, 1 where one begins with what was typed, 2 where one holds it, None otherwise."""
    folded = [normalised(name) for name in names if name]
    mine = own_code.casefold()
    if (mine and mine == code) or key in folded:
        return 0
    if (mine and mine.startswith(code)) or any(name.startswith(key) for name in folded):
        return 1
    return 2 if any(key in name for name in folded) else None


def _middle(area: Area) -> tuple[float, float]:
    inside = from_wkb(area.geometry).representative_point()
    return inside.x, inside.y
