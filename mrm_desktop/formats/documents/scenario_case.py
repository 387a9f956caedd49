"""A case from its JSON object and back. Reading what was written gives the same case, key for key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import make_dataclass
from typing import Any, TypeVar

from mrm_desktop.domain.case import Case, RiskMeasure
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import CommunityEvidence
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.refusals import word_refused
from mrm_desktop.domain.vocabulary import Approach, EscortCriterion, Flag, Stratum
from mrm_desktop.foundation.codec import Codec, Fault, Mismatch, Rules

T = TypeVar("T")
FORMAT = "mrm-scenario/2"
OLDER_FORMAT = "mrm-scenario/1"
_LIMITED, _IS_LIMITED = "limited", "poc_mandate_is_limited"
# No keys of the format, but of decisions that rest on them.
_OF_DECISIONS = ("mandate_ends_on", "civilian_contact_tested")
_EXPECTED = {str: "text", float: "number", int: "whole number", bool: "true or false", list: "list", dict: "object"}
_EscortCriteria = make_dataclass("_EscortCriteria", [(c.value, bool | None, None) for c in EscortCriterion], frozen=True)


def case_from_dict(document: Any) -> Case:
    """Read a case.

    Required are ``format``, ``id``, ``assessed_on``, ``request.mode`` and ``mission.status``; of a list's entries what they are
    about. Any other fact that is absent or null is unknown, which is never the convenient answer.

    Raises
    ------
    KnownError
        ``scenario.wrong_format``, ``scenario.missing_key``, ``scenario.unknown_key``, ``scenario.wrong_type``, ``scenario.bad_date``,
        ``vocabulary.unknown``, ``grade.unknown`` - each with ``where``, the dotted path.
    """
    if not isinstance(document, Mapping):
        raise _error(Mismatch(Fault.WRONG_TYPE, dict, document))
    if "format" not in document:
        raise _error(Mismatch(Fault.MISSING_KEY, str, path=("format",)))
    if document["format"] not in (FORMAT, OLDER_FORMAT):
        raise KnownError("scenario.wrong_format", where="format", format=str(document["format"]), expected=FORMAT)
    bare = {key: value for key, value in document.items() if key != "format"}
    return _read(_CODEC, Case, _with_defaults(_newer(bare) if document["format"] == OLDER_FORMAT else bare))


def _with_defaults(document: dict[str, Any]) -> dict[str, Any]:
    """Spell out what a scenario leaves unsaid (METHOD 10): a limited mandate, and a check of the armed actors on the day itself."""
    mission = document.get("mission")
    if isinstance(mission, Mapping):
        if _IS_LIMITED in mission:
            raise KnownError("scenario.unknown_key", key=_IS_LIMITED, where=f"mission.{_IS_LIMITED}", allowed=["poc_mandate"])
        if mission.get("poc_mandate") == _LIMITED:
            document["mission"] = {**mission, "poc_mandate": True, _IS_LIMITED: True}
    if "armed_actors_checked_on" not in document and "assessed_on" in document:
        document["armed_actors_checked_on"] = document["assessed_on"]
    return document


def _newer(document: dict[str, Any]) -> dict[str, Any]:
    """Bring a scenario of version 1 to the keys of version 2: its approach counts as adopted unless it said no."""
    organisation = document.get("organisation")
    if not isinstance(organisation, Mapping):
        return {**document, "organisation": {"approach": Approach.AGREED.value}} if organisation is None else document
    said = {key: value for key, value in organisation.items() if key != "agreed_approach"}
    adopted = organisation.get("agreed_approach", True) is not False
    return {**document, "organisation": {**said, "approach": (Approach.AGREED if adopted else Approach.NONE).value}}


def read_expected(kind: type[T], document: Any, where: str) -> T:
    """Read the object of what is expected of a case, in which null is a value of its own.

    Parameters
    ----------
    where : str
        Dotted path of the object.

    Raises
    ------
    KnownError
        As :func:`case_from_dict`.
    """
    return _read(_EXPECTATIONS, kind, document, where)


def _read(codec: Codec, kind: type[T], document: Any, where: str = "") -> T:
    try:
        return codec.read(kind, document)
    except Mismatch as mismatch:
        raise _error(mismatch, where) from mismatch


def learn_to_write_cases() -> None:
    """Make ahead what writes a case."""
    _CODEC.learn(Case)


def case_to_dict(case: Case) -> dict[str, Any]:
    """Write a case with every key, in the order of the format; numbers without a fraction as whole numbers."""
    written: dict[str, Any] = _CODEC.write(case)
    head = {"format": FORMAT, "id": written.pop("id"), "title": written.pop("title")}
    if written["mission"].pop(_IS_LIMITED):
        written["mission"]["poc_mandate"] = _LIMITED
    met = case.escort_criteria
    for key in _OF_DECISIONS:
        if written["mission"][key] is None:
            del written["mission"][key]
    if not written["area_redrawn"]:
        del written["area_redrawn"]  # of decisions, too: no scenario is about an outline
    written["escort_criteria"] = None if met is None else {criterion.value: criterion in met for criterion in EscortCriterion}
    return head | written


def _error(mismatch: Mismatch, outer: str = "") -> KnownError:
    inner = mismatch.dotted()
    where = f"{outer}.{inner}" if outer and inner else outer or inner
    shown = _shown(mismatch.found)
    match mismatch.fault:
        case Fault.MISSING_KEY:
            return KnownError("scenario.missing_key", key=mismatch.key, where=where)
        case Fault.UNKNOWN_KEY:
            return KnownError("scenario.unknown_key", key=mismatch.key, where=where, allowed=list(mismatch.allowed))
        case Fault.BAD_DAY:
            return KnownError("scenario.bad_date", where=where, value=shown)
        case Fault.BAD_WORD:
            return word_refused(mismatch.wanted, shown if mismatch.wanted is Grade else mismatch.found, where)
    if mismatch.fault is Fault.REPEATED:
        return KnownError("scenario.wrong_type", where=where, value=shown, expected="different words")
    expected = _EXPECTED.get(mismatch.wanted, mismatch.wanted)
    if mismatch.wanted is bool and mismatch.nullable:
        expected = "true, false or null"
    if mismatch.wanted is int:
        shown = str(mismatch.found)
    return KnownError("scenario.wrong_type", where=where, value=shown, expected=expected)


def _shown(value: Any) -> Any:
    """Keep simple values for the sentence; of anything larger only its type."""
    return value if value is None or isinstance(value, (str, int, float)) else type(value).__name__


def _escort_criteria(value: Any, _: Any) -> frozenset[EscortCriterion]:
    """Read the criteria that are met; one that is absent or null is not."""
    said: Any = _CODEC.converter.structure(value, _EscortCriteria)
    return frozenset(criterion for criterion in EscortCriterion if getattr(said, criterion.value))


def _whole_or_number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _codec(null_is_absent: bool) -> Codec:
    rules = Rules(
        null_is_absent=null_is_absent,
        blank_text=False,
        renamed={CommunityEvidence: {"design_effect": "deff"}},
        required={RiskMeasure: frozenset({"in_place"})},
        distinct=frozenset({tuple[Stratum, ...], tuple[Flag, ...]}),
    )
    codec = Codec(rules)
    codec.converter.register_structure_hook_func(lambda kind: kind == frozenset[EscortCriterion], _escort_criteria)
    codec.converter.register_unstructure_hook(float, _whole_or_number)
    return codec


_CODEC, _EXPECTATIONS = _codec(null_is_absent=True), _codec(null_is_absent=False)
