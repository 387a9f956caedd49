"""Whether a new round asks what the rounds before it asked: where the words changed, a person says whether it is the same question."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.formats.rows.reading import Reading
from mrm_desktop.formats.survey.instruments import hashed
from mrm_desktop.project.ports import Repository
from mrm_desktop.services.evidence.perceptions.voices import SameQuestion, same_question


def with_one_question(repository: Repository, reading: Reading, datasets: Collection[str], said: bool | None) -> Reading:
    """Return a survey whose question is the one of the rounds before it, or another one, as far as that is known or said.

    Parameters
    ----------
    datasets : Collection[str]
        Datasets that count beside it.
    said : bool | None
        Whether a person said that a question in other words is the same one; None where nobody was asked.

    Raises
    ------
    KnownError
        ``community.question_changed`` with the source and the round before, where nobody said it.
    """
    before = [e for e in repository.evidence() if e.dataset_id in datasets]
    changed: dict[str, AreaEvidence] = {}
    for ours in _one_of_each(reading.of(AreaEvidence)):
        earlier = _last_of_its_kind(before, ours)
        if earlier is None or not _is_told(earlier) or not _is_told(ours) or same_question(earlier, ours) is SameQuestion.YES:
            continue
        if said is None:
            raise KnownError("community.question_changed", file=reading.file_name, source=ours.item.source, round=earlier.round)
        changed[_kind_of(ours)] = earlier
    if not changed:
        return reading
    told = [_told(e, changed.get(_kind_of(e)), is_same=bool(said)) for e in reading.of(AreaEvidence)]
    return replace(reading, records=tuple(told))


def _told(evidence: AreaEvidence, earlier: AreaEvidence | None, is_same: bool) -> AreaEvidence:
    if earlier is None:
        return evidence
    if is_same:
        return replace(evidence, instrument=earlier.instrument, wording_hash=earlier.wording_hash)
    return replace(evidence, instrument=hashed(f"{evidence.instrument}/{evidence.wording_hash}/another"))


def _one_of_each(found: Iterable[AreaEvidence]) -> list[AreaEvidence]:
    return list({_kind_of(e): e for e in found}.values())


def _kind_of(evidence: AreaEvidence) -> str:
    """Return what has to be the same in two rounds of one survey: who told it and who was rated."""
    return "/".join((evidence.item.source, evidence.item.rated.value, evidence.rated_unit))


def _last_of_its_kind(before: Iterable[AreaEvidence], ours: AreaEvidence) -> AreaEvidence | None:
    alike = (e for e in before if _kind_of(e) == _kind_of(ours))
    return max(alike, key=lambda e: (e.known_from, e.id), default=None)


def _is_told(evidence: AreaEvidence) -> bool:
    """Whether anything is known of the question: a table that somebody added up says nothing of it."""
    return bool(evidence.instrument or evidence.wording_hash)
