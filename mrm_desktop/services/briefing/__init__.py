"""Use cases of the briefing: what needs somebody today."""
