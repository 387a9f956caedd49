"""Bytes of every kind through the real door: a reading or a sentence, and a door that stays what it is.

python -m tests.fuzz.through_the_door                    a million inputs, which takes a night
python -m tests.fuzz.through_the_door --inputs 20000     as many as there is time for

Needs no fuzzer: good files are spoiled - bits turned, pieces cut, doubled, put into each other - by a generator that always does the same.
A process stays with its file, so that an input costs milliseconds; it is changed for another one every few hundred inputs.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError, MrmError
from mrm_desktop.formats.door.answers import understood
from mrm_desktop.formats.door.doorway import ChildDoor
from mrm_desktop.formats.door.requests import put_preview, put_read, put_trip
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.foundation.assets import asset
from tests.formats.layers.files import AREAS
from tests.fuzz.seeds import write_seeds

ENDINGS = ("csv", "xlsx", "geojson", "kml", "kmz", "gpx", "mbtiles", "pmtiles")
PACKAGES = ("mbtiles", "pmtiles")
A_SITTING = 400
"""Inputs that one process reads; what a reader leaves behind must not be taken for the fault of the next input."""
MOST_BYTES = 20_000
BAD = frozenset({"door.died", "door.stumbled", "door.unclear", "door.too_slow", "door.too_large"})
"""What a reader may never come to, whatever the bytes."""


def spoiled(data: bytes, others: list[bytes], chosen: random.Random) -> bytes:
    """Return a file with some things wrong with it."""
    made = bytearray(data[:MOST_BYTES])
    for _ in range(chosen.choice((1, 1, 2, 4, 16))):
        at = chosen.randrange(len(made) + 1)
        deed = chosen.randrange(6)
        if deed == 0 and made:
            made[at % len(made)] ^= 1 << chosen.randrange(8)
        elif deed == 1:
            del made[at : at + chosen.choice((1, 2, 8, 200))]
        elif deed == 2:
            made[at:at] = made[at : at + chosen.choice((1, 8, 200))]
        elif deed == 3:
            made[at:at] = chosen.choice((b'"', b",", b";", b"\n", b"\0", b"\xff\xfe", b"=", b"<", b"{", b"9" * 40, "٣".encode()))
        elif deed == 4:
            other = chosen.choice(others)
            start = chosen.randrange(len(other) + 1)
            made[at:at] = other[start : start + chosen.choice((8, 64, 400))]
        else:
            del made[at:]
    return bytes(made[:MOST_BYTES])


def fuzz(ending: str, inputs: int, seed: int) -> Counter[str]:
    """Read so many spoiled files of one ending; return how often each thing came of it, by its code, or ``read``."""
    chosen, found = random.Random(f"{ending}/{seed}"), Counter[str]()
    door = ChildDoor()
    with tempfile.TemporaryDirectory(prefix="mrm-fuzz-") as name:
        corpus = Path(name) / "corpus"
        corpus.mkdir()
        write_seeds(ending, corpus, asset("data", "sample"))
        good = [file.read_bytes() for file in sorted(corpus.iterdir())]
        path = Path(name) / f"input.{ending}"
        path.touch()
        for number in range(inputs):
            if number % A_SITTING == 0:
                sitting = door.stay([path])
            path.write_bytes(spoiled(chosen.choice(good), good, chosen))
            request, asked = _question(ending, path, chosen)
            try:
                found[_answer(request, sitting.ask(request, asked), path)] += 1
            except MrmError as error:
                found[error.code] += 1
                if error.code in BAD or not isinstance(error, KnownError):
                    Path(f"fuzz-door-{error.code}-{seed}-{number}.{ending}").write_bytes(path.read_bytes())
    door.close()
    return found


def _question(ending: str, path: Path, chosen: random.Random) -> tuple[str, dict[str, object]]:
    if ending in PACKAGES:
        return "tiles", {"path": str(path)}
    asked = chosen.choice(("read", "read", "read", "preview", *(("trip",) if ending in ("gpx", "kml", "geojson") else ())))
    if asked == "read":
        return asked, put_read(path, chosen.choice(list(DatasetKind)), AREAS, ReadOptions())
    return asked, put_preview(path, None, ReadOptions()) if asked == "preview" else put_trip(path)


def _answer(request: str, told: object, path: Path) -> str:
    """Understand an answer as whoever asked would, and hold its ledger to its sums."""
    answer = understood(request, told, path)
    return "read" if request != "read" or answer.ledger.balances else "ledger.out_of_balance"


def main() -> int:
    """Fuzz every ending; return 1 where anything came of it that never may."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args()
    total, bad = Counter[str](), Counter[str]()
    for ending in ENDINGS:
        found = fuzz(ending, said.inputs // len(ENDINGS), said.seed)
        total += found
        bad += Counter({code: n for code, n in found.items() if code in BAD or code.startswith(("ledger.", "bug."))})
        sys.stdout.write(f"{ending}: {found.total()} inputs, {found['read']} read, {found.total() - found['read']} refused\n")
        sys.stdout.flush()
    sys.stdout.write(f"{total.total()} inputs through the door; what never may be: {dict(bad) or 'nothing'}\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
