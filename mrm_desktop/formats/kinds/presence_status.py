"""What a row says of whether anybody is there: a base that was closed, or is only planned, and a count of nobody are no presence."""

from __future__ import annotations

import re
from enum import Enum

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.cells import is_nothing, parse_yes
from mrm_desktop.formats.rows.columns import heading_key
from mrm_desktop.formats.rows.presence_columns import SAYS_CLOSED, SAYS_OPEN
from mrm_desktop.formats.rows.row import BadCell, Row


class Status(Enum):
    """What is said of a base."""

    OPEN = "open"
    CLOSED = "closed"
    PLANNED = "planned"


_WORDS = {
    Status.CLOSED: (
        "closed close closure shut inactive withdrawn withdrew dismantled decommissioned abandoned vacated evacuated relocated moved "
        "defunct former ended terminated discontinued repatriated handed handover cancelled canceled deactivated disused vacant empty "
        "ferme fermee fermes fermees fermeture inactif inactifs demantele demantelee retire retiree evacue evacuee abandonne abandonnee "
        "transfere transferee rapatrie rapatriee desactive desactivee delocalise delocalisee annule annulee vide ancienne ancien "
        "cerrado cerrada cerrados cerradas cierre inactivo inactiva desmantelado desmantelada retirado retirada evacuado evacuada "
        "abandonado abandonada trasladado trasladada entregado entregada repatriado repatriada desactivado desactivada cancelado cancelada "
        "clausurado clausurada vacia vacio antigua "
        "مغلق مغلقة مقفل مقفلة اغلق اغلقت اقفلت مهجور مهجورة منسحب منسحبة انسحب انسحبت مخلى مخلاة اخليت فككت مفككة متوقف متوقفة سلمت مسلمة "
        "نقلت منقولة ملغى ملغاة الغيت خالية"
    ),
    Status.PLANNED: (
        "planned proposed future upcoming pending construction "
        "prevu prevue planifie planifiee proposee futur future "
        "planificado planificada previsto prevista propuesto propuesta futura construccion "
        "مخطط مخططة مقترح مقترحة الانشاء مزمع مزمعة"
    ),
    Status.OPEN: (
        "open opened reopened active operational operating functioning functional use existing current confirmed present deployed occupied "
        "manned permanent temporary established "
        "ouvert ouverte rouvert rouverte actif actifs active operationnel operationnelle service usage occupe occupee presente existante "
        "abierto abierta reabierto reabierta activo activa operativo operativa operacional servicio uso ocupado ocupada vigente existente "
        "مفتوح مفتوحة نشط نشطة عامل عاملة قائم قائمة مشغول مشغولة موجودة تعمل"
    ),
}
_STATUS_OF = {word: status for status, words in _WORDS.items() for word in words.split()}
_NOT = re.compile(r"(?:^|_)(?:not|no|non|pas|plus|never|hors|fuera|sin|jamais|nunca|غير|لا|لم|ليس|ليست)(?:_|$)")


def status_of(text: str, heading: str = "") -> Status | None:
    """Return what a cell says of a base; None where it says nothing that is known."""
    key, said = heading_key(text), heading_key(heading)
    if said in SAYS_OPEN or said in SAYS_CLOSED:
        try:
            return Status.OPEN if parse_yes(text) is (said in SAYS_OPEN) else Status.CLOSED
        except KnownError:
            pass  # it says more than yes or no
    found = {_STATUS_OF[word] for word in key.split("_") if word in _STATUS_OF}
    if not found:
        return None
    if _NOT.search(key):
        return Status.OPEN if Status.CLOSED in found else Status.CLOSED if Status.OPEN in found else None
    return next(status for status in _WORDS if status in found)


def status_in(row: Row, heading: str) -> Status | None:
    """Return what a row says of its base; a word that nobody knows is a problem, and the row is read without it."""
    text = row.text("status")
    if not text or is_nothing(text):
        return None
    status = status_of(text, heading)
    if status is None:
        row.problem("status", "presence.status_unknown")
    return status


def require_somebody(row: Row) -> None:
    """Insist that a row does not count nobody: a day on which no patrol was seen is none of a patrol.

    Raises
    ------
    BadCell
        ``sighting.of_none``.
    """
    text = row.text("seen")
    if not text or is_nothing(text):
        return
    if row.if_readable(lambda: _counted(row, text)) == 0:
        raise BadCell("seen", "sighting.of_none")


def _counted(row: Row, text: str) -> float | None:
    try:
        return float(parse_yes(text))
    except KnownError:
        return row.number("seen")
