"""The worksheet: the arithmetic of one area on paper, for a reviewer with a pocket calculator. Every number is the engine's own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mrm_desktop.domain.errors import BugError
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.domain.vocabulary import Stance, Stratum
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.document_forms import written
from mrm_desktop.reports.papers.pages import Block, Document, bullets, heading, table, text, title
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.reports.report import HTML, PDF, Audience, Content, Needs, Report, Source
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.policy_schema import COMPONENTS
from mrm_desktop.scoring.working import (
    TESTS,
    ActorWorking,
    BandTest,
    EstimateWorking,
    GroupWorking,
    ItemWorking,
    Term,
    Working,
    working_of,
)

DIGITS = 3
NONE = "–"
_LTR = "\u200e"  # on both sides of a formula: it reads from left to right in every language
_NOTATION = {
    **{"answered": "n", "refusals": "r", "quality": "q", "unaged": "u", "value": "x", "cap": "c", "decay": "d", "mass": "m"},
    **{"total": "M", "weighted": "Σmx", "weighted_shares": "Σms", "stance_value": "s", "weight": "w", "share": "s"},
}
"""Columns whose head is a sign of the formulas, the same in every language."""
_ITEM_COLUMNS = (
    "number",
    "group",
    "source",
    "method",
    "collected",
    "answered",
    "effective",
    "refusals",
    "quality",
    "unaged",
    "value",
)
_GROUP_COLUMNS = ("number", "unaged", "cap", "age", "decay", "mass", "value", "relative_age", "relative_decay", "relative_mass")
_EVERYBODY_COLUMNS = ("number", "unaged", "cap", "age", "decay", "mass", "value")
_SHARE_COLUMNS = ("number", "unaged", "cap", "relative_age", "relative_decay", "relative_mass", "share")
_ESTIMATE_COLUMNS = ("estimate", "total", "weighted", "mean", "sd", "low", "high", "may_govern")
_REPORT_COLUMNS = ("source", "stance", "stance_value", "reported", "quality", "decay", "weight")


def worksheet(card: AreaCard, policy: Policy, words: Words) -> Document:
    """Return the worksheet of an area: each step of METHOD 3 to 7 with its numbers, in the order in which they are worked out."""
    working = working_of(card.case, policy)
    assessment = card.assessment
    name = words.say("worksheet.title", place=f"{card.area.name_in(words.language)} [{card.area.code}]")
    under = words.say(
        "note.subtitle",
        mode=words.term("mode", assessment.requested_mode),
        purpose=words.term("purpose", card.case.request.purpose),
        day=assessment.assessed_on,
        within=" › ".join(a.name_in(words.language) for a in card.lineage) or card.info.title,
    )
    stamp = assessment.policy
    blocks: list[Block] = [
        title(name, under),
        *([text(words.say("note.fictional"), "small")] if card.info.fictional else []),
        text(words.say("worksheet.what")),
        text(words.say("worksheet.small_numbers"), "small"),
        *_ratings(working, policy, words),
        *_groups(working, policy, words),
        *_everybody(working, policy, words),
        *_shares(working, policy, words),
        *_armed_actors(working, policy, words),
        *_mission(working, words),
        *_index(working, policy, words),
        *_band(working, policy, words),
        *_reliability(working, policy, words),
        heading(words.say("worksheet.verdict")),
        text(
            f"{words.term('verdict', assessment.verdict)}. {words.say('note.ceiling', mode=words.term('mode', assessment.ceiling))}"
        ),
        text(words.say(assessment.reasons[0].code, **assessment.reasons[0].params), "small"),
    ]
    return Document(
        name=name,
        author=card.info.office,
        sensitivity=words.say(f"sensitivity.{Reader.INTERNAL}"),
        blocks=tuple(blocks),
        channel=words.say("page.channel", channel=words.term("channel", assessment.channel)),
        footer=(
            words.say("note.policy", name=stamp.name, version=stamp.version, checksum=stamp.checksum[:12]),
            words.say("note.not_for_targeting"),
        ),
    )


def _heads(columns: Iterable[str], words: Words) -> list[str]:
    return [_NOTATION.get(c) or words.say(f"worksheet.column.{c}") for c in columns]


def _n(value: float | None, words: Words, digits: int = DIGITS) -> str:
    if value is None or value != value:
        return NONE
    return f"{_LTR}{words.number(value, digits)}" if value < 0 else words.number(value, digits)  # the minus stays before it


def _ratings(working: Working, policy: Policy, words: Words) -> list[Block]:
    p = policy.acceptance
    how = words.say(
        "worksheet.how.item",
        design_effect=p.design_effect,
        purposive=p.purposive_divisor,
        groups=p.per_focus_group,
        informants=p.per_key_informant,
        observations=p.per_observation,
        limit=p.high_refusal,
        factor=p.high_refusal_factor,
    )
    blocks: list[Block] = [heading(words.say("worksheet.ratings")), text(how, "small")]
    if working.items:
        rows = [_item_row(number, one, words) for number, one in enumerate(working.items, start=1)]
        blocks.append(table(_heads(_ITEM_COLUMNS, words), rows, (0.4, 1.2, 1.5, 1.2, 1.1, 0.6, 0.8, 0.7, 0.6, 0.9, 0.7)))
    else:
        blocks.append(text(words.say("note.no_communities")))
    if working.left_out:
        limit = policy.adequacy.source_quality
        blocks.append(text(words.say("worksheet.left_out", count=len(working.left_out), limit=limit), "small"))
    return blocks


def _item_row(number: int, one: ItemWorking, words: Words) -> list[str]:
    item = one.item
    return [
        str(number),
        words.term("stratum", one.group),
        f"{item.source} ({item.grade})",
        words.term("method", item.method),
        words.day(item.collected_on),
        *(_n(value, words) for value in (item.answered, one.effective, one.refusals, one.quality, one.unaged, one.value)),
    ]


def _groups(working: Working, policy: Policy, words: Words) -> list[Block]:
    p = policy.acceptance
    blocks: list[Block] = [
        heading(words.say("worksheet.groups")),
        bullets(
            [
                words.say("worksheet.how.cap", cap=p.source_cap),
                words.say("worksheet.how.age", half_life=p.half_life_days, reset=p.reset_factor),
                words.say("worksheet.how.relative", mass=policy.adequacy.total_mass),
                words.say("worksheet.how.estimate", m0=p.prior_mass, x0=p.prior_mean, z=p.z),
            ]
        ),
    ]
    for group in working.groups:
        blocks.append(text(words.term("stratum", group.group), "strong"))
        if group.items:
            rows = [_group_row(working.items.index(one) + 1, one, words) for one in group.items]
            blocks.append(table(_heads(_GROUP_COLUMNS, words), rows))
        blocks.append(_estimates(group, words))
        if group.rejects:
            blocks.append(text(words.say("gate.excluded_group.rejects", groups=[group.group]), "small"))
    rule = policy.excluded_group
    blocks += [
        text(words.say("worksheet.rejects", mean=rule.mean_below, high=rule.high_below, mass=rule.mass), "small"),
        text(
            words.say(
                "worksheet.governs",
                value=_n(working.components["acceptance"], words),
                stratum=working.governing,
                ages=_ages(working.by_relative_ages, words),
            ),
            "strong",
        ),
    ]
    return blocks


def _ages(by_relative_ages: bool, words: Words) -> str:
    return words.say("worksheet.by_relative_ages" if by_relative_ages else "worksheet.as_aged")


def _group_row(number: int, one: ItemWorking, words: Words) -> list[str]:
    own = one.own
    return [
        str(number),
        *(_n(value, words) for value in (one.unaged, own.cap)),
        _n(one.age, words, 0),
        *(_n(value, words) for value in (one.decay, own.mass, one.value)),
        _n(own.relative_age, words, 0),
        *(_n(value, words) for value in (own.relative_decay, own.relative_mass)),
    ]


def _estimates(group: GroupWorking, words: Words) -> Block:
    rows = [
        [_ages(relative, words), *_estimate_row(found, words), words.value(may_govern)]
        for relative, found, may_govern in (
            (False, group.aged, group.aged_may_govern),
            (True, group.relative, group.relative_may_govern),
        )
    ]
    return table(_heads(_ESTIMATE_COLUMNS, words), rows, (1.8, 1, 1, 1, 1, 1, 1, 1.2))


def _estimate_row(found: EstimateWorking, words: Words) -> list[str]:
    return [_n(value, words) for value in (found.mass, found.weighted, found.mean, found.sd, found.low, found.high)]


def _everybody(working: Working, policy: Policy, words: Words) -> list[Block]:
    here = [(n, one) for n, one in enumerate(working.items, start=1) if not one.item.asked_elsewhere]
    rows = [
        [
            str(n),
            *(_n(value, words) for value in (one.unaged, one.cap)),
            _n(one.age, words, 0),
            *(_n(value, words) for value in (one.decay, one.mass, one.value)),
        ]
        for n, one in here
    ]
    needed = policy.adequacy
    tests = [
        words.say("worksheet.test.mass", mass=working.everybody.mass, needed=needed.total_mass),
        words.say("worksheet.test.sources", sources=working.sources, needed=needed.sources, mass=needed.source_mass),
        *(
            words.say("worksheet.test.stratum", stratum=stratum, mass=mass, needed=needed.stratum_mass)
            for stratum, mass in working.by_stratum.items()
        ),
    ]
    return [
        heading(words.say("worksheet.everybody")),
        text(words.say("worksheet.shared_cap"), "small"),
        *([table(_heads(_EVERYBODY_COLUMNS, words), rows)] if rows else []),
        table(_heads(_ESTIMATE_COLUMNS[1:-1], words), [_estimate_row(working.everybody, words)]),
        text(f"{_LTR}P = {_n(working.everybody.low, words)}{_LTR}", "strong"),
        bullets(tests),
    ]


def _shares(working: Working, policy: Policy, words: Words) -> list[Block]:
    """Return what was said to the two questions of G8b, with the masses of the items that carry them alone."""
    rule, p = policy.takes_sides, policy.acceptance
    how = words.say("worksheet.how.shares", m0=p.prior_mass, x0=rule.prior_mean, z=p.z, above=rule.above, mass=rule.mass)
    blocks: list[Block] = [heading(words.say("worksheet.shares")), text(how, "small")]
    for one in working.shares:
        group = words.say("worksheet.everybody_here") if one.group == Stratum.ALL else words.term("stratum", one.group)
        rows = [
            [
                str(item.number),
                *(_n(value, words) for value in (item.unaged, item.cap)),
                _n(item.relative_age, words, 0),
                *(_n(value, words) for value in (item.relative_decay, item.mass, item.share)),
            ]
            for item in one.items
        ]
        blocks += [
            text(f"{words.say(f'worksheet.question.{one.question}')} – {group}", "strong"),
            table(_heads(_SHARE_COLUMNS, words), rows),
            table(_heads(("total", "weighted_shares", *_ESTIMATE_COLUMNS[3:-1]), words), [_estimate_row(one.found, words)]),
            text(words.say("worksheet.most_say_so" if one.most else "worksheet.not_most", low=_n(one.found.low, words))),
        ]
    if not working.shares:
        blocks.append(text(words.say("worksheet.nobody_asked")))
    return blocks


def _armed_actors(working: Working, policy: Policy, words: Words) -> list[Block]:
    p = policy.tolerance
    how = words.say(
        "worksheet.how.actor",
        half_life=p.half_life_days,
        least=p.min_quality,
        quality=p.hostile_quality,
        young=p.newest_age_weight,
        needed=p.independent_sources,
    )
    scale = ", ".join(f"{words.term('stance', s)} {_n(p.stances[s.value], words)}" for s in Stance if s.value in p.stances)
    blocks: list[Block] = [heading(words.say("worksheet.actors")), text(how, "small"), text(scale, "small")]
    for one in working.actors:
        blocks += _actor(one, words)
    if not any(one.actor.able_to_harm for one in working.actors):
        blocks.append(text(words.say("worksheet.nobody_able", value=p.nobody_able, days=p.nobody_able_max_age_days)))
    return [*blocks, text(f"{_LTR}T = {_n(working.components['tolerance'], words)}{_LTR}", "strong")]


def _actor(one: ActorWorking, words: Words) -> list[Block]:
    actor = one.actor
    state = "unable" if not actor.able_to_harm else "hostile" if one.is_hostile else "gap" if one.is_gap else "counts"
    rows = [
        [
            f"{told.report.source} ({told.report.grade})",
            words.term("stance", told.report.stance),
            _n(told.value, words),
            words.day(told.report.reported_on),
            *(_n(value, words) for value in (told.quality, told.age_weight)),
            _n(told.weight, words) if told.weight else NONE,
        ]
        for told in one.reports
    ]
    result = f"{_LTR}m = {_n(one.mean, words)}; t = {_n(one.value, words)}{_LTR}; {words.say(f'worksheet.actor.{state}')}"
    return [
        text(f"{actor.name} ({words.term('actor_kind', actor.kind)})", "strong"),
        *([table(_heads(_REPORT_COLUMNS, words), rows, (1.6, 1.2, 0.7, 1.1, 0.7, 0.7, 0.7))] if rows else []),
        text(result),
    ]


def _mission(working: Working, words: Words) -> list[Block]:
    heads = _heads(("term", "known", "term_value"), words)
    k, c = (_n(working.components[name], words) for name in ("conduct", "capability"))
    widths = (3, 2, 1)
    return [
        heading(words.say("worksheet.mission")),
        text(words.say("worksheet.how.conduct"), "small"),
        table(heads, [_term_row(term, words) for term in working.conduct], widths),
        text(f"{_LTR}K = {k}{_LTR}", "strong"),
        text(words.say("worksheet.how.capability"), "small"),
        table(heads, [_term_row(term, words) for term in working.capability], widths),
        text(f"{_LTR}C = {c}{_LTR}", "strong"),
    ]


_VOCABULARY = {"patrol_frequency": "patrol_frequency", "civilian_contact": "civilian_contact"}


def _term_row(term: Term, words: Words) -> list[str]:
    known: Any = term.known
    if known is None:
        said = words.say("word.unknown")
    elif term.name in _VOCABULARY:
        said = words.term(_VOCABULARY[term.name], known)
    else:
        said = words.value(known)
    return [words.say(f"worksheet.term.{term.name}"), said, _n(term.value, words)]


def _index(working: Working, policy: Policy, words: Words) -> list[Block]:
    rows = [
        [
            _SYMBOLS[name],
            words.say(f"component_of.{name}"),
            *(_n(value, words) for value in (working.components[name], policy.index.weights[name], working.contributions[name])),
        ]
        for name in COMPONENTS
    ]
    return [
        heading(words.say("worksheet.index")),
        text(words.say("worksheet.how.index", floor=policy.index.floor), "small"),
        table(_heads(("symbol", "component", "component_value", "exponent", "log"), words), rows, (0.6, 2.4, 1, 1, 1)),
        text(f"{_LTR}I = {_n(working.index, words)}{_LTR}", "strong"),
        *([] if working.is_adequate else [text(words.say("worksheet.index_says_nothing"), "strong")]),
    ]


_SYMBOLS = {"acceptance": "A", "tolerance": "T", "conduct": "K", "capability": "C"}
_TEST_SYMBOLS = {"index": "I", "everybody": "P"} | _SYMBOLS


def _band(working: Working, policy: Policy, words: Words) -> list[Block]:
    bands = list(dict.fromkeys(test.band for test in working.tests))
    by_band = {band: [_test(test, words) for test in working.tests if test.band is band] for band in bands}
    rows = [[words.term("band", band), *by_band[band]] for band in bands]
    p = policy.robustness
    lines = [words.say("worksheet.band", band=working.profile)]
    if working.share_in is not None and working.share_below is not None:
        lines.append(
            words.say(
                "worksheet.draws",
                draws=p.draws,
                inside=words.percent(working.share_in),
                below=words.percent(working.share_below),
                limit=words.percent(p.lower_from_share),
            )
        )
    lines.append(words.say("worksheet.band_used", band=working.final))
    return [
        heading(words.say("worksheet.tests")),
        table([words.say("worksheet.column.band"), *(_TEST_SYMBOLS[name] for name in TESTS)], rows, (1.2, 1.5, 1.5, 1.5, 1.5, 1.5)),
        *(text(line) for line in lines),
    ]


def _reliability(working: Working, policy: Policy, words: Words) -> list[Block]:
    """Return the evidence confidence of METHOD 6 with its sums; it stands beside the index and enters nothing."""
    one, p = working.reliability, policy.reliability
    found, sums_of = one.told, {"quality": one.qualities, "age": one.ages}
    weights = {name: p.weights[name] for name in ("completeness", "quality", "age")}
    values = {"completeness": found.completeness, "quality": found.mean_quality, "age": found.mean_age_weight}
    rows = [
        [
            words.say("worksheet.part.completeness"),
            f"{_LTR}{one.known} / {one.needed}{_LTR}",
            *(_n(value, words) for value in (found.completeness, weights["completeness"])),
        ],
        *(
            [
                words.say(f"worksheet.part.{name}"),
                f"{_LTR}({_n(sums[0], words)} + {_n(sums[1], words)}) / ({one.ratings} + {one.reports}){_LTR}",
                *(_n(value, words) for value in (values[name], weights[name])),
            ]
            for name, sums in sums_of.items()
        ),
    ]
    total = " + ".join(f"{_n(weights[name], words)} × {_n(values[name], words)}" for name in weights)
    label = words.term("confidence", found.label)
    return [
        heading(words.say("worksheet.reliability")),
        text(
            words.say("worksheet.how.reliability", good=p.good, moderate=p.moderate, needed=policy.adequacy.stratum_mass), "small"
        ),
        table(_heads(("part", "sum", "component_value", "part_weight"), words), rows, (2.4, 2.4, 1, 1)),
        text(f"{_LTR}R = {_n(p.scale, words)} × ({total}) = {_n(found.value, words)}{_LTR} – {label}", "strong"),
        *([] if working.is_adequate else [text(words.say("worksheet.at_most_moderate"), "small")]),
    ]


def _test(test: BandTest, words: Words) -> str:
    if test.threshold <= 0.0:
        return NONE  # the band does not ask for it
    relation, sign = ("≥", "✓") if test.holds else ("<", "✗")
    return f"{_LTR}{_n(test.value, words)} {relation} {_n(test.threshold, words)}{_LTR} {sign}"


def _make(source: Source, order: Order, words: Words) -> Content:
    if source.policy is None:
        raise BugError("worksheet.no_policy")
    return written(worksheet(source.required_card, source.policy, words), order, source, words)


REPORT = Report("worksheet", (PDF, HTML), _make, needs=Needs.AREA, audience=Audience(Reader.INTERNAL, "worksheet.not_for_reader"))
