"""One reader for each kind of record that is not asked of people."""
