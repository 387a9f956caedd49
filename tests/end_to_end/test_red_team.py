"""Somebody who has nothing but the released files of the sample country, and wants the bases, the few who answered, and whom it cost.

What is sought is counted, and what is found: the attack knows the project only to count its hits.
"""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely

from mrm_desktop.cli.sample import SAMPLE_DAY, build_sample
from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.foundation.words import Words
from mrm_desktop.geo.distance import nearest_km
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question
from mrm_desktop.reports.order import Handover, Order
from mrm_desktop.reports.release.adversary.cells import claim_of, solve
from mrm_desktop.reports.release.adversary.positions import guesses
from mrm_desktop.reports.release.disclosure import ReleasedPerception
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.reports.release.released_view import is_reprisal
from mrm_desktop.services.release.release_file import release_file
from mrm_desktop.services.release.subject import subject_of
from tests.reports.release.adversary.trilateration import trilaterate
from tests.store import records
from tests.store.conftest import make_passphrases_cheap

READERS = (Reader.INTERNAL, Reader.COUNTRY_OFFICE, Reader.PARTNER, Reader.PUBLIC)
FOUND_WITHIN_KM = 3.0


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenProject]:
    """The sample country, as it is shipped."""
    with pytest.MonkeyPatch.context() as patch:
        make_passphrases_cheap(patch)
        project = OpenProject(build_sample(tmp_path_factory.mktemp("red") / "tamarra.mrm"), fixed_day=SAMPLE_DAY)
    yield project
    project.close()


@pytest.fixture(scope="module")
def released(sample: OpenProject, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[Reader, str], bytes]:
    """What left: the data of the areas for every reader, in two forms."""
    out = tmp_path_factory.mktemp("out")
    files = {}
    for reader in READERS:
        for form in ("geojson", "gpkg"):
            subject = subject_of(sample, "areas", reader, Question())
            order = Order("areas", form, reader, Handover("Partner, access team"))
            files[reader, form] = release_file(sample, subject, order, Words("en"), out, records.AT).path.read_bytes()
    return files


def rows(content: bytes, table: str) -> list[dict[str, Any]]:
    """The rows of a table of a GeoPackage; none where there is no such table."""
    database: Any = sqlite3.connect(":memory:")
    database.deserialize(content)
    try:
        known = {name for (name,) in database.execute("SELECT table_name FROM gpkg_contents")}
        if table not in known:
            return []
        found = database.execute(f'SELECT * FROM "{table}"')
        heads = [column[0] for column in found.description]
        return [dict(zip(heads, row, strict=True)) for row in found]
    finally:
        database.close()


def shapes(content: bytes, table: str) -> list[shapely.geometry.base.BaseGeometry]:
    """The geometries of a layer: 8 bytes of a head, then its box, then the shape."""
    return [shapely.from_wkb(row["geom"][8 + 32 * bool(row["geom"][3] & 2) :]) for row in rows(content, table)]


def test_no_base_is_found_in_any_file(sample: OpenProject, released: dict[tuple[Reader, str], bytes]) -> None:
    bases = np.array([p.base_point for p in sample.knowledge.presence if p.base_point is not None], dtype=float)
    sought, found = 0, 0
    for reader in READERS:
        content = released[reader, "gpkg"]
        places, outlines = rows(content, "places"), shapes(content, "presence")
        numbers = [k for row in places for k, value in row.items() if isinstance(value, float)]
        assert numbers == [], "a number beside a point is a distance"
        suspected = [guess for outline in outlines for guess in guesses(outline)]
        sought += len(bases)
        if suspected:
            own, _ = nearest_km(bases, np.array(suspected, dtype=float))
            # A guess that hits a base by chance among many hits is none: it hits as often where nothing is drawn around one.
            found += int((own <= FOUND_WITHIN_KM).sum())
    assert sought >= 4 * len(bases) > 0
    assert found <= sought // 20, f"{found} of {sought} bases"


def test_the_attack_on_bases_is_no_sham(sample: OpenProject) -> None:
    """With the distances that files used to have beside points, the same attacker finds them."""
    places = [p for p in sample.knowledge.places if p.point is not None and p.nearest_base_km is not None]
    bases = np.array([p.base_point for p in sample.knowledge.presence if p.base_point is not None], dtype=float)
    points = np.array([p.point for p in places], dtype=float)
    found = trilaterate(points, np.array([round(p.nearest_base_km or 0.0) for p in places], dtype=float))
    away, _ = nearest_km(bases, found)
    assert (away <= FOUND_WITHIN_KM).sum() >= len(bases) // 3


