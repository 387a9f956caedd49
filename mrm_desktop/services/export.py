"""Release a file to a reader: built from what the reader may have, opened again as an adversary, written with a manifest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from mrm_desktop.domain.decisions import Decision
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.views import ProjectView
from mrm_desktop.domain.vocabulary import ActorKind
from mrm_desktop.foundation.paths import write_whole
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.geodata import geojson, geopackage, kml, places_gpx
from mrm_desktop.reports.ladder import FIELDS, Reader, ReleasedView, can_infer, may_read, release_view
from mrm_desktop.reports.residue import Secrets, check_residue, texts_of
from mrm_desktop.reports.tables import csv_bundle, sheets_of, workbook
from mrm_desktop.services.knowledge import Knowledge

FORMATS = ("xlsx", "csv", "gpkg", "geojson", "kml", "gpx")
ENDINGS = {"csv": ".csv.zip"}
MANIFEST = "mrm-manifest/1"


@dataclass(frozen=True, slots=True)
class Handover:
    """To whom a file goes, for what, and when it has to be destroyed."""

    recipient: str = ""
    purpose: str = ""
    destroy_by: date | None = None


def release(knowledge: Knowledge, view: ProjectView, reader: Reader) -> ReleasedView:
    """Build what a reader may know of an assessed project and its evidence."""
    return release_view(view, reader, knowledge.evidence, knowledge.actor_reports)


def export_file(
    knowledge: Knowledge,
    view: ProjectView,
    reader: Reader,
    form: str,
    out: Path,
    words: Words,
    handover: Handover,
    hxl: bool = False,
) -> tuple[Path, Path]:
    """Write an export with its manifest and return the paths of both. A folder gets a file with a name of its own.

    Raises
    ------
    KnownError
        ``export.unknown_format``, ``export.recipient_needed`` or ``export.no_points``.
    RefusedError
        ``export.residue``: the finished file holds what its reader may not have; nothing was written.
    """
    if form not in FORMATS:
        raise KnownError("export.unknown_format", found=form, allowed=list(FORMATS))
    if reader is not Reader.INTERNAL and reader is not Reader.PUBLIC and not handover.recipient.strip():
        raise KnownError("export.recipient_needed", reader=reader.value)
    if handover.destroy_by is not None and handover.destroy_by < view.on:
        raise KnownError("export.destroy_by_past", day=handover.destroy_by)
    released = release(knowledge, view, reader)
    path = out
    if out.is_dir():
        short = f"areas-{reader.value.replace('_', '-')}"
        path = out / file_name(released.country_code, short, "data", view.on, _ending(form))
    content = _content(released, form, path.resolve().parent, words, hxl)
    check_residue(content, secrets_of(knowledge, view, released))
    manifest = path.with_name(f"{path.name}.manifest.json")
    about = manifest_of(released, content, path.name, handover)
    write_whole(path, content)
    write_whole(manifest, json.dumps(about, indent=1, ensure_ascii=False).encode("utf-8"))
    return path, manifest


def file_name(country_code: str, short_name: str, paper: str, on: date, ending: str) -> str:
    """Return a file name as OCHA writes them: ``CODE_short-name_a4_YYYYMMDD``; never with the name of a place."""
    return f"{country_code}_{short_name}_{paper}_{on:%Y%m%d}{ending}"


def manifest_of(released: ReleasedView, content: bytes, name: str, handover: Handover) -> dict[str, Any]:
    """Say what a file is, what was left out of it, for whom it is and when it has to be destroyed."""
    digest = hashlib.sha256(content).hexdigest()
    return {
        "format": MANIFEST,
        "file": name,
        "bytes": len(content),
        "sha256": digest,
        "code": "-".join(digest[k : k + 4].upper() for k in range(0, 12, 4)),
        "sensitivity": released.reader.value,
        "as_known_on": released.on.isoformat(),
        "recipient": handover.recipient,
        "purpose": handover.purpose,
        "destroy_by": handover.destroy_by.isoformat() if handover.destroy_by else "",
        "fields": [f.name for f in FIELDS if may_read(released.reader, f.name)],
        "withheld": [f.name for f in FIELDS if not may_read(released.reader, f.name)],
        "removed": dict(released.removed),
        "can_infer": [inference.field for inference in can_infer(released)],
        "policy": asdict(released.policy),
        "program": released.program_version,
    }


def secrets_of(knowledge: Knowledge, view: ProjectView, released: ReleasedView) -> Secrets:
    """Return every text and point of the project that the reader of a released view may not have."""
    reader = released.reader
    allowed = {released.title, released.office, *(a.name for a in released.areas), *(a.code for a in released.areas)}
    # "STATE" is a word of the method before it is the code name of anybody, and an attribute of every worksheet.
    allowed |= {kind.value for kind in ActorKind}
    hidden: list[str] = []
    if not may_read(reader, "stances"):
        hidden += [r.actor for r in knowledge.actor_reports]
    if not may_read(reader, "stance_source"):
        hidden += [r.report.source for r in knowledge.actor_reports if r.report]
    if not may_read(reader, "source"):
        hidden += [e.item.source for e in knowledge.evidence] + [d.file_name for d in knowledge.datasets]
    else:
        allowed |= {e.item.source for e in knowledge.evidence}
    if not may_read(reader, "place_points"):
        hidden += [p.name for p in view.places]
    else:
        allowed |= {p.name for p in view.places}
    if not may_read(reader, "presence_outlines"):
        hidden += [t for p in view.presence for t in (p.name, p.contingent, p.source)]
    if not may_read(reader, "free_text"):
        hidden += [text for decision in knowledge.decisions for text in _free_text(decision)]
    points = [p.base_point for p in view.presence if p.base_point is not None]
    if not may_read(reader, "place_points"):
        points += [p.point for p in view.places if p.point is not None]
    folded = {text.lower() for text in allowed}
    # A village often bears the name of its district: what the reader may have is no secret.
    return Secrets(frozenset(t for t in texts_of(hidden) if not any(t.lower() in other for other in folded)), tuple(points))


def _free_text(decision: Decision) -> Iterator[str]:
    draft = decision.draft
    yield from (draft.counter_argument, draft.rationale, draft.override_reason, draft.dissent)
    yield from draft.conditions
    yield from draft.stop_triggers


def _ending(form: str) -> str:
    return ENDINGS.get(form, f".{form}")


def _content(released: ReleasedView, form: str, workshop: Path, words: Words, hxl: bool) -> bytes:
    if form == "xlsx":
        return workbook(sheets_of(released, words))
    if form == "csv":
        return csv_bundle(sheets_of(released, words), hxl)
    if form == "gpkg":
        return geopackage(released, workshop)
    if form == "gpx":
        return places_gpx(released)
    return (geojson if form == "geojson" else kml)(released, words)
