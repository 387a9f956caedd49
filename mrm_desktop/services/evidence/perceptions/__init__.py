"""The review of perceptions: who said what, how sure that is, what changed, and what to ask next."""
