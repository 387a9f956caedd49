"""How a project is kept: its rows, the history of their tables, as a file or in an office's database, and the way between copies."""
