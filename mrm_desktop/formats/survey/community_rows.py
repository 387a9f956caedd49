"""The rows of a survey on their way into the tally: each is counted, folded or left out with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import AreaEvidence, FollowUps
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import EvidenceMethod, Rated
from mrm_desktop.formats.files.cells import is_nothing
from mrm_desktop.formats.files.clean_text import one_line
from mrm_desktop.formats.files.days import DayStyle, parse_day
from mrm_desktop.formats.files.read_options import CommunityOptions
from mrm_desktop.formats.files.table import Block, Texts
from mrm_desktop.formats.rows.columns import heading_key, spec_of
from mrm_desktop.formats.rows.located_rows import Located
from mrm_desktop.formats.rows.table_reader import Frame
from mrm_desktop.formats.survey.answer_keys import AnswerKeys, Hashes, root_heading
from mrm_desktop.formats.survey.answers import HOWS, REFUSED, Answers, Facets
from mrm_desktop.formats.survey.community_columns import SurveyColumns
from mrm_desktop.formats.survey.community_tally import Tally
from mrm_desktop.formats.survey.follow_ups import FIELDS, Said
from mrm_desktop.formats.survey.group_evidence import Asked
from mrm_desktop.formats.survey.group_rows import GroupReader
from mrm_desktop.formats.survey.rated_objects import rated_object, was_asked_elsewhere
from mrm_desktop.formats.survey.rounds import LONGEST_PAUSE
from mrm_desktop.formats.survey.row_values import (
    BLANK,
    DISAGREED,
    UNCLEAR_CONSENT,
    UNKNOWN_ANSWER,
    agreement,
    each_once,
    is_thin,
    known_or,
    slot_of,
)
from mrm_desktop.formats.survey.sample_rows import SampleReader

DEFAULT_SOURCE = "survey"
_REJECTED = frozenset(
    {
        *("validation_status_not_approved", "not_approved", "rejected", "validation_status_rejected", "disapproved"),
        *("non_approuve", "pas_approuve", "rejete", "non_valide", "no_aprobado", "no_aprobada", "rechazado", "rechazada"),
        *("غير_معتمد", "غير_موافق_عليه", "مرفوض", "imekataliwa", "haijaidhinishwa", "nao_aprovado", "rejeitado"),
    }
)
_FACET_FIELDS = (
    *("method", "rated", "rated_unit", "asked_elsewhere", "round", "source", "grade", "source_grade", "info_grade"),
    *("wording_hash", "design_effect"),
)
_SMALL_GROUP = 5  # answers
_BAD_DAY, _FUTURE = 0, -1
GRADE_STATED, GRADE_ASSUMED = ("read", "import.grade_stated"), ("guessed", "import.grade_assumed")
"""What the ledger says of the grade of rows that give none."""
METHODS: dict[str, str] = {
    "survey": EvidenceMethod.PURPOSIVE_SURVEY,
    "fgd": EvidenceMethod.FOCUS_GROUP,
    "kii": EvidenceMethod.KEY_INFORMANT,
    "own_staff": EvidenceMethod.STAFF_OBSERVATION,
    "staff": EvidenceMethod.STAFF_OBSERVATION,
}


class SurveyRows:
    """Feeds the blocks of a survey into the tally."""

    def __init__(self, frame: Frame[CommunityOptions], columns: SurveyColumns, form_id: str, superseded: Mapping[int, int]) -> None:
        self._frame, self._columns, said = frame, columns, frame.options
        self.keys = AnswerKeys(columns.mapped, columns.server, said.known_records, root_heading(frame.table))
        self._superseded, self._counted_before = superseded, 0
        self._said, self._book, self._locator, self._mapped = said, frame.book, frame.locator, frame.mapped
        self._today = frame.today.toordinal()
        self.found: list[AreaEvidence] = []
        self._tally = Tally()
        self._adds_up = False  # whether a row stands for several people
        self._groups, self._sample = GroupReader(frame, columns.groups_unclear, columns.in_form), SampleReader(frame)
        self._default = Facets(
            source=said.source or (frame.guard.source_of_file(form_id) if form_id else DEFAULT_SOURCE),
            round=said.round,
            rated=said.rated,
            rated_unit=said.rated_unit,
            asked_elsewhere=said.asked_elsewhere,
            method=said.method,
            grade=frame.grade,
            wording_hash=columns.wording_hash,
            design_effect=said.design_effect,
        )

    def add(self, block: Block) -> None:
        """Count one block."""
        self._book.rows_in += len(block)
        left = np.ones(len(block), dtype=bool)
        hashes = self.keys.of(block)
        self._fold_superseded(block, left)
        self._leave_counted(left, hashes)
        self._leave_rejected(block, left)
        slots, ratings = self._ratings(block)
        self._count_refusals(block, left, slots, ratings)
        self._leave(block, left, slots == BLANK, "rating", "community.no_answer")
        self._leave(block, left, slots == UNKNOWN_ANSWER, "rating", "community.answer_unknown")
        days = self._days(block)
        self._leave(block, left, days == _BAD_DAY, "collected_on", "community.day_unreadable")
        self._leave(block, left, days == _FUTURE, "collected_on", "cell.date_in_future")
        people = self._people(block, left)
        sample = self._sample.read(block, left)
        self._leave_unclear_objects(block, left)
        questions = self._questions(block, left)
        kept = block.those(left)
        located = self._locator.locate(kept)
        placed = located.areas >= 0
        for n in np.flatnonzero(~placed):
            self._book.drop(int(kept.rows[n]), "", "community.no_area")
        self._leave_by_point(kept, located, placed)
        groups = self._groups.read(block)
        answers = Answers(slots, ratings, days, people, questions, block.rows.astype(np.int64), groups, *sample).those(left)
        self.keys.kept.append(hashes[left][placed])
        self._count(kept.those(placed), located, placed, answers.those(placed))

    def _count(
        self,
        block: Block,
        located: Located,
        placed: npt.NDArray[np.bool_],
        answers: Answers,
    ) -> None:
        areas = located.areas[placed]
        codes = {int(a): self._locator.area_code(int(a)) or "" for a in np.unique(areas)}
        self._book.kept += len(block)
        self._tally.add(
            codes,
            areas,
            self._groups.strata(block, answers.groups),
            self._facets(block),
            each_once(located.how[placed], HOWS.index, np.int8),
            answers,
        )
        self._adds_up = self._adds_up or bool((answers.people > 1).any())

    def finish(self) -> None:
        """Turn the counts into evidence and write what was assumed."""
        if self._counted_before:
            self._book.drop_counted(self._counted_before, self._frame.heading("record_id"), "community.counted_before")
        self._tally.close(self._said.round_starts)
        self._leave_totals()
        asked = Asked(self._columns.instrument, self._columns.reading.scale)
        self.found, silent = self._tally.evidence(asked, self._sample.is_known and not self._adds_up)
        for code, rows in silent:
            self._book.kept -= rows
            self._book.dropped += rows
            self._book.note("dropped", "community.nobody_rated", rows, area=code)
        book, default = self._book, self._default
        if self._tally.rounds:
            self._note_rounds()
        if "grade" not in self._mapped and "source_grade" not in self._mapped:
            action, code = GRADE_STATED if self._said.grade is not None else GRADE_ASSUMED
            book.note(action, code, book.kept, grade=str(default.grade))
        if "method" not in self._mapped:
            book.note("guessed", "community.method_assumed", book.kept, method=default.method.value)
        if "source" not in self._mapped:
            book.note("guessed" if not self._said.source else "read", "community.source_assumed", book.kept, source=default.source)
        self._groups.note(book)
        self._sample.note(book, self.found)
        self._frame.note_assumed()
        small = [e for e in self.found if e.distribution is not None and sum(e.distribution.counts) < _SMALL_GROUP]
        if small:
            answers = int(sum(e.item.answered for e in small))
            book.note("read", "community.small_groups", answers, groups=len(small), below=_SMALL_GROUP)
        self._note_follow_ups()

    def _note_rounds(self) -> None:
        """Say after what the rounds were named that nobody named, and how several were told apart."""
        names = ", ".join(f"{name} ({first.isoformat()} - {last.isoformat()})" for name, first, last in self._tally.rounds)
        if len(self._tally.rounds) == 1:
            self._book.note("guessed", "community.round_assumed", 0, round=self._tally.rounds[0][0])
        else:
            code = "community.rounds_stated" if self._said.round_starts else "community.rounds_cut"
            self._book.note("guessed" if not self._said.round_starts else "read", code, 0, rounds=names, pause=LONGEST_PAUSE)

    def _note_follow_ups(self) -> None:
        """Say of each question that follows the rating how many answered it: of them alone its share is taken."""
        for question in fields(FollowUps):
            asked = [c for e in self.found if e.follow_ups is not None and (c := getattr(e.follow_ups, question.name)) is not None]
            if asked:
                self._book.note(
                    "read",
                    f"community.follow_up.{question.name}",
                    sum(c.answered for c in asked),
                    silent=sum(c.do_not_know + c.refused for c in asked),
                )
        thin = [e for e in self.found if e.follow_ups is not None and is_thin(e)]
        if thin:
            self._book.note("read", "community.follow_up_thin", 0, groups=len(thin))

    def _leave_totals(self) -> None:
        """In a table of counts, leave out what adds its other rows up; single answers are added up here, each person once."""
        if not self._adds_up:
            return
        if self._said.groups_apart:
            self._book.note("read", "community.groups_said_apart")
            return
        for area, stratum, row, rows in self._tally.leave_totals(self._locator.lineage_of, self._frame.table.file):
            params = {"area": area, "stratum": stratum.value}
            self._book.kept -= rows
            self._book.dropped += rows
            self._book.note("dropped", "community.total_beside_groups", rows, **params)
            self._book.problem(row, self._frame.heading("stratum"), "community.total_beside_groups", **params)

    def _leave(self, block: Block, left: npt.NDArray[np.bool_], bad: npt.NDArray[np.bool_], field: str, code: str) -> None:
        for n in np.flatnonzero(bad & left):
            self._book.drop(int(block.rows[n]), self._frame.heading(field), code)
        left &= ~bad

    def _fold_superseded(self, block: Block, left: npt.NDArray[np.bool_]) -> None:
        """Fold submissions that occur again into the one that was sent last: edited answers are exported beside the first ones."""
        if not self._superseded:
            return
        for n, row in enumerate(block.rows.tolist()):
            if left[n] and row in self._superseded:
                self._book.merge(row, "community.repeated_submission", self._superseded[row])
                left[n] = False

    def _leave_counted(self, left: npt.NDArray[np.bool_], hashes: Hashes) -> None:
        """Leave out the answers that another file brought already."""
        counted = left & self.keys.are_counted(hashes)
        self._counted_before += int(counted.sum())
        left &= ~counted

    def _leave_rejected(self, block: Block, left: npt.NDArray[np.bool_]) -> None:
        if "validation" in self._mapped.columns:
            texts = block.column(self._frame.heading("validation"))
            rejected = each_once(texts, lambda t: heading_key(t) in _REJECTED, np.bool_)
            self._leave(block, left, rejected, "validation", "community.not_approved")

    def _count_refusals(
        self, block: Block, left: npt.NDArray[np.bool_], slots: npt.NDArray[np.int8], ratings: npt.NDArray[np.float64]
    ) -> None:
        """Count people who did not agree as refusals, whatever stands after it; what says neither yes nor no is nobody's consent."""
        if "consent" in self._mapped.columns:
            said = each_once(block.column(self._frame.heading("consent")), agreement, np.int8)
            refused = left & (said == DISAGREED)
            slots[refused], ratings[refused] = REFUSED, 0.0
            if refused.any():
                self._frame.assumed["community.refused_consent"] += int(refused.sum())
            self._leave(block, left, said == UNCLEAR_CONSENT, "consent", "community.consent_unclear")

    def _leave_unclear_objects(self, block: Block, left: npt.NDArray[np.bool_]) -> None:
        """Leave out what is about nobody knows whom, or where nobody can tell whether the person was asked here or elsewhere."""
        objects = [f for f in ("rated", "rated_unit") if f in self._mapped]
        known: dict[tuple[str, ...], str] = {}
        for n, texts in enumerate(zip(*(self._texts(block, f).tolist() for f in objects), strict=True)):
            if texts not in known:
                known[texts] = self._trouble(dict(zip(objects, texts, strict=True)))
            if known[texts] and left[n]:
                params = {"allowed": [m.value for m in Rated]} if known[texts] == "community.rated_unknown" else {}
                column = self._frame.heading("rated_unit" if known[texts] == "community.unit_unknown" else "rated")
                self._book.drop(int(block.rows[n]), column, known[texts], **params)
                left[n] = False
        if "asked_elsewhere" in self._mapped:
            bad = each_once(self._texts(block, "asked_elsewhere"), self._is_place_unclear, np.bool_)
            self._leave(block, left, bad, "asked_elsewhere", "community.place_asked_unknown")

    def _trouble(self, texts: dict[str, str]) -> str:
        try:
            rated_object(texts.get("rated", ""), texts.get("rated_unit", ""), self._said)
        except KnownError as error:
            return error.code
        return ""

    def _is_place_unclear(self, text: str) -> bool:
        try:
            was_asked_elsewhere(text, self._said)
        except KnownError:
            return True
        return False

    def _is_elsewhere(self, text: str) -> bool:
        """Whether a person was asked elsewhere; who would not say where they live is not counted among the women and men of the area."""
        return was_asked_elsewhere(text, self._said) is not False

    def _leave_by_point(self, block: Block, located: Located, placed: npt.NDArray[np.bool_]) -> None:
        """Leave out who was asked elsewhere and is placed by the point of the interview: that is not the area they speak of."""
        if "asked_elsewhere" in self._mapped:
            elsewhere = each_once(self._texts(block, "asked_elsewhere"), self._is_elsewhere, np.bool_)
        else:
            elsewhere = np.full(len(block), self._said.asked_elsewhere)
        self._leave(block, placed, elsewhere & (located.how == "point"), "asked_elsewhere", "community.elsewhere_by_point")

    def _questions(self, block: Block, left: npt.NDArray[np.bool_]) -> npt.NDArray[np.int8]:
        """Read what was said to the questions that follow the rating, shape (n, 3); an unknown word is a problem and no answer."""
        found = np.full((len(block), len(FIELDS)), Said.NOTHING, dtype=np.int8)
        for k, field in enumerate(FIELDS):
            reader = self._columns.follow_ups.get(field)
            if reader is None:
                continue
            said = each_once(self._texts(block, field), known_or(reader, UNKNOWN_ANSWER), np.int8)
            for n in np.flatnonzero((said == UNKNOWN_ANSWER) & left):
                self._book.problem(int(block.rows[n]), self._frame.heading(field), "community.follow_up_unknown")
            found[:, k] = np.where(said == UNKNOWN_ANSWER, Said.NOTHING, said)
        return found

    def _ratings(self, block: Block) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float64]]:
        """Slot of each answer in the counts, and its exact rating."""
        rate = self._columns.reading.rate
        known = {text: rate(text) for text in set(block.column(self._frame.heading("rating")).tolist())}
        slot = {text: slot_of(answer) for text, answer in known.items()}
        value = {text: float(a) if isinstance(a, int | float) else 0.0 for text, a in known.items()}
        texts = block.column(self._frame.heading("rating"))
        return each_once(texts, slot.__getitem__, np.int8), each_once(texts, value.__getitem__, np.float64)

    def _days(self, block: Block) -> npt.NDArray[np.int64]:
        style = self._frame.days.get("collected_on", DayStyle())

        def ordinal(text: str) -> int:
            try:
                day = parse_day(text, style).toordinal()
            except KnownError:
                return _BAD_DAY
            return day if day <= self._today else _FUTURE

        return each_once(self._texts(block, "collected_on"), ordinal, np.int64)

    def _people(self, block: Block, left: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
        """People behind each row: 1, or what the column says in a table of counts."""
        if "answered" not in self._mapped:
            return np.ones(len(block), dtype=np.int64)

        def people(text: str) -> int:
            try:
                number = spec_of(DatasetKind.COMMUNITY, "answered").number(text, self._frame.styles.get("answered"))
            except KnownError:
                return -1
            return int(number) if number.is_integer() else -1

        counts = each_once(self._texts(block, "answered"), people, np.int64)
        self._leave(block, left, counts < 0, "answered", "community.count_unreadable")
        return np.asarray(np.maximum(counts, 0), dtype=np.int64)

    def _facets(self, block: Block) -> tuple[npt.NDArray[np.intp], list[Facets]]:
        fields = [f for f in _FACET_FIELDS if f in self._mapped]
        if not fields:
            return np.zeros(len(block), dtype=np.intp), [self._default]
        kinds: dict[Facets, int] = {}
        seen: dict[tuple[str, ...], int] = {}
        places = np.empty(len(block), dtype=np.intp)
        for n, texts in enumerate(zip(*(self._texts(block, f).tolist() for f in fields), strict=True)):
            if texts not in seen:
                facets = self._facet(dict(zip(fields, texts, strict=True)), int(block.rows[n]))
                seen[texts] = kinds.setdefault(facets, len(kinds))
            places[n] = seen[texts]
        return places, list(kinds)

    def _facet(self, texts: dict[str, str], row: int) -> Facets:
        """Read what a row says of its source; a word that cannot be read is a problem and takes the default."""
        found: dict[str, Any] = {}
        about = rated_object(texts.get("rated", ""), texts.get("rated_unit", ""), self._said)
        found |= {
            "rated": about.rated,
            "rated_unit": about.unit,
            "asked_elsewhere": self._is_elsewhere(texts.get("asked_elsewhere", "")),
        }
        for field in ("round", "source", "wording_hash"):
            text = one_line(texts.get(field, ""))
            trace = self._frame.guard.trace(field, text) if text else None
            if trace is not None:
                self._book.problem(row, self._frame.heading(field), "guard.person_in_answer", trace=trace.value)
            elif text and field == "source":
                found[field] = self._source_code(text, row)
            elif text:
                found[field] = text
        if not is_nothing(texts.get("method", "")):
            method = spec_of(DatasetKind.COMMUNITY, "method").word(heading_key(texts["method"]), METHODS)
            if method is None:
                self._book.problem(row, self._frame.heading("method"), "community.method_unknown")
            else:
                found["method"] = EvidenceMethod(method)
        grade = texts.get("grade", "") or texts.get("source_grade", "") + texts.get("info_grade", "")
        if not is_nothing(grade):
            try:
                found["grade"] = Grade.parse(grade)
            except KnownError:
                self._book.problem(row, self._frame.heading("grade") or self._frame.heading("source_grade"), "grade.unreadable")
        if not is_nothing(texts.get("design_effect", "")):
            try:
                found["design_effect"] = spec_of(DatasetKind.COMMUNITY, "design_effect").number(texts["design_effect"])
            except KnownError as error:
                self._book.problem(row, self._frame.heading("design_effect"), error.code, **error.params)
        return replace(self._default, **found)

    def _source_code(self, text: str, row: int) -> str:
        """Return the code that the text of a source is or makes; that of the file, with a problem, where it makes none."""
        code = self._frame.guard.source(text)
        if not code:
            self._book.problem(row, self._frame.heading("source"), "source.not_a_code_in_answer")
        return code or self._default.source

    def _texts(self, block: Block, field: str) -> Texts:
        if field in self._mapped.constants:
            return np.full(len(block), self._mapped.constants[field], dtype=object)
        return block.column(self._frame.heading(field))
