"""Readers and writers of the files users already hold, with column specs and a loss ledger."""
