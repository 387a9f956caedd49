"""One use case per user verb. The ports it needs live here too."""
