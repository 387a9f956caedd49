"""Rows for an analyst: what is on record as it is, what is shown with small groups held back, what the method makes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.project.records import Records
from mrm_desktop.services.evidence.perceptions.frames import acceptance_rows, evidence_rows, perception_rows
from mrm_desktop.services.evidence.perceptions.review import Selection, review_evidence
from mrm_desktop.statistics.intervals import mean_interval
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import POLICY, known, view_of
from tests.services.evidence.perceptions.said import FEBRUARY, evidence


def test_a_record_has_its_distribution_its_worth_and_its_wording() -> None:
    (row,) = evidence_rows([evidence(counts=(5, 5, 5, 5, 5), do_not_know=2, refused=1, scale="worse_better")], POLICY)
    assert [row[f"answers_{k}"] for k in ("minus_2", "minus_1", "0", "1", "2")] == [5] * 5
    assert (row["answered"], row["effective_n"], row["do_not_know"], row["refused"]) == (25, 12.5, 2, 1)
    assert (row["low"], row["high"]) == pytest.approx(mean_interval(0, (5,) * 5, 2, -2, 2))
    assert (row["collected_on"], row["last_day"], row["scale"], row["wording_hash"]) == (FEBRUARY, FEBRUARY, "worse_better", "w")


def test_a_record_without_a_distribution_has_no_interval() -> None:
    (row,) = evidence_rows([replace(evidence(), distribution=None)], POLICY)
    assert (row["low"], row["answers_0"], row["do_not_know"]) == (None, None, None)


def test_what_is_shown_holds_small_groups_back(project: ProjectFile) -> None:
    knowledge = replace(known(project), evidence=Records((evidence(), evidence(Stratum.MEN, (1, 1, 1, 1, 1)))))
    view = view_of(knowledge)
    women, men = perception_rows(review_evidence(knowledge.as_of(view.on), view, Selection(), POLICY))
    assert (women["group"], women["n"], women["held_back"]) == ("women", 25, "")
    assert (men["n"], men["mean"], men["answers_0"], men["held_back"]) == (None, None, None, "small")


def test_the_method_says_what_it_makes_of_an_area(project: ProjectFile) -> None:
    view = view_of(replace(known(project), evidence=Records((evidence(),))))
    first, second = acceptance_rows(view)
    told = view.assessments["XT01"].acceptance
    assert told is not None
    assert (first["xhat"], first["A"], first["mass"]) == (told.mean, told.low, told.mass)
    assert first["mass_women"] > first["mass_men"] == 0
    assert not second["adequate"]
    assert "gap.community_missing" in second["gaps"]
