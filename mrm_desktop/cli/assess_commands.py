"""Commands that answer: assess, decide, map, report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mrm_desktop.cli.opening import opened
from mrm_desktop.cli.options import (
    AreaOption,
    GuardPassOption,
    JsonOption,
    ModeOption,
    OnOption,
    ProjectOption,
    PurposeOption,
    ReplaceOption,
    SecondRoleOption,
    day,
    guard_passes,
    new_file,
)
from mrm_desktop.cli.terminal import Exit, line, print_json, progress_bar, say, table, telling_how_to_pass, words
from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.vocabulary import EscortCriterion, Flag, Mode, Purpose, Threat, Verdict
from mrm_desktop.foundation.clock import now
from mrm_desktop.foundation.words import LANGUAGES, Words

if TYPE_CHECKING:
    from mrm_desktop.domain.assessments import Assessment
    from mrm_desktop.domain.views import AreaCard
    from mrm_desktop.project.question import Question

PolicyOption = Annotated[Path | None, typer.Option("--policy", help="help.option.policy")]
LanguageOption = Annotated[str, typer.Option("--language", help="help.option.language")]
ThreatOption = Annotated[bool, typer.Option("--imminent", help="help.option.imminent")]
EscortOption = Annotated[list[str] | None, typer.Option("--escort", help="help.option.escort")]


def read_question(
    mode: str, purpose: str, on: str, imminent: bool = False, threat_grade: str = "", escort: Iterable[str] | None = None
) -> Question:
    """Read a question from its options."""
    from mrm_desktop.domain.grades import Grade
    from mrm_desktop.project.question import Question

    return Question(
        mode=Mode.called(mode, "--mode"),
        purpose=Purpose.parse(purpose, "--purpose"),
        on=day(on),
        threat=Threat.IMMINENT if imminent else Threat.NONE,
        threat_grade=Grade.parse(threat_grade) if threat_grade else None,
        escort_criteria=frozenset(EscortCriterion.parse(c, "--escort") for c in escort) if escort else None,
    )


def assess(
    mode: ModeOption,
    project: ProjectOption = None,
    area: AreaOption = "",
    purpose: PurposeOption = "child_protection",
    on: OnOption = "",
    imminent: ThreatOption = False,
    threat_grade: Annotated[str, typer.Option(help="help.option.threat_grade")] = "",
    escort: EscortOption = None,
    policy: PolicyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say how visible contact may be: for every area, or for one with its reasons.

    Without consent on record the answer reads "provided that those who would be exposed agree". Exit code 1 where one area was
    asked for and the answer is no.

    Examples
    --------
    mrm-desktop assess --mode liaison

    mrm-desktop assess --area SS-CE --mode M3 --on 2026-03-01 --json
    """
    question = read_question(mode, purpose, on, imminent, threat_grade, escort)
    with opened(project, policy=policy) as opened_project:
        if area:
            card = opened_project.card(area, question)
            _print_one(card, as_json)
            raise typer.Exit(Exit.DONE if card.assessment.verdict.is_open else Exit.NO)
        with progress_bar() as bar:
            answers = opened_project.answers(question, bar)
        names = {area.code: area.name for area in answers.knowledge.assessed_areas}
        _print_all(list(answers.assessments.values()), names, as_json)


def _documents(assessments: Iterable[Assessment]) -> list[dict[str, Any]]:
    from mrm_desktop.formats.documents.scenario import assessment_to_dict

    return [assessment_to_dict(a) for a in assessments]


def _print_all(assessments: list[Assessment], names: dict[str, str], as_json: bool) -> None:
    if as_json:
        print_json(_documents(assessments))
        return
    speaker = words()
    heads = [speaker.say(f"cli.assess.{c}") for c in ("area", "verdict", "ceiling", "channel", "why", "lapses")]
    rows = [
        [
            f"{names[a.case_id]} [{a.case_id}]",
            speaker.term("verdict", a.verdict),
            speaker.term("mode", a.ceiling),
            speaker.term("channel", a.channel),
            speaker.say(a.reasons[0].code, **a.reasons[0].params),
            speaker.day(a.expires_on) if a.expires_on else "–",
        ]
        for a in assessments
    ]
    table(heads, rows)
    redrawn = [names[a.case_id] for a in assessments if Flag.AREA_REDRAWN in a.flags]
    if redrawn:
        say("cli.assess.redrawn", areas=redrawn)
    say("cli.assess.not_permission")
    if any(_rests_on_consent(a) for a in assessments):
        say("cli.assess.provided_consent")


