"""The map in the window: scenes of ``cartography`` painted by QPainter, moved by pointer and keys."""
