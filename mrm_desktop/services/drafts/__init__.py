"""What is typed and not recorded yet."""
