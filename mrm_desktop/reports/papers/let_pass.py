"""What a decision says of the text guard: what was let pass, and what was left out of an alert. For readers who may read its texts."""

from __future__ import annotations

from mrm_desktop.domain.decisions import DecisionDraft
from mrm_desktop.foundation.words import Words


def guard_in_words(draft: DecisionDraft, words: Words) -> list[str]:
    """Say which fields of an alert were not kept, and which texts two people let pass, and why."""
    said = [words.say("register.withheld", guarded_fields=draft.withheld)] if draft.withheld else []
    return said + [
        words.say("register.guard_pass", guarded_fields=(one.field,), reason=one.reason, by=one.passed_by, seen=one.seen_by)
        for one in draft.guard_passes
    ]
