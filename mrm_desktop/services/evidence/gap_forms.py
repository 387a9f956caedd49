"""The short form of each kind of gap: what is asked, in which order, and which answers there are. Pure; windows are made from it.

The words of a field stand under ``answer.field.<form>.<field>`` or, for those that several forms share, ``answer.field.<field>``; those of
a choice under its own vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from mrm_desktop.domain.duty_lines import LONGEST_LINE, LONGEST_WAIT, Medium
from mrm_desktop.domain.field_answers import Answer
from mrm_desktop.domain.gaps import Gap, GapKind
from mrm_desktop.domain.grades import CREDIBILITIES, RELIABILITIES
from mrm_desktop.domain.missions import Component
from mrm_desktop.domain.vocabulary import ActorKind, EventKind, EvidenceMethod, Mode, PatrolFrequency, Stance, Stratum, Word

Value = str | int | date | tuple[str, ...]
LONGEST_TEXT = 80
MOST_ASKED = 500
MOST_GROUPS = 20
Where = tuple[str, tuple[str, ...]] | None
IMPACTS = ("1", "2", "3", "4", "5")
RATINGS = ("minus_2", "minus_1", "0", "1", "2")


class FieldKind(Word):
    """What a field takes."""

    CHOICE = "choice"
    TICKS = "ticks"
    TEXT = "text"
    SOURCE = "source"
    NUMBER = "number"
    DAY = "day"
    WHERE = "where"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a form asks.

    Attributes
    ----------
    choices : tuple[str, ...]
        The answers there are, as codes; of a ``where`` and a ``line`` those that the project has.
    terms : str
        Vocabulary of the choices in the catalogues.
    most : int
        Of a number the greatest, of a text the most letters.
    is_needed : bool
        Whether the form is answered only with it.
    asked_where : tuple[str, tuple[str, ...]] | None
        Field and the answers to it with which alone it is asked; None for always.
    is_ahead : bool
        Of a day: whether it may lie ahead.
    place : str
        Of a text: the place by which the text guard names it.
    """

    name: str
    kind: FieldKind
    choices: tuple[str, ...] = ()
    terms: str = ""
    most: int = LONGEST_TEXT
    is_needed: bool = True
    asked_where: Where = None
    is_ahead: bool = False
    place: str = ""

    def is_asked(self, values: Mapping[str, Value]) -> bool:
        """Tell whether it is asked after what was answered so far."""
        return self.asked_where is None or values.get(self.asked_where[0]) in self.asked_where[1]


def _choice(name: str, choices: Iterable[str], terms: str, asked_where: Where = None) -> Field:
    return Field(name, FieldKind.CHOICE, tuple(str(choice) for choice in choices), terms, asked_where=asked_where)


def _text(name: str, place: str, *, needed: bool = True, most: int = LONGEST_TEXT, where: Where = None) -> Field:
    return Field(name, FieldKind.TEXT, most=most, is_needed=needed, asked_where=where, place=place)


YES_NO = ("yes", "no")
_WHERE = Field("where", FieldKind.WHERE)
_DAY = Field("day", FieldKind.DAY)
_SOURCE = Field("source", FieldKind.SOURCE)
_GRADE = (_choice("reliability", RELIABILITIES, "reliability"), _choice("credibility", CREDIBILITIES, "credibility"))
_TOLD = (_SOURCE, *_GRADE, _DAY)
_SOMEBODY: Where = ("found", ("somebody",))
_ANSWERED: Where = ("tried", ("answered",))
_ONE_BY_ONE: Where = ("method", ("key_informant", "staff_observation"))

