"""The sample country as a project: the same imports that a user would make, then the main job done headless."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mrm_desktop.cli.opening import ENDING, create_project
from mrm_desktop.cli.terminal import progress_bar, say, words
from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.foundation.assets import asset
from mrm_desktop.foundation.clock import now
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question

if TYPE_CHECKING:
    from mrm_desktop.project.knowledge import Knowledge
    from mrm_desktop.project.ports import Project

TITLE = "Tamarra (invented)"
MISSION = "UNMIT"
SAMPLE_DAY = date(2026, 3, 1)  # the day on which the invented evidence is fresh
PASSPHRASE = "tamarra is invented"  # noqa: S105 - there is no secret in an invented country
LEVEL = 2

FILES: tuple[tuple[str, DatasetKind, str], ...] = (
    ("xt_admin1.geojson", DatasetKind.AREAS, ""),
    ("xt_admin2.geojson", DatasetKind.AREAS, ""),
    ("xt_admin3.geojson", DatasetKind.AREAS, ""),
    ("facts.toml", DatasetKind.AREAS, ""),
    ("bases.csv", DatasetKind.PRESENCE, ""),
    ("patrol_areas.geojson", DatasetKind.PRESENCE, ""),
    ("places.csv", DatasetKind.PLACES, ""),
    ("perception_round_1.csv", DatasetKind.COMMUNITY, "survey-nov-2025"),
    ("perception_round_2.csv", DatasetKind.COMMUNITY, "survey-feb-2026"),
    ("armed_actors.csv", DatasetKind.ARMED_ACTORS, ""),
    ("incidents.csv", DatasetKind.INCIDENTS, ""),
)


def build_sample(path: Path) -> Project:
    """Make the sample project at ``path`` and return it open."""
    from mrm_desktop.domain.grades import Grade
    from mrm_desktop.formats.documents.facts import read_facts
    from mrm_desktop.formats.door.foreign import reading_own_files
    from mrm_desktop.formats.files.read_options import ReadOptions
    from mrm_desktop.services.evidence.add_facts import add_facts
    from mrm_desktop.services.evidence.import_data import import_data

    project, _ = create_project(path, PASSPHRASE, TITLE, MISSION, office="Sample office", level=LEVEL, fictional=True)
    try:
        for name, kind, said in FILES:
            file = asset("data", "sample", name)
            if name.endswith(".toml"):
                add_facts(project, read_facts(file))
                continue
            options = ReadOptions(today=SAMPLE_DAY, grade=Grade.parse("B2") if kind is DatasetKind.COMMUNITY else None, source=said)
            with reading_own_files():
                import_data(project, file, kind, options, datetime.combine(SAMPLE_DAY, now().timetz()))
    except BaseException:
        project.close()
        raise
    return project


def sample_knowledge(path: Path) -> Knowledge:
    """Make the sample project at ``path``, read everything it knows, and close it."""
    project = OpenProject(build_sample(path), fixed_day=SAMPLE_DAY)
    try:
        known = project.knowledge
        # Read while the project is open: later there is nothing to read them from.
        known.read_places()
        known.read_decisions()
    finally:
        project.close()
    return known


def run_headless(out: Path) -> None:
    """Assess the sample country, draw its map, print a note, record, verify and replay a decision; say where the files are."""
    from mrm_desktop.domain.decisions import DecisionDraft, Outcome
    from mrm_desktop.services.decisions.check_records import replay, verify
    from mrm_desktop.services.decisions.decide import decide
    from mrm_desktop.services.release.publish import release_map, release_note

    out.mkdir(parents=True, exist_ok=True)
    path, speaker, question = _free_name(out), words(), Question(Mode.LIAISON)
    with progress_bar() as bar:
        project = OpenProject(build_sample(path), fixed_day=SAMPLE_DAY)
        answers = project.answers(question, bar)
    try:
        map_file = release_map(project, question, speaker, out / "tamarra-map.html", now())
        chosen = next(code for code, answer in answers.by_area.items() if answer.verdict.is_open)
        note_file = release_note(project, chosen, question, speaker, out / "tamarra-note.pdf", now())
        draft = DecisionDraft(
            outcome=Outcome.PROCEED,
            chosen_mode=Mode.LIAISON,
            approver_role="Country director (sample)",
            counter_argument="Being seen with a patrol may cost trust that took years to build.",
            rationale="Women and men here ask for it, and the road can be watched only together.",
            options_considered=("The adviser comes alone", "Not going"),
        )
        decision = decide(project, chosen, question, draft, now())
        with project.read() as repository:
            if verify(repository.decisions(), repository.decision_heads()) or replay(repository.decisions()):
                raise KnownError("sample.not_whole")
    finally:
        project.close()
    say("cli.sample.done", count=len(answers.cases), sequence=decision.sequence, area=decision.area_name)
    for code, file in (("cli.sample.map", map_file), ("cli.sample.note", note_file), ("cli.sample.project", path)):
        say(code, file=str(file), passphrase=PASSPHRASE)


def _free_name(out: Path) -> Path:
    """Return a name that is not taken: an earlier run's project is never written over."""
    for n in range(1, 10_000):
        path = out / f"tamarra{'' if n == 1 else f'-{n}'}{ENDING}"
        if not path.exists():
            return path
    raise KnownError("file.exists", file=out.name)
