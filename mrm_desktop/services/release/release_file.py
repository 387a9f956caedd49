"""The one way out: a file is built from what its reader may have, searched again the way an adversary would, written and logged."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from mrm_desktop.domain.errors import KnownError, RefusedError
from mrm_desktop.domain.guard_passes import KeptPass, Trace
from mrm_desktop.domain.releases import Release
from mrm_desktop.domain.text_guard import find_persons
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.foundation.paths import write_whole
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.guarded_write import passes_to_keep
from mrm_desktop.project.known_names import known_to
from mrm_desktop.project.ports import UnitsOfWork
from mrm_desktop.reports.catalogue import report_named
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.release.freezing import published_in
from mrm_desktop.reports.release.inference import can_infer
from mrm_desktop.reports.release.ladder import FIELDS, Reader, ReleasedView, may_read
from mrm_desktop.reports.release.log_foot import log_for
from mrm_desktop.reports.release.residue import Secrets, check_residue
from mrm_desktop.reports.release.solved import Solved
from mrm_desktop.reports.report import Content, Needs
from mrm_desktop.services.release.gather_secrets import names_below, secrets_of, secrets_of_trip
from mrm_desktop.services.release.name_legs import legs_that_hold
from mrm_desktop.services.release.quiet_areas import verdicts_told
from mrm_desktop.services.release.subject import Subject, figures_of, names_in, release
from mrm_desktop.services.release.who_releases import check_releasers

MANIFEST = "mrm-manifest/1"
ARCHIVE = ".zip"


@dataclass(frozen=True, slots=True)
class PreparedFile:
    """A file before it is released: its content, what must not be in it, and what its reader may know of the project."""

    content: Content
    secrets: Secrets
    released: ReleasedView | None = None


class Written(NamedTuple):
    """A file that was released.

    Attributes
    ----------
    solved : tuple[Solved, ...]
        What its reader would have solved for, and what was done about it: for whoever releases it to know.
    """

    path: Path
    manifest: Path
    solved: tuple[Solved, ...]


def release_file(
    project: UnitsOfWork,
    subject: Subject,
    order: Order,
    words: Words,
    out: Path,
    now: datetime,
    may_replace: bool = False,
) -> Written:
    """Write a report with its manifest, and log it. A folder gets a file with a name of its own, an archive the ending of one.

    Parameters
    ----------
    may_replace : bool
        Whether a file that is there may be written over, because a person was asked.

    Raises
    ------
    PersonInTextError
        Recipient, purpose or contact looks as if it told of a person, and no two people let it pass: what is typed is kept.
    KnownError
        ``export.exists``, ``export.unknown_report``, ``export.unknown_format``, ``export.recipient_needed``,
        ``export.destroy_by_past``, what the report itself refuses a reader, or what :func:`check_releasers` does.
    RefusedError
        ``export.residue``, of a trip ``export.trip_residue`` with its legs: the finished file holds what its reader may not have;
        nothing was written.
    """
    check_order(order, subject.on)
    check_releasers(subject.knowledge.approach_on(subject.on), order.reader, order.handover)
    path = _free_path(out, file_name(subject, order)) if out.is_dir() else _with_ending(out, order)
    if not may_replace and _is_taken(path):
        raise KnownError("export.exists", file=path.name)
    kept = _passes_to_keep(project, order, path.name, now)
    with project.read() as repository:
        log = tuple(repository.releases())
    prepared = prepare(subject, order, words, path.resolve().parent, log)
    _search(prepared, subject, words)
    about = manifest_of(prepared, order, path.name, subject)
    manifest = _manifest_beside(path)
    record = _record(prepared, order, path.name, subject, log, now)
    with project.write() as repository:
        # Within the transaction: there is no file without its record, and none is recorded that could not be written.
        repository.add_release(record)
        repository.add_guard_passes(kept)
        write_whole(path, prepared.content.data)
        write_whole(manifest, json.dumps(about, indent=1, ensure_ascii=False).encode("utf-8"))
    return Written(path, manifest, prepared.released.solved if prepared.released else ())


def _search(prepared: PreparedFile, subject: Subject, words: Words) -> None:
    """Search a file that is finished; of a trip say which leg holds what must stay out."""
    try:
        check_residue(prepared.content.data, prepared.secrets)
        if prepared.content.as_pdf:
            check_residue(prepared.content.as_pdf, prepared.secrets)
    except RefusedError as refused:
        legs = legs_that_hold(subject.plan, prepared.secrets, words) if subject.plan is not None else []
        if not legs:
            raise
        raise RefusedError("export.trip_residue", legs=legs, count=len(legs)) from refused


def _passes_to_keep(project: UnitsOfWork, order: Order, name: str, now: datetime) -> tuple[KeptPass, ...]:
    """Insist that what is said of a handover tells of nobody; in the contact sentence a number or an address is what is asked for."""
    handover = order.handover
    addresses = (Trace.PHONE, Trace.EMAIL)
    is_address = all(found.trace in addresses for found in find_persons("contact", order.contact, known_to(project)))
    contact = ("contact", "" if is_address else order.contact)
    told = (
        ("recipient", handover.recipient),
        ("purpose", handover.purpose),
        ("released_by", handover.released_by),
        ("seconded_by", handover.seconded_by),
        contact,
    )
    return passes_to_keep(project, told, handover.guard_passes, "release", name, now)


def _free_path(folder: Path, name: str) -> Path:
    """Return the path of a file that is not there yet: with a number behind its name where one of that name is."""
    stem, _, endings = name.partition(".")
    candidates = (folder / (name if number == 1 else f"{stem}_{number}.{endings}") for number in count(1))
    return next(path for path in candidates if not _is_taken(path))


def _with_ending(path: Path, order: Order) -> Path:
    """Call an archive one: several tables in one file named ``areas.csv`` would be opened as a table, and be garbled."""
    is_archive = report_named(order.report).form(order.form).ending.endswith(ARCHIVE)
    return path.with_name(f"{path.name}{ARCHIVE}") if is_archive and path.suffix.lower() != ARCHIVE else path


def _is_taken(path: Path) -> bool:
    return path.exists() or _manifest_beside(path).exists()


def _manifest_beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.manifest.json")


def check_order(order: Order, on: date) -> None:
    """Refuse an order that names no report, no form of it, a reader for whom it is not made, or nobody to hand it to."""
    report = report_named(order.report)
    report.form(order.form)
    report.check_reader(order.reader)
    if order.contact and not report.takes_contact:
        raise KnownError("export.no_contact_sentence", report=report.name)
    if order.military_lines and not report.takes_military_lines:
        raise KnownError("export.no_military_lines", report=report.name)
    if order.reader in (Reader.COUNTRY_OFFICE, Reader.PARTNER) and not order.handover.recipient.strip():
        raise KnownError("export.recipient_needed", reader=order.reader.value)
    if order.handover.destroy_by is not None and order.handover.destroy_by < on:
        raise KnownError("export.destroy_by_past", day=order.handover.destroy_by)


def prepare(subject: Subject, order: Order, words: Words, scratch_folder: Path, log: Sequence[Release] = ()) -> PreparedFile:
    """Make a report without releasing it: for a preview, and for the release itself.

    Parameters
    ----------
    log : Sequence[Release]
        What went out so far, against which the file is held.
    """
    report = report_named(order.report)
    report.check_reader(order.reader)
    if report.needs is Needs.TRIP:
        source = subject.source(words, scratch_folder)
        secrets = secrets_of_trip(subject, source.required_plan, words)
        return PreparedFile(report.make(source, order, words), secrets)
    released = release(subject, order.reader, log)
    with_bases = report.shows_bases and order.reader is Reader.INTERNAL
    on_ground = names_below(released, words) if report.names_ground else frozenset()
    secrets = secrets_of(subject, released, words, with_bases, on_ground)
    shown = released if report.keeps_names else released.with_names(names_in(subject.knowledge, words))
    told_by_then = verdicts_told((one for one in log if one.as_known_on <= subject.on), order.reader)
    source = replace(subject.source(words, scratch_folder, shown), told_before=told_by_then)
    told = released if report.needs is not Needs.AREA else released.only(source.required_card.area.code)
    return PreparedFile(report.make(source, order, words), secrets, told)


def file_name(subject: Subject, order: Order) -> str:
    """Return a file name as OCHA writes them: ``CODE_short-name_a4_YYYYMMDD``; never with the name of a place."""
    areas = subject.knowledge.assessed_areas
    country = (areas[0].code[:2] if areas else "XX").upper()
    form = report_named(order.report).form(order.form)
    short = f"{order.report}-{order.reader}".replace("_", "-")
    return f"{country}_{short}_{form.medium}_{subject.on:%Y%m%d}{form.ending}"


def manifest_of(prepared: PreparedFile, order: Order, name: str, subject: Subject) -> dict[str, Any]:
    """Say what a file is, which fields were left out of it, for whom it is and when it has to be destroyed.

    It travels, and so counts nothing that its file withholds: two of them would tell when a report came in. The log has the counts.
    """
    released, handover, reader = prepared.released, order.handover, order.reader
    return {
        "format": MANIFEST,
        "file": name,
        "report": order.report,
        "bytes": len(prepared.content.data),
        "sha256": hashlib.sha256(prepared.content.data).hexdigest(),
        "code": prepared.content.code,
        "sensitivity": reader.value,
        "as_known_on": subject.on.isoformat(),
        "recipient": handover.recipient,
        "purpose": handover.purpose,
        "destroy_by": _destroy_by(order, subject),
        "figures_of": released.period if released else "",
        "answers_between": list(released.answers_between or ()) if released else [],
        "fields": [f.name for f in FIELDS if may_read(reader, f.name)] if released else [],
        "withheld": [f.name for f in FIELDS if not may_read(reader, f.name)],
        "can_infer": [inference.field for inference in can_infer(released)] if released else [],
        "searched": True,
        "log": asdict(log) if (log := log_for(reader, subject.log)) is not None else {},
        "policy": asdict(released.policy) if released else {},
        "program": released.program_version if released else "",
    }


def _destroy_by(order: Order, subject: Subject) -> str:
    day = report_named(order.report).day_to_destroy(order, subject.plan)
    return day.isoformat() if day else ""


def _record(prepared: PreparedFile, order: Order, name: str, subject: Subject, log: Sequence[Release], now: datetime) -> Release:
    destroy_by, released = _destroy_by(order, subject), prepared.released
    leaves = released is not None and order.reader is not Reader.INTERNAL
    first = leaves and published_in(log, subject.on) is None
    return Release(
        id=new_id(),
        released_at=now,
        kind=order.report,
        form=order.form,
        file_name=name,
        sha256=hashlib.sha256(prepared.content.data).hexdigest(),
        code=prepared.content.code,
        reader=order.reader.value,
        recipient=order.handover.recipient,
        purpose=order.handover.purpose,
        destroy_by=date.fromisoformat(destroy_by) if destroy_by else None,
        as_known_on=subject.on,
        removed={**(released.removed if released else {}), **_searched_for(prepared.secrets)},
        period=prepared.released.period if prepared.released else "",
        published=figures_of(subject, log).to_plain() if first else {},
        told=_told(released, log) if leaves and released is not None else {},
        released_by=order.handover.released_by.strip(),
        seconded_by=order.handover.seconded_by.strip(),
    )


def _searched_for(secrets: Secrets) -> dict[str, int]:
    return {"searched_texts": len(secrets.texts), "searched_points": len(secrets.points)}


def _told(released: ReleasedView, log: Sequence[Release]) -> dict[str, str]:
    """Return the verdicts that a reader is told now and was not before; where the true one is not told, what was told stays as it was."""
    if not may_read(released.reader, "verdict"):
        return {}
    before = verdicts_told(log, released.reader)
    return {a.code: a.told for a in released.areas if a.told and before.get(a.code) != a.told}
