"""From an assessment to the class in which an area is drawn. Thin evidence is a class of its own, never a colour of the scale."""

from __future__ import annotations

from bisect import bisect_right

from mrm_desktop.domain.assessments import AreaAnswer
from mrm_desktop.domain.geography import Place
from mrm_desktop.domain.limits import REMOTE_FROM_KM
from mrm_desktop.domain.views import ClassLimits
from mrm_desktop.domain.vocabulary import Mode, Verdict

THEMES = ("ceiling", "acceptance", "tolerance", "confidence")

# Classes on A_lo and T, the worst first; where each begins is the policy's to say.
ACCEPTANCE_CLASSES = ("rejecting", "doubtful", "mixed", "accepting")
TOLERANCE_CLASSES = ("hostile", "low", "wary", "tolerant")

_BY_VERDICT = {
    Verdict.HOLD: "hold",
    Verdict.NOT_AVAILABLE: "not_available",
    Verdict.INSUFFICIENT_EVIDENCE: "insufficient_evidence",
    Verdict.EMERGENCY_ALERT: "emergency",
}
_BY_CEILING = {
    Mode.NO_CONTACT: "civilian_channel",
    Mode.CIVILIAN_CHANNEL: "civilian_channel",
    Mode.DECONFLICTION: "civilian_channel",
    Mode.ALERT: "alert",
    Mode.LIAISON: "liaison",
    Mode.PROTECTION_REQUEST: "verification_security",
    Mode.VERIFICATION_SECURITY: "verification_security",
    Mode.ARMED_ESCORT: "by_exception",
    Mode.MILITARY_ASSETS: "by_exception",
}


def class_of(theme: str, answer: AreaAnswer, limits: ClassLimits) -> str:
    """Return the class of an area in a theme.

    Parameters
    ----------
    theme : str
        One of :data:`THEMES`.
    answer : AreaAnswer
        The answer on the area.
    limits : ClassLimits
        Where the classes begin under the policy of the answer.

    Returns
    -------
    str
        Class identifier of ``maps/styles``.
    """
    match theme:
        case "acceptance":
            return acceptance_class(answer, limits)
        case "tolerance":
            return tolerance_class(answer, limits)
        case "confidence":
            return confidence_class(answer)
        case _:
            return ceiling_class(answer)


def place_class(place: Place) -> str:
    """Class of a place: remote where the nearest known base is far, unknown where no base is known, else a settlement."""
    return class_at_distance(place.nearest_base_km)


def class_at_distance(nearest_base_km: float | None) -> str:
    """Class of a place whose nearest known base is so many kilometres away; None where no base is known."""
    if nearest_base_km is None:
        return "unknown"
    return "remote" if nearest_base_km >= REMOTE_FROM_KM else "settlement"


def ceiling_class(answer: AreaAnswer) -> str:
    """Class of the ceiling of contact: how visible contact may be, or why that cannot be said."""
    return _BY_VERDICT.get(answer.verdict) or _BY_CEILING[answer.ceiling]


def acceptance_class(answer: AreaAnswer, limits: ClassLimits) -> str:
    """Class of community acceptance, by A: the cautious lower bound of the group that accepts least (METHOD section 3)."""
    heard = answer.acceptance
    if heard is None:
        return "not_assessed"
    if not heard.is_adequate or heard.value is None:
        return "insufficient_evidence"
    return ACCEPTANCE_CLASSES[bisect_right(limits.acceptance, heard.value)]


def tolerance_class(answer: AreaAnswer, limits: ClassLimits) -> str:
    """Class of armed-actor tolerance T (METHOD section 4); a hostile actor is shown even where others are a gap."""
    actors = answer.tolerance
    if actors is None:
        return "not_assessed"
    if answer.has_hostile_actor:
        return "hostile"
    if not actors.is_adequate or actors.value is None:
        return "insufficient_evidence"
    return TOLERANCE_CLASSES[bisect_right(limits.tolerance, actors.value)]


def confidence_class(answer: AreaAnswer) -> str:
    """Class of evidence confidence, which stands beside the index and never inside it (METHOD section 6)."""
    return answer.confidence or "none"
