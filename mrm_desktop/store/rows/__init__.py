"""The records of a project as rows of tables, the same in a file and in a shared database."""
