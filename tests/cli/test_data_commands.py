"""Templates, saved mappings and ledgers by command: what one prints the other reads."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.imports.templates import KINDS, SURVEY
from mrm_desktop.foundation.assets import asset
from tests.cli.conftest import command


@pytest.fixture
def project(counties_once: Path, folder: Path) -> Path:
    """A folder with a project that has the sample country's boundaries."""
    shutil.copytree(counties_once, folder, dirs_exist_ok=True)
    return folder


@pytest.mark.parametrize("kind", KINDS)
def test_every_template_is_written_and_never_over_another_file(project: Path, kind: str) -> None:
    assert command("template", kind, "--out", "t.xlsx").exit_code == 0
    again = command("template", kind, "--out", "t.xlsx")
    assert isinstance(again.exception, KnownError)
    assert again.exception.code == "template.exists"
    if kind != SURVEY:
        read = command("import", "t.xlsx", "--as", kind, "--grade", "B2", "--dry-run", "--json")
        document = json.loads(read.stdout)
        assert document["rows_in"] == 1, "the example row is a row like any other"
        assert document["dataset"] is None


def test_a_mapping_is_saved_once_and_reads_the_next_file_without_questions(project: Path) -> None:
    text = "Where;Event kind;When\nLolu;ambush;2026-01-0{}\n"
    (project / "march.csv").write_text(text.format(1), encoding="utf-8")
    (project / "april.csv").write_text(text.format(2), encoding="utf-8")
    columns = ["--map", "adm2_name=Where", "--map", "type=Event kind", "--map", "happened_on=When"]
    first = command("import", "march.csv", "--as", "incidents", *columns, "--source", "log", "--save-preset", "ours.json", "--json")
    assert first.exit_code == 0, first.output
    assert json.loads(first.stdout)["rows_kept"] == 1
    second = command("import", "april.csv", "--preset", "ours.json", "--json")
    assert json.loads(second.stdout)["mapping"] == json.loads(first.stdout)["mapping"]
    assert json.loads(second.stdout)["kind"] == "incidents"
    missing = command("import", "april.csv", "--preset", "none.json")
    assert isinstance(missing.exception, KnownError)
    assert missing.exception.code == "preset.not_readable"


def test_a_ledger_is_shown_and_handed_on(project: Path) -> None:
    dataset = json.loads(command("info", "--json").stdout)["datasets"][0]["id"]
    shown = command("ledger", dataset[:8])
    assert "xt_admin2.geojson" in shown.stdout
    assert command("ledger", dataset, "--out", "l.xlsx").exit_code == 0
    assert (project / "l.xlsx").read_bytes().startswith(b"PK")
    assert isinstance(command("ledger", "zz").exception, KnownError)


def test_a_newer_version_says_what_it_changes(project: Path) -> None:
    source = asset("data", "sample", "places.csv").read_text(encoding="utf-8").splitlines()
    (project / "places.csv").write_text("\n".join(source[:10]), encoding="utf-8")
    assert command("import", "places.csv", "--as", "places").exit_code == 0
    (project / "places.csv").write_text("\n".join([source[0], *source[2:12]]), encoding="utf-8")
    done = command("import", "places.csv", "--as", "places", "--dry-run", "--json")
    assert {name: len(found) for name, found in json.loads(done.stdout)["diff"].items() if name != "same"} == {
        "added": 2,
        "removed": 1,
        "changed": 0,
    }
    assert "New: 2" in command("import", "places.csv", "--as", "places").stdout


ADDED_UP = """area_code,stratum,mean_rating,n,date,source,rated,takes_sides_share
XT0201,all,-0.1,70,2026-02-01,S1,,60
XT0201,women,-0.5,40,2026-02-01,S1,,70
XT0201,men,0.5,30,2026-02-01,S1,,40
XT0201,women,-1.5,12,2026-02-01,S1,other_force,90
XT0201,men,-1.5,9,2026-02-01,S1,AUSSOM,90
"""


def test_a_table_that_somebody_added_up_is_asked_about_until_it_is_clear(project: Path) -> None:
    (project / "t.csv").write_text(ADDED_UP, encoding="utf-8")
    unclear = command("import", "t.csv", "--as", "community", "--grade", "B2", "--dry-run")
    assert "--percent" in unclear.stdout, "the ledger says the next step"
    said = command("import", "t.csv", "--as", "community", "--grade", "B2", "--percent", "--json")
    document = json.loads(said.stdout)
    assert (document["rows_kept"], [(p["row"], p["code"]) for p in document["problems"]]) == (
        3,
        [(6, "community.rated_unknown"), (2, "community.total_beside_groups")],
    )


def test_perceptions_are_shown_with_what_was_said_of_others_apart(project: Path) -> None:
    (project / "t.csv").write_text(ADDED_UP, encoding="utf-8")
    assert "No community evidence" in command("perceptions").stdout
    command("import", "t.csv", "--as", "community", "--grade", "B2", "--percent")
    document = json.loads(command("perceptions", "--area", "XT0201", "--json").stdout)
    assert [(c["group"], c["answered"], c["shares"]["takes_sides"]) for c in document["cells"]] == [
        ("women", 40.0, 0.7),
        ("men", 30.0, 0.4),
    ]
    assert [(n["rated"], n["cells"][0]["answered"]) for n in document["not_counted"]] == [("other_force", 12.0)]
    shown = command("perceptions", "--area", "XT0201").stdout
    assert "another force" in shown
    assert "70% say that they take sides" in shown


