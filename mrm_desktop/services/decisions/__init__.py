"""Use cases about what is decided: record, replay, compare, measures against harm, alerts."""
