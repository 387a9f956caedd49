"""Which question was asked, whatever language its labels are exported in: the name of the question within its form, hashed."""

from __future__ import annotations

import hashlib
import re

from mrm_desktop.formats.rows.columns import heading_key
from mrm_desktop.formats.rows.survey_questions import FORM_ID, QUESTIONS
from mrm_desktop.formats.survey.xlsform import Codebook, Question

IDENTIFIER = re.compile(r"[A-Za-z0-9_./-]+")
"""A heading that is the name of a variable, and no wording."""


def hashed(wording: str) -> str:
    """Return the hash of a wording, whatever its case and spaces."""
    return hashlib.sha256(" ".join(wording.casefold().split()).encode()).hexdigest()


def instrument(heading: str, codebook: Codebook | None, question: Question | None, said: str) -> str:
    """Return the hash of form and question behind a column; "" where only a label is known, which may be a translation or another question.

    Parameters
    ----------
    heading : str
        Heading of the column.
    question : Question | None
        The question of the codebook that it belongs to.
    said : str
        Name that a person gave the question; it stands above everything.
    """
    if said:
        return hashed(f"said/{said}")
    if codebook is not None and question is not None:
        return hashed(f"{codebook.form_id}/{question.name}")
    last = heading.rsplit("/", 1)[-1]
    ours = _of_our_form(last)
    if ours:
        return hashed(f"{FORM_ID}/{ours}")
    return hashed(f"/{last}") if IDENTIFIER.fullmatch(last) else ""


def wording_of_our_form(heading: str) -> str:
    """Return the question of our own form that a heading puts in any language, always in the same words; "" for any other."""
    name = _of_our_form(heading)
    return next((asked.labels[0] for asked in QUESTIONS if name and asked.name == name and asked.labels), "")


def _of_our_form(heading: str) -> str:
    """Return the name of the question of our own form that a heading is, by its name or by its label in any language; "" for none."""
    key = heading_key(heading)
    for asked in QUESTIONS:
        if asked.name and asked.asked and key in {heading_key(text) for text in (asked.name, *asked.labels)}:
            return asked.name
    return ""
