"""The pack: everything that was found, what a finder may know and no more, and a route that other programs read."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pyogrio
import pypdf
import pytest
import shapely
from shapely.geometry import LineString

from mrm_desktop.cartography.route_map import bounds_of, route_key, route_map
from mrm_desktop.cartography.sheet import paper_view
from mrm_desktop.cartography.style import load_style
from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Place
from mrm_desktop.domain.trip_plans import TripPlan
from mrm_desktop.domain.trips import Go, Lift, MeasureStatus, Trip, TripRisk
from mrm_desktop.domain.vocabulary import Mode, Stance
from mrm_desktop.foundation.assets import asset
from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.geo.roads import network_of
from mrm_desktop.reports.papers.pages import pdf_of
from mrm_desktop.reports.papers.trip_pack import trip_gpx, trip_kml, trip_pack
from mrm_desktop.reports.papers.trip_wording import (
    condition_lines,
    conditions_heading,
    gaps_line,
    headline,
    incidents_line,
    mgrs_of,
    said,
    said_on_paper,
)
from mrm_desktop.store.file.project_file import ProjectFile
from tests.present import present
from tests.services.conftest import ON, decide_and_sign, known
from tests.services.trips.test_plan_trip import ACROSS, INSIDE, ROADS, incident, planned, trip, with_lift
from tests.store import records

WORDS = Words("en")
ARABIC = "زيارة لمتابعة الحالات في القرى الشمالية"


def plan_of(project: ProjectFile, one: Trip | None = None, **said_more: Any) -> TripPlan:
    return planned(project, one or trip(INSIDE, ACROSS), **said_more)


def text_of(plan: TripPlan, project: ProjectFile, words: Words = WORDS) -> list[str]:
    reader = pypdf.PdfReader(io.BytesIO(pdf_of(trip_pack(plan, known(project).info, words), words)))
    return [page.extract_text() for page in reader.pages]


@pytest.mark.parametrize("legs", [1, 2, 4, 6, 40])
def test_a_pack_holds_every_leg_on_as_many_pages_as_it_needs(project: ProjectFile, legs: int) -> None:
    pages = text_of(plan_of(project, trip(*[ACROSS] * legs, title="T" * 60)), project)
    assert len(pages) == 2 if legs < 3 else len(pages) > 2
    assert all(f"Leg {n}:" in " ".join(pages) for n in range(1, legs + 1))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("legs", [5, 8])
def test_every_reason_and_gap_is_printed_in_every_language(project: ProjectFile, language: str, legs: int) -> None:
    words = Words(language)
    risks = tuple(TripRisk(f"threat {n}", 3, 3, "measure", "role", MeasureStatus.PLANNED) for n in range(6))
    plan = plan_of(project, trip(*[ACROSS] * legs, risks=risks, turn_back=("x",) * 4, exposed=("y",) * 3))
    told = str(trip_pack(plan, known(project).info, words).blocks)
    for planned_leg in plan.legs:
        assert len(planned_leg.reasons) > 3
        sentences = [*said_on_paper(planned_leg.reasons, words), *said(planned_leg.harm, words), gaps_line(planned_leg, words)]
        assert not [sentence for sentence in sentences if repr(sentence)[1:-1] not in told]
        assert all(c.area.name in told for c in planned_leg.crossed)


def test_a_leg_that_waits_tells_the_conditions_that_bind_it_later(project: ProjectFile) -> None:
    plan = plan_of(project)
    assert {leg.go for leg in plan.legs} == {Go.WAIT}
    pages = " ".join(" ".join(text_of(plan, project)).split())
    assert "Conditions of legs 1 and 2, once they need not wait any more" in pages
    assert all(line in pages for line in condition_lines(plan.legs, WORDS))


def test_distances_are_told_so_that_an_attack_farther_off_contradicts_nothing(project: ProjectFile) -> None:
    leg = plan_of(project).legs[0]
    assert "within 5 km of the leg" in incidents_line(replace(leg, incidents=()), 5.0, WORDS)
    assert "within 5 km of the leg" in incidents_line(plan_of(project, incidents=(incident(3),)).legs[0], 5.0, WORDS)


@pytest.mark.parametrize("go", list(Go))
def test_a_receiver_and_a_map_program_are_told_the_answer_of_each_leg(project: ProjectFile, go: Go) -> None:
    plan = plan_of(project, trip(INSIDE))
    plan = replace(plan, legs=(replace(plan.legs[0], go=go),))
    answer = WORDS.say(f"map.class.trip.{go}")
    gpx, kml = ElementTree.fromstring(trip_gpx(plan, WORDS)), ElementTree.fromstring(trip_kml(plan, WORDS))
    route = present(gpx.find("{*}rte"))
    assert (route.findtext("{*}name"), route.findtext("{*}desc")) == (f"Leg 1 – {answer}", answer)
    assert {present(mark.findtext("{*}name")) for mark in gpx.iter("{http://www.topografix.com/GPX/1/1}wpt")} == {
        f"Start of leg 1 – {answer}",
        f"End of leg 1 – {answer}",
    }
    mark = present(kml.find("{*}Document/{*}Placemark"))
    assert (mark.findtext("{*}name"), mark.findtext("{*}description")) == (f"Leg 1 – {answer}", answer)
    styles = {style.get("id"): style for style in kml.findall("{*}Document/{*}Style")}
    looks = {name: (s.findtext("{*}LineStyle/{*}color"), s.findtext("{*}LineStyle/{*}width")) for name, s in styles.items()}
    assert mark.findtext("{*}styleUrl") == f"#{go}"
    assert len({looks[one.value] for one in Go}) == len(Go)


def test_hostile_names_are_printed_and_not_obeyed(project: ProjectFile, hostile: str) -> None:
    """Also where no guard looked at them: an older file may hold what is refused today."""
    plan = plan_of(project, trip(INSIDE))
    told = replace(plan.trip, title=hostile, team=(hostile,), abort_triggers=(hostile,), why_now=hostile)
    assert len(text_of(replace(plan, trip=told), project)) == 2


def test_each_leg_has_its_own_word_and_the_headline_names_the_worst(project: ProjectFile) -> None:
    decide_and_sign(project, conditions=("Two cars.", "By day only."))
    whole = " ".join(text_of(plan_of(project), project))
    head, first = whole.split("Leg 1: Leg 1, ", 1)
    assert "Wait: leg 2 (Leg 2)" in head
    assert "1. Leg 1: Go, with conditions" in head
    assert "2. Leg 2: Wait" in head
    assert "It does not show that the road is safe" not in head, "why stands beside its leg"
    first, second = first.split("Leg 2: Leg 2, ", 1)
    assert "It does not show that the road is safe" in first
    assert "It does not show" not in second
    assert "no engagement decision is on record" in second


def test_the_conditions_are_printed_whole_and_once(project: ProjectFile) -> None:
    decide_and_sign(project, conditions=("Two cars.", "By day only."))
    for one in (trip(INSIDE), trip(*[INSIDE] * 5)):
        plan = plan_of(project, one)
        front = " ".join(text_of(plan, project)[0].split())
        lines = condition_lines(plan.legs, WORDS)
        assert {"Two cars.", "By day only."} <= set(lines)
        assert len(lines) == len(set(lines)) >= 5
        assert all(front.count(line) == 1 for line in lines)


def test_a_condition_names_its_areas_where_it_is_not_for_all(project: ProjectFile) -> None:
    with project.write() as repository:
        repository.add_statements([records.armed_actor_check("XT02")])
    decide_and_sign(project, mode=Mode.CIVILIAN_CHANNEL, conditions=("By day only.",))
    plan = plan_of(project, trip(ACROSS, mode=Mode.CIVILIAN_CHANNEL))
    assert plan.go is Go.WITH_CONDITIONS
    assert "By day only. (Square 0)" in condition_lines(plan.legs, WORDS)
    assert headline(plan, WORDS) == "Go, with conditions"
    assert conditions_heading(plan, WORDS) == WORDS.say("trip.conditions")


def test_the_pack_prints_who_lifted_a_no_go_and_why(project: ProjectFile) -> None:
    lifted = with_lift(trip(INSIDE, on=ON), Lift("country_director", "Both attackers were arrested.", ON))
    front, _ = text_of(plan_of(project, lifted, incidents=(incident(2, "ambush"),)), project)
    said_so = "The no-go for 1 attack was lifted on 1 Mar 2026 by the country director: Both attackers were arrested."
    assert said_so in " ".join(front.split())


def test_no_paper_says_what_armed_actors_think(project: ProjectFile) -> None:
    with project.write() as repository:
        repository.add_actor_reports([records.actor_report("", stance=Stance.HOSTILE, source=source) for source in ("k2", "k3")])
    for mode in (Mode.CIVILIAN_CHANNEL, Mode.LIAISON):
        pages = " ".join(text_of(plan_of(project, trip(INSIDE, mode=mode)), project)).lower()
        assert "hostile" not in pages
    assert "field pack" in pages


def test_an_armed_actor_whom_nobody_knows_is_counted_on_paper_and_named_in_the_program(project: ProjectFile) -> None:
    plan = plan_of(project, trip(INSIDE))
    unknown = Reason("trip.why.actors_unknown", {"area": "Square 0", "actors": ["group Zero", "group One"]})
    for legs in (1, 8):
        plan = plan_of(project, trip(*[INSIDE] * legs))
        several = replace(plan, legs=tuple(replace(leg, go=Go.WAIT, reasons=(unknown,)) for leg in plan.legs))
        told = str(trip_pack(several, known(project).info, WORDS).blocks)
        assert "Square 0: of 2 armed actors nobody knows how they take contact" in told
        assert not [name for name in ("group Zero", "group One") if name in told]
    assert "group Zero and group One" in said([unknown], WORDS)[0]


def test_an_arabic_pack_runs_from_right_to_left(project: ProjectFile) -> None:
    words = Words("ar")
    document = trip_pack(plan_of(project, trip(INSIDE, title=ARABIC)), known(project).info, words)
    reader = pypdf.PdfReader(io.BytesIO(pdf_of(document, words)))
    assert str(reader.root_object["/Lang"]) == "ar"
    assert len(reader.pages) == 2


def test_coordinates_keep_their_order_on_a_page_from_right_to_left(project: ProjectFile) -> None:
    blocks = str(trip_pack(plan_of(project), known(project).info, Words("ar")).blocks)
    assert f"\\u2066{mgrs_of(*INSIDE[0])}\\u2069" in blocks
    assert "\\u206622.50000° S, 19.90000° W\\u2069" in blocks
    assert "\\u2066" not in str(trip_pack(plan_of(project), known(project).info, WORDS).blocks)


def test_a_missing_font_is_said_and_not_replaced(project: ProjectFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mrm_desktop.reports.papers import typesetting

    monkeypatch.setattr(typesetting, "asset", lambda *parts: tmp_path if parts == ("ui", "fonts") else asset(*parts))
    with pytest.raises(KnownError, match=r"report\.font_missing"):
        pdf_of(trip_pack(plan_of(project), known(project).info, WORDS), WORDS)


def test_it_says_when_presence_was_seen_where_both_ways_of_writing_a_point_and_whom_to_call(project: ProjectFile) -> None:
    front, back = text_of(plan_of(project, incidents=(incident(3), incident(50, "raid"))), project)
    for wanted in (
        "20 Feb 2026",
        mgrs_of(*INSIDE[0]),
        "22.50000° S, 19.90000° W",
        "clash 1 / 1 / 1",
        "known by settlement",
        "Call first",
    ):
        assert wanted in front
    for wanted in ("Contacts: civilian first", "Duty officer", "Is the engagement decision still valid", "30 min", "4 Apr 2026"):
        assert wanted in back


def test_it_holds_no_name_of_a_base_a_source_or_an_armed_actor(project: ProjectFile) -> None:
    pages = "\n".join(text_of(plan_of(project), project))
    for secret in ("group X", "sitrep", "TOYBAT", "k0", "Base,"):
        assert secret not in pages


def test_the_route_is_read_by_other_programs_as_it_was_planned(project: ProjectFile, tmp_path: Path) -> None:
    plan = plan_of(project, trip(ACROSS, mode=trip().mode.CIVILIAN_CHANNEL), roads=network_of(ROADS))
    (tmp_path / "r.gpx").write_bytes(trip_gpx(plan, WORDS))
    (tmp_path / "r.kml").write_bytes(trip_kml(plan, WORDS))
    wanted = [LineString(plan.legs[0].leg.route), LineString(present(plan.legs[0].alternate).route)]
    for name, layer in (("r.gpx", "routes"), ("r.kml", None)):
        frame = pyogrio.read_dataframe(tmp_path / name, layer=layer) if layer else pyogrio.read_dataframe(tmp_path / name)
        found = [g for g in frame.geometry if g.geom_type == "LineString"]
        assert [shapely.hausdorff_distance(a, b) < 1e-5 for a, b in zip(found, wanted, strict=True)] == [True, True]
    ends = pyogrio.read_dataframe(tmp_path / "r.gpx", layer="waypoints")
    assert ends["desc"].tolist() == [mgrs_of(*ACROSS[0]), mgrs_of(*ACROSS[1])]
    assert b"<time" not in (tmp_path / "r.gpx").read_bytes() + (tmp_path / "r.kml").read_bytes()


def test_the_code_on_the_page_changes_with_what_the_page_says(project: ProjectFile) -> None:
    info = known(project).info
    plan = plan_of(project)
    one, other = trip_pack(plan, info, WORDS), trip_pack(replace(plan, trip=replace(plan.trip, title="Other")), info, WORDS)
    assert one.code(WORDS) == trip_pack(plan, info, WORDS).code(WORDS) != other.code(WORDS)
    assert one.code(WORDS) in text_of(plan, project)[1]


def test_mgrs_is_grouped_and_says_nothing_at_the_poles() -> None:
    assert mgrs_of(-18.21, -22.29) == "27K YR 8747 3241"
    assert mgrs_of(0.0, 89.9).count(" ") in (0, 3)


def drawn(plan: TripPlan, words: Words = WORDS, **how: Any) -> Element:
    return ElementTree.fromstring(route_map(plan, words, 95, 70, is_real=False, **how))


def words_on(svg: Element) -> list[str]:
    return [text.text or "" for text in svg.iter("{http://www.w3.org/2000/svg}text")]


def test_the_pack_shows_the_route_with_its_stops_and_the_areas_that_are_crossed_and_no_base(project: ProjectFile) -> None:
    plan = plan_of(project)
    said_on_map = words_on(drawn(plan))
    assert {"A", "B"} <= set(said_on_map)
    assert any(text.endswith(" km") for text in said_on_map)
    crossed = {c.area.name for leg in plan.legs for c in leg.crossed}
    assert crossed & set(said_on_map)
    with project.read() as repository:
        bases = {p.name for p in repository.presence()}
    assert bases
    assert not bases & set(said_on_map)


def test_the_letter_of_a_stop_covers_no_name(project: ProjectFile) -> None:
    middle = (-19.5, -22.5)  # where the name of the area would stand
    svg = drawn(plan_of(project, trip((middle, (-19.1, -22.5)))))
    at = {t.text: (float(t.get("x", "")), float(t.get("y", ""))) for t in svg.iter() if t.text}
    assert "A" in at
    if "Square 0" in at:
        assert abs(at["Square 0"][1] - at["A"][1]) > 9 or abs(at["Square 0"][0] - at["A"][0]) > 30


def test_what_nobody_knows_is_hatched_on_the_map_of_the_pack_and_no_class(project: ProjectFile) -> None:
    """Finding 16: the pack painted an area without evidence red, as "Civilian channel only"."""
    plan = plan_of(project, trip(ACROSS, mode=Mode.CIVILIAN_CHANNEL))
    unknown = tuple(replace(c, contact="insufficient_evidence") for c in plan.legs[0].crossed)
    plan = replace(plan, legs=(replace(plan.legs[0], crossed=unknown),))
    markup = route_map(plan, WORDS, 95, 70, is_real=False)
    assert "url(#p-insufficient_evidence)" in markup
    assert "p-civilian_channel" not in markup
    assert "Not enough evidence" in [label for _, label in route_key(plan, WORDS)]
    assert "Civilian channel only" not in str(trip_pack(plan, known(project).info, WORDS).blocks)


def test_on_the_ground_of_a_real_country_the_map_has_its_towns(project: ProjectFile) -> None:
    area = replace(plan_of(project).legs[0].crossed[0].area, geometry=shapely.to_wkb(shapely.box(30, 3, 33, 7)), name="Here")
    plan = plan_of(project, trip(INSIDE))
    leg = replace(plan.legs[0].leg, route=((31.58, 4.85), (31.56, 6.2)))
    crossed = (replace(plan.legs[0].crossed[0], area=area),)
    plan = replace(plan, legs=(replace(plan.legs[0], leg=leg, crossed=crossed, places=()),))
    assert {"Bor"} & set(words_on(ElementTree.fromstring(route_map(plan, WORDS, 180, 100)))) or {"Juba"} & set(
        words_on(ElementTree.fromstring(route_map(plan, WORDS, 180, 100)))
    )
    assert not {"Bor", "Juba"} & set(words_on(ElementTree.fromstring(route_map(plan, WORDS, 180, 100, is_real=False))))


def test_the_roads_of_the_layer_are_drawn_below_the_route(project: ProjectFile) -> None:
    plan = plan_of(project, trip(ACROSS), roads=network_of(ROADS))
    assert "Road of the layer in use" in [label for _, label in route_key(plan, WORDS)]
    edge = load_style().ground.road_edge
    assert edge in route_map(plan, WORDS, 95, 70, is_real=False)
    assert edge not in route_map(replace(plan, roads=()), WORDS, 95, 70, is_real=False)


def test_the_strip_is_on_the_first_page_and_says_the_same_in_words(project: ProjectFile) -> None:
    """Bold idea 1: printed as the pack's first page."""
    document = trip_pack(plan_of(project), known(project).info, WORDS)
    kinds = [block["file"] for block in walked(document.blocks) if block["kind"] == "image"]
    assert kinds[0] == "strip.svg"
    assert "Square 1" in next(block for block in walked(document.blocks) if block["kind"] == "image")["alt"]
    assert "km" in text_of(plan_of(project), project)[0]


