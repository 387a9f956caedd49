"""Places, P-codes, matching rows to areas, distances, buffers: the room of shapely and pyproj. Degrees, WGS 84, longitude first."""
