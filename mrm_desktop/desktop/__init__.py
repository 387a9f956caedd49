"""Everything Qt: windows, panels, table models, the live map, background work."""
