"""Keeps persons out: columns that look like names, phones, identities, birth dates or testimony stop the import.

What stops it is named by its heading, never by its contents. Columns that a survey server adds by itself, and free comments, are left
out without being read, with a line in the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.table import ADDED_COLUMNS, Table
from mrm_desktop.formats.rows.columns import heading_key
from mrm_desktop.formats.rows.ledger_book import LedgerBook

TECHNICAL = re.compile(
    r"deviceid|device_id|username|user_name|phonenumber|subscriberid|simserial|simid|imei|submitted_by|submitterid|submittername"
    r"|submitter_name|submitter_id|audit|audit_url|attachments.*|email_of_submitter"
)
COMMENT = re.compile(
    r"(?:.*_)?(?:comments?|commentaires?|comentarios?|remarks?|remarques?|observations?|observaciones|notes?|notas?|feedback|suggestions?"
    r"|(?:please_)?specify|(?:a_)?preciser|precisez|especifique|transcript(?:_.*)?|translation(?:_.*)?|tags)"
)
_WHO = (
    r"(?:respondents?|interviewees?|interviewers?|enumerators?|participants?|beneficiar(?:y|ies)|victims?|survivors?|child(?:ren)?|child_s"
    r"|caregivers?|parents?|mother|father|household_head|head_of_(?:the_)?household|hh_head|informants?|witness(?:es)?|contacts?"
    r"|focal_points?|staff|interviewer|your|person|patients?|repondante?|enquete|enqueteur|enquetrice|victime|enfant|temoin|personne"
    r"|informateur|menage|encuestad[oa]|victima|testigo|nin[oa])"
)
STOPPED: dict[str, re.Pattern[str]] = {
    "name": re.compile(
        rf"(?:.*_)?{_WHO}(?:_s)?_(?:full_|first_|last_|family_)?names?|(?:.*_)?(?:nom|nombre|name)s?_(?:(?:of|de|du|del|des|la|le|l|d|the|et"
        rf"|y|complet|prenom)_)*{_WHO}(?:_.*)?|(?:first|last|full|family|given|middle|sur|nick|fore)_?names?|(?:.*_)?prenoms?|apellidos?"
        r"|nom_complet|nombre_completo|nom_et_prenoms?|nombres_y_apellidos|noms_et_prenoms?|what_is_your_name|.*_your_(?:full_)?name"
    ),
    "phone": re.compile(
        r"(?:.*_)?(?:tele)?phones?(?:_.*)?|(?:.*_)?mobile(?:_(?:no|number|phone))?|(?:.*_)?cell_?(?:phone|number)|(?:.*_)?whats_?app(?:_.*)?"
        r"|msisdn|(?:.*_)?telefono(?:_.*)?|(?:.*_)?telephone(?:_.*)?|tel|tel_no|contact_(?:no|number)"
    ),
    "email": re.compile(r"(?:.*_)?e_?mails?(?:_address)?|courriel|correo(?:_electronico)?"),
    "identity": re.compile(
        r"(?:.*_)?(?:national_id|nin|passports?|passeport|pasaporte|id_card|identity_card|carte_d_identite|cedula|ration_card|dni"
        r"|voter_card|fingerprints?|biometrics?)(?:_.*)?|id_(?:no|number)|(?:.*_)?(?:case|unhcr|progres|proges|beneficiary|patient|registration)"
        r"_(?:id|no|number|code)"
    ),
    "birth": re.compile(
        r"(?:.*_)?(?:date_of_birth|dob|birth_?date|birth_?day|date_de_naissance|date_naissance|fecha_de_nacimiento)"
    ),
    "testimony": re.compile(
        r"(?:.*_)?(?:testimon(?:y|ies|io|ios)|temoignages?|narratives?|recits?|relatos?|what_happened|que_s_est_il_passe|que_paso"
        r"|victim_statement|witness_statement|statement)(?:_.*)?|(?:incident|event|abuse|violation)_(?:description|details|narrative)"
        r"|(?:description|details|recit)_(?:of_|de_|du_|the_|l_|d_)*(?:incident|event|evenement|abuse|violation|violence|abus)s?"
        r"|allegation_details"
    ),
    "informant": re.compile(
        r"(?:.*_)?informants?(?:_.*)?|(?:.*_)?informateurs?(?:_.*)?|source_(?:name|contact|person|phone)|reported_by|told_by|given_by"
        r"|(?:.*_)?witness(?:es)?(?:_.*)?|nom_de_la_source|temoin|who_told(?:_.*)?|contact_person"
    ),
}
_PERSONAL_KINDS = (DatasetKind.COMMUNITY, DatasetKind.ARMED_ACTORS)
_ADDRESS = re.compile(r"(?:.*_)?(?:home_|street_|postal_)?(?:address|adresse|direccion)")
# In a table of answers a bare "name" is a person's; in one of places it is the place's.
_BARE_NAME = re.compile(r"names?|noms?|nombres?")

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,100}\.[A-Za-z]{2,10}")
_PHONE = re.compile(r"(?:\+|00|0)[\d(][\d\s()./-]{6,18}\d")
_DATE_LIKE = re.compile(r"\d{4}-\d{2}-\d{2}.*|\d{1,2}[./-]\d{1,2}[./-]\d{4}.*|[-+]?\d*\.\d+")
_YES_AND_NO = frozenset({"0", "1", "0.0", "1.0", "true", "false", "yes", "no", "oui", "non", "sí", "si", "نعم", "لا"})
_LONG_TEXT = 120
_MIN_EVIDENCE = 3
_CONTENT_SHARE = 0.2

# Columns of well-known public data sets that tell what happened in words: left out, known as they are.
PUBLIC_NARRATIVES = frozenset(
    (
        *(
            "notes",
            "details",
            "event_description",
            "source_article",
            "source_headline",
            "source_original",
            "source_office",
            "source_date",
        ),
        *("where_description", "where_coordinates", "description", "known_kidnapping_or_arrest_outcome", "location_of_incident"),
        *("actor_name", "reported_perpetrator_name", "source", "tags"),
    )
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A column and why it may not come in."""

    column: str
    reason: str


