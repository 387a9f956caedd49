"""The weekly summary: who must act and by when, what changed since a day and what lapses soon, as far as its reader may have it.

Inside the organisation it is what the briefing says. Any other reader is told of a change only against what this reader was told before:
nothing can be subtracted from two copies that the second one does not say itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from mrm_desktop.domain.briefings import ClassChange, Need, NeedKind, Week
from mrm_desktop.domain.views import ProjectView
from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.document_forms import written
from mrm_desktop.reports.papers.pages import Block, Document, bar, bullets, gap, heading, table, text, title
from mrm_desktop.reports.papers.released_pages import released_document
from mrm_desktop.reports.release.ladder import Reader, ReleasedView, may_read
from mrm_desktop.reports.release.wording import as_written, heading_of, value_of
from mrm_desktop.reports.report import DOCX, HTML, PDF, Audience, Content, Report, Source

LOOKS_AHEAD = timedelta(days=14)
"""How far ahead something that lapses is said."""
MOST_ROWS = 20
OF_THE_OFFICE = frozenset(
    {
        NeedKind.LAPSED,
        NeedKind.LAPSES,
        NeedKind.WAITS,
        NeedKind.MISSION,
        NeedKind.NO_FOCAL_POINT,
        NeedKind.UNTESTED_LINE,
        NeedKind.EVENT,
    }
)
"""What a country office may read of what needs somebody: no trip, no alert, no draft, and no reason that tells of a report."""
TOLD: Mapping[Reader, frozenset[NeedKind]] = {
    Reader.INTERNAL: frozenset(NeedKind),
    Reader.COUNTRY_OFFICE: OF_THE_OFFICE,
    Reader.PARTNER: frozenset({NeedKind.MISSION}),
}


def weekly_summary(
    released: ReleasedView,
    week: Week,
    told_before: Mapping[str, str],
    words: Words,
    view: ProjectView | None = None,
    citations: tuple[str, ...] = (),
) -> Document:
    """Return the summary.

    Parameters
    ----------
    told_before : Mapping[str, str]
        Verdict and ceiling of each area that this reader was told last, as ``verdict/ceiling``.
    view : ProjectView | None
        The assessed project, for readers inside the organisation.
    """
    is_internal = released.reader is Reader.INTERNAL
    needs = [need for need in week.briefing.needs if need.kind in TOLD.get(released.reader, frozenset())]
    changed = _changes(week.briefing.changes, released, words) if is_internal else _against(released, told_before, words)
    lapsing = _lapsing(released, week.briefing.day, words)
    since = week.briefing.since
    unchanged = words.say("briefing.no_change", on=since) if is_internal else words.say("summary.no_change")
    name = words.say("report.summary", place=released.title)
    counted = [words.say("summary.counted", acts=len(needs), changes=len(changed), lapses=len(lapsing))]
    blocks: list[Block] = [
        title(name, heading_of(released, words)),
        *([text(words.say("note.fictional"), "small")] if released.fictional else []),
        bar(
            words.say("summary.span", since=since, day=week.briefing.day),
            [*counted, words.say("note.never_interview")],
        ),
        *_to_do(needs, released, words),
        heading(words.say("summary.changed")),
        *_table(("map.area", "summary.before", "summary.now", "summary.why"), changed, (1.4, 1.6, 1.6, 3), unchanged, words),
        heading(words.say("summary.lapses")),
        *_table(
            ("map.area", "label.verdict", "label.expires_on"), lapsing, (1.6, 2.4, 1.2), words.say("summary.nothing_lapses"), words
        ),
        *_happened(released, week, view if is_internal else None, words),
        *_answers(released, since, week.briefing.day, words),
    ]
    return released_document(name, released, blocks, words, citations)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], none: str, words: Words) -> list[Block]:
    if not rows:
        return [text(none, "small")]
    more = len(rows) - MOST_ROWS
    shown = table([words.say(one) for one in head], rows[:MOST_ROWS], widths)
    return [shown, *([text(words.say("note.more_rows", count=more), "small")] if more > 0 else [])]


def _to_do(needs: Sequence[Need], released: ReleasedView, words: Words) -> list[Block]:
    """Return who must act, the most pressing first."""
    head = heading(words.say("summary.acts"))
    if released.reader is Reader.PARTNER and not needs:
        return [head, gap(words.say("summary.acts"), words.say("withheld.acts"))]
    if not needs:
        return [head, text(words.say("summary.nobody"), "small")]
    rows = [[words.day(n.due) if n.due else words.say("briefing.now"), *_need_in_words(n, words)] for n in needs[:MOST_ROWS]]
    columns = [words.say(f"summary.{column}") for column in ("by", "what", "then")]
    return [head, table(columns, rows, (0.9, 2.6, 3.4))]


def _need_in_words(need: Need, words: Words) -> list[str]:
    more = [words.say(f"{need.code}.more", **need.params)] if words.knows(f"{need.code}.more") else []
    reasons = [words.say(reason.code, **reason.params) for reason in need.reasons]
    return [words.say(need.code, **need.params), " ".join([*reasons, *more]) or words.say(f"briefing.do.{need.kind}")]


def _changes(changes: Sequence[ClassChange], released: ReleasedView, words: Words) -> list[list[str]]:
    names = {area.code: as_written(area.name, words) for area in released.areas}
    return [
        [
            names.get(change.area_code, change.area_code),
            words.term("mode", change.before),
            words.term("mode", change.after),
            words.say(change.reason.code, **change.reason.params),
        ]
        for change in changes
    ]


def _against(released: ReleasedView, told_before: Mapping[str, str], words: Words) -> list[list[str]]:
    """Return the areas of which this reader is told another verdict than last time; why is not said."""
    rows = []
    for area in released.areas:
        before, _, _ = told_before.get(area.code, "").partition("/")
        if before and before != area.values["verdict"]:
            then, now = (words.term("verdict", verdict) for verdict in (before, str(area.values["verdict"])))
            rows.append([as_written(area.name, words), then, now, words.say("summary.why_withheld")])
    return rows


def _lapsing(released: ReleasedView, day: date, words: Words) -> list[list[str]]:
    """Return the areas whose answer lapses in the coming days, the first to do so before the others."""
    last = (day + LOOKS_AHEAD).isoformat()
    soon = [a for a in released.areas if a.values["expires_on"] and day.isoformat() <= str(a.values["expires_on"]) <= last]
    soon.sort(key=lambda area: (str(area.values["expires_on"]), area.name))
    fields = ("verdict", "expires_on")
    return [[as_written(a.name, words), *(value_of(field, a.values[field], words) for field in fields)] for a in soon]


def _happened(released: ReleasedView, week: Week, view: ProjectView | None, words: Words) -> list[Block]:
    """Return where UN military were confirmed, and how many incidents are on record; outside the organisation a gap."""
    if view is None:
        return [
            gap(words.say("summary.seen"), words.say("withheld.bases")),
            gap(words.say("summary.incidents"), words.say("withheld.incidents")),
        ]
    names = {area.code: as_written(area.name, words) for area in released.areas}
    since, day = week.briefing.since, week.briefing.day
    seen = [
        names[code]
        for code, found in view.presence_by_area.items()
        if code in names and any(p.last_confirmed is not None and since < p.last_confirmed <= day for p in found)
    ]
    counts = sorted(week.incidents.items(), key=lambda one: (-one[1], one[0]))
    told = [words.pair(names.get(code, words.say("summary.no_area")), count) for code, count in counts]
    return [
        heading(words.say("summary.seen")),
        text(words.list(seen) if seen else words.say("summary.not_seen")),
        heading(words.say("summary.incidents")),
        text(" · ".join(told)) if told else text(words.say("summary.no_incidents"), "small"),
    ]


def _answers(released: ReleasedView, since: date, day: date, words: Words) -> list[Block]:
    """Return of whom something new was heard, by area; what is withheld of small groups stays so.

    A reader who is told months is told of a month in the week in which it ends: before, nobody could say what of it is new.
    """
    if not may_read(released.reader, "perceptions"):
        return []
    names = {area.code: as_written(area.name, words) for area in released.areas}
    new: dict[str, list[str]] = {}
    for p in released.perceptions:
        if not p.suppressed and p.collected and since < _last_day(p.collected) <= day and p.area_code in names:
            new.setdefault(p.area_code, []).append(words.term("stratum", Stratum.parse(p.stratum)))
    of_groups: dict[str, list[str]] = {}
    for code, groups in sorted(new.items()):
        of_groups.setdefault(words.list(sorted(set(groups))), []).append(names[code])
    said = [words.pair(groups, words.list(areas)) for groups, areas in of_groups.items()]
    head = "summary.answers" if released.reader is Reader.INTERNAL else "summary.answers_of_month"
    return [heading(words.say(head)), bullets(said) if said else text(words.say("summary.no_answers"), "small")]


def _last_day(collected: str) -> date:
    """Return a day, or the last one of a month."""
    if len(collected) > len("2026-03"):
        return date.fromisoformat(collected)
    first = date.fromisoformat(f"{collected}-01")
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _make(source: Source, order: Order, words: Words) -> Content:
    paper = weekly_summary(source.required_released, source.required_week, source.told_before, words, source.view, source.citations)
    return written(paper, order, source, words)


REPORT = Report("summary", (PDF, HTML, DOCX), _make, audience=Audience(Reader.PARTNER, "summary.not_for_reader"), sums_up=True)
