"""Generate the sample country ``Tamarra`` into ``data/sample``: an invented island, invented people, invented ratings.

Everything comes from one seed; running it again writes the same bytes. Run: ``python installer/make_sample.py``.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

import numpy as np
import shapely
from sample_geography import Ward, island, road, settlements, wards
from shapely.geometry.base import BaseGeometry

SEED = 20260301
SAMPLE_DAY = date(2026, 3, 1)
FOLDER = Path(__file__).resolve().parent.parent / "data" / "sample"
PREFIX = "XT"  # a code that ISO 3166 leaves to users
MISSION, FORMER_MISSION = "UNMIT", "UNOTA"
NORTH, SOUTH = "KADBAT", "VELBAT"
ONSETS = ("t", "k", "m", "n", "v", "l", "s", "r", "b", "d", "z", "h", "p")
VOWELS = ("a", "o", "e", "u", "i", "aa", "ou")


@dataclass(frozen=True)
class Extra:
    """What is said beside a rating, and of whom. As an addition to a round ``count`` women and as many men say it, with their ``mean``."""

    force: str
    mean: float
    count: int
    lives: str = "here"
    sides: float = 0.2
    badly: float = 0.1


@dataclass(frozen=True)
class Profile:
    """What life with peacekeepers is like in a district, and so which verdict it is there to show."""

    shows: str
    women: float = 1.0
    men: float = 1.0
    displaced: float | None = None
    answers: tuple[int, int] = (44, 34)
    stances: tuple[str, ...] = ("tolerant", "tolerant")
    state: tuple[str, ...] = ("tolerant", "tolerant")
    frequency: str = "weekly"
    mission: str = MISSION
    response: float | None = 5.0
    facts: Mapping[str, Any] = field(default_factory=dict)
    actors: bool = True
    refused: float = 0.05
    report_days: int = 8  # age of the newest reports on armed actors
    report_grades: tuple[str, str] = ("B2", "C2")
    sides: float = 0.2  # share of those who answer who say that peacekeepers take sides
    shy: float = 0.25  # share of those who answer who mind being seen with them
    badly: float = 0.1  # share of those who answer who say that they behave badly
    also: tuple[Extra, ...] = ()

    @property
    def of_those_here(self) -> Extra:
        """What people say of the UN military that is here."""
        return Extra("un_military", 0.0, 0, sides=self.sides, badly=self.badly)


STRONG = ("supportive", "tolerant")
PROFILES: tuple[Profile, ...] = (
    Profile("favourable", 1.4, 1.5, stances=STRONG, state=("supportive", "supportive"), response=1.5, sides=0.06, shy=0.08),
    Profile(
        "favourable",
        1.5,
        1.3,
        stances=STRONG,
        state=STRONG,
        response=2.0,
        sides=0.08,
        shy=0.1,
        also=(Extra("un_civilian", 1.3, 8),),
    ),
    Profile("favourable", 1.3, 1.4, displaced=1.2, stances=STRONG, state=STRONG, response=2.0, sides=0.1, shy=0.12),
    Profile("conditional", 0.7, 0.8, frequency="fortnightly", response=20.0),
    Profile(
        "conditional, and another force is disliked",
        0.9,
        0.8,
        facts={"recent_attacks_or_protests": True},
        also=(Extra("other_force", -1.6, 14, sides=0.9, badly=0.7), Extra("former_contingent", -0.8, 6, sides=0.5, badly=0.4)),
    ),
    Profile(
        "conditional", 0.6, 0.8, displaced=0.5, frequency="fortnightly", also=(Extra("un_military", 0.5, 11, lives="elsewhere"),)
    ),
    Profile(
        "hold: decided otherwise next door, and nobody said why",
        0.9,
        0.9,
        stances=("supportive", "wary"),
        frequency="fortnightly",
        facts={"conflicting_approach_nearby": True},
    ),
    Profile("alert only: armed group wary", 0.9, 0.9, stances=("wary", "wary"), frequency="monthly", response=24.0),
    Profile(
        "alert only: people doubtful, and most say they take sides",
        -0.35,
        -0.25,
        frequency="monthly",
        response=30.0,
        sides=0.75,
        badly=0.3,
    ),
    Profile("alert only: patrols too rare", 0.6, 0.7, frequency="quarterly", response=None),
    Profile("refused: hostile armed group", 1.2, 1.1, stances=("hostile", "wary"), shy=0.6),
    Profile("refused: targeting", 0.4, 0.3, stances=("targeting", "hostile"), shy=0.8),
    Profile("refused: state forces hostile", 0.9, 0.8, state=("hostile", "wary"), shy=0.5),
    Profile("refused: reprisals", 0.8, 0.9, facts={"reprisals_for_contact": True}, shy=0.85),
    Profile("refused: contact punished", 0.2, 0.1, facts={"contact_punished": True}, shy=0.9),
    Profile("excluded group: women reject", -1.5, 0.7, badly=0.5),
    Profile("excluded group: rejected by all", -1.3, -1.2, sides=0.8, badly=0.55),
    Profile("not available: no military here", 0.5, 0.6, frequency="", response=None),
    Profile(
        "not available, and only an old rumour is known",
        frequency="",
        answers=(0, 0),
        stances=("wary",),
        state=("unknown",),
        response=None,
        report_days=300,
        report_grades=("D4", "D4"),
    ),
    Profile("not available: mission closed", 0.6, 0.4, mission=FORMER_MISSION, frequency="none", response=None),
    Profile("prohibited: alleged perpetrator", -0.4, 0.3, facts={"alleged_perpetrator": True}, badly=0.6),
    Profile("refused: those exposed said no", 1.0, 1.1, facts={"exposed_people_agree": False}),
    Profile("thin evidence", 1.6, 1.5, answers=(5, 4), stances=("tolerant",), state=("unknown",)),
    Profile("nobody asked", answers=(0, 0), actors=False),
)


def main() -> int:
    """Write every file of the sample country."""
    rng = np.random.default_rng(SEED)
    land = island(rng)
    cells = wards(rng, land)
    country = Country(rng, cells)
    FOLDER.mkdir(parents=True, exist_ok=True)
    write_areas(country)
    write_places(rng, country, land)
    write_presence(country)
    for number, (day, share) in enumerate(((date(2025, 11, 20), 0.8), (date(2026, 2, 10), 1.0)), start=1):
        write_round(rng, country, number, day, share)
    write_actors(rng, country)
    write_incidents(rng, country)
    write_facts(country)
    print(f"{len(cells)} wards, {len(country.districts)} districts, {len(country.regions)} regions in {FOLDER.name}")
    return 0


class Country:
    """Names, codes and shapes of all areas."""

    def __init__(self, rng: np.random.Generator, cells: Sequence[Ward]) -> None:
        self.wards = list(cells)
        self.names: set[str] = set()
        self.regions = self._number(sorted({w.region for w in cells}), "")
        self.region_names = {k: self.name(rng) for k in self.regions}
        self.district_region = {w.district: w.region for w in cells}
        self.districts: dict[int, str] = {}
        for region, code in self.regions.items():
            self.districts |= self._number(sorted(d for d, r in self.district_region.items() if r == region), code)
        self.district_names = {k: self.name(rng) for k in self.districts}
        self.ward_codes: dict[int, str] = {}
        for district, code in self.districts.items():
            self.ward_codes |= self._number([w.number for w in cells if w.district == district], code)
        self.ward_names = {w.number: self.name(rng) for w in cells}
        order = rng.permutation(len(self.districts))
        self.profiles = {district: PROFILES[order[k] % len(PROFILES)] for k, district in enumerate(sorted(self.districts))}
        self.shapes = {d: shapely.union_all([w.shape for w in cells if w.district == d]) for d in self.districts}

    @staticmethod
    def _number(items: Sequence[int], parent: str) -> dict[int, str]:
        return {item: f"{parent or PREFIX}{n:02d}" for n, item in enumerate(items, start=1)}

    def name(self, rng: np.random.Generator) -> str:
        """Invent a name that is not taken."""
        while True:
            syllables = [str(rng.choice(ONSETS)) + str(rng.choice(VOWELS)) for _ in range(int(rng.integers(2, 4)))]
            name = "".join(syllables).capitalize() + str(rng.choice(["", "", "n", "r", "s", "l"]))
            if name not in self.names:
                self.names.add(name)
                return name


def write_areas(country: Country) -> None:
    """Write boundaries in the columns of COD-AB, one file a level."""
    regions: dict[int, list[BaseGeometry]] = {}
    for cell in country.wards:
        regions.setdefault(cell.region, []).append(cell.shape)
    level1 = [
        ({"adm1_name": country.region_names[k], "adm1_pcode": country.regions[k]}, shapely.union_all(shapes))
        for k, shapes in sorted(regions.items())
    ]
    level2 = [
        (_district_columns(country, d) | _displaced(country.profiles[d]), country.shapes[d]) for d in sorted(country.districts)
    ]
    level3 = [(_ward_columns(country, w) | _district_columns(country, w.district), w.shape) for w in country.wards]
    for level, features in enumerate((level1, level2, level3), start=1):
        extra = {"valid_on": "2025-01-01", "valid_to": None, "version": "v01"}
        write_geojson(f"xt_admin{level}.geojson", [(properties | extra, shape) for properties, shape in features])


def _displaced(profile: Profile) -> dict[str, float]:
    return {"displaced_share": 0.25 if profile.displaced is not None else 0.02}


def _ward_columns(country: Country, ward: Ward) -> dict[str, Any]:
    return {"adm3_name": country.ward_names[ward.number], "adm3_pcode": country.ward_codes[ward.number]}


def _district_columns(country: Country, district: int) -> dict[str, Any]:
    region = country.district_region[district]
    return {
        "adm2_name": country.district_names[district],
        "adm2_pcode": country.districts[district],
        "adm1_name": country.region_names[region],
        "adm1_pcode": country.regions[region],
    }


def write_geojson(name: str, features: Iterable[tuple[Mapping[str, Any], BaseGeometry]]) -> None:
    """Write features in WGS 84, coordinates to about a metre."""
    listed = [
        {
            "type": "Feature",
            "properties": dict(properties),
            "geometry": json.loads(shapely.to_geojson(shapely.set_precision(shape, 1e-5))),
        }
        for properties, shape in features
    ]
    document = {"type": "FeatureCollection", "name": name.split(".")[0], "features": listed}
    (FOLDER / name).write_text(json.dumps(document, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8")


def write_csv(name: str, rows: Sequence[Mapping[str, Any]], delimiter: str = ",", quote_all: bool = False) -> None:
    """Write a table."""
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as stream:
        quoting: Literal[0, 1] = 1 if quote_all else 0  # QUOTE_ALL, QUOTE_MINIMAL
        writer = csv.DictWriter(
            stream, list(rows[0]), delimiter=delimiter, quoting=quoting, lineterminator="\r\n" if quote_all else "\n"
        )
        writer.writeheader()
        writer.writerows(rows)


def write_places(rng: np.random.Generator, country: Country, land: BaseGeometry) -> None:
    """Write settlements and the roads between the larger of them."""
    placed = settlements(rng, [w.shape for w in country.wards], 180)
    rows = []
    for n, (index, point) in enumerate(placed, start=1):
        cell = country.wards[index]
        lost = n % 30 == 0  # some settlements are known by name only
        rows.append(
            {
                "place_code": f"P{n:03d}",
                "place_name": country.name(rng),
                "type": "town" if n <= len(country.wards) and n % 6 == 0 else "settlement",
                "adm2_name": country.district_names[cell.district],
                "latitude": "" if lost else f"{point.y:.5f}",
                "longitude": "" if lost else f"{point.x:.5f}",
            }
        )
    write_csv("places.csv", rows)
    towns = [point for n, (_, point) in enumerate(placed, start=1) if n <= len(country.wards) and n % 6 == 0]
    lines = [road(rng, a, b, land) for k, a in enumerate(towns) for b in sorted(towns[k + 1 :], key=a.distance)[:2]]
    write_geojson("roads.geojson", [({"class": "track"}, line) for line in lines if line is not None])


def write_presence(country: Country) -> None:
    """Write patrol areas as polygons and bases as a table."""
    patrols, bases = [], []
    north = float(np.median([country.shapes[d].centroid.y for d in country.districts]))
    for district in sorted(country.districts):
        profile, shape = country.profiles[district], country.shapes[district]
        if not profile.frequency:
            continue
        contingent = NORTH if shape.centroid.y > north else SOUTH
        name = country.district_names[district]
        common = {
            "mission": profile.mission,
            "contingent": contingent if profile.mission == MISSION else "",
            "frequency": profile.frequency,
            "last_confirmed": (SAMPLE_DAY - timedelta(days=12)).isoformat() if profile.mission == MISSION else "2024-06-30",
            "grade": "B2",
            "source": "sector-brief",
        }
        patrols.append(({"name": f"Patrol area {name}"} | common, shape.buffer(-0.04).buffer(0.02).simplify(0.01)))
        if profile.frequency == "weekly" and profile.mission == MISSION:
            spot = shape.representative_point()
            bases.append(
                {"name": f"Base {name}", "latitude": f"{spot.y:.4f}", "longitude": f"{spot.x:.4f}", "radius_km": 12} | common
            )
    write_geojson("patrol_areas.geojson", patrols)
    write_csv("bases.csv", bases)


ANSWERS = ("very_bad", "bad", "neutral", "good", "very_good")


def write_round(rng: np.random.Generator, country: Country, number: int, last_day: date, share: float) -> None:
    """Write one perception round as KoboToolbox exports it: XML values, groups in the headings, semicolons, every cell quoted."""
    rows: list[dict[str, Any]] = []
    for district in sorted(country.districts):
        profile = country.profiles[district]
        for stratum, mean in (("women", profile.women), ("men", profile.men), ("displaced", profile.displaced)):
            if mean is None:
                continue
            asked = round(profile.answers[0 if stratum != "men" else 1] * share)
            rows += [_submission(rng, country, district, stratum, mean, profile.refused, last_day, number) for _ in range(asked)]
    order = rng.permutation(len(rows))
    shuffled = [rows[k] for k in order]
    # Drawn from a stream of its own: what was asked later leaves what was said before as it is.
    later = np.random.default_rng([SEED, number])
    by_name = {country.district_names[district]: country.profiles[district] for district in country.districts}
    for row in shuffled:
        profile = by_name[row["location/adm2_name"]]
        row |= _beside(later, row["perception/pk_overall"], profile.of_those_here, profile.shy)
    shuffled += _also(later, country, last_day, number)
    for k, row in enumerate(shuffled, start=1):
        row |= {"_id": 700000 + 10000 * number + k, "_uuid": f"{number:08d}-{k:08d}", "_index": k}
    write_csv(f"perception_round_{number}.csv", shuffled, delimiter=";", quote_all=True)


def _submission(
    rng: np.random.Generator,
    country: Country,
    district: int,
    stratum: str,
    mean: float,
    refused: float,
    last_day: date,
    number: int,
) -> dict[str, Any]:
    region = country.district_region[district]
    day = last_day - timedelta(days=int(rng.integers(0, 12)))
    answer = "refused" if rng.random() < refused else "dk" if rng.random() < 0.04 else _answer(rng, mean)
    return {
        "today": day.isoformat(),
        "location/adm1_name": country.region_names[region],
        "location/adm2_name": country.district_names[district],
        "respondent/stratum": stratum,
        "perception/pk_overall": answer,
        "_submission_time": f"{day.isoformat()}T15:00:00",
        "_validation_status": "validation_status_approved",
        "__version__": f"vTamarra{number}",
    }


def _also(rng: np.random.Generator, country: Country, last_day: date, number: int) -> list[dict[str, Any]]:
    """Ask a few women and men more of somebody else, or somewhere else."""
    rows = []
    for district in sorted(country.districts):
        profile = country.profiles[district]
        for extra in profile.also:
            for stratum in ("women", "men") * extra.count:
                row = _submission(rng, country, district, stratum, extra.mean, profile.refused, last_day, number)
                rows.append(row | _beside(rng, row["perception/pk_overall"], extra, profile.shy))
    return rows


def _beside(rng: np.random.Generator, rating: str, about: Extra, shy: float) -> dict[str, Any]:
    """Answer the questions that follow the rating; who refused it refuses them."""
    silent = rating == "refused"
    conduct = ("very_bad", "bad") if rng.random() < about.badly else ("neutral", "good", "good", "very_good")
    return {
        "respondent/lives_now": about.lives,
        "perception/pk_force": about.force,
        "perception/pk_party": "pns" if silent else _yes_or_no(rng, about.sides),
        "perception/pk_seen_with": "pns" if silent else _yes_or_no(rng, shy),
        "perception/pk_conduct": "pns" if silent else "dk" if rng.random() < 0.06 else str(rng.choice(conduct)),
    }


def _yes_or_no(rng: np.random.Generator, share: float) -> str:
    """Answer a question to which a share of those who answer says yes, a third of them "somewhat"."""
    if rng.random() < 0.08:
        return "dk" if rng.random() < 0.6 else "pns"
    if rng.random() >= share:
        return "no"
    return "somewhat" if rng.random() < 1 / 3 else "yes"


def _answer(rng: np.random.Generator, mean: float) -> str:
    """Draw an answer around a mean."""
    return ANSWERS[int(np.clip(round(rng.normal(mean, 0.75)), -2, 2)) + 2]


def write_actors(rng: np.random.Generator, country: Country) -> None:
    """Write stances of armed actors as reported by two sources of different kinds."""
    rows = []
    middle = float(np.mean([shape.centroid.x for shape in country.shapes.values()]))
    for district in sorted(country.districts):
        profile = country.profiles[district]
        if not profile.actors:
            continue
        group = "ARM-EAST" if country.shapes[district].centroid.x > middle else "ARM-WEST"
        for actor, kind, stances in ((group, "non_state", profile.stances), ("STATE", "state", profile.state)):
            for n, stance in enumerate(stances):
                day = SAMPLE_DAY - timedelta(days=int(rng.integers(profile.report_days, profile.report_days + 24)))
                rows.append(
                    {
                        "area_code": country.districts[district],
                        "actor": actor,
                        "kind": kind,
                        "able_to_harm": "yes",
                        "stance": stance,
                        "grade": profile.report_grades[n % 2],
                        "reported_on": day.isoformat(),
                        "source": ("access-desk", "peer-agency")[n % 2],
                    }
                )
    write_csv("armed_actors.csv", rows)


def write_incidents(rng: np.random.Generator, country: Country) -> None:
    """Write incidents: kind, day, place and how exactly the place is known; no narrative, nobody's name."""
    rows = []
    kinds = ("checkpoint", "ambush", "clash", "protest", "theft", "road closed")
    for n, (index, point) in enumerate(settlements(rng, [w.shape for w in country.wards], 90), start=1):
        exact = n % 4 != 0
        rows.append(
            {
                "incident_id": f"I{n:03d}",
                "date": (SAMPLE_DAY - timedelta(days=int(rng.integers(1, 120)))).isoformat(),
                "type": str(rng.choice(kinds)),
                "adm2_name": country.district_names[country.wards[index].district],
                "latitude": f"{point.y:.4f}" if exact else "",
                "longitude": f"{point.x:.4f}" if exact else "",
                "precision": "settlement" if exact else "area",
                "source": "field-log",
            }
        )
    write_csv("incidents.csv", rows)


