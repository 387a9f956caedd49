"""Commands about the countries that a project can begin with: what is shipped, and what is still to be got from whom."""

from __future__ import annotations

from typing import Annotated

import typer

from mrm_desktop.cli.opening import opened
from mrm_desktop.cli.options import JsonOption, ProjectArgument
from mrm_desktop.cli.terminal import line, print_json, say, table, words
from mrm_desktop.domain.countries import Country, Wanted

TAKEN_IN_BY = {
    Wanted.BOUNDARIES: "import admin2.geojson --as areas",
    Wanted.FOCAL_POINTS: "facts office-facts.toml",
    Wanted.PRESENCE: "import bases.csv --as presence --radius-km 25",
    Wanted.SURVEY: "import survey.csv --as community --grade B2 --dry-run",
    Wanted.ARMED_ACTORS: "import armed-actors.csv --as armed-actors",
    Wanted.INCIDENTS: "import incidents.csv --as incidents",
    Wanted.PLACES: "import facilities.xlsx --as places",
    Wanted.ROADS: "trip trip.toml --roads roads.gpkg --out pack.pdf",
}
"""Which command takes in what, with a file's name as an example."""


def countries(
    code: Annotated[str, typer.Argument(help="help.option.countries.code")] = "",
    as_json: JsonOption = False,
) -> None:
    """List the countries that a project can begin with, or say what is shipped of one.

    Example: mrm-desktop countries
    Example: mrm-desktop countries SSD
    """
    from mrm_desktop.formats.documents import country_starters

    if code:
        _tell(country_starters.country(code), as_json)
        return
    every = country_starters.countries()
    if as_json:
        print_json(every)
        return
    language = words().language
    heads = [words().say(f"country.column.{name}") for name in ("code", "name", "missions", "units", "redrawn")]
    table(heads, [[c.code, c.name_in(language), ", ".join(c.missions), str(c.units), str(c.redrawn)] for c in every])


def to_get(project: ProjectArgument = None, as_json: JsonOption = False) -> None:
    """List what a project needs from others, who has it, and which command takes it in.

    Example: mrm-desktop to-get south-sudan.mrm
    """
    from mrm_desktop.services.evidence.start_country import to_get as what_to_get

    with opened(project) as opened_project:
        listed = what_to_get(opened_project.knowledge)
    if as_json:
        print_json(listed)
        return
    marks = {True: "✓", False: "✗", None: "·"}
    heads = ["", *(words().say(f"to_get.column.{name}") for name in ("what", "who", "command"))]
    rows = []
    for one in listed:
        what, who = words().say(f"to_get.{one.wanted}"), words().say(f"to_get.{one.wanted}.who")
        rows.append([marks[one.is_there], what, who, f"mrm-desktop {TAKEN_IN_BY[one.wanted]}"])
    table(heads, rows)


def _tell(country: Country, as_json: bool) -> None:
    from mrm_desktop.services.evidence.confirm_mission import shipped_missions
    from mrm_desktop.services.evidence.country_in_words import country_in_words

    if as_json:
        print_json(country)
        return
    line(f"{country.name_in(words().language)} ({country.code})")
    for heading, lines in country_in_words(country, shipped_missions(), words()):
        line(words().pair(heading, ""))
        for one in lines:
            line(f"  {one}")
    say("country.projection", projection=country.projection)
