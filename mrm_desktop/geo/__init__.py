"""Places, P-codes, matching rows to areas, remoteness: the room of geopandas, shapely and pyproj."""
