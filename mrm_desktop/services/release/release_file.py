"""Release a file to a reader: built from what the reader may have, opened again as an adversary, written with a manifest and logged."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.domain.releases import Release
from mrm_desktop.domain.trip_plans import TripPlan
from mrm_desktop.domain.views import AreaCard, ProjectView
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.foundation.paths import write_whole
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.ports import Project
from mrm_desktop.reports.release.freezing import Published, published_in
from mrm_desktop.reports.release.inference import can_infer
from mrm_desktop.reports.release.ladder import FIELDS, Reader, ReleasedView, may_read
from mrm_desktop.reports.release.released_view import publish_figures, release_view
from mrm_desktop.reports.release.residue import Secrets, check_residue
from mrm_desktop.services.release.gather_secrets import secrets_of, secrets_of_trip

if TYPE_CHECKING:
    from mrm_desktop.project.knowledge import Knowledge

# Which reports there are, in which forms. What is made of one page can be a picture, too.
REPORTS: dict[str, tuple[str, ...]] = {
    "areas": ("xlsx", "csv", "gpkg", "geojson", "kml", "gpx"),
    "map": ("html", "pdf", "png", "svg"),
    "note": ("pdf", "html", "png", "svg"),
    "brief": ("pdf", "html"),
    "register": ("pdf", "html", "xlsx", "csv"),
    "atlas": ("pdf", "html"),
    "trip_pack": ("pdf", "html", "gpx", "kml"),
    "field_pack": ("pdf", "html", "gpx"),
}
OF_A_TRIP = frozenset({"trip_pack", "field_pack"})
WITH_BASES = frozenset({"map", "atlas", "note"})  # for internal readers only
OF_AN_AREA = frozenset({"note"})
_TABLES = frozenset({"xlsx", "csv", "gpkg", "geojson", "kml", "gpx"})
_ENDINGS = {"csv": ".csv.zip"}
_PAPER = {"pdf": "a4", "png": "a4", "svg": "a4", "html": "web"}
MANIFEST = "mrm-manifest/1"


@dataclass(frozen=True, slots=True)
class Handover:
    """To whom a file goes, for what, and when it has to be destroyed."""

    recipient: str = ""
    purpose: str = ""
    destroy_by: date | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted.

    Attributes
    ----------
    report, form : str
        A key of :data:`REPORTS` and one of its forms.
    theme : str
        Theme of a printed map; the reader's first by default.
    """

    report: str
    form: str
    reader: Reader
    handover: Handover = field(default_factory=Handover)
    hxl: bool = False
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a report is about: the project, and of it a view, a card or a trip, as the report needs."""

    knowledge: Knowledge
    on: date
    view: ProjectView | None = None
    card: AreaCard | None = None
    plan: TripPlan | None = None
    incidents: tuple[Incident, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A file before it is released: its content, its code, and what must not be in it."""

    content: bytes
    code: str
    secrets: Secrets
    released: ReleasedView | None = None
    # Where a picture cannot be searched, the same pages as PDF are.
    searched: bytes = b""


def release_file(project: Project, subject: Subject, order: Order, words: Words, out: Path, now: datetime) -> tuple[Path, Path]:
    """Write a report with its manifest, log it, and return the paths of both. A folder gets a file with a name of its own.

    Raises
    ------
    KnownError
        ``export.unknown_report``, ``export.unknown_format``, ``export.recipient_needed``, ``export.destroy_by_past``, or what the
        report itself refuses a reader.
    RefusedError
        ``export.residue``: the finished file holds what its reader may not have; nothing was written.
    """
    check_order(order, subject.on)
    with project.read() as repository:
        published = published_in(repository.releases(), subject.on)
    path = out / file_name(subject, order) if out.is_dir() else out
    made = make(subject, order, words, path.resolve().parent, published)
    check_residue(made.content, made.secrets)
    if made.searched:
        check_residue(made.searched, made.secrets)
    about = manifest_of(made, order, path.name, subject)
    manifest = path.with_name(f"{path.name}.manifest.json")
    record = _record(made, order, path.name, subject, published, now)
    with project.write() as repository:
        # Within the transaction: there is no file without its record, and none is recorded that could not be written.
        repository.add_release(record)
        write_whole(path, made.content)
        write_whole(manifest, json.dumps(about, indent=1, ensure_ascii=False).encode("utf-8"))
    return path, manifest


def check_order(order: Order, on: date) -> None:
    """Refuse an order that names no report, no form of it, or nobody to hand it to."""
    if order.report not in REPORTS:
        raise KnownError("export.unknown_report", found=order.report, allowed=list(REPORTS))
    if order.form not in REPORTS[order.report]:
        raise KnownError("export.unknown_format", found=order.form, allowed=list(REPORTS[order.report]))
    if order.reader in (Reader.COUNTRY_OFFICE, Reader.PARTNER) and not order.handover.recipient.strip():
        raise KnownError("export.recipient_needed", reader=order.reader.value)
    if order.handover.destroy_by is not None and order.handover.destroy_by < on:
        raise KnownError("export.destroy_by_past", day=order.handover.destroy_by)


