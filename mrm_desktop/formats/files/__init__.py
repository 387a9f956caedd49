"""A file as it was given, and the plain forms it is read into: cells, tables of text, what was said about it."""
