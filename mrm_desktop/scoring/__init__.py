"""The method as pure functions: evidence, gates, index, robustness, explanation."""
