"""Functions of the owner through which every row goes into a shared database: one writer at a time, checked, stamped by the server.

A function stands before each table and cannot be gone round: it runs with the owner's rights and finds what it names by its full name.
Who recorded a row and when the server took it, for which office and in which order it came is written there, whatever the program says.
"""

from __future__ import annotations

from collections.abc import Iterator

from mrm_desktop.store.office.sound import conditions
from mrm_desktop.store.rows.models import DERIVED_TABLES, DRAFT_TABLES, Base
from mrm_desktop.store.rows.triggers import BROKEN_CHAIN, FIRST_HASH, REFUSED, append_only_tables

OFFICE_TABLES = ("actor_report", "circumstances", "dataset", "evidence", "incident", "presence", "reset_event", "statement")
"""Tables whose rows belong to the office that added them."""
SHARED_KINDS = {
    "dataset": ("areas", "places"),
    "statement": ("approach", "duty_line", "event_ahead", "force", "outcome", "protection_tool", "sign_off"),
}
"""Kinds of datasets and of statements that belong to everybody."""
UNSOUND = "unsound row"
SECOND_PERSON = "second person needed"
CLOCK_AHEAD = "clock ahead"
LOCK_SECONDS = 15
"""How long a writer waits for another one before it is told who that is."""
FIXED = "SECURITY DEFINER SET search_path = pg_catalog, pg_temp"
"""How every function of the owner runs: nobody's tables and functions stand in the way of ours."""
GIVING_WAY = sorted(DERIVED_TABLES | DRAFT_TABLES)

_TABLES = """
CREATE TABLE IF NOT EXISTS office_writer (one integer PRIMARY KEY CHECK (one = 1));
INSERT INTO office_writer VALUES (1) ON CONFLICT DO NOTHING;
CREATE TABLE IF NOT EXISTS signer_vouch (
  public_key text NOT NULL CHECK (public_key ~ '^[0-9a-f]{64}$'), member name NOT NULL,
  vouched_on timestamptz NOT NULL DEFAULT clock_timestamp(), PRIMARY KEY (public_key, member)
)
"""
_FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION public.mrm_refuse() RETURNS trigger LANGUAGE plpgsql {FIXED} AS $$
BEGIN RAISE EXCEPTION '{REFUSED}: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE OR REPLACE FUNCTION public.mrm_lock() RETURNS void LANGUAGE plpgsql {FIXED} SET lock_timeout = '{LOCK_SECONDS}s' AS $$
BEGIN PERFORM 1 FROM public.office_writer FOR UPDATE; END $$;
CREATE OR REPLACE FUNCTION public.mrm_is_owner() RETURNS boolean LANGUAGE sql STABLE {FIXED} AS $$
  SELECT pg_has_role(session_user, relowner, 'MEMBER') FROM pg_class WHERE oid = 'public.decision'::regclass
$$;
CREATE OR REPLACE FUNCTION public.mrm_vouch(key text) RETURNS bigint LANGUAGE plpgsql {FIXED} AS $$
BEGIN
  INSERT INTO public.signer_vouch VALUES (key, session_user) ON CONFLICT DO NOTHING;
  RETURN (SELECT count(*) FROM public.signer_vouch v JOIN public.office_member m ON m.member = v.member WHERE v.public_key = key);
END $$;
CREATE OR REPLACE FUNCTION public.mrm_clear_levels() RETURNS void LANGUAGE sql {FIXED} AS $$
  DELETE FROM public.area_level
$$;
CREATE OR REPLACE FUNCTION public.mrm_destroy_draft(of_kind text, about text) RETURNS void LANGUAGE sql {FIXED} AS $$
  DELETE FROM public.draft WHERE member = session_user AND kind = of_kind AND subject = about
$$;
CREATE OR REPLACE FUNCTION public.mrm_destroy_trip(trip text) RETURNS void LANGUAGE sql {FIXED} AS $$
  DELETE FROM public.trip_out WHERE office = coalesce(public.mrm_office(), '') AND id = trip
