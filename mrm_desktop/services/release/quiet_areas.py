"""Areas of which a reader outside is told what would be known had nobody been asked there.

Where contact is punished, that people talked is the danger. And where a verdict changed because of a group that the reader may not
have, the change says what that group said: whoever knows everything else knows this as well.

Where almost everybody was asked, the few areas that look unasked would be these alone. Others look unasked with them then, so that
whoever guesses is wrong at least every other time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import partial
from itertools import groupby

from mrm_desktop.domain.assessments import Assessment
from mrm_desktop.domain.case import Case, ContextFacts
from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.releases import Release
from mrm_desktop.domain.views import ProjectView
from mrm_desktop.project.build_case import build_case
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.project.question import Question
from mrm_desktop.reports.release.disclosure import ReleasedPerception
from mrm_desktop.reports.release.freezing import Published
from mrm_desktop.reports.release.ladder import HIGH_STRATA, Reader
from mrm_desktop.reports.release.released_view import is_reprisal, is_withdrawn, verdict_of
from mrm_desktop.reports.release.solved import Remedy, Secret, Solved
from mrm_desktop.scoring import Policy, PreparedAreas
from mrm_desktop.scoring.gates import CONTACT_ENDANGERS, GATES

_ENDANGERING = frozenset(fact for gate in GATES if gate.id in CONTACT_ENDANGERS for fact in gate.facts)
NOBODY_ENDANGERED: Mapping[str, bool] = {f.name: False for f in fields(ContextFacts) if f.name in _ENDANGERING}
"""The circumstances of an area in which it is no danger to be known to have talked."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """What a reader is told instead.

    Attributes
    ----------
    answers : Mapping[str, Assessment]
        By area, the answer had nobody been asked there.
    solved : tuple[Solved, ...]
        What the true verdict would have given away.
    """

    answers: Mapping[str, Assessment] = field(default_factory=dict)
    solved: tuple[Solved, ...] = ()


def quiet_areas(
    knowledge: Knowledge,
    question: Question,
    policy: Policy,
    view: ProjectView,
    reader: Reader,
    figures: Published,
    told: Mapping[str, str],
) -> Quiet:
    """Find the areas of which a reader is not told the true answer, and what is told instead.

    Inside the organisation everybody is told the true one: a team that acts on it must have it. Partners and the public are told the same:
    who has both files would find the areas in which they differ.

    Parameters
    ----------
    knowledge : Knowledge
        That of the question's day.
    view : ProjectView
        All areas that are assessed.
    figures : Published
        The figures that may leave this month.
    told : Mapping[str, str]
        By area, the verdict that partners were told last; see :func:`verdicts_told`.
    """
    if reader.is_trusted_as(Reader.COUNTRY_OFFICE):
        return Quiet()
    asking = _Asking(knowledge, question.supposing_consent(), policy)
    hidden = [a.code for a in view.areas if is_reprisal(view.assessments[a.code]) or is_withdrawn(a.code, view, figures)]
    others = {code: verdict for code, verdict in told.items() if code not in hidden}
    solved = tuple(_changes(asking, view, figures.perceptions, others))
    hidden += [one.area_code for one in solved]
    cover = cover_for(hidden, [a.code for a in view.areas], figures.perceptions, knowledge.info.id)
    return Quiet({code: asking.unasked(code) for code in (*hidden, *cover)}, solved)


def cover_for(hidden: Collection[str], codes: Sequence[str], figures: Iterable[ReleasedPerception], salt: str) -> list[str]:
    """Return the areas that look unasked so that no more than half of those that do are hidden ones.

    They are the first in an order that nobody outside can know and that stays: chosen anew each time, the true ones would be those that
    are always among them.
    """
    asked = {p.area_code for p in figures if p.stratum not in HIGH_STRATA}
    unasked = [code for code in codes if code not in asked and code not in hidden]
    known = sorted((code for code in codes if code in asked and code not in hidden), key=partial(_place_in_line, salt))
    return known[: max(0, len(hidden) - len(unasked))]


def _place_in_line(salt: str, code: str) -> bytes:
    return hashlib.sha256(f"mrm-cover/1 {salt} {code}".encode()).digest()


def verdicts_told(releases: Iterable[Release], reader: Reader) -> dict[str, str]:
    """Return the verdict of each area that a reader was told last: by files for this reader, or for one who may have less."""
    told: dict[str, str] = {}
    for release in releases:
        if reader.is_trusted_as(Reader.parse(release.reader)):
            told |= release.told
    return told


@dataclass(frozen=True, slots=True)
class _Asking:
    """Asks the method once more on an area, of which less is known."""

    knowledge: Knowledge
    question: Question
    policy: Policy

    def unasked(self, code: str) -> Assessment:
        """Return the answer on an area in which nobody was asked and nobody is endangered."""
        case = build_case(self.knowledge, code, self.question, self.policy)
        context = replace(case.context, **NOBODY_ENDANGERED)
        return self._assess(replace(case, context=context, community_evidence=(), previous_band=None))

    def without(self, code: str, rows: Collection[AreaEvidence]) -> Assessment:
        """Return the answer on an area without some rows of evidence."""
        ids = {row.id for row in rows}
        less = replace(self.knowledge, evidence=self.knowledge.evidence.those(lambda e: e.id not in ids))
        return self._assess(build_case(less, code, self.question, self.policy))

    def _assess(self, case: Case) -> Assessment:
        return PreparedAreas([case]).assess(self.policy).assessment(0)


def _changes(
    asking: _Asking, view: ProjectView, figures: Iterable[ReleasedPerception], told: Mapping[str, str]
) -> Iterator[Solved]:
    """Yield the areas whose verdict became another one because of rows that partners may not have."""
    changed = [a.code for a in view.areas if told.get(a.code) not in (None, verdict_of(view.assessments[a.code]))]
    if not changed:
        return
    seen = {
        _cell(p.area_code, p.stratum, p.source, p.collected, p.rated)
        for p in figures
        if not p.suppressed and p.stratum not in HIGH_STRATA
    }
    for code in changed:
        known = asking.knowledge.evidence.of(asking.knowledge.ground.below_and_self(code))
        unseen = [row for row in known if _cell_of(row) not in seen]
        for rows in _parts(unseen):
            if verdict_of(asking.without(code, rows)) == told[code]:
                yield Solved(Secret.VERDICT, Remedy.VERDICT_WITHHELD, code, rows[0].item.stratum.value)
                break


def _parts(unseen: list[AreaEvidence]) -> Iterator[list[AreaEvidence]]:
    """Yield the rows one by one, those of each import, and all: any of these may be what the change rests on."""
    yield from ([row] for row in unseen)
    by_import = sorted(unseen, key=lambda row: row.dataset_id)
    yield from (list(rows) for _, rows in groupby(by_import, key=lambda row: row.dataset_id))
    if unseen:
        yield unseen


def _cell(*parts: str) -> tuple[str, ...]:
    return parts


def _cell_of(row: AreaEvidence) -> tuple[str, ...]:
    item = row.item
    return _cell(row.area_code, item.stratum.value, item.source, f"{item.collected_on:%Y-%m}", item.rated.value)
