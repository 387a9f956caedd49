"""What the store costs in what the program does: append, load a project as the window does, open, decide; the same from PostGIS.

Run ``python -m benchmarks.store [--evidence N] [--places N] [--decisions N] [--rounds N]``; it prints JSON. Seconds are processor time
of this process (of an office's database: time on the clock, since its server works, too), megabytes the peak of a process that does
nothing else. The median of the rounds counts.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from mrm_desktop.cli.sample import PASSPHRASE as SAMPLE_PASSPHRASE
from mrm_desktop.cli.sample import build_sample
from mrm_desktop.domain.decisions import ChainEnd, Decision, DecisionDraft, Outcome
from mrm_desktop.domain.evidence import AreaEvidence, CommunityEvidence
from mrm_desktop.domain.geography import Place
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.projects import ProjectInfo
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.domain.vocabulary import EvidenceMethod, Mode, Stratum
from mrm_desktop.foundation.clock import new_id, now
from mrm_desktop.project.knowledge import load_knowledge
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question
from mrm_desktop.scoring import load_policy
from mrm_desktop.services.decisions.check_records import replay, verify
from mrm_desktop.services.decisions.decide import decide
from mrm_desktop.services.decisions.record_decision import hash_of, next_body
from mrm_desktop.store.file.project_file import ProjectFile, create_project_file, open_project_file
from mrm_desktop.vault import make_keys, unlock

PASSPHRASE = "benchmark passphrase"  # noqa: S105 - opens nothing but what this script made
DAY = date(2026, 3, 1)
DECISIONS_A_WRITE = 1000


def evidence(count: int) -> list[AreaEvidence]:
    """Ratings of eighty areas by three strata, all of different means."""
    strata, chance, grade = (Stratum.WOMEN, Stratum.MEN, Stratum.DISPLACED), Random(1), Grade.parse("B2")
    return [
        AreaEvidence(
            new_id(),
            f"XT{k % 80:04d}",
            "r",
            CommunityEvidence(
                strata[k % 3], EvidenceMethod.PROBABILITY_SURVEY, "s", DAY, k % 40 + 0.5, chance.uniform(-2, 2), grade
            ),
        )
        for k in range(count)
    ]


def places(count: int) -> list[Place]:
    """Wells on a grid."""
    return [Place(new_id(), f"P{k}", "settlement", (20 + (k % 1000) / 100, (k // 1000) / 100), "XT0001") for k in range(count)]


def seconds(work: Callable[[], Any], clock: Callable[[], float] = time.process_time) -> float:
    """Seconds that ``work`` takes."""
    start = clock()
    work()
    return clock() - start


def median(work: Callable[[], Any], rounds: int, clock: Callable[[], float] = time.process_time) -> float:
    """Seconds that ``work`` takes in the middle one of the rounds."""
    return statistics.median(seconds(work, clock) for _ in range(rounds))


def append(project: Any, verb: str, found: list[Any]) -> None:
    """Append records in one unit of work, to the commit."""
    with project.write() as repository:
        getattr(repository, verb)(found)


def load(project: Any) -> None:
    """Read everything that questions are answered from, as the window does."""
    known = load_knowledge(project.read)
    known.read_places()
    known.read_decisions()


def measure_records(folder: Path, given: argparse.Namespace) -> dict[str, Any]:
    """Append evidence and places to a new project and load it; then the same of its copy in an office's database."""
    path = folder / "records.mrm"
    key, _ = make_keys(path, PASSPHRASE)
    with create_project_file(path, key, ProjectInfo(new_id(), "Benchmark", "UNTOY", now(), fictional=True), ()) as project:
        found: dict[str, Any] = {
            "append_evidence": seconds(lambda: append(project, "add_evidence", evidence(given.evidence))),
            "append_places": seconds(lambda: append(project, "add_places", places(given.places))),
            "load": median(lambda: load(project), given.rounds),
        }
        found |= measure_office(project, given.rounds)
    return found | {"file_mb": path.stat().st_size / 1e6}


def measure_office(project: ProjectFile, rounds: int) -> dict[str, float]:
    """Seconds on the clock to copy a project into an office's database on this machine and to load it; empty without a server."""
    from sqlalchemy import text

    from mrm_desktop.store.office.project import copy_to_office
    from tests.store.postgres_server import is_installed, raw, throwaway_server, url

    if not is_installed():
        return {}
    with throwaway_server() as server:
        with raw(url(server, "postgres"), isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("CREATE DATABASE office TEMPLATE template_mrm"))
        start = time.perf_counter()
        with copy_to_office(project, url(server, "office")) as office:
            copied = time.perf_counter() - start
            return {"office_copy": copied, "office_load": median(lambda: load(office), rounds, time.perf_counter)}