def test_what_is_to_be_filled_in_by_hand_has_lines_to_write_on(project: ProjectFile) -> None:
    """Finding 17: heads without a row below, and an empty heading "Turn back when"."""
    empty = trip(INSIDE, check_ins=(), overdue=(), approvers=(), abort_triggers=())
    document = trip_pack(replace(plan_of(project, empty), focal_points=()), known(project).info, WORDS)
    tables = {tuple(block["head"]): block for block in walked(document.blocks) if block["kind"] == "table" and block.get("ruled")}
    assert len(tables) == 5
    rows = {head[0]: block["rows"] for head, block in tables.items()}
    assert all(len(found) >= 2 for found in rows.values())
    assert all(not any(any(row) for row in found) for head, found in rows.items() if head != "Role")
    lists = [block for block in walked(document.blocks) if block["kind"] == "bullets"]
    assert all(block["items"] for block in lists), "no heading without anything below it"


def test_every_sign_of_the_map_stands_in_its_key_and_no_other(project: ProjectFile) -> None:
    labels = [label for _, label in route_key(plan_of(project), WORDS)]
    assert len(labels) == len(set(labels))
    assert any("10 km" in label or "km on each side" in label for label in labels)
    assert {"No-go", "Wait", "Go, with conditions"} & set(labels)
    without = [label for _, label in route_key(plan_of(project), WORDS, is_plain=True)]
    assert set(without) <= {"No-go", "Wait", "Go, with conditions"}


