"""Commands for rehearsals: rate the exercise or the practice cases blind, and see how far people and method agree."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mrm_desktop.cli.options import JsonOption, ReplaceOption, new_file
from mrm_desktop.cli.terminal import line, print_json, say, words
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.clock import today

if TYPE_CHECKING:
    from mrm_desktop.domain.rehearsal import Rating, RatingSheet
    from mrm_desktop.services.rehearsal.rehearse import Agreement, Rehearsal, Situation

rehearse_app = typer.Typer(no_args_is_help=True)
CasesOption = Annotated[bool, typer.Option("--cases", help="help.option.cases")]
FEW = 12


def _rehearsal(cases: bool) -> Rehearsal:
    """Return what is rated."""
    from mrm_desktop.services.rehearsal.rehearse import rehearsal

    if cases:
        return rehearsal()
    import tempfile

    from mrm_desktop.cli.sample import sample_knowledge

    with tempfile.TemporaryDirectory(prefix="mrm-rehearsal-") as folder:
        return rehearsal(sample_knowledge(Path(folder) / "sample.mrm"))


@rehearse_app.command()
def show(cases: CasesOption = False, number: Annotated[int, typer.Option("--number", help="help.option.number")] = 0) -> None:
    """Show the cases as a rater sees them: the facts, and no verdict.

    Example: mrm-desktop rehearse show --cases --number 3
    """
    situations = _rehearsal(cases).situations
    for situation in situations if number == 0 else situations[number - 1 : number]:
        _print(situation)


@rehearse_app.command()
def rate(
    rater: Annotated[str, typer.Option(help="help.option.rater")],
    out: Annotated[Path, typer.Option("--out", help="help.option.rehearse.rate.out")],
    cases: CasesOption = False,
) -> None:
    """Rate case by case at the keyboard. After each answer the sheet is saved; start again with the same sheet to go on.

    Example: mrm-desktop rehearse rate --rater A --out a.mrmratings
    """
    from mrm_desktop.domain.rehearsal import RatingSheet
    from mrm_desktop.formats.documents.rehearsal import check_rater, read_sheet, write_sheet

    asked = _rehearsal(cases)
    name, situations = asked.name, asked.situations
    sheet = read_sheet(out) if out.exists() else RatingSheet(name, check_rater(rater), today())
    if (sheet.exercise, sheet.rater) != (name, rater):
        raise KnownError("rehearsal.other_sheet", file=out.name, exercise=sheet.exercise, rater=sheet.rater)
    if not sys.stdin.isatty():
        raise KnownError("rehearsal.needs_keyboard")
    from dataclasses import replace

    done = {r.case_id for r in sheet.ratings}
    for situation in situations:
        if situation.id not in done:
            _print(situation)
            sheet = replace(sheet, ratings=(*sheet.ratings, _ask(situation)))
            write_sheet(sheet, out)
    say("cli.rehearse.rated", count=len(sheet.ratings), file=out.name)


@rehearse_app.command()
def compare(
    sheets: Annotated[list[Path], typer.Argument(help="help.option.sheets")],
    with_method: Annotated[bool, typer.Option("--with-method", help="help.option.with_method")] = False,
    as_json: JsonOption = False,
) -> None:
    """Say how far rating sheets agree, by weighted kappa, and where they part.

    Example: mrm-desktop rehearse compare a.mrmratings b.mrmratings --with-method
    """
    from mrm_desktop.formats.documents.rehearsal import read_sheet
    from mrm_desktop.services.rehearsal.rehearse import BLIND, compare_sheets

    read = [read_sheet(path) for path in sheets]
    asked = _rehearsal(read[0].exercise == BLIND)
    pairs: list[tuple[RatingSheet, RatingSheet]] = list(pairwise(read))
    if with_method or len(read) == 1:
        pairs += [(sheet, asked.method) for sheet in read]
    found = [compare_sheets(first, second, asked.situations) for first, second in pairs]
    if as_json:
        print_json(found)
        return
    for agreement in found:
        _print_agreement(agreement)


@rehearse_app.command()
def export(
    sheets: Annotated[list[Path], typer.Argument(help="help.option.rehearse.export.sheets")],
    out: Annotated[Path, typer.Option("--out", help="help.option.rehearse.export.out")],
    replace_file: ReplaceOption = False,
) -> None:
    """Put rating sheets side by side into a workbook, one row for each case, for whoever validates the method.

    Example: mrm-desktop rehearse export a.mrmratings b.mrmratings --out ratings.xlsx
    """
    from mrm_desktop.formats.documents.rehearsal import read_sheet
    from mrm_desktop.foundation.paths import write_whole
    from mrm_desktop.reports.papers.tables import Sheet, workbook
    from mrm_desktop.services.rehearsal.rehearse import BLIND

    new_file(out, replace_file)
    read = [read_sheet(path) for path in sheets]
    asked = _rehearsal(read[0].exercise == BLIND)
    read.append(asked.method)
    by_case = [(sheet.rater, {r.case_id: r for r in sheet.ratings}) for sheet in read]
    columns = [f"{part}_{rater}" for rater, _ in by_case for part in ("engage", "ceiling", "sureness", "reason")]
    rows = []
    for situation in asked.situations:
        cells = [_cells(ratings.get(situation.id)) for _, ratings in by_case]
        rows.append((situation.id, situation.title, *(cell for group in cells for cell in group)))
    try:
        write_whole(out, workbook([Sheet("ratings", ("case", "title", *columns), tuple(rows))]))
    except OSError as error:
        raise KnownError("file.cannot_write", file=out.name) from error
    say("cli.rehearse.exported", count=len(rows), file=out.name)


@rehearse_app.command()
def kit(
    folder: Annotated[Path, typer.Argument(help="help.option.rehearse.kit.folder")],
    count: Annotated[int, typer.Option("--count", min=5, help="help.option.rehearse.kit.count")] = 45,
) -> None:
    """Write a folder with the practice cases and answer sheets on paper and as workbooks, in four languages, for a forum.

    Example: mrm-desktop rehearse kit exercise/
    """
    from mrm_desktop.services.rehearsal.exercise_kit import write_kit

    made = write_kit(folder, _rehearsal(True).situations[:count])
    say("cli.rehearse.kit", count=len(made), folder=folder.name)


@rehearse_app.command(name="take-in")
def take_in(
    answers: Annotated[Path, typer.Argument(help="help.option.rehearse.take_in.answers")],
    rater: Annotated[str, typer.Option(help="help.option.rater")],
    out: Annotated[Path, typer.Option("--out", help="help.option.rehearse.rate.out")],
    replace_file: ReplaceOption = False,
) -> None:
    """Make a rating sheet of an answer sheet that came back, a workbook or CSV file with words in any of the four languages.

    Example: mrm-desktop rehearse take-in answers-fr.xlsx --rater A --out a.mrmratings
    """
    from mrm_desktop.formats.documents.answer_sheets import sheet_of_answers
    from mrm_desktop.formats.documents.rehearsal import write_sheet
    from mrm_desktop.formats.door.foreign import read_answer_rows

    new_file(out, replace_file)
    asked = _rehearsal(True)
    sheet = sheet_of_answers(read_answer_rows(answers), asked.name, [s.id for s in asked.situations], rater, today())
    write_sheet(sheet, out)
    say("cli.rehearse.rated", count=len(sheet.ratings), file=out.name)


@rehearse_app.command()
def report(
    sheets: Annotated[list[Path], typer.Argument(help="help.option.sheets")],
    out: Annotated[Path, typer.Option("--out", help="help.option.rehearse.report.out")],
    replace_file: ReplaceOption = False,
    as_json: JsonOption = False,
) -> None:
    """Say on paper how far raters agree with each other and with the method, and where the method is out of step with them.

    Example: mrm-desktop rehearse report a.mrmratings b.mrmratings c.mrmratings --out validation.pdf
    """
    from mrm_desktop.formats.documents.rehearsal import read_sheet
    from mrm_desktop.foundation.paths import write_whole
    from mrm_desktop.reports.papers.pages import pdf_of
    from mrm_desktop.scoring import load_policy
    from mrm_desktop.services.rehearsal.rehearse import BLIND
    from mrm_desktop.services.rehearsal.validation import on_paper, validate

    new_file(out, replace_file)
    read = [read_sheet(path) for path in sheets]
    found = validate(read, _rehearsal(read[0].exercise == BLIND), load_policy())
    try:
        write_whole(out, pdf_of(on_paper(found, words()), words()))
    except OSError as error:
        raise KnownError("file.cannot_write", file=out.name) from error
    if as_json:
        print_json(found)
        return
    say("validation.found", count=len(found.out_of_step))
    say("cli.rehearse.report", file=out.name)


def _cells(rating: Rating | None) -> tuple[str, str, str, str]:
    return ("", "", "", "") if rating is None else (rating.engage.value, rating.ceiling.value, rating.sureness.value, rating.reason)


def _print(situation: Situation) -> None:
    from mrm_desktop.reports.papers.case_brief import brief

    speaker = words()
    line()
    line(f"== {situation.id} · {situation.title}")
    if situation.inject is not None:
        line(speaker.say(situation.inject.says))
    for section in brief(situation.case, speaker):
        line(section.heading)
        for text in section.lines:
            line(f"  {text}")


def _ask(situation: Situation) -> Rating:
    from mrm_desktop.domain.rehearsal import Engage, Rating, Sureness
    from mrm_desktop.domain.vocabulary import Mode

    speaker = words()
    engage = _choose("rehearsal.ask.engage", [(e.value, speaker.term("engage", e)) for e in Engage])
    ceiling = _choose("rehearsal.ask.ceiling", [(m.code, speaker.term("mode", m)) for m in Mode])
    sureness = _choose("rehearsal.ask.sureness", [(s.value, speaker.term("sureness", s)) for s in Sureness])
    reason = typer.prompt(speaker.say("rehearsal.ask.reason"), default="", show_default=False)
    return Rating(situation.id, Engage(engage), Mode.called(ceiling), Sureness(sureness), reason)


def _choose(code: str, options: Sequence[tuple[str, str]]) -> str:
    """Ask until one of the options is named, by its number or its word."""
    for n, (_, shown) in enumerate(options, start=1):
        line(f"  {n}  {shown}")
    while True:
        answer = str(typer.prompt(words().say(code))).strip()
        if answer.isdigit() and 1 <= int(answer) <= len(options):
            return options[int(answer) - 1][0]
        if answer in {word for word, _ in options}:
            return answer


def _print_agreement(agreement: Agreement) -> None:
    speaker = words()
    kappa = "–" if agreement.kappa is None else speaker.number(agreement.kappa)
    say(
        "cli.rehearse.agreement",
        first=agreement.first,
        second=agreement.second,
        count=agreement.cases,
        kappa=kappa,
        ceiling=speaker.percent(agreement.same_ceiling),
        answer=speaker.percent(agreement.same_answer),
    )
    for apart in agreement.divergences[:FEW]:
        say(
            "cli.rehearse.apart",
            case=apart.situation.id,
            title=apart.situation.title,
            first=speaker.term("mode", apart.first.ceiling),
            second=speaker.term("mode", apart.second.ceiling),
        )
