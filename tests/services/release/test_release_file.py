"""What leaves the office: every report for every reader, searched, written with its manifest, logged, and found again by its code."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pypdf
import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError, RefusedError
from mrm_desktop.domain.event_log import head_in_groups
from mrm_desktop.domain.guard_passes import GuardPass, PersonInTextError
from mrm_desktop.domain.releases import overdue
from mrm_desktop.domain.vocabulary import Channel, Mode, Stance, Stratum
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.question import Question
from mrm_desktop.reports.catalogue import REPORTS, report_named
from mrm_desktop.reports.order import Handover, Order
from mrm_desktop.reports.papers import areas
from mrm_desktop.reports.papers.geodata import geojson
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.reports.release.residue import Secrets, find_residue
from mrm_desktop.reports.release.search.parts import parts_of
from mrm_desktop.reports.release.solved_wording import solved_in_words
from mrm_desktop.reports.report import Needs
from mrm_desktop.services.release.check_release import check_released
from mrm_desktop.services.release.release_file import Written, check_order, file_name, prepare, release_file
from mrm_desktop.services.release.subject import Subject, citations_of, figures_of, release, subject_of
from mrm_desktop.services.trips.plan_trip import plan_trip
from mrm_desktop.store.file.project_file import ProjectFile
from tests.present import present
from tests.services.conftest import ON, decide, opened
from tests.services.trips.test_plan_trip import ACROSS, INSIDE, incident, trip
from tests.store import records

WORDS = Words("en")
TO = Handover("Partner, access team", "planning", date(2026, 6, 1))
# A marker of every kind of secret, and the most trusted reader who may not have it in a report of the project.
MARKED = {
    "zzbasezz": Reader.COUNTRY_OFFICE,
    "zzcontingentzz": Reader.COUNTRY_OFFICE,
    "zzsitrepzz": Reader.COUNTRY_OFFICE,
    "zzinformantzz": Reader.COUNTRY_OFFICE,
    "zzdissentzz": Reader.COUNTRY_OFFICE,
    "zzactorzz": Reader.PARTNER,
    "zzsourcezz": Reader.PARTNER,
    "zzvillagezz": Reader.PARTNER,
    "zzlinezz": Reader.PARTNER,
}


@pytest.fixture
def marked(project: ProjectFile) -> ProjectFile:
    """A project in which every secret can be told from every other word."""
    decide(project, dissent="zzdissentzz: we should not be seen there.")
    one = records.dataset(DatasetKind.PRESENCE)
    with project.write() as repository:
        repository.add_dataset(one)
        base = records.presence(one.id, last_confirmed=date(2026, 2, 20))
        repository.add_presence([replace(base, name="zzbasezz", contingent="zzcontingentzz", source="zzsitrepzz")])
        repository.add_places([replace(records.place(one.id, point=(-19.41234, -22.61234)), name="zzvillagezz")])
        repository.add_statements([records.duty_line(line="zzlinezz 700 123")])
        repository.add_evidence([records.evidence(one.id, one=records.item(source="zzsourcezz"))])
        repository.add_actor_reports(
            [records.actor_report(one.id, actor="zzactorzz", source="zzinformantzz", stance=Stance.TOLERANT)]
        )
    return project


def is_of_trip(report: str) -> bool:
    return report_named(report).needs is Needs.TRIP


def about(project: ProjectFile, report: str = "areas", reader: Reader = Reader.PUBLIC) -> Subject:
    here = opened(project)
    plan = plan_trip(here, trip(ACROSS)) if is_of_trip(report) else None
    return subject_of(here, report, reader, Question(Mode.LIAISON), area="XT01", plan=plan)


def released(
    project: ProjectFile, report: str, form: str, reader: Reader, out: Path, words: Words = WORDS, **changes: Any
) -> Written:
    order = Order(report, form, reader, TO, **changes)
    return release_file(project, about(project, report, reader), order, words, out, records.AT)


def is_for(report: str, reader: Reader) -> bool:
    if report in ("trip_pack", "field_pack", "register", "wallet_card"):
        return reader in (Reader.INTERNAL, Reader.COUNTRY_OFFICE)
    if report in ("worksheet", "call_sheet", "who_matters"):
        return reader is Reader.INTERNAL
    if report in ("note", "summary"):
        return reader is not Reader.PUBLIC
    return True


@pytest.mark.parametrize("reader", list(Reader))
@pytest.mark.parametrize(("report", "form"), [(report.name, form) for report in REPORTS for form in report.form_names])
def test_no_file_holds_what_its_reader_may_not_have(
    marked: ProjectFile, report: str, form: str, reader: Reader, tmp_path: Path
) -> None:
    if not is_for(report, reader):
        with pytest.raises(KnownError, match="not_for_reader"):
            released(marked, report, form, reader, tmp_path)
        return
    if (report, form) == ("areas", "gpx") and reader in (Reader.PARTNER, Reader.PUBLIC):
        with pytest.raises(KnownError, match=r"export\.no_points"):
            released(marked, report, form, reader, tmp_path)
        return
    path, manifest, _ = released(marked, report, form, reader, tmp_path)
    forbidden = frozenset(m for m, first in MARKED.items() if list(Reader).index(reader) >= list(Reader).index(first))
    if is_of_trip(report):
        forbidden = frozenset(MARKED) - {"zzvillagezz", "zzlinezz"}
    points = ((-19.41234, -22.61234),) if reader in (Reader.PARTNER, Reader.PUBLIC) else ()
    assert find_residue(path.read_bytes(), Secrets(forbidden, points)) == ()
    about = json.loads(manifest.read_text(encoding="utf-8"))
    assert about["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (about["sensitivity"], about["recipient"]) == (reader.value, TO.recipient)
    ordered = present(TO.destroy_by).isoformat()
    assert about["destroy_by"] < ordered if is_of_trip(report) else about["destroy_by"] == ordered


PICTURES_AND_ROUTES = {"png", "svg", "gpx", "kml"}
"""Forms without pages of text: the page behind a picture is read as PDF, and a route says where to turn, not whom to call."""


@pytest.mark.parametrize("reader", list(Reader))
@pytest.mark.parametrize(
    ("report", "form"),
    [(report.name, form) for report in REPORTS for form in report.form_names if form not in PICTURES_AND_ROUTES],
)
def test_no_page_goes_without_the_civilian_channel(
    marked: ProjectFile, report: str, form: str, reader: Reader, tmp_path: Path
) -> None:
    if not is_for(report, reader):
        pytest.skip("not made for this reader")
    path, *_ = released(marked, report, form, reader, tmp_path)
    said = [WORDS.term("channel", channel) for channel in Channel]
    said += [WORDS.say("field_pack.channel"), WORDS.say("safety_sheet.channel.civilian"), "civilian contacts first"]
    said += [*(channel.value for channel in Channel), records.focal_point().role]
    for page in pages_in(path):
        assert any("".join(one.split()) in page for one in said)


def pages_in(path: Path) -> list[str]:
    """Each page of a file as a text without spaces; of data the whole file is one page."""
    if path.suffix == ".pdf":
        return ["".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages]
    return ["".join("".join(unescape(part.data.decode("utf-8", "replace")) for part in parts_of(path.read_bytes())).split())]


@pytest.mark.parametrize("reader", list(Reader))
@pytest.mark.parametrize(
    ("report", "form"),
    [(report.name, form) for report in REPORTS if report.name != "safety_sheet" for form in report.form_names if form == "pdf"]
    + [("note", "html"), ("brief", "docx"), ("atlas", "volumes")],
)
def test_a_paper_of_the_organisation_says_how_far_the_log_had_come_and_no_other(
    marked: ProjectFile, report: str, form: str, reader: Reader, tmp_path: Path
) -> None:
    if not is_for(report, reader):
        pytest.skip("not made for this reader")
    end = marked.log_end()
    path, manifest, _ = released(marked, report, form, reader, tmp_path)
    is_plain = report == "wallet_card"  # a finder shall not learn from where it is
    is_told = reader in (Reader.INTERNAL, Reader.COUNTRY_OFFICE)
    head = head_in_groups(end.head)
    assert all((head in page) is (is_told and not is_plain) for page in pages_in(path))
    about = json.loads(manifest.read_text(encoding="utf-8"))
    assert about["log"] == ({"events": end.events, "head": end.head} if is_told else {})
    assert present(marked.check_log(head)).expected_at == end.events


@pytest.mark.parametrize("report", ["wallet_card", "trip_pack", "field_pack"])
def test_papers_for_the_own_organisation_say_by_which_line_to_call(marked: ProjectFile, report: str, tmp_path: Path) -> None:
    path, *_ = released(marked, report, "pdf", Reader.COUNTRY_OFFICE, tmp_path)
    assert "zzlinezz 700 123" in " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages)


def test_the_search_of_the_markers_is_no_sham(marked: ProjectFile, tmp_path: Path) -> None:
    path, *_ = released(marked, "brief", "html", Reader.INTERNAL, tmp_path)
    assert find_residue(path.read_bytes(), Secrets(frozenset({"zzactorzz"})))


def test_a_file_that_holds_too_much_is_not_written_and_not_logged(
    marked: ProjectFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(areas, "geojson", lambda *given: geojson(*given) + b" zzactorzz ")
    with pytest.raises(RefusedError) as refused:
        released(marked, "areas", "geojson", Reader.PUBLIC, tmp_path)
    assert refused.value.code == "export.residue"
    assert "zzactorzz" not in str(refused.value)
    assert list(tmp_path.glob("*.geojson*")) == []
    with marked.read() as repository:
        assert repository.releases() == ()


def test_a_release_is_logged_and_found_again_by_file_and_by_code(marked: ProjectFile, tmp_path: Path) -> None:
    path, *_ = released(marked, "map", "pdf", Reader.PUBLIC, tmp_path)
    with marked.read() as repository:
        log = repository.releases()
    assert [(r.kind, r.form, r.reader, r.recipient, r.file_name) for r in log] == [
        ("map", "pdf", "public", TO.recipient, path.name)
    ]
    assert check_released(str(path), log, ON).state == "released"
    text = pypdf.PdfReader(path).pages[0].extract_text()
    assert log[0].code in text
    assert check_released(log[0].code.lower().replace("-", " "), log, ON).release == log[0]
    assert check_released("AAAA-AAAA-AAAA", log, ON).state == "unknown"
    assert check_released(str(path), None, ON).state == "as_manifest"
    path.write_bytes(path.read_bytes() + b"\n")
    assert check_released(str(path), log, ON).state == "changed"
    assert check_released(str(path), None, ON).state == "changed"
    for what, code in (("nowhere.pdf", "release.no_such_file"), ("AAAA-AAAA-AAAA", "release.log_needed")):
        with pytest.raises(KnownError) as refused:
            check_released(what, None, ON)
        assert refused.value.code == code


def test_what_should_be_gone_is_listed(marked: ProjectFile, tmp_path: Path) -> None:
    path, *_ = released(marked, "map", "svg", Reader.PUBLIC, tmp_path)
    with marked.read() as repository:
        log = repository.releases()
    assert overdue(log, date(2026, 6, 1)) == ()
    assert overdue(log, date(2026, 6, 2)) == log
    assert check_released(str(path), log, date(2026, 6, 2)).overdue


def test_two_files_of_one_month_give_the_same_figures_whatever_came_in_between(marked: ProjectFile, tmp_path: Path) -> None:
    def rows() -> list[dict[str, str]]:
        path, *_ = released(marked, "areas", "geojson", Reader.PARTNER, tmp_path)
        features = json.loads(path.read_bytes())["features"]
        return [{k: f["properties"][k] for k in ("acceptance", "confidence", "places")} for f in features]

    first = rows()
    with marked.write() as repository:
        one = records.dataset()
        repository.add_dataset(one)
        repository.add_evidence([records.evidence(one.id, one=records.item(source=s, answered=900.0)) for s in ("s8", "s9")])
        repository.add_places([records.place(one.id) for _ in range(60)])
    assert rows() == first
    with marked.read() as repository:
        assert [bool(r.published) for r in repository.releases()] == [True, False]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(
    ("report", "reader"),
    [
        ("atlas", Reader.PARTNER),
        ("brief", Reader.COUNTRY_OFFICE),
        ("register", Reader.INTERNAL),
        ("note", Reader.INTERNAL),
        ("note", Reader.PARTNER),
        ("field_pack", Reader.INTERNAL),
        ("map", Reader.PUBLIC),
    ],
)
def test_a_pdf_is_tagged_titled_bookmarked_and_says_its_language(
    marked: ProjectFile, report: str, reader: Reader, language: str, tmp_path: Path
) -> None:
    path, *_ = released(marked, report, "pdf", reader, tmp_path, Words(language))
    reader_ = pypdf.PdfReader(path)
    catalogue: Any = reader_.root_object
    assert catalogue["/Lang"] == language
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert present(reader_.metadata).title
    assert b"pdfuaid" in catalogue["/Metadata"].get_data()
    assert reader_.outline
    figures = list(_figures(catalogue["/StructTreeRoot"]))
    assert figures
    assert all(figure.get("/Alt") for figure in figures)


def _figures(node: Any) -> Iterator[dict[Any, Any]]:
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from _figures(child)
    elif isinstance(node, dict):
        if node.get("/S") == "/Figure":
            yield node
        if "/K" in node:
            yield from _figures(node["/K"])


def test_the_atlas_has_a_page_for_each_area_with_its_own_legend_and_numbers(marked: ProjectFile, tmp_path: Path) -> None:
    path, *_ = released(marked, "atlas", "pdf", Reader.PARTNER, tmp_path)
    pages = [page.extract_text() for page in pypdf.PdfReader(path).pages]
    view = about(marked).required_view
    assert len(pages) == 2 + len(view.areas)  # a cover and an index before them
    for area, page in zip(view.areas, pages[2:], strict=True):
        assert page.startswith(f"{area.name} [{area.code}]")
        assert WORDS.term("verdict", view.assessments[area.code].verdict) in page
    assert pages[2] != pages[3]


def test_the_civilian_channel_is_on_the_map_of_every_reader(marked: ProjectFile, tmp_path: Path) -> None:
    for reader in (Reader.COUNTRY_OFFICE, Reader.PARTNER, Reader.PUBLIC):
        path, *_ = released(marked, "map", "html", reader, tmp_path)
        footer = path.read_text(encoding="utf-8").partition("<footer>")[2]
        assert f"Civilian channel in any case: {WORDS.term('channel', 'child_protection_adviser')}" in footer


def test_the_field_pack_expires_and_holds_no_evidence(marked: ProjectFile, tmp_path: Path) -> None:
    path, *_ = released(marked, "field_pack", "pdf", Reader.INTERNAL, tmp_path)
    pages = [page.extract_text() for page in pypdf.PdfReader(path).pages]
    assert len(pages) == 1
    assert "This paper is not true after 7 Mar 2026" in pages[0]
    for wanted in ("zzlinezz 700 123", "Travel sheet", "Wait"):
        assert wanted in pages[0].replace("\u00a0", " ")  # no number is broken in two
    for word in ("Post child_protection", "Accepting", "Tolerant", "20 Feb 2026", "Field pack", "armed actor", "hostile"):
        assert word not in pages[0]


def test_a_pack_goes_out_with_an_armed_actor_whom_nobody_knows_and_without_the_name(marked: ProjectFile, tmp_path: Path) -> None:
    with marked.write() as repository:
        repository.add_dataset(one := records.dataset(DatasetKind.ARMED_ACTORS, name="more.csv"))
        repository.add_actor_reports([records.actor_report(one.id, actor="zzunknownzz", stance=Stance.UNKNOWN)])
    assert "trip.why.actors_unknown" in {r.code for r in present(about(marked, "trip_pack").plan).legs[0].reasons}
    path, *_ = released(marked, "trip_pack", "pdf", Reader.INTERNAL, tmp_path)
    text = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())
    assert "of 1 armed actor nobody knows" in text
    assert "zzunknownzz" not in text


def test_names_of_files_follow_ocha_and_hold_no_place(marked: ProjectFile) -> None:
    subject = about(marked)
    assert file_name(subject, Order("map", "html", Reader.PUBLIC)) == "XT_map-public_web_20260301.html"
    assert file_name(subject, Order("areas", "csv", Reader.COUNTRY_OFFICE)) == "XT_areas-country-office_data_20260301.csv.zip"


def test_an_order_is_checked_before_any_work(marked: ProjectFile, tmp_path: Path) -> None:
    for order, code in (
        (Order("poster", "pdf", Reader.INTERNAL), "export.unknown_report"),
        (Order("map", "xlsx", Reader.INTERNAL), "export.unknown_format"),
        (Order("map", "html", Reader.PARTNER), "export.recipient_needed"),
        (Order("map", "html", Reader.INTERNAL, Handover("x", "y", ON - timedelta(days=1))), "export.destroy_by_past"),
        (Order("trip_pack", "pdf", Reader.INTERNAL), "export.trip_needed"),
        (Order("trip_pack", "pdf", Reader.PARTNER, TO), "trip.not_for_reader"),
        (Order("register", "csv", Reader.PUBLIC), "register.not_for_reader"),
        (Order("map", "svg", Reader.PUBLIC, theme="tolerance"), "export.theme_not_for_reader"),
    ):
        with pytest.raises(KnownError) as refused:
            release_file(marked, about(marked), order, WORDS, tmp_path, records.AT)
        assert refused.value.code == code


@pytest.mark.parametrize(("days", "refused"), [(-1, True), (0, False), (1, False)])
def test_a_file_may_have_to_be_gone_today_and_not_yesterday(days: int, refused: bool) -> None:
    order = Order("map", "pdf", Reader.PARTNER, replace(TO, destroy_by=ON + timedelta(days=days)))
    if not refused:
        check_order(order, ON)
        return
    with pytest.raises(KnownError, match=r"export\.destroy_by_past"):
        check_order(order, ON)


def test_nobody_gets_round_the_reader_of_a_report_by_a_preview(marked: ProjectFile, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match=r"register\.not_for_reader"):
        prepare(about(marked), Order("register", "pdf", Reader.PARTNER), WORDS, tmp_path)


def test_providers_of_incidents_are_credited(marked: ProjectFile, tmp_path: Path) -> None:
    subject = replace(about(marked), incidents=(replace(incident(3), source="ACLED"), replace(incident(3), source="UCDP GED")))
    assert [c.split()[1].rstrip(",") for c in citations_of(subject, WORDS)] == ["ACLED", "UCDP"]
    prepared = prepare(subject, Order("brief", "html", Reader.PUBLIC), WORDS, tmp_path)
    assert b"acleddata.com" in prepared.content.data
    assert citations_of(about(marked), WORDS) == ()


def test_a_trip_pack_credits_the_providers_of_the_incidents_that_it_counts(marked: ProjectFile, tmp_path: Path) -> None:
    subject = about(marked, "trip_pack")
    order = Order("trip_pack", "html", Reader.INTERNAL)
    assert b"acleddata.com" not in prepare(subject, order, WORDS, tmp_path).content.data
    credited = replace(subject, incidents=(replace(incident(3), source="ACLED"),))
    path, *_ = release_file(marked, credited, order, WORDS, tmp_path, records.AT)
    assert b"acleddata.com" in path.read_bytes()


def test_a_picture_is_a_picture(marked: ProjectFile, tmp_path: Path) -> None:
    png, *_ = released(marked, "map", "png", Reader.PUBLIC, tmp_path)
    assert png.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    svg, *_ = released(marked, "map", "svg", Reader.PUBLIC, tmp_path)
    assert svg.read_bytes().lstrip().startswith(b"<svg")
    assert b"<path" in svg.read_bytes()


@pytest.mark.parametrize(
    "handover", [Handover("Access team of Amina Okello"), Handover("Partner", "so that the girl Fatima is found")]
)
def test_recipient_and_purpose_are_kept_and_so_tell_of_nobody(project: ProjectFile, handover: Handover, tmp_path: Path) -> None:
    order = Order("areas", "csv", Reader.PARTNER, handover)
    with pytest.raises(PersonInTextError):
        release_file(project, about(project), order, WORDS, tmp_path / "out.zip", records.AT)
    assert not (tmp_path / "out.zip").exists()
    assert not (tmp_path / "out.zip.manifest.json").exists()
    with project.read() as repository:
        assert repository.releases() == ()


@pytest.mark.parametrize("report", [report.name for report in REPORTS])
def test_two_handovers_of_one_content_have_two_codes(marked: ProjectFile, report: str, tmp_path: Path) -> None:
    """Whoever asks about a code is told to whom that file went, and nobody else's."""
    subject, forms = about(marked, report, Reader.INTERNAL), report_named(report).form_names

    def code(form: str, **changes: Any) -> str:
        order = Order(report, form, Reader.INTERNAL, replace(TO, **changes))
        return prepare(subject, order, WORDS, tmp_path).content.code

    for form in forms:
        codes = [code(form), code(form, recipient="Cluster lead"), code(form, purpose="training"), code(form, destroy_by=None)]
        assert len(set(codes)) == len(codes), form
    form = forms[0]
    assert code(form) == code(form), "the same handover has the same code"
    order = Order(report, form, Reader.INTERNAL, TO)
    assert order.seal(ON) != order.seal(ON + timedelta(days=1))


