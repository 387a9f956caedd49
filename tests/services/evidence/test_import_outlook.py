"""What matters most about a file is said first, and only what there is."""

from __future__ import annotations

from dataclasses import replace

from mrm_desktop.domain.datasets import DatasetKind, Ledger, LedgerEntry
from mrm_desktop.formats.rows.reading import Candidate, Reading, ReviewItem
from mrm_desktop.services.evidence.import_data import Imported
from mrm_desktop.services.evidence.import_outlook import import_outlook
from tests.store import records

PLACED = records.place("")


def imported(
    kept: int, dropped: int = 0, unplaced: int = 0, codes: int = 0, names: int = 0, replaces: str | None = None
) -> Imported:
    places = (*[PLACED] * (kept - unplaced), *[replace(PLACED, area_code=None)] * unplaced)
    entries = (LedgerEntry("guessed", "match.code_unknown", codes),) if codes else ()
    review = tuple(ReviewItem(f"Name {n}", 1, n + 1, (Candidate("XT01", "Name", 90.0),)) for n in range(names))
    ledger = Ledger(kept + dropped, kept, dropped, 0, entries, ())
    return Imported(Reading(DatasetKind.PLACES, "places.csv", "0" * 64, places, ledger, review), None, superseded=replaces)


def test_a_file_in_which_all_is_well_has_one_sentence() -> None:
    assert import_outlook(imported(3)) == (("import.headline", {"kept": 3, "rows": 3}),)


def test_what_matters_is_said_in_its_order() -> None:
    said = import_outlook(imported(1988, dropped=4, unplaced=27, codes=1958, names=2, replaces="earlier"))
    assert said == (
        ("import.headline", {"kept": 1988, "rows": 1992}),
        ("import.headline.unplaced", {"number": 27}),
        ("import.headline.other_codes", {"number": 1958}),
        ("import.headline.names", {"number": 2}),
        ("import.headline.dropped", {"number": 4}),
        ("import.headline.replaces", {}),
    )


def test_a_file_of_which_nothing_can_be_read_says_so_first() -> None:
    assert [code for code, _ in import_outlook(imported(0, dropped=2))] == ["import.headline.nothing", "import.headline.dropped"]
