"""Which report is made of what: one content model, in the form that is wanted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.projects import ProjectInfo
from mrm_desktop.domain.trip_plans import TripPlan
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.pages import Document, pdf_of, png_of, svg_of
from mrm_desktop.reports.release.freezing import Published
from mrm_desktop.reports.release.ladder import Reader, ReleasedView
from mrm_desktop.reports.release.released_view import release_card
from mrm_desktop.reports.release.verification import code_of

if TYPE_CHECKING:
    from mrm_desktop.cartography.map_document import MapDocument
    from mrm_desktop.services.release.release_file import Order, Subject


def of_trip(plan: TripPlan, info: ProjectInfo, order: Order, words: Words) -> tuple[bytes, str]:
    """Make a paper of a trip; return it with its code."""
    from mrm_desktop.reports.papers.field_pack import check_reader, field_pack
    from mrm_desktop.reports.papers.trip_pack import trip_gpx, trip_kml, trip_pack

    check_reader(order.reader)
    if order.form in ("gpx", "kml"):
        content = (trip_gpx if order.form == "gpx" else trip_kml)(plan, words)
        return content, code_of(content)
    document = trip_pack(plan, info, words) if order.report == "trip_pack" else field_pack(plan, info, order.reader, words)
    return _written(document, order.form, words)[0], document.code(words)


def of_project(
    subject: Subject, released: ReleasedView, order: Order, words: Words, workshop: Path, published: Published | None
) -> tuple[bytes, str, bytes]:
    """Make a report of a project; return it, its code and, for a picture, the same pages as PDF to be searched."""
    if order.report == "areas":
        content = _data(released, order, workshop, words)
        return content, code_of(content), b""
    if order.report == "map" and order.form == "html":
        from mrm_desktop.cartography.web_page import web_page

        content = web_page(_map(subject, released, words)).encode("utf-8")
        return content, code_of(content), b""
    if order.report == "register" and order.form in ("xlsx", "csv"):
        content = _register_table(subject, order, words)
        return content, code_of(content), b""
    if order.report == "note" and order.reader is Reader.INTERNAL and order.form == "pdf" and subject.card is not None:
        from mrm_desktop.cartography.build import build_map_document
        from mrm_desktop.reports.papers.area_note import area_note, code_of_note

        if subject.view is None:
            raise KnownError("map.no_areas")
        drawn = build_map_document(subject.view, words)
        return area_note(subject.card, drawn, words), code_of_note(subject.card, words), b""
    document = _document(subject, released, order, words, published)
    content, searched = _written(document, order.form, words)
    return content, document.code(words), searched


def _document(subject: Subject, released: ReleasedView, order: Order, words: Words, published: Published | None) -> Document:
    from mrm_desktop.reports.papers.area_pages import atlas, map_sheet
    from mrm_desktop.reports.papers.brief import perception_brief
    from mrm_desktop.reports.papers.register import decision_register
    from mrm_desktop.services.release.release_file import citations_of

    citations = citations_of(subject, words)
    if order.report == "brief":
        return perception_brief(released, words, citations)
    if order.report == "register":
        return decision_register(subject.knowledge.decisions, subject.knowledge.info, order.reader, subject.on, words)
    drawn = _map(subject, released, words)
    if order.report == "map":
        theme = order.theme or drawn.themes[0].id
        if theme not in {t.id for t in drawn.themes}:
            raise KnownError("export.theme_not_for_reader", theme=theme, allowed=[t.id for t in drawn.themes])
        return map_sheet(released, drawn, theme, words, citations)
    if order.report == "note":
        if subject.card is None or subject.view is None:
            raise KnownError("export.area_needed")
        one = release_card(subject.card, order.reader, subject.view, published)
        return atlas(one, drawn, words, citations)
    return atlas(released, drawn, words, citations)


def _map(subject: Subject, released: ReleasedView, words: Words) -> MapDocument:
    from mrm_desktop.cartography.build import build_map_document
    from mrm_desktop.reports.papers.released_map import released_map
    from mrm_desktop.services.release.release_file import citations_of

    if released.reader is Reader.INTERNAL and subject.view is not None:
        return build_map_document(subject.view, words)
    return released_map(released, words, citations_of(subject, words))


def _written(document: Document, form: str, words: Words) -> tuple[bytes, bytes]:
    if form == "html":
        from mrm_desktop.reports.papers.html_pages import html_of

        return html_of(document, words), b""
    pdf = pdf_of(document, words)
    if form == "pdf":
        return pdf, b""
    pages = png_of(document, words) if form == "png" else svg_of(document, words)
    if len(pages) != 1:
        raise KnownError("export.more_than_one_page", pages=len(pages))
    return pages[0], pdf


def _register_table(subject: Subject, order: Order, words: Words) -> bytes:
    from mrm_desktop.reports.papers.register import register_sheet
    from mrm_desktop.reports.papers.tables import csv_bundle, workbook

    sheet = register_sheet(subject.knowledge.decisions, order.reader, subject.on, words)
    return workbook([sheet]) if order.form == "xlsx" else csv_bundle([sheet])


def _data(released: ReleasedView, order: Order, workshop: Path, words: Words) -> bytes:
    from mrm_desktop.reports.papers.geodata import geojson, geopackage, kml, places_gpx
    from mrm_desktop.reports.papers.tables import csv_bundle, sheets_of, workbook

    if order.form == "xlsx":
        return workbook(sheets_of(released, words))
    if order.form == "csv":
        return csv_bundle(sheets_of(released, words), order.hxl)
    if order.form == "gpkg":
        return geopackage(released, workshop)
    if order.form == "gpx":
        return places_gpx(released)
    return (geojson if order.form == "geojson" else kml)(released, words)
