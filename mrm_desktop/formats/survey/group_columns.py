"""Which columns of a survey say who answered: each division of the people apart, by heading or by the words of its answers."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from mrm_desktop.domain.survey_groups import Axis
from mrm_desktop.formats.files.table import Table
from mrm_desktop.formats.rows.columns import Mapped, heading_key
from mrm_desktop.formats.rows.yes_and_no import are_numbers_of_yes_or_no
from mrm_desktop.formats.survey.form_numbers import Labels, in_words
from mrm_desktop.formats.survey.strata import axis_named_by, group_on

# Who asked is not who answered, and the head of a household may not be there.
_SOMEBODY_ELSE = re.compile(
    r".*(?:enumerat|interviewer|enqueteu|enquetri|encuestador|surveyor|agent|data_collector|household_head|head_of|hh_head|chef_de"
    r"|jefe|victim|victime|child|enfant|باحث|رب_الاسرة).*"
)


_ABOUT_WHO = re.compile(
    r".*(?:respond|repond|encuestad|interviewe|who_answer|sex|gender|genre|genero|statu|estado|displac|deplac|desplaz|idp|age|edad"
    r"|disab|handicap|discapac|جنس|مجيب|نزوح|نازح|عمر|اعاقة|وضع).*"
)


@dataclass(frozen=True, slots=True)
class GroupColumns:
    """What was found: the mapping with a column for each division, and the columns of which two say the same in different ways."""

    mapped: Mapped
    unclear: Mapping[str, tuple[str, ...]]


def with_groups(table: Table, mapped: Mapped, stated: Collection[str], aside: Collection[str], in_form: Labels) -> GroupColumns:
    """Find the column of each division that has none yet.

    Parameters
    ----------
    mapped : Mapped
        Columns found so far; of a division by heading, too. One whose answers are no groups is given up.
    stated : Collection[str]
        Fields of which a person said what they are, or that they are nothing.
    aside : Collection[str]
        Headings that are no questions to the person.
    in_form : Labels
        What answers mean by the form.
    """
    columns = {f: h for f, h in mapped.columns.items() if f in stated or not _is_mistaken(table, f, h, in_form)}
    taken = set(columns.values()) | set(aside)
    named = columns.get("stratum")
    own = axis_named_by(_answers(table, named, in_form)) if named is not None else None
    found: dict[Axis, list[str]] = {axis: [] for axis in Axis}
    for heading in table.headings:
        if heading not in taken and not _SOMEBODY_ELSE.fullmatch(heading_key(heading)):
            about_who = _ABOUT_WHO.fullmatch(heading_key(heading)) is not None
            axis = axis_named_by(_answers(table, heading, in_form), wholly=not about_who)
            if axis is not None and axis is not own:
                found[axis].append(heading)
    free = {axis: headings for axis, headings in found.items() if axis.value not in columns and axis.value not in stated}
    sure = {axis.value: headings[0] for axis, headings in free.items() if len(headings) == 1}
    unclear = {axis.value: tuple(headings) for axis, headings in free.items() if len(headings) > 1}
    guessed = tuple(f for f in mapped.guessed if f in columns)
    return GroupColumns(replace(mapped, columns={**columns, **sure}, guessed=(*guessed, *sure)), unclear)


_FIELDS = frozenset(axis.value for axis in Axis)


def _answers(table: Table, heading: str, in_form: Labels) -> Sequence[str]:
    return [in_words(in_form, heading, str(v)) for v in set(table.sample.column(heading).tolist())]


def _is_mistaken(table: Table, field: str, heading: str, in_form: Labels) -> bool:
    """Whether a column was taken by its heading for what its answers say it is not."""
    if field == "submission_state":  # "status" may be that of the person
        return axis_named_by(_answers(table, heading, in_form), wholly=False) is not None
    if field not in _FIELDS or are_numbers_of_yes_or_no(field, table.sample.column(heading).tolist()):
        return False  # which of them is yes is asked, and no column is given up for it
    return not _fits(table, Axis(field), heading, in_form)


def _fits(table: Table, axis: Axis, heading: str, in_form: Labels) -> bool:
    """Whether half of the different answers of a column can be read as groups of a division."""
    read = [group_on(axis, text) for text in _answers(table, heading, in_form) if heading_key(text)]
    return not read or 2 * sum(group is not None for group in read) >= len(read)
