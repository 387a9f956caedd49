"""What the card says of people and of armed actors, group by group and actor by actor: nothing here is a mean over groups. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from mrm_desktop.domain.evidence import ActorReport, AreaEvidence
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.domain.vocabulary import GateState, PatrolFrequency, Rated, Stance
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.release.wording import group_and_object

WORST_FIRST = (Stance.TARGETING, Stance.HOSTILE, Stance.WARY, Stance.TOLERANT, Stance.SUPPORTIVE)
DECIDING = 3  # lines


@dataclass(frozen=True, slots=True)
class BarRow:
    """One bar with its words.

    Attributes
    ----------
    shares : tuple[float, ...] | None
        How many gave each of five answers, the worst first; None where only one of the five is known.
    marked : int | None
        The one of the five that stands for it: the mean of a group, the stance of an actor.
    note : str
        How many, and how old.
    """

    name: str
    shares: tuple[float, ...] | None
    marked: int | None
    note: str


def group_rows(card: AreaCard, words: Words) -> list[BarRow]:
    """Return one row a group of the area that was asked about the UN military here, the newest round of each."""
    day = card.assessment.assessed_on
    newest: dict[tuple[str, bool], list[AreaEvidence]] = {}
    for row in card.evidence:
        if row.item.rated is Rated.UN_MILITARY:
            newest.setdefault((row.item.stratum.value, row.item.asked_elsewhere), []).append(row)
    return [_group_row(rows, day, words) for rows in newest.values()]


def _group_row(rows: Sequence[AreaEvidence], day: date, words: Words) -> BarRow:
    first = rows[0].item
    latest = max(row.item.collected_on for row in rows)
    newest = [row for row in rows if row.item.collected_on == latest]
    answered = sum(row.item.answered for row in newest)
    counted = [row.distribution.counts for row in newest if row.distribution is not None]
    shares = tuple(float(sum(counts[k] for counts in counted)) for k in range(5)) if len(counted) == len(newest) else None
    mean = sum(row.item.answered * row.item.mean_rating for row in newest) / answered if answered else first.mean_rating
    name = group_and_object(first.stratum, first.asked_elsewhere, first.rated, "", words)
    note = words.say("window.card.asked", count=round(answered), age=_age(latest, day, words))
    return BarRow(name, shares, round(mean) + 2, note)


def actor_rows(card: AreaCard, words: Words) -> list[BarRow]:
    """Return one row an armed actor: the worst that is said of it now, by how many sources."""
    day = card.assessment.assessed_on
    by_name: dict[str, list[ActorReport]] = {}
    for report in card.actor_reports:
        by_name.setdefault(report.actor, []).append(report)
    return [_actor_row(name, reports, day, words) for name, reports in sorted(by_name.items())]


def _actor_row(name: str, reports: Sequence[ActorReport], day: date, words: Words) -> BarRow:
    told = [r.report for r in reports if r.report is not None and r.report.stance in WORST_FIRST and r.report.reported_on <= day]
    last = {report.source: report for report in sorted(told, key=lambda r: r.reported_on)}
    if not last:
        return BarRow(name, None, None, words.term("stance", Stance.UNKNOWN))
    worst = min(last.values(), key=lambda report: WORST_FIRST.index(report.stance))
    age = _age(max(report.reported_on for report in last.values()), day, words)
    said = words.term("stance", worst.stance)
    return BarRow(name, None, WORST_FIRST.index(worst.stance), words.say("window.card.stance", said=said, count=len(last), age=age))


def _age(latest: date, day: date, words: Words) -> str:
    return words.say("window.card.age", count=max(0, (day - latest).days))


def deciding_lines(card: AreaCard, words: Words) -> list[str]:
    """Return the three lines that decide: what failed first, then what is known of people, of armed actors and of patrols."""
    assessment = card.assessment
    first = assessment.reasons[0].code
    failed = [g.reason for g in assessment.gates if g.state is GateState.FAILED and g.reason is not None and g.reason.code != first]
    lines = [words.say(reason.code, **reason.params) for reason in failed if reason.code != "gate.both_perceptions.inadequate"]
    if assessment.verdict.is_open or len(lines) < DECIDING:
        lines += [_people(card, words), _actors(card, words), _patrols(card, words)]
    return lines[:DECIDING]


def _people(card: AreaCard, words: Words) -> str:
    heard = card.assessment.acceptance
    if heard is None or not heard.governing_group or not card.evidence:
        return words.say("window.card.nobody_asked")
    group = heard.governing_group
    asked = sum(_answers(card.evidence, group))
    if not asked:
        return words.say("window.card.not_heard_apart", groups=[group])
    return words.say("window.card.least_sure", groups=[group], count=round(asked))


def _answers(evidence: Iterable[AreaEvidence], group: str) -> list[float]:
    counted = [e.item for e in evidence if e.item.rated is Rated.UN_MILITARY]
    return [
        i.answered
        for i in counted
        if (group == "asked_elsewhere") == i.asked_elsewhere and (i.asked_elsewhere or i.stratum == group)
    ]


def _actors(card: AreaCard, words: Words) -> str:
    tolerance = card.assessment.tolerance
    if tolerance is None or card.case.armed_actors is None:
        return words.say("gap.actors_not_assessed")
    if tolerance.hostile_actors:
        return words.say("window.card.hostile", actors=list(tolerance.hostile_actors))
    if tolerance.governing_actor:
        return words.say(
            "window.card.worst_actor", actor=tolerance.governing_actor, said=_stance(card, tolerance.governing_actor, words)
        )
    return words.say("window.card.no_actor_able") if not card.case.armed_actors else words.say("window.card.actors_unclear")


def _stance(card: AreaCard, actor: str, words: Words) -> str:
    row = next(row for row in actor_rows(card, words) if row.name == actor)
    return words.term("stance", Stance.UNKNOWN if row.marked is None else WORST_FIRST[row.marked])


def _patrols(card: AreaCard, words: Words) -> str:
    mission = card.case.mission
    if mission.patrol_frequency is PatrolFrequency.UNKNOWN:
        return words.say("window.card.patrols_unknown")
    said = words.say("window.card.patrols", patrol_frequency=mission.patrol_frequency.value)
    if mission.response_hours is None:
        return said
    return f"{said} {words.say('window.card.response', hours=mission.response_hours)}"
