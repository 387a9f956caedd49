"""Columns that only incidents have: number, day, exactness and kind, as public registers and offices' own sheets head them."""

from __future__ import annotations

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.formats.rows.column_spec import ColumnSpec, Need, Unless

_INCIDENTS = DatasetKind.INCIDENTS

TYPE_OF_INCIDENT = (
    *("incident_type", "type_of_incident", "incident_category", "type_incident", "type_d_incident", "tipo_de_incidente"),
    *("tipo_incidente", "نوع_الحادث", "نوع_الحادثة"),
)
"""How an office's own sheet heads what happened; no sheet of anything else has such a column."""

INCIDENT_SPECS = (
    ColumnSpec(
        "key",
        (_INCIDENTS,),
        "code",
        aliases=(
            "event_id_cnty",
            "incident_ref",
            "incident_number",
            "incident_no",
            "id",
            "incident_id",
            "event_id",
            "sind_event_id",
            "data_id",
        ),
        tags=("#event+id",),
        example="E-1",
    ),
    ColumnSpec(
        "happened_on",
        (_INCIDENTS,),
        "day",
        required=Unless(("year",)),
        aliases=("event_date", "date_start", "incident_date", "date_of_incident", "date", "jour"),
        tags=("#date+occurred", "#date"),
        example="2026-02-11",
    ),
    ColumnSpec(
        "counted",
        (_INCIDENTS,),
        "people",
        0,
        1e6,
        aliases=(
            *(
                "incidents",
                "incident_count",
                "number_of_incidents",
                "no_of_incidents",
                "n_incidents",
                "num_incidents",
                "event_count",
            ),
            *("number_of_events", "incidentes", "numero_de_incidentes", "nombre_d_incidents", "nombre_incidents", "nb_incidents"),
            *("عدد_الحوادث", "عدد_حوادث", "الحوادث"),
        ),
    ),
    ColumnSpec("happened_until", (_INCIDENTS,), "day", aliases=("date_end",)),
    ColumnSpec("day_precision", (_INCIDENTS,), "text", aliases=("time_precision", "date_prec")),
    ColumnSpec("year", (_INCIDENTS,), "text", 1900, 2100),
    ColumnSpec("month", (_INCIDENTS,), "text", 1, 12),
    ColumnSpec("day", (_INCIDENTS,), "text", 1, 31),
    ColumnSpec(
        "location_precision", (_INCIDENTS,), "text", aliases=("geo_precision", "where_prec", "precision"), tags=("#geo+precision",)
    ),
    ColumnSpec(
        "type",
        (_INCIDENTS,),
        required=Need.ALWAYS,
        missing="incidents.no_type",
        aliases=(
            *("sub_event_type", "event_type", "type_of_violence", "means_of_attack", "act", "sub_act", *TYPE_OF_INCIDENT),
            *("sub_category", "category"),
        ),
        tags=("#event+type",),
        example="ambush",
    ),
)
