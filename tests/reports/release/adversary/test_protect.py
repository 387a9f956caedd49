"""Figures are made coarser until nothing that they withhold can be solved for, and no further."""

from __future__ import annotations

from mrm_desktop.reports.release.adversary.protect import protect
from mrm_desktop.reports.release.disclosure import ReleasedPerception
from mrm_desktop.reports.release.solved import Remedy, Secret, Solved
from tests.reports.release.adversary.rows import row

WHOLE = row("all", unfavourable="40-49 %", favourable="", rating="")
WOMEN = row("women", unfavourable="< 10 %", favourable="", rating="")
MEN = row("men", answers="< 10").withheld


def told(rows: tuple[ReleasedPerception, ...]) -> dict[str, str]:
    return {p.stratum: p.answers for p in rows}


def test_the_whole_goes_where_it_would_give_a_withheld_group_away() -> None:
    rows, found = protect((WHOLE, WOMEN, MEN))
    assert told(rows) == {"all": "suppressed", "women": "20-49", "men": "suppressed"}
    assert found == (Solved(Secret.REJECTS, Remedy.WHOLE_WITHHELD, "XT01", "men"),)


def test_what_gives_nothing_away_stays() -> None:
    for rows in ((WOMEN, MEN), (WHOLE, WOMEN), (WHOLE, row("youth", answers="< 10").withheld), ()):
        assert protect(rows) == (rows, ())


def test_rows_of_another_source_or_round_are_no_part_of_the_table() -> None:
    for other in (row("all", unfavourable="40-49 %", source="other"), row("all", unfavourable="40-49 %", survey="r2")):
        rows = (other, WOMEN, MEN)
        assert protect(rows) == (rows, ())


def test_groups_go_too_where_the_whole_is_known_from_an_earlier_file() -> None:
    """The whole and the men went out last month; the women of today make them known."""
    rows, found = protect((WHOLE.withheld, WOMEN, MEN), [(WHOLE, WOMEN.withheld, MEN)])
    assert set(told(rows).values()) == {"suppressed"}
    assert {s.remedy for s in found} == {Remedy.WHOLE_WITHHELD, Remedy.GROUPS_WITHHELD}


def test_what_earlier_files_gave_away_already_is_no_reason_to_withhold_more() -> None:
    assert protect((WHOLE, WOMEN, MEN), [(WHOLE, WOMEN, MEN)]) == ((WHOLE, WOMEN, MEN), ())


def test_a_withheld_group_stays_so_until_many_have_answered() -> None:
    earlier = [(row("men").withheld,)]
    few, many = row("men", answers="10-19", favourable=""), row("men", answers="20-49")
    assert protect((few,), earlier) == ((few.withheld,), (Solved(Secret.COUNT, Remedy.KEPT_WITHHELD, "XT01", "men"),))
    assert protect((many,), earlier) == ((many,), ())


def test_an_earlier_figure_is_given_again_where_the_newer_one_tells_of_few() -> None:
    """18 or 19 of whom none was against; now at most 21, a tenth against: those who came since were against."""
    before = row("women", answers="18-19", unfavourable="0-0 %", favourable="", rating="")
    after = row("women", answers="20-21", unfavourable="14-20 %", favourable="", rating="")
    assert protect((after,), [(before,)]) == ((before,), (Solved(Secret.SINCE, Remedy.EARLIER_FIGURE, "XT01", "women"),))
    assert protect((before,), [(before,)]) == ((before,), ())


def test_an_earlier_figure_stays_where_answers_were_corrected_or_only_a_few_may_have_come() -> None:
    before = row("women", answers="10-19", unfavourable="< 10 %", favourable="", rating="")
    corrected = row("women", answers="10-19", unfavourable="20-29 %", favourable="", rating="")
    perhaps_one = row("women", answers="20-49", unfavourable="< 10 %", favourable="", rating="")
    fewer = row("women", answers="< 10", unfavourable="< 10 %", favourable="", rating="")
    for now in (corrected, perhaps_one, fewer):
        assert protect((now,), [(before,)])[0] == (before,)


def test_a_newer_figure_is_told_where_many_came_for_certain() -> None:
    before = row("women", answers="10-19", unfavourable="< 10 %", favourable="", rating="")
    now = row("women", answers="50+", unfavourable="20-29 %", favourable="", rating="")
    assert protect((now,), [(before,)]) == ((now,), ())
