"""The atlas: a cover with the overview and an index, then one page for each area under its verdict and what was decided there.

The typesetter holds all pages of a document at once, and so a country of thousands of areas is set in volumes, one after the other.
"""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property

from shapely.geometry.base import BaseGeometry

from mrm_desktop.cartography.locator import outline_of
from mrm_desktop.cartography.map_document import MapDocument
from mrm_desktop.cartography.static_map import static_map
from mrm_desktop.cartography.svg import root
from mrm_desktop.domain.decisions import Decision
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.sign_offs import Standing
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.area_map import map_for
from mrm_desktop.reports.papers.document_forms import sealed, written
from mrm_desktop.reports.papers.neighbourhoods import Neighbourhoods
from mrm_desktop.reports.papers.pages import (
    NEW_PAGE,
    Block,
    Document,
    bar,
    filling,
    gap,
    heading,
    image,
    legend,
    pages_of,
    pdf_of,
    rooms_of,
    side_by_side,
    table,
    text,
    title,
)
from mrm_desktop.reports.papers.released_pages import counted_legend, released_document
from mrm_desktop.reports.papers.tables import EPOCH
from mrm_desktop.reports.papers.typesetting import forget
from mrm_desktop.reports.release.disclosure import ReleasedPerception
from mrm_desktop.reports.release.ladder import FIELDS, ReleasedArea, ReleasedView, may_read
from mrm_desktop.reports.release.verification import code_of_data
from mrm_desktop.reports.release.wording import (
    PERCEPTION_COLUMNS,
    as_written,
    heading_of,
    label_of,
    perception_row,
    value_of,
)
from mrm_desktop.reports.report import HTML, PDF, PDF_VOLUMES, Content, Report, Source

OVERVIEW = "overview.svg"
WIDTH, LOWEST = 180.0, 56.0  # mm of the map of an area: as tall as its page leaves room for, and shrunk where that is very little
SHOWN_PERCEPTIONS = 10
PAGES_A_VOLUME = 16
ROWS_AN_INDEX = 100
MOST_IN_ONE = 300
"""Areas of one file: more are set in volumes, which need no more memory however many there are."""
IN_THE_HEADLINE = frozenset({"area_code", "area_name", "verdict", "ceiling", "expires_on"})
PageOf = Callable[[int], str]
"""Where the area of a number stands, as the index says it."""
INDEXED = ("verdict", "ceiling", "expires_on", "evidence")