def test_no_file_is_written_over_in_silence(marked: ProjectFile, tmp_path: Path) -> None:
    subject, order = about(marked), Order("areas", "csv", Reader.PUBLIC)
    folder = tmp_path / "out"
    folder.mkdir()
    first, *_ = release_file(marked, subject, order, WORDS, folder, records.AT)
    before = first.read_bytes()
    second, manifest, _ = release_file(marked, subject, order, WORDS, folder, records.AT)
    assert second.name == first.name.replace(".csv", "_2.csv", 1)
    assert (first.read_bytes(), manifest.name) == (before, f"{second.name}.manifest.json")
    with pytest.raises(KnownError, match=r"export\.exists"):
        release_file(marked, subject, order, WORDS, first, records.AT)
    first.unlink()
    with pytest.raises(KnownError, match=r"export\.exists"):
        release_file(marked, subject, order, WORDS, first, records.AT)  # its manifest still speaks of another file
    path, *_ = release_file(marked, subject, order, WORDS, second, records.AT, may_replace=True)
    assert path == second


def test_two_people_let_a_recipient_pass_and_it_is_kept(marked: ProjectFile, tmp_path: Path) -> None:
    hill = replace(TO, recipient="Clinic of Nyibol Athian")
    order = Order("areas", "csv", Reader.PARTNER, hill)
    with pytest.raises(PersonInTextError):
        release_file(marked, about(marked, "areas", Reader.PARTNER), order, WORDS, tmp_path, records.AT)
    one = GuardPass("recipient", "This is the name of a clinic and of nobody else.", "Field manager", "Security focal point")
    order = replace(order, handover=replace(hill, guard_passes=(one,)))
    path, *_ = release_file(marked, about(marked, "areas", Reader.PARTNER), order, WORDS, tmp_path, records.AT)
    with marked.read() as repository:
        (kept,) = repository.guard_passes()
    assert (kept.about, kept.code, kept.guard_pass) == ("release", path.name, one)


