"""The map workspace: the map, its lists, its tools and the area card."""
