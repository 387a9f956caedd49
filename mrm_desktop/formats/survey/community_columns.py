"""Which column of a survey is the rating, what its answers mean, and who answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.read_options import CommunityOptions
from mrm_desktop.formats.files.table import ADDED_COLUMNS, Table
from mrm_desktop.formats.rows.code_columns import map_placed
from mrm_desktop.formats.rows.column_specs import PERIOD_FIELDS
from mrm_desktop.formats.rows.columns import Mapped, heading_key
from mrm_desktop.formats.rows.guard import COMMENT, TECHNICAL
from mrm_desktop.formats.rows.sample_columns import GROUP_SPECS, SAMPLE_SPECS
from mrm_desktop.formats.survey.follow_ups import FIELDS, Reader, readers
from mrm_desktop.formats.survey.form_numbers import Labels, in_words, initials_of, labels_in_form, numbers_of
from mrm_desktop.formats.survey.group_columns import with_groups
from mrm_desktop.formats.survey.instruments import IDENTIFIER, hashed, instrument, wording_of_our_form
from mrm_desktop.formats.survey.scales import (
    DO_NOT_KNOW,
    REFUSED,
    Answer,
    RatingScale,
    Scale,
    answer_key,
    likeliest_scale,
    scale_of,
    stated_scale,
    words_of,
)
from mrm_desktop.formats.survey.strata import are_strata
from mrm_desktop.formats.survey.xlsform import Choice, Codebook, Question
from mrm_desktop.geo.area_index import AreaIndex

# In an export of a survey server these are found by heading; everything else there is a question of the form and not ours.
_SAFE_IN_FORMS = frozenset(
    (
        *("area_code", "adm3_name", "adm2_name", "adm1_name", "latitude", "longitude", "position", "record_id", "stratum"),
        *("collected_on", "validation", "submission_state", "rating", "consent", "design_effect"),
        *(spec.id for spec in (*GROUP_SPECS, *SAMPLE_SPECS)),
        *("rated", "rated_unit", "asked_elsewhere", *FIELDS),
    )
)
_OWN_TEMPLATE = frozenset({"area_code", "stratum", "rating", "collected_on"})


@dataclass(frozen=True, slots=True)
class SurveyColumns:
    """How a survey is read.

    Attributes
    ----------
    server : str
        ``kobo``, ``odk`` or "".
    reading : RatingScale
        What the answers of the rating column mean.
    found_by : str
        ``codebook``, ``words``, ``person`` or ``template``.
    wording_hash : str
        SHA-256 of the question as asked; "" where the file does not say.
    instrument : str
        SHA-256 of form and question; "" where the file does not say.
    groups_unclear : Mapping[str, tuple[str, ...]]
        Columns of which nobody can tell which divides the people who answered, by division.
    follow_ups : Mapping[str, Reader]
        What reads the answers to the questions that follow the rating, by field, as far as they are there.
    in_form : Labels
        What the answers to questions about the person mean by the form.
    """

    mapped: Mapped
    server: str
    reading: RatingScale
    found_by: str
    wording_hash: str
    instrument: str = ""
    stratum_ignored: str = ""
    follow_ups: Mapping[str, Reader] = field(default_factory=dict)
    groups_unclear: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    in_form: Labels = field(default_factory=dict)


def server_of(table: Table) -> str:
    """Return which survey server wrote a table, or ""."""
    headings = set(table.headings)
    if {"_uuid", "_submission_time"} <= headings:
        return "kobo"
    if {"KEY", "SubmissionDate"} <= headings:
        return "odk"
    return ""


def survey_columns(table: Table, said: CommunityOptions, codebook: Codebook | None, areas: AreaIndex) -> SurveyColumns:
    """Recognise the columns of a table of single answers.

    Raises
    ------
    KnownError
        ``community.no_rating``, ``community.several_ratings``, ``scale.direction_unknown``, ``scale.unknown``,
        ``scale.contradiction``.
    """
    server = server_of(table)
    mapped = _without_periods(_without_strangers(map_placed(table, DatasetKind.COMMUNITY, said.columns, areas), server))
    own = set(table.headings) >= _OWN_TEMPLATE
    if "rating" in said.columns:
        rating = mapped.columns.get("rating", "")
        if not rating:
            raise KnownError("community.rating_constant", file=table.file)
    else:
        rating = _find_rating(table, mapped, said, codebook, own)
        others = tuple(f for f in mapped.guessed if f != "rating")
        mapped = replace(mapped, columns={**mapped.columns, "rating": rating}, guessed=(*others, "rating"))
    in_form = {**initials_of(table), **labels_in_form(table.headings, codebook)}
    mapped, ignored = _checked_stratum(table, mapped, said, in_form)
    aside = [heading for heading in table.headings if _is_aside(heading)]
    groups = with_groups(table, mapped, said.columns, aside, in_form)
    question = codebook.question_of(rating) if codebook else None
    reading, found_by = _meaning(table, rating, said, codebook, question, own)
    return SurveyColumns(
        mapped=groups.mapped,
        server=server,
        reading=reading,
        found_by=found_by,
        wording_hash=hashed(said.question) if said.question else _wording_hash(rating, codebook, question),
        instrument=instrument(rating, codebook, question, said.question),
        stratum_ignored=ignored,
        follow_ups=readers(groups.mapped.columns, codebook),
        groups_unclear=groups.unclear,
        in_form=in_form,
    )


def _without_strangers(mapped: Mapped, server: str) -> Mapped:
    if not server:
        return mapped
    strangers = {f for f in mapped.guessed if f not in _SAFE_IN_FORMS}
    kept = {f: h for f, h in mapped.columns.items() if f not in strangers}
    return replace(mapped, columns=kept, guessed=tuple(f for f in mapped.guessed if f not in strangers))


def _without_periods(mapped: Mapped) -> Mapped:
    """Leave periods unread: a single answer has a day, only what was made of many has a period."""
    kept = {f: h for f, h in mapped.columns.items() if f not in PERIOD_FIELDS}
    return replace(mapped, columns=kept, guessed=tuple(f for f in mapped.guessed if f not in PERIOD_FIELDS))


def _checked_stratum(table: Table, mapped: Mapped, said: CommunityOptions, in_form: Labels) -> tuple[Mapped, str]:
    """Give up a guessed stratum column whose answers are no groups, neither by their words nor by the form."""
    heading = mapped.columns.get("stratum")
    if heading is None or "stratum" in said.columns:
        return mapped, ""
    if are_strata(in_words(in_form, heading, value) for value in _sample(table, heading)):
        return mapped, ""
    kept = {f: h for f, h in mapped.columns.items() if f != "stratum"}
    return replace(mapped, columns=kept, guessed=tuple(f for f in mapped.guessed if f != "stratum")), heading


def _sample(table: Table, heading: str) -> list[str]:
    return [str(v) for v in set(table.sample.column(heading).tolist())]


def _find_rating(table: Table, mapped: Mapped, said: CommunityOptions, codebook: Codebook | None, own: bool) -> str:
    named = mapped.columns.get("rating")
    twins = _namesakes_on_scale(table, named) if named is not None else []
    if len(twins) > 1:
        raise KnownError("community.several_ratings", file=table.file, sheet=table.sheet, columns=twins)
    if named is not None and (own or scale_of(_sample(table, named)) is not None or said.scale_reversed is not None):
        return named
    taken = {h for f, h in mapped.columns.items() if f != "rating"} | ADDED_COLUMNS
    fitting: list[str] = []
    undirected: list[str] = []
    for heading in table.headings:
        if heading in taken or _is_aside(heading):
            continue
        scale = scale_of(_sample(table, heading)) if codebook is None else _scale_in_form(heading, codebook)
        if scale is not None:
            (undirected if scale.needs_direction else fitting).append(heading)
    if len(fitting) > 1:
        raise KnownError("community.several_ratings", file=table.file, sheet=table.sheet, columns=fitting)
    if fitting:
        return fitting[0]
    if len(undirected) == 1 and said.scale_reversed is not None:
        return undirected[0]
    if undirected or named is not None:
        column = named if named is not None else undirected[0]
        raise KnownError("scale.direction_unknown", file=table.file, sheet=table.sheet, column=column)
    raise KnownError("community.no_rating", file=table.file, sheet=table.sheet, columns=list(table.headings[:60]))


def _namesakes_on_scale(table: Table, named: str) -> list[str]:
    """Return the columns of one name in different groups whose answers are ratings: of soldiers, say, and of the police."""
    alike = [h for h in table.headings if h.rsplit("/", 1)[-1] == named.rsplit("/", 1)[-1]]
    return [h for h in alike if scale_of(_sample(table, h)) is not None]


def _is_aside(heading: str) -> bool:
    key = heading_key(heading)
    last = heading_key(heading.rsplit("/", 1)[-1])
    return heading.startswith("_") or any(p.fullmatch(k) for p in (TECHNICAL, COMMENT) for k in (key, last))


def _scale_in_form(heading: str, codebook: Codebook) -> Scale | None:
    """Return the scale of a question with one answer, by its choices; a part of a select-many is no question."""
    question = codebook.question_of(heading)
    if question is None or question.type not in ("select_one", "select_one_from_file"):
        return None
    choices = codebook.choices_of(question)
    languages = sorted({language for choice in choices for language in choice.labels})
    voices = [[c.name for c in choices], *([c.labels.get(language, "") for c in choices] for language in languages)]
    found = [scale for scale in map(scale_of, voices) if scale is not None]
    return next((scale for scale in found if not scale.needs_direction), found[0] if found else None)


def _meaning(
    table: Table, rating: str, said: CommunityOptions, codebook: Codebook | None, question: Question | None, own: bool
) -> tuple[RatingScale, str]:
    """Find out what the answers mean: the codebook first, then known words, then what a person said. Never a guess."""
    values = _sample(table, rating)
    choices = codebook.choices_of(question) if codebook and question else ()
    if choices and said.scale_reversed is None:
        return _from_choices(choices, table, rating), "codebook"
    if said.scale_reversed is not None:
        form = numbers_of(question, choices)
        codes = said.no_answer_codes | form.codes
        return stated_scale(values, said.scale_reversed, table.file, rating, said.scale_ends or form.ends, codes), "person"
    scale = scale_of(values) or (likeliest_scale(values) if "rating" in said.columns or own else None)
    if scale is None and own:
        scale = scale_of([*values, "-2"])
        if scale is not None:
            return RatingScale(scale.id, words_of(scale)), "template"
    if scale is None or scale.needs_direction:
        raise KnownError("scale.direction_unknown", file=table.file, sheet=table.sheet, column=rating)
    return RatingScale(scale.id, words_of(scale)), "words"


def _from_choices(choices: Sequence[Choice], table: Table, rating: str) -> RatingScale:
    """Rate the choices of a codebook by their names and by their labels in each language; all that speak must agree."""
    voices: list[tuple[str, dict[str, int | Answer]]] = []
    languages = {language for choice in choices for language in choice.labels}
    for language in (None, *sorted(languages)):
        texts = [c.name if language is None else c.labels.get(language, "") for c in choices]
        scale = scale_of(texts)
        if scale is not None and not scale.needs_direction:
            rated = words_of(scale)
            keys = [answer_key(text) for text in texts]
            voices.append((scale.id, {c.name: rated[k] for c, k in zip(choices, keys, strict=True) if k in rated}))
    if not voices:
        raise KnownError("scale.direction_unknown", file=table.file, sheet=table.sheet, column=rating)
    meaning = dict(voices[0][1])
    for _, other in voices[1:]:
        if any(meaning.get(name, rated) != rated for name, rated in other.items()):
            raise KnownError("scale.contradiction", file=table.file, sheet=table.sheet, column=rating)
        meaning.update(other)
    answers: dict[str, int | Answer] = {}
    for choice in choices:
        rated_as = meaning.get(choice.name)
        for text in (choice.name, *choice.labels.values()):
            key = answer_key(text)
            if rated_as is not None and key:
                answers[key] = rated_as
    others = dict.fromkeys(DO_NOT_KNOW, Answer.DO_NOT_KNOW) | dict.fromkeys(REFUSED, Answer.REFUSED)
    return RatingScale(voices[0][0], {**others, **answers})


def _wording_hash(rating: str, codebook: Codebook | None, question: Question | None) -> str:
    """Hash the question in the form's default language, or as the heading has it; a bare variable name says nothing."""
    if codebook is not None and question is not None:
        wording = codebook.wording(question)
    else:
        last = rating.rsplit("/", 1)[-1]
        wording = wording_of_our_form(last) or last
        if IDENTIFIER.fullmatch(wording):
            return ""
    return hashed(wording) if wording else ""
