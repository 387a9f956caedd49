"""Files as tables: text, workbooks, archives of tables, repeats; one opener for all."""