def _print_one(card: AreaCard, as_json: bool) -> None:
    assessment = card.assessment
    if as_json:
        print_json(_documents([assessment])[0])
        return
    speaker = words()
    line(f"{card.area.name} [{card.area.code}]")
    line(speaker.pair(speaker.term("mode", assessment.requested_mode), speaker.term("verdict", assessment.verdict)))
    say("note.ceiling", mode=speaker.term("mode", assessment.ceiling))
    line(speaker.pair(speaker.say("note.channel"), speaker.term("channel", assessment.channel)))
    for reason in assessment.reasons:
        line(f"  {speaker.say(reason.code, **reason.params)}")
    for flag in assessment.flags:
        line(f"  ! {speaker.say(f'flag.{flag}')}")
    line(speaker.say("note.gates"))
    for gate in assessment.gates:
        why = (
            f" – {speaker.say(gate.reason.code, **gate.reason.params)}"
            if gate.reason and gate.state in ("failed", "unknown")
            else ""
        )
        line(f"  {speaker.pair(speaker.term('gate', gate.gate), speaker.term('gate_state', gate.state))}{why}")
    _print_listed("gaps", assessment.gaps)
    _print_listed("conditions", assessment.conditions)
    if card.case.request.threat is Threat.IMMINENT and card.duty_lines:
        from mrm_desktop.reports.release.duty_wording import line_in_words

        line(speaker.say("cli.assess.call_now"))
        for checked in card.duty_lines:
            line(f"  – {line_in_words(checked, speaker)}")
    if assessment.expires_on:
        line(f"{speaker.say('note.lapses')} {speaker.day(assessment.expires_on)}")
    if _rests_on_consent(assessment):
        say("cli.assess.provided_consent")


def _print_listed(heading: str, items: Iterable[Reason]) -> None:
    items = tuple(items)
    if items:
        say(f"note.{heading}")
        for item in items:
            line(f"  – {words().say(item.code, **item.params)}")


def _rests_on_consent(assessment: Assessment) -> bool:
    """Tell whether an answer supposes that those who would be exposed agree: no alert does, and nobody need be asked for a refusal."""
    supposing = (Verdict.PROCEED_WITH_CONDITIONS, Verdict.HOLD, Verdict.INSUFFICIENT_EVIDENCE)
    return assessment.requested_mode.is_military and assessment.verdict in supposing


