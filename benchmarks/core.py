"""What the open project costs, by the calls that a user's click makes; growth as fitted exponents. Prints JSON.

    python -m benchmarks.core [--areas 100,1000,5000,20000]

Seconds are processor time of this process. "Click" is a change of the question in the window: from the question to the classes of every
area, as the map takes them. "Edit" is one fact recorded about one area, and the map again. Card, note and decision are about one area
in a country of so many.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import shapely

from mrm_desktop.desktop.map.map_session import MapSession
from mrm_desktop.desktop.parts.opened import Opened
from mrm_desktop.domain.approaches import AdoptedApproach
from mrm_desktop.domain.case import ContextFacts, OrganisationFacts
from mrm_desktop.domain.datasets import Dataset, DatasetKind, Ledger
from mrm_desktop.domain.decisions import DecisionDraft, Outcome
from mrm_desktop.domain.evidence import ActorReport, AreaEvidence, CommunityEvidence, StanceReport
from mrm_desktop.domain.geography import Area, Place, Presence, PresenceKind
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.missions import (
    Advisers,
    Confidence,
    Contingent,
    MilitaryComponent,
    MissionRecord,
    MissionType,
    ProtectionMandate,
    RecordedStatus,
)
from mrm_desktop.domain.projects import AreaCircumstances, ProjectInfo
from mrm_desktop.domain.statements import ArmedActorCheck
from mrm_desktop.domain.vocabulary import ActorKind, Approach, EvidenceMethod, Mode, PatrolFrequency, Stance, Stratum
from mrm_desktop.foundation.clock import new_id, now
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.ports import Repository
from mrm_desktop.project.question import Question
from mrm_desktop.services.decisions.decide import decide
from mrm_desktop.services.release.publish import release_note
from mrm_desktop.store.file.project_file import create_project_file
from mrm_desktop.vault import make_keys

PASSPHRASE = "benchmark passphrase"  # noqa: S105 - opens nothing but what this script made
DAY = date(2026, 3, 1)
CORNERS, PLACES_AN_AREA, BASES = 40, 5, 100
MODES = (Mode.LIAISON, Mode.ALERT, Mode.VERIFICATION_SECURITY)
FLAT = 1.3


def code(number: int) -> str:
    """P-code of an area."""
    return f"ZZ{number:06d}"


@dataclass(frozen=True, slots=True)
class Board:
    """A country of square districts, side by side."""

    count: int

    @property
    def step(self) -> float:
        """Degrees from one district to the next."""
        return 20.0 / math.ceil(math.sqrt(self.count))

    def at(self, number: int, east: float = 0.0, north: float = 0.0) -> tuple[float, float]:
        """Return a point of a district by shares of its width and height."""
        side = math.ceil(math.sqrt(self.count))
        return 10.0 + (number % side + east) * self.step, (number // side + north) * self.step

    def shape(self, number: int) -> bytes:
        """Return the outline of a district."""
        box = shapely.box(*self.at(number), *self.at(number, 1.0, 1.0))
        return bytes(shapely.to_wkb(shapely.segmentize(box, 4 * self.step / CORNERS)))


def fill(repository: Repository, count: int) -> None:
    """Fill a project: each area with answers of three groups, two actors, circumstances, places and patrols; a hundred bases."""
    board, numbers = Board(count), range(count)
    dataset = Dataset(new_id(), DatasetKind.AREAS, "board", "0" * 64, now(), Ledger(count, count, 0))
    repository.add_dataset(dataset)
    repository.add_areas([Area(code(n), f"District {n}", 2, None, board.shape(n)) for n in numbers], dataset.id)
    repository.add_places(
        [
            Place(new_id(), f"P{n}-{k}", "settlement", board.at(n, (k + 1) / 7, 0.41), code(n))
            for n in numbers
            for k in range(PLACES_AN_AREA)
        ]
    )
    repository.add_presence([patrols(n, board.shape(n)) for n in numbers])
    with_base = range(0, count, count // min(BASES, count))
    repository.add_presence([base(n, board.shape(n), board.at(n, 0.37, 0.61)) for n in with_base])
    repository.add_contingents([unit()])
    groups = tuple(enumerate((Stratum.WOMEN, Stratum.MEN, Stratum.DISPLACED)))
    repository.add_evidence([answers(n, group, f"s{k % 2}") for n in numbers for k, group in groups])
    actors = tuple(enumerate(("group X", "group Y", "group X", "group Y")))
    repository.add_actor_reports([report(n, actor, f"k{k}") for n in numbers for k, actor in actors])
    repository.add_circumstances([circumstances(n) for n in numbers])
    approach = AdoptedApproach(DAY - timedelta(days=90), "Country director", (Mode.ALERT, Mode.LIAISON))
    checks = [ArmedActorCheck(code(n), DAY - timedelta(days=5), "office", Grade.parse("B2")) for n in numbers]
    repository.add_statements([approach, *checks])


def answers(number: int, group: Stratum, source: str) -> AreaEvidence:
    """What sixty people of a group said three weeks ago."""
    rating, day = 0.2 + number % 5 * 0.3, DAY - timedelta(days=20)
    item = CommunityEvidence(group, EvidenceMethod.PROBABILITY_SURVEY, source, day, 60.0, rating, Grade.parse("B2"))
    return AreaEvidence(new_id(), code(number), "2026-02", item)


def report(number: int, actor: str, source: str) -> ActorReport:
    """A tolerant armed group."""
    said = StanceReport(Stance.TOLERANT, Grade.parse("B2"), DAY - timedelta(days=5), source)
    return ActorReport(new_id(), code(number), actor, ActorKind.NON_STATE, True, said)


def unit() -> Contingent:
    """A contingent without allegations that rotated long ago."""
    return Contingent(
        "UNIT",
        "UNMIT",
        "Elsewhere",
        DAY - timedelta(days=300),
        unresolved_abuse_allegations=False,
        resolved_past_allegations=False,
        source="desk",
        grade=Grade.parse("B2"),
    )


def patrols(number: int, shape: bytes) -> Presence:
    """A patrol area that is the area itself, seen last week."""
    seen, grade = DAY - timedelta(days=9), Grade.parse("B2")
    kind, often = PresenceKind.PATROL_AREA, PatrolFrequency.WEEKLY
    return Presence(new_id(), kind, f"Patrols {number}", "UNMIT", "UNIT", often, seen, "brief", grade, shape)


def base(number: int, shape: bytes, at: tuple[float, float]) -> Presence:
    """A base in the middle of an area."""
    return replace(
        patrols(number, shape), id=new_id(), kind=PresenceKind.BASE, name=f"Base {number}", radius_km=25.0, base_point=at
    )


def mission() -> MissionRecord:
    """An active mission with contingents, so that the method goes its whole way."""
    return MissionRecord(
        acronym="UNMIT",
        country_area="Nowhere",
        type=MissionType.PEACEKEEPING_OPERATION,
        start=DAY - timedelta(days=900),
        mandate_end=DAY + timedelta(days=200),
        recorded_status=RecordedStatus.ACTIVE,
        military=MilitaryComponent.CONTINGENTS,
        protection_mandate=ProtectionMandate.YES,
        advisers=Advisers.DEDICATED_TEAM,
        created_by="invented",
        renewed_by="invented",
        source="invented",
        last_checked=DAY,
        confidence_dates=Confidence.HIGH,
        confidence_attributes=Confidence.HIGH,
    )


def circumstances(number: int, **changes: Any) -> AreaCircumstances:
    """Everything known of an area, and nothing that refuses."""
    known = AreaCircumstances(
        new_id(), code(number), DAY - timedelta(days=3), "office", Grade.parse("B2"), ContextFacts(False, False),
        OrganisationFacts(Approach.NONE, False, True, True), 4.0, True, False, False, False, False,
    )  # fmt: skip
    return replace(known, **changes)


def taken(work: Callable[[], Any]) -> float:
    """Seconds of processor time that ``work`` takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def least(works: Sequence[Callable[[], Any]]) -> float:
    """Seconds of the quickest of several works of one kind."""
    return min(taken(work) for work in works)


