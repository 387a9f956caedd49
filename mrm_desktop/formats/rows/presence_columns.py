"""Columns that only presence has beside place and day: whether a base is still there, and how many were seen."""

from __future__ import annotations

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.formats.rows.column_spec import ColumnSpec

_PRESENCE = DatasetKind.PRESENCE

SAYS_CLOSED = ("closed", "is_closed", "ferme", "fermee", "cerrado", "cerrada", "مغلق", "مغلقة")
"""Headings under which a yes means that the base is no longer there."""
SAYS_OPEN = ("active", "is_active", "operational", "is_open", "actif", "activo", "activa", "نشط", "نشطة")

PRESENCE_SPECS = (
    ColumnSpec(
        "status",
        (_PRESENCE,),
        aliases=(
            *("base_status", "site_status", "operational_status", "current_status", "patrol_status", "state_of_base", "base_state"),
            *("statut", "statut_base", "statut_de_la_base", "etat_base", "etat_de_la_base", "situation", "estatus", "estado_base"),
            *("estado_de_la_base", "situacion", "الحالة", "حالة", "حالة_القاعدة", "وضع_القاعدة", *SAYS_OPEN, *SAYS_CLOSED),
        ),
        tags=("#status",),
    ),
    ColumnSpec(
        "seen",
        (_PRESENCE,),
        "people",
        0,
        1e6,
        aliases=(
            *(
                "patrols_seen",
                "patrols",
                "patrol_seen",
                "number_of_patrols",
                "patrol_count",
                "patrols_count",
                "n_patrols",
                "no_of_patrols",
            ),
            *("num_patrols", "patrols_observed", "patrols_sighted", "times_seen", "sighted", "sightings", "sighting", "observed"),
            *(
                "number_seen",
                "count_seen",
                "seen_count",
                "count",
                "un_seen",
                "un_patrol_seen",
                "peacekeepers_seen",
                "vehicles_seen",
            ),
            *(
                "patrouilles",
                "patrouilles_vues",
                "patrouille_vue",
                "patrouilles_observees",
                "nombre_de_patrouilles",
                "nb_patrouilles",
            ),
            *("nombre_patrouilles", "nb_de_patrouilles", "vues", "vue", "observee", "observees", "nombre_d_observations"),
            *("patrullas", "patrullas_vistas", "patrulla_vista", "numero_de_patrullas", "num_patrullas", "cantidad_de_patrullas"),
            *("patrullas_observadas", "vistas", "vista", "avistamientos", "n_de_patrullas", "no_de_patrullas"),
            *("عدد_الدوريات", "الدوريات", "دوريات", "عدد_دوريات", "شوهدت", "عدد_المشاهدات", "الدوريات_المشاهدة"),
        ),
    ),
)
