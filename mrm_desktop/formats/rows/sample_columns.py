"""Columns of community perceptions that say who was asked, each division apart, and how the sample was drawn."""

from __future__ import annotations

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.survey_groups import GROUPS, Axis
from mrm_desktop.formats.rows.column_spec import ColumnSpec
from mrm_desktop.formats.rows.survey_questions import labels_of

_COMMUNITY = (DatasetKind.COMMUNITY,)


def _division(axis: Axis, question: str, *aliases: str) -> ColumnSpec:
    return ColumnSpec(axis.value, _COMMUNITY, "word", words=GROUPS[axis], aliases=(*aliases, *labels_of(question)))


GROUP_SPECS = (
    _division(
        Axis.SEX, "sex", "respondent_sex", "respondent_gender", "sexe_repondant", "sexe_du_repondant", "sexo_encuestado", "الجنس"
    ),
    _division(
        *(Axis.DISPLACEMENT, "displacement", "displacement_status", "displaced", "is_displaced", "idp_status", "is_idp", "idp"),
        *("statut_deplacement", "statut_de_deplacement", "situacion_de_desplazamiento", "desplazamiento", "حالة_النزوح", "النزوح"),
    ),
    _division(
        *(Axis.AGE, "age_group", "age", "age_group", "age_category", "respondent_age", "tranche_d_age", "groupe_d_age", "edad"),
        *("grupo_de_edad", "العمر", "الفئة_العمرية"),
    ),
    _division(
        *(Axis.DISABILITY, "disability", "disability", "has_disability", "with_disability", "disability_status", "handicap"),
        *("situation_de_handicap", "discapacidad", "الإعاقة", "إعاقة"),
    ),
)
SAMPLE_SPECS = (
    ColumnSpec(
        "weight",
        _COMMUNITY,
        minimum=0,
        aliases=(
            *("weights", "sampling_weight", "sample_weight", "survey_weight", "design_weight", "final_weight", "pweight", "wt"),
            *("poids_de_sondage", "poids_sondage", "ponderation", "ponderacion", "factor_de_expansion", "الوزن"),
        ),
    ),
    ColumnSpec(
        "cluster",
        _COMMUNITY,
        aliases=(
            "psu",
            "cluster_id",
            "cluster_no",
            "ea",
            "enumeration_area",
            "grappe",
            "zone_de_denombrement",
            "conglomerado",
            "upm",
        ),
    ),
    ColumnSpec(
        "design_stratum", _COMMUNITY, aliases=("sampling_stratum", "strata", "strate", "estrato_muestral", "strate_de_sondage")
    ),
    ColumnSpec("population", _COMMUNITY, minimum=1, aliases=("fpc", "population_size", "clusters_in_stratum")),
)