def make_country(folder: Path, count: int) -> Opened:
    """Make the project of a country and open it."""
    path = folder / f"country-{count}.mrm"
    key, _ = make_keys(path, PASSPHRASE)
    info = ProjectInfo(new_id(), "Nowhere", "UNMIT", now(), office="Nowhere", assessment_level=2, fictional=True)
    store = create_project_file(path, key, info, (mission(),))
    with store.write() as repository:
        fill(repository, count)
    return Opened(store, Words("en"), fixed_day=DAY)


def measure(folder: Path, count: int) -> dict[str, float]:
    """Measure one country."""
    opened = make_country(folder, count)
    project = opened.project
    found = {"load": taken(lambda: project.knowledge.places)}
    window = MapSession(opened)
    found["first_card"] = taken(lambda: project.card(code(count // 2), Question()))
    found["cards"] = least([lambda n=n: project.card(code(count // 2 + n), Question()) for n in range(1, 6)])  # type: ignore[misc]
    found["note"] = least(
        [
            lambda n=n: release_note(
                project, code(count // 3 + n), Question(), Words("en"), folder / f"note-{count}-{n}.pdf", now()
            )  # type: ignore[misc]
            for n in range(3)
        ]
    )
    draft = DecisionDraft(Outcome.DO_NOT_PROCEED, Mode.LIAISON, "Head of office", "It may cost the trust of years.")
    found["decision"] = least([lambda n=n: decide(project, code(n), Question(), draft, now()) for n in range(4)])  # type: ignore[misc]
    found["assess_all"] = taken(lambda: project.answers(Question()))
    window.paint(Question())
    found["click"] = least([lambda mode=mode: colours(window, project, mode) for mode in MODES[1:]])  # type: ignore[misc]
    edits = [circumstances(n, recorded_on=DAY, hotline=False) for n in range(3)]
    found["edit"] = least([lambda edit=edit: record_and_paint(window, project, edit) for edit in edits])  # type: ignore[misc]
    project.close()
    return found


def colours(window: MapSession, project: OpenProject, mode: Mode) -> None:
    """What a click on another mode runs in the worker: every area assessed for it, and the map's classes again."""
    window.paint(Question(mode))


def record_and_paint(window: MapSession, project: OpenProject, fact: AreaCircumstances) -> None:
    """What recording one fact runs: the write, and the map again."""
    with project.write() as repository:
        repository.add_circumstances([fact])
    window.paint(Question())


def exponent(counts: Sequence[int], seconds: Sequence[float]) -> float:
    """Slope of seconds over counts in logarithms, fitted by least squares."""
    xs, ys = [math.log(n) for n in counts], [math.log(max(s, 1e-6)) for s in seconds]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--areas", default="100,1000,5000,10000,20000")
    counts = [int(n) for n in parser.parse_args().areas.split(",")]
    with tempfile.TemporaryDirectory() as name:
        rows = {n: measure(Path(name), n) for n in counts}
    report: dict[str, Any] = {"seconds": {n: {k: round(v, 4) for k, v in row.items()} for n, row in rows.items()}}
    large = [n for n in counts if n >= 1000]
    if len(large) > 1:
        names = ("load", "assess_all", "click", "edit")
        report["exponents_from_1000"] = {k: round(exponent(large, [rows[n][k] for n in large]), 2) for k in names}
    flat = [n for n in counts if n <= 10_000]
    report["times_the_smallest"] = {
        k: round(rows[flat[-1]][k] / rows[flat[0]][k], 2) for k in ("cards", "note", "decision") if len(flat) > 1
    }
    goals = {"exponents": 1.05, "click_of_1000_s": 0.25, "flat_within": FLAT}
    print(json.dumps({**report, "goals": goals}, indent=1))


if __name__ == "__main__":
    main()
