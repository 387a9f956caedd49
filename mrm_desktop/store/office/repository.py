"""The records of a shared database: what gives way there is destroyed by functions of the owner, as no member may delete."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from mrm_desktop.domain.geography import KeptLevel
from mrm_desktop.store.rows.repository import SqlRepository


class OfficeRepository(SqlRepository):
    """Reads and appends as one member of a shared database."""

    def keep_area_levels(self, fingerprint: str, levels: Sequence[KeptLevel]) -> None:
        """Keep the levels of detail of the areas with a fingerprint in the place of all that were kept."""
        self._connection.execute(select(func.public.mrm_clear_levels()))
        self._add_area_levels(fingerprint, levels)

    def destroy_draft(self, kind: str, subject: str) -> None:
        """Destroy one's own draft of a form, where there is one."""
        self._connection.execute(select(func.public.mrm_destroy_draft(kind, subject)))

    def destroy_trip_out(self, trip_id: str) -> None:
        """Destroy a trip of one's own base with its log."""
        self._connection.execute(select(func.public.mrm_destroy_trip(trip_id)))