def test_the_map_escapes_what_somebody_typed(project: ProjectFile, hostile: str) -> None:
    plan = plan_of(project)
    renamed = tuple(
        replace(leg, places=(Place("p", hostile, "clinic", INSIDE[0], None),), crossed=leg.crossed) for leg in plan.legs
    )
    assert "script" not in {element.tag for element in drawn(replace(plan, legs=renamed)).iter()}


def test_the_map_says_in_words_what_it_shows(project: ProjectFile) -> None:
    document = trip_pack(plan_of(project), known(project).info, WORDS)
    found = [block for block in walked(document.blocks) if block["kind"] == "image"]
    assert [block["file"] for block in found] == ["strip.svg", "route.svg"]
    assert "Leg 1" in found[1]["alt"]
    assert "route.svg" in document.pictures


def walked(blocks: Sequence[Any]) -> Iterator[Any]:
    for block in blocks:
        yield block
        for cell in block.get("cells", ()):
            yield from walked(cell)


@pytest.mark.parametrize("route", [((-19.9, -22.5), (-19.9, -22.49)), ((-19.9, -22.5), (-19.6, -22.5), (-19.9, -22.5))])
def test_a_map_is_drawn_of_a_short_way_and_of_a_way_there_and_back(
    project: ProjectFile,
    route: tuple[tuple[float, float], ...],
) -> None:
    assert "A" in words_on(drawn(plan_of(project, trip(route))))


def test_there_is_a_line_for_each_signature_that_is_asked(project: ProjectFile) -> None:
    plan = replace(plan_of(project), approval=("country_director", "security_focal_point", "headquarters"))
    plan = replace(plan, trip=replace(plan.trip, approvers=("The Country Director", "Logistics officer")))
    blocks = trip_pack(plan, records.info(), WORDS).blocks
    signing = next(block for block in walked(blocks) if block["kind"] == "table" and "Signature" in block["head"])
    assert [row[0] for row in signing["rows"] if row[0]] == [
        "the country director",
        "the security focal point",
        "headquarters",
        "Logistics officer",
    ]


def test_north_is_up_on_the_map_of_a_trip(project: ProjectFile) -> None:
    """Its meridians run straight up its middle: a plane about another place would turn the whole map."""
    plan = planned(project, trip(ACROSS))
    west, south, east, north = bounds_of(plan)
    view = paper_view((west, south, east, north), 95, 70)
    (x0, _), (x1, _) = (view.place((west + east) / 2, latitude) for latitude in (south, north))
    assert x0 == pytest.approx(x1, abs=0.01)