@dataclass(frozen=True)
class Atlas:
    """An atlas of a released view, whose pages are made when they are asked for.

    Attributes
    ----------
    document : MapDocument
        The map that the reader may have.
    decisions : Mapping[str, str]
        By area the decision on record, in words; for readers who may have decisions.
    """

    released: ReleasedView
    document: MapDocument
    words: Words
    citations: tuple[str, ...] = ()
    decisions: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.released.areas:
            raise KnownError("map.no_areas")

    def whole(self) -> Document:
        """Return the atlas as one document."""
        pictures: dict[str, str] = {}
        cover, count = self._cover(pictures), len(self.released.areas)
        unnumbered = [*cover, NEW_PAGE, *self._index(lambda number: "000", 0, count)]
        first = 1 + pages_of(self._made(unnumbered, pictures), self.words)
        index = self._index(lambda number: str(first + number), 0, count)
        return self._made([*cover, NEW_PAGE, *index, NEW_PAGE, *self._pages(0, count, pictures)], pictures)

    def volumes(self, seal: str) -> Iterator[tuple[str, Document]]:
        """Yield each volume with its file name, cover and index first; all bear the code of the whole."""
        code, pictures = self.code(seal), dict[str, str]()
        yield "00_cover.pdf", replace(self._made(self._cover(pictures), pictures), whole_code=code)
        for number, start in enumerate(range(0, len(self.released.areas), ROWS_AN_INDEX), start=1):
            index = self._index(_volume_and_page, start, start + ROWS_AN_INDEX)
            yield f"00_index_{number}.pdf", replace(self._made(index, {}), whole_code=code)
        for number, start in enumerate(range(0, len(self.released.areas), PAGES_A_VOLUME), start=1):
            pictures = {}
            blocks = self._pages(start, start + PAGES_A_VOLUME, pictures)
            yield f"{number:02d}.pdf", replace(self._made(blocks, pictures), whole_code=code)

    def code(self, seal: str) -> str:
        """Return the code of the whole: of everything that its pages tell, whatever pictures these are drawn with."""
        told = {
            "areas": [{"values": dict(a.values), "conditions": [c.code for c in a.conditions]} for a in self.released.areas],
            "perceptions": [asdict(p) for p in self.released.perceptions],
            "decisions": dict(self.decisions),
            "language": self.words.language,
        }
        return code_of_data(told, seal)

    def _made(self, blocks: list[Block], pictures: Mapping[str, str]) -> Document:
        name = self.words.say("report.atlas")
        return released_document(name, self.released, blocks, self.words, self.citations, pictures)

    def _cover(self, pictures: dict[str, str]) -> list[Block]:
        """Return the cover with the overview, which has what the page leaves."""
        blocks, on_ground = self._cover_blocks(pictures), not self.released.fictional
        room, *_ = rooms_of(self._made(blocks, pictures | {OVERVIEW: root(WIDTH, LOWEST)}), self.words)
        theme = self.document.themes[0].id
        pictures[OVERVIEW] = static_map(self.document, theme, WIDTH, max(room, LOWEST), base_map=on_ground, in_region=on_ground)
        return blocks

    def _cover_blocks(self, pictures: dict[str, str]) -> list[Block]:
        released, words, theme = self.released, self.words, self.document.themes[0].id
        shown = self.document.theme(theme)
        classes = ", ".join(words.pair(entry.label, entry.count) for entry in shown.legend if entry.count)
        told = [words.say("map.note.not_permission"), words.say("note.never_interview")]
        return [
            title(f"{words.say('report.atlas')} – {released.title}", heading_of(released, words)),
            *([text(words.say("note.fictional"), "small")] if released.fictional else []),
            bar(words.say("atlas.areas", count=len(released.areas)), told),
            text(shown.title, "strong"),
            filling(image(OVERVIEW, WIDTH, words.say("page.map_alt", theme=shown.title, classes=classes))),
            legend(counted_legend(self.document, theme, pictures), 4),
        ]

    def _index(self, page_of: PageOf, start: int, end: int) -> list[Block]:
        """Return the index of some areas."""
        words, names = self.words, [name for name in INDEXED if may_read(self.released.reader, name)]
        head = [words.say("map.area"), *(label_of(name, words) for name in names), words.say("atlas.page")]
        rows = [
            [f"{as_written(a.name, words)} [{a.code}]", *(value_of(name, a.values[name], words) for name in names), page_of(number)]
            for number, a in enumerate(self.released.areas[start:end], start)
        ]
        widths = (2.2, *[1.6] * len(names), 0.6)
        return [title(words.say("atlas.index"), words.say("atlas.index.under")), table(head, rows, widths)]

    def _pages(self, start: int, end: int, pictures: dict[str, str]) -> list[Block]:
        """Return the pages of some areas; their maps join the pictures, each as tall as its page leaves room for."""
        areas = self.released.areas[start:end]
        names = [f"map-{number}.svg" for number in range(len(areas))]
        blocks: list[Block] = []
        for number, (area, name) in enumerate(zip(areas, names, strict=True)):
            blocks += [NEW_PAGE] if number else []
            blocks += self._page(area, name, pictures)
        measured = rooms_of(self._made(blocks, pictures | dict.fromkeys(names, root(WIDTH, LOWEST))), self.words)
        pictures |= {name: self._map(area, room) for name, area, room in zip(names, areas, measured, strict=True)}
        return blocks

    def _map(self, area: ReleasedArea, room: float) -> str:
        theme, on_ground = self.document.themes[0].id, not self.released.fictional
        near, height = self._near.of(area.code), max(room, LOWEST)
        return static_map(near, theme, WIDTH, height, focus=area.code, zoom_to_focus=True, base_map=on_ground, whole=self._outline)

    def _page(self, area: ReleasedArea, name: str, pictures: dict[str, str]) -> list[Block]:
        words = self.words
        entries = counted_legend(self._near.of(area.code), self.document.themes[0].id, pictures)
        alt = words.say("page.area_map_alt", area=area.name, classes=", ".join(e["label"] for e in entries))
        return [
            title(f"{area.name} [{area.code}]", heading_of(self.released, words)),
            *([text(words.say("note.fictional"), "small")] if self.released.fictional else []),
            self._headline(area),
            self._decided(area),
            filling(image(name, WIDTH, alt)),
            legend(entries, 4),
            *self._facts(area),
            *_perceptions(self._said.get(area.code, []), words),
        ]

    def _headline(self, area: ReleasedArea) -> Block:
        """Return the verdict with the ceiling and the day on which it lapses; for a reader who may not have it what is known at all."""
        words, values = self.words, area.values
        channel = words.say("page.channel", channel=value_of("channel", values["channel"], words))
        if not may_read(self.released.reader, "verdict"):
            return bar(words.pair(label_of("evidence", words), value_of("evidence", values["evidence"], words)), [channel])
        lapses = words.pair(words.say("note.lapses"), value_of("expires_on", values["expires_on"], words))
        head = words.pair(words.term("mode", self.released.mode), value_of("verdict", values["verdict"], words))
        ceiling = words.pair(label_of("ceiling", words), value_of("ceiling", values["ceiling"], words))
        return bar(head, [f"{ceiling} · {lapses}", channel])

    def _decided(self, area: ReleasedArea) -> Block:
        words = self.words
        if not may_read(self.released.reader, "decisions"):
            return gap(words.say("note.section.decision"), words.say("withheld.decision"))
        return text(words.pair(words.say("note.section.decision"), self.decisions.get(area.code) or words.say("note.no_decision")))

    def _facts(self, area: ReleasedArea) -> list[Block]:
        """Return what is known in words, in two columns."""
        words = self.words
        names = [f.name for f in FIELDS if f.table == "areas" and f.name in area.values and f.name not in IN_THE_HEADLINE]
        rows = [[label_of(name, words), value_of(name, area.values[name], words)] for name in names]
        half = -(-len(rows) // 2)
        columns = [[table(["", ""], part, (1.1, 1.2))] for part in (rows[:half], rows[half:]) if part]
        return [heading(words.say("page.numbers")), side_by_side([1] * len(columns), *columns)]

    @cached_property
    def _outline(self) -> BaseGeometry:
        return outline_of(self.document)

    @cached_property
    def _near(self) -> Neighbourhoods:
        return Neighbourhoods(self.document)

    @cached_property
    def _said(self) -> Mapping[str, list[ReleasedPerception]]:
        """What people said of each area, the newest first."""
        found: dict[str, list[ReleasedPerception]] = defaultdict(list)
        for p in sorted(self.released.perceptions, key=lambda p: (p.collected, p.stratum), reverse=True):
            found[p.area_code].append(p)
        return found


def _volume_and_page(number: int) -> str:
    volume, page = divmod(number, PAGES_A_VOLUME)
    return f"{volume + 1:02d} / {page + 1}"


def _perceptions(newest: Sequence[ReleasedPerception], words: Words) -> list[Block]:
    if not newest:
        return [text(words.say("page.no_perceptions"), "small")]
    blocks: list[Block] = [
        heading(words.say("page.perceptions")),
        table(
            [words.say(f"page.column.{c}") for c in PERCEPTION_COLUMNS],
            [perception_row(p, words) for p in newest[:SHOWN_PERCEPTIONS]],
            (1.6, 1.15, 0.95, 1.05, 0.8, 0.8, 1.1, 1.6),
        ),
    ]
    if len(newest) > SHOWN_PERCEPTIONS:
        blocks.append(text(words.say("note.more_rows", count=len(newest) - SHOWN_PERCEPTIONS), "small"))
    return blocks


def told_of_decisions(decisions: Sequence[Decision], standings: Mapping[str, Standing], words: Words) -> dict[str, str]:
    """Return by area the newest decision that none supersedes, and whose signature it still waits for."""
    superseded = {d.draft.supersedes for d in decisions}
    newest = {d.area_code: d for d in decisions if d.id not in superseded}
    told = {}
    for code, d in newest.items():
        waits = standings.get(d.id, Standing()).waiting_for
        said = words.say(
            "note.decided",
            outcome=words.term("outcome", d.draft.outcome),
            mode=words.term("mode", d.draft.chosen_mode),
            role=as_written(d.draft.approver_role, words),
            day=d.recorded_at.date(),
            expires=d.expires_on,
        )
        told[code] = " ".join([said, *([words.say("note.waiting", approval=list(waits))] if waits else [])])
    return told


def in_volumes(atlas: Atlas, order: Order, source: Source) -> Content:
    """Set the volumes one after the other, each a tagged PDF with an outline of its own, into one archive."""
    stream, seal = io.BytesIO(), order.seal(source.on)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, document in atlas.volumes(seal):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), pdf_of(sealed(document, order, source, atlas.words), atlas.words))
            forget()
    return Content(stream.getvalue(), atlas.code(seal))


def _make(source: Source, order: Order, words: Words) -> Content:
    released = source.required_released
    decisions = told_of_decisions(source.read_decisions(), source.standings, words) if may_read(order.reader, "decisions") else {}
    atlas = Atlas(released, map_for(source, words), words, source.citations, decisions)
    if order.form == PDF_VOLUMES.name:
        return in_volumes(atlas, order, source)
    if len(released.areas) > MOST_IN_ONE:
        raise KnownError("atlas.in_volumes", count=len(released.areas), most=MOST_IN_ONE)
    return written(atlas.whole(), order, source, words)


REPORT = Report("atlas", (PDF, HTML, PDF_VOLUMES), _make, shows_bases=True, names_ground=True)
