"""What a reader may have: the ladder, small cells, frozen figures, what can be inferred, the search of a finished file."""
