"""The questions of our own perception survey, in every language of the program.

They ask what the method needs and nothing about a person: no name, no number, no free text, no device. Whoever refuses is counted.
The words stand in the catalogues, as ``survey.ask.NAME`` and ``survey.choice.LIST.NAME``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from mrm_desktop.foundation.assets import asset
from mrm_desktop.foundation.languages import LANGUAGES
from mrm_desktop.foundation.po_files import Forms, read_messages

FORM_ID = "mrm_perception"
FORM_VERSION = "2026112801"


@dataclass(frozen=True, slots=True)
class Ask:
    """One row of the survey sheet: type, name, when it is asked, whether it must be, and whether it has words at all."""

    type: str
    name: str
    relevant: str = ""
    required: bool = False
    asked: bool = True

    @property
    def labels(self) -> tuple[str, ...]:
        """What is asked, in every language."""
        return labels_of(self.name) if self.asked else ("",) * len(LANGUAGES)


_CONSENTED = "${consent} = 'yes'"

QUESTIONS: tuple[Ask, ...] = (
    Ask("today", "today", asked=False),
    Ask("note", "intro"),
    Ask("begin_group", "where"),
    Ask("text", "area_code", required=True),
    Ask("select_one residence", "lives_now", required=True),
    Ask("end_group", "", asked=False),
    Ask("select_one consent", "consent", required=True),
    Ask("begin_group", "who"),
    Ask("select_one sex", "sex", required=True),
    Ask("select_one displacement", "displacement", required=True),
    Ask("select_one age", "age_group", required=True),
    Ask("select_one disability", "disability"),
    Ask("end_group", "", asked=False),
    Ask("begin_group", "views", relevant=_CONSENTED),
    Ask("select_one force", "pk_force", required=True),
    Ask("text", "rated_unit"),
    Ask("select_one effect", "pk_effect"),
    Ask("select_one yesno", "pk_party"),
    Ask("select_one yesno", "pk_seen_with"),
    Ask("select_one conduct", "pk_conduct"),
    Ask("select_one frequency", "patrol_frequency"),
    Ask("end_group", "", asked=False),
)

FORMER_CHOICES: Mapping[str, tuple[str, ...]] = {"stratum": ("women", "men", "displaced", "host", "youth", "all")}
"""Lists of earlier versions of the form, in one question what is now asked apart; their exports are still read."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "consent": ("yes", "no"),
    "sex": ("women", "men", "pns"),
    "displacement": ("displaced", "host", "pns"),
    "age": ("youth", "adults", "older", "pns"),
    "disability": ("with_disability", "without_disability", "pns"),
    "effect": ("much_worse", "worse", "no_difference", "better", "much_better", "dk", "pns"),
    "conduct": ("very_bad", "bad", "neutral", "good", "very_good", "dk", "pns"),
    "residence": ("here", "elsewhere", "pns"),
    "force": ("un_military", "former_contingent", "un_civilian", "other_force", "dk", "pns"),
    "yesno": ("yes", "somewhat", "no", "dk", "pns"),
    "frequency": ("weekly", "fortnightly", "monthly", "quarterly", "none", "unknown"),
}
"""Names of the answers by the name of their list."""

_COUNTS_AS: Mapping[str, Mapping[str, str]] = {
    "yesno": {"yes": "yes", "somewhat": "yes", "no": "no"},
    "conduct": {"very_bad": "bad", "bad": "bad", "neutral": "not_bad", "good": "not_bad", "very_good": "not_bad"},
}
"""What an answer counts as in a share of those who answered; the form says so in its choices."""


def counts_as(listed: str, name: str) -> str:
    """Return what an answer counts as in a share: ``yes`` or ``no``, ``bad`` or ``not_bad``; "" where it is out of it."""
    return _COUNTS_AS.get(listed, {}).get(name, "")


def languages() -> tuple[str, ...]:
    """Return the languages as forms name them, such as ``English (en)``."""
    return tuple(f"{language.name} ({language.code})" for language in LANGUAGES)


def titles() -> tuple[str, ...]:
    """Return the title of the form in every language."""
    return _said("survey.title")


def labels_of(name: str) -> tuple[str, ...]:
    """Return the labels of a question in every language; they are known as headings of exports."""
    return _said(f"survey.ask.{name}")


def choice_labels(listed: str, name: str) -> tuple[str, ...]:
    """Return the labels of an answer in every language."""
    return _said(f"survey.choice.{listed}.{name}")


def _said(code: str) -> tuple[str, ...]:
    return tuple(_catalogue(language.code)[code][0] for language in LANGUAGES)


@cache
def _catalogue(language: str) -> Mapping[str, Forms]:
    """Read the words of the form alone: the whole catalogue of a language is a hundred times as long."""
    return read_messages([asset("ui", "translations", language, "survey.po")])
