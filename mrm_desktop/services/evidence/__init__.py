"""Use cases about what is known: import, take back, draw, confirm, review."""