$$
"""  # noqa: S608 - our own words


def guard_statements() -> Iterator[str]:
    """Yield what puts the guards in place. It may be repeated; the functions of :mod:`rights` must be there already."""
    for table in append_only_tables():
        yield f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS entered_by name"
        yield f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS entered_at timestamptz"
    # The one table of records without an order of arrival of its own.
    yield "ALTER TABLE policy ADD COLUMN IF NOT EXISTS seq bigserial"
    for table in (*append_only_tables(), *GIVING_WAY):
        yield _function(table)
        yield f"CREATE OR REPLACE TRIGGER add_{table} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION public.mrm_add_{table}()"
        yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER add_{table}"


def table_statements() -> Iterator[str]:
    """Yield what makes the tables and functions on which the guards stand."""
    yield from _TABLES.split(";")
    yield from whole(_FUNCTIONS)


def whole(functions: str) -> Iterator[str]:
    """Split statements that hold semicolons of their own: each function ends at its second ``$$``."""
    for part in functions.split("$$;"):
        yield part if part.rstrip().endswith("$$") else part + "$$"


def _function(table: str) -> str:
    steps = "\n  ".join((*_stamps(table), *_checks(table)))
    return (
        f"CREATE OR REPLACE FUNCTION public.mrm_add_{table}() RETURNS trigger LANGUAGE plpgsql {FIXED}"
        f" SET lock_timeout = '{LOCK_SECONDS}s' SET timezone = 'UTC' SET datestyle = 'ISO' AS $$\n"
        f"DECLARE last record; own text := coalesce(public.mrm_office(), '');\nBEGIN\n  {steps}\n  RETURN NEW;\nEND $$"
    )


def _stamps(table: str) -> Iterator[str]:
    """Yield what the server writes itself."""
    if table in GIVING_WAY:
        return
    # The row of the writers, which only functions of the owner can lock: one writer at a time, by whatever road.
    yield "PERFORM 1 FROM public.office_writer FOR UPDATE;"
    yield "NEW.entered_by := session_user; NEW.entered_at := clock_timestamp();"
    if table in (*OFFICE_TABLES, "decision"):
        yield f"IF NEW.office IS DISTINCT FROM own THEN {_not_allowed('in the name of another office')} END IF;"
    if "seq" in Base.metadata.tables[table].columns or table == "policy":
        yield f"NEW.seq := nextval(pg_get_serial_sequence('public.{table}', 'seq'));"


def _checks(table: str) -> Iterator[str]:
    for condition in conditions(table):
        yield f"IF NOT coalesce({condition}, false) THEN {_unsound(table)} END IF;"
    if "dataset_id" in Base.metadata.tables[table].columns:
        mine = "SELECT 1 FROM public.dataset d WHERE d.id = NEW.dataset_id AND d.office = own"
        yield (
            f"IF NEW.dataset_id IS NOT NULL AND NOT public.mrm_is_owner() AND NOT EXISTS ({mine})"
            f" THEN {_not_allowed('under the import of another office')} END IF;"
        )
    if table == "dataset":
        shared = ", ".join(f"'{kind}'" for kind in SHARED_KINDS["dataset"])
        before = "SELECT 1 FROM public.dataset d WHERE d.id = NEW.supersedes AND d.kind = NEW.kind"
        yield (
            f"IF NEW.supersedes IS NOT NULL AND NOT public.mrm_is_owner() AND NOT EXISTS ({before} AND"
            f" (d.office = own OR d.kind IN ({shared}))) THEN {_not_allowed('in the place of the import of another office')} END IF;"
        )
    if table == "decision":
        yield from _chain()
    if table == "trusted_signer":
        vouched = (
            "SELECT count(*) FROM public.signer_vouch v JOIN public.office_member m ON m.member = v.member"
            " WHERE v.public_key = NEW.public_key"
        )
        yield (
            f"IF NOT public.mrm_is_owner() AND ({vouched}) < 2 THEN"
            f" RAISE EXCEPTION '{SECOND_PERSON}' USING ERRCODE = 'insufficient_privilege'; END IF;"
        )


def _chain() -> Iterator[str]:
    yield "SELECT sequence, hash, recorded_at INTO last FROM public.decision ORDER BY sequence DESC LIMIT 1;"
    yield (
        "IF NEW.sequence IS DISTINCT FROM coalesce(last.sequence, 0) + 1"
        f" OR NEW.previous_hash IS DISTINCT FROM coalesce(last.hash, '{FIRST_HASH}') THEN"
        f" RAISE EXCEPTION '{BROKEN_CHAIN}' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
    )
    # A clock that is ahead would close the register for everybody until that time has come.
    yield (
        "IF NOT public.mrm_is_owner() AND (NEW.recorded_at::timestamptz > clock_timestamp() + interval '10 minutes'"
        " OR NEW.recorded_at::timestamptz < last.recorded_at::timestamptz - interval '10 minutes') THEN"
        f" RAISE EXCEPTION '{CLOCK_AHEAD}' USING ERRCODE = 'check_violation'; END IF;"
    )


def _unsound(table: str) -> str:
    return f"RAISE EXCEPTION '{UNSOUND}: {table}' USING ERRCODE = 'check_violation';"


def _not_allowed(what: str) -> str:
    return f"RAISE EXCEPTION 'nothing is added {what}' USING ERRCODE = 'insufficient_privilege';"
