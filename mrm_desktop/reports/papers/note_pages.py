"""The note on one area for readers who have not the whole of it, and for the screen: one skeleton, in which what is withheld is a gap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shapely.geometry.base import BaseGeometry

from mrm_desktop.cartography.locator import outline_of
from mrm_desktop.cartography.map_document import MapDocument
from mrm_desktop.cartography.static_map import static_map
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.pages import (
    Block,
    Document,
    bar,
    box,
    bullets,
    gap,
    heading,
    image,
    legend,
    pages_of,
    side_by_side,
    table,
    text,
    title,
    widths_for,
)
from mrm_desktop.reports.papers.released_pages import counted_legend, released_document
from mrm_desktop.reports.release.duty_wording import FIRST_TO_CALL, line_in_words, without_line
from mrm_desktop.reports.release.ladder import FIELDS, Reader, ReleasedArea, ReleasedView, may_read
from mrm_desktop.reports.release.wording import (
    PERCEPTION_COLUMNS,
    as_written,
    heading_of,
    label_of,
    perception_row,
    value_of,
    when,
)

NOTE_MAPS = ((112.0, 126.0), (112.0, 108.0), (112.0, 92.0), (100.0, 78.0))
"""Width and height of the map, mm, from roomy to tight: the first with which the note is one page is taken."""
IN_THE_HEADLINE = frozenset({"area_code", "area_name", "channel", "verdict", "ceiling", "expires_on"})
MOST_LINES = 6
SHOWN_PERCEPTIONS = 8


def note_pages(
    released: ReleasedView,
    document: MapDocument,
    card: AreaCard,
    decision: Sequence[str],
    words: Words,
    citations: tuple[str, ...] = (),
    country: BaseGeometry | None = None,
) -> Document:
    """Return the note of the one area of a released view.

    Parameters
    ----------
    card : AreaCard
        The area as the office knows it: of this only what the ladder lets the reader have is used.
    decision : Sequence[str]
        The decision on record in words, as far as the reader may have it.
    country : BaseGeometry | None
        Outline of the country, degrees, for a reader inside the organisation, whose map has the areas around alone; all others have the
        one that is made of their own areas.
    """
    whole = country if released.reader is Reader.INTERNAL else outline_of(document)
    made = None
    for size in NOTE_MAPS:
        made = _page(released, document, card, decision, words, citations, whole, size)
        if pages_of(made, words) == 1:
            break
    assert made is not None
    return made


def _page(
    released: ReleasedView,
    document: MapDocument,
    card: AreaCard,
    decision: Sequence[str],
    words: Words,
    citations: tuple[str, ...],
    whole: BaseGeometry | None,
    size: tuple[float, float],
) -> Document:
    area = released.areas[0]
    theme, on_ground = document.themes[0].id, not released.fictional
    drawn = static_map(document, theme, *size, focus=area.code, zoom_to_focus=True, base_map=on_ground, whole=whole)
    pictures = {"map.svg": drawn}
    entries = counted_legend(document, theme, pictures)
    blocks: list[Block] = [
        title(f"{area.name} [{area.code}]", heading_of(released, words)),
        *([text(words.say("note.fictional"), "small")] if released.fictional else []),
        *_headline(released, area, words),
        box(words.say("page.channel", channel=value_of("channel", area.values["channel"], words)), _lines(released, card, words)),
        *_told("contacts", released, "duty_lines", [], words),
        *_told("conditions", released, "conditions", _conditions(area, words), words),
        *_told("decision", released, "decisions", [bullets(decision or [words.say("note.no_decision")])], words),
        side_by_side((2, 1.1), _map(area, entries, size[0], words), _facts(released, area, words)),
        *_communities(released, words),
        *_told("actors", released, "stances", _actors(released, words), words),
        *_told("bases", released, "presence_outlines", [], words),
    ]
    return released_document(words.say("reports.report.note"), released, blocks, words, citations, pictures)


def _told(name: str, released: ReleasedView, field: str, blocks: list[Block], words: Words) -> list[Block]:
    """Return what is told of something under its heading; for a reader who may not have it a gap, with the reason."""
    if not may_read(released.reader, field):
        return [gap(words.say(f"note.section.{name}"), words.say(f"withheld.{name}"))]
    return [heading(words.say(f"note.section.{name}")), *blocks] if blocks else []


def _headline(released: ReleasedView, area: ReleasedArea, words: Words) -> list[Block]:
    values = area.values
    mode = words.term("mode", released.mode)
    lapses = when(str(values["expires_on"]), words) if values["expires_on"] else words.say("note.no_expiry")
    lines = [
        words.pair(label_of("ceiling", words), value_of("ceiling", values["ceiling"], words)),
        words.pair(words.say("note.lapses"), lapses),
    ]
    if area.approval:
        lines.append(words.say("note.approval", approval=list(area.approval)))
    return [bar(words.pair(mode, value_of("verdict", values["verdict"], words)), lines)]


def _lines(released: ReleasedView, card: AreaCard, words: Words) -> list[str]:
    """Return whom to call, with the day of the last test, and that nobody in uniform interviews."""
    told = []
    if may_read(released.reader, "duty_lines"):
        told = [line_in_words(checked, words) for checked in card.duty_lines[:MOST_LINES]]
        for point in without_line(card.focal_points[:FIRST_TO_CALL], card.duty_lines):
            tested = words.say("note.tested", day=point.last_tested) if point.last_tested else words.say("note.never_tested")
            told.append(f"{as_written(point.role, words)} · {words.term('reach', point.reach)} · {tested}")
        told = told or [words.say("note.no_focal_point")]
    return [*told, words.say("note.never_interview")]


def _conditions(area: ReleasedArea, words: Words) -> list[Block]:
    said = list(dict.fromkeys(words.say(reason.code, **reason.params) for reason in area.conditions))
    return [bullets(said, "☐") if said else text(words.say("note.no_conditions"), "small")]


def _map(area: ReleasedArea, entries: Sequence[Mapping[str, str]], width: float, words: Words) -> list[Block]:
    alt = words.say("page.area_map_alt", area=area.name, classes=", ".join(e["label"] for e in entries))
    return [image("map.svg", width, alt), legend(entries, 3)]


def _facts(released: ReleasedView, area: ReleasedArea, words: Words) -> list[Block]:
    """Return what is known as classes: presence with the month in which it was last seen, acceptance, evidence."""
    names = [f.name for f in FIELDS if f.table == "areas" and f.name in area.values and f.name not in IN_THE_HEADLINE]
    rows = [[label_of(name, words), value_of(name, area.values[name], words)] for name in names]
    return [heading(words.say("page.numbers")), table(["", ""], rows, (1.1, 1.2))]


def _communities(released: ReleasedView, words: Words) -> list[Block]:
    if not released.perceptions:
        return [heading(words.say("page.perceptions")), text(words.say("page.no_perceptions"), "small")]
    told = [p for p in released.perceptions if not p.suppressed]
    newest = sorted(told, key=lambda p: (p.collected, p.stratum), reverse=True)
    groups = list(dict.fromkeys(perception_row(p, words)[0] for p in released.perceptions if p.suppressed))
    head = [words.say(f"page.column.{column}") for column in PERCEPTION_COLUMNS]
    rows = [perception_row(p, words) for p in newest[:SHOWN_PERCEPTIONS]]
    more = len(newest) - SHOWN_PERCEPTIONS
    return [
        heading(words.say("page.perceptions")),
        *([table(head, rows, widths_for(head, rows))] if rows else []),
        *([gap(words.say("note.section.groups"), words.say("withheld.groups", groups="; ".join(groups)))] if groups else []),
        *([text(words.say("note.more_rows", count=more), "small")] if more > 0 else []),
    ]


def _actors(released: ReleasedView, words: Words) -> list[Block]:
    if not released.actors:
        return [text(words.say("note.no_actors"), "small")]
    head = [words.say(f"page.column.{column}") for column in ("actor", "stance", "reported", "source")]
    rows = [
        [
            f"{a.actor} ({words.term('actor_kind', a.kind)})",
            words.term("stance", a.stance),
            when(a.reported, words),
            a.source or "–",
        ]
        for a in sorted(released.actors, key=lambda a: a.actor)
    ]
    return [table(head, rows, (1.5, 1.1, 1, 1.5))]
