"""Use cases of looking something up: a place, a term."""
