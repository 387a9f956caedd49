"""The map of all areas: a page that needs no network, or one sheet for print and as a picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from mrm_desktop.cartography.build import build_map_document, shapes_of
from mrm_desktop.cartography.layers.places import LAYER as PLACES
from mrm_desktop.cartography.layers.presence import LAYER as PRESENCE
from mrm_desktop.cartography.map_document import LegendEntry, MapDocument
from mrm_desktop.cartography.sheet import paper_view
from mrm_desktop.cartography.sources import boundaries_of
from mrm_desktop.cartography.static_map import static_map
from mrm_desktop.cartography.web_page import web_page
from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.document_forms import written
from mrm_desktop.reports.papers.map_legend import LegendGroup, entries_of, legend_groups
from mrm_desktop.reports.papers.pages import Block, Document, image, legend, pages_of, side_by_side, text, title
from mrm_desktop.reports.papers.released_map import released_map
from mrm_desktop.reports.papers.released_pages import released_document
from mrm_desktop.reports.release.ladder import Reader, ReleasedView
from mrm_desktop.reports.release.verification import code_of
from mrm_desktop.reports.release.wording import heading_of, when
from mrm_desktop.reports.report import HTML, PDF, PNG, SVG, Content, Report, Source

WIDENED = 32.0  # mm by which a legend in two columns is wider


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How a map and its legend share a page.

    Attributes
    ----------
    width, height : float
        Of the map, mm.
    beside : float
        Width of the legend beside the map, mm; 0 where it stands below.
    columns : int
        Of the legend beside the map.
    size : float
        Size of the type, points.
    """

    width: float
    height: float
    beside: float = 0.0
    is_landscape: bool = False
    columns: int = 1
    size: float = 8.8

    def tighter(self) -> Iterable[Arrangement]:
        """Yield it with less and less room for the map, and smaller letters, for a legend that is long."""
        for shrunk, size in ((1.0, 8.8), (0.95, 8.4), (0.9, 8.0)):
            yield replace(self, height=self.height * shrunk, size=size)
        two = replace(self, width=self.width - WIDENED, beside=self.beside + WIDENED, columns=2) if self.beside else self
        for shrunk, size in ((0.9, 8.0), (0.84, 7.6), (0.76, 7.2)):
            yield replace(two, height=self.height * shrunk, size=size)


ARRANGEMENTS = (
    Arrangement(199.0, 146.0, beside=62.0, is_landscape=True),
    Arrangement(180.0, 186.0),
    Arrangement(122.0, 222.0, beside=52.0),
)


def arrangement_for(document: MapDocument) -> Arrangement:
    """Return the arrangement in which a country comes out largest: a wide one lies, a tall one has its legend beside it."""
    return min(ARRANGEMENTS, key=lambda one: paper_view(document.bounds, one.width, one.height).metres_per_pixel)


def map_for(source: Source, words: Words) -> MapDocument:
    """Return the map that a reader may have: inside the organisation the whole one, for all others that of the released view."""
    released = source.required_released
    if released.reader is Reader.INTERNAL:
        view = source.required_view
        return build_map_document(view, words, shapes=shapes_of(view, words, source.levels))
    return _with_notes(released_map(released, words, source.citations), _boundaries(source, words))


def _boundaries(source: Source, words: Words) -> list[str]:
    told = boundaries_of(source.required_view.areas, words) if source.view is not None else ""
    return [words.say("map.note.sources", sources=words.pair(words.term("dataset_kind", DatasetKind.AREAS), told))] if told else []


def _with_notes(document: MapDocument, notes: Sequence[str]) -> MapDocument:
    return replace(document, marginalia=replace(document.marginalia, notes=(*document.marginalia.notes, *notes)))


def map_sheet(
    released: ReleasedView,
    document: MapDocument,
    theme: str,
    words: Words,
    citations: tuple[str, ...] = (),
    places_of: date | None = None,
) -> Document:
    """Return the map of all areas as one page, for print, PNG and SVG.

    Parameters
    ----------
    places_of : date | None
        Day on which the places were taken in, where the reader may know it.
    """
    days = days_of_layers(released, theme, words, places_of)
    made = None
    for arrangement in arrangement_for(document).tighter():
        made = _sheet(released, document, theme, words, citations, days, arrangement)
        if pages_of(made, words) == 1:
            break
    assert made is not None
    return made


