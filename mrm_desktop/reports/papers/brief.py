"""The perception brief: who thinks what, where, how old and how thin it is, beside where peacekeepers are - and what to collect next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from mrm_desktop.domain.vocabulary import Rated, Stratum
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.document_forms import written
from mrm_desktop.reports.papers.pages import Block, Document, box, bullets, heading, table, text, title
from mrm_desktop.reports.papers.released_pages import released_document
from mrm_desktop.reports.release.disclosure import ReleasedPerception
from mrm_desktop.reports.release.ladder import NOT_SHARED, Reader, ReleasedView, Value, may_read
from mrm_desktop.reports.release.wording import PERCEPTION_COLUMNS, heading_of, label_of, perception_row, value_of, when
from mrm_desktop.reports.report import HTML, PDF, Content, Report, Source

SHOWN_ROUNDS = 2  # of each group by each source, the newest


MOST_NAMED = 12


def perception_brief(released: ReleasedView, words: Words, citations: tuple[str, ...] = ()) -> Document:
    """Return the brief of a released view: as much of it as its reader may have."""
    thin = [a for a in released.areas if a.values.get("evidence") == NOT_SHARED]
    is_internal = released.reader is Reader.INTERNAL
    lines = [
        words.say("brief.areas", count=len(released.areas)),
        words.say("brief.thin.internal" if is_internal else "brief.thin", count=len(thin)),
    ]
    suppressed = sum(p.suppressed for p in released.perceptions)
    if suppressed:
        lines.append(words.say("brief.suppressed", count=suppressed))
    blocks: list[Block] = [
        title(words.say("report.brief", place=released.title), heading_of(released, words)),
        *([text(words.say("note.fictional"), "small")] if released.fictional else []),
        box(words.say("brief.head"), lines, "bar"),
        text(words.say("brief.reading"), "small"),
        *_quadrant(released, words),
        *_overview(released, words),
        *_groups(released, words),
        *_actors(released, words),
        heading(words.say("brief.collect")),
        bullets(_to_collect(released, words)),
    ]
    return released_document(words.say("report.brief", place=released.title), released, blocks, words, citations)


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
    return [heading(words.say("brief.overview")), table(head, rows, (1.6, 1.5, *[1.1] * (len(fields) - 1)))]


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
    return [heading(words.say("page.perceptions")), table(head, rows, (1.55, 0.95, 1.1, 0.9, 1.05, 0.75, 0.8, 1.3, 1.7))]


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
    return written(perception_brief(source.required_released, words, source.citations), order.form, words, order.seal(source.on))


REPORT = Report("brief", (PDF, HTML), _make)
