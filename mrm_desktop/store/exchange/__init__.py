"""What copies of a project carry to each other."""
