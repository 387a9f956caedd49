"""The columns of our tables, as data."""

from __future__ import annotations

from typing import Any

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.vocabulary import ActorKind, EvidenceMethod, PatrolFrequency, Rated, Stance, Stratum
from mrm_desktop.formats.rows.column_spec import ColumnSpec, Need, Unless
from mrm_desktop.formats.rows.incident_columns import INCIDENT_SPECS
from mrm_desktop.formats.rows.presence_columns import PRESENCE_SPECS
from mrm_desktop.formats.rows.sample_columns import GROUP_SPECS, SAMPLE_SPECS
from mrm_desktop.formats.rows.survey_questions import CHOICES, labels_of

_AREAS, _PRESENCE, _PLACES = DatasetKind.AREAS, DatasetKind.PRESENCE, DatasetKind.PLACES
_COMMUNITY, _ACTORS, _INCIDENTS = DatasetKind.COMMUNITY, DatasetKind.ARMED_ACTORS, DatasetKind.INCIDENTS
_LOCATED = (_PLACES, _COMMUNITY, _ACTORS, _INCIDENTS)
PERIOD_FIELDS = ("valid_from", "valid_to")  # the days between which a row holds


def _words(
    members: type[Stratum] | type[EvidenceMethod] | type[PatrolFrequency] | type[Stance] | type[ActorKind] | type[Rated],
) -> tuple[str, ...]:
    return tuple(member.value for member in members)


_ADMIN_CODES = (
    *("pcode", "p_code", "code", "adm_code", "admin_code", "area", "adm4_pcode", "adm3_pcode", "adm2_pcode", "adm1_pcode"),
    *("payam_code", "county_code", "state_code", "district_code", "region_code", "code_commune", "code_departement"),
)

# Perceptions and armed actors are of an area: without its code, something else must say where a row is.
_PLACED = Unless(("adm3_name", "adm2_name", "adm1_name", "latitude", "longitude", "position"))
_AREA_CODE: dict[str, Any] = {
    "aliases": ("area_pcode", *labels_of("area_code"), *_ADMIN_CODES),
    "tags": ("#adm3+code", "#adm2+code", "#adm1+code", "#adm+code"),
    "example": "ZZ0102",
}
# A place is its name; presence without one is called after its file and row.
_NAME: dict[str, Any] = {
    "aliases": (
        *(
            "place_name",
            "site_name",
            "location",
            "location_name",
            "health_facility_name",
            "facility_name",
            "facility",
            "settlement",
        ),
        *("settlement_name", "village", "localite", "nom", "nom_de_la_localite", "site", "base", "base_name", "title", "name_en"),
        *("name_fr", "name_ar", "name_es", "featurename", "nom_site", "nombre", "lieu"),
    ),
    "tags": ("#loc+name", "#loc"),
    "example": "Tamarind Crossing",
}

