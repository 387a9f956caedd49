"""What encryption costs, against the same file without a key, in one run: insert, read to arrays, open; the same reads from PostGIS.

Run ``python benchmarks/store.py [--records N] [--read N] [--places N] [--rounds N]``; it prints JSON. Ratios are encrypted / plain; the
median of the rounds counts. ``--records`` ratings are inserted against the clock (1 million), then as many more that ``--read`` (2 million)
are there to be read.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver

from mrm_desktop.domain.projects import ProjectInfo
from mrm_desktop.foundation.clock import new_id, now
from mrm_desktop.store.engine import CACHE_KIB
from mrm_desktop.store.project_file import create_project_file, open_project_file
from mrm_desktop.vault import make_keys, unlock

PASSPHRASE = "benchmark passphrase"  # noqa: S105 - opens nothing but what this script made
_EVIDENCE = (
    "INSERT INTO evidence (id, area_code, round, rated, stratum, method, source, collected_on, answered, mean_rating, grade,"
    " refused_share, reset_since, wording_hash, matched_by) VALUES (?, ?, 'r', 'mission', ?, 'key_informant', 's', '2026-03-01',"
    " ?, ?, 'B2', 0.0, 0, '', 'pcode')"
)
_PLACE = (
    "INSERT INTO place (id, code, name, kind, longitude, latitude, area_code, matched_by) VALUES (?, 'P', 'Well', 'settlement', ?,"
    " ?, 'XT01', 'point')"
)


def evidence_rows(count: int) -> Iterator[tuple[Any, ...]]:
    """Rows of evidence over eighty areas and three strata. Their means all differ, so that the file cannot keep them as a short list."""
    strata, chance = ("women", "men", "all"), random.Random(1)
    return ((os.urandom(16), f"XT{k % 80:04d}", strata[k % 3], k % 40 + 0.5, chance.uniform(-2, 2)) for k in range(count))


def place_rows(count: int) -> Iterator[tuple[Any, ...]]:
    """Rows of places on a grid."""
    return ((os.urandom(16), 20 + (k % 1000) / 100, (k // 1000) / 100) for k in range(count))


def timed(work: Callable[[], Any]) -> float:
    """Seconds that ``work`` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def make_project(path: Path) -> None:
    """Make an encrypted project with its key file."""
    key, _ = make_keys(path, PASSPHRASE)
    create_project_file(path, key, ProjectInfo(new_id(), "Benchmark", "UNTOY", now(), fictional=True), ()).close()


def connect(path: Path, raw_key: str | None) -> Any:
    """Open a connection as the program does, with or without a key."""
    connection = driver.connect(str(path), isolation_level=None)
    if raw_key:
        connection.execute(f"PRAGMA key = \"x'{raw_key}'\"")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def plain_copy(encrypted: Path, raw_key: str, plain: Path) -> None:
    """Write the same tables, triggers and indexes into a file without a key."""
    source = connect(encrypted, raw_key)
    source.execute("ATTACH DATABASE ? AS plain KEY ''", (str(plain),))
    source.execute("SELECT sqlcipher_export('plain')")
    source.execute("DETACH DATABASE plain")
    source.close()


def insert(connection: Any, sql: str, rows: Iterator[tuple[Any, ...]]) -> float:
    """Seconds to insert rows in one transaction, to the commit."""
    listed = list(rows)
    start = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(sql, listed)
    connection.execute("COMMIT")
    return time.perf_counter() - start


def measure_inserts(folder: Path, raw_key: str, records: int, to_read: int, places: int) -> dict[str, dict[str, float]]:
    """Fill both files with the same amount, table by table in turn; what is needed for reading beyond that is not timed."""
    keyed, plain = connect(folder / "toy.mrm", raw_key), connect(folder / "plain.db", None)
    found = {}
    for name, sql, rows, count in (("evidence", _EVIDENCE, evidence_rows, records), ("places", _PLACE, place_rows, places)):
        found[f"insert_{name}"] = {"plain": insert(plain, sql, rows(count)), "encrypted": insert(keyed, sql, rows(count))}
    for connection in (plain, keyed):
        insert(connection, _EVIDENCE, evidence_rows(max(0, to_read - records)))
    keyed.close()
    plain.close()
    return found


