"""What the pages of a released view have in common: the frame of the document, and the legend of a map on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mrm_desktop.cartography.layers.areas import area_samples
from mrm_desktop.cartography.layers.catalogue import LAYERS
from mrm_desktop.cartography.map_document import LegendEntry, MapDocument
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.pages import Block, Document
from mrm_desktop.reports.release.ladder import ReleasedView
from mrm_desktop.reports.release.wording import channel_of, marginalia


def released_document(
    name: str,
    released: ReleasedView,
    blocks: list[Block],
    words: Words,
    citations: tuple[str, ...] = (),
    pictures: Mapping[str, str] | None = None,
) -> Document:
    """Return a document of a released view: with its sensitivity, and with what every page says of itself below.

    The title of the project is added to ``name`` where neither holds the other.
    """
    names_project = name in released.title or released.title in name
    return Document(
        name=name if names_project else f"{name} – {released.title}",
        author=released.office,
        sensitivity=words.say(f"sensitivity.{released.reader}"),
        blocks=tuple(blocks),
        channel=channel_of(released, words),
        footer=marginalia(released, words, citations),
        pictures=pictures or {},
    )


def legend_samples(document: MapDocument, theme_id: str) -> Iterator[tuple[str, LegendEntry, str]]:
    """Yield the file name, the entry and the drawn sample of each class that occurs on a map."""
    rows = [(theme_id, *sample) for sample in area_samples(document.theme(theme_id))]
    rows += [(layer.code, *sample) for layer in LAYERS for sample in layer.samples(document)]
    for kind, entry, svg in rows:
        if entry.count:
            yield f"{kind}-{entry.id}.svg", entry, svg


def counted_legend(document: MapDocument, theme_id: str, pictures: dict[str, str]) -> list[Mapping[str, str]]:
    """Return the classes on a map with how many there are of each, and put their samples among the pictures."""
    entries: list[Mapping[str, str]] = []
    for name, entry, svg in legend_samples(document, theme_id):
        pictures[name] = svg
        entries.append({"file": name, "label": f"{entry.label} ({entry.count})"})
    return entries