def test_no_area_where_talking_is_punished_stands_out(sample: OpenProject, released: dict[tuple[Reader, str], bytes]) -> None:
    assessments = sample.view(Question()).assessments
    punished = {code for code in assessments if is_reprisal(assessments[code])}
    assert punished
    for reader in (Reader.PARTNER, Reader.PUBLIC):
        features = json.loads(released[reader, "geojson"])["features"]
        told = {f["id"]: _of_people(f["properties"]) for f in features}
        alike = Counter(told.values())
        alone = {code for code in punished if {c for c in told if told[c] == told[code]} <= punished}
        assert alone == set(), f"{len(alone)} of {len(punished)}: {alike}"


def _of_people(properties: dict[str, Any]) -> tuple[Any, ...]:
    """What a file says of an area that rests on what people said."""
    names = ("verdict", "ceiling", "evidence", "acceptance", "confidence", "expires_on")
    return tuple(properties.get(name) for name in names)


def test_no_withheld_group_is_solved_for(sample: OpenProject, released: dict[tuple[Reader, str], bytes]) -> None:
    few = [e for e in sample.knowledge.evidence.all if e.item.answered < 10]
    sought, found = 0, 0
    for reader in (Reader.COUNTRY_OFFICE, Reader.PARTNER):
        tables: dict[tuple[Any, ...], dict[str, Any]] = {}
        for row in rows(released[reader, "gpkg"], "perceptions"):
            key = (row["area_code"], row["round"], row["source"], row["rated"], row["asked_elsewhere"])
            tables.setdefault(key, {})[row["stratum"]] = row
        for table in tables.values():
            hidden = [group for group, row in table.items() if row["answers"] == "suppressed"]
            sought += len(hidden)
            if hidden and Stratum.ALL.value in table:
                claims = {group: claim for group, row in table.items() if (claim := claim_of(_row(row)))}
                solved = solve({group: (claims[group],) if group in claims else () for group in table})
                found += sum(bounds.is_solved for bounds in solved.values())
    assert sought >= len(few) > 0
    assert found == 0, f"{found} of {sought}"


def _row(told: dict[str, Any]) -> ReleasedPerception:
    names = ("area_code", "round", "stratum", "method", "collected", "answers", "rating", "favourable", "unfavourable", "refused")
    values: dict[str, Any] = {name: told[name] or "" for name in names}
    suppressed = told["answers"] == "suppressed"
    return ReleasedPerception(**values, source="", grade="", is_small=False, suppressed=suppressed)


def _names(sample: OpenProject) -> set[str]:
    """What nobody outside may read: bases, contingents, armed actors, sources; a base may bear the name of its area."""
    known = sample.knowledge
    sought = {text for p in known.presence for text in (p.name, p.contingent) if len(text) > 5}
    sought |= {r.actor for r in known.actor_reports.all if len(r.actor) > 5} | {e.item.source for e in known.evidence.all}
    assert len(sought) > 10
    return sought - {area.name for area in known.areas}


def test_no_name_of_a_base_contingent_actor_or_source_is_in_a_file_for_outsiders(
    sample: OpenProject, released: dict[tuple[Reader, str], bytes]
) -> None:
    for reader in (Reader.PARTNER, Reader.PUBLIC):
        told = [row for table in ("areas", "perceptions", "about") for row in rows(released[reader, "gpkg"], table)]
        text = "\n".join(str(value) for row in told for value in row.values()) + released[reader, "geojson"].decode("utf-8")
        assert {name for name in _names(sample) if name in text} == set()


def _copied_out(content: bytes) -> str:
    """What somebody copies out of an editable copy, its head and its foot, paragraph by paragraph."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = [ET.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xml")]
    return "\n".join("".join(one.itertext()) for text in texts for one in text.iter() if one.tag.endswith(("}p", "}title")))


def _editable(sample: OpenProject, report: str, reader: Reader, out: Path, area: str = "") -> str:
    subject = subject_of(sample, report, reader, Question(), area=area)
    order = Order(report, "docx", reader, Handover("Partner, access team"))
    return _copied_out(release_file(sample, subject, order, Words("en"), out, records.AT).path.read_bytes())


def test_no_name_is_in_an_editable_copy_for_outsiders(sample: OpenProject, tmp_path: Path) -> None:
    copies = [_editable(sample, report, Reader.PARTNER, tmp_path) for report in ("brief", "summary")]
    copies += [_editable(sample, "note", Reader.PARTNER, tmp_path, area) for area in ("XT0103", "XT0202", "XT0506")]
    copies.append(_editable(sample, "brief", Reader.PUBLIC, tmp_path))
    names = _names(sample)
    assert {name for name in names for text in copies if name in text} == set()
    inside = _editable(sample, "brief", Reader.INTERNAL, tmp_path)
    assert {name for name in names if name in inside}, "the same search finds what the own organisation may read"