FORMS: Mapping[GapKind, tuple[Field, ...]] = {
    GapKind.FACT: (_choice("answer", Answer, "answer.word"), _WHERE, *_TOLD),
    GapKind.PATROLS: (
        _choice("patrols", (f for f in PatrolFrequency if f is not PatrolFrequency.UNKNOWN), "patrol_frequency"),
        _WHERE,
        *_TOLD,
    ),
    GapKind.CONSENT: (
        _text("who", "consent 1.who"),
        _choice("answer", YES_NO, "answer.consent"),
        Field("number", FieldKind.NUMBER, most=MOST_ASKED, is_needed=False),
        _text("asked_by", "consent 1.asked_by"),
        _SOURCE,
        _DAY,
    ),
    GapKind.FOCAL_POINT: (
        _choice("component", (c for c in Component if c not in (Component.POLICE, Component.MILITARY)), "component"),
        _text("role", "focal_point 1.role"),
        _choice("medium", Medium, "medium"),
        _text("line", "duty_line 1.line", most=LONGEST_LINE),
        _choice("tried", ("answered", "in_vain", "not_tried"), "answer.tried"),
        Field("minutes", FieldKind.NUMBER, most=LONGEST_WAIT, is_needed=False, asked_where=_ANSWERED),
        _WHERE,
        *_TOLD,
    ),
    GapKind.LINE_TEST: (
        Field("line", FieldKind.LINE),
        _choice("tried", ("answered", "in_vain"), "answer.tried"),
        Field("minutes", FieldKind.NUMBER, most=LONGEST_WAIT, is_needed=False, asked_where=_ANSWERED),
        _SOURCE,
        _DAY,
    ),
    GapKind.MISSION: (
        _choice("status", ("there", "closed"), "answer.mission"),
        Field("mandate_end", FieldKind.DAY, is_needed=False, asked_where=("status", ("there",)), is_ahead=True),
        _text("document", "source"),
    ),
    GapKind.APPROACH: (
        Field("allowed_modes", FieldKind.TICKS, tuple(m.value for m in Mode if m.is_military), "mode", is_needed=False),
        _text("adopted_by", "approach 1.adopted_by"),
        _text("title", "approach 1.title", needed=False),
        Field("day", FieldKind.DAY),
        Field("review_on", FieldKind.DAY, is_needed=False, is_ahead=True),
    ),
    GapKind.ACTORS: (
        _choice("found", ("nobody", "somebody"), "answer.found"),
        _text("actor", "armed_actor 1.actor", where=_SOMEBODY),
        _choice("actor_kind", ActorKind, "actor_kind", _SOMEBODY),
        _choice("able_to_harm", YES_NO, "answer.word", _SOMEBODY),
        _choice("stance", Stance, "stance", _SOMEBODY),
        *_TOLD,
    ),
    GapKind.ACTOR: (_choice("stance", (s for s in Stance if s is not Stance.UNKNOWN), "stance"), *_TOLD),
    GapKind.PEOPLE: (
        _choice("stratum", Stratum, "stratum"),
        _choice("method", (EvidenceMethod.KEY_INFORMANT, EvidenceMethod.FOCUS_GROUP, EvidenceMethod.STAFF_OBSERVATION), "method"),
        Field("number", FieldKind.NUMBER, most=MOST_ASKED, asked_where=_ONE_BY_ONE),
        Field("groups", FieldKind.NUMBER, most=MOST_GROUPS, asked_where=("method", ("focus_group",))),
        _choice("rating", RATINGS, "note.rating"),
        *_TOLD,
    ),
    GapKind.IMPACT: (
        *(_choice(receptor, IMPACTS, "answer.impact") for receptor in ("staff", "contacts", "access")),
        _text("by", "impact 1.by"),
        _WHERE,
        _SOURCE,
        _DAY,
    ),
    GapKind.EVENT: (
        _choice("event", EventKind, "event_kind"),
        Field("on", FieldKind.DAY, is_ahead=True),
        _WHERE,
        *_TOLD,
    ),
}
"""The fields of each form, in the order in which they are asked."""


def form_of(gap: Gap) -> tuple[Field, ...]:
    """Return the fields of the form of a gap; what the gap says itself is not asked again."""
    fields = FORMS[gap.kind]
    return tuple(f for f in fields if not (f.name == "stratum" and gap.about))


def first_missing(fields: Iterable[Field], values: Mapping[str, Value]) -> Field | None:
    """Return the first field that is asked, needed and not answered; None where the form is complete."""
    for field in fields:
        value = values.get(field.name)
        is_empty = value is None or (value in ("", ()) and field.kind is not FieldKind.WHERE)  # "" is the whole country
        if field.is_needed and field.is_asked(values) and is_empty:
            return field
    return None
