"""What every room stands on: assets, paths, clock, ids, logging, version."""