SPECS: tuple[ColumnSpec, ...] = (
    ColumnSpec("area_code", (_COMMUNITY, _ACTORS), "code", required=_PLACED, **_AREA_CODE),
    ColumnSpec("area_code", (_PRESENCE, _PLACES, _INCIDENTS), "code", **_AREA_CODE),
    ColumnSpec(
        "adm3_name",
        _LOCATED,
        aliases=("adm3_en", "adm3_fr", "admin3", "adm3", "payam", "commune", "sous_prefecture", "adm_3"),
        tags=("#adm3+name", "#adm3"),
    ),
    ColumnSpec(
        "adm2_name",
        _LOCATED,
        aliases=("adm2_en", "adm2_fr", "admin2", "adm2", "county", "comte", "district", "departement", "territoire", "adm_2"),
        tags=("#adm2+name", "#adm2"),
        example="Lower Marula",
    ),
    ColumnSpec(
        "adm1_name",
        _LOCATED,
        aliases=(
            *(
                "area_name",
                "adm1_en",
                "adm1_fr",
                "admin1",
                "adm1",
                "state",
                "etat",
                "region",
                "province",
                "prefecture",
                "governorate",
            ),
            *("estado", "departamento", "adm_1"),
        ),
        tags=("#adm1+name", "#adm1"),
        example="Marula",
    ),
    ColumnSpec(
        "latitude",
        (_PRESENCE, *_LOCATED),
        "degrees",
        -90,
        90,
        sensitivity="internal",
        aliases=("lat", "y", "gps_latitude", "_gps_latitude", "y_coord", "latitud", "lat_dd"),
        tags=("#geo+lat",),
        example="4.8512",
    ),
    ColumnSpec(
        "longitude",
        (_PRESENCE, *_LOCATED),
        "degrees",
        -180,
        180,
        sensitivity="internal",
        aliases=("lon", "long", "lng", "x", "gps_longitude", "_gps_longitude", "x_coord", "longitud", "lon_dd"),
        tags=("#geo+lon",),
        example="31.6043",
    ),
    ColumnSpec(
        "position",
        (_PRESENCE, *_LOCATED),
        sensitivity="internal",
        aliases=(
            *(
                "coordinates",
                "coordonnees",
                "coordenadas",
                "gps",
                "gps_position",
                "position_gps",
                "mgrs",
                "utm",
                "grid",
                "geopoint",
            ),
            *("location_coordinates", "gps_coordinates", "lat_long", "lat_lon", "latlong", "geom", "wkt", "the_geom"),
        ),
    ),
    ColumnSpec("code", (_AREAS,), "code", required=Need.ALWAYS, example="ZZ01"),
    ColumnSpec("name", (_AREAS,), required=Need.ALWAYS, example="Marula"),
    ColumnSpec("parent", (_AREAS,), "code", aliases=("parent_code", "parent_pcode"), example="ZZ"),
    ColumnSpec("level", (_AREAS,), "text", aliases=("admin_level", "adm_level")),
    ColumnSpec("displaced_share", (_AREAS,), "share", 0, 1, aliases=("idp_share",)),
    ColumnSpec("name", (_PLACES,), required=Need.ALWAYS, missing="place.without_name", **_NAME),
    ColumnSpec("name", (_PRESENCE,), **_NAME),
    ColumnSpec(
        "code",
        (_PLACES,),
        "code",
        aliases=("place_code", "facility_code", "site_code", "osm_id", "ssid", "id_site"),
        tags=("#loc+code",),
    ),
    ColumnSpec(
        "kind",
        (_PLACES,),
        aliases=("place_kind", "type", "place_type", "facility_type", "category", "amenity", "fclass", "site_type", "sym"),
        tags=("#loc+type",),
        example="settlement",
    ),
    ColumnSpec("mission", (_PRESENCE,), "code", aliases=("pko", "operation"), example="UNMEX"),
    ColumnSpec("contingent", (_PRESENCE,), "code", aliases=("unit", "tcc", "battalion", "unite"), example="UNMEX-A"),
    ColumnSpec("year", (_PRESENCE,), "text", 1945, 2100, aliases=("annee", "base_year")),
    ColumnSpec("month", (_PRESENCE,), "text", 1, 12, aliases=("mois", "mes")),
    ColumnSpec(
        "frequency",
        (_PRESENCE,),
        "word",
        words=_words(PatrolFrequency),
        sensitivity="restricted",
        aliases=("patrol_frequency", "patrol_freq", "frequence", "freq"),
        example="monthly",
    ),
    ColumnSpec(
        "last_confirmed",
        (_PRESENCE,),
        "day",
        sensitivity="restricted",
        aliases=("last_seen", "confirmed_on", "derniere_confirmation", "as_of", "date"),
        tags=("#date+confirmed", "#date+seen", "#date"),
        example="2026-03-20",
    ),
    ColumnSpec("radius_km", (_PRESENCE,), "km", 0.1, 1000, aliases=("radius", "rayon_km", "buffer_km"), example="25"),
    ColumnSpec(
        "record_id", (_COMMUNITY,), "code", aliases=("_uuid", "meta_instanceid", "instanceid", "key", "_id"), example="r-001"
    ),
    ColumnSpec(
        "stratum",
        (_COMMUNITY,),
        "word",
        words=_words(Stratum),
        aliases=(
            "respondent_stratum",
            "sex",
            "gender",
            "sexe",
            "genre",
            "sexo",
            "group",
            "population_group",
            "respondent_sex",
            *labels_of("stratum"),
        ),
        tags=("#respondee+sex",),
        example="women",
    ),
    *GROUP_SPECS,
    ColumnSpec(
        "rating",
        (_COMMUNITY,),
        "rating",
        -2,
        2,
        required=Unless(("mean_rating",)),
        sensitivity="internal",
        aliases=("value_ordinal", "value_text_code", "pk_effect", "pk_rating", *labels_of("pk_effect")),
        example="1",
    ),
    ColumnSpec(
        "consent",
        (_COMMUNITY,),
        "yes_no",
        aliases=("consentement", "consentimiento", "agreed_to_answer", *labels_of("consent")),
        example="yes",
    ),
    ColumnSpec(
        "mean_rating", (_COMMUNITY,), "rating", -2, 2, required=Unless(("rating",)), aliases=("mean", "average_rating", "moyenne")
    ),
    ColumnSpec(
        "answered",
        (_COMMUNITY,),
        "people",
        0,
        1e7,
        aliases=("n", "n_answered", "respondents", "sample_size", "effectif", "groups_held"),
        example="1",
    ),
    ColumnSpec(
        "takes_sides",
        (_COMMUNITY,),
        "yes_no",
        sensitivity="internal",
        aliases=("pk_party", "seen_as_party", *labels_of("pk_party")),
        example="no",
    ),
    ColumnSpec(
        "minds_being_seen",
        (_COMMUNITY,),
        "yes_no",
        sensitivity="internal",
        aliases=("pk_seen_with", *labels_of("pk_seen_with")),
        example="somewhat",
    ),
    ColumnSpec(
        "conduct",
        (_COMMUNITY,),
        "word",
        words=CHOICES["conduct"],
        sensitivity="internal",
        aliases=("pk_conduct", *labels_of("pk_conduct")),
        example="good",
    ),
    ColumnSpec("takes_sides_share", (_COMMUNITY,), "share", 0, 1, sensitivity="internal", aliases=("share_takes_sides",)),
    ColumnSpec("minds_being_seen_share", (_COMMUNITY,), "share", 0, 1, sensitivity="internal", aliases=("share_minds_being_seen",)),
    ColumnSpec("bad_conduct_share", (_COMMUNITY,), "share", 0, 1, sensitivity="internal", aliases=("share_bad_conduct",)),
    ColumnSpec("refused_share", (_COMMUNITY,), "share", 0, 1, aliases=("share_refused",)),
    ColumnSpec("refused", (_COMMUNITY,), "people", 0, 1e7, aliases=("n_refused",)),
    ColumnSpec("do_not_know", (_COMMUNITY,), "people", 0, 1e7, aliases=("n_dont_know", "dont_know")),
    ColumnSpec("design_effect", (_COMMUNITY,), "text", 1, 100, aliases=("deff",)),
    *SAMPLE_SPECS,
    ColumnSpec(
        "method",
        (_COMMUNITY,),
        "word",
        words=_words(EvidenceMethod),
        aliases=("mode", "collection_method", "methode"),
        example="purposive_survey",
    ),
    ColumnSpec(
        "rated",
        (_COMMUNITY,),
        "word",
        words=_words(Rated),
        aliases=("who_was_rated", "pk_force", *labels_of("pk_force")),
        example="un_military",
    ),
    ColumnSpec(
        "rated_unit",
        (_COMMUNITY,),
        "code",
        aliases=("unit_rated", "contingent_rated", "base_rated", *labels_of("rated_unit")),
        example="UNMEX-A",
    ),
    ColumnSpec(
        "asked_elsewhere", (_COMMUNITY,), "yes_no", aliases=("lives_now", "lives_elsewhere", *labels_of("lives_now")), example="no"
    ),
    ColumnSpec("round", (_COMMUNITY,), "code", aliases=("wave", "collection_round", "vague"), example="2026-03"),
    ColumnSpec(
        "collected_on",
        (_COMMUNITY,),
        "day",
        aliases=(
            *(
                "collected_to",
                "today",
                "date_of_interview",
                "interview_date",
                "survey_date",
                "date",
                "end",
                "start",
                *("submissiondate", "creationdate"),
            ),
            "_submission_time",
        ),
        tags=("#date+occurred", "#date"),
        example="2026-03-14",
    ),
    ColumnSpec("wording_hash", (_COMMUNITY,), "code"),
    ColumnSpec("validation", (_COMMUNITY,), "word", aliases=("_validation_status", "reviewstate", "review_state")),
    ColumnSpec("submission_state", (_COMMUNITY,), "word", aliases=("status",)),
    ColumnSpec(
        "actor",
        (_ACTORS,),
        "code",
        required=Need.ALWAYS,
        missing="actors.no_actor",
        aliases=("actor_name", "armed_actor", "acteur", "group"),
        example="ARM-1",
    ),
    ColumnSpec(
        "kind", (_ACTORS,), "word", words=_words(ActorKind), aliases=("actor_kind", "type", "actor_type"), example="non_state"
    ),
    ColumnSpec("able_to_harm", (_ACTORS,), "yes_no", aliases=("can_harm", "capable", "able"), example="yes"),
    ColumnSpec(
        "stance",
        (_ACTORS,),
        "word",
        words=_words(Stance),
        sensitivity="restricted",
        aliases=("attitude", "position_towards_mission", "posture"),
        example="wary",
    ),
    ColumnSpec("reported_on", (_ACTORS,), "day", aliases=("date", "report_date", "as_of"), tags=("#date",), example="2026-03-18"),
    ColumnSpec("source", (_PRESENCE, _COMMUNITY, _ACTORS), "code", aliases=("source_code",), example="S-07"),
    ColumnSpec(
        "grade",
        (_PRESENCE, _COMMUNITY, _ACTORS),
        "word",
        aliases=("admiralty", "admiralty_grade", "source_rating", "cotation"),
        example="B2",
    ),
    ColumnSpec("source_grade", (_COMMUNITY, _ACTORS), "word", words=tuple("ABCDEF"), aliases=("reliability",)),
    ColumnSpec("info_grade", (_COMMUNITY, _ACTORS), "word", words=tuple("123456"), aliases=("credibility",)),
    ColumnSpec(
        "valid_from",
        (_PLACES, _PRESENCE, _COMMUNITY, _ACTORS),
        "day",
        aliases=("validfrom", "valid_since", "opened_on", "date_opened", "valable_du", "ouvert_le", "valido_desde", "abierto_el"),
        tags=("#date+start",),
    ),
    ColumnSpec(
        "valid_to",
        (_PLACES, _PRESENCE, _COMMUNITY, _ACTORS),
        "day",
        aliases=(
            *("validto", "valid_until", "closed_on", "date_closed", "valable_jusqu_au", "ferme_le", "valido_hasta"),
            *("cerrado_el",),
        ),
        tags=("#date+end",),
        example="2026-12-31",
    ),
    *PRESENCE_SPECS,
    *INCIDENT_SPECS,
)