def guard(
    table: Table,
    kind: DatasetKind,
    used: Collection[str],
    drop: Collection[str],
    book: LedgerBook,
    known_public: bool = False,
) -> None:
    """Check all columns of a table before a row of it is read.

    Parameters
    ----------
    table : Table
        The table with its sample of rows.
    kind : DatasetKind
        What it is imported as.
    used : Collection[str]
        Headings that serve as a field.
    drop : Collection[str]
        Headings that a person chose to leave out.
    book : LedgerBook
        Gets a line for each column left out.
    known_public : bool
        Whether the table is one of the public event data sets, whose narrative columns are known and never read.

    Raises
    ------
    KnownError
        ``guard.columns_stopped`` with the columns and the reason for the first; the choices are to drop them or to cancel.
    """
    findings = []
    for heading in _written(table):
        if heading in drop:
            book.note("dropped", "guard.column_dropped", 0, column=heading)
            continue
        key = heading_key(heading)
        last = heading_key(heading.rsplit("/", 1)[-1])
        if known_public and key in PUBLIC_NARRATIVES and heading not in used:
            book.note("dropped", "guard.public_narrative_dropped", 0, column=heading)
        elif _is(TECHNICAL, key, last) or (heading.startswith("_") and key in ("notes", "tags")):
            book.note("dropped", "guard.technical_column_dropped", 0, column=heading)
        elif _is(COMMENT, key, last) and heading not in used:
            book.note("dropped", "guard.comment_column_dropped", 0, column=heading)
        else:
            reason = _reason(table, heading, kind, heading in used)
            if reason:
                findings.append(Finding(heading, reason))
    if findings:
        raise KnownError(
            "guard.columns_stopped",
            file=table.file,
            sheet=table.sheet,
            row=table.heading_row,
            column=findings[0].column,
            columns=[f.column for f in findings],
            reason=findings[0].reason,
            reasons={f.column: f.reason for f in findings},
        )


def masked(table: Table, kind: DatasetKind) -> dict[str, str]:
    """Return the columns that must not be shown in a preview, with the reason for each."""
    hidden = {}
    for heading in _written(table):
        key = heading_key(heading)
        last = heading_key(heading.rsplit("/", 1)[-1])
        if _is(TECHNICAL, key, last):
            hidden[heading] = "technical"
        elif _is(COMMENT, key, last):
            hidden[heading] = "comment"
        else:
            reason = _reason(table, heading, kind, False)
            if reason:
                hidden[heading] = reason
    return hidden


def _written(table: Table) -> tuple[str, ...]:
    return tuple(heading for heading in table.headings if heading not in ADDED_COLUMNS)


def _reason(table: Table, heading: str, kind: DatasetKind, used: bool) -> str:
    """Return why a column may not come in; "" where it may. A column of yes and no holds nobody's name or number, whatever its heading."""
    if _only_yes_and_no(table.sample.column(heading).tolist()):
        return ""
    key, last = heading_key(heading), heading_key(heading.rsplit("/", 1)[-1])
    return _heading_reason(key, last, kind, used) or _content_reason(table, heading, used)


def _only_yes_and_no(values: Sequence[str]) -> bool:
    filled = {value.strip().casefold() for value in values} - {""}
    return bool(filled) and all(value in _YES_AND_NO for value in filled)


def _is(pattern: re.Pattern[str], *keys: str) -> bool:
    return any(pattern.fullmatch(key) for key in keys)


def _heading_reason(key: str, last: str, kind: DatasetKind, used: bool) -> str:
    for reason, pattern in STOPPED.items():
        if _is(pattern, key, last):
            return reason
    if kind in _PERSONAL_KINDS and not used and (_is(_BARE_NAME, key, last) or _is(_ADDRESS, key, last)):
        return "name" if _is(_BARE_NAME, key, last) else "address"
    return ""


def _content_reason(table: Table, heading: str, used: bool) -> str:
    """Look at the sample of a column for what its heading does not say."""
    values = [v for v in table.sample.column(heading).tolist() if v]
    if len(values) < _MIN_EVIDENCE:
        return ""
    if _share(values, _EMAIL) >= _CONTENT_SHARE:
        return "email"
    if not used and _share(values, _PHONE) >= _CONTENT_SHARE:
        return "phone"
    return "testimony" if not used and _tells_stories(values) else ""


def _share(values: Sequence[str], pattern: re.Pattern[str]) -> float:
    hits = sum(1 for v in values if pattern.fullmatch(v.strip()) and not _DATE_LIKE.fullmatch(v.strip()))
    return hits / len(values) if hits >= _MIN_EVIDENCE else 0.0


def _tells_stories(values: Sequence[str]) -> bool:
    """Whether most cells are long running text; coordinates and codes of any length are not."""
    lengths = sorted(len(v) for v in values)
    if lengths[len(lengths) // 2] <= _LONG_TEXT:
        return False
    letters = sum(sum(c.isalpha() or c.isspace() for c in v) for v in values[:100])
    return letters > 0.7 * sum(len(v) for v in values[:100])
