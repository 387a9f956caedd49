"""The evidence and its review as rows of plain values, for a table of an analyst."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.views import ProjectView
from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.scoring import Policy
from mrm_desktop.services.evidence.perceptions.review import PerceptionReview
from mrm_desktop.services.evidence.perceptions.voices import RATINGS, Voice, divisor
from mrm_desktop.statistics.intervals import mean_interval

Row = dict[str, Any]
ANSWERS = tuple(f"answers_{'minus_' if rating < 0 else ''}{abs(rating)}" for rating in RATINGS)


def evidence_rows(evidence: Iterable[AreaEvidence], policy: Policy) -> Iterator[Row]:
    """Yield one row for each record.

    Keys: ``area_code``, ``round``, ``stratum``, ``source``, ``method``, ``grade``, ``collected_on`` (mean day), ``first_day``,
    ``last_day``, ``answered``, ``effective_n`` (worth in answers of a random sample), ``design_effect`` (None: the method's own),
    ``weighted``, ``mean_rating`` with ``low`` and ``high`` (-2 to 2, 95 %), ``answers_minus_2`` to ``answers_2``, ``do_not_know``,
    ``refused``, ``refused_share``, ``rated`` (only ``un_military`` counts), ``rated_unit``, ``asked_elsewhere``, ``takes_sides_share``,
    ``minds_being_seen_share``, ``bad_conduct_share`` (of those who answered, 0 to 1), ``scale``, ``wording_hash``, ``instrument``.
    """
    for e in evidence:
        item, spread = e.item, e.distribution
        worth = divisor([Voice(e, item.stratum.value, item.answered, item.mean_rating, spread)], policy)
        counts = spread.counts if spread is not None and any(spread.counts) else None
        low, high = (None, None) if counts is None else mean_interval(item.mean_rating, counts, worth, -2.0, 2.0)
        yield {
            "area_code": e.area_code,
            "round": e.round,
            "stratum": str(item.stratum),
            "source": item.source,
            "method": str(item.method),
            "grade": str(item.grade),
            "collected_on": item.collected_on,
            "first_day": e.first_day or item.collected_on,
            "last_day": e.known_from,
            "answered": item.answered,
            "effective_n": item.answered / worth,
            "design_effect": item.design_effect,
            "weighted": e.design is not None and e.design.weighted,
            "mean_rating": item.mean_rating,
            "low": low,
            "high": high,
            **_answers(counts),
            "do_not_know": None if spread is None else spread.do_not_know,
            "refused": None if spread is None else spread.refused,
            "refused_share": item.refused_share,
            "rated": str(item.rated),
            "rated_unit": e.rated_unit,
            "asked_elsewhere": item.asked_elsewhere,
            "takes_sides_share": item.takes_sides_share,
            "minds_being_seen_share": item.minds_being_seen_share,
            "bad_conduct_share": e.bad_conduct_share,
            "scale": e.scale,
            "wording_hash": e.wording_hash,
            "instrument": e.instrument,
        }


def perception_rows(review: PerceptionReview) -> Iterator[Row]:
    """Yield one row for each group of each area that was heard."""
    for row in review.rows:
        for cell in row.cells:
            share, low, high = cell.favourable or (None, None, None)
            yield {
                "area_code": row.area_code,
                "area_name": row.area_name,
                "group": cell.group,
                "n": cell.answered,
                "effective_n": cell.effective,
                "mean": cell.mean,
                "low": cell.low,
                "high": cell.high,
                **_answers(cell.counts),
                "favourable": share,
                "favourable_low": low,
                "favourable_high": high,
                "refused": cell.refused,
                "do_not_know": cell.do_not_know,
                "takes_sides": cell.shares.takes_sides,
                "minds_being_seen": cell.shares.minds_being_seen,
                "bad_conduct": cell.shares.bad_conduct,
                "heard_on": cell.on,
                **{name: ", ".join(getattr(cell, name)) for name in ("sources", "methods", "grades", "rounds")},
                "scale": cell.scale,
                "held_back": cell.held_back,
            }


def acceptance_rows(view: ProjectView) -> Iterator[Row]:
    """Yield what the method makes of the evidence, one row for each assessed area."""
    for area in view.areas:
        told = view.assessments[area.code]
        heard = told.acceptance
        yield {
            "area_code": area.code,
            "area_name": area.name,
            "governing_group": heard.governing_group if heard is not None else "",
            "xhat": heard.mean if heard is not None else None,
            "sd": heard.sd if heard is not None else None,
            "A": heard.low if heard is not None else None,
            "high": heard.high if heard is not None else None,
            "P": heard.everybody if heard is not None else None,
            "mass": heard.mass if heard is not None else 0.0,
            **{
                f"mass_{stratum}": heard.mass_by_stratum.get(stratum, 0.0) if heard is not None else 0.0
                for stratum in (Stratum.WOMEN, Stratum.MEN, Stratum.DISPLACED)
            },
            "independent_sources": heard.independent_sources if heard is not None else 0,
            "adequate": heard is not None and heard.adequate,
            "gaps": ", ".join(gap.code for gap in told.gaps),
        }


def _answers(counts: tuple[int, ...] | None) -> Row:
    return dict(zip(ANSWERS, counts if counts is not None else (None,) * len(ANSWERS), strict=True))