def release(subject: Subject, reader: Reader, published: Published | None = None) -> ReleasedView:
    """Build what a reader may know of an assessed project and its evidence."""
    knowledge = subject.knowledge.as_of(subject.on)
    return release_view(_view(subject), reader, knowledge.evidence, knowledge.actor_reports, published)


def make(subject: Subject, order: Order, words: Words, workshop: Path, published: Published | None = None) -> Made:
    """Make a report without releasing it: for a preview, and for the release itself."""
    from mrm_desktop.services.release import make_report

    if order.report in OF_A_TRIP:
        if subject.plan is None:
            raise KnownError("export.trip_needed")
        content, code = make_report.of_trip(subject.plan, subject.knowledge.info, order, words)
        return Made(content, code, secrets_of_trip(subject.knowledge, subject.plan, words))
    released = release(subject, order.reader, published)
    own_map = order.reader is Reader.INTERNAL and order.report in WITH_BASES
    secrets = secrets_of(subject.knowledge, _view(subject), released, words, with_bases=own_map)
    content, code, searched = make_report.of_project(subject, released, order, words, workshop, published)
    return Made(content, code, secrets, released, searched)


def file_name(subject: Subject, order: Order) -> str:
    """Return a file name as OCHA writes them: ``CODE_short-name_a4_YYYYMMDD``; never with the name of a place."""
    areas = subject.knowledge.assessed_areas
    country = (areas[0].code[:2] if areas else "XX").upper()
    short = f"{order.report}-{order.reader}".replace("_", "-")
    return f"{country}_{short}_{_PAPER.get(order.form, 'data')}_{subject.on:%Y%m%d}{_ENDINGS.get(order.form, f'.{order.form}')}"


def manifest_of(made: Made, order: Order, name: str, subject: Subject) -> dict[str, Any]:
    """Say what a file is, what was left out of it, for whom it is and when it has to be destroyed."""
    released, handover, reader = made.released, order.handover, order.reader
    return {
        "format": MANIFEST,
        "file": name,
        "report": order.report,
        "bytes": len(made.content),
        "sha256": hashlib.sha256(made.content).hexdigest(),
        "code": made.code,
        "sensitivity": reader.value,
        "as_known_on": subject.on.isoformat(),
        "recipient": handover.recipient,
        "purpose": handover.purpose,
        "destroy_by": _destroy_by(order, subject),
        "figures_of": released.period if released else "",
        "fields": [f.name for f in FIELDS if may_read(reader, f.name)] if released else [],
        "withheld": [f.name for f in FIELDS if not may_read(reader, f.name)],
        "removed": dict(released.removed) if released else {},
        "can_infer": [inference.field for inference in can_infer(released)] if released else [],
        "searched_for": {"texts": len(made.secrets.texts), "points": len(made.secrets.points)},
        "policy": asdict(released.policy) if released else {},
        "program": released.program_version if released else "",
    }


def citations_of(subject: Subject, words: Words) -> tuple[str, ...]:
    """Return the credits that the providers of incident data require, where their data are in the project."""
    sources = {i.source for i in subject.incidents}
    days = sorted(d.imported_at.date() for d in subject.knowledge.datasets if d.kind.value == "incidents")
    return tuple(
        words.say(f"cite.{name}", day=days[-1] if days else subject.on)
        for name in ("acled", "ucdp")
        if any(name in source.lower() for source in sources)
    )


def overdue(releases: Iterable[Release], today: date) -> tuple[Release, ...]:
    """Return what should have been destroyed by now."""
    return tuple(r for r in releases if r.destroy_by is not None and r.destroy_by < today)


def _view(subject: Subject) -> ProjectView:
    if subject.view is None:
        raise KnownError("map.no_areas")
    return subject.view


def _destroy_by(order: Order, subject: Subject) -> str:
    day = order.handover.destroy_by or (subject.plan.trip.to_destroy_on if subject.plan and order.report in OF_A_TRIP else None)
    return day.isoformat() if day else ""


def _record(made: Made, order: Order, name: str, subject: Subject, published: Published | None, now: datetime) -> Release:
    destroy_by = _destroy_by(order, subject)
    first = published is None and made.released is not None and order.reader is not Reader.INTERNAL
    return Release(
        id=new_id(),
        released_at=now,
        kind=order.report,
        form=order.form,
        file_name=name,
        sha256=hashlib.sha256(made.content).hexdigest(),
        code=made.code,
        reader=order.reader.value,
        recipient=order.handover.recipient,
        purpose=order.handover.purpose,
        destroy_by=date.fromisoformat(destroy_by) if destroy_by else None,
        as_known_on=subject.on,
        removed=dict(made.released.removed) if made.released else {},
        period=made.released.period if made.released else "",
        published=publish_figures(_view(subject), subject.knowledge.as_of(subject.on).evidence).to_plain() if first else {},
    )
