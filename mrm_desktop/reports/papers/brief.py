"""The perception brief: who thinks what, where, how old and how thin it is, beside where peacekeepers are - and what to collect next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from mrm_desktop.cartography.map_document import MapDocument
from mrm_desktop.cartography.static_map import static_map
from mrm_desktop.domain.gaps import CallLine
from mrm_desktop.domain.perception_changes import RatedChange
from mrm_desktop.domain.vocabulary import Rated, Stratum
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.area_map import map_for
from mrm_desktop.reports.papers.brief_charts import Panels, before_and_after, small_multiples
from mrm_desktop.reports.papers.brief_findings import Heard, counts_here, findings, named, pairs_of, rounds_heard
from mrm_desktop.reports.papers.document_forms import written
from mrm_desktop.reports.papers.pages import (
    NEW_PAGE,
    Block,
    Document,
    bar,
    bullets,
    gap,
    heading,
    image,
    legend,
    side_by_side,
    table,
    text,
    title,
    widths_for,
)
from mrm_desktop.reports.papers.released_pages import counted_legend, released_document
from mrm_desktop.reports.release.disclosure import ReleasedPerception
from mrm_desktop.reports.release.gap_wording import question_of
from mrm_desktop.reports.release.ladder import HIGH_STRATA, NOT_SHARED, Reader, ReleasedArea, ReleasedView, Value, may_read
from mrm_desktop.reports.release.wording import PERCEPTION_COLUMNS, as_written, heading_of, label_of, perception_row, value_of, when
from mrm_desktop.reports.report import DOCX, HTML, PDF, Content, Report, Source

SHOWN_ROUNDS = 2  # of each group by each source, the newest
MOST_NAMED = 12
CHART_MM = 180.0
MAP_MM, PAGE_MAP_MM, SLOPES_MM = (86.0, 58.0), (180.0, 112.0), (88.0, 58.0)
MOST_TO_DO = 3


def perception_brief(
    released: ReleasedView,
    document: MapDocument,
    words: Words,
    citations: tuple[str, ...] = (),
    changes: Sequence[RatedChange] = (),
    call_lines: Sequence[CallLine] = (),
) -> Document:
    """Return the brief of a released view: a page that says what was found, how sure it is and what nobody knows; the tables follow.

    Parameters
    ----------
    document : MapDocument
        The map that the reader may have.
    changes : Sequence[RatedChange]
        Changes from round to round that were tested, for readers inside the organisation.
    call_lines : Sequence[CallLine]
        What to find out, the most decisive question first; for readers inside the organisation.
    """
    pictures: dict[str, str] = {}
    name = words.say("report.brief", place=released.title)
    blocks: list[Block] = [
        title(name, heading_of(released, words)),
        *([text(words.say("note.fictional"), "small")] if released.fictional else []),
        *_findings(released, changes, words),
        *_charts(released, document, pictures, words),
        *_gaps(released, call_lines, words),
        NEW_PAGE,
        title(words.say("brief.tables"), words.say("brief.reading")),
        *_quadrant(released, words),
        *_overview(released, words),
        *_groups(released, words),
        *_actors(released, words),
    ]
    return released_document(name, released, blocks, words, citations, pictures)


def _findings(released: ReleasedView, changes: Sequence[RatedChange], words: Words) -> list[Block]:
    found = findings(released, changes, words)
    cells = [[bar(f"{number}. {one.headline}", [one.rests_on])] for number, one in enumerate(found, start=1)]
    return [side_by_side([1] * len(cells), *cells, unbroken=True)]


def _charts(released: ReleasedView, document: MapDocument, pictures: dict[str, str], words: Words) -> list[Block]:
    """Return every area beside the others, the map, and what changed from round to round, as far as the reader may have them."""
    theme = "acceptance" if may_read(released.reader, "acceptance") else "evidence"
    heard = rounds_heard(released)
    size = MAP_MM if heard else PAGE_MAP_MM
    document = _of_people_alone(document)
    pictures["map.svg"] = static_map(document, theme, *size, base_map=not released.fictional)
    entries = counted_legend(document, theme, pictures)
    shown = document.theme(theme).title
    drawn = [heading(shown), image("map.svg", size[0], words.say("brief.map_alt", theme=shown)), legend(entries, 2)]
    if not heard:
        told = may_read(released.reader, "perceptions")
        return [*drawn, gap(words.say("page.perceptions"), words.say("page.no_perceptions" if told else "brief.no_perceptions"))]
    panels = Panels.of(released, heard)
    pictures["panels.svg"] = small_multiples(released, panels, heard, CHART_MM, words)
    inside = "brief.panels.internal" if released.evidence else "brief.panels.class"
    return [
        heading(words.say("brief.panels")),
        image("panels.svg", CHART_MM, words.say("brief.panels_alt", count=len(panels.areas))),
        text(" ".join([words.say(inside), *_left_out(panels.left_out, words)]), "small"),
        side_by_side((1, 1), drawn, _trend(heard, panels, pictures, words), unbroken=True),
    ]


def _of_people_alone(document: MapDocument) -> MapDocument:
    """Return a map of what people say, without presence and places."""
    presence, places = (
        tuple(replace(entry, count=0) for entry in legend) for legend in (document.presence_legend, document.place_legend)
    )
    return replace(document, presence=(), places=(), presence_legend=presence, place_legend=places)


def _left_out(count: int, words: Words) -> list[str]:
    return [words.say("brief.panels.more", count=count)] if count else []


def _trend(heard: Mapping[tuple[str, str], Sequence[Heard]], panels: Panels, pictures: dict[str, str], words: Words) -> list[Block]:
    pairs = pairs_of(heard.values())
    if not pairs:
        return [heading(words.say("brief.trend")), gap(words.say("brief.trend"), words.say("brief.rests.one_round"))]
    pictures["trend.svg"] = before_and_after(heard, panels, SLOPES_MM, words)
    return [
        heading(words.say("brief.trend")),
        image("trend.svg", SLOPES_MM[0], words.say("brief.trend_alt", count=len(pairs))),
        text(words.say("brief.trend.reading"), "small"),
    ]


def _gaps(released: ReleasedView, call_lines: Sequence[CallLine], words: Words) -> list[Block]:
    """Return who was not asked, where nothing is known, what this reader may not have, and what to do about it."""
    blocks = [heading(words.say("brief.gaps"))]
    silent = _areas_without_a_voice(released)
    is_internal = released.reader is Reader.INTERNAL
    if silent and may_read(released.reader, "perceptions"):
        head = words.say("brief.gap.nobody" if is_internal else "brief.gap.nobody_or_not_shared", count=len(silent))
        blocks.append(gap(head, named([as_written(a.name, words) for a in silent], words, MOST_NAMED)))
    blocks += [gap(*one) for one in _groups_missing(released, words)]
    if not may_read(released.reader, "displaced_and_host"):
        groups = words.list([words.term("stratum", stratum) for stratum in sorted(HIGH_STRATA)])
        blocks.append(gap(words.say("note.section.groups"), words.say("brief.gap.high_strata", groups=groups)))
    if not may_read(released.reader, "stances"):
        blocks.append(gap(words.say("note.section.actors"), words.say("withheld.actors")))
    to_do = [_to_ask(line, released, words) for line in call_lines[:MOST_TO_DO]] if is_internal else []
    return [*blocks, heading(words.say("brief.collect")), bullets(to_do or _to_collect(released, words))]


def _areas_without_a_voice(released: ReleasedView) -> list[ReleasedArea]:
    asked = {p.area_code for p in released.perceptions if counts_here(p)}
    return [area for area in released.areas if area.code not in asked]


def _groups_missing(released: ReleasedView, words: Words) -> list[tuple[str, str]]:
    """Say of each group in how many of the areas that were asked it was not heard, or is withheld."""
    here = [p for p in released.perceptions if counts_here(p)]
    asked = {p.area_code for p in here}
    found = []
    for group in dict.fromkeys(sorted(p.stratum for p in here)):
        mine = [p for p in here if p.stratum == group]
        shown = {p.area_code for p in mine if not p.suppressed}
        withheld = {p.area_code for p in mine} - shown
        missing = asked - shown - withheld
        name = words.term("stratum", Stratum.parse(group))
        parts = [words.say("brief.gap.not_heard", count=len(missing), all=len(asked))] if missing else []
        parts += [words.say("brief.gap.withheld", count=len(withheld))] if withheld else []
        if parts:
            found.append((name, " ".join(parts)))
    return found


def _to_ask(line: CallLine, released: ReleasedView, words: Words) -> str:
    areas = named([as_written(area.name, words) for area in released.areas if area.code in line.areas], words)
    return words.say("brief.to_ask", question=question_of(line.gap, words), areas=areas)


def _quadrant(released: ReleasedView, words: Words) -> list[Block]:
    """Count areas by presence and acceptance: presence is not acceptance, and it shows at a glance."""
    if not may_read(released.reader, "acceptance"):
        return []
    counts = Counter((str(a.values["presence"]), str(a.values["acceptance"])) for a in released.areas)
    across = sorted({acceptance for _, acceptance in counts})
    down = [p for p in ("regular", "occasional", "none_recorded", "unknown") if any(p == presence for presence, _ in counts)]
    head = [words.say("brief.presence_by_acceptance"), *(_value("acceptance", a, released, words) for a in across)]
    rows = [
        [value_of("presence", p, words), *(words.number(counts[p, a], 0) if counts[p, a] else "·" for a in across)] for p in down
    ]
    return [heading(words.say("brief.quadrant")), table(head, rows, (1.8, *[1] * len(across)))]


def _value(field: str, value: Value, released: ReleasedView, words: Words) -> str:
    """Return a value in words; inside the organisation nothing is withheld, and what is missing is not known."""
    if value == NOT_SHARED and released.reader is Reader.INTERNAL:
        return words.say("word.unknown")
    return value_of(field, value, words)


def _overview(released: ReleasedView, words: Words) -> list[Block]:
    """Return the areas, each with the civilian channel before anything that is known of it."""
    fields = [
        f for f in ("channel", "evidence", "acceptance", "tolerance", "confidence", "presence") if may_read(released.reader, f)
    ]
    head = [words.say("map.area"), *(label_of(f, words) for f in fields)]
    rows = [[f"{a.name} [{a.code}]", *(_value(f, a.values[f], released, words) for f in fields)] for a in released.areas]
    return [heading(words.say("brief.overview")), table(head, rows, widths_for(head, rows))]


def _groups(released: ReleasedView, words: Words) -> list[Block]:
    if not released.perceptions:
        return [text(words.say("page.no_perceptions"), "small")]
    by_area: dict[str, list[ReleasedPerception]] = defaultdict(list)
    for p in released.perceptions:
        by_area[p.area_code].append(p)
    names = {a.code: a.name for a in released.areas}
    head = [words.say("map.area"), *(words.say(f"page.column.{c}") for c in PERCEPTION_COLUMNS)]
    rows: list[list[str]] = []
    for code, found in sorted(by_area.items()):
        shown = _newest(found)
        rows += [[f"{names.get(code, code)} [{code}]" if n == 0 else "", *perception_row(p, words)] for n, p in enumerate(shown)]
        if len(found) > len(shown):
            rows.append([words.say("page.more", count=len(found) - len(shown)), *[""] * len(PERCEPTION_COLUMNS)])
    return [heading(words.say("page.perceptions")), table(head, rows, widths_for(head, rows))]


def _newest(found: Iterable[ReleasedPerception]) -> list[ReleasedPerception]:
    """Return the newest rounds of every group by every source: groups of one round end on different days, and none of them is dropped."""
    lines: dict[tuple[str, ...], list[ReleasedPerception]] = defaultdict(list)
    for p in sorted(found, key=lambda p: (p.collected, p.round), reverse=True):
        lines[p.stratum, str(p.asked_elsewhere), p.rated, p.source, p.method].append(p)
    order = [stratum.value for stratum in Stratum]
    ordered = sorted(
        lines.items(), key=lambda line: (line[0][2] != Rated.UN_MILITARY.value, line[0][1], order.index(line[0][0]), line[0])
    )
    return [p for _, line in ordered for p in _of_newest_rounds(line)]


def _of_newest_rounds(line: Sequence[ReleasedPerception]) -> list[ReleasedPerception]:
    rounds = list(dict.fromkeys(p.round for p in line))[:SHOWN_ROUNDS]
    return [p for p in line if p.round in rounds]


def _actors(released: ReleasedView, words: Words) -> list[Block]:
    """List what is reported of armed actors; they are never averaged with communities."""
    if not released.actors:
        return []
    names = {area.code: area.name for area in released.areas}
    head = [words.say("map.area"), *(words.say(f"page.column.{c}") for c in ("actor", "stance", "reported", "source"))]
    rows = [
        [
            f"{names.get(a.area_code, a.area_code)} [{a.area_code}]",
            f"{a.actor} ({words.term('actor_kind', a.kind)})",
            words.term("stance", a.stance),
            when(a.reported, words),
            a.source or "–",
        ]
        for a in sorted(released.actors, key=lambda a: (a.area_code, a.actor))
    ]
    return [
        heading(words.say("brief.actors")),
        text(words.say("brief.actors.apart"), "small"),
        table(head, rows, (1.5, 1.5, 1.1, 1, 1.5)),
    ]


def _to_collect(released: ReleasedView, words: Words) -> list[str]:
    """List the areas of which too little is known, those patrolled first: there the ignorance is most dangerous."""
    order = {"regular": 0, "occasional": 1}
    thin = [a for a in released.areas if a.values.get("evidence") == NOT_SHARED]
    thin.sort(key=lambda a: (order.get(str(a.values.get("presence")), 2), a.name))
    patrolled = [a.name for a in thin if str(a.values.get("presence")) in order]
    others = [a.name for a in thin if str(a.values.get("presence")) not in order]
    said = [
        words.say(code, area=_named(areas, words))
        for code, areas in (("brief.collect.patrolled", patrolled), ("brief.collect.area", others))
        if areas
    ]
    return said or [words.say("brief.collect.nothing")]


def _named(areas: Sequence[str], words: Words) -> str:
    """Name areas in one line, the first of many."""
    more = len(areas) - MOST_NAMED
    return words.list(areas[:MOST_NAMED]) + (f" ({words.say('page.more', count=more)})" if more > 0 else "")


def _make(source: Source, order: Order, words: Words) -> Content:
    paper = perception_brief(
        source.required_released, map_for(source, words), words, source.citations, source.changes, source.call_lines
    )
    return written(paper, order, source, words)


REPORT = Report("brief", (PDF, HTML, DOCX), _make, names_ground=True, lists_gaps=True, tells_changes=True)