def measure_reads(folder: Path, rounds: int) -> dict[str, dict[str, float]]:
    """Read both files into arrays through the same code, taking turns: row by row once, then as packed when rows came in by a write."""
    from sqlalchemy import create_engine

    from mrm_desktop.store.repository import SqlRepository

    engine = create_engine(f"sqlite:///{folder / 'plain.db'}", module=driver)
    found: dict[str, dict[str, float]] = {}
    with open_project_file(folder / "toy.mrm", unlock(folder / "toy.mrm", PASSPHRASE)) as project:

        def read(what: str) -> dict[str, float]:
            with engine.connect() as connection:
                plain = timed(getattr(SqlRepository(connection), what))
            with project.read() as opened:
                return {"plain": plain, "encrypted": timed(getattr(opened, what))}

        found["read_evidence_unpacked"] = read("evidence_arrays")
        with engine.begin() as connection:
            SqlRepository(connection).pack_columns()
        with project.write():
            pass
        for name, what in (("read_evidence", "evidence_arrays"), ("read_places", "place_arrays")):
            turns = [read(what) for _ in range(rounds)]
            found[name] = {kind: statistics.median(turn[kind] for turn in turns) for kind in ("plain", "encrypted")}
    engine.dispose()
    return found


def measure_office(folder: Path, rounds: int) -> dict[str, float]:
    """Seconds for the same reads from an office's database on this machine, a copy of the same project; empty without a server."""
    from tests.store.postgres_server import is_installed, raw, throwaway_server, url

    if not is_installed():
        return {}
    from sqlalchemy import text

    from mrm_desktop.store.office import copy_to_office

    found = {}
    with throwaway_server() as server, open_project_file(folder / "toy.mrm", unlock(folder / "toy.mrm", PASSPHRASE)) as project:
        with raw(url(server, "postgres"), isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("CREATE DATABASE office TEMPLATE template_mrm"))
        with copy_to_office(project, url(server, "office")) as office:
            for name, what in (("read_evidence", "evidence_arrays"), ("read_places", "place_arrays")):
                turns = []
                for _ in range(rounds):
                    with office.read() as opened:
                        turns.append(timed(getattr(opened, what)))
                found[name] = statistics.median(turns)
    return found


def measure_opening(folder: Path, rounds: int) -> dict[str, float]:
    """Seconds for the key and for the file, of an empty project."""
    path = folder / "small.mrm"
    make_project(path)
    keys, files = [], []
    for _ in range(rounds):
        start = time.perf_counter()
        key = unlock(path, PASSPHRASE)
        keys.append(time.perf_counter() - start)
        start = time.perf_counter()
        project = open_project_file(path, key)
        files.append(time.perf_counter() - start)
        project.close()
    return {"key_derivation": statistics.median(keys), "file": statistics.median(files)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--read", type=int, default=2_000_000)
    parser.add_argument("--places", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_project(folder / "toy.mrm")
        raw_key = unlock(folder / "toy.mrm", PASSPHRASE).raw()
        plain_copy(folder / "toy.mrm", raw_key, folder / "plain.db")
        pairs = measure_inserts(folder, raw_key, given.records, given.read, given.places) | measure_reads(folder, given.rounds)
        office = measure_office(folder, given.rounds)
        report = {
            "records": given.records,
            "read": max(given.records, given.read),
            "places": given.places,
            "seconds": {what: {kind: round(s, 3) for kind, s in pair.items()} for what, pair in pairs.items()},
            "ratio": {what: round(pair["encrypted"] / pair["plain"], 2) for what, pair in pairs.items()},
            "office_seconds": {what: round(s, 3) for what, s in office.items()},
            "encrypted_against_office": {what: round(pairs[what]["encrypted"] / s, 2) for what, s in office.items()},
            "open": {what: round(s, 3) for what, s in measure_opening(folder, given.rounds).items()},
        }
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
