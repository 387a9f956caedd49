"""The project's own mission stands first with everything known of it, the closed ones last."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mrm_desktop.domain.missions import Component, RecordedStatus
from mrm_desktop.domain.vocabulary import MissionStatus
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.services.evidence.confirm_mission import announce_withdrawal, confirm_mission
from mrm_desktop.services.evidence.mission_sheet import in_order, mission_sheet
from mrm_desktop.store.file.project_file import ProjectFile
from tests.store import records


def test_the_own_mission_comes_first_and_closed_ones_last() -> None:
    def of(acronym: str, status: MissionStatus) -> tuple[str, MissionStatus]:
        return acronym, status

    missions = [
        (replace(records.mission(), acronym=acronym), status)
        for acronym, status in (
            of("MINUSMA", MissionStatus.CLOSED),
            of("UNMISS", MissionStatus.UNCONFIRMED),
            of("BINUH", MissionStatus.ACTIVE),
        )
    ]
    assert [record.acronym for record, _ in in_order(missions, "UNMISS")] == ["UNMISS", "BINUH", "MINUSMA"]


def test_the_sheet_tells_what_belongs_to_the_own_mission_and_of_every_withdrawal(project: ProjectFile) -> None:
    own = records.mission()
    other = replace(own, acronym="UNOTHER", recorded_status=RecordedStatus.CLOSED)
    with project.write() as repository:
        repository.put_missions([other, own])
        repository.add_contingents([records.contingent(), replace(records.contingent(), code="ELSE", mission="UNOTHER")])
        repository.add_focal_points([records.focal_point(Component.UNICEF), records.focal_point()])
        repository.add_statements([records.duty_line()])
    opened = OpenProject(project, fixed_day=records.DAY)
    announce_withdrawal(opened, own.acronym, records.DAY, "Letter S/2026/1", date(2026, 12, 31))
    confirm_mission(opened, own.acronym, records.DAY, "Letter S/2026/1", closes_on=date(2027, 6, 30))
    sheet = mission_sheet(opened)
    assert [record.acronym for record, _ in sheet.missions] == [own.acronym, "UNOTHER"]
    assert [unit.mission for unit in sheet.contingents] == [own.acronym]
    assert sheet.focal_points[0].component is Component.CHILD_PROTECTION
    assert len(sheet.lines) == 1
    assert sheet.withdrawals == {own.acronym: date(2026, 12, 31)}
    assert sheet.missions[0][0].closes_on == date(2027, 6, 30)
    assert sheet.missions[0][0].mandate_end == own.mandate_end, "neither a closing nor a withdrawal is the end of a mandate"
