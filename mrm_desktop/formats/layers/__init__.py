"""Geographic files: layers in degrees with attributes as text, and tiles."""
