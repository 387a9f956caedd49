"""The evidence workspace: files in and out, missions, review of perceptions."""
