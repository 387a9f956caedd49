"""The areas as data: tables for a workbook or a bundle of CSV files, and layers for a geographical information system."""

from __future__ import annotations

from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.geodata import geojson, geopackage, kml, places_gpx
from mrm_desktop.reports.papers.tables import csv_bundle, sheets_of, workbook
from mrm_desktop.reports.release.verification import code_of
from mrm_desktop.reports.report import CSV, GEOJSON, GEOPACKAGE, GPX, KML, XLSX, Content, Report, Source


def _data(source: Source, order: Order, words: Words) -> bytes:
    released = source.required_released
    match order.form:
        case XLSX.name:
            return workbook(sheets_of(released, words))
        case CSV.name:
            return csv_bundle(sheets_of(released, words), order.hxl)
        case GEOPACKAGE.name:
            return geopackage(released, words, source.scratch_folder)
        case GPX.name:
            return places_gpx(released, words)
        case KML.name:
            return kml(released, words)
        case _:
            return geojson(released, words)


def _make(source: Source, order: Order, words: Words) -> Content:
    data = _data(source, order, words)
    return Content(data, code_of(data, order.seal(source.on)))


REPORT = Report("areas", (XLSX, CSV, GEOPACKAGE, GEOJSON, KML, GPX), _make, keeps_names=True)
