"""How far the log of a project had come, at the foot of a page: who keeps the paper can tell later whether the past was written anew."""

from __future__ import annotations

from mrm_desktop.domain.event_log import SeenHead, head_in_groups
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.release.ladder import Reader

LEAST_WITNESS = Reader.COUNTRY_OFFICE
"""The least trusted reader who is told: for others a file is that of a project in which nobody was asked where talking is punished."""


def log_for(reader: Reader, log: SeenHead | None) -> SeenHead | None:
    """Return how far the log had come, as far as a reader is told; None where there is no log, or nothing in it."""
    return log if log is not None and log.events and reader.is_trusted_as(LEAST_WITNESS) else None


def log_foot(reader: Reader, log: SeenHead | None, words: Words) -> str:
    """Return the line for the foot of a page; "" for a reader who is not told."""
    told = log_for(reader, log)
    return words.say("log.end", count=told.events, head=head_in_groups(told.head)) if told is not None else ""
