"""Coverage-guided fuzzing of every reader: whatever the bytes, a reader reads them or says what is wrong. Needs atheris (Linux).

python -m tests.fuzz.readers                     every target for a minute each
python -m tests.fuzz.readers --seconds 600 csv   one target for longer
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

HANG_SECONDS = 25
MOST_MB = 2_500


def seeds(target: str, folder: Path) -> None:
    """Write what the fuzzer starts from: good files of the kind."""
    from mrm_desktop.foundation.assets import asset
    from tests.fuzz.seeds import write_seeds

    folder.mkdir()
    write_seeds(target, folder, asset("data", "sample"))


def _table_reader(suffix: str) -> Callable[[bytes], None]:
    """Return a function that reads bytes as every kind of data set; what is known to be wrong is right."""
    import shapely

    from mrm_desktop.domain.datasets import DatasetKind
    from mrm_desktop.domain.errors import KnownError
    from mrm_desktop.domain.geography import Area
    from mrm_desktop.formats.files.read_options import ReadOptions
    from mrm_desktop.formats.imports.preview import preview
    from mrm_desktop.formats.imports.read_file import read

    areas = (Area("XT0201", "Lolu", 2, None, shapely.box(-19, -22, -17, -20).wkb),)
    folder = Path(tempfile.mkdtemp(prefix="mrm-fuzz-"))
    path = folder / f"input{suffix}"

    def run(data: bytes) -> None:
        path.write_bytes(data)
        for kind in DatasetKind:
            try:
                reading = read(path, kind, areas, ReadOptions())
            except KnownError:
                continue
            assert reading.ledger.balances
        try:
            preview(path, None)
        except KnownError:
            return

    return run


def _whole_reader(name: str, suffix: str) -> Callable[[bytes], None]:
    from importlib import import_module

    from mrm_desktop.domain.errors import KnownError

    module, function = name.split(":")
    read = getattr(import_module(module), function)
    path = Path(tempfile.mkdtemp(prefix="mrm-fuzz-")) / f"input{suffix}"

    def run(data: bytes) -> None:
        path.write_bytes(data)
        try:
            found = read(path)
            if isinstance(found, Iterator):
                list(found)
        except KnownError:
            return

    return run


def first_tiles(path: Path) -> list[bytes | None]:
    """Read a PMTiles package and the tiles of its least zoom that the seeds have."""
    from mrm_desktop.formats.layers.pmtiles import read_pmtiles

    package = read_pmtiles(path)
    return [package.tile(zoom, column, row) for zoom, column, row in ((5, 18, 15), (6, 37, 31), (7, 74, 62))]


def _tile_reader() -> Callable[[bytes], None]:
    from mrm_desktop.domain.errors import KnownError
    from mrm_desktop.formats.layers.vector_tiles import read_vector_tile

    def run(data: bytes) -> None:
        try:
            read_vector_tile(data, "en")
        except KnownError:
            return

    return run


TARGETS: dict[str, Callable[[], Callable[[bytes], None]]] = {
    "csv": lambda: _table_reader(".csv"),
    "xlsx": lambda: _table_reader(".xlsx"),
    "geojson": lambda: _table_reader(".geojson"),
    "kml": lambda: _table_reader(".kml"),
    "kmz": lambda: _table_reader(".kmz"),
    "gpx": lambda: _table_reader(".gpx"),
    "facts": lambda: _whole_reader("mrm_desktop.formats.documents.facts:read_facts", ".toml"),
    "scenario": lambda: _whole_reader("mrm_desktop.formats.documents.scenario:read_scenarios", ".json"),
    "mbtiles": lambda: _whole_reader("mrm_desktop.formats.layers.mbtiles:read_mbtiles", ".mbtiles"),
    "pmtiles": lambda: _whole_reader("tests.fuzz.readers:first_tiles", ".pmtiles"),
    "vector_tile": _tile_reader,
}


def fuzz_one(target: str, arguments: list[str]) -> None:
    """Fuzz one target in this process until told to stop."""
    atheris = import_module("atheris")

    with atheris.instrument_imports(include=["mrm_desktop.formats", "mrm_desktop.geo", "openpyxl", "defusedxml"]):
        run = TARGETS[target]()
    atheris.Setup([sys.argv[0], *arguments], run)
    atheris.Fuzz()


def fuzz_all(targets: list[str], seconds: int) -> Iterator[tuple[str, int]]:
    """Fuzz targets one after the other, each in a process of its own; yield the exit code of each."""
    for target in targets:
        with tempfile.TemporaryDirectory(prefix="mrm-corpus-") as name:
            corpus = Path(name) / "corpus"
            seeds(target, corpus)
            limits = [f"-max_total_time={seconds}", f"-timeout={HANG_SECONDS}", f"-rss_limit_mb={MOST_MB}", "-max_len=20000"]
            command = [
                sys.executable,
                "-m",
                "tests.fuzz.readers",
                "--one",
                target,
                "--",
                *limits,
                f"-artifact_prefix={name}/",
                str(corpus),
            ]
            done = subprocess.run(command, check=False)
            for crash in Path(name).glob("*-*"):
                kept = Path.cwd() / f"fuzz-{target}-{crash.name}"
                kept.write_bytes(crash.read_bytes())
            yield target, done.returncode


def main() -> int:
    """Run what was asked for; 1 where a target failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--one", choices=sorted(TARGETS))
    if "--one" in sys.argv and "--" in sys.argv:
        cut = sys.argv.index("--")
        fuzz_one(parser.parse_args(sys.argv[1:cut]).one, sys.argv[cut + 1 :])
        return 0
    given = parser.parse_args()
    failed = [target for target, code in fuzz_all(given.targets or list(TARGETS), given.seconds) if code]
    sys.stdout.write(f"fuzzed; failed: {', '.join(failed) or 'none'}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
