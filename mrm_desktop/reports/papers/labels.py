"""Codes with their words beside them, for data: whoever opens a table without a codebook reads what it says."""

from __future__ import annotations

from collections.abc import Mapping

from mrm_desktop.domain.vocabulary import Rated, Stratum
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.release.disclosure import ReleasedPerception
from mrm_desktop.reports.release.ladder import ReleasedPlace, ReleasedView, Value
from mrm_desktop.reports.release.wording import marginalia, value_of

ENDING = "_label"
OF_AREAS = (
    "channel",
    "evidence",
    "ceiling",
    "verdict",
    "confidence",
    "presence",
    "acceptance",
    "tolerance",
    "deciding_gate",
)
"""Fields of an area that hold codes."""

Row = dict[str, Value]


def area_row(values: Mapping[str, Value], words: Words) -> Row:
    """Return the values of an area, each code followed by its words."""
    row: Row = {}
    for name, value in values.items():
        row[name] = value
        if name in OF_AREAS:
            row[f"{name}{ENDING}"] = value_of(name, value, words)
    return row


def perception_row(p: ReleasedPerception, words: Words) -> Row:
    """Return what one group said, each code followed by its words."""
    return {
        "area_code": p.area_code,
        "round": p.round,
        "stratum": p.stratum,
        "stratum_label": words.term("stratum", Stratum.parse(p.stratum)),
        "method": p.method,
        "method_label": words.term("method", p.method) if p.method else "",
        "collected": p.collected,
        "answers": p.answers,
        "answers_label": words.say("class.suppressed") if p.suppressed else p.answers,
        "rating": p.rating,
        "rating_label": words.say(f"class.rating.{p.rating}") if p.rating else "",
        "favourable": p.favourable,
        "unfavourable": p.unfavourable,
        "refused": p.refused,
        "source": p.source,
        "grade": p.grade,
        "rated": p.rated,
        "rated_label": words.term("rated", Rated.parse(p.rated)),
        "asked_elsewhere": p.asked_elsewhere,
    }


def place_row(p: ReleasedPlace) -> Row:
    """Return what is known of a place beside where it is."""
    return {"name": p.name, "kind": p.kind, "area_code": p.area_code}


def label_of_file(released: ReleasedView, words: Words) -> list[tuple[str, str]]:
    """Return what every data file says of itself: for whom it is, what it is no permission for, and as known on which day."""
    return [
        ("sensitivity", words.say(f"sensitivity.{released.reader}")),
        *([("note", words.say("note.fictional"))] if released.fictional else []),
        ("title", released.title),
        ("as_known_on", released.on.isoformat()),
        *([("answers_between", " – ".join(dict.fromkeys(released.answers_between)))] if released.answers_between else []),
        ("note", words.say("map.note.not_permission")),
        ("note", words.say("note.never_interview")),
        *(("note", sentence) for sentence in marginalia(released, words)),
    ]
