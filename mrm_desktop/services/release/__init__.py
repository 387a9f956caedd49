"""Use cases about what leaves: make a report, search it, release it, check it, destroy it in time."""
