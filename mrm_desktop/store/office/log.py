"""The log of events of a shared database: written by the server at the end of each writing, hashed where every row is in sight.

It is the chain of a project file (decision 0087), event by event the same; only the rows are hashed by the server, as one member may not
see those of another. Everybody checks the chain and its head; whether the rows still fit, the server tells.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from mrm_desktop.domain.event_log import FIRST_HASH, LogBreak, LogCheck, event_hash, is_named_by
from mrm_desktop.store.office.guards import FIXED, whole
from mrm_desktop.store.rows.event_log import events
from mrm_desktop.store.rows.models import LOG_TABLES, Base
from mrm_desktop.store.rows.triggers import append_only_tables

_STEADY = "SET extra_float_digits = 1 SET timezone = 'UTC' SET datestyle = 'ISO' SET bytea_output = 'hex'"
"""How values are written before they are hashed, whatever the session of a member says."""
_QUARANTINE = ("seq", "row_id", "member", "why", "lifted")

_TABLE = "CREATE TABLE IF NOT EXISTS log_due (txid text PRIMARY KEY DEFAULT pg_current_xact_id()::text)"
_ROOT = f"""
CREATE OR REPLACE FUNCTION public.mrm_root(
  of_table text, place text, of_columns text[], beyond bigint, until bigint, OUT counted bigint, OUT root text
) LANGUAGE plpgsql STABLE {FIXED} {_STEADY} AS $$
DECLARE leaf bytea; node bytea; height integer; heights integer[] := '{{}}'; peaks bytea[] := '{{}}'; written text;
BEGIN
  counted := 0;
  SELECT string_agg(format('%I::text', c), ', ' ORDER BY n) INTO written FROM unnest(of_columns) WITH ORDINALITY AS u(c, n);
  FOR leaf IN EXECUTE format(
    'SELECT sha256(decode(''00'', ''hex'') || convert_to(array_to_json(ARRAY[%s])::text, ''UTF8'')) FROM public.%I'
    ' WHERE %I > $1 AND %I <= $2 ORDER BY %I', written, of_table, place, place, place) USING beyond, until
  LOOP
    counted := counted + 1; height := 0; node := leaf;
    WHILE cardinality(heights) > 0 AND heights[cardinality(heights)] = height LOOP
      node := sha256(decode('01', 'hex') || peaks[cardinality(peaks)] || node);
      heights := trim_array(heights, 1); peaks := trim_array(peaks, 1); height := height + 1;
    END LOOP;
    heights := array_append(heights, height); peaks := array_append(peaks, node);
  END LOOP;
  node := coalesce(peaks[cardinality(peaks)], sha256(''::bytea));
  FOR n IN REVERSE cardinality(peaks) - 1 .. 1 LOOP node := sha256(decode('01', 'hex') || peaks[n] || node); END LOOP;
  root := encode(node, 'hex');
END $$;
CREATE OR REPLACE FUNCTION public.mrm_due() RETURNS trigger LANGUAGE plpgsql {FIXED} AS $$
BEGIN INSERT INTO public.log_due DEFAULT VALUES ON CONFLICT DO NOTHING; RETURN NULL; END $$
"""  # noqa: S608 - our own words


def table_statements() -> Iterator[str]:
    """Yield what makes the log write itself. It may be repeated."""
    yield _TABLE
    yield "ALTER TABLE log_due ENABLE ROW LEVEL SECURITY"
    yield from whole(_ROOT)
    yield _writing()
    yield _misfits()
    yield "DROP TRIGGER IF EXISTS write_log ON log_due"
    yield (
        "CREATE CONSTRAINT TRIGGER write_log AFTER INSERT ON log_due DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION public.mrm_log()"
    )
    yield "ALTER TABLE log_due ENABLE ALWAYS TRIGGER write_log"
    for table in (*append_only_tables(), "office_quarantine"):
        yield f"CREATE OR REPLACE TRIGGER log_{table} AFTER INSERT ON {table} FOR EACH STATEMENT EXECUTE FUNCTION public.mrm_due()"
        yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER log_{table}"
    for table in sorted(LOG_TABLES):
        yield (
            f"CREATE OR REPLACE TRIGGER no_change_{table} BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION public.mrm_refuse()"
        )
        yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER no_change_{table}"


def check_log(connection: Connection, expected: str = "") -> LogCheck:
    """Go through the whole log: the chain is checked here, the rows that it covers by the server.

    Parameters
    ----------
    expected : str
        A head that was noted outside, in full or its beginning; "" for none.
    """
    breaks: list[LogBreak] = []
    head, at, at_expected, count = "", None, None, 0
    for count, event in enumerate(events(connection), start=1):
        rows = tuple(sorted(event.rows, key=lambda told: told.table))
        wrong = {
            "log.sequence": event.sequence != count,
            "log.link": event.previous_hash != (head or FIRST_HASH),
            "log.hash": event_hash(event.sequence, event.at, rows, event.previous_hash) != event.hash,
        }
        breaks += [LogBreak(code, event.sequence) for code, is_so in wrong.items() if is_so]
        head, at = event.hash, event.at
        if expected and is_named_by(head, expected):
            at_expected = event.sequence
    breaks += [LogBreak(*row) for row in connection.execute(text("SELECT code, event, what FROM public.mrm_log_misfits()"))]
    return LogCheck(count, head, at, tuple(breaks), at_expected)


def _logged() -> str:
    """Return the tables that the log covers, each with its order of arrival and the columns that are hashed."""
    named = {table: tuple(column.name for column in Base.metadata.tables[table].columns) for table in append_only_tables()}
    named["office_quarantine"] = _QUARANTINE
    listed = []
    for table in sorted(named):
        place = "sequence" if table in ("decision", "decision_head") else "seq"
        stamped = () if table == "office_quarantine" else ("entered_by", "entered_at")
        columns = ", ".join(f"'{name}'" for name in dict.fromkeys((*named[table], place, *stamped)))
        listed.append(f"('{table}', '{place}', ARRAY[{columns}])")
    return f"(VALUES {', '.join(listed)}) AS t(name, place, columns)"


def _writing() -> str:
    return f"""