def measure_opening(folder: Path, rounds: int) -> dict[str, float]:
    """Seconds for the key and for the file, of an empty project."""
    path = folder / "small.mrm"
    key, _ = make_keys(path, PASSPHRASE)
    create_project_file(path, key, ProjectInfo(new_id(), "Benchmark", "UNTOY", now(), fictional=True), ()).close()
    return {
        "key_derivation": median(lambda: unlock(path, PASSPHRASE), rounds),
        "file": median(lambda: open_project_file(path, unlock(path, PASSPHRASE)).close(), rounds)
        - median(lambda: unlock(path, PASSPHRASE), rounds),
    }


def draft_for(card: AreaCard) -> DecisionDraft:
    """A decision that nobody has to give a reason for."""
    return DecisionDraft(Outcome.DO_NOT_PROCEED, card.assessment.requested_mode, "Head of office", "It may cost trust of years.")


def fill_with_decisions(path: Path, count: int) -> None:
    """Append decisions on the areas of the sample country in turn, each with the whole snapshot of its area."""
    policy = load_policy()
    with build_sample(path) as project:  # type: ignore[attr-defined]
        here, question = OpenProject(project, policy, DAY), Question(Mode.LIAISON)
        with project.read() as repository:
            last = repository.last_decision()
        cards = [here.card_for_decision(area.code, question) for area in here.knowledge.assessed_areas]
        done = 0
        while done < count:
            with project.write() as repository:
                for _ in range(min(DECISIONS_A_WRITE, count - done)):
                    card = cards[done % len(cards)]
                    at = now() if last is None else last.recorded_at + timedelta(seconds=1)
                    body = next_body(last, card, draft_for(card), card.assessment.expires_on or DAY, policy, at)
                    made = Decision(**body, hash=hash_of(body))
                    repository.append_decision(made)
                    last = ChainEnd(made.sequence, made.recorded_at, made.hash)
                    done += 1


def peak_mb() -> float:
    """Most memory that this process ever had; what the system keeps for ``getrusage`` is that of its parent, too."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found.group(1)) / 1024 if found else float("nan")


def answer_and_decide(path: Path) -> dict[str, float]:
    """Open a project, show an area's card and record one more decision on it: what a click on "decide" runs, twice."""
    key = unlock(path, SAMPLE_PASSPHRASE)
    question = Question(Mode.LIAISON)
    start = time.process_time()
    store = open_project_file(path, key)
    project = OpenProject(store, load_policy(), DAY)
    opened = time.process_time()
    card = project.card(project.knowledge.assessed_areas[0].code, question)
    shown = time.process_time()
    with project.read() as repository:
        last = repository.last_decision()
    at = now() if last is None else max(now(), last.recorded_at)
    before = time.process_time()
    decide(project, card.area.code, question, draft_for(card), at)
    recorded = time.process_time()
    project.card(card.area.code, question)
    again = time.process_time()
    peak = peak_mb()
    project.close()
    return {
        "open": opened - start,
        "first_card": shown - opened,
        "record_one_more": recorded - before,
        "card_after_it": again - recorded,
        "decisions_of_the_area": len(card.decisions),
        "peak_mb": peak,
        "back_up_and_close": time.process_time() - recorded,
    }


def check(path: Path, what: str) -> dict[str, float]:
    """Go over every decision: ``verify`` or ``replay``."""
    with open_project_file(path, unlock(path, SAMPLE_PASSPHRASE)) as project, project.read() as repository:
        start = time.process_time()
        heads = repository.decision_heads()
        broken = verify(repository.decisions(), heads) if what == "verify" else replay(repository.decisions())
        taken = time.process_time() - start
    assert broken == ()
    peak = peak_mb()
    return {"seconds": taken, "milliseconds_each": taken / len(heads) * 1000, "peak_mb": peak}


def measure_decisions(folder: Path, count: int) -> dict[str, Any]:
    """Seconds and megabytes of a project with many decisions, each part in a process of its own."""
    path = folder / "decisions.mrm"
    fill_with_decisions(path, count)
    context = multiprocessing.get_context("spawn")
    found: dict[str, Any] = {"count": count, "file_mb": path.stat().st_size / 1e6}
    for name, work, arguments in (
        ("decide", answer_and_decide, (path,)),
        ("verify", check, (path, "verify")),
        ("replay", check, (path, "replay")),
    ):
        with context.Pool(1) as alone:
            found[name] = alone.apply(work, arguments)
    return found


def rounded(found: Any) -> Any:
    """Round every number to what can be relied upon."""
    if isinstance(found, dict):
        return {name: rounded(value) for name, value in found.items()}
    return round(found, 3) if isinstance(found, float) else found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--evidence", type=int, default=100_000)
    parser.add_argument("--places", type=int, default=100_000)
    parser.add_argument("--decisions", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        report = {
            "evidence": given.evidence,
            "places": given.places,
            "records": measure_records(folder, given),
            "opening": measure_opening(folder, given.rounds),
            "decisions": measure_decisions(folder, given.decisions),
        }
    print(json.dumps(rounded(report), indent=1))


if __name__ == "__main__":
    main()
