"""The reports workspace: what goes out, to whom, and what went out before."""