def test_an_option_that_means_nothing_to_the_kind_of_file_is_refused(project: Path) -> None:
    (project / "p.csv").write_text("name,latitude,longitude\nWell,4.5,30.5\n", encoding="utf-8")
    refused = command("import", "p.csv", "--as", "places", "--radius-km", "3", "--dry-run")
    assert isinstance(refused.exception, KnownError)
    assert (refused.exception.code, refused.exception.params["option"]) == ("import.option_not_for_kind", "radius_km")
    assert command("import", "p.csv", "--as", "places", "--source", "S-1", "--dry-run").exit_code == 0


def test_the_help_of_import_still_names_the_defaults_of_options_of_one_kind() -> None:
    shown = command("import", "--help").output
    assert all(word in shown for word in ("purposive_survey", "unknown", "mission"))


def test_a_file_of_which_nothing_can_be_used_ends_with_no_and_changes_nothing(project: Path) -> None:
    (project / "log.csv").write_text("adm2_name,type,date\nLolu,ambush,2026-01-01\n", encoding="utf-8")
    assert command("import", "log.csv", "--as", "incidents", "--source", "log").exit_code == 0
    (project / "log.csv").write_text("adm2_name,type,date\nLolu,ambush,some day\n", encoding="utf-8")
    refused = command("import", "log.csv", "--as", "incidents", "--source", "log")
    assert refused.exit_code == 1
    assert "Nothing in log.csv could be used" in refused.stdout
    assert "not a date" in refused.stdout
    kinds = [d["kind"] for d in json.loads(command("info", "--json").stdout)["datasets"]]
    assert kinds.count("incidents") == 1, "what was there before still counts"


def test_how_a_file_is_written_can_be_said_in_the_command(project: Path) -> None:
    (project / "log.txt").write_bytes("a title\nadm2_name|type|date\nLolu|enl\xe8vement|3/4/2026\n".encode("cp850"))
    said = ["--encoding", "cp850", "--delimiter", "|", "--heading-row", "2", "--dates", "dmy", "--source", "log"]
    document = json.loads(command("import", "log.txt", "--as", "incidents", *said, "--json").stdout)
    assert (document["rows_kept"], document["rows_dropped"]) == (1, 0)
    wrong = command("import", "log.txt", "--as", "incidents", "--dates", "dym")
    assert isinstance(wrong.exception, KnownError)
    assert wrong.exception.code == "option.not_a_word"


def test_the_ends_of_a_scale_can_be_said_in_the_command(project: Path) -> None:
    rows = "".join(f"2026-01-0{n},Lolu,{answer}\n" for n, answer in enumerate((1, 5, 88), start=1))
    (project / "survey.csv").write_text("today,adm2_name,score\n" + rows, encoding="utf-8")
    said = ["--map", "rating=score", "--scale", "up", "--scale-ends", "1-5", "--grade", "B2"]
    asked = command("import", "survey.csv", "--as", "community", *said)
    assert isinstance(asked.exception, KnownError)
    assert asked.exception.code == "scale.codes_unclear"
    document = json.loads(command("import", "survey.csv", "--as", "community", *said, "--no-answer", "88", "--json").stdout)
    assert document["rows_kept"] == 3


def test_numbers_for_yes_and_no_and_a_changed_question_can_be_said_in_the_command(project: Path) -> None:
    ratings = ("much worse", "worse", "better")

    def survey(month: int, question: str) -> str:
        head = f"date,adm2_name,{question},pk_party\n"
        return head + "".join(f"2026-0{month}-0{n},Lolu,{ratings[n % 3]},{1 + n % 2}\n" for n in range(1, 7))

    (project / "one.csv").write_text(survey(1, "How are they here?"), encoding="utf-8")
    asked = command("import", "one.csv", "--as", "community", "--source", "kobo")
    assert isinstance(asked.exception, KnownError)
    assert asked.exception.code == "table.yes_no_in_numbers"
    said = ["--as", "community", "--source", "kobo", "--yes-no", "1/2", "--json"]
    assert json.loads(command("import", "one.csv", *said).stdout)["rows_kept"] == 6
    (project / "two.csv").write_text(survey(2, "How do they behave here?"), encoding="utf-8")
    changed = command("import", "two.csv", *said)
    assert isinstance(changed.exception, KnownError)
    assert changed.exception.code == "community.question_changed"
    assert json.loads(command("import", "two.csv", *said, "--same-question").stdout)["rows_kept"] == 6
    left_out = command("import", "two.csv", *said[:-3], "--map", "takes_sides=", "--again", "--other-question", "--json")
    assert json.loads(left_out.stdout)["rows_kept"] == 6


FACTS_OF_GROUPS = """
[[stakeholder]]
area_code = "XT0201"
who = "Committee of the market"
kind = "traders"
influence = "high"
acceptance = "unknown"
contact_view = "against"
engagement = "none"
on = 2026-01-01
by = "Access adviser"
source = "field-office"
grade = "B2"
"""


def test_who_matters_is_shown(project: Path) -> None:
    assert "Nobody is on record yet" in command("who-matters").stdout
    (project / "groups.toml").write_text(FACTS_OF_GROUPS, encoding="utf-8")
    assert command("facts", "groups.toml").exit_code == 0
    shown = command("who-matters", "--area", "XT0201").stdout
    assert "First: Committee of the market" in shown
    assert "find out what they think" in shown
    assert "displaced people" in shown, "who is forgotten"
    document = json.loads(command("who-matters", "--json").stdout)
    assert [(g["who"], g["course"], g["met_lately"]) for g in document["groups"]] == [
        ("Committee of the market", "find_out", False)
    ]
    assert "Committee of the market" in command("show", "stakeholder").stdout
