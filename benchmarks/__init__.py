"""Measurements: each runs what a user's click runs, and states a ratio or a growth."""