def test_a_contact_sentence_may_pass_as_well(marked: ProjectFile, tmp_path: Path) -> None:
    order = Order("safety_sheet", "pdf", Reader.PUBLIC, contact="Ask Nyibol Athian for the adviser.")
    with pytest.raises(PersonInTextError):
        release_file(marked, about(marked, "safety_sheet"), order, WORDS, tmp_path, records.AT)
    one = GuardPass("contact", "This is the name of a bridge and of nobody else.", "Field manager", "Security focal point")
    order = replace(order, handover=Handover(guard_passes=(one,)))
    path, *_ = release_file(marked, about(marked, "safety_sheet"), order, WORDS, tmp_path, records.AT)
    assert "Nyibol" in pypdf.PdfReader(path).pages[0].extract_text()


def test_military_lines_are_asked_for_where_there_are_lines() -> None:
    with pytest.raises(KnownError, match=r"export\.no_military_lines"):
        check_order(Order("areas", "csv", Reader.INTERNAL, military_lines=True), ON)
    check_order(Order("wallet_card", "pdf", Reader.INTERNAL, military_lines=True), ON)


def test_what_must_stay_out_of_a_paper_of_a_trip_is_said_with_its_leg(marked: ProjectFile, tmp_path: Path) -> None:
    """Finding 2: "point in pages" told nobody what to do."""
    with marked.write() as repository:
        repository.add_incidents([replace(incident(5, "raid of zzactorzz"), id=new_id())])
    here = opened(marked)
    plan = plan_trip(here, trip(((-18.4, -22.5), (-18.2, -22.5)), INSIDE))
    subject = subject_of(here, "trip_pack", Reader.INTERNAL, Question(Mode.LIAISON), plan=plan)
    with pytest.raises(RefusedError) as refused:
        release_file(marked, subject, Order("trip_pack", "pdf", Reader.INTERNAL, TO), WORDS, tmp_path, records.AT)
    assert refused.value.code == "export.trip_residue"
    assert refused.value.params["legs"] == ["2 (Leg 2)"]
    assert "zzactorzz" not in WORDS.say(refused.value.code, **refused.value.params)
    assert not list(tmp_path.glob("*.pdf"))


