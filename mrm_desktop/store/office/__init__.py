"""A project in the shared database of an office."""
