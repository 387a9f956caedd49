"""A case from its JSON object and back. Reading what was written gives the same case, key for key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from mrm_desktop.domain.case import (
    Case,
    ContextFacts,
    MissionFacts,
    OrganisationFacts,
    ReceptorImpacts,
    Request,
    RiskMeasure,
)
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import ArmedActor, CommunityEvidence, StanceReport
from mrm_desktop.domain.vocabulary import (
    ActorKind,
    Band,
    CivilianContact,
    EscortCriterion,
    EvidenceMethod,
    MissionStatus,
    Mode,
    PatrolFrequency,
    Purpose,
    Receptor,
    RiskFactor,
    Stance,
    Stratum,
    Threat,
)
from mrm_desktop.formats.scenario_fields import Fields

FORMAT = "mrm-scenario/1"
_DEFAULT_STRATA = (Stratum.WOMEN, Stratum.MEN)


def case_from_dict(document: Mapping[str, Any]) -> Case:
    """Read a case.

    Required are ``format``, ``id``, ``assessed_on``, ``request.mode`` and ``mission.status``; of a list's entries what they are
    about. Any other fact that is absent or null is unknown, which is never the convenient answer.

    Raises
    ------
    KnownError
        ``scenario.wrong_format``, ``scenario.missing_key``, ``scenario.unknown_key``, ``scenario.wrong_type``, ``scenario.bad_date``,
        ``vocabulary.unknown``, ``grade.unknown`` - each with ``where``, the dotted path.
    """
    top = Fields.of(document, "")
    if top.raw("format") != FORMAT:
        raise KnownError("scenario.wrong_format", where="format", format=str(top.raw("format")), expected=FORMAT)
    case = Case(
        id=top.text("id"),
        title=top.text("title", ""),
        assessed_on=top.day("assessed_on"),
        request=_request(top.part("request", required=True)),
        mission=_mission(top.part("mission", required=True)),
        organisation=_organisation(top.part("organisation", required=False)),
        context=_context(top.part("context", required=False)),
        escort_criteria=_escort(top),
        community_evidence=tuple(_item(fields) for fields in top.parts("community_evidence")),
        armed_actors=None if top.optional("armed_actors") is None else tuple(_actor(f) for f in top.parts("armed_actors")),
        required_strata=top.words("required_strata", Stratum, _DEFAULT_STRATA),
        previous_band=top.word_or_none("previous_band", Band),
        impacts=_impacts(top.part("impacts", required=False)),
        measures=tuple(_measure(fields) for fields in top.parts("measures")),
    )
    top.finish()
    return case


def _request(fields: Fields) -> Request:
    request = Request(
        mode=fields.word("mode", Mode),
        purpose=fields.word_or_none("purpose", Purpose) or Purpose.CHILD_PROTECTION,
        threat=fields.word_or_none("threat", Threat) or Threat.NONE,
        threat_grade=fields.grade_or_none("threat_grade"),
    )
    fields.finish()
    return request


def _mission(fields: Fields) -> MissionFacts:
    mission = MissionFacts(
        status=fields.word("status", MissionStatus),
        military_in_area=fields.truth_or_none("military_in_area"),
        poc_mandate=fields.truth_or_none("poc_mandate"),
        civilian_contact=fields.word_or_none("civilian_contact", CivilianContact) or CivilianContact.NONE,
        patrol_frequency=fields.word_or_none("patrol_frequency", PatrolFrequency) or PatrolFrequency.UNKNOWN,
        response_hours=fields.number_or_none("response_hours"),
        hotline=fields.truth_or_none("hotline"),
        joint_operations_with_party=fields.truth_or_none("joint_operations_with_party"),
        recent_attacks_or_protests=fields.truth_or_none("recent_attacks_or_protests"),
        rotation_unknown=fields.truth_or_none("rotation_unknown"),
        unresolved_abuse_allegations=fields.truth_or_none("unresolved_abuse_allegations"),
        resolved_past_allegations=fields.truth_or_none("resolved_past_allegations"),
        alleged_perpetrator=fields.truth_or_none("alleged_perpetrator"),
        closes_on=fields.day_or_none("closes_on"),
    )
    fields.finish()
    return mission


def _organisation(fields: Fields) -> OrganisationFacts:
    organisation = OrganisationFacts(
        agreed_approach=fields.truth_or_none("agreed_approach", absent=True),
        conflicting_approach_nearby=fields.truth_or_none("conflicting_approach_nearby"),
        exposed_people_agree=fields.truth_or_none("exposed_people_agree"),
        unicef_consulted=fields.truth_or_none("unicef_consulted"),
    )
    fields.finish()
    return organisation


def _context(fields: Fields) -> ContextFacts:
    context = ContextFacts(
        contact_punished=fields.truth_or_none("contact_punished"),
        reprisals_for_contact=fields.truth_or_none("reprisals_for_contact"),
    )
    fields.finish()
    return context


def _escort(top: Fields) -> frozenset[EscortCriterion] | None:
    """Read the criteria that are met; one that is absent or null is not."""
    if top.optional("escort_criteria") is None:
        return None
    fields = top.part("escort_criteria", required=True)
    met = frozenset(criterion for criterion in EscortCriterion if fields.truth_or_none(criterion.value))
    fields.finish()
    return met


def _item(fields: Fields) -> CommunityEvidence:
    item = CommunityEvidence(
        stratum=fields.word("stratum", Stratum),
        method=fields.word("method", EvidenceMethod),
        source=fields.text("source"),
        collected_on=fields.day("collected_on"),
        answered=fields.number("answered"),
        mean_rating=fields.number("mean_rating"),
        grade=fields.grade("grade"),
        refused_share=fields.number("refused_share", 0.0),
        reset_since=bool(fields.truth_or_none("reset_since")),
        design_effect=fields.number_or_none("deff"),
    )
    fields.finish()
    return item


def _actor(fields: Fields) -> ArmedActor:
    actor = ArmedActor(
        name=fields.text("name"),
        kind=fields.word("kind", ActorKind),
        able_to_harm=fields.truth("able_to_harm"),
        sources=tuple(_report(report) for report in fields.parts("sources")),
    )
    fields.finish()
    return actor


def _report(fields: Fields) -> StanceReport:
    report = StanceReport(
        stance=fields.word("stance", Stance),
        grade=fields.grade("grade"),
        reported_on=fields.day("reported_on"),
        source=fields.text("source"),
    )
    fields.finish()
    return report


def _impacts(fields: Fields) -> ReceptorImpacts:
    usual = ReceptorImpacts()
    values = {r.value: fields.number(r.value, getattr(usual, r.value)) for r in Receptor}
    fields.finish()
    for name, value in values.items():
        if value != value or value in (float("inf"), float("-inf")) or value != int(value):
            raise KnownError("scenario.wrong_type", where=fields.path(name), value=str(value), expected="whole number")
    return ReceptorImpacts(**{name: int(value) for name, value in values.items()})


def _measure(fields: Fields) -> RiskMeasure:
    measure = RiskMeasure(
        name=fields.text("name"),
        lowers=fields.word("lowers", RiskFactor),
        receptor=fields.word_or_none("receptor", Receptor),
        in_place=fields.truth("in_place"),
        owner=fields.text("owner", ""),
        since=fields.day_or_none("since"),
    )
    fields.finish()
    return measure


def case_to_dict(case: Case) -> dict[str, Any]:
    """Write a case with every key, in the order of the format; numbers without a fraction as whole numbers."""
    return {
        "format": FORMAT,
        "id": case.id,
        "title": case.title,
        "assessed_on": case.assessed_on.isoformat(),
        "request": {
            "mode": case.request.mode.value,
            "purpose": case.request.purpose.value,
            "threat": case.request.threat.value,
            "threat_grade": None if case.request.threat_grade is None else str(case.request.threat_grade),
        },
        "mission": _plain_part(case.mission),
        "organisation": _plain_part(case.organisation),
        "context": _plain_part(case.context),
        "escort_criteria": None
        if case.escort_criteria is None
        else {criterion.value: criterion in case.escort_criteria for criterion in EscortCriterion},
        "community_evidence": [_item_to_dict(item) for item in case.community_evidence],
        "armed_actors": None if case.armed_actors is None else [_actor_to_dict(actor) for actor in case.armed_actors],
        "required_strata": [stratum.value for stratum in case.required_strata],
        "previous_band": None if case.previous_band is None else case.previous_band.value,
        "impacts": _plain_part(case.impacts),
        "measures": [_plain_part(measure) for measure in case.measures],
    }


def _item_to_dict(item: CommunityEvidence) -> dict[str, Any]:
    written = _plain_part(item)
    written["deff"] = written.pop("design_effect")
    return written


def _actor_to_dict(actor: ArmedActor) -> dict[str, Any]:
    return {
        "name": actor.name,
        "kind": actor.kind.value,
        "able_to_harm": actor.able_to_harm,
        "sources": [_plain_part(report) for report in actor.sources],
    }


def _plain_part(part: Any) -> dict[str, Any]:
    return {name: _plain_value(getattr(part, name)) for name in part.__dataclass_fields__}


def _plain_value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if hasattr(value, "reliability"):
        return str(value)
    return value.value if hasattr(value, "value") else value
