"""Building what one reader may know of a project, from the fields that the ladder lets that reader have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from mrm_desktop.cartography.classes import (
    ACCEPTANCE_CLASSES,
    acceptance_class,
    ceiling_class,
    confidence_class,
    place_class,
    tolerance_class,
)
from mrm_desktop.domain.assessments import Assessment, Reason
from mrm_desktop.domain.evidence import ActorReport, AreaEvidence
from mrm_desktop.domain.geography import Area, Place, Presence
from mrm_desktop.domain.limits import PRESENCE_DELAY, REGULAR_PATROLS
from mrm_desktop.domain.views import ClassLimits, ProjectView
from mrm_desktop.domain.vocabulary import GateState, PatrolFrequency
from mrm_desktop.reports.release.adversary.positions import hide_bases
from mrm_desktop.reports.release.disclosure import ReleasedPerception, release_perceptions
from mrm_desktop.reports.release.freezing import FROZEN_VALUES, Published, aggregates_of, period_of
from mrm_desktop.reports.release.ladder import (
    CONDITIONS_OF_ANY_AREA,
    FIELDS,
    HIGH_STRATA,
    NOT_SHARED,
    Reader,
    ReleasedActor,
    ReleasedArea,
    ReleasedPlace,
    ReleasedPresence,
    ReleasedView,
    Value,
    may_read,
)
from mrm_desktop.scoring.gates import CONTACT_ENDANGERS

_UNKNOWN = frozenset({"not_assessed", "insufficient_evidence"})


def publish_figures(
    view: ProjectView, evidence: Iterable[AreaEvidence], earlier: Iterable[Iterable[ReleasedPerception]] = ()
) -> Published:
    """Fix the figures of the month of a whole project, before the first file of it goes out.

    Parameters
    ----------
    earlier : Iterable[Iterable[ReleasedPerception]]
        The figures of other months that went out, the oldest first.
    """
    inside = _places_by_area(view)
    areas = {a.code: _frozen_values(view.assessments[a.code], inside.get(a.code, ()), view.class_limits) for a in view.areas}
    perceptions, solved = aggregates_of(evidence, view.on, earlier)
    return Published(period_of(view.on), perceptions, areas, solved)


def release_view(
    view: ProjectView,
    reader: Reader,
    evidence: Iterable[AreaEvidence] = (),
    reports: Iterable[ActorReport] = (),
    published: Published | None = None,
    quiet: Mapping[str, Assessment] | None = None,
) -> ReleasedView:
    """Build what ``reader`` may know of an assessed project.

    Parameters
    ----------
    evidence, reports : Iterable
        The project's evidence; rows of areas that are not in the view are left out.
    published : Published | None
        The figures of this month as they already went out; by default today's. An internal file always has today's.
    quiet : Mapping[str, Assessment] | None
        Of areas of which this reader is told what would be known had nobody been asked there, that answer.
    """
    evidence, reports = tuple(evidence), tuple(reports)
    figures = publish_figures(view, evidence) if published is None or reader is Reader.INTERNAL else published
    inside = _places_by_area(view)
    codes = {area.code for area in view.areas}
    areas = tuple(_area(a, view, reader, inside.get(a.code, ()), figures, (quiet or {}).get(a.code)) for a in view.areas)
    open_areas = {code for code in codes if reader is Reader.INTERNAL or not is_reprisal(view.assessments[code])} - set(quiet or ())
    perceptions = _perceptions(evidence, open_areas, reader, view.on, figures)
    actors = _actors((r for r in reports if r.area_code in codes), reader)
    places = _places(view.places, reader)
    drawn = view.presence if may_read(reader, "presence_outlines") else ()
    presence, solved = hide_bases([_outline(p) for p in drawn], [p.base_point for p in drawn if p.base_point is not None])
    return ReleasedView(
        reader=reader,
        title=view.info.title,
        office=view.info.office if reader.is_trusted_as(Reader.PARTNER) else "",
        fictional=view.info.fictional,
        mode=view.mode.value,
        purpose=view.purpose.value,
        on=view.on,
        policy=view.policy,
        program_version=view.program_version,
        areas=areas,
        perceptions=perceptions,
        actors=actors,
        places=places,
        presence=presence,
        removed={
            "fields": sum(not may_read(reader, f.name) for f in FIELDS),
            "perceptions": max(0, len(evidence) - len(perceptions)),
            "cells_suppressed": sum(p.suppressed for p in perceptions),
            "actors": len(reports) - len(actors),
            "points": sum(p.point is not None for p in view.places) - len(places),
            "presence_outlines": len(view.presence) - len(presence),
        },
        period="" if reader is Reader.INTERNAL else figures.period,
        solved=solved if reader is Reader.INTERNAL else figures.solved,
    )


def verdict_of(assessment: Assessment) -> str:
    """Return verdict and ceiling as one word: what a reader sees change."""
    return f"{assessment.verdict}/{assessment.ceiling}"


def _area(
    area: Area, view: ProjectView, reader: Reader, inside: tuple[Place, ...], figures: Published, quiet: Assessment | None
) -> ReleasedArea:
    presence = view.presence_by_area.get(area.code, ())
    told, assessment = _told_of(area.code, view, reader, inside, figures), view.assessments[area.code]
    if quiet is not None:
        assessment = quiet
        told = {
            **_frozen_values(quiet, inside, view.class_limits),
            "places": told["places"],
            "remote_places": told["remote_places"],
        }
    if not reader.is_trusted_as(Reader.COUNTRY_OFFICE) and told["acceptance"] in _UNKNOWN:
        # One word for both, so that the gap itself does not point at the areas where talking is punished.
        told = {**told, "acceptance": NOT_SHARED}
    values: dict[str, Value] = {
        "area_code": area.code,
        "area_name": area.name,
        "channel": assessment.channel.value,
        "ceiling": ceiling_class(assessment.answer),
        "verdict": assessment.verdict.value,
        "expires_on": assessment.expires_on.isoformat() if assessment.expires_on else "",
        "presence": presence_class(presence, view.on, anywhere=bool(view.presence)),
        "presence_month": _month(presence, view.on),
        "tolerance": tolerance_class(assessment.answer, view.class_limits),
        "deciding_gate": assessment.deciding_gate.value if assessment.deciding_gate else "",
        "gaps": len(assessment.gaps),
        **told,
    }
    shown = {f.name: values[f.name] for f in FIELDS if f.table == "areas" and may_read(reader, f.name)}
    return ReleasedArea(
        area.code, area.name, area.geometry, shown, *_to_be_met(assessment, reader), told="" if quiet else verdict_of(assessment)
    )


def _to_be_met(assessment: Assessment, reader: Reader) -> tuple[tuple[Reason, ...], tuple[str, ...]]:
    """Return the conditions, and who has to sign, as far as a reader may have them."""
    if not may_read(reader, "conditions"):
        return (), ()
    everything = reader.is_trusted_as(Reader.COUNTRY_OFFICE)
    told = tuple(c for c in assessment.conditions if everything or c.code in CONDITIONS_OF_ANY_AREA)
    signs = assessment.approval.roles if assessment.approval is not None and assessment.verdict.is_open else ()
    return told, tuple(signs)


def _told_of(code: str, view: ProjectView, reader: Reader, inside: tuple[Place, ...], figures: Published) -> dict[str, Value]:
    """Return the figures of the month of an area, or less where they no longer hold."""
    assessment = view.assessments[code]
    today = _frozen_values(assessment, inside, view.class_limits)
    told = dict(figures.areas.get(code, today))
    if is_withdrawn(code, view, figures):
        told["acceptance"] = NOT_SHARED  # withdrawn, not corrected: the new figure would give the new answers away
    hidden = is_reprisal(assessment) and reader is not Reader.INTERNAL
    if hidden or today["evidence"] == NOT_SHARED:
        told["evidence"] = NOT_SHARED
    if hidden and not reader.is_trusted_as(Reader.COUNTRY_OFFICE):
        told["acceptance"] = NOT_SHARED
    return told


def _frozen_values(assessment: Assessment, inside: tuple[Place, ...], limits: ClassLimits) -> Mapping[str, Value]:
    values = (
        NOT_SHARED if assessment.evidence_is_thin else "sufficient",
        confidence_class(assessment.answer),
        acceptance_class(assessment.answer, limits),
        _band(len(inside)),
        _band(sum(place_class(p) == "remote" for p in inside)),
    )
    return dict(zip(FROZEN_VALUES, values, strict=True))


def is_withdrawn(code: str, view: ProjectView, figures: Published) -> bool:
    """Tell whether what was let out this month of how people see the mission is too good for what is known today."""
    today = acceptance_class(view.assessments[code].answer, view.class_limits)
    return _is_worse(today, figures.areas.get(code, {}).get("acceptance", today))


def _is_worse(today: Value, frozen: Value) -> bool:
    """Whether a published class has become too good for what is known today."""
    if frozen not in ACCEPTANCE_CLASSES:
        return False
    return today not in ACCEPTANCE_CLASSES or ACCEPTANCE_CLASSES.index(str(today)) < ACCEPTANCE_CLASSES.index(str(frozen))


def _places_by_area(view: ProjectView) -> Mapping[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = {}
    for place in view.places:
        found.setdefault(place.area_code or "", []).append(place)
    return {code: tuple(places) for code, places in found.items()}


def is_reprisal(assessment: Assessment) -> bool:
    """Tell whether being known to have talked is a danger in an area."""
    return any(g.gate in CONTACT_ENDANGERS and g.state is GateState.FAILED for g in assessment.gates)


def presence_class(presence: Iterable[Presence], on: date, anywhere: bool = True) -> str:
    """Return the coarse class of an area: ``regular``, ``occasional``, ``none_recorded`` or ``unknown``; only what is old enough counts."""
    told = [p for p in presence if p.last_confirmed is not None and p.last_confirmed <= on - PRESENCE_DELAY]
    if not told:
        return "none_recorded" if anywhere else "unknown"
    frequencies = {p.frequency for p in told}
    if frequencies == {PatrolFrequency.UNKNOWN}:
        return "unknown"  # seen once, and how often they come now nobody knows
    return "regular" if frequencies & REGULAR_PATROLS else "occasional"


def _month(presence: Iterable[Presence], on: date) -> str:
    days = [p.last_confirmed for p in presence if p.last_confirmed is not None and p.last_confirmed <= on - PRESENCE_DELAY]
    return f"{max(days):%Y-%m}" if days else ""


def _band(count: int) -> str:
    """Say a number of places as a class: the exact one changes with each import and tells what was added."""
    return next(name for limit, name in ((1, "0"), (10, "1-9"), (50, "10-49"), (float("inf"), "50+")) if count < limit)


def _perceptions(
    evidence: tuple[AreaEvidence, ...], areas: set[str], reader: Reader, on: date, figures: Published
) -> tuple[ReleasedPerception, ...]:
    if not may_read(reader, "perceptions"):
        return ()
    if reader is Reader.INTERNAL:
        rows = [e for e in evidence if e.area_code in areas and e.known_from <= on]
        return release_perceptions(rows, keep_small=True, with_source=True, exact_day=True)
    # What a partner took back since is not let out again, frozen or not.
    still = {(e.area_code, e.item.stratum.value, e.item.source) for e in evidence}
    rows_out = [p for p in figures.perceptions if p.area_code in areas and (p.area_code, p.stratum, p.source) in still]
    rows_out = [replace(p, survey="") for p in rows_out]
    if not may_read(reader, "source"):
        # Who asked women here in October, by which method and with which grade, is one organisation: a withheld row keeps none of it.
        rows_out = [replace(p, source="", method="", grade="") if p.suppressed else replace(p, source="") for p in rows_out]
    if not may_read(reader, "displaced_and_host"):
        rows_out = [p for p in rows_out if p.stratum not in HIGH_STRATA]
    # By what they say: in the order in which they were read, a row that was read anew would stand behind all others.
    return tuple(sorted(rows_out, key=lambda p: (p.area_code, p.stratum, p.source, p.collected, p.rated)))


def _actors(reports: Iterable[ActorReport], reader: Reader) -> tuple[ReleasedActor, ...]:
    if not may_read(reader, "stances"):
        return ()
    with_source = may_read(reader, "stance_source")
    return tuple(
        ReleasedActor(
            row.area_code,
            row.actor,
            row.kind.value,
            row.report.stance.value if row.report else "unknown",
            "" if row.report is None else row.report.reported_on.isoformat() if with_source else f"{row.report.reported_on:%Y-%m}",
            f"{row.report.source} ({row.report.grade})" if row.report and with_source else "",
        )
        for row in reports
    )


def _places(places: Iterable[Place], reader: Reader) -> tuple[ReleasedPlace, ...]:
    if not may_read(reader, "place_points"):
        return ()
    return tuple(
        ReleasedPlace(
            p.area_code or "",
            p.name,
            p.kind,
            p.point[0],
            p.point[1],
        )
        # In an order of names: that in which they came may be one of distances.
        for p in sorted(places, key=lambda p: (p.area_code or "", p.name))
        if p.point is not None
    )


def _outline(presence: Presence) -> ReleasedPresence:
    confirmed = presence.last_confirmed.isoformat() if presence.last_confirmed else ""
    return ReleasedPresence(presence.kind.value, presence.mission, presence.frequency.value, confirmed, presence.geometry)