def write_facts(country: Country) -> None:
    """Write what people type by hand: the approach, missions, contingents, focal points, fora, circumstances, one reset event ..."""
    lines = ["# Invented facts of an invented country.", *_approach(), *_mission_facts()]
    for code, nation in ((NORTH, "Kadria"), (SOUTH, "Velmar")):
        lines += _table("contingent", code=code, mission=MISSION, contributing_country=nation, rotated_on=date(2025, 9, 15),
                        unresolved_abuse_allegations=False, resolved_past_allegations=code == SOUTH, military_kind="armed_units",
                        child_protection_training=code == NORTH)  # fmt: skip
    for role, component, area in (
        ("Child Protection Adviser, Sector North", "child_protection", ""),
        ("Human rights officer, Sector South", "human_rights", ""),
        ("Child protection specialist, country office", "unicef", ""),
        ("Head of office", "resident_coordinator", ""),
        ("Military liaison, Sector North", "military", ""),
    ):
        lines += _table("focal_point", role=role, component=component, mission=MISSION, area_code=area, reach="phone",
                        last_tested=SAMPLE_DAY - timedelta(days=9))  # fmt: skip
    lines += _table("forum", name="Child protection working group", convened_by="UNICEF", meets="monthly")
    for district, code in sorted(country.districts.items(), key=lambda item: item[1]):
        lines += _circumstances(code, country.profiles[district])
    lines += _statements(country)
    tense = next(d for d, p in country.profiles.items() if "protests" in str(p.facts))
    lines += _table(
        "reset_event",
        area_code=country.districts[tense],
        kind="protest",
        happened_on=date(2025, 12, 6),
        source="field-log",
        grade="B2",
    )
    (FOLDER / "facts.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _approach() -> list[str]:
    """Return what the organisation adopted: a document with its day, who signs what, its red lines and when it is looked at again."""
    return _table(
        "approach",
        title="Contact with UN peacekeepers in Tamarra",
        version="2",
        adopted_on=date(2025, 12, 1),
        adopted_by="Country director",
        review_on=date(2026, 12, 1),
        allowed_modes=("alert", "liaison", "protection_request", "verification_security"),
        signatories=(
            {"mode": "liaison", "roles": ("Field manager", "Security focal point")},
            {"mode": "verification_security", "roles": ("Country director",)},
        ),
        red_lines=("Nothing of a case to soldiers.", "No child is interviewed by anybody in uniform."),
        exceptions=({"mode": "armed_escort", "text": "Only by the IASC criteria, and signed by headquarters."},),
    )


def _statements(country: Country) -> list[str]:
    """Return what was looked at, assessed and announced: who is armed where, how bad it would be, the next rotation, another force."""
    lines: list[str] = []
    for district, code in sorted(country.districts.items(), key=lambda item: item[1]):
        if country.profiles[district].actors:
            lines += _table("armed_actor_check", area_code=code, checked_on=SAMPLE_DAY - timedelta(days=6), source="access-desk",
                            grade="B2")  # fmt: skip
    lines += _table("impact", area_code="", on=SAMPLE_DAY - timedelta(days=30), by="Country director", source="risk-workshop",
                    staff=3, contacts=4, access=3)  # fmt: skip
    lines += _table("event_ahead", kind="rotation", on=date(2026, 9, 15), mission=MISSION, source="sector-brief", grade="B2",
                    announced_on=SAMPLE_DAY - timedelta(days=12))  # fmt: skip
    lines += _table("force", code="ARF", name="Regional force", kind="other", fights_here=True, can_be_confused=False,
                    checked_on=SAMPLE_DAY - timedelta(days=12), source="access-desk", grade="B2")  # fmt: skip
    return [*lines, *_duty_lines(), *_protection_tools(country)]


def _duty_lines() -> list[str]:
    """Return whom to call by which line: most tested lately, one due for a test, one that did not answer. No country has such numbers."""
    lines: list[str] = []
    for role, desk, line, medium, hours, minutes, days in (
        ("Child Protection Adviser, Sector North", "focal_point", "+999 20 555 0101", "phone", "07:00-19:00", 4, 9),
        ("Child Protection Adviser, Sector North", "focal_point", "+999 88 555 0102", "satellite", "24 h", 7, 9),
        ("Human rights officer, Sector South", "focal_point", "+999 20 555 0111", "phone", "07:00-19:00", 12, 9),
        ("Child protection specialist, country office", "focal_point", "+999 20 555 0121", "phone", "08:00-17:00", 5, 9),
        ("Head of office", "focal_point", "+999 20 555 0131", "phone", "08:00-17:00", 20, 9),
        ("Joint operations centre", "operations_centre", "+999 20 555 0100", "phone", "24 h", 2, 5),
        ("Sector North headquarters", "sector_headquarters", "TANGO BASE, 7785 kHz", "hf_radio", "06:00-20:00", 9, 110),
        ("Protection hotline", "hotline", "+999 20 555 0150", "phone", "24 h", 3, 5),
        ("Community liaison assistants", "community_liaison", "+999 20 555 0141", "phone", "08:00-17:00", None, 9),
    ):  # fmt: skip
        tested = SAMPLE_DAY - timedelta(days=days)
        answer = {"answered": False} if minutes is None else {"answered": True, "answer_minutes": minutes}
        lines += _table("duty_line", role=role, desk=desk, line=line, medium=medium, mission=MISSION, hours=hours,
                        languages=("English", "French"), recorded_on=tested, tested_on=tested, **answer, source="duty-roster",
                        grade="B2")  # fmt: skip
    return lines


def _protection_tools(country: Country) -> list[str]:
    """Return what the mission keeps in three districts: a network that was tried, a base that leaves soon, a team that is planned."""
    first, second, third = sorted(country.districts.values())[:3]
    seen, leaves_on = SAMPLE_DAY - timedelta(days=9), SAMPLE_DAY + timedelta(days=20)
    shared: dict[str, Any] = {"mission": MISSION, "recorded_on": seen, "source": "field-office", "grade": "B2"}
    lines: list[str] = []
    for kind, exists, area, more in (
        ("alert_network", "yes", first, {"tested_on": seen, "response_hours": 2.0}),
        ("patrol_on_request", "yes", first, {"tested_on": seen, "response_hours": 2.5}),
        ("temporary_base", "yes", second, {"ends_on": leaves_on}),
        ("joint_protection_team", "planned", third, {}),
    ):
        lines += _table("protection_tool", kind=kind, exists=exists, area_code=area, **shared, **more)
    return lines


def _mission_facts() -> list[str]:
    shared: dict[str, Any] = {
        "country_area": "Tamarra",
        "type": "peacekeeping_operation",
        "military": "contingents",
        "protection_mandate": "yes",
        "advisers": "dedicated_team",
        "created_by": "invented",
        "renewed_by": "invented",
        "source": "invented",
        "confidence_dates": "high",
        "confidence_attributes": "high",
    }
    active = _table("mission", acronym=MISSION, start=date(2019, 5, 1), mandate_end=date(2026, 9, 30), recorded_status="active",
                    last_checked=SAMPLE_DAY - timedelta(days=20), led_by="Special Representative of the Secretary-General",
                    co_led_with_unicef=True, sections=("child_protection", "human_rights", "police", "military"), **shared)  # fmt: skip
    former = _table("mission", acronym=FORMER_MISSION, start=date(2012, 5, 1), mandate_end=date(2024, 6, 30), recorded_status="closed",
                    closes_on=date(2024, 6, 30), last_checked=SAMPLE_DAY - timedelta(days=20), **shared)  # fmt: skip
    return active + former


def _circumstances(code: str, profile: Profile) -> list[str]:
    facts: dict[str, Any] = {
        "contact_punished": False,
        "reprisals_for_contact": False,
        "joint_operations_with_party": False,
        "recent_attacks_or_protests": False,
        "rotation_unknown": False,
        "alleged_perpetrator": False,
        "exposed_people_agree": True,
        "unicef_consulted": True,
        "hotline": profile.frequency == "weekly",
    } | dict(profile.facts)
    if profile.response is not None:
        facts["response_hours"] = profile.response
    return _table(
        "circumstances", area_code=code, recorded_on=SAMPLE_DAY - timedelta(days=5), source="field-office", grade="B2", **facts
    )


def _table(name: str, /, **values: Any) -> list[str]:
    return ["", f"[[{name}]]", *(f"{key} = {_toml(value)}" for key, value in values.items())]


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | int | float):
        return value.isoformat() if isinstance(value, date) else str(value)
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main())
