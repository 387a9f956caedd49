"""What is missing, as interviews."""

from __future__ import annotations

from dataclasses import replace

from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.project.records import Records
from mrm_desktop.services.evidence.perceptions.to_collect import ToCollect, to_collect
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import POLICY, known, view_of
from tests.services.evidence.perceptions.said import evidence


def _found(project: ProjectFile, *items: object) -> ToCollect:
    knowledge = replace(known(project), evidence=Records(items))  # type: ignore[arg-type]
    names = {"XT01": "Buroul"}
    return to_collect(["XT01"], names, knowledge, view_of(knowledge), POLICY)[0]


def test_as_many_interviews_as_lift_the_group_to_where_it_is_heard(project: ProjectFile) -> None:
    found = _found(project, evidence(counts=(0, 0, 4, 4, 4)), evidence(Stratum.MEN, source="t"))
    gap = next(gap for gap in found.gaps if gap.code == "gap.stratum_mass" and gap.params["stratum"] == "women")
    missing = gap.params["needed"] - gap.params["mass"]
    interviews = found.interviews[Stratum.WOMEN]
    assert (interviews - 1) * 0.8 / 2 < missing <= interviews * 0.8 / 2
    assert found.interviews.keys() >= {Stratum.WOMEN}


def test_a_weaker_source_needs_more_of_them(project: ProjectFile) -> None:
    strong = _found(project, evidence(counts=(0, 0, 4, 4, 4), grade=Grade("A", "1")))
    weak = _found(project, evidence(counts=(0, 0, 4, 4, 4), grade=Grade("C", "3")))
    assert weak.interviews[Stratum.WOMEN] > strong.interviews[Stratum.WOMEN]
