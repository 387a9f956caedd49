"""The map in the window: what it paints."""
