"""The window itself: its frame, its pages side by side, and what is reachable from everywhere."""
