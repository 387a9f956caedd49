"""What a finished file is searched for: all that its reader may not have, and no word that everybody has."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely

from mrm_desktop.domain.duty_lines import Desk, Medium
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.ports import Project
from mrm_desktop.project.question import Question
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.services.release.gather_secrets import names_below, secrets_of, secrets_of_trip
from mrm_desktop.services.release.subject import release, subject_of
from mrm_desktop.services.trips.plan_trip import plan_trip
from tests.services.conftest import ON, decide, opened
from tests.services.trips.test_plan_trip import INSIDE, trip
from tests.store import records

WORDS = Words("en")
VILLAGE, BASE = (-19.41, -22.61), (-19.5, -22.5)


@pytest.fixture
def marked(project: Project) -> Project:
    decide(project, dissent="zzdissentzz: not there.")
    with project.write() as repository:
        repository.add_presence([replace(records.presence(""), name="zzbasezz", contingent="zzunitzz", source="zzsitrepzz")])
        repository.add_places([replace(records.place("", point=VILLAGE), name="zzvillagezz")])
        repository.add_evidence([records.evidence("", one=records.item(source="zzsourcezz"))])
        repository.add_actor_reports([records.actor_report("", actor="zzactorzz", source="zzinformantzz")])
    return project


PRESENCE = {"zzbasezz", "zzunitzz", "zzsitrepzz"}
WITHHELD = {
    Reader.INTERNAL: set(),
    Reader.COUNTRY_OFFICE: PRESENCE | {"zzinformantzz", "zzdissentzz: not there."},
    Reader.PARTNER: PRESENCE | {"zzinformantzz", "zzdissentzz: not there.", "zzactorzz", "zzsourcezz", "zzvillagezz"},
    Reader.PUBLIC: PRESENCE | {"zzinformantzz", "zzdissentzz: not there.", "zzactorzz", "zzsourcezz", "zzvillagezz"},
}


@pytest.mark.parametrize("reader", list(Reader))
def test_each_reader_is_kept_from_what_the_ladder_withholds(marked: Project, reader: Reader) -> None:
    subject = subject_of(opened(marked), "areas", reader, Question(Mode.LIAISON, on=ON))
    secrets = secrets_of(subject, release(subject, reader), WORDS)
    marks = {text for text in secrets.texts if text.startswith("zz")}
    assert marks == WITHHELD[reader]
    assert BASE in secrets.points, "no data file has a base, whoever reads"
    assert (VILLAGE in secrets.points) is (reader in (Reader.PARTNER, Reader.PUBLIC))
    assert BASE not in secrets_of(subject, release(subject, reader), WORDS, with_bases=True).points


@pytest.mark.parametrize("reader", list(Reader))
def test_duty_lines_are_for_the_own_organisation_however_they_are_written(marked: Project, reader: Reader) -> None:
    with marked.write() as repository:
        gone = records.duty_line(role="Gone", line="+99 700 555 111", valid_to=ON.replace(month=1))
        radio = records.duty_line(Desk.SECTOR_HEADQUARTERS, role="Sector", medium=Medium.HF_RADIO, line="TANGO, 7785 kHz")
        repository.add_statements([records.duty_line(), gone, radio, records.duty_line(Desk.HOTLINE, role="Hotline", line="116")])
    subject = subject_of(opened(marked), "areas", reader, Question(Mode.LIAISON, on=ON))
    texts = secrets_of(subject, release(subject, reader), WORDS).texts
    written = {"+99 700 123 456", "99700123456", "99-700-123-456", "99.700.123.456", "+99 700 555 111", "TANGO, 7785 kHz"}
    assert written & texts == (set() if reader.is_trusted_as(Reader.COUNTRY_OFFICE) else written)
    assert "116" not in texts, "a short code stands on every page"


def test_names_of_areas_and_words_of_the_method_are_no_secret(marked: Project) -> None:
    with marked.write() as repository:
        repository.add_actor_reports([records.actor_report("", actor="STATE"), records.actor_report("", actor="Square 0")])
        repository.add_places([replace(records.place(""), name="Square")])
    subject = subject_of(opened(marked), "areas", Reader.PUBLIC, Question(Mode.LIAISON, on=ON))
    texts = {text.lower() for text in secrets_of(subject, release(subject, Reader.PUBLIC), WORDS).texts}
    assert not texts & {"state", "square 0", "square"}


def test_a_town_of_the_base_map_is_no_secret_and_what_only_begins_like_it_is(marked: Project) -> None:
    with marked.write() as repository:
        repository.add_places([replace(records.place("", point=VILLAGE), name=name) for name in ("Juba", "Dar", "Jub")])
    subject = subject_of(opened(marked), "map", Reader.PUBLIC, Question(Mode.LIAISON, on=ON))
    seen = release(subject, Reader.PUBLIC)
    assert {"Juba", "Dar", "Jub", "zzvillagezz"} <= secrets_of(subject, seen, WORDS).texts
    on_map = secrets_of(subject, seen, WORDS, on_ground=frozenset({"Juba", "Bahir Dar"}))
    assert {"Juba", "Dar", "Jub", "zzvillagezz"} & on_map.texts == {"Jub", "zzvillagezz"}
    assert VILLAGE in on_map.points, "the name is everybody's, the place is not"


def test_the_base_map_below_a_released_view_has_the_towns_around_it(marked: Project) -> None:
    subject = subject_of(opened(marked), "map", Reader.PUBLIC, Question(Mode.LIAISON, on=ON))
    seen = release(subject, Reader.PUBLIC)
    assert names_below(seen, WORDS) == frozenset(), "an invented country lies on no base map"
    here = replace(seen, fictional=False, areas=(replace(seen.areas[0], geometry=shapely.to_wkb(shapely.box(30, 4, 33, 8))),))
    assert {"Juba", "Uganda"} <= names_below(here, WORDS)
    assert names_below(replace(here, areas=()), WORDS) == frozenset()


def test_what_ended_is_no_less_a_secret(marked: Project) -> None:
    with marked.write() as repository:
        repository.add_actor_reports([records.actor_report("", actor="zzgonezz", valid_to=ON.replace(month=1))])
    subject = subject_of(opened(marked), "areas", Reader.PUBLIC, Question(Mode.LIAISON, on=ON))
    assert "zzgonezz" in secrets_of(subject, release(subject, Reader.PUBLIC), WORDS).texts


def test_a_paper_of_a_trip_holds_what_was_typed_for_it_and_no_base_but_its_own_ends(marked: Project) -> None:
    asked = opened(marked)
    ordered = trip((BASE, *INSIDE[1:]), team=("zzactorzz",))
    plan = plan_trip(asked, ordered)
    subject = subject_of(asked, "trip_pack", Reader.INTERNAL, Question(Mode.LIAISON, on=ON), plan=plan)
    secrets = secrets_of_trip(subject, plan, WORDS)
    marks = {text for text in secrets.texts if text.startswith("zz")}
    assert marks == PRESENCE | {"zzinformantzz", "zzdissentzz: not there.", "zzsourcezz"}
    assert BASE not in secrets.points, "the way begins there: the paper has to say so"
    away = plan_trip(asked, trip(INSIDE))
    assert BASE in secrets_of_trip(subject, away, WORDS).points


def test_a_base_where_the_team_itself_goes_is_no_leak_however_a_handset_rounds_it(marked: Project) -> None:
    """Finding 2: a route that ends at a base to four decimals could not be printed."""
    asked = opened(marked)
    rounded = (round(BASE[0], 4) + 0.0002, round(BASE[1], 4))
    for route in ((INSIDE[0], rounded), (INSIDE[0], BASE, INSIDE[1])):
        plan = plan_trip(asked, trip(route))
        subject = subject_of(asked, "trip_pack", Reader.INTERNAL, Question(Mode.LIAISON, on=ON), plan=plan)
        assert BASE not in secrets_of_trip(subject, plan, WORDS).points
    beside = (BASE[0], BASE[1] + 0.02)  # two kilometres away
    plan = plan_trip(asked, trip((beside, (beside[0] + 0.1, beside[1]))))
    assert BASE in secrets_of_trip(subject, plan, WORDS).points
