"""The ladder: nothing above a reader's level is in a released view or in the bytes of an export of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mrm_desktop.domain.assessments import GateResult
from mrm_desktop.domain.evidence import ActorReport, AreaEvidence, RatingDistribution, StanceReport
from mrm_desktop.domain.geography import Place, Presence
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.views import ProjectView
from mrm_desktop.domain.vocabulary import ActorKind, GateId, GateState, PatrolFrequency, Stance, Stratum
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.geodata import geojson, geopackage, kml
from mrm_desktop.reports.papers.tables import csv_bundle, sheets_of, workbook
from mrm_desktop.reports.release.disclosure import share_class, suppress
from mrm_desktop.reports.release.inference import can_infer, compare_readers, difference
from mrm_desktop.reports.release.ladder import FIELDS, NOT_SHARED, Reader, ReleasedView, may_read
from mrm_desktop.reports.release.released_view import presence_class, release_view
from mrm_desktop.reports.release.residue import Secrets, find_residue
from tests import toy

WORDS = Words("en")
READERS = list(Reader)


def evidence(
    stratum: Stratum = Stratum.WOMEN,
    answered: float = 60.0,
    code: str = "XT05",
    source: str = "zzsourcezz",
    counts: tuple[int, int, int, int, int] = (0, 0, 2, 8, 50),
) -> AreaEvidence:
    item = replace(toy.card(5).evidence[0].item, stratum=stratum, answered=answered, source=source)
    return AreaEvidence(f"e{stratum}{code}", code, "zzroundzz", item, RatingDistribution(counts))


def report(actor: str = "zzactorzz") -> ActorReport:
    stance = StanceReport(Stance.HOSTILE, Grade.parse("B2"), date(2026, 2, 9), "zzinformantzz")
    return ActorReport("a1", "XT05", actor, ActorKind.NON_STATE, True, stance)


def planted() -> ProjectView:
    base = replace(
        toy.presence(5), name="zzbasezz", contingent="zzcontingentzz", source="zzsitrepzz", base_point=(-18.51234, -21.49876)
    )
    place = Place("s9", "zzvillagezz", "settlement", (-18.31234, -21.31234), "XT05", nearest_base_km=60.0)
    return toy.view(presence=(base,), presence_by_area={"XT05": (base,)}, places=(place,))


FORBIDDEN = {
    Reader.COUNTRY_OFFICE: ("zzbasezz", "zzcontingentzz", "zzsitrepzz", "zzinformantzz", "zzroundzz"),
    Reader.PARTNER: (
        "zzbasezz",
        "zzcontingentzz",
        "zzsitrepzz",
        "zzinformantzz",
        "zzactorzz",
        "zzsourcezz",
        "zzvillagezz",
        "zzroundzz",
    ),
    Reader.PUBLIC: (
        "zzbasezz",
        "zzcontingentzz",
        "zzsitrepzz",
        "zzinformantzz",
        "zzactorzz",
        "zzsourcezz",
        "zzvillagezz",
        "zzroundzz",
    ),
}


@pytest.mark.parametrize("reader", list(FORBIDDEN))
@pytest.mark.parametrize("form", ["xlsx", "csv", "gpkg", "geojson", "kml"])
def test_no_marker_above_the_readers_level_is_in_the_bytes(reader: Reader, form: str, tmp_path: Path) -> None:
    released = release_view(planted(), reader, [evidence()], [report()])
    makers = {
        "xlsx": lambda: workbook(sheets_of(released, WORDS)),
        "csv": lambda: csv_bundle(sheets_of(released, WORDS)),
        "gpkg": lambda: geopackage(released, WORDS, tmp_path),
        "geojson": lambda: geojson(released, WORDS),
        "kml": lambda: kml(released, WORDS),
    }
    points = [(-18.51234, -21.49876)] + ([] if reader is Reader.COUNTRY_OFFICE else [(-18.31234, -21.31234)])
    assert find_residue(makers[form](), Secrets(frozenset(FORBIDDEN[reader]), tuple(points))) == ()


def test_the_internal_reader_has_the_markers_so_that_the_search_is_no_sham(tmp_path: Path) -> None:
    released = release_view(planted(), Reader.INTERNAL, [evidence()], [report()])
    secrets = Secrets(frozenset({"zzactorzz", "zzvillagezz"}), ((-18.31234, -21.31234),))
    for content in (
        workbook(sheets_of(released, WORDS)),
        csv_bundle(sheets_of(released, WORDS)),
        geopackage(released, WORDS, tmp_path),
    ):
        assert {r.kind for r in find_residue(content, secrets)} & {"text", "point"}
    assert {r.kind for r in find_residue(kml(released, WORDS), secrets)} == {"text", "point"}


def test_each_step_down_knows_less() -> None:
    released = [release_view(planted(), r, [evidence(), evidence(Stratum.DISPLACED)], [report()]) for r in READERS]
    known = [{i.field for i in can_infer(view)} for view in released]
    assert all(less < more for more, less in pairwise(known))
    assert {i.field for i in difference(released[2], released[3])} == known[2] - known[3]
    assert difference(released[3], released[0]) == ()
    side_by_side = {row.field: row.counts for row in compare_readers(dict(zip(READERS, released, strict=True)))}
    assert {field for field, counts in side_by_side.items() if counts[Reader.PARTNER]} == known[2]
    assert all(WORDS.knows(f"infer.{f.name}") for f in FIELDS)


def test_a_field_nobody_declared_is_nobodys() -> None:
    assert not may_read(Reader.INTERNAL, "passport_number")


def test_an_area_where_talking_is_punished_looks_like_one_nobody_asked() -> None:
    punished = replace(toy.assessment(5), gates=(GateResult(GateId.REPRISAL, GateState.FAILED),))
    view = planted()
    view = replace(view, assessments={**view.assessments, "XT05": punished})
    partner = release_view(view, Reader.PARTNER, [evidence()], [])
    area = next(a for a in partner.areas if a.code == "XT05")
    assert (area.values["acceptance"], area.values["evidence"]) == (NOT_SHARED, NOT_SHARED)
    assert partner.perceptions == ()
    thin = next(a for a in partner.areas if a.code == "XT01")
    assert (thin.values["acceptance"], thin.values["evidence"]) == (NOT_SHARED, NOT_SHARED)


def test_small_cells_go_and_one_more_with_them() -> None:
    rows = [evidence(Stratum.WOMEN, 60), evidence(Stratum.MEN, 9), evidence(Stratum.YOUTH, 30)]
    released = release_view(planted(), Reader.PARTNER, rows, [])
    assert {p.stratum: p.answers for p in released.perceptions} == {"women": "50+", "men": "suppressed", "youth": "suppressed"}
    assert all(not p.rating and not p.refused for p in released.perceptions if p.suppressed)


def test_half_of_the_sample_is_not_shown_beside_the_whole_where_the_other_half_is_hidden() -> None:
    counts = {("XT05", "all"): 80, ("XT05", "women"): 71, ("XT05", "men"): 9, ("XT05", "youth"): 12}
    assert {stratum for _, stratum in suppress(counts)} == {"men", "youth", "women"}
    without_the_whole = {cell: n for cell, n in counts.items() if cell[1] != "all"}
    assert {stratum for _, stratum in suppress(without_the_whole)} == {"men", "youth"}


def test_unanimous_answers_are_top_coded() -> None:
    assert [share_class(s) for s in (1.0, 0.9, 0.89, 0.3, 0.1, 0.09, 0.0)] == [
        "90 %+", "90 %+", "80-89 %", "30-39 %", "10-19 %", "< 10 %", "< 10 %",
    ]  # fmt: skip
    assert release_view(planted(), Reader.PARTNER, [evidence()], []).perceptions[0].favourable == "90 %+"


cells = st.dictionaries(st.tuples(st.sampled_from("abcd"), st.sampled_from("wmdy")), st.integers(0, 60), max_size=16)


@settings(max_examples=150, deadline=None)
@given(cells)
def test_no_line_lets_a_suppressed_cell_be_worked_out(counts: dict[tuple[str, str], int]) -> None:
    hidden = suppress(counts)
    assert all(cell in hidden for cell, count in counts.items() if count < 10)
    for axis in (0, 1):
        for name in {c[axis] for c in counts}:
            line = [c for c in counts if c[axis] == name]
            assert len(line) == 1 or sum(c in hidden for c in line) != 1


def test_presence_is_a_class_and_never_fresh() -> None:
    def seen(day: date) -> Presence:
        return replace(toy.presence(5), last_confirmed=day)

    assert presence_class([seen(date(2026, 2, 23))], toy.ON) == "none_recorded"  # six days before
    assert presence_class([seen(date(2026, 2, 22))], toy.ON) == "regular"  # a week before
    assert presence_class([toy.presence(5)], toy.ON) == "regular"
    assert presence_class([replace(toy.presence(5), frequency=PatrolFrequency.QUARTERLY)], toy.ON) == "occasional"
    assert presence_class([], toy.ON, anywhere=False) == "unknown"


def test_a_card_is_released_by_the_same_table() -> None:
    def alone(reader: Reader) -> ReleasedView:
        return release_view(toy.view(), reader, [evidence()], [report()]).only("XT05")

    assert alone(Reader.PARTNER).actors == ()
    assert [a.actor for a in alone(Reader.COUNTRY_OFFICE).actors] == ["zzactorzz"]
    assert [a.code for a in alone(Reader.PUBLIC).areas] == ["XT05"]
