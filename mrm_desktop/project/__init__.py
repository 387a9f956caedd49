"""The core: one open project, what it knows, what is asked of it, and the answers that were worked out."""
