"""A project as one encrypted file."""
