"""The perception brief: who thinks what, where, how old and how thin it is, beside where peacekeepers are - and what to collect next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.document_forms import written
from mrm_desktop.reports.papers.pages import Block, Document, box, bullets, heading, table, text, title
from mrm_desktop.reports.papers.released_pages import released_document
from mrm_desktop.reports.release.disclosure import ReleasedPerception
from mrm_desktop.reports.release.ladder import NOT_SHARED, ReleasedView, may_read
from mrm_desktop.reports.release.wording import PERCEPTION_COLUMNS, heading_of, label_of, perception_row, value_of
from mrm_desktop.reports.report import HTML, PDF, Content, Report, Source

SHOWN_ROUNDS = 2  # of each area, the newest


def perception_brief(released: ReleasedView, words: Words, citations: tuple[str, ...] = ()) -> Document:
    """Return the brief of a released view: as much of it as its reader may have."""
    thin = [a for a in released.areas if a.values.get("evidence") == NOT_SHARED]
    lines = [words.say("brief.areas", count=len(released.areas)), words.say("brief.thin", count=len(thin))]
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
    head = [words.say("brief.presence_by_acceptance"), *(value_of("acceptance", a, words) for a in across)]
    rows = [
        [value_of("presence", p, words), *(words.number(counts[p, a], 0) if counts[p, a] else "·" for a in across)] for p in down
    ]
    return [heading(words.say("brief.quadrant")), table(head, rows, (1.8, *[1] * len(across)))]


def _overview(released: ReleasedView, words: Words) -> list[Block]:
    fields = [f for f in ("evidence", "acceptance", "tolerance", "confidence", "presence") if may_read(released.reader, f)]
    head = [words.say("map.area"), *(label_of(f, words) for f in fields)]
    rows = [[f"{a.name} [{a.code}]", *(value_of(f, a.values[f], words) for f in fields)] for a in released.areas]
    return [heading(words.say("brief.overview")), table(head, rows, (1.8, *[1.2] * len(fields)))]


def _groups(released: ReleasedView, words: Words) -> list[Block]:
    if not released.perceptions:
        return [text(words.say("page.no_perceptions"), "small")]
    by_area: dict[str, list[ReleasedPerception]] = defaultdict(list)
    for p in released.perceptions:
        by_area[p.area_code].append(p)
    names = {a.code: a.name for a in released.areas}
    head = [words.say("map.area"), *(words.say(f"page.column.{c}") for c in PERCEPTION_COLUMNS)]
    rows = [
        [f"{names.get(code, code)} [{code}]" if n == 0 else "", *perception_row(p, words)]
        for code, found in sorted(by_area.items())
        for n, p in enumerate(_newest(found))
    ]
    return [heading(words.say("page.perceptions")), table(head, rows, (1.55, 0.95, 1.1, 0.9, 1.05, 0.75, 0.8, 1.3, 1.7))]


def _newest(found: Iterable[ReleasedPerception]) -> list[ReleasedPerception]:
    ordered = sorted(found, key=lambda p: (p.collected, p.stratum), reverse=True)
    rounds = list(dict.fromkeys(p.collected for p in ordered))[:SHOWN_ROUNDS]
    return [p for p in ordered if p.collected in rounds]


def _actors(released: ReleasedView, words: Words) -> list[Block]:
    """List what is reported of armed actors; they are never averaged with communities."""
    if not released.actors:
        return []
    head = [words.say("map.area"), *(words.say(f"page.column.{c}") for c in ("actor", "stance", "reported", "source"))]
    rows = [
        [
            a.area_code,
            f"{a.actor} ({words.term('actor_kind', a.kind)})",
            words.term("stance", a.stance),
            a.reported or "–",
            a.source or "–",
        ]
        for a in sorted(released.actors, key=lambda a: (a.area_code, a.actor))
    ]
    return [
        heading(words.say("brief.actors")),
        text(words.say("brief.actors.apart"), "small"),
        table(head, rows, (1, 1.6, 1.2, 1, 1.6)),
    ]


def _to_collect(released: ReleasedView, words: Words) -> list[str]:
    """List the areas of which too little is known, those patrolled first: there the ignorance is most dangerous."""
    order = {"regular": 0, "occasional": 1}
    thin = [a for a in released.areas if a.values.get("evidence") == NOT_SHARED]
    thin.sort(key=lambda a: (order.get(str(a.values.get("presence")), 2), a.name))
    said = [
        words.say("brief.collect.patrolled" if str(a.values.get("presence")) in order else "brief.collect.area", area=a.name)
        for a in thin[:12]
    ]
    if len(thin) > len(said):
        said.append(words.say("page.more", count=len(thin) - len(said)))
    return said or [words.say("brief.collect.nothing")]


def _make(source: Source, order: Order, words: Words) -> Content:
    return written(perception_brief(source.required_released, words, source.citations), order.form, words, order.seal(source.on))


REPORT = Report("brief", (PDF, HTML), _make)
