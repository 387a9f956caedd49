"""A country for measuring: files as an office holds them - 500 areas, 5,000 places, 100,000 answers - and a project that read them."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mrm_desktop.project.ports import Project

AREAS, PLACES, ANSWERS = 500, 5000, 100_000
ACTORS, BASES, INCIDENTS, CORNERS = 2, 40, 3000, 60
DAY = date(2026, 3, 1)
PASSPHRASE = "an invented country"  # noqa: S105 - opens nothing but what this script made
SIDE = math.ceil(math.sqrt(AREAS))
FACTS = """
[[mission]]
acronym = "UNMIT"
start = 2019-05-01
mandate_end = 2026-09-30
recorded_status = "active"
last_checked = 2026-02-09
country_area = "Nowhere"
type = "peacekeeping_operation"
military = "contingents"
protection_mandate = "yes"
advisers = "dedicated_team"
created_by = "invented"
renewed_by = "invented"
source = "invented"
confidence_dates = "high"
confidence_attributes = "high"

[[focal_point]]
role = "Child Protection Adviser"
component = "child_protection"
mission = "UNMIT"
area_code = ""
reach = "phone"
last_tested = 2026-02-20
"""
CIRCUMSTANCES = """
[[circumstances]]
area_code = "{code}"
recorded_on = 2026-02-24
source = "field-office"
grade = "B2"
contact_punished = false
reprisals_for_contact = {reprisals}
joint_operations_with_party = false
recent_attacks_or_protests = false
rotation_unknown = false
alleged_perpetrator = false
exposed_people_agree = true
unicef_consulted = true
hotline = true
response_hours = 4.0
"""


def code(number: int) -> str:
    """P-code of an area; every 25 lie in one province."""
    return f"ZZ{number // 25:02d}{number % 25:02d}"


def _spot(number: int) -> tuple[float, float]:
    return 20.0 + number % SIDE, float(number // SIDE)


def write_areas(path: Path) -> None:
    """Districts with wavy outlines on a board."""
    features = []
    for number in range(AREAS):
        x, y = _spot(number)
        ring = [
            [
                round(x + (0.48 + 0.02 * math.sin(9 * t + number)) * math.cos(t), 5),
                round(y + (0.48 + 0.02 * math.sin(9 * t + number)) * math.sin(t), 5),
            ]
            for t in (2 * math.pi * k / CORNERS for k in range(CORNERS))
        ]
        said = {"adm2_name": f"District {number}", "adm2_pcode": code(number), "adm1_pcode": code(number)[:4]}
        shape = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
        features.append({"type": "Feature", "properties": said, "geometry": shape})
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


def _write_rows(path: Path, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heads)
        writer.writerows(rows)


def write_answers(path: Path, count: int, first: date, seed: int) -> None:
    """Single answers of a survey, as a form server exports them."""
    rng, scale = Random(seed), ("very_bad", "bad", "neutral", "good", "very_good")
    heads = ("today", "location/adm2_pcode", "respondent/stratum", "perception/pk_overall", "_submission_time", "_id", "_uuid")
    rows = (
        (
            day := (first + timedelta(days=n % 20)).isoformat(),
            code(n % AREAS),
            ("women", "men", "displaced")[rng.randrange(3)],
            scale[min(4, max(0, round(rng.gauss(2 + (n % AREAS) % 3 - 1, 1))))],
            f"{day}T15:00:00",
            str(700_000 + n),
            f"{seed:08d}-{n:08d}",
        )
        for n in range(count)
    )
    _write_rows(path, heads, rows)


def write_files(folder: Path) -> list[tuple[Path, str]]:
    """Write the whole country; return each file with the kind of data in it, in the order to read them."""
    rng = Random(7)

    def near(number: int) -> tuple[float, float]:
        x, y = _spot(number)
        return round(y + rng.uniform(-0.3, 0.3), 5), round(x + rng.uniform(-0.3, 0.3), 5)

    write_areas(folder / "areas.geojson")
    bases = [
        (f"Base {n}", *near(n * 12), 25, "UNMIT", ("weekly", "monthly", "rarely")[n % 3], "2026-02-17", "B2", "brief")
        for n in range(BASES)
    ]
    heads = ("name", "latitude", "longitude", "radius_km", "mission", "frequency", "last_confirmed", "grade", "source")
    _write_rows(folder / "bases.csv", heads, bases)
    places = ((f"P{n:05d}", f"Place {n}", "settlement", code(n % AREAS), *near(n % AREAS)) for n in range(PLACES))
    _write_rows(folder / "places.csv", ("place_code", "place_name", "type", "adm2_pcode", "latitude", "longitude"), places)
    actors = (
        (code(n), f"ARM-{k}", "non_state", "yes", ("tolerant", "hostile", "wary")[(n + k) % 3], "B2", "2026-02-18", "desk")
        for n in range(AREAS)
        for k in range(ACTORS)
    )
    said = ("area_code", "actor", "kind", "able_to_harm", "stance", "grade", "reported_on", "source")
    _write_rows(folder / "actors.csv", said, actors)
    incidents = (
        (f"I{n}", (DAY - timedelta(days=n % 300)).isoformat(), "clash", code(n % AREAS), *near(n % AREAS), "settlement", "log")
        for n in range(INCIDENTS)
    )
    logged = ("incident_id", "date", "type", "adm2_pcode", "latitude", "longitude", "precision", "source")
    _write_rows(folder / "incidents.csv", logged, incidents)
    write_answers(folder / "round1.csv", ANSWERS // 2, date(2025, 11, 1), 1)
    write_answers(folder / "round2.csv", ANSWERS // 2, date(2026, 2, 1), 2)
    stated = (CIRCUMSTANCES.format(code=code(n), reprisals="true" if n % 5 == 0 else "false") for n in range(AREAS))
    (folder / "facts.toml").write_text(FACTS + "".join(stated), encoding="utf-8")
    names = {
        "areas.geojson": "areas", "bases.csv": "presence", "places.csv": "places", "actors.csv": "armed-actors",
        "incidents.csv": "incidents", "round1.csv": "community", "round2.csv": "community",
    }  # fmt: skip
    return [(folder / name, kind) for name, kind in names.items()]


def build_country(folder: Path) -> tuple[Project, Path]:
    """Make the project at ``country.mrm`` in a folder by reading the files in; return it open, and its path."""
    from mrm_desktop.cli.opening import create_project
    from mrm_desktop.domain.datasets import DatasetKind
    from mrm_desktop.domain.grades import Grade
    from mrm_desktop.formats.documents.facts import read_facts
    from mrm_desktop.formats.files.read_options import CommunityOptions, ReadOptions
    from mrm_desktop.foundation.clock import now
    from mrm_desktop.services.evidence.add_facts import add_facts
    from mrm_desktop.services.evidence.import_data import import_data

    files, path = write_files(folder), folder / "country.mrm"
    project, _ = create_project(path, PASSPHRASE, "Nowhere", "UNMIT", office="Nowhere", level=2, fictional=True)
    for number, (file, kind) in enumerate(files):
        options = ReadOptions(today=DAY)
        if kind == "community":
            options = CommunityOptions(today=DAY, source=f"survey-{file.stem}", grade=Grade.parse("B2"), round=file.stem)
        import_data(project, file, DatasetKind(kind), options, now())
        if number == 0:
            add_facts(project, read_facts(folder / "facts.toml"))
    return project, path
