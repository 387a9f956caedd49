"""Missions, presence, evidence, assessments, decisions: plain frozen Python."""
