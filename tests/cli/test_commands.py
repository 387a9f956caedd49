"""The commands: what they print, what they return, and that a machine can read it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import Result

from mrm_desktop.cli.main import app
from mrm_desktop.cli.opening import open_project
from mrm_desktop.cli.terminal import Exit
from mrm_desktop.domain.errors import CannotOpenError, KnownError, RefusedError
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.services.evidence.area_levels import read_levels
from tests.cli.conftest import PASSPHRASE, command
from tests.conftest import ROOT
from tests.present import present
from tests.services.evidence.test_area_levels import write_areas


def error_of(result: Result) -> KnownError:
    assert isinstance(result.exception, KnownError), result.output
    return result.exception


def test_new_prints_the_recovery_code_once_and_it_opens(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = command("new", "toy", "--mission", "UNMISS")
    code = re.search(r"(?:[0-9A-Z]{4}-){8}[0-9A-Z]{4}", done.stdout)
    assert code is not None
    monkeypatch.setenv("MRM_PASSPHRASE", code.group())
    assert command("info").exit_code == 0


def test_new_refuses_what_exists_and_missions_nobody_knows(project: Path) -> None:
    assert error_of(command("new", "toy", "--mission", "UNMISS")).code == "file.exists"
    assert error_of(command("new", "other", "--mission", "UNX")).code == "mission.unknown"
    assert not (project.parent / "other.mrm.key").exists()


def test_info_counts(project: Path) -> None:
    found = json.loads(command("info", "--json").stdout)
    assert found["counts"]["areas"] == 2
    assert found["datasets"][0]["counts"] is True


def test_assess_says_what_to_do_and_returns_no_where_the_answer_is_no(project: Path) -> None:
    every = json.loads(command("assess", "--mode", "liaison", "--json").stdout)
    assert [a["id"] for a in every] == ["XT00", "XT01"]
    assert {"verdict", "ceiling", "channel", "band", "flags", "reasons", "gates", "gaps", "expires_on"} <= set(every[0])
    assert command("assess", "--mode", "M4", "--area", "XT00").exit_code == Exit.NO
    assert error_of(command("assess", "--mode", "visit")).code == "vocabulary.unknown"
    assert error_of(command("assess", "--mode", "M4", "--on", "1.3.2026")).code == "option.not_a_day"


CONSENT = "those who would be exposed agree"
MISSION = """[[mission]]
acronym = "UNMISS"
country_area = "South Sudan"
type = "peacekeeping_operation"
start = 2011-07-09
recorded_status = "{status}"
military = "contingents"
protection_mandate = "yes"
mandate_end = 2099-12-31
renewed_by = "SCR 2779 (2025)"
mandate_limits = ""
advisers = "dedicated_team"
led_by = "Special Representative"
co_led_with_unicef = true
sections = ["child_protection", "military"]
created_by = "SCR 1996 (2011)"
source = "letter"
last_checked = 2026-02-09
confidence_dates = "high"
confidence_attributes = "medium"
"""
DUTY = "Tell the country director within an hour; write it up within 24 hours."


def test_an_alert_is_told_with_its_duties_and_without_the_consent_of_an_ordinary_contact(project: Path) -> None:
    """Whoever asks and whoever records reads the same duties, also where the mission has closed."""
    asked = ("--area", "XT00", "--mode", "protection_request", "--imminent", "--threat-grade", "F6")
    said = ("--outcome", "proceed", "--role", "Field manager", "--counter-argument", "An alert waits for no argument.")
    for status in ("active", "closed"):
        Path("mission.toml").write_text(MISSION.format(status=status), encoding="utf-8")
        added = command("facts", "mission.toml")
        assert added.exit_code == 0, added.output
        chosen = "civilian_channel" if status == "closed" else "protection_request"
        for shown in (command("assess", *asked), command("decide", *asked, *said, "--chosen-mode", chosen)):
            assert shown.exception is None or isinstance(shown.exception, SystemExit), shown.output
            assert DUTY in shown.stdout, (status, shown.output)
            assert "could be judged (grade F6)" in shown.stdout
            assert CONSENT not in shown.stdout


def test_the_sentence_about_consent_stands_where_an_answer_supposes_it(project: Path) -> None:
    assert CONSENT in command("assess", "--mode", "liaison", "--area", "XT00").stdout
    assert CONSENT not in command("assess", "--mode", "civilian_channel", "--area", "XT00").stdout
    assert CONSENT not in command("assess", "--mode", "liaison", "--area", "XT00", "--purpose", "tactical_information").stdout


WHY = ("--rationale", "The adviser knows the people here.")


def test_decide_verify_replay(project: Path) -> None:
    command("missions", "confirm", "UNMISS", "--source", "letter", "--until", "2099-01-01")
    sure = ("--area", "XT00", "--mode", "civilian_channel", "--role", "Country director")
    assert (
        error_of(command("decide", *sure, "--outcome", "proceed", "--counter-argument", "no")).code
        == "decision.missing_counter_argument"
    )
    done = command("decide", *sure, "--outcome", "proceed", "--counter-argument", "A patrol would be there sooner.", *WHY, "--json")
    assert done.exit_code == 0, done.output
    checked = json.loads(command("verify", "--json").stdout)
    assert checked.pop("log")["breaks"] == []
    assert [checked.pop(name) for name in ("breaks", "signatures", "guard_passes", "purges", "seen_by_others")] == [[]] * 5
    assert checked == {"decisions": 1, "head": json.loads(done.stdout)["hash"], "overdue": 0}
    assert json.loads(command("replay", "--json").stdout) == {"decisions": 1, "departures": []}


def test_facts_reach_the_case(project: Path, folder: Path) -> None:
    (folder / "facts.toml").write_text(
        '[[focal_point]]\nrole = "Child Protection Adviser"\ncomponent = "child_protection"\nmission = "UNMISS"\n'
        '[[circumstances]]\narea_code = "XT00"\nrecorded_on = 2026-03-01\nsource = "visit"\ngrade = "B2"\ncontact_punished = false\n',
        encoding="utf-8",
    )
    assert command("facts", "facts.toml").exit_code == 0
    (folder / "bad.toml").write_text('[[focal_point]]\nrole = "x"\nnames = "y"\n', encoding="utf-8")
    assert error_of(command("facts", "bad.toml")).code.startswith("facts.")


APPROACH = """[[approach]]
adopted_on = 2026-01-01
adopted_by = "Country director"
allowed_modes = ["alert", "liaison"]
review_on = 2026-06-01
"""


def test_what_was_stated_is_shown_in_the_form_in_which_it_was_typed(project: Path, folder: Path) -> None:
    (folder / "facts.toml").write_text(
        APPROACH + '[[event_ahead]]\nkind = "election"\non = 2026-05-01\nsource = "gazette"\ngrade = "B2"\narea_code = "XT01"\n',
        encoding="utf-8",
    )
    assert command("facts", "facts.toml").exit_code == 0
    shown = command("show", "approach").stdout
    assert shown.strip() == APPROACH.strip()
    (folder / "again.toml").write_text(shown, encoding="utf-8")
    assert "0" in command("facts", "again.toml").stdout, "nothing new"
    (approach,) = json.loads(command("show", "approach", "--json").stdout)
    assert (len(approach["digest"]), approach["adopted_by"]) == (64, "Country director")
    assert json.loads(command("show", "approach", "--on", "2025-12-31", "--json").stdout) == []
    seen = {code: len(json.loads(command("show", "event_ahead", "--area", code, "--json").stdout)) for code in ("XT00", "XT01")}
    assert seen == {"XT00": 0, "XT01": 1}
    assert error_of(command("show", "gossip")).code == "facts.nothing_to_show"


def test_a_file_that_calls_an_approach_a_circumstance_is_told_the_way_on(project: Path, folder: Path) -> None:
    (folder / "old.toml").write_text(
        '[[circumstances]]\narea_code = "XT00"\nrecorded_on = 2026-03-01\nsource = "visit"\ngrade = "B2"\nagreed_approach = true\n',
        encoding="utf-8",
    )
    assert error_of(command("facts", "old.toml")).code == "facts.approach_is_a_document"


def test_a_mission_is_listed_with_all_that_is_known_of_it(project: Path, folder: Path) -> None:
    (folder / "facts.toml").write_text(
        '[[contingent]]\ncode = "KADBAT"\nmission = "UNMISS"\ncontributing_country = "Kadria"\nmilitary_kind = "observers"\n'
        "child_protection_training = true\n",
        encoding="utf-8",
    )
    assert command("facts", "facts.toml").exit_code == 0
    assert (
        command("missions", "confirm", "UNMISS", "--source", "letter", "--closes", "2099-06-30", "--until", "2099-12-31").exit_code
        == 0
    )
    (found,) = [m for m in json.loads(command("missions", "--json").stdout) if m["acronym"] == "UNMISS"]
    assert (found["closes_on"], found["mandate_end"], found["military"]) == ("2099-06-30", "2099-12-31", "contingents")
    (unit,) = found["contingents"]
    assert (unit["contributing_country"], unit["military_kind"], unit["child_protection_training"]) == ("Kadria", "observers", True)


def test_undo_takes_an_import_back(project: Path) -> None:
    identifier = json.loads(command("info", "--json").stdout)["datasets"][0]["id"]
    assert command("undo", identifier[:8]).exit_code == 0
    assert json.loads(command("info", "--json").stdout)["counts"]["areas"] == 0


def test_map_and_report_are_files_of_their_owner_only(project: Path, folder: Path) -> None:
    assert command("map", "--out", "map.html").exit_code == 0
    assert command("report", "--area", "XT00", "--out", "note.pdf").exit_code == 0
    for name in ("map.html", "note.pdf"):
        assert (folder / name).stat().st_mode & 0o077 == 0
    assert error_of(command("map", "--out", "nowhere/map.html")).code == "option.no_such_folder"


def test_passphrase_changes_and_the_old_one_opens_nothing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MRM_NEW_PASSPHRASE", "another long passphrase")
    assert command("passphrase").exit_code == 0
    assert error_of(command("info")).code == "vault.wrong_passphrase"
    monkeypatch.setenv("MRM_PASSPHRASE", "another long passphrase")
    assert command("info").exit_code == 0


def test_new_recovery_code(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = command("recovery-code").stdout.split()[-1]
    monkeypatch.setenv("MRM_PASSPHRASE", code)
    assert command("info").exit_code == 0


def test_backup_and_restore(project: Path) -> None:
    made = json.loads(command("backup", "--json").stdout)["made"]
    identifier = json.loads(command("info", "--json").stdout)["datasets"][0]["id"]
    command("undo", identifier)
    assert command("restore", made).exit_code == 0
    assert json.loads(command("info", "--json").stdout)["counts"]["areas"] == 2
    assert error_of(command("restore", "2020")).code == "backup.not_found"


def test_erase_needs_the_name_twice_and_leaves_nothing(project: Path) -> None:
    assert error_of(command("erase", "toy.mrm")).code == "erase.not_confirmed"
    assert project.exists()
    assert command("erase", "toy.mrm", "--yes-destroy", "toy.mrm").exit_code == 0
    assert [p.name for p in project.parent.iterdir()] == ["areas.geojson"]


def test_two_copies_learn_from_each_other(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MRM_SIGNING_PASSPHRASE", "only the head of office knows this")
    public = " ".join(command("signing", "--role", "Country office").stdout.split()[-8:])
    other = project.parent / "other"
    other.mkdir()
    for name in ("toy.mrm", "toy.mrm.key"):
        shutil.copy(project.parent / name, other / name)
    command("missions", "confirm", "UNMISS", "--source", "letter", "--until", "2099-01-01")
    assert command("bundle", "export", "other/out.mrmb").exit_code == 0
    monkeypatch.chdir(other)
    assert error_of(command("bundle", "import", "out.mrmb")).code == "bundle.unknown_signer"
    done = command("bundle", "import", "out.mrmb", "--trust", public)
    assert done.exit_code == Exit.DONE, done.output
    again = json.loads(command("bundle", "import", "out.mrmb", "--json").stdout)
    assert again["added"] == {}
    assert [m["mandate_end"] for m in json.loads(command("missions", "--json").stdout) if m["acronym"] == "UNMISS"] == [
        "2099-01-01"
    ]
    assert error_of(command("bundle", "import", "out.mrmb", "--choose", "x=maybe")).code == "option.not_a_word"
    assert error_of(command("bundle", "export", "out.mrmb")).code == "file.exists"


def test_areas_that_a_bundle_brings_have_their_levels_of_detail(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MRM_SIGNING_PASSPHRASE", "only the head of office knows this")
    public = " ".join(command("signing", "--role", "Country office").stdout.split()[-8:])
    other = project.parent / "other"
    other.mkdir()
    for name in ("toy.mrm", "toy.mrm.key"):
        shutil.copy(project.parent / name, other / name)
    write_areas(project.parent / "ragged.geojson", 700)
    assert command("import", "ragged.geojson", "--as", "areas").exit_code == Exit.DONE
    assert command("bundle", "export", "other/out.mrmb").exit_code == Exit.DONE
    monkeypatch.chdir(other)
    assert command("bundle", "import", "out.mrmb", "--trust", public).exit_code == Exit.DONE
    opened = OpenProject(open_project(other / "toy.mrm", PASSPHRASE))
    assert len(read_levels(opened, opened.knowledge.assessed_areas)) > 1
    opened.close()


def test_decisions_are_signed_once_a_person_has_a_key(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MRM_SIGNING_PASSPHRASE", "only the head of office knows this")
    command("signing", "--role", "Country office")
    sure = ("--area", "XT00", "--mode", "civilian_channel", "--role", "Country director", "--outcome", "proceed")
    command("missions", "confirm", "UNMISS", "--source", "letter", "--until", "2099-01-01")
    done = command("decide", *sure, "--counter-argument", "A patrol would be there sooner.", *WHY)
    assert done.exit_code == 0, done.output
    (signed,) = json.loads(command("verify", "--json").stdout)["signatures"]
    assert (signed["role"], signed["valid"]) == ("Country office", True)
    assert "with the key of this copy: 1" in command("verify").stdout
    monkeypatch.delenv("MRM_SIGNING_PASSPHRASE")
    assert command("decide", *sure, "--counter-argument", "A patrol would be there sooner.", *WHY).exit_code == 0
    assert len(json.loads(command("verify", "--json").stdout)["signatures"]) == 1, "the project's passphrase signs nothing"


def test_a_bundle_needs_a_signing_key(project: Path) -> None:
    assert error_of(command("bundle", "export", "out.mrmb")).code == "bundle.no_signing_key"


def test_which_project_must_be_clear(folder: Path) -> None:
    assert error_of(command("info")).code == "file.which_project"
    assert error_of(command("info", "absent.mrm")).code == "file.no_project"


def test_the_ending_of_a_project_may_be_left_out(project: Path) -> None:
    assert command("info", str(project.with_suffix(""))).exit_code == 0
    assert error_of(command("info", "absent")).code == "file.no_project"


def test_scenarios_agree_or_return_no(tmp_path: Path) -> None:
    good = ROOT / "data" / "scenarios"
    done = command("scenario", str(good), "--json")
    assert done.exit_code == 0
    documents = json.loads(done.stdout)
    assert {"id", "verdict", "ceiling", "channel", "band", "flags", "reasons", "gates", "gaps", "expires_on"} <= set(documents[0])
    one = json.loads(next(iter(sorted(good.glob("*.json")))).read_text(encoding="utf-8"))
    one["expect"] = {"verdict": "proceed" if documents[0]["verdict"] != "proceed" else "hold"}
    (tmp_path / "wrong.json").write_text(json.dumps(one), encoding="utf-8")
    assert command("scenario", str(tmp_path / "wrong.json")).exit_code == Exit.NO
    one["surprise"] = 1
    (tmp_path / "unknown.json").write_text(json.dumps(one), encoding="utf-8")
    assert error_of(command("scenario", str(tmp_path / "unknown.json"))).code == "scenario.unknown_key"


def test_policy_show_check_diff(tmp_path: Path) -> None:
    assert "gates.stale_after_days" in json.loads(command("policy", "show", "--json").stdout)["parameters"]
    shipped = (ROOT / "data" / "reference" / "policy.toml").read_text(encoding="utf-8")
    other = tmp_path / "ours.toml"
    other.write_text(re.sub(r"(\[gates\.stale_after_days\]\nvalue = )\d+", r"\g<1>60", shipped), encoding="utf-8")
    assert command("policy", "check", str(other)).exit_code == 0
    done = command("policy", "diff", str(other), "--json")
    assert done.exit_code == Exit.NO
    assert [d["path"] for d in json.loads(done.stdout)] == ["gates.stale_after_days"]


def test_every_command_has_help_with_an_example() -> None:
    for name in [present(c.name) for c in app.registered_commands]:
        done = command(name, "--help")
        assert done.exit_code == 0
        assert "Example" in done.output, name


def in_a_process(*arguments: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("MRM_")}
    environment = kept | {"PYTHONPATH": str(ROOT)} | variables
    return subprocess.run(
        [sys.executable, "-m", "mrm_desktop.cli", *arguments],
        cwd=cwd, env=environment, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("error", "code"),
    [(KnownError("x"), Exit.BAD_INPUT), (RefusedError("x"), Exit.NO), (CannotOpenError("x"), Exit.CANNOT_OPEN)],
)
def test_exit_codes(error: KnownError | RefusedError | CannotOpenError, code: Exit) -> None:
    from mrm_desktop.cli.terminal import exit_code

    assert exit_code(error) is code


def test_errors_are_two_sentences_on_stderr_and_an_exit_code(project: Path) -> None:
    wrong = in_a_process("info", cwd=project.parent, MRM_PASSPHRASE="not the passphrase")
    assert wrong.returncode == Exit.CANNOT_OPEN
    assert wrong.stdout == ""
    assert len(wrong.stderr.strip().splitlines()) == 2
    assert "Traceback" not in wrong.stderr
    silent = in_a_process("info", cwd=project.parent)
    assert silent.returncode == Exit.CANNOT_OPEN
    assert "MRM_PASSPHRASE" in silent.stderr
    missing = in_a_process("import", "nothing.csv", "--as", "places", cwd=project.parent, MRM_PASSPHRASE=PASSPHRASE)
    assert missing.returncode == Exit.BAD_INPUT


def test_version(tmp_path: Path) -> None:
    done = in_a_process("--version", cwd=tmp_path)
    assert done.stdout.startswith("mrm-desktop ")
    assert done.returncode == 0


def test_nothing_heavy_is_imported_for_help() -> None:
    heavy = ("geopandas", "pandas", "folium", "numpy", "sqlalchemy", "PySide6")
    code = f"import sys, mrm_desktop.cli.main; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


def test_our_own_fault_is_admitted_without_quoting_anything(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from mrm_desktop.cli import main

    def fail() -> None:
        raise RuntimeError("the village of Example")

    monkeypatch.setattr(main, "app", fail)
    monkeypatch.delenv("MRM_DEBUG", raising=False)
    with pytest.raises(SystemExit) as left:
        main.run()
    said = capsys.readouterr().err
    assert left.value.code == Exit.BUG
    assert "RuntimeError at test_commands.py" in said
    assert "Example" not in said


def test_ways_are_laid_side_by_side(project: Path) -> None:
    found = json.loads(command("ways", "--area", "XT00", "--json").stdout)
    assert [one["way"] for one in found["ways"]][-2:] == ["alone", "not_going"]
    assert [one["verdict"] for one in found["ways"]][-2:] == [None, None]
    assert found["ways"][0]["mode"] == "civilian_channel"
    shown = command("ways", "--area", "XT00")
    assert shown.exit_code == 0, shown.output
    assert "The order is no ranking" in shown.stdout
    assert "An emergency alert is never blocked" in shown.stdout
    assert error_of(command("ways", "--area", "NOWHERE")).code == "area.unknown"


def test_known_measures_are_listed_and_put_on_record_by_code(project: Path) -> None:
    listed = {one["code"]: one for one in json.loads(command("measures", "--list", "--json").stdout)}
    assert (listed["check_ins"]["receptor"], listed["area_security"]["modes"]) == ("staff", ["armed_escort"])
    assert "neutral_place" in command("measures", "--list").stdout
    area = ("--area", "XT00")
    assert "No measures are on record" in command("measures", *area).stdout
    done = command(
        "measures", *area, "--put", "check_ins", "--source", "security-plan", "--owner", "Field manager", "--since", "2026-01-05"
    )
    assert done.exit_code == 0, done.output
    (found,) = json.loads(command("measures", *area, "--json").stdout)
    assert (found["in_place"], found["owner"], found["since"]) == (True, "Field manager", "2026-01-05")
    assert error_of(command("measures", *area, "--put", "prayer", "--source", "security-plan")).code == "measure.unknown"
    assert error_of(command("measures")).code == "usage.missing"