CREATE OR REPLACE FUNCTION public.mrm_log() RETURNS trigger LANGUAGE plpgsql {FIXED} {_STEADY} AS $$
DECLARE one record; found record; last record; mark bigint; newest bigint; told text := ''; entries jsonb := '[]';
  moment text := to_char(clock_timestamp(), 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"'); number integer; before text; own text;
BEGIN
  DELETE FROM public.log_due;
  FOR one IN SELECT * FROM {_logged()} ORDER BY name COLLATE "C" LOOP
    SELECT coalesce(max(up_to), 0) INTO mark FROM public.log_rows WHERE table_name = one.name;
    EXECUTE format('SELECT max(%I) FROM public.%I', one.place, one.name) INTO newest;
    CONTINUE WHEN newest IS NULL OR newest <= mark;
    SELECT * INTO found FROM public.mrm_root(one.name, one.place, one.columns, mark, newest);
    told := told || CASE WHEN told = '' THEN '' ELSE ',' END || '["' || one.name || '",["' || array_to_string(one.columns, '","')
      || '"],' || mark || ',' || newest || ',' || found.counted || ',"' || found.root || '"]';
    entries := entries || jsonb_build_object('table', one.name, 'columns', '["' || array_to_string(one.columns, '","') || '"]',
      'after', mark, 'up_to', newest, 'count', found.counted, 'root', found.root);
  END LOOP;
  IF told = '' THEN RETURN NULL; END IF;
  SELECT sequence, hash INTO last FROM public.log_event ORDER BY sequence DESC LIMIT 1;
  number := coalesce(last.sequence, 0) + 1; before := coalesce(last.hash, '{FIRST_HASH}');
  own := encode(sha256(convert_to('[' || number || ',"' || moment || '",[' || told || '],"' || before || '"]', 'UTF8')), 'hex');
  INSERT INTO public.log_event (sequence, at, previous_hash, hash) VALUES (number, moment, before, own);
  INSERT INTO public.log_rows (event, table_name, columns, after, up_to, count, root)
    SELECT number, e->>'table', e->>'columns', (e->>'after')::bigint, (e->>'up_to')::bigint, (e->>'count')::integer, e->>'root'
      FROM jsonb_array_elements(entries) e;
  RETURN NULL;
END $$"""  # noqa: S608 - our own words


def _misfits() -> str:
    wanted = ", ".join(
        f"('{trigger}_{table}')" for table in append_only_tables() for trigger in ("add", "no_change", "no_truncate", "log")
    )
    return f"""
CREATE OR REPLACE FUNCTION public.mrm_log_misfits() RETURNS TABLE (code text, event integer, what text)
LANGUAGE plpgsql STABLE {FIXED} {_STEADY} AS $$
DECLARE one record; found record; mark bigint; newest bigint;
BEGIN
  IF NOT (public.mrm_is_owner() OR public.mrm_is_member()) THEN RETURN; END IF;
  FOR one IN SELECT * FROM {_logged()} ORDER BY name COLLATE "C" LOOP
    mark := 0;
    FOR found IN SELECT r.*, o.counted, o.root AS holds FROM public.log_rows r, LATERAL public.mrm_root(
        r.table_name, one.place, ARRAY(SELECT jsonb_array_elements_text(r.columns::jsonb)), r.after, r.up_to) o
      WHERE r.table_name = one.name ORDER BY r.event
    LOOP
      IF found.after <> mark THEN RETURN QUERY SELECT 'log.gap', found.event, one.name; END IF;
      IF found.counted <> found.count OR found.holds <> found.root THEN RETURN QUERY SELECT 'log.content', found.event, one.name; END IF;
      mark := found.up_to;
    END LOOP;
    EXECUTE format('SELECT max(%I) FROM public.%I', one.place, one.name) INTO newest;
    IF newest > mark THEN RETURN QUERY SELECT 'log.unlogged', 0, one.name; END IF;
  END LOOP;
  RETURN QUERY SELECT 'log.trigger', 0, w.name FROM (VALUES {wanted}) AS w(name)
    WHERE NOT EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgname = w.name AND t.tgenabled = 'A');
END $$"""  # noqa: S608 - our own words
