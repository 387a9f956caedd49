"""What an import asks for: the registry of kinds, the one entry, a first look, saved mappings, templates."""