@pytest.mark.parametrize(("report", "form"), [("trip_pack", "pdf"), ("field_pack", "pdf"), ("field_pack", "gpx")])
def test_a_paper_of_a_trip_has_one_day_to_destroy_it_on_page_manifest_and_log(
    marked: ProjectFile, report: str, form: str, tmp_path: Path
) -> None:
    """Finding 29."""
    here = opened(marked)
    plan = plan_trip(here, trip(ACROSS))
    subject = subject_of(here, report, Reader.INTERNAL, Question(Mode.LIAISON), plan=plan)
    path, manifest, _ = release_file(marked, subject, Order(report, form, Reader.INTERNAL), WORDS, tmp_path, records.AT)
    stated = date.fromisoformat(json.loads(manifest.read_text(encoding="utf-8"))["destroy_by"])
    with marked.read() as repository:
        assert repository.releases()[-1].destroy_by == stated
    if form == "pdf":
        page = " ".join(" ".join(one.extract_text().split()) for one in pypdf.PdfReader(path).pages)
        assert WORDS.say("trip.destroy", day=stated) in page


def test_the_first_note_of_a_month_shows_no_cell_that_the_second_one_hides(project: ProjectFile, tmp_path: Path) -> None:
    """Women in XT02 are few: those in XT01 are withheld with them, in the first file as in all others, although it is a note on XT01."""
    with project.write() as repository:
        repository.add_dataset(one := records.dataset())
        few = records.item(Stratum.WOMEN, "survey", answered=3.0)
        repository.add_evidence([records.evidence(one.id, "XT02", few)])

    def note() -> str:
        path, *_ = released(project, "note", "html", Reader.PARTNER, tmp_path)
        page = path.read_text(encoding="utf-8")
        return page[page.index("What people said") :]

    first, again = note(), note()
    assert first == again
    assert WORDS.say("note.section.groups") in unescape(first)