def decide(
    area: AreaOption,
    mode: ModeOption,
    outcome: Annotated[str, typer.Option(help="help.option.outcome")],
    role: Annotated[str, typer.Option(help="help.option.role")],
    counter_argument: Annotated[str, typer.Option(help="help.option.counter_argument")],
    project: ProjectOption = None,
    purpose: PurposeOption = "child_protection",
    on: OnOption = "",
    consent: Annotated[bool | None, typer.Option("--consent/--no-consent", help="help.option.consent")] = None,
    unicef: Annotated[bool | None, typer.Option("--unicef/--no-unicef", help="help.option.unicef")] = None,
    imminent: ThreatOption = False,
    threat_grade: Annotated[str, typer.Option(help="help.option.threat_grade")] = "",
    escort: EscortOption = None,
    chosen: Annotated[str, typer.Option("--chosen-mode", help="help.option.chosen")] = "",
    rationale: Annotated[str, typer.Option(help="help.option.rationale")] = "",
    override_reason: Annotated[str, typer.Option(help="help.option.override_reason")] = "",
    dissent: Annotated[str, typer.Option(help="help.option.dissent")] = "",
    condition: Annotated[list[str] | None, typer.Option(help="help.option.condition")] = None,
    stop: Annotated[list[str] | None, typer.Option(help="help.option.stop")] = None,
    option: Annotated[list[str] | None, typer.Option(help="help.option.considered")] = None,
    expires: Annotated[str, typer.Option(help="help.option.expires")] = "",
    supersedes: Annotated[str, typer.Option(help="help.option.supersedes")] = "",
    guard_pass: GuardPassOption = None,
    second_role: SecondRoleOption = "",
    clock_is_right: Annotated[bool, typer.Option("--clock-is-right", help="help.option.clock_is_right")] = False,
    policy: PolicyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Record a decision with a frozen snapshot of everything it rests on. It can be superseded, never edited.

    Example: mrm-desktop decide --area SS-CE --mode civilian_channel --outcome proceed --role "Country director"
    --counter-argument "The patrol would be faster than the adviser."
    """
    from mrm_desktop.domain.assessments import Reason
    from mrm_desktop.domain.decisions import DecisionDraft, Outcome, is_alert
    from mrm_desktop.services.decisions.decide import decide as record

    draft = DecisionDraft(
        outcome=Outcome.parse(outcome, "--outcome"),
        chosen_mode=Mode.called(chosen or mode, "--mode"),
        approver_role=role,
        counter_argument=counter_argument,
        rationale=rationale,
        override_reason=override_reason,
        dissent=dissent,
        conditions=tuple(condition or ()),
        stop_triggers=tuple(stop or ()),
        expires_on=day(expires, "--expires") if expires else None,
        supersedes=supersedes or None,
        exposed_people_agree=consent,
        guard_passes=guard_passes(guard_pass, role, second_role),
        options_considered=tuple(option or ()),
    )
    question = read_question(mode, purpose, on, imminent, threat_grade, escort)
    hint = telling_how_to_pass("guard.on_the_command_line", role="--role")
    with hint, opened(project, policy=policy, signs=True) as opened_project:
        decision = record(opened_project, area, replace(question, unicef_consulted=unicef), draft, now(), clock_is_right)
    if as_json:
        told = {"id": decision.id, "sequence": decision.sequence, "hash": decision.hash, "expires_on": decision.expires_on}
        told |= {"waiting_for": list(decision.draft.signatories)}
        print_json(told | ({"withheld": list(decision.draft.withheld)} if decision.draft.withheld else {}))
        return
    say("cli.decide.done", sequence=decision.sequence, code=decision.hash[:12], id=decision.id, day=decision.expires_on)
    if decision.draft.signatories:
        say("cli.decide.waiting", approval=list(decision.draft.signatories), sequence=decision.sequence)
    if is_alert(Verdict.parse(decision.assessment["verdict"]), question.threat):
        # Whoever records an alert has the same duties as whoever asked about it, and reads them here.
        _print_listed("conditions", (Reason(one["code"], one["params"]) for one in decision.assessment["conditions"]))
    if decision.draft.withheld:
        say("guard.withheld", guarded_fields=decision.draft.withheld)


def draw(
    out: Annotated[Path, typer.Option("--out", help="help.option.map.out")],
    project: ProjectOption = None,
    mode: ModeOption = "liaison",
    purpose: PurposeOption = "child_protection",
    on: OnOption = "",
    language: LanguageOption = "",
    policy: PolicyOption = None,
    replace_file: ReplaceOption = False,
) -> None:
    """Draw the map as one page that needs no network and no other file.

    Example: mrm-desktop map --out map.html
    """
    from mrm_desktop.services.release.publish import release_map

    new_file(out, replace_file)
    question, speaker = read_question(mode, purpose, on), language_of(language)
    with opened(project, policy=policy) as opened_project, progress_bar() as bar:
        release_map(opened_project, question, speaker, out, now(), bar, replace_file)
    say("cli.wrote", file=str(out))


def report(
    area: AreaOption,
    out: Annotated[Path, typer.Option("--out", help="help.option.out")],
    project: ProjectOption = None,
    mode: ModeOption = "liaison",
    purpose: PurposeOption = "child_protection",
    on: OnOption = "",
    language: LanguageOption = "",
    policy: PolicyOption = None,
    replace_file: ReplaceOption = False,
) -> None:
    """Print the one-page note of an area.

    Example: mrm-desktop report --area SS-CE --out note.pdf
    """
    from mrm_desktop.services.release.publish import release_note

    new_file(out, replace_file)
    question, speaker = read_question(mode, purpose, on), language_of(language)
    with opened(project, policy=policy) as opened_project:
        release_note(opened_project, area, question, speaker, out, now(), replace_file)
    say("cli.wrote", file=str(out))


def language_of(text: str) -> Words:
    """Return the words of a language that exists; the user's own where none is named."""
    if not text:
        return words()
    if text not in LANGUAGES:
        raise KnownError("option.not_a_word", option="--language", found=text, allowed=list(LANGUAGES))
    return Words(text)
