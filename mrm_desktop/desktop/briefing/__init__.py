"""Workspace of the briefing: what needs somebody today."""