def _sheet(
    released: ReleasedView,
    document: MapDocument,
    theme: str,
    words: Words,
    citations: tuple[str, ...],
    days: Mapping[str, Sequence[str]],
    page: Arrangement,
) -> Document:
    on_ground = not released.fictional  # an invented country lies in the open sea
    drawn = static_map(document, theme, page.width, page.height, base_map=on_ground, in_region=on_ground)
    pictures: dict[str, str] = {"map.svg": drawn}
    shown = document.theme(theme)
    picture = image("map.svg", page.width, words.say("page.map_alt", theme=shown.title, classes=_in_words(shown.legend, words)))
    groups = legend_groups(document, theme, paper_view(document.bounds, page.width, page.height), words, on_ground)
    blocks: list[Block] = [
        title(words.pair(released.title, shown.title), heading_of(released, words)),
        *_arranged(picture, groups, days, pictures, page),
    ]
    sheet = released_document(document.marginalia.title, released, blocks, words, citations, pictures)
    said = {sheet.channel, *sheet.footer}
    notes = [note for note in document.marginalia.notes if note not in said]
    notes += [words.say("map.basemap_note")] if on_ground else []
    return replace(sheet.with_blocks([*blocks, text(" ".join(notes), "small")]), is_landscape=page.is_landscape, size=page.size)


def _arranged(
    picture: Block, groups: list[LegendGroup], days: Mapping[str, Sequence[str]], pictures: dict[str, str], page: Arrangement
) -> list[Block]:
    """Set the legend beside the map, a group below the other; or below it, the groups beside each other."""

    def block(group: LegendGroup, columns: int) -> Block:
        return legend(entries_of(group, pictures), columns, group.title, days.get(group.id, ()))

    if page.beside:
        return [side_by_side((page.width, page.beside), [picture], [block(group, page.columns) for group in groups])]
    first, *others = groups
    across = [block(first, 2), *(block(group, 1) for group in others)]
    return [picture, side_by_side([2, *[1.2] * len(others)], *([one] for one in across))]


def days_of_layers(released: ReleasedView, theme: str, words: Words, places_of: date | None = None) -> dict[str, tuple[str, ...]]:
    """Say of when each layer of a map is, by its name: a map is as old as its oldest."""
    seen = sorted(str(a.values["presence_month"]) for a in released.areas if a.values.get("presence_month"))
    answers = released.answers_between or ()
    reported = sorted(actor.reported for actor in released.actors if actor.reported)
    rests_on = (_dated("answers", answers, words), _dated("actors", reported, words))
    told: dict[str, tuple[str, ...]] = {theme: rests_on, PRESENCE.id: (_span(seen, words),)}
    if not released.presence:
        # It is not drawn for this reader, but what is drawn rests on it.
        told[theme] = (*rests_on, words.pair(words.say("map.presence"), _span(seen, words)))
    if places_of is not None:
        told[PLACES.id] = (words.say("map.of.places", day=places_of),)
    return told


def _days_in_words(released: ReleasedView, document: MapDocument, words: Words, places_of: date | None) -> str:
    """Say in one line of when each layer is, for a page whose legend has no room for it."""
    theme = document.themes[0].id
    days = days_of_layers(released, theme, words, places_of)
    drawn = [layer for layer in (PRESENCE.id, PLACES.id) if layer in days and (layer == PLACES.id or released.presence)]
    return " · ".join([*days[theme], *(words.pair(document.words[layer], *days[layer]) for layer in drawn)])


def _dated(layer: str, days: Iterable[str], words: Words) -> str:
    return words.pair(words.say(f"map.of.{layer}"), _span(days, words))


def _span(days: Iterable[str], words: Words) -> str:
    ordered = sorted(days)
    ends = list(dict.fromkeys(when(day, words) for day in ordered[:1] + ordered[-1:]))
    return " – ".join(ends) or words.say("map.of.none")


def _in_words(entries: Iterable[LegendEntry], words: Words) -> str:
    return ", ".join(words.pair(entry.label, entry.count) for entry in entries if entry.count)


def _make(source: Source, order: Order, words: Words) -> Content:
    drawn = map_for(source, words)
    if order.form == HTML.name:
        released = source.required_released
        dated = _with_notes(drawn, [_days_in_words(released, drawn, words, _places_of(source, order.reader))])
        page = web_page(dated, base_map=not released.fictional).encode("utf-8")
        return Content(page, code_of(page, order.seal(source.on)))
    themes = [theme.id for theme in drawn.themes]
    theme = order.theme or themes[0]
    if theme not in themes:
        raise KnownError("export.theme_not_for_reader", theme=theme, allowed=themes)
    sheet = map_sheet(source.required_released, drawn, theme, words, source.citations, _places_of(source, order.reader))
    return written(sheet, order, source, words)


def _places_of(source: Source, reader: Reader) -> date | None:
    if reader is not Reader.INTERNAL:
        return None
    taken_in = (d.imported_at.date() for d in source.required_view.datasets if d.kind is DatasetKind.PLACES)
    return max(taken_in, default=None)


REPORT = Report("map", (HTML, PDF, PNG, SVG), _make, shows_bases=True, names_ground=True)