def test_a_withheld_row_says_nothing_of_who_asked(project: ProjectFile, tmp_path: Path) -> None:
    """Who held focus groups with women there in October, graded A1, is one organisation."""
    with project.write() as repository:
        repository.add_dataset(one := records.dataset())
        repository.add_evidence([records.evidence(one.id, "XT02", records.item(Stratum.YOUTH, answered=3.0))])
    withheld = [p for p in release(about(project), Reader.PARTNER).perceptions if p.suppressed]
    assert withheld
    assert {(p.method, p.grade, p.source, p.survey) for p in withheld} == {("", "", "", "")}
    assert {p.answers for p in withheld} == {"suppressed"}


def test_what_a_reader_would_have_worked_out_is_told_to_whoever_lets_the_file_out(project: ProjectFile, tmp_path: Path) -> None:
    """Women were withheld in the file of February; twelve have answered by now, and the difference would be few."""
    with project.write() as repository:
        repository.add_dataset(one := records.dataset())
        rows = [records.item(s, "x", answered=n) for s, n in ((Stratum.WOMEN, 12.0), (Stratum.MEN, 60.0), (Stratum.YOUTH, 60.0))]
        repository.add_evidence([records.evidence(one.id, "XT02", row) for row in rows])
    february = figures_of(about(project)).to_plain() | {"period": "2026-02"}
    for told in february["perceptions"]:
        told["suppressed"] |= (told["area_code"], told["stratum"]) == ("XT02", "women")
    with project.write() as repository:
        repository.add_release(records.release(period="2026-02", published=february))
    written = released(project, "brief", "html", Reader.PARTNER, tmp_path)
    (sentence,) = solved_in_words(written.solved, {"XT02": "Second square"}, WORDS)
    assert sentence.startswith("Second square, women: how many answered could be worked out")
    assert sentence.endswith("It stays withheld, as in the last file.")
    assert "women" not in {p.stratum for p in release(about(project), Reader.PARTNER).perceptions if p.suppressed}
    with project.read() as repository:
        log = tuple(repository.releases())
    assert "women" in {p.stratum for p in release(about(project), Reader.PARTNER, log).perceptions if p.suppressed}


