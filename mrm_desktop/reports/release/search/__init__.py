"""The search of a finished file: everything that is in it, texts in whatever way they are written, points in whatever notation."""