def test_a_manifest_counts_nothing_that_its_file_withholds(marked: ProjectFile, tmp_path: Path) -> None:
    """Two of them told when a report on armed actors came in."""

    def manifest() -> dict[str, Any]:
        _, path, _ = released(marked, "areas", "geojson", Reader.PUBLIC, tmp_path)
        stated: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return {key: value for key, value in stated.items() if key != "file"}

    before = manifest()
    with marked.write() as repository:
        repository.add_dataset(one := records.dataset(DatasetKind.ARMED_ACTORS, name="more.csv"))
        repository.add_actor_reports([records.actor_report(one.id, actor="zzotherzz", stance=Stance.TOLERANT)])
        repository.add_evidence([records.evidence(one.id, "XT02")])
    assert manifest() == before
    with marked.read() as repository:
        one_record, other = repository.releases()
    assert other.removed["actors"] == one_record.removed["actors"] + 1
    assert other.removed["searched_texts"] > one_record.removed["searched_texts"]


@pytest.mark.parametrize(
    ("name", "written_as"), [("areas.csv", "areas.csv.zip"), ("areas.ZIP", "areas.ZIP"), ("areas", "areas.zip")]
)
def test_several_tables_in_one_file_are_called_an_archive(marked: ProjectFile, name: str, written_as: str, tmp_path: Path) -> None:
    path, manifest, _ = released(marked, "areas", "csv", Reader.PARTNER, tmp_path / name)
    assert path.name == written_as
    assert json.loads(manifest.read_text(encoding="utf-8"))["file"] == written_as
    assert zipfile.is_zipfile(path)
